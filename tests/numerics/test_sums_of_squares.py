"""Rational points of spheres around 0: where there are some, where there are none."""

from __future__ import annotations

from itertools import islice

import pytest
from flint import fmpq

from referee.numerics.sums_of_squares import sums_of_squares


@pytest.mark.parametrize(
    ("number", "count"),
    [
        (fmpq(9, 4), 1),
        (fmpq(2), 2),
        (fmpq(77, 5), 3),
        (fmpq(19), 3),
        (fmpq(7), 4),
        (fmpq(10**14 + 37, 7), 4),
        (fmpq(1, 1000), 3),
        (fmpq(0), 2),
    ],
)
def test_a_sum_of_squares_is_found(number: fmpq, count: int) -> None:
    found = list(islice(sums_of_squares(number, count), 3))
    assert found
    assert len(set(found)) == len(found)
    for point in found:
        assert len(point) == count
        assert sum(x * x for x in point) == number


@pytest.mark.parametrize(
    ("number", "count"),
    [(fmpq(2), 1), (fmpq(3), 2), (fmpq(7), 3), (fmpq(28, 9), 3), (fmpq(-1), 4)],
)
def test_where_there_is_none_none_is_found(number: fmpq, count: int) -> None:
    assert not list(sums_of_squares(number, count))


def test_a_sum_without_a_zero_comes_first() -> None:
    assert 0 not in next(sums_of_squares(fmpq(25), 2))


def test_every_small_number_is_a_sum_of_four_squares() -> None:
    assert all(any(sums_of_squares(fmpq(n), 4)) for n in range(200))


def test_a_sum_has_a_square() -> None:
    with pytest.raises(ValueError, match="at least"):
        next(sums_of_squares(fmpq(1), 0))
