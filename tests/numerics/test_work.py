"""Work is counted where numbers grow, and ends where it is more than is allowed."""

from __future__ import annotations

import pytest
from flint import fmpq

from referee.numerics.exponential_sums import exponential
from referee.numerics.work import TooMuchWork, allowed, measured, meter, spend


def test_what_is_not_bounded_is_counted_alone() -> None:
    with measured() as work:
        spend(10)
        spend(5)
        assert work.spent == 15
        assert not work.is_over


def test_a_bound_is_reached_and_ends_with_its_block() -> None:
    with measured() as work:
        spend(100)
        with allowed(10):
            spend(10)
            assert not work.is_over
            with pytest.raises(TooMuchWork, match="more operations"):
                spend(1)
            assert work.is_over
        assert not work.is_over
        spend(1_000)


def test_an_outer_bound_stays_one() -> None:
    with measured(), allowed(10), allowed(1_000), pytest.raises(TooMuchWork):
        spend(11)


def test_counts_inside_begin_at_nothing_and_leave_those_outside() -> None:
    with measured() as outside:
        spend(3)
        with measured():
            spend(100)
            assert meter().spent == 100
        assert outside.spent == 3


def test_products_of_sums_count_their_terms() -> None:
    def cost(terms: int) -> float:
        total = sum((exponential(fmpq(k)) for k in range(1, terms + 1)), fmpq(0))
        with measured() as work:
            _ = total * total
        return work.spent

    assert cost(20) > 3 * cost(10) > 9 * cost(5)


def test_the_same_computation_costs_the_same_again() -> None:
    def cost() -> float:
        with measured() as work:
            _ = (exponential(fmpq(1, 3)) + 1) ** 5 / (exponential(fmpq(2)) - 3)
        return work.spent

    assert cost() == cost() > 0
