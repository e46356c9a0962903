"""Precision that doubles until a sign is certain, and what single numbers are."""

from __future__ import annotations

import math
from typing import Any

import pytest
from flint import arb, ctx, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.claims.homogeneity import power
from referee.numerics import scalars
from referee.numerics.exponential_sums import ExponentialSum, exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import CAP_BITS, START_BITS, NotComputed, precision, until_certain
from referee.numerics.scalars import Undefined, why_undefined
from referee.numerics.series import Series

properties = settings(deadline=None, database=None, max_examples=60)
rationals = st.builds(fmpq, st.integers(-50, 50), st.integers(1, 20))


def test_precision_holds_inside_its_block_only() -> None:
    before = ctx.prec
    with precision(321):
        assert ctx.prec == 321
        with precision(99):
            assert ctx.prec == 99
        assert ctx.prec == 321
    assert ctx.prec == before


def test_precision_returns_after_an_exception() -> None:
    before = ctx.prec
    with pytest.raises(RuntimeError), precision(321):
        raise RuntimeError
    assert ctx.prec == before


def test_bits_double_until_the_result_is_certain() -> None:
    seen: list[int] = []

    def evaluate() -> int:
        seen.append(ctx.prec)
        return ctx.prec

    before = ctx.prec
    assert until_certain(evaluate, lambda bits: bits >= 1000) == 1024
    assert seen == [64, 128, 256, 512, 1024]
    assert ctx.prec == before


def test_what_is_certain_at_once_is_evaluated_once() -> None:
    seen: list[int] = []
    until_certain(lambda: seen.append(ctx.prec), lambda _: True)
    assert seen == [START_BITS]


@pytest.mark.parametrize(("cap", "last"), [(64, 64), (100, 128), (128, 128), (512, 512)])
def test_the_cap_ends_the_doubling(cap: int, last: int) -> None:
    seen: list[int] = []
    until_certain(lambda: seen.append(ctx.prec), lambda _: False, cap=cap)
    assert seen[-1] == last
    assert all(bits < cap for bits in seen[:-1])


def test_the_precision_returns_when_an_evaluation_fails() -> None:
    before = ctx.prec

    def fail() -> None:
        raise Undefined("no value")

    with pytest.raises(Undefined):
        until_certain(fail, lambda _: True)
    assert ctx.prec == before


def test_an_equality_of_balls_that_exact_arithmetic_would_decide_stays_open() -> None:
    seen: list[int] = []

    def difference() -> arb:
        seen.append(ctx.prec)
        return arb(2).sqrt() * arb(3).sqrt() - arb(6).sqrt()

    last = until_certain(difference, lambda x: scalars.sign(x) is not None)
    assert scalars.sign(last) is None
    assert seen[-1] == CAP_BITS


def test_an_inequality_of_balls_that_is_close_is_decided_by_more_bits() -> None:
    seen: list[int] = []
    tiny = fmpq(1, 2**500)

    def difference() -> arb:
        seen.append(ctx.prec)
        return arb(2).sqrt() * arb(3).sqrt() - arb(6).sqrt() + arb(tiny)

    assert scalars.sign(until_certain(difference, lambda x: scalars.sign(x) is not None)) == 1
    assert seen == [64, 128, 256, 512]


def test_complex_numbers_vanish_or_not_but_have_no_order() -> None:
    i = Gaussian(fmpq(0), fmpq(-1))
    assert scalars.vanishes(i) is False
    assert scalars.vanishes(i - i) is True
    with pytest.raises(NotComputed, match="complex"):
        scalars.sign(i)


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        (3, 1),
        (0, 0),
        (fmpz(-2), -1),
        (fmpq(1, 3), 1),
        (-0.5, -1),
        (0.0, 0),
        (arb(2), 1),
        (arb(0), 0),
        (arb(0, 1), None),
        (arb("nan"), None),
        (exponential(-5), 1),
        (Gaussian(fmpq(0), fmpq(0)), 0),
        (Gaussian(fmpq(-2), fmpq(0)), -1),
        (Series(fmpq(0), fmpq(-1)), -1),
        (Series(fmpq(0), fmpq(0)), 0),
        (Series(fmpq(1), fmpq(-9)), 1),
        (Series(arb(0, 1), fmpq(1)), None),
    ],
)
def test_the_sign_of_a_number_of_each_kind(number: Any, sign: int | None) -> None:
    assert scalars.sign(number) == sign


