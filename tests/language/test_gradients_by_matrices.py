"""Gradients by a matrix: what they are of letters is what they are at instances."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from referee.language.vocabulary.derivatives import gradient
from referee.numerics import arrays, linalg, scalars
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.strategies.families import named
from referee.strategies.forms import letters_of

FAMILY = named("least_squares", extra="w+v+D+C_n+t")
Formula = Callable[[Any], Any]
total, norm_squared, trace = linalg.total, linalg.norm_squared, linalg.trace

# f of a matrix X, and its gradient.
CLOSED: dict[str, tuple[Callable[[Any, Any], Any], Formula]] = {
    "tr(XᵀX)": (lambda _, X: trace(X.mT @ X), lambda p: 2 * p.X),
    "‖X‖²": (lambda _, X: norm_squared(X), lambda p: 2 * p.X),
    "wᵀXy": (lambda p, X: p.w.mT @ X @ p.y, lambda p: p.w @ p.y.mT),
    "yᵀXᵀw": (lambda p, X: p.y.mT @ X.mT @ p.w, lambda p: p.w @ p.y.mT),
    "the sum of (Xy)³": (
        lambda p, X: total((X @ p.y) * (X @ p.y) * (X @ p.y)),
        lambda p: 3 * ((p.X @ p.y) * (p.X @ p.y)) @ p.y.mT,
    ),
    "the sum of Xy∘w": (lambda p, X: total((X @ p.y) * p.w), lambda p: p.w @ p.y.mT),
    "‖Xᵀw − y‖²": (
        lambda p, X: norm_squared(X.mT @ p.w - p.y),
        lambda p: 2 * p.w @ (p.X.mT @ p.w - p.y).mT,
    ),
    "‖XXᵀ − wwᵀ‖²": (
        lambda p, X: norm_squared(X @ X.mT - p.w @ p.w.mT),
        lambda p: 4 * (p.X @ p.X.mT - p.w @ p.w.mT) @ p.X,
    ),
    "tr(XᵀX)·wᵀXy": (
        lambda p, X: trace(X.mT @ X) * (p.w.mT @ X @ p.y),
        lambda p: 2 * (p.w.mT @ p.X @ p.y) * p.X + trace(p.X.mT @ p.X) * p.w @ p.y.mT,
    ),
    "(wᵀXy)²": (
        lambda p, X: (p.w.mT @ X @ p.y) ** 2,
        lambda p: 2 * (p.w.mT @ p.X @ p.y) * p.w @ p.y.mT,
    ),
    "yᵀ(XᵀX)⁻¹y": (
        lambda p, X: p.y.mT @ linalg.inv(X.mT @ X) @ p.y,
        lambda p: -2 * p.X @ linalg.inv(p.X.mT @ p.X) @ p.y @ p.y.mT @ linalg.inv(p.X.mT @ p.X),
    ),
    "det(XᵀX)": (
        lambda _, X: linalg.det(X.mT @ X),
        lambda p: 2 * linalg.det(p.X.mT @ p.X) * p.X @ linalg.inv(p.X.mT @ p.X),
    ),
}  # fmt: skip


def difference(p: Any, name: str) -> Any:
    f, wanted = CLOSED[name]
    return gradient(lambda X: f(p, X), p.X) - wanted(p)


@pytest.mark.parametrize("name", CLOSED)
def test_a_gradient_of_letters_is_the_closed_form(name: str) -> None:
    p = letters_of(FAMILY)
    left = difference(p, name)
    rng = random.Random(3)
    for _ in range(4):
        q = FAMILY.sparse(rng.choice(FAMILY.shapes), rng, plain=False)
        assert all(scalars.vanishes(x) for x in difference(q, name).flat)
        found = value_of(left.polynomial, p.number, q)
        assert all(scalars.vanishes(x) for x in found.flat)


@pytest.mark.parametrize("name", ["tr(XᵀX)", "wᵀXy", "‖Xᵀw − y‖²", "tr(XᵀX)·wᵀXy", "‖XXᵀ − wwᵀ‖²"])
def test_the_closed_form_is_the_same_polynomial(name: str) -> None:
    assert not difference(letters_of(FAMILY), name).polynomial


def test_a_gradient_of_letters_has_the_shape_of_the_variable() -> None:
    p = letters_of(FAMILY)
    found = gradient(lambda X: p.w.mT @ X @ p.y, p.X)
    assert found.shape == p.X.shape
    assert gradient(lambda y: p.w.mT @ p.X @ y.mT, p.y.mT).shape == p.y.mT.shape


@pytest.mark.parametrize(
    ("f", "step"),
    [
        (lambda p, X: X @ p.y, "the gradient of what is no number"),
        (lambda _, X: total(arrays.exp(X)), "exp of every entry"),
    ],
)
def test_what_has_no_words_is_named(f: Callable[[Any, Any], Any], step: str) -> None:
    p = letters_of(FAMILY)
    with pytest.raises(NotTranslated, match=step):
        gradient(lambda X: f(p, X), p.X)
