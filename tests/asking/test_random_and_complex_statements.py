"""Statements about expectations, integrals and complex matrices, each with a false neighbour."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge

ABOUT = {
    "gaussian": "x, m, c in R^n, A in R^(n x n), S in R^(n x n) psd",
    "standard": "x in R^n, A in R^(n x n) symmetric",
    "number": "x, t, m in R",
    "time": "t > 0",
    "complex": "A, B in C^(n x n), x, y in C^n",
    "rectangle": "A in C^(m x n)",
    "numbers": "z, w in C",
    "hermitian": "A in C^(n x n) hermitian, x in C^n",
    "definite": "A in C^(n x n) positive definite, x in C^n",
    "unitary": "U in C^(n x n) unitary, x in C^n",
}
STATEMENTS = [
    ("gaussian", "E_{x ~ N(m, S)}[x^T A x] = tr(A S) + m^T A m",
     "E_{x ~ N(m, S)}[x^T A x] = tr(A S)"),
    ("gaussian", "E_{x ~ N(m, S)}[(x - m)(x - m)^T] = S", "E_{x ~ N(m, S)}[x x^T] = S"),
    ("gaussian", "Var_{x ~ N(m, S)}(c^T x) = c^T S c", "Var_{x ~ N(m, S)}(c^T x) = c^T c"),
    ("gaussian", "Cov_{x ~ N(m, S)}(A x, x) = A S", "Cov_{x ~ N(m, S)}(A x, x) = S A"),
    ("gaussian", "E_{x ~ N(m, S)}[exp(c^T x)] = exp(c^T m + c^T S c / 2)",
     "E_{x ~ N(m, S)}[exp(c^T x)] = exp(c^T m)"),
    ("standard", "E_{x ~ N(0, I)}[(x^T A x)^2] = tr(A)^2 + 2 tr(A^2)",
     "E_{x ~ N(0, I)}[(x^T A x)^2] = tr(A)^2 + tr(A^2)"),
    ("standard", "E_{x ~ Rademacher}[x^T A x] = tr(A)", "E_{x ~ Rademacher}[x^T A x] = sum(A)"),
    ("standard", "E_{x ~ U(0, 1)}[x^T x] = n/3", "E_{x ~ U(0, 1)}[x^T x] = n/2"),
    ("number", "E_{x ~ N(m, t^2)}[x^3] = m^3 + 3 m t^2", "E_{x ~ N(m, t^2)}[x^3] = m^3"),
    ("number", "Var_{x ~ N(0, t^2)}(x^2) = 2 t^4", "Var_{x ~ N(0, t^2)}(x^2) = 3 t^4"),
    ("time", "∫_0^t exp(-2s) ds = (1 - exp(-2t))/2", "∫_0^t exp(-2s) ds = 1 - exp(-2t)"),
    ("time", r"\int_0^t s^2 \, ds = t^3/3", r"\int_0^t s^2 \, ds = t^3/2"),
    ("time", r"\int_0^\infty s e^{-t s} \, ds = 1/t^2", r"\int_0^\infty s e^{-t s} \, ds = 1/t"),
    ("time", "∫_0^t s^2 ds >= 0", "∫_0^t (s - 1) ds >= 0"),
    ("complex", "(A B)^H = B^H A^H", "(A B)^H = A^H B^H"),
    ("complex", "tr(A^H A) >= 0", "tr(A^T A) = tr(A^H A)"),
    ("complex", "det(A^H) = conj(det(A))", "det(A^H) = det(A)"),
    ("complex", "<x, y> = conj(<y, x>)", "<x, y> = <y, x>"),
    ("complex", "<A x, y> = <x, A^H y>", "<A x, y> = <x, A^T y>"),
    ("complex", "norm(x + y) <= norm(x) + norm(y)", "norm(x + i y)^2 = norm(x)^2 + norm(y)^2"),
    ("rectangle", "rank(A^H A) = rank(A)", "rank(A^T A) = rank(A)"),
    ("numbers", "|z|^2 = z conj(z)", "|z|^2 = z^2"),
    ("numbers", "|z w| = |z| |w|", "|z + w| = |z| + |w|"),
    ("numbers", "z = Re(z) + i Im(z)", "z = Re(z) - i Im(z)"),
    ("numbers", "Re(z w) = Re(z) Re(w) - Im(z) Im(w)", "Re(z w) = Re(z) Re(w)"),
    ("numbers", "|z + w|^2 = |z|^2 + |w|^2 + 2 Re(z conj(w))",
     "|z + w|^2 = |z|^2 + |w|^2 + 2 Re(z w)"),
    ("hermitian", "Im(x^H A x) = 0", "Im(x^T A x) = 0"),
    ("hermitian", "A^* = A", "A^T = A"),
    ("definite", "x^H A x >= 0", "x^H A x > 0"),
    ("unitary", "U^H U = I", "U^T U = I"),
    ("unitary", "norm(U x) = norm(x)", "U x = x"),
    ("unitary", "|det(U)| = 1", "det(U) = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("about", "holds", "fails"), STATEMENTS)
def test_a_statement_holds_and_its_neighbour_does_not(about: str, holds: str, fails: str) -> None:
    true, false = judge(holds, where=ABOUT[about]), judge(fails, where=ABOUT[about])
    assert (true.verdict, true.reason) == ("held", true.reason)
    assert (false.verdict, false.reason) == ("refuted", false.reason)
    assert false.counterexample is not None


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [
        (
            "E_{x ~ N(0, I)}[norm(x)] <= 1 where x in R^n",
            "inconclusive",
            "square root of what is random",
        ),
        (
            "E_{x ~ N(0, 1)}[1/(1 + x^2)] <= 1 where x in R",
            "inconclusive",
            "a quotient by what is random",
        ),
        ("∫_0^t exp(-s^2) ds >= 0 where t > 0", "inconclusive", "no closed form"),
        ("E[x] = 0 where x in R^n", "not read", "say how a name is distributed"),
        ("x <= y where x, y in C^n_+", "not read", "complex numbers have no order"),
    ],
)
def test_what_is_not_decided_says_which_piece_is_missing(text: str, verdict: str, why: str) -> None:
    found = judge(text)
    assert found.verdict == verdict, found.reason
    assert why in found.reason
