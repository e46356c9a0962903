"""Points on lines, quadrics and what is bent, found from residuals alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from flint import fmpq

from referee.deciding.curves import (
    Point,
    border,
    centre,
    projected,
    roots_along,
    solved,
)
from referee.strategies.affine import foot, parabola_roots


def numbers(*values: int) -> Point:
    return [fmpq(value) for value in values]


def plane(c: Point) -> list[fmpq]:
    return [sum(c, fmpq(0)) - 1]


def sphere(c: Point) -> list[fmpq]:
    return [sum((x * x for x in c), fmpq(0)) - 1]


def both(c: Point) -> list[fmpq]:
    return [*plane(c), *sphere(c)]


def bent(c: Point) -> list[fmpq]:
    return [sum((abs(x) for x in c), fmpq(0)) - 1]


def two_planes(c: Point) -> list[fmpq]:
    return [*plane(c), c[0] - 2 * c[1]]


CASES: list[tuple[Callable[[Point], list[fmpq]], Sequence[Point]]] = [
    (plane, []),
    (two_planes, []),
    (sphere, [numbers(1, 0, 0)]),
    (both, [numbers(1, 0, 0), numbers(0, 1, 0)]),
    (bent, []),
]


@pytest.mark.parametrize(("residual", "known"), CASES)
@pytest.mark.parametrize("start", [numbers(0, 0, 0), numbers(3, -1, 2), numbers(-7, 1, 1)])
def test_points_are_found_at_which_all_equations_hold(
    residual: Callable[[Point], list[fmpq]], known: Sequence[Point], start: Point
) -> None:
    found = list(solved(residual, start, known, random.Random(1)))
    assert found or (start == numbers(0, 0, 0) and residual is bent)
    assert all(not any(residual(point)) for point in found)


def test_a_line_through_one_point_of_a_conic_gives_the_others() -> None:
    rng, known = random.Random(2), [numbers(1, 0, 0)]
    found = {
        tuple(map(str, point))
        for start in (numbers(1, 2, 3), numbers(0, 1, -2), numbers(2, 2, 1), numbers(5, 1, 1))
        for point in solved(both, start, known, rng)
    }
    assert len(found) > 4
    assert any("/" in x for point in found for x in point)


def test_what_has_no_value_or_no_solution_gives_nothing() -> None:
    rng = random.Random(3)
    assert list(solved(lambda _: None, numbers(1, 2), [], rng)) == []
    assert list(solved(lambda _: [fmpq(1)], numbers(1, 2), [], rng)) == []
    assert projected(lambda c: [c[0] - c[0] + 1], numbers(1, 2), rng)[0] == numbers(1, 2)


def test_the_middle_of_a_plane_favours_no_coordinate() -> None:
    assert centre(plane, 4) == [fmpq(1, 4)] * 4
    assert centre(lambda _: [], 2) == numbers(0, 0)
    assert centre(lambda _: None, 2) is None


@pytest.mark.parametrize(
    ("values", "roots"),
    [
        ((fmpq(-1), fmpq(0), fmpq(1)), [1]),
        ((fmpq(-4), fmpq(-3), fmpq(0)), [2, -2]),
        ((fmpq(-2), fmpq(-1), fmpq(2)), []),  # roots of 2
        ((fmpq(1), fmpq(1), fmpq(1)), []),
        ((fmpq(1), fmpq(2), fmpq(5)), []),  # none
    ],
)
def test_the_rational_zeros_of_a_parabola(
    values: tuple[fmpq, fmpq, fmpq], roots: list[int]
) -> None:
    assert parabola_roots(*values) == roots


def test_a_line_that_does_not_move_has_no_roots() -> None:
    assert list(roots_along(sphere, numbers(1, 0, 0), numbers(0, 0, 0))) == []


@pytest.mark.parametrize(
    ("last", "closed"), [(fmpq(1, 3), True), (fmpq(1, 3), False), (fmpq(1, 10**9), True)]
)
def test_a_border_is_approached_from_both_sides(last: fmpq, *, closed: bool) -> None:
    found = border(lambda t: t <= last if closed else t < last)
    assert found is not None
    inside, beyond = found
    assert inside <= last <= beyond
    assert beyond - inside <= last / 8


def test_what_holds_at_its_start_alone_has_no_border() -> None:
    assert border(lambda t: t == 0) is None


@pytest.mark.parametrize(
    ("point", "directions", "nearest"),
    [
        ([fmpq(5, 3), fmpq(0)], [[fmpq(4), fmpq(-3)]], [fmpq(3, 5), fmpq(4, 5)]),
        ([fmpq(2), fmpq(3)], [], [fmpq(2), fmpq(3)]),
        ([fmpq(1), fmpq(1)], [[fmpq(1), fmpq(0)], [fmpq(0), fmpq(1)]], [fmpq(0), fmpq(0)]),
    ],
)
def test_the_foot_is_the_nearest_point(
    point: list[fmpq], directions: list[list[fmpq]], nearest: list[fmpq]
) -> None:
    assert foot(point, directions) == nearest