@given(rationals)
@properties
def test_the_root_of_a_square_is_exact(r: fmpq) -> None:
    root = scalars.sqrt(r * r)
    assert isinstance(root, fmpq)
    assert root == abs(r)


@given(st.integers(0, 200), st.integers(1, 50))
@properties
def test_a_root_is_rational_exactly_for_squares_and_its_square_is_the_number(
    p: int, q: int
) -> None:
    number = fmpq(p, q)
    top, bottom = int(number.p), int(number.q)
    is_square = math.isqrt(top) ** 2 == top and math.isqrt(bottom) ** 2 == bottom
    root = scalars.sqrt(number)
    assert isinstance(root, fmpq) == is_square
    assert root * root == number


@pytest.mark.parametrize("number", [-1, fmpq(-1, 9), -exponential(2), arb(-2), -0.25])
def test_a_negative_number_has_no_root(number: Any) -> None:
    with pytest.raises(Undefined, match="negative"):
        scalars.sqrt(number)


def test_the_root_of_one_exponential_is_exact_and_of_a_sum_is_a_ball() -> None:
    assert scalars.sqrt(4 * exponential(3)) == 2 * exponential(fmpq(3, 2))
    ball = scalars.sqrt(1 + exponential(1))
    assert isinstance(ball, arb)
    assert (ball * ball).overlaps((1 + exponential(1)).ball())


@given(rationals)
@properties
def test_the_exponential_of_a_rational_is_exact(r: fmpq) -> None:
    found = scalars.exp(r)
    assert found == exponential(r)
    assert isinstance(found, fmpq if r == 0 else ExponentialSum)


def test_the_exponential_of_a_sum_is_a_ball_around_it() -> None:
    found = scalars.exp(exponential(1))
    assert isinstance(found, arb)
    assert found > 15
    assert found < 16


def test_the_exponential_in_floats_is_a_float() -> None:
    assert scalars.exp(0.0) == 1.0
    assert scalars.sqrt(2.25) == 1.5


@pytest.mark.parametrize(
    ("base", "exponent", "exact"),
    [
        (fmpq(4, 9), fmpq(1, 2), fmpq(2, 3)),
        (fmpq(0), fmpq(1, 3), fmpq(0)),
        (fmpq(4), fmpq(3, 2), fmpq(8)),
        (fmpq(8, 27), fmpq(-2, 3), fmpq(9, 4)),
        (fmpq(1), fmpq(2, 7), fmpq(1)),
        (fmpq(2, 3), fmpq(-2), fmpq(9, 4)),
        (4 * exponential(2), fmpq(1, 2), 2 * exponential(1)),
        (exponential(-2), fmpq(3, 7), exponential(fmpq(-6, 7))),
        (8 * exponential(1), fmpq(-2, 3), exponential(fmpq(-2, 3)) / 4),
        (fmpq(2), fmpq(3, 2), 2 * scalars.sqrt(fmpq(2))),
        (fmpq(2), fmpq(-3, 2), scalars.sqrt(fmpq(2)) / 4),
    ],
)
def test_real_powers_that_are_exact(base: Any, exponent: fmpq, exact: Any) -> None:
    assert scalars.real_power(base, exponent) == exact


def test_a_real_power_is_exact_within_bounds_and_a_ball_that_holds_it_beyond() -> None:
    exact = scalars.real_power(fmpq(9), fmpq(1, 3))
    assert exact**3 == 9
    assert scalars.sign(exact - fmpq(2081, 1000)) == -1
    beyond = scalars.real_power(fmpq(9), fmpq(1, 67))
    assert (beyond**67).contains(9)


def test_a_power_whose_result_is_no_giant_is_exact_however_large_the_base_is() -> None:
    root = fmpq(2**90 + 1, 3**50)
    assert scalars.real_power(root**21, fmpq(22, 21)) == root**22


