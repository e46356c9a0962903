"""Rational points of quadrics through which no line is known, and what found points lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pytest
from flint import fmpq

from referee.asking.judging import judge
from referee.deciding.first_points import first_points
from referee.deciding.turns import in_turns
from referee.strategies.families import Instance, named


@pytest.mark.parametrize("square", [fmpq(1, 3), fmpq(77, 5), fmpq(3), fmpq(2014)])
def test_a_sphere_of_any_squared_radius_has_points_that_are_found(square: fmpq) -> None:
    def lacking(t: Sequence[fmpq]) -> list[fmpq]:
        return [sum((x * x for x in t), -square)]

    found = list(first_points(lacking, 3))
    assert found
    assert all(lacking(t) == [0] for t in found)


def test_nothing_is_found_where_there_is_nothing() -> None:
    def sphere(t: Sequence[fmpq]) -> list[fmpq]:
        return [sum((x * x for x in t), fmpq(-7))]  # 7 is no sum of three squares

    def cubic(t: Sequence[fmpq]) -> list[fmpq]:
        return [t[0] ** 3 - t[1] ** 2]

    assert not list(first_points(sphere, 3))
    assert not list(first_points(cubic, 2)), "no quadric"
    assert not list(first_points(lambda _: None, 3)), "no values"
    assert not list(first_points(sphere, 1)), "one number is solved for elsewhere"


def test_two_quadrics_at_once() -> None:
    def lacking(t: Sequence[fmpq]) -> list[fmpq]:
        x, y, z = t
        return [x * x + y * y - 2, y * y + z * z - 5]

    found = list(first_points(lacking, 3))
    assert found
    assert all(lacking(t) == [0, 0] for t in found)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("Let c be a vector with norm(c)^2 = 1/3. Then sum(c) <= 2", "held"),
        ("Let c be a vector with norm(c)^2 = 1/3. Then sum(c) <= 1", "refuted"),
        ("Let a be a vector in R^3. If norm(a)^2 = 77/5 then a_1 <= 3", "refuted"),
    ],
)
def test_a_sphere_without_simple_points_has_instances(statement: str, verdict: str) -> None:
    assert judge(statement).verdict == verdict


def test_turns_ask_for_nothing_before_it_is_wanted() -> None:
    asked: list[str] = []

    def row(name: str, found: Sequence[Instance]) -> Iterator[Instance]:
        for p in found:
            asked.append(name)
            yield p

    a, b, c, d, e, f = islice(named("declared", of="x.1.1").in_order(), 6)
    turns = in_turns([row("one", [a]), row("two", [b, c, d]), row("three", [e, f])])
    assert next(turns) is a
    assert asked == ["one"]
    assert [*turns] == [b, e, c, f, d]


@pytest.mark.parametrize(
    "statement", ["for vectors a: norm_1(a) != sqrt(2)", "for matrices A: norm(A)^4 != 2"]
)
def test_an_entry_is_moved_to_a_root_of_what_is_compared_or_of_its_square(statement: str) -> None:
    assert judge(statement).verdict == "refuted"
