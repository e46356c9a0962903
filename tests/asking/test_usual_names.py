"""Names with a usual meaning, norms that vectors induce, and laws said in words."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge

PAIRS = [
    (
        "||A||_1 = ||A^T||_∞ where A in R^(m x n)",
        r"\|A\|_1 = \|A\|_\infty where A \in \mathbb{R}^{n \times n}",
    ),
    ("‖A‖_2^2 ≤ ‖A‖_1 ‖A‖_∞ where A in R^(m x n)", "‖A‖_2 ≤ ‖A‖_1 where A in R^(m x n)"),
    (
        "‖A x‖_1 ≤ ‖A‖_1 ‖x‖_1 where A in R^(m x n), x in R^n",
        "‖A x‖_1 ≤ ‖A‖_∞ ‖x‖_1 where A in R^(m x n), x in R^n",
    ),
    (
        "e_1^T A e_2 = A_{12} where A in R^(n x n)",
        "e_1^T A e_2 = A_{21} where A in R^(n x n)",
    ),
    ("||e_1 + e_2||^2 = 2", "||e_1 + e_2|| = 2"),
    (
        "P_X = X (X^T X)^{-1} X^T where X in R^(n x d)",
        r"$P_X P_Y = P_Y P_X$ where $X \in \mathbb{R}^{n \times d}, Y \in \mathbb{R}^{n \times k}$",
    ),
    ("E[x] = (a+b)/2 where x ~ U[a, b]", "E[x] = (b-a)/2 where x ~ U[a, b]"),
    (
        "Var(x) = (b-a)^2/12 where x ~ Uniform(a, b)",
        "Var(x) = (b-a)^2/6 where x ~ Uniform(a, b)",
    ),
    (
        "Let s in R^n be a Rademacher vector. Then E[s^T A s] = tr(A)",
        "E[(a^T s)^4] = ||a||^4 where a in R^n, s in R^n Rademacher",
    ),
    (
        "Let z in R^n be standard normal. Then E[||A z||^2] = ||A||_F^2",
        "Let z in R^n be standard Gaussian. Then E[||z||^2] = 1",
    ),
    ("0 <= x^2 <= x^2 + 1 where x in R", "0 <= x^2 <= x where x in R"),
    ("tr(ABC) = tr(BCA) = tr(CAB)", "tr(ABC) = tr(BCA) = tr(ACB)"),
    (
        "A is orthogonal iff A^T A = I where A in R^(n x n)",
        "A is symmetric iff A^T A = I where A in R^(n x n)",
    ),
]


@pytest.mark.parametrize("text", [true for true, _ in PAIRS])
def test_what_is_true_is_proved_or_holds(text: str) -> None:
    found = judge(text)
    assert found.verdict in {"proved", "held"}, found.reason


@pytest.mark.parametrize("text", [false for _, false in PAIRS])
def test_a_false_neighbour_is_refuted(text: str) -> None:
    found = judge(text)
    assert found.verdict == "refuted", found.reason


def test_a_usual_meaning_is_said_and_gives_way_to_a_declaration() -> None:
    assert "P_X is the projection onto the columns of X" in judge("P_X X = X").inferred
    declared = "where P_X, X in R^(n x n)"
    assert judge(f"P_X X = X {declared}").verdict == "refuted"
    assert judge("e_1 = 0 where e_1 in R^n").counterexample is not None
    assert judge("||e_1|| = 1 where e_1 in R^n").verdict == "refuted"


@pytest.mark.parametrize(
    "text", ["(for all x: A x = 0) => A = 0", "A x = 0 for all x => A = 0", "(∀ x: Ax = 0) ⇒ A = 0"]
)
def test_a_quantified_premise_is_refused_by_name(text: str) -> None:
    found = judge(f"{text} where A in R^(n x n)")
    assert found.verdict == "not read"
    assert "for all" in found.reason