def test_a_power_with_a_giant_for_its_exponent_is_not_computed() -> None:
    assert scalars.times_of(fmpq(-60, 7)) == -60
    with pytest.raises(NotComputed, match="giant"):
        scalars.times_of(fmpq(2**40 + 1, 2**40))
    with pytest.raises(NotComputed, match="very many factors"):
        power(fmpq(2), -(2**40))


def test_the_slope_of_a_perfect_power_is_exact() -> None:
    found = scalars.real_power(Series(fmpq(4), fmpq(5)), fmpq(3, 2))
    assert (found.value, found.slope) == (8, 15)
    flat = scalars.real_power(Series(fmpq(0), fmpq(5)), fmpq(3, 2))
    assert (flat.value, flat.slope) == (0, 0)


@pytest.mark.parametrize(
    ("base", "exponent"),
    [
        (fmpq(-1), fmpq(1, 2)),
        (fmpq(0), fmpq(-1, 2)),
        (fmpq(0), fmpq(0)),
        (-exponential(1), fmpq(2)),
    ],
)
def test_real_powers_that_have_no_value(base: Any, exponent: fmpq) -> None:
    with pytest.raises(Undefined, match="to the power"):
        scalars.real_power(base, exponent)


@pytest.mark.parametrize(
    ("number", "size"),
    [
        (fmpq(-2, 3), fmpq(2, 3)),
        (-exponential(1), exponential(1)),
        (Gaussian(fmpq(3), fmpq(-4)), fmpq(5)),
        (Gaussian(fmpq(1), fmpq(-1)), scalars.sqrt(fmpq(2))),
        (1 - scalars.sqrt(fmpq(2)), scalars.sqrt(fmpq(2)) - 1),
        (-1.5, 1.5),
    ],
)
def test_the_magnitude_of_a_number_of_each_kind(number: Any, size: Any) -> None:
    assert scalars.magnitude(number) == size


def test_what_is_measured_with_is_rational_for_complex_numbers() -> None:
    assert scalars.size(Gaussian(fmpq(3), fmpq(-4))) == 7
    assert scalars.size(fmpq(-3)) == 3


@pytest.mark.parametrize("zero", [0, fmpq(0), Series(fmpq(0), fmpq(1))])
def test_an_exact_zero_is_known(zero: Any) -> None:
    assert scalars.is_zero(zero)
    assert not scalars.is_zero(zero + 1)
    assert not scalars.is_zero(arb(0, 1))


def test_the_magnitude_of_a_series_is_differentiable_away_from_zero() -> None:
    found = scalars.magnitude(Series(fmpq(-2), fmpq(3)))
    assert (found.value, found.slope) == (2, -3)


def test_conjugation_changes_complex_numbers_only() -> None:
    assert scalars.conjugate(Gaussian(fmpq(1), fmpq(2))) == Gaussian(fmpq(1), fmpq(-2))
    assert scalars.conjugate(fmpq(3)) == 3


@given(rationals)
@properties
def test_the_float_shown_is_the_nearest_one(r: fmpq) -> None:
    assert scalars.to_float(r) == int(r.p) / int(r.q)


def test_what_overflows_is_shown_as_infinite() -> None:
    assert scalars.to_float(fmpq(10) ** 400) == math.inf
    assert scalars.to_float(-(fmpq(10) ** 400)) == -math.inf
    assert scalars.to_float(fmpq(1) / fmpq(10) ** 400) == 0.0


@pytest.mark.parametrize(
    ("number", "bits"),
    [
        (5, 3),
        (fmpq(1, 1024), 11),
        (exponential(1000), 10),
        (3 * scalars.sqrt(fmpq(5)), 3),
        (arb(5), 0),
        (0, 1),
    ],
)
def test_the_height_is_the_bits_of_the_largest_integer(number: Any, bits: int) -> None:
    assert scalars.height_bits(number) == bits


def test_no_value_is_said_in_our_words() -> None:
    with pytest.raises(ZeroDivisionError) as found:
        fmpq(1) / fmpq(0)
    assert why_undefined(found.value) == "a division by zero"
    assert why_undefined(Undefined("a pole")) == "a pole"
