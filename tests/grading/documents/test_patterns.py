"""What claims state, as patterns that equations fit however they are set."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from referee.deciding.claim import Claim, load
from referee.grading.documents.chains import chains
from referee.grading.documents.normalised import normalised, texts
from referee.grading.documents.patterns import fitting, pattern_of

CLAIMS: Mapping[str, Claim] = load()


def fillings(claim_id: str, latex: str, names: Mapping[str, str] | None = None) -> list[str]:
    pattern = pattern_of(CLAIMS[claim_id])
    assert pattern is not None
    return [
        latex[start:end].strip()
        for chain in chains(normalised(latex, names), len(latex))
        for start, end in fitting(pattern, chain)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\tfrac12 \lVert w\rVert^2", r"\frac{1}{2}\|w\|_2^2"),
        (r"\left( X^{\top} w \right)", r"(X^T w)"),
        (r"X^{\intercal}", r"X^\mathsf{T}"),
        (r"\dot w", r"\frac{d}{dt} w(t)"),
        (r"\dot{w}(t)", r"\frac{\mathrm{d} w_t}{\mathrm{d} t}"),
        (r"\frac{d}{dt}[w_t]", r"\frac{dw}{dt}"),
        (r"w_{t}", r"w(t)"),
        (r"a \implies b", r"a \Rightarrow b"),
        (r"\mathbf{X}\,\bm{w}", r"X \cdot w"),
        (r"a \leq b", r"a \le b"),
        (r"\operatorname{tr}(A)", r"\mathrm{tr}(A)"),
    ],
)
def test_ways_to_set_one_formula_are_one(one: str, other: str) -> None:
    assert texts(normalised(one)) == texts(normalised(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("w(0)", "w(t)"),
        ("w_H", "w"),
        (r"w^\infty", "w"),
        ("w^*", "w"),
        (r"\frac{1}{2}", r"\frac{2}{1}"),
        ("X^T", "X"),
        (r"\nabla_w L(w)", "L(w)"),
        (r"\|w\|_1", r"\|w\|"),
    ],
)
def test_different_formulas_stay_different(one: str, other: str) -> None:
    assert texts(normalised(one)) != texts(normalised(other))


@pytest.mark.parametrize(
    ("claim", "latex", "filling"),
    [
        ("1.2-E5-gradient", r"\nabla_w L(w_t) = \frac12 X(X^T w_t - y)", r"\frac12 X(X^T w_t - y)"),
        ("1.2-E5-gradient", r"\nabla_{w} L(w) &:= a \\ &= b", "b"),  # what a chain ends with
        ("1.2-E8-gram", r"XX^T = U\Sigma^2U^*", r"\Sigma^2"),
        ("1.2-E8-gram", r"X X^{\top} = U \left( S S^T \right) U^{\top}", r"\left( S S^T \right)"),
        ("1.1-E3-bound", r"\frac12 \|u(t) - y\|^2 \leq e^{-t}", "e^{-t}"),
        ("1.3-E20-limit", r"X(X^TX)^{-1}y = w^\infty", "X(X^TX)^{-1}y"),  # the other way round
        ("3.1-E28-homogeneity", r"f(\alpha x) = \alpha^L f(x)", r"\alpha^L"),
        ("1.3-E20-limit", r"\text{so } w^{\infty} = a, \text{ as claimed}", "a"),
    ],
)
def test_what_fills_the_blank_is_cut_out_as_it_is_written(
    claim: str, latex: str, filling: str
) -> None:
    assert fillings(claim, latex)[0] == filling


@pytest.mark.parametrize(
    ("claim", "latex"),
    [
        ("1.2-E5-gradient", r"\nabla_w L(w) \ne a"),
        ("1.2-E5-gradient", r"\nabla_v L(w) = a"),
        ("1.2-E5-gradient", r"L(w) = a"),
        ("1.1-E3-bound", r"\frac12 \|u(t) - y\|^2 \ge a"),  # a bound from below
        ("1.1-E3-bound", r"a \le \frac12 \|u(t) - y\|^2"),
        ("1.2-E7-sum", r"w(0) = a"),
        ("1.2-E8-gram", r"XX^T = V\Sigma^2V^T"),
        ("1.3-E20-limit", r"w = a"),
    ],
)
def test_equations_of_another_form_fill_nothing(claim: str, latex: str) -> None:
    assert fillings(claim, latex) == []


def test_names_of_a_document_stand_for_the_claims() -> None:
    names = {r"\theta": "w", "J": "L"}
    assert fillings("1.2-E5-gradient", r"\nabla_\theta J(\theta) = a", names) == ["a"]
    assert fillings("1.2-E5-gradient", r"\nabla_\theta J(\theta) = a") == []
