"""Partial derivatives all at once: equal to those one by one, or left to these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st

from referee.numerics import arrays, calculus, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.degrees import Tracked
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.partials import NotARow, Row, rational_jacobian

RATIONALS = st.fractions(min_value=-9, max_value=9, max_denominator=9)
COLUMNS = st.lists(RATIONALS, min_size=1, max_size=4).map(
    lambda numbers: arrays.exact([[number] for number in numbers])
)


def quadratic(w: Array) -> Array:
    gram = arrays.exact(np.arange(1, 1 + w.shape[0] ** 2).reshape(w.shape[0], w.shape[0]))
    return w.mT @ gram @ w / 3 - 2 * w[:1]


def quotient(w: Array) -> Array:
    return (1 - w) / (linalg.norm_squared(w) + 1)


def constant(_: Array) -> Array:
    return arrays.exact([[5]])


def inverse(w: Array) -> Array:
    return linalg.inv(w @ w.mT + arrays.exact(np.eye(len(w), dtype=int)))[:, :1]


def powers(w: Array) -> Array:
    return w**3 - w**2


RATIONAL_MAPS = [quadratic, quotient, constant, powers]


@pytest.mark.parametrize("f", [*RATIONAL_MAPS, inverse])
@given(w=COLUMNS)
def test_they_are_the_directional_derivatives(f: Callable[[Array], Array], w: Array) -> None:
    units = np.eye(len(w), dtype=int)
    one_by_one = [
        calculus.directional_derivative(f, w, arrays.exact(units[:, j : j + 1]))
        for j in range(len(w))
    ]
    assert calculus.jacobian(f, w).tolist() == np.concatenate(one_by_one, axis=1).tolist()


@pytest.mark.parametrize("f", RATIONAL_MAPS)
def test_rational_maps_need_one_evaluation(f: Callable[[Array], Array]) -> None:
    calls: list[int] = []

    def counted(w: Array) -> Array:
        calls.append(1)
        return f(w)

    calculus.jacobian(counted, arrays.exact([[1], [2], [3]]))
    assert len(calls) == 1


def magnitude(w: Array) -> Array:
    return arrays.elementwise(scalars.magnitude, w)


def length(w: Array) -> Array:
    return linalg.norm(w)


@pytest.mark.parametrize(
    ("f", "at"),
    [(magnitude, [[0], [1]]), (length, [[1], [1]]), (arrays.exp, [[1], [2]])],
)
def test_what_no_row_can_do_is_left_to_directions(f: Callable[[Array], Array], at: Any) -> None:
    assert rational_jacobian(f, arrays.exact(at)) is None


def test_a_kink_is_none_and_beside_it_is_a_derivative() -> None:
    with pytest.raises(scalars.NotDifferentiable):
        calculus.jacobian(magnitude, arrays.exact([[0], [1]]))
    assert calculus.jacobian(magnitude, arrays.exact([[-2], [1]])).tolist() == [[-1, 0], [0, 1]]


def test_no_row_where_the_point_is_not_rational() -> None:
    assert rational_jacobian(quadratic, arrays.exp(arrays.exact([[1]]))) is None


@pytest.mark.parametrize(
    "look",
    [bool, abs, float, lambda row: row > 0, lambda row: row == 0, lambda row: row + fmpq(1)],
)
def test_nothing_looks_into_a_row(look: Callable[[Row], object]) -> None:
    with pytest.raises(NotARow):
        look(Row(fmpq_mat(1, 2, [1, 0])))


@pytest.mark.parametrize(
    "number", [Tracked(fmpq(3), 1), Gaussian(fmpq(1), fmpq(2)), exponential(fmpq(1))]
)
def test_functions_of_other_numbers_are_left_to_directions(number: Any) -> None:
    def scaled(w: Array) -> Array:
        return arrays.scalar(number) * w

    w = arrays.exact([[1], [2]])
    assert rational_jacobian(scaled, w) is None
    assert scalars.vanishes(calculus.jacobian(scaled, w)[1, 1] - number)
