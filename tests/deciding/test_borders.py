"""Borders that parabolas show, and rays on which they are looked for."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from referee.deciding.borders import Gaps, border_seen, evened, outside, rays
from referee.deciding.curves import Point


def ball(t: fmpq) -> fmpq:
    return fmpq(1, 2) - t * t


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("root", [fmpq(1, 3), fmpq(1, 1000), fmpq(12345, 12346)])
def test_a_rational_border_is_met_closely(root: fmpq, *, closed: bool) -> None:
    def inside(t: fmpq) -> bool:
        return t <= root if closed else t < root

    found = border_seen(lambda t: [(root - t) * (1 + t)], inside)
    assert found is not None
    assert inside(found[0])
    assert not inside(found[1])
    assert found[0] <= root <= found[1]
    assert (found[1] - found[0]) * 2**13 < root


def test_an_irrational_border_is_met_closely_and_with_two_questions() -> None:
    asked: list[fmpq] = []

    def inside(t: fmpq) -> bool:
        asked.append(t)
        return ball(t) >= 0

    found = border_seen(lambda t: [ball(t), 5 - t], inside)
    assert found is not None
    assert ball(found[0]) > 0 > ball(found[1])
    assert (found[1] - found[0]) * 2**18 < found[0]
    assert len(asked) <= 2


@pytest.mark.parametrize(
    ("gap", "last"),
    [
        (lambda t: [fmpq(1) - (t - fmpq(1, 4)) ** 3 * 64], fmpq(1, 4)),  # another one
        (lambda _: [fmpq(1)], fmpq(1, 2)),  # no border
        (lambda _: None, fmpq(1, 2)),
        (lambda t: [fmpq(1, 3) - t], fmpq(1, 2)),  # a border of one part alone
    ],
)
def test_a_border_that_is_not_there_is_not_said_to_be(gap: Gaps, last: fmpq) -> None:
    assert border_seen(gap, lambda t: t <= last) is None


def test_rays_keep_what_is_affine_and_move_every_coordinate() -> None:
    start = [fmpq(1, 4)] * 4

    def residual(x: Point) -> list[fmpq]:
        return [sum(x, fmpq(-1))]

    found = list(rays(residual, start, random.Random(1)))
    assert len(found) == 16  # each alone and as many of them together, either way
    assert all(sum(way, fmpq(0)) == 0 for way in found)
    assert [fmpq(3, 4), *[fmpq(-1, 4)] * 3] in found
    assert [fmpq(-3, 4), *[fmpq(1, 4)] * 3] in found


def test_no_ray_where_one_point_alone_is_a_solution() -> None:
    assert list(rays(lambda x: [*x], [fmpq(0)] * 2, random.Random(1))) == []


def test_a_ray_is_left_where_a_condition_ends() -> None:
    def holds(x: Point) -> bool:
        return abs(x[0]) < 10

    assert outside(holds, [fmpq(1)], [fmpq(2)]) == [fmpq(17)]
    assert outside(lambda _: True, [fmpq(1)], [fmpq(2)]) is None


def test_a_point_is_made_even_as_far_as_something_stays_true() -> None:
    def kept(x: Point) -> bool:
        return x[0] + x[1] < 0

    found = evened([fmpq(k) for k in (-9, 7, 4, 1, -2)], kept)
    assert kept(found)
    assert sum(found, fmpq(0)) == 1
    assert found == [fmpq(-9), *[fmpq(5, 2)] * 4]  # with -9 among them the first two are above 0
