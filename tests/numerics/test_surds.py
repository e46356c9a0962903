"""Sums of square roots: a normal form, a ring, and signs that are never guessed."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from flint import arb, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import arrays, linalg, scalars
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed, precision
from referee.numerics.series import Series
from referee.numerics.surds import MOST_BITS, MOST_TERMS, Surd, square_root

properties = settings(deadline=None, database=None, max_examples=100)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))
# Prime factors that trial division finds, and some that it does not.
factors = st.sampled_from([1, 1, 2, 3, 5, 12, 10007, 10**9 + 7, (10**9 + 7) ** 2, 10**40 + 121])
radicands = st.builds(fmpq, st.builds(operator.mul, factors, factors), st.integers(1, 8))
terms = st.lists(st.tuples(rationals, radicands), max_size=4)
ZERO, ONE = fmpq(0), fmpq(1)


def root(number: int) -> Any:
    return square_root(fmpq(number))


def total(given_terms: list[tuple[fmpq, fmpq]]) -> Any:
    return sum((c * square_root(r) for c, r in given_terms), ZERO)


def ball(number: Any) -> arb:
    return number.ball() if isinstance(number, Surd) else arb(number)


sums = terms.map(total)


def is_normal(number: Any) -> bool:
    if isinstance(number, fmpq):
        return True
    found = [r for r, _ in number.terms]
    independent = all(math.isqrt(r * s) ** 2 != r * s for r, s in combinations(found, 2))
    irrational = any(r != 1 for r in found)
    return found == sorted(found) and independent and irrational and all(c for _, c in number.terms)


@given(terms)
@properties
def test_the_normal_form_has_independent_radicands_and_holds_the_value(
    given_terms: list[tuple[fmpq, fmpq]],
) -> None:
    found = total(given_terms)
    assert is_normal(found)
    with precision(300):
        plain = sum((arb(c) * arb(r).sqrt() for c, r in given_terms), arb(0))
        assert ball(found).overlaps(plain)


@given(sums, sums, sums)
@properties
def test_sums_of_roots_are_a_commutative_ring(a: Any, b: Any, c: Any) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a * b == b * a
    assert a + ZERO == a
    assert a * ONE == a
    assert a - a == 0
    assert a - b == a + (-b)
    assert isinstance(a * b + c, arb) or is_normal(a * b + c)  # a ball has more terms than kept


@given(*(st.lists(st.tuples(rationals, radicands), max_size=2).map(total) for _ in range(3)))
@properties
def test_products_are_associative_and_distribute(a: Any, b: Any, c: Any) -> None:
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c


@given(sums, sums)
@properties
def test_operations_hold_those_of_balls(a: Any, b: Any) -> None:
    with precision(300):
        assert ball(a * b).overlaps(ball(a) * ball(b))
        assert ball(a - b).overlaps(ball(a) - ball(b))
        if b != 0:
            assert ball(a / b).overlaps(ball(a) / ball(b))


@given(sums, sums)
@properties
def test_the_sign_is_the_sign_that_a_wide_margin_of_bits_shows(a: Any, b: Any) -> None:
    found = scalars.sign(a - b)
    if a == b:
        assert found == 0
        return
    with precision(2000):
        difference = ball(a) - ball(b)
        assert not difference.contains(0)
        assert found == (1 if difference > 0 else -1)


@given(sums, sums)
@properties
def test_equal_sums_have_equal_hashes_and_no_difference(a: Any, b: Any) -> None:
    assert (a - b == 0) == (a == b)
    assert a != b or hash(a) == hash(b)


@given(st.lists(st.tuples(rationals, radicands), min_size=1, max_size=2).map(total))
@properties
def test_one_term_or_two_are_inverted_exactly(a: Any) -> None:
    if isinstance(a, Surd) and len(a.terms) <= 2:
        assert a * (1 / a) == 1
        assert a / a == 1
        assert a**-2 * a * a == 1


@given(radicands, radicands)
@properties
def test_a_product_of_roots_is_the_root_of_the_product(r: fmpq, s: fmpq) -> None:
    assert square_root(r) * square_root(s) == square_root(r * s)
    assert square_root(r) ** 2 == r
    assert square_root(r * s * s) == s * square_root(r)


@given(st.lists(st.tuples(rationals, radicands), max_size=2).map(total), st.integers(0, 9))
@properties
def test_a_power_is_a_repeated_product(a: Any, k: int) -> None:
    assert a**k == math.prod([a] * k, start=ONE)


@pytest.mark.parametrize("prime", [3, 7919, 10**9 + 7, 2**127 - 1, 2**521 - 1])
def test_a_square_factor_is_recognised_however_large_it_is(prime: int) -> None:
    other = 2**607 - 1
    assert root(prime * prime * other) == prime * root(other)
    assert root(prime * prime * other * 6) - prime * root(6 * other) == 0
    assert hash(root(prime * prime * other)) == hash(prime * root(other))
    assert root(prime**2) == prime


def test_roots_that_cancel_are_rational() -> None:
    for number in (root(2) * root(8), root(6) / root(24), (1 + root(2)) * (1 - root(2))):
        assert isinstance(number, fmpq)
    assert root(2) * root(3) - root(6) == 0
    assert root(2) != root(3)
    assert root(2) != fmpq(1)


def test_equal_numbers_in_different_terms_are_equal() -> None:
    assert 1 / (root(2) - 1) == 1 + root(2)
    assert (root(2) + root(3)) ** 2 == 5 + 2 * root(6)
    assert square_root(fmpq(1, 2)) == root(2) / 2


def test_close_numbers_are_told_apart() -> None:
    gap = root(10**60 + 1) - 10**30
    assert scalars.sign(gap) == 1
    assert float(gap) == 5e-31
    assert scalars.sign(root(2) + root(3) - fmpq(314626436994197, 10**14)) == 1
    assert scalars.sign(root(2) + root(3) - fmpq(314626436994198, 10**14)) == -1
    assert abs(1 - root(2)) == root(2) - 1


def test_what_has_too_many_terms_or_bits_is_a_ball() -> None:
    primes = [p for p in range(2, 100) if all(p % q for q in range(2, p))]
    found = sum((root(p) for p in primes[: MOST_TERMS + 1]), ZERO)
    assert isinstance(found, arb)
    assert isinstance(sum((root(p) for p in primes[:MOST_TERMS]), ZERO), Surd)
    giant = root(2**MOST_BITS + 1)
    assert isinstance(giant, arb)
    assert giant.overlaps(arb(2**MOST_BITS + 1).sqrt())
    assert root((2**MOST_BITS + 1) ** 2) == 2**MOST_BITS + 1
    assert isinstance(root(2**3001 + 1) * root(2**3003 + 3), arb)


def test_a_sum_of_three_roots_divides_as_a_ball() -> None:
    found = 1 / (root(2) + root(3) + root(5))
    assert isinstance(found, arb)
    assert (found * (root(2) + root(3) + root(5))).contains(1)


@pytest.mark.parametrize("one", [1, fmpz(1), fmpq(1)])
def test_integers_of_every_make_mix_with_roots(one: Any) -> None:
    a = root(2)
    assert a + one == one + a
    assert one - a == -(a - one)
    assert one * a == a * one == a / one == a
    assert one / a == a / 2
    assert a * 0 == 0


def test_a_ball_makes_balls_of_roots() -> None:
    a, other = root(2), arb(3)
    for mix in (operator.add, operator.sub, operator.mul, operator.truediv):
        for found, wanted in (
            (mix(a, other), mix(a.ball(), other)),
            (mix(other, a), mix(other, a.ball())),
        ):
            assert isinstance(found, arb)
            assert found.overlaps(wanted)


def test_roots_and_exponentials_make_exponential_sums() -> None:
    a, other = root(2), exponential(1)
    for mix in (operator.add, operator.sub, operator.mul, operator.truediv):
        for left, right in ((a, other), (other, a)):
            assert mix(left, right).ball().overlaps(mix(left.ball(), right.ball()))
    assert (exponential(1) - a - fmpq(13, 10)).sign() == 1
    assert (exponential(1) * a - a * exponential(1)) == 0


@pytest.mark.parametrize(
    "operation", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
)
def test_a_float_does_not_mix_with_a_root(operation: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError):
        operation(root(2), 0.5)
    with pytest.raises(TypeError):
        operation(0.5, root(2))


def test_a_root_of_a_complex_matrix_is_not_computed() -> None:
    with pytest.raises(NotComputed, match="not rational"):
        Gaussian(ONE, ONE) * root(2)


def test_matrices_of_roots_multiply_and_are_inverted_exactly() -> None:
    a = arrays.sqrt(arrays.exact([[2, 3], [1, 6]]))
    assert (a @ linalg.inv(a) == arrays.exact([[1, 0], [0, 1]])).all()
    unit = arrays.exact([[1], [2]]) / linalg.norm(arrays.exact([[1], [2]]))
    assert (unit @ unit.T == arrays.exact([[1, 2], [2, 4]]) / fmpq(5)).all()
    with pytest.raises(scalars.Undefined, match="singular"):
        linalg.inv(arrays.sqrt(arrays.exact([[2, 6], [1, 3]])))


def test_a_derivative_passes_through_a_root() -> None:
    found = scalars.sqrt(Series(fmpq(2), fmpq(1)))
    assert (found.value, found.slope) == (root(2), root(2) / 4)
    assert (found * found).value == 2
    assert (found * found).slope == 1
