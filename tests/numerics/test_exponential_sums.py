"""Sums of exponentials: a normal form, a ring, and signs that are never guessed."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest
from flint import arb, ctx, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import scalars
from referee.numerics.exponential_sums import (
    ExponentialSum,
    exponential,
    exponential_sum,
)
from referee.numerics.precision import precision, watched

properties = settings(deadline=None, database=None, max_examples=100)
rationals = st.builds(fmpq, st.integers(-4, 4), st.integers(1, 3))
terms = st.lists(st.tuples(rationals, rationals), max_size=4)
sums = terms.map(exponential_sum)
ONE, ZERO = fmpq(1), fmpq(0)


def is_normal(number: Any) -> bool:
    if isinstance(number, fmpq):
        return True
    exponents = [e for e, _ in number.terms]
    plain = exponents in ([], [ZERO])
    return (
        exponents == sorted(set(exponents)) and all(c != 0 for _, c in number.terms) and not plain
    )


@given(terms)
@properties
def test_the_normal_form_has_ascending_exponents_and_no_zero_coefficients(
    given_terms: list[tuple[fmpq, fmpq]],
) -> None:
    assert is_normal(exponential_sum(given_terms))


@given(terms, st.randoms(use_true_random=False))
@properties
def test_the_order_of_the_terms_does_not_matter(
    given_terms: list[tuple[fmpq, fmpq]], random: Any
) -> None:
    shuffled = random.sample(given_terms, len(given_terms))
    assert exponential_sum(shuffled) == exponential_sum(given_terms)


@given(sums, sums, sums)
@properties
def test_sums_of_exponentials_are_a_commutative_ring(a: Any, b: Any, c: Any) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a + ZERO == a
    assert a * ONE == a
    assert a - a == 0
    assert a - b == a + (-b)
    assert is_normal(a * b + c)


@given(sums, sums)
@properties
def test_the_difference_of_two_sums_is_zero_only_where_they_are_equal(a: Any, b: Any) -> None:
    assert (a - b == 0) == (a == b)
    assert (scalars.sign(a - b) == 0) == (a == b)


@given(sums, sums)
@properties
def test_the_sign_is_the_sign_that_a_wide_margin_of_bits_shows(a: Any, b: Any) -> None:
    found = scalars.sign(a - b)
    if a == b:
        assert found == 0
        return
    with precision(600):
        difference = ball(a) - ball(b)
        assert found == (1 if difference > 0 else -1)
        assert not difference.contains(0)


def ball(number: Any) -> arb:
    return number.ball() if isinstance(number, ExponentialSum) else arb(number)


@given(sums, sums)
@properties
def test_signs_multiply(a: Any, b: Any) -> None:
    assert scalars.sign(a * b) == (scalars.sign(a) or 0) * (scalars.sign(b) or 0)


def test_a_sum_that_cancels_is_the_rational_zero() -> None:
    e = exponential(1)
    assert e - e == 0
    assert isinstance(e - e, fmpq)
    assert isinstance(e * exponential(-1), fmpq)
    assert e * exponential(-1) == 1
    assert exponential(0) == 1
    assert isinstance(exponential_sum([]), fmpq)


def test_a_sum_in_normal_form_never_equals_a_rational() -> None:
    assert exponential(1) != fmpq(271828, 100000)
    assert exponential(1) != 0


@pytest.mark.parametrize("digits", [10, 30, 100])
def test_tiny_differences_have_their_sign(digits: int) -> None:
    tiny = fmpq(1, 10**digits)
    assert scalars.sign(exponential(tiny) - 1 - tiny) == 1
    assert scalars.sign(exponential(-tiny) - 1 + tiny) == 1
    assert scalars.sign(1 + tiny - exponential(tiny)) == -1
    assert scalars.sign(exponential(tiny) - 1 - tiny - tiny * tiny / 2) == 1
    assert scalars.sign(exponential(tiny) - 1 / (1 - tiny)) == -1


def test_a_rational_just_below_and_just_above_e_are_told_apart() -> None:
    with precision(2000):
        digits = (arb(1).exp() * 10**300).floor().unique_fmpz()
    assert digits is not None
    below, above = fmpq(digits, 10**300), fmpq(digits + 1, 10**300)
    assert scalars.sign(exponential(1) - below) == 1
    assert scalars.sign(exponential(1) - above) == -1


def test_the_sign_leaves_the_precision_as_it_was() -> None:
    with precision(80):
        scalars.sign(exponential(fmpq(1, 10**60)) - 1)
        assert ctx.prec == 80


def test_division_is_exact() -> None:
    e = exponential(1)
    assert (2 * e * e + e) / (2 * e) == e + fmpq(1, 2)
    assert 1 / e == exponential(-1)
    assert e**-2 == exponential(-2)
    quotient = (e * e - 1) / (e - 1)
    assert quotient - e == 1
    assert quotient.ball().overlaps((e + 1).ball())


@given(sums, st.builds(fmpq, st.integers(1, 5), st.integers(1, 5)), rationals)
@properties
def test_multiplying_by_one_term_is_undone_by_dividing_by_it(a: Any, c: fmpq, r: fmpq) -> None:
    term = c * exponential(r)
    assert a * term / term == a


@given(rationals, rationals)
@properties
def test_exponentials_turn_sums_into_products(r: fmpq, s: fmpq) -> None:
    assert exponential(r) * exponential(s) == exponential(r + s)


@given(sums, st.integers(0, 4))
@properties
def test_a_power_is_a_repeated_product(a: Any, k: int) -> None:
    product: Any = ONE
    for _ in range(k):
        product = product * a
    assert a**k == product


@given(sums)
@properties
def test_the_absolute_value_is_the_number_with_its_sign(a: Any) -> None:
    assert abs(a) == (scalars.sign(a) or 0) * a
    assert scalars.magnitude(a) == abs(a)


@pytest.mark.parametrize("one", [1, fmpz(1), fmpq(1)])
def test_integers_of_every_make_mix_with_sums(one: Any) -> None:
    e = exponential(1)
    assert e + one == one + e == exponential_sum([(ONE, ONE), (ZERO, ONE)])
    assert one - e == -(e - one)
    assert one * e == e * one == e
    assert e / one == e


def test_a_ball_makes_a_ball_of_a_sum() -> None:
    e, root = exponential(1), arb(2).sqrt()
    for mixed in (e + root, root + e, e - root, root - e, e * root, root * e, e / root, root / e):
        assert isinstance(mixed, arb)
    assert (e + root).contains((e.ball() + root).mid())
    assert (e - root) > 1
    assert (root - e) < -1


@pytest.mark.parametrize(
    "operation", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
)
def test_a_float_does_not_mix_with_a_sum(operation: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError):
        operation(exponential(1), 0.5)
    with pytest.raises(TypeError):
        operation(0.5, exponential(1))


@given(sums, sums)
@properties
def test_equal_sums_have_equal_hashes(a: Any, b: Any) -> None:
    assert a != b or hash(a) == hash(b)


def test_a_sum_is_shown_as_its_nearest_float() -> None:
    assert float(exponential(1)) == 2.718281828459045
    assert scalars.to_float(exponential(1000)) == float("inf")
    assert scalars.to_float(-exponential(1000)) == float("-inf")


roots = st.builds(
    lambda q, k: q * scalars.real_power(fmpq(2), fmpq(1, k)), rationals, st.integers(1, 3)
)
algebraic_sums = st.lists(st.tuples(roots, roots), max_size=3).map(exponential_sum)
fractions = st.tuples(algebraic_sums, algebraic_sums).filter(lambda pair: pair[1] != 0)
few = settings(deadline=None, database=None, max_examples=40)
OPERATIONS = (operator.add, operator.sub, operator.mul, operator.truediv)


def value(number: Any) -> arb:
    return number.ball() if hasattr(number, "ball") else arb(number)


@given(fractions, fractions, st.sampled_from(OPERATIONS))
@few
def test_quotients_are_in_the_balls_of_their_sums(
    one: Any, other: Any, operation: Callable[[Any, Any], Any]
) -> None:
    a, b = one[0] / one[1], other[0] / other[1]
    if operation is operator.truediv and b == 0:
        return
    found = operation(a, b)
    with precision(600):
        left, right = (value(top) / value(bottom) for top, bottom in (one, other))
        assert value(found).overlaps(operation(left, right))
    assert not isinstance(found, arb)


@given(fractions, fractions)
@few
def test_quotients_are_equal_where_their_cross_products_are(one: Any, other: Any) -> None:
    a, b = one[0] / one[1], other[0] / other[1]
    crossed = one[0] * other[1] - other[0] * one[1]
    assert (a - b == 0) is (crossed == 0)
    if crossed != 0:
        with precision(2000):
            negative = (value(one[0]) / value(one[1]) - value(other[0]) / value(other[1])) < 0
        assert scalars.sign(a - b) == (-1 if negative else 1)


@given(fractions)
@few
def test_a_quotient_is_undone(pair: Any) -> None:
    top, bottom = pair
    quotient = top / bottom
    assert quotient * bottom - top == 0
    assert quotient - quotient == 0
    if top != 0:
        assert quotient / quotient - 1 == 0
        assert 1 / quotient * top - bottom == 0
        assert quotient**-2 * quotient**2 - 1 == 0


@given(sums)
@properties
def test_the_root_of_a_square_of_a_sum_is_its_magnitude(a: Any) -> None:
    assert scalars.sqrt(a * a) - abs(a) == 0


def test_a_sum_that_is_no_square_has_a_ball_for_a_root() -> None:
    for number in (exponential(1) + 1, exponential(2) + exponential(1), exponential(2) - 1):
        root = scalars.sqrt(number)
        assert isinstance(root, arb)
        assert (root * root).overlaps(number.ball())


def test_exponentials_of_algebraic_numbers_are_told_apart() -> None:
    root, cube = scalars.sqrt(fmpq(2)), scalars.real_power(fmpq(2), fmpq(1, 3))
    assert scalars.exp(root) / scalars.exp(root) == 1
    assert scalars.exp(root) * scalars.exp(cube) - scalars.exp(cube + root) == 0
    assert scalars.exp(root) ** 2 == scalars.exp(2 * root)
    assert scalars.sqrt(scalars.exp(2 * root)) == scalars.exp(root)
    assert scalars.sign(scalars.exp(root) - scalars.exp(root + fmpq(1, 10**30))) == -1
    assert cube * scalars.exp(root) - scalars.exp(root) * cube == 0
    assert cube * scalars.exp(root) != scalars.exp(root)


def test_what_grows_too_large_is_a_ball_or_says_so() -> None:
    many = exponential_sum([(fmpq(i), fmpq(i % 5 + 1)) for i in range(60)])
    more = exponential_sum([(fmpq(i), fmpq(i % 3 + 1)) for i in range(59)])
    with watched() as steps:
        found = 1 / many - many / more
    assert isinstance(found, arb)
    assert found.overlaps(1 / many.ball() - many.ball() / more.ball())
    assert list(steps) == ["fractions of sums of too many exponentials"]
