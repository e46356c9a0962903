"""Statements of machine learning as people ask them, each beside a false neighbour."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge

RIDGE = (
    "argmin_w (||X w - y||^2 + c ||w||^2) = (X^T X + {} I)^-1 X^T y"
    " where X in R^(n x d), y in R^n, w in R^d, c > 0"
)
LEAST_SQUARES = (
    r"\nabla_X \|X w - y\|^2 = 2 (Xw - y) w^T where X \in \mathbb{R}^{m \times n},"
    r" w \in \mathbb{R}^n, y \in \mathbb{R}^m"
)
DISTRIBUTIONS = " where p, q probability vectors in R^n"
HOLD = (
    RIDGE.format("c"),
    r"\sigma(-x) = 1 - \sigma(x)",
    r"\tanh(x) = 2 \sigma(2x) - 1",
    "softplus(x) - softplus(-x) = x where x in R",
    r"\sin^2 x + \cos^2 x = 1",
    "log(x y) = log x + log y where x > 0, y > 0",
    r"\nabla_x \operatorname{logsumexp}(x) = \operatorname{softmax}(x)",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    "lim_{t -> ∞} tanh(a t) = 1 where a > 0, t in R",
    "D_{KL}(p ‖ q) >= 0" + DISTRIBUTIONS,
    "KL(p ‖ q) = cross_entropy(p, q) - entropy(p) where p, q in R^n",
    "cross_entropy(p, q) >= entropy(p)" + DISTRIBUTIONS,
)
FAIL = (
    r"\sigma(-x) = \sigma(x)",
    r"\tanh(x) = 2 \sigma(x) - 1",
    "softplus(x) + softplus(-x) = x where x in R",
    r"\sin^2 x - \cos^2 x = 1",
    "log(x + y) = log x + log y where x > 0, y > 0",
    r"\nabla_x \operatorname{logsumexp}(x) = \exp(x)",
    "lim_{t -> ∞} tanh(c t) = 1 where c in R, t in R",
    "KL(softmax(x), softmax(y)) > 0 where x, y in R^n",
    "KL(p ‖ q) = KL(q ‖ p)" + DISTRIBUTIONS,
    "KL(p ‖ q) >= 0 where p, q in R^n",
    RIDGE.format("2 c"),
    "min_x ||A x - b||^2 = 0 where A in R^(n x d), x in R^d, b in R^n",
)
PROVED = (
    "gradient(trace(A X), X) = A^T where A in R^(n x m), X in R^(m x n)",
    "gradient(trace(X^T A X), X) = (A + A^T) X where A in R^(n x n), X in R^(n x m)",
    LEAST_SQUARES,
)


@pytest.mark.parametrize("statement", HOLD)
def test_what_is_true_holds(statement: str) -> None:
    assert judge(statement).verdict == "held"


@pytest.mark.parametrize("statement", FAIL)
def test_what_is_false_is_refuted(statement: str) -> None:
    assert judge(statement).verdict == "refuted"


@pytest.mark.parametrize("statement", PROVED)
def test_gradients_by_matrices_are_proved_for_every_size(statement: str) -> None:
    found = judge(statement)
    assert found.verdict == "proved", found.reason


def test_a_gradient_by_a_square_matrix_needs_its_transpose() -> None:
    found = judge("gradient(trace(A X), X) = A where A in R^(n x n), X in R^(n x n)")
    assert found.verdict == "refuted"
    assert found.counterexample is not None
    assert found.counterexample["A"].shape == (2, 2)


@pytest.mark.parametrize(
    ("statement", "assumed"),
    [
        ("KL(p ‖ q) >= 0" + DISTRIBUTIONS, ["min{(q)ᵢ : (p)ᵢ ≠ 0} > 0"]),
        ("KL(p ‖ q) >= 0 where p, q positive vectors in R^n", []),
        (
            "cross_entropy(p, q) = 0 where p, q in R^n",
            ["‖p‖₁ = 0 or min{(q)ᵢ : (p)ᵢ ≠ 0} > 0"],
        ),
        ("entropy(p) = 0 where p in R^n", ["min(p) ≥ 0"]),
        ("entropy(p) >= 0" + DISTRIBUTIONS, []),
    ],
)
def test_entropies_are_assumed_to_be_finite(statement: str, assumed: list[str]) -> None:
    assert [*judge(statement).assumed] == assumed
