"""Logarithms and sines are exact: what cancels is 0, the rest has a sign, giants are bounded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.evidence.plain_numbers import spell
from referee.numerics import linalg, scalars
from referee.numerics.logarithms import Logarithmic
from referee.numerics.precision import NotComputed, OutOfReach, precision
from referee.numerics.scalars import NotDifferentiable, Undefined, cos, exp, log, sign, sin
from referee.numerics.series import Series

fractions = st.fractions(min_value=-6, max_value=6, max_denominator=9).map(
    lambda x: fmpq(x.numerator, x.denominator)
)
EXACT = settings(deadline=None, database=None, max_examples=60)


def softplus(x: Any) -> Any:
    return log(1 + exp(x))


@given(fractions)
@EXACT
def test_softplus_of_a_number_and_of_its_opposite_differ_by_it(x: fmpq) -> None:
    assert scalars.vanishes(softplus(x) - softplus(-x) - x) is True
    assert sign(softplus(x) - softplus(-x) - x - fmpq(1, 10**30)) == -1


@given(fractions, fractions)
@EXACT
def test_softplus_is_convex(x: fmpq, y: fmpq) -> None:
    gap = (softplus(x) + softplus(y)) / 2 - softplus((x + y) / 2)
    assert sign(gap) == (0 if x == y else 1)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
@EXACT
def test_the_log_of_a_product_is_the_sum(a: int, b: int) -> None:
    assert log(fmpq(a * b)) - log(fmpq(a)) - log(fmpq(b)) == 0
    assert sign(log(fmpq(a, b))) == (a > b) - (a < b)


def test_a_sum_of_logs_that_nothing_splits_is_still_compared_exactly() -> None:
    hidden = log(exp(2) - 1) - log(exp(1) - 1) - log(exp(1) + 1)
    assert isinstance(hidden, Logarithmic)
    assert sign(hidden) == 0
    assert sign(hidden + fmpq(1, 10**40)) == 1
    big, other = 10**60 + 7, 10**61 + 9
    assert scalars.vanishes(log(fmpq(big * other)) - log(fmpq(big)) - log(fmpq(other))) is True


def test_quotients_of_logs_are_exact_where_they_are_numbers() -> None:
    assert log(fmpq(1000)) / log(fmpq(10)) == 3
    assert log(fmpq(2)) / log(fmpq(10)) + log(fmpq(5)) / log(fmpq(10)) == 1
    assert exp(log(fmpq(2)) / 2) ** 2 == 2
    assert exp(3 * log(fmpq(2)) + 1) == 8 * exp(1)
    with pytest.raises(ZeroDivisionError):
        _ = 1 / (log(exp(2) - 1) - log(exp(1) - 1) - log(exp(1) + 1))


@pytest.mark.parametrize("x", [fmpq(0), fmpq(-1), -exp(fmpq(3)), 1 - exp(fmpq(1, 10**9))])
def test_what_is_not_positive_has_no_log(x: Any) -> None:
    with pytest.raises(Undefined, match=r"the logarithm of .*, which is not positive"):
        log(x)


def test_giants_stay_bounded() -> None:
    huge = fmpq(10**12)
    assert scalars.vanishes(softplus(huge) - softplus(-huge) - huge) is True
    assert sign(softplus(-huge)) == 1
    assert sign(softplus(huge) - huge) == 1
    assert scalars.to_float(softplus(huge)) == 1e12
    assert isinstance(log(fmpq(10**30_000)), arb)
    with pytest.raises(OutOfReach):
        sign(log(fmpq(3)) * 10**9 - log(fmpq(3) + fmpq(1, 10**4000)) * 10**9 + fmpq(0))
    with pytest.raises(NotComputed):
        sin(fmpq(10**30_000))


def test_a_polynomial_in_logs_that_may_be_zero_says_so() -> None:
    inside = log(exp(2) - 1) - log(exp(1) - 1) - log(exp(1) + 1)
    with pytest.raises(NotComputed, match="whether a polynomial in logarithms is 0"):
        sign(inside * log(fmpq(3)))


@given(fractions, fractions)
@EXACT
def test_sines_obey_the_laws_of_addition(x: fmpq, y: fmpq) -> None:
    assert scalars.vanishes(sin(x + y) - sin(x) * cos(y) - cos(x) * sin(y)) is True
    assert scalars.vanishes(sin(x) ** 2 + cos(x) ** 2 - 1) is True
    assert scalars.vanishes(cos(x + y) - cos(x) * cos(y)) is (sin(x) * sin(y) == 0)


@given(fractions, fractions)
@EXACT
def test_quotients_of_sines_are_exact(x: fmpq, y: fmpq) -> None:
    def tan(angle: Any) -> Any:
        return sin(angle) / cos(angle)

    product = tan(x) * tan(y)
    assert scalars.vanishes(tan(x) ** 2 + 1 - 1 / cos(x) ** 2) is True
    assert scalars.vanishes(tan(x + y) * (1 - product) - tan(x) - tan(y)) is True
    assert scalars.vanishes(tan(x) - tan(y)) is (x == y)
    assert sign(tan(Series(x, fmpq(1))).slope) == 1


@given(fractions)
@EXACT
def test_a_rotation_is_inverted_by_its_transpose(x: fmpq) -> None:
    R = np.array([[cos(x), -sin(x)], [sin(x), cos(x)]], dtype=object)
    assert all(scalars.vanishes(each) for each in (linalg.inv(R) - R.T).flat)
    assert linalg.det(R)[0, 0] == 1


@given(fractions, fractions, fractions)
@EXACT
def test_balls_hold_what_floats_come_near(x: fmpq, y: fmpq, z: fmpq) -> None:
    a, b, c = (int(v.p) / int(v.q) for v in (x, y, z))
    found = log(1 + exp(x)) * sin(y) + cos(z) * log(fmpq(6)) ** 2 - exp(x) * sin(z) / log(fmpq(6))
    wanted = math.log1p(math.exp(a)) * math.sin(b) + math.cos(c) * math.log(6) ** 2
    wanted -= math.exp(a) * math.sin(c) / math.log(6)
    assert scalars.to_float(found) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_more_precision_makes_balls_smaller() -> None:
    number = log(1 + exp(fmpq(1))) * sin(fmpq(2))
    with precision(64):
        wide = number.ball()
    with precision(256):
        narrow = number.ball()
    assert wide.contains(narrow)
    assert narrow.rel_accuracy_bits() > 200


def test_derivatives_are_those_of_the_functions() -> None:
    at = Series(fmpq(2), fmpq(1))
    assert log(at).slope == fmpq(1, 2)
    assert sin(at).slope == cos(fmpq(2))
    assert scalars.vanishes(cos(at).slope + sin(fmpq(2))) is True
    assert scalars.signum(at).slope == 0
    with pytest.raises(NotDifferentiable):
        scalars.signum(Series(fmpq(0), fmpq(1)))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (log(fmpq(6)), "log(2) + log(3) ≈ 1.792"),
        (-log(fmpq(2)) / 2 + 1, "−1/2log(2) + 1 ≈ 0.6534"),
        (sin(fmpq(1, 2)) * 2 - 1, "−1 + 2sin(1/2) ≈ -0.04115"),
        (sin(fmpq(1)) / cos(fmpq(2)), "(sin(1))/(cos(2)) ≈ -2.022"),
    ],
)
def test_they_are_shown_exactly_and_as_a_decimal(number: Any, text: str) -> None:
    assert spell(number) == text
