"""Traces: words around a circle, and identities that rules prove at every rotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_matrices import number as number_of
from letter_matrices import value, words

from benchmarks.matrix_facts import Matrices
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import Axiom, equation, vanishing
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.completion import Limits
from referee.numerics.free_algebra.decoding import decode
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.orders import ORDERS
from referee.numerics.free_algebra.polynomials import Polynomial, SizesDiffer, identity
from referee.numerics.free_algebra.proofs import Open, Proved
from referee.numerics.free_algebra.shortening import prove_shortly
from referee.numerics.free_algebra.trace_proofs import prove_traces
from referee.numerics.free_algebra.traces import (
    Traces,
    inner_product,
    norm_squared,
    number,
    trace,
)

properties = settings(deadline=None, database=None, max_examples=50)
n, m_, t = map(indeterminate, "nmt")
rationals = st.builds(fmpq, st.integers(-4, 4), st.integers(1, 3))


def polynomials(rows: str, columns: str) -> st.SearchStrategy[Polynomial]:
    terms = st.dictionaries(st.sampled_from(words(rows, columns, 2)), rationals, max_size=3)
    return terms.map(lambda found: Polynomial(rows, columns, found))


def value_of(traces: Traces) -> fmpq:
    total = fmpq(0)
    for word, c in traces.terms.items():
        if word:
            product = value(Polynomial(word[0].rows, word[0].rows, {word: fmpq(1)}))
            total += number_of(c) * sum((product[i, i] for i in range(product.nrows())), fmpq(0))
        else:
            total += number_of(c)
    return total


@given(polynomials("n", "m"), polynomials("m", "n"), polynomials("n", "n"))
@properties
def test_traces_are_cyclic_linear_and_blind_to_transposition(
    p: Polynomial, q: Polynomial, r: Polynomial
) -> None:
    assert trace(p * q) == trace(q * p)
    assert trace(r.T) == trace(r)
    assert trace(p * q + r) == trace(p * q) + trace(r)
    assert trace(3 * r) == 3 * trace(r) == trace(r) * 3
    assert inner_product(p, q.T) == inner_product(q.T, p)
    assert norm_squared(p + q.T) == norm_squared(p) + 2 * inner_product(p, q.T) + norm_squared(q)


@given(polynomials("n", "n"))
@properties
def test_a_trace_has_the_value_of_the_matrix(p: Polynomial) -> None:
    plain = value(p)
    assert value_of(trace(p)) == sum((plain[i, i] for i in range(plain.nrows())), fmpq(0))


def test_the_trace_of_an_identity_is_its_size() -> None:
    assert trace(identity("n")) == number(n)
    assert trace(identity("1")) == number(1)
    assert trace(identity("n")) / n == number(1)
    assert not trace(identity("n")) - number(n)
    m = Matrices()
    with pytest.raises(SizesDiffer, match="n×m"):
        trace(m.A)
    assert str(trace(2 * m.A * m.A.T) - number(t)) == "2tr(AᵀA) − t"
    assert str(number(1) - 2 * trace(m.K)) == "1 − 2tr(K)"
    assert str(number(0)) == "0"


def _hat(m: Matrices) -> Polynomial:
    return m.A * m.inverse(m.A.T * m.A) * m.A.T


def _fitted(m: Matrices) -> Polynomial:
    return m.A * m.pseudo_inverse(m.A) * m.y


def _related(m: Matrices) -> Traces:
    m.require([equation(m.K * m.L * m.K, m.L * m.K * m.K)])
    return trace(m.K * m.M * m.M.T * m.K * m.L) - trace(m.M.T * m.L * m.K * m.K * m.M)


def _around(m: Matrices) -> Traces:
    """Return what no rule reduces: the two are equal by the trace of a longer word."""
    B, P, Q = m.letter("C", "m", "n"), m.K, m.letter("Q", "m", "m")
    m.require([equation(m.A * B, P), equation(B * m.A, Q)])
    return trace(P) - trace(Q)


def _two_sided(m: Matrices) -> Traces:
    B = m.letter("C", "m", "n")
    m.require([equation(m.A * B, identity("n")), equation(B * m.A, identity("m"))])
    return number(n - m_)


def _unit(K: Polynomial) -> list[Axiom]:
    return [vanishing(K - identity("n"))]


HOLD: dict[str, Callable[[Matrices], Traces]] = {
    "tr(AA⁺) = tr(A⁺A)": lambda m: (
        trace(m.A * m.pseudo_inverse(m.A)) - trace(m.pseudo_inverse(m.A) * m.A)
    ),
    "tr(I − A(AᵀA)⁻¹Aᵀ) = n − m": lambda m: trace(identity("n") - _hat(m)) - number(n - m_),
    "‖A(AᵀA)⁻¹Aᵀ‖² = m": lambda m: norm_squared(_hat(m)) - number(m_),
    "‖y‖² = ‖AA⁺y‖² + ‖y − AA⁺y‖²": lambda m: (
        norm_squared(m.y) - norm_squared(_fitted(m)) - norm_squared(m.y - _fitted(m))
    ),
    "‖UA‖ = ‖A‖": lambda m: norm_squared(m.given(m.K, known.orthogonal) * m.A) - norm_squared(m.A),
    "‖AᵀU‖ = ‖A‖": lambda m: (
        norm_squared(m.A.T * m.given(m.K, known.orthogonal)) - norm_squared(m.A)
    ),
    "yᵀSy = 0, S skew": lambda m: trace(m.y.T * m.given(m.K, known.skew) * m.y),
    "yᵀKy = yᵀ(K + Kᵀ)y/2": lambda m: (
        trace(m.y.T * m.K * m.y) - trace(m.y.T * (m.K + m.K.T) * m.y) / 2
    ),
    "tr(S) = 0, S skew": lambda m: trace(m.given(m.K, known.skew)),
    "tr(K⁻¹LK) = tr(L)": lambda m: trace(m.inverse(m.K) * m.L * m.K) - trace(m.L),
    "‖P‖² = tr(P), P a projection": lambda m: (
        norm_squared(m.given(m.K, known.projection)) - trace(m.K)
    ),
    "a rule that fits one rotation only": _related,
    "tr(tK) = nt, K = I": lambda m: trace(t * m.given(m.K, _unit)) - number(n * t),
    "tr(P) = tr(Q), P = AC and Q = CA": _around,
    "n = m, a two-sided inverse": _two_sided,
}
FAIL: dict[str, Callable[[Matrices], Traces]] = {
    "tr(KLM) = tr(KML)": lambda m: trace(m.K * m.L * m.M) - trace(m.K * m.M * m.L),
    "‖K + L‖² = ‖K‖² + ‖L‖²": lambda m: (
        norm_squared(m.K + m.L) - norm_squared(m.K) - norm_squared(m.L)
    ),
    "tr(A⁺A) = m": lambda m: trace(m.pseudo_inverse(m.A) * m.A) - number(m_),
    "tr(I) = 1": lambda _: trace(identity("n")) - number(1),
    "‖KL‖² = ‖LK‖²": lambda m: norm_squared(m.K * m.L) - norm_squared(m.L * m.K),
    "‖UA‖ = ‖A‖, UUᵀ = I only": lambda m: (
        norm_squared(m.given(m.K, known.orthonormal_rows) * m.A) - norm_squared(m.A)
    ),
    "tr(S²) = 0, S skew": lambda m: trace(m.given(m.K, known.skew) ** 2),
}


@pytest.mark.parametrize("name", HOLD)
@pytest.mark.parametrize("order", ORDERS)
def test_an_identity_of_traces_is_proved_and_checked(name: str, order: str) -> None:
    m = Matrices()
    claim = HOLD[name](m)
    proved = prove_traces(claim, m.axioms, order=order)
    assert isinstance(proved, Proved)
    assert proved.certificate.expanded() == claim
    data = encode(proved.certificate)
    assert fault(data) == ""
    assert decode(data) == proved.certificate
    short = prove_shortly(claim, m.axioms)
    assert isinstance(short, Proved)
    assert fault(encode(short.certificate)) == ""


@pytest.mark.parametrize("name", FAIL)
def test_what_no_trace_satisfies_stays_open(name: str) -> None:
    m = Matrices()
    for order in ORDERS:
        assert isinstance(prove_traces(FAIL[name](m), m.axioms, order=order), Open)


def test_a_search_of_traces_ends_by_its_limits() -> None:
    m = Matrices()
    claim = FAIL["tr(A⁺A) = m"](m)
    found = prove_traces(claim, m.axioms, Limits(steps=10))
    assert isinstance(found, Open)
    assert found.reason == "no proof in 10 steps"
    m.require([vanishing(m.K - identity("n")), vanishing(m.K)])
    contradicted = prove_traces(claim, m.axioms)
    assert isinstance(contradicted, Open)
    assert contradicted.reason == "the axioms contradict each other"
