"""Traced matrices: they compute as arrays do, and say which step they have no words for."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from referee.numerics import arrays, calculus, linalg, scalars
from referee.numerics.traced.sizes import NamedSize, NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.numerics.traced.tracing import Letters
from referee.strategies.families import Instance, named
from referee.strategies.forms import letters_of

FAMILY = named("least_squares", extra="w+v+D+C_n+t")
FREE = named("nonlinear_models")
Formula = Callable[[Instance], Any]


def at_instances(formula: Formula, base: Any = FAMILY, count: int = 5) -> None:
    """Hold a formula of letters against the same formula of exact instances."""
    letters = letters_of(base)
    traced = formula(letters)
    rng = random.Random(7)
    for _ in range(count):
        p = base.sparse(rng.choice(base.shapes), rng, plain=False)
        exact = formula(p)
        found = value_of(traced.polynomial, letters.number, p)
        assert found.shape == exact.shape
        assert all(scalars.vanishes(x) for x in (found - exact).flat)


FORMULAS: dict[str, Formula] = {
    "products and sums": lambda p: 2 * p.X @ (p.X.mT @ p.w - p.y) / p.n - p.v,
    "numbers that multiply": lambda p: (p.w.mT @ p.v) * p.X * (p.y.mT @ p.y) + p.d * p.X,
    "a row times a number": lambda p: (p.w.mT @ p.v) * p.w.mT,
    "a number that divides": lambda p: p.X / (p.n * p.d + 1),
    "powers": lambda p: (p.w.mT @ p.v) ** 3 * p.X,
    "the sum of a column": lambda p: linalg.total(p.w) * p.v,
    "the sum of a matrix": lambda p: linalg.total(p.X),
    "a trace": lambda p: linalg.trace(p.X.mT @ p.X) * p.X,
    "an inner product": lambda p: linalg.total(p.w * p.v),
    "a norm": lambda p: linalg.norm_squared(p.X.mT @ p.w - p.y),
    "a norm of a row": lambda p: linalg.norm_squared(p.w.mT),
    "a norm of a matrix": lambda p: linalg.norm_squared(p.X),
    "a sum of products of entries": lambda p: linalg.total(p.X * (2 * p.X) / p.n),
    "entry by entry": lambda p: p.X @ (p.y * p.C_n * p.y),
    "columns that are scaled": lambda p: p.X * p.y.mT,
    "rows that are scaled": lambda p: p.w * p.X,
    "powers of entries": lambda p: p.X @ (p.y**2 + p.y**0),
    "an inverse": lambda p: linalg.inv(p.X.mT @ p.X) @ p.y,
    "a solution": lambda p: linalg.solve(p.X.mT @ p.X, p.X.mT),
    "a pseudo-inverse": lambda p: linalg.pinv(p.X @ p.X.mT) @ p.X,
    "a pseudo-inverse of a number": lambda p: linalg.pinv(p.n * p.n) * p.X,
    "first indices": lambda p: p.w[..., : p.shape["n"], :] - p.y,
    "a first entry": lambda p: p.w[..., :1, :] * p.X,
    "first columns of an identity": lambda p: (
        arrays.like(arrays.identity(p.shape["d"], p.shape["n"]), p.X) @ p.y
    ),
    "a wide identity": lambda p: (
        arrays.like(arrays.identity(p.shape["n"], p.shape["d"]), p.X) @ p.w
    ),
    "an identity": lambda p: arrays.eye(p.shape["d"], p.X) - p.X @ p.X.mT,
    "zeros": lambda p: arrays.like(arrays.zeros(p.shape["d"], p.shape["n"]), p.X) + p.X,
    "ones": lambda p: arrays.like(arrays.ones(p.shape["d"], p.shape["n"]), p.X) - p.X,
    "a gradient": lambda p: calculus.gradient(
        lambda w: linalg.norm_squared(p.X.mT @ w - p.y) / (2 * p.n), p.w
    ),
    "a gradient of a product of numbers": lambda p: calculus.gradient(
        lambda w: (w.mT @ p.v) * (w.mT @ w) * (p.D.mT @ p.v), p.w
    ),
    "a Jacobian": lambda p: calculus.jacobian(lambda w: (w.mT @ p.v) * (p.X.mT @ w), p.w),
    "a Jacobian of numbers that multiply": lambda p: calculus.jacobian(
        lambda w: (w.mT @ p.v) * ((w.mT @ w) * p.X) @ p.y, p.w
    ),
    "a Jacobian at 0": lambda p: calculus.jacobian(lambda w: (w.mT @ p.v) * w + w, 0 * p.w),
    "a Jacobian of entries": lambda p: calculus.jacobian(lambda y: y * y * y, p.y),
    "a derivative of an inverse": lambda p: calculus.directional_derivative(
        lambda y: linalg.inv(p.X.mT @ p.X + y @ p.y.mT) @ p.y, 0 * p.y, p.C_n
    ),
    "a derivative of a derivative": lambda p: calculus.jacobian(
        lambda w: calculus.gradient(lambda v: (v.mT @ p.D) ** 3, w), p.w
    ),
    "a derivative in t": lambda p: calculus.derivative(lambda t: t * t * p.X @ p.y / 3, p.t),
    "the matrix of a linear map": lambda p: calculus.matrix_of(
        lambda v: p.X @ (p.X.mT @ v), p.shape["d"], p.X
    ),
}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=list(FORMULAS))
def test_formulas_of_letters_are_those_of_arrays(formula: Formula) -> None:
    at_instances(formula)


def test_models_that_are_not_linear_are_differentiated_entry_by_entry() -> None:
    at_instances(lambda p: p.J, FREE)
    at_instances(lambda p: p.H @ p.u, FREE)


WITHOUT: dict[str, tuple[Formula, str]] = {
    "exp": (lambda p: arrays.exp(p.w), "exp of every entry"),
    "abs": (lambda p: arrays.absolute(p.w), "abs of every entry"),
    "sqrt": (lambda p: arrays.sqrt(p.w), "sqrt of every entry"),
    "magnitude": (lambda p: abs(p.w), "a magnitude"),
    "zeros": (lambda p: arrays.is_zero(p.w), "which entries are 0"),
    "maximum": (lambda p: arrays.maximum(p.w, p.v), "the larger of two"),
    "rank": (lambda p: linalg.rank(p.X), "a rank"),
    "determinant": (lambda p: linalg.det(p.X), "a determinant of a matrix that is not square"),
    "extremum": (lambda p: linalg.extremum(p.w, 1), "the largest or the smallest entry"),
    "blocks": (lambda p: arrays.concatenate([p.w, p.v], -1), "a matrix made of blocks"),
    "a norm": (lambda p: linalg.norm(p.w) * p.w, "a norm that is not squared"),
    "each index": (lambda p: range(p.shape["n"]), "a step for each of n indices"),
    "sizes": (lambda p: p.shape["d"] - p.shape["n"], "arithmetic with the size d"),
    "entries": (lambda p: p.w == 0, "a step that depends on the entries"),
    "truth": (lambda p: bool(p.w), "a step that depends on the entries"),
    "a quotient of matrices": (
        lambda p: linalg.total(p.X / p.X),
        "a quotient of matrices entry by entry",
    ),
    "shapes": (lambda p: p.X @ p.X, "a product of d×n and d×n matrices"),
    "sums": (lambda p: p.X + p.w, "a sum of d×n and d×1 matrices"),
    "entry of a matrix": (lambda p: p.w[0], "an entry at an index"),
    "later indices": (
        lambda p: p.w[..., 1:, :],
        "a part of a matrix that does not begin at its first entry",
    ),
    "a fractional power": (lambda p: (p.w.mT @ p.w) ** p.t, "the power t"),
    "zero": (lambda p: p.X / (p.n - p.n), "a division by zero"),
    "derivative of a pseudo-inverse": (
        lambda p: calculus.gradient(lambda w: linalg.pinv(w) @ p.v, p.w),
        "the derivative of a pseudo-inverse",
    ),
    "derivative of a matrix": (
        lambda p: calculus.jacobian(lambda w: w @ w.mT, p.w),
        "the derivative of a matrix by a vector",
    ),
}


@pytest.mark.parametrize(("formula", "step"), WITHOUT.values(), ids=list(WITHOUT))
def test_what_has_no_words_is_named(formula: Formula, step: str) -> None:
    with pytest.raises(NotTranslated) as raised:
        formula(letters_of(FAMILY))
    assert str(raised.value) == step


def test_what_nothing_guarantees_is_a_condition() -> None:
    p = letters_of(FAMILY)
    linalg.inv(p.X @ p.X.mT)
    assert p.X / (p.n - 1) is not None
    assert p.X / (p.w.mT @ p.v) is not None
    assert p.X / (p.n + p.d) is not None
    assert p.number.conditions == ["XXᵀ is invertible", "n − 1 is not 0", "vᵀw is not 0"]


def test_inverses_that_a_field_guarantees_come_from_it() -> None:
    p = letters_of(FAMILY)
    linalg.inv(3 * p.X.mT @ p.X / p.n)
    linalg.inv(p.X @ p.X.mT + arrays.eye(p.shape["d"], p.X) / p.d)
    assert p.number.conditions == []
    assert {axiom.origin for axiom in p.number.axioms} >= {"X"}


def test_a_product_of_invertible_factors_is_invertible() -> None:
    p = letters_of(named("matrices_with_singular_values"))
    linalg.inv(p.V @ p.S_n @ p.V.mT)
    assert p.number.conditions == []
    linalg.inv(p.V @ p.S.mT @ p.S @ p.X.mT @ p.U @ p.S)
    assert len(p.number.conditions) == 1


def test_the_order_of_numbers_in_a_product_does_not_matter() -> None:
    p = letters_of(FAMILY)
    one, other = p.w.mT @ p.v, p.y.mT @ p.X.mT @ p.w
    assert (one * other).polynomial == (other * one.mT).polynomial
    assert ((p.D @ one) @ other).polynomial == ((p.D @ other.mT) @ one).polynomial


def test_sizes_are_equal_where_their_names_are() -> None:
    letters = Letters({"n": NamedSize("n"), "m": NamedSize("n")}, {"n"}, ())
    A = letters.wrap(letters.letter("A", "n", "m"))
    assert A.shape == (NamedSize("n"), NamedSize("n"))
    assert (A @ A).polynomial.shape == "n×n"
    for asked in (lambda n: n == NamedSize("d"), lambda n: n != 7, lambda n: n in {7, 8}, bool):
        with pytest.raises(NotTranslated):
            asked(NamedSize("n"))


def test_numpy_makes_no_array_of_letters() -> None:
    p = letters_of(FAMILY)
    with pytest.raises(NotTranslated, match="entry by entry"):
        p.number(np.ones((2, 2), dtype=np.int64))
    with pytest.raises(TypeError):
        np.exp(p.w)
