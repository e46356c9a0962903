"""Limiting gradients, convex hulls and kinks against what is known of them by hand."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_oracle import FLOATS

from referee.numerics import arrays
from referee.numerics.precision import OutOfReach
from referee.numerics.subdifferential import (
    Function,
    absolute,
    in_hull,
    is_differentiable,
    limiting_gradient,
    limiting_gradients,
    maximum,
    minimum,
    one_sided_derivative,
    partial_derivatives,
    power,
    relu,
)

properties = settings(deadline=None, database=None, max_examples=50)
Point = tuple[int, ...]


def column(*numbers: Any) -> np.ndarray:
    return arrays.exact([[number] for number in numbers])


def first_absolute(x: Any) -> Any:
    return absolute(x[:1])


def largest(x: Any) -> Any:
    return maximum(maximum(x[:1], x[1:2]), x[2:3])


def median_type(x: Any) -> Any:
    a, b, c = x[:1], x[1:2], x[2:3]
    middle = maximum(minimum(a, b), minimum(maximum(a, b), c))
    return largest(x) + minimum(minimum(a, b), c) - 2 * middle


def columns(gradients: Any) -> set[Point]:
    return {tuple(int(n) for n in each) for each in gradients.T}


@pytest.mark.parametrize(
    ("f", "x", "expected"),
    [
        (first_absolute, (0, 1), {(1, 0), (-1, 0)}),
        (first_absolute, (-2, 1), {(-1, 0)}),
        (largest, (1, 1, 1), {(1, 0, 0), (0, 1, 0), (0, 0, 1)}),
        (largest, (1, 1, 0), {(1, 0, 0), (0, 1, 0)}),
        (largest, (0, 3, 1), {(0, 1, 0)}),
        (median_type, (1, 1, 1), {(1, 1, -2), (1, -2, 1), (-2, 1, 1)}),
        (lambda x: relu(x[:1]), (0,), {(0,), (1,)}),
        (
            lambda x: absolute(x[:1]) + absolute(x[1:2]),
            (0, 0),
            {(1, 1), (1, -1), (-1, 1), (-1, -1)},
        ),
        (
            lambda x: maximum(absolute(x[:1]), absolute(x[1:2])),
            (0, 0),
            {(1, 0), (-1, 0), (0, 1), (0, -1)},
        ),
        (lambda x: relu(x[:1]) - relu(-x[:1]), (0,), {(1,)}),
        (lambda x: maximum(x[:1] * x[:1], 0 * x[:1]), (0,), {(0,)}),
        (lambda x: x[:1] * absolute(x[1:2]), (3, 0), {(0, 3), (0, -3)}),
        (lambda x: 5 + 0 * x[:1], (1, 2), {(0, 0)}),
        (lambda x: 1 / absolute(x[:1]), (-1,), {(1,)}),
        (lambda x: power(absolute(x[:1]), fmpq(3, 2)), (4,), {(3,)}),
        (lambda x: power(absolute(x[:1]), fmpq(3, 2)), (0,), {(0,)}),
    ],
)
def test_limiting_gradients_that_are_known(f: Function, x: Point, expected: set[Point]) -> None:
    found = limiting_gradients(f, column(*x))
    assert columns(found) == expected
    assert found.shape[1] == len(expected)
    assert is_differentiable(f, column(*x)) == (len(expected) == 1)


@pytest.mark.parametrize(
    ("v", "expected"),
    [((1, 0), (1, 0)), ((-3, 5), (-1, 0)), ((0, 0), (1, 0)), ((0, -1), (1, 0))],
)
def test_a_direction_inside_a_kink_gives_way_to_one_beside_it(v: Point, expected: Point) -> None:
    found = limiting_gradient(first_absolute, column(0, 1), column(*v))
    assert (found == column(*expected)).all()


@given(st.tuples(*[st.integers(-3, 3)] * 3), st.tuples(*[st.integers(-2, 2)] * 3))
@properties
def test_the_gradient_in_a_direction_is_one_of_all_and_the_one_met_nearby(
    x: Point, v: Point
) -> None:
    at, towards = column(*x), column(*v)
    for f in (largest, median_type, lambda w: relu(w[:1] - w[1:2]) * w[2:3]):
        found = limiting_gradient(f, at, towards)
        assert columns(found) <= columns(limiting_gradients(f, at))
        near = at + towards / fmpq(1000)
        if is_differentiable(f, near):
            there = limiting_gradient(f, near, towards)
            assert max(abs(n) for n in (there - found).flat) <= fmpq(1, 100)


@given(st.tuples(*[st.integers(-2, 2)] * 3), st.tuples(*[st.integers(-3, 3)] * 3))
@properties
def test_the_largest_slope_of_a_convex_function_is_its_support_function(x: Point, v: Point) -> None:
    at, towards = column(*x), column(*v)
    gradients = limiting_gradients(largest, at)
    slope = one_sided_derivative(largest, at, towards)[0, 0]
    assert slope == max((gradients.T @ towards).flat)


def test_partial_derivatives_exist_at_a_kink_of_the_median() -> None:
    found = partial_derivatives(median_type, column(1, 1, 1))
    assert found is not None
    assert (found == column(1, 1, 1)).all()
    assert not is_differentiable(median_type, column(1, 1, 1))
    assert partial_derivatives(median_type, column(1, 1, 0)) is None


@pytest.mark.parametrize(
    ("point", "corners", "inside"),
    [
        ((0, 0), [(0, 1), (0, -1)], True),
        ((0, 2), [(0, 1), (0, -1)], False),
        ((0, 1), [(0, 1), (0, -1)], True),
        ((1, 0), [(0, 1), (0, -1)], False),
        ((0, 0), [(0, 1)], False),
        ((1, 1), [(0, 0), (4, 0), (0, 4), (4, 4)], True),
        ((5, 0), [(0, 0), (4, 0), (0, 4), (4, 4)], False),
        ((0,), [(1,), (2,)], False),
        ((0, 0, 0), [(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, -1, -1)], True),
        ((0, 0, 0), [(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, -1, 0)], True),
        ((0, 0, 0), [(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, 0, 1)], False),
    ],
)
def test_membership_in_a_hull_that_is_known(
    point: Point, corners: list[Point], inside: bool
) -> None:
    assert in_hull(column(*point), arrays.exact(corners).T) == inside


pairs = st.tuples(st.integers(-4, 4), st.integers(-4, 4))


def _separated(point: Point, corners: list[Point]) -> bool:
    """Search for a line that separates: normal to an edge, to a chord, or to a ray."""
    ends = [*corners, point]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in combinations(ends, 2)]
    normals = [n for x, y in steps for n in ((x, y), (-x, -y), (y, -x), (-y, x))]
    # Between two candidate normals no other decides: their sums cover what lies between.
    normals += [(a[0] + b[0], a[1] + b[1]) for a, b in combinations(normals, 2)]

    def height(at: Point, normal: Point) -> int:
        return at[0] * normal[0] + at[1] * normal[1]

    return any(height(point, n) > max(height(c, n) for c in corners) for n in normals)


@given(pairs, st.lists(pairs, min_size=1, max_size=4))
@properties
def test_a_point_is_in_the_hull_or_separated_from_it(point: Point, corners: list[Point]) -> None:
    assert in_hull(column(*point), arrays.exact(corners).T) != _separated(point, corners)


@given(st.lists(pairs, min_size=1, max_size=5), st.data())
@properties
def test_convex_combinations_are_in_the_hull(corners: list[Point], data: st.DataObject) -> None:
    size = len(corners)
    weights = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size).filter(any))
    matrix = arrays.exact(corners).T
    assert in_hull(matrix @ column(*weights) / fmpq(sum(weights)), matrix)


def test_the_larger_of_overlapping_balls_is_out_of_reach() -> None:
    wide = np.array([[arb(0, 1)]], dtype=object)
    with pytest.raises(OutOfReach, match="overlap"):
        maximum(wide, 0 * wide)


@pytest.mark.parametrize("number", FLOATS)
def test_the_functions_agree_in_floats(number: Any) -> None:
    exact = column(-1, 4, fmpq(9, 4))
    x = number(exact)
    for f in (largest, median_type, absolute, relu, lambda w: power(absolute(w), fmpq(3, 2))):
        assert np.array_equal(arrays.float64(f(exact)), np.asarray(f(x)))
