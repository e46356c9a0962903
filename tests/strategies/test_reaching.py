"""Instances in which a field takes a value that is wanted."""

from __future__ import annotations

from random import Random

import pytest
from flint import fmpq

from referee.strategies import homogeneous, least_squares
from referee.strategies.families import Family, Instance, named
from referee.strategies.reaching import reached
from referee.strategies.tokens import from_token

assert homogeneous  # registers its families
assert least_squares


def plain(family: Family, number: int) -> Instance:
    shape = family.shapes[number]
    return family.build(shape, [max(0, low or 0) for low, _ in family.layout(shape).bounds])


FUNCTIONS = named("homogeneous_functions", extra="alpha+factor")
PROBLEMS = named("least_squares", extra="w+t")
SPECTRAL = named("spectral_least_squares")


@pytest.mark.parametrize(
    ("family", "name", "value"),
    [
        (FUNCTIONS, "alpha", fmpq(12345, 2)),  # (2 + a)/(1 + b)
        (FUNCTIONS, "a", fmpq(-999, 1000)),
        (FUNCTIONS, "a", fmpq(1)),  # 0 and 1 are exchanged
        (FUNCTIONS, "L", fmpq(3, 2)),  # by a choice of the kind
        (FUNCTIONS, "x", fmpq(1, 20)),
        (PROBLEMS, "w", fmpq(-1000)),
        (PROBLEMS, "X", fmpq(12345, 2)),
        (PROBLEMS, "X", fmpq(-1, 20)),
        (PROBLEMS, "t", fmpq(1, 1000)),
        (PROBLEMS, "w_star", fmpq(7)),  # it follows from X and y
        (SPECTRAL, "lambda_min", fmpq(144)),  # a square
        (SPECTRAL, "lambda_min", fmpq(1, 4)),
    ],
)
@pytest.mark.parametrize("number", [0, 1])
def test_a_value_is_reached_and_its_token_says_how(
    family: Family, name: str, value: fmpq, number: int
) -> None:
    found = list(reached(plain(family, number), name, value))
    assert found
    for p in found:
        assert value in list(getattr(from_token(p.token), name).flat)


def test_all_entries_of_a_vector_take_the_value_at_once() -> None:
    found = list(reached(plain(PROBLEMS, -1), "w", fmpq(11)))
    assert [p.w.tolist() for p in found] == [[[11], [0], [0], [0]], [[11]] * 4]


@pytest.mark.parametrize(
    ("family", "name", "value"),
    [(PROBLEMS, "t", fmpq(-1)), (FUNCTIONS, "L", fmpq(17)), (FUNCTIONS, "f", fmpq(1))],
)
def test_what_a_field_never_is_is_not_reached(family: Family, name: str, value: fmpq) -> None:
    assert list(reached(plain(family, 0), name, value)) == []


@pytest.mark.parametrize("value", [fmpq(2), fmpq(77, 5), fmpq(3, 4)])
def test_what_follows_from_singular_values_is_a_number_without_a_rational_root(value: fmpq) -> None:
    family = named("spectral_least_squares", full_rank=True)
    shape = {"d": 2, "n": 2}
    p = family.build(shape, [0] * len(family.layout(shape).bounds))
    found = [q for q in reached(p, "lambda_min", value) if q.lambda_min[0, 0] == value]
    assert found
    again = from_token(found[0].token)
    assert again.lambda_min[0, 0] == value
    assert again.has_root
    assert (again.X.mT @ again.X == again.H).all()


def test_without_its_root_nothing_of_a_family_is_irrational() -> None:
    family = named("spectral_least_squares", full_rank=True)
    drawn = [family.sample(Random(seed)) for seed in range(20)]
    assert not any(p.has_root for p in drawn)
