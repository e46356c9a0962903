"""Algebraic numbers against balls of a thousand bits, their polynomials and laws of powers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest
from flint import arb, fmpq, fmpz_poly
from flint.types._gr import gr_real_arb_ctx, gr_real_qqbar_ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from referee.numerics import scalars
from referee.numerics.algebraic import MOST_DEGREE, Algebraic, lift, power
from referee.numerics.exponential_sums import exponential
from referee.numerics.precision import precision, watched
from referee.numerics.surds import Surd, square_root

properties = settings(deadline=None, database=None, max_examples=80)
OPERATIONS = (operator.add, operator.sub, operator.mul, operator.truediv)
positive = st.builds(fmpq, st.integers(1, 40), st.integers(1, 9))
exponents = st.builds(fmpq, st.integers(-4, 4), st.integers(1, 4))
roots = st.builds(scalars.real_power, positive, exponents)
rationals = st.builds(fmpq, st.integers(-9, 9), st.integers(1, 5))


def ball(number: Any) -> arb:
    return number.ball() if hasattr(number, "ball") else arb(number)


def agrees(found: Any, by_balls: Callable[[], arb]) -> bool:
    """Say whether a number is in a thin ball that never saw flint's algebraic numbers."""
    with precision(1000):
        wanted = by_balls()
        return bool(wanted.rel_accuracy_bits() > 500) and bool(ball(found).overlaps(wanted))


@given(positive, exponents)
@properties
def test_a_power_is_in_the_ball_of_its_logarithm(base: fmpq, exponent: fmpq) -> None:
    found = scalars.real_power(base, exponent)

    def by_balls() -> arb:
        return (arb(exponent) * arb(base).log()).exp()

    assert agrees(found, by_balls)
    assert isinstance(found, fmpq | Surd | Algebraic)


@given(positive, exponents, positive, exponents, st.sampled_from(OPERATIONS), rationals)
@properties
def test_arithmetic_is_in_the_ball_of_the_operands(
    a: fmpq, p: fmpq, b: fmpq, q: fmpq, operation: Callable[[Any, Any], Any], r: fmpq
) -> None:
    one, other = scalars.real_power(a, p), scalars.real_power(b, q)
    left = one + r
    assume(not (operation is operator.truediv and scalars.vanishes(other)))
    found = operation(left, other)

    def by_balls() -> Any:
        log_a, log_b = arb(a).log(), arb(b).log()
        return operation((arb(p) * log_a).exp() + arb(r), (arb(q) * log_b).exp())

    if scalars.sign(found) == 0:
        with precision(1000):
            assert by_balls().contains(0)
    else:
        assert agrees(found, by_balls)
        with precision(1000):
            assert (by_balls() > 0) == (scalars.sign(found) == 1)


@given(positive, exponents, exponents)
@properties
def test_powers_multiply_by_adding_exponents(base: fmpq, p: fmpq, q: fmpq) -> None:
    raised = scalars.real_power
    assert raised(base, p) * raised(base, q) - raised(base, p + q) == 0
    assert scalars.vanishes(raised(raised(base, p), q) - raised(base, p * q)) is True


@given(positive, positive, exponents)
@properties
def test_powers_are_powers_of_one_number_only_if_the_numbers_are_equal(
    a: fmpq, b: fmpq, p: fmpq
) -> None:
    same = scalars.vanishes(scalars.real_power(a, p) - scalars.real_power(b, p))
    assert same is (a == b or p == 0)


@given(rationals, rationals, positive)
@properties
def test_the_root_of_the_square_of_a_surd_is_its_magnitude(a: fmpq, b: fmpq, r: fmpq) -> None:
    number = a + b * square_root(r)
    found = scalars.sqrt(number * number)
    assert scalars.vanishes(found - abs(number)) is True
    assert isinstance(found, fmpq | Surd)


@pytest.mark.parametrize("degree", [3, 5, 7])
@pytest.mark.parametrize("number", [fmpq(2), fmpq(10, 3)])
def test_a_number_is_a_root_of_its_polynomial(degree: int, number: fmpq) -> None:
    found = scalars.real_power(number, fmpq(1, degree))
    assert found.degree == degree
    assert found**degree == number
    polynomial = fmpz_poly([-int(number.p), *[0] * (degree - 1), int(number.q)])
    among: Any = polynomial.complex_roots()
    real = [z.real for z, _ in among if z.imag == 0 and z.real > 0]
    assert [bool(x.overlaps(found.ball())) for x in real] == [True]


def cube(number: int) -> Any:
    return scalars.real_power(fmpq(number), fmpq(1, 3))


def test_known_roots_of_roots() -> None:
    root = square_root
    assert scalars.sqrt(3 + 2 * root(fmpq(2))) == 1 + root(fmpq(2))
    assert scalars.sqrt(5 + 2 * root(fmpq(6))) - root(fmpq(2)) - root(fmpq(3)) == 0
    assert cube(16) / 2 == cube(2)
    golden = (1 + root(fmpq(5))) / 2
    assert scalars.real_power(2 + root(fmpq(5)), fmpq(1, 3)) == golden
    # Ramanujan: the cube root of ∛2 − 1 is ∛(1/9) − ∛(2/9) + ∛(4/9).
    left = scalars.real_power(cube(2) - 1, fmpq(1, 3))
    assert left * cube(9) - 1 + cube(2) - cube(4) == 0


def test_a_tie_that_is_none_is_told_apart() -> None:
    near = scalars.sqrt(square_root(fmpq(2)) + square_root(fmpq(3)))
    close = near + fmpq(1, 10**12)
    assert near != close
    assert (close - near) == fmpq(1, 10**12)
    assert scalars.sign(near - close) == -1


def test_equal_numbers_of_any_degree_cancel() -> None:
    number = scalars.real_power(fmpq(7), fmpq(1, 60))
    again = scalars.real_power(scalars.real_power(fmpq(7), fmpq(1, 12)), fmpq(1, 5))
    assert number - again == 0
    assert -number + again == 0
    assert number / again == 1
    assert isinstance(number - scalars.real_power(fmpq(7), fmpq(1, 59)), arb)


def test_kinds_mix_and_hash_alike() -> None:
    number, root = cube(2), square_root(fmpq(2))
    assert hash(number) == hash(cube(16) / 2)
    assert (number + root) - number == root
    assert root + number == number + root
    assert number != root
    assert root != number
    assert number - number == 0
    assert abs(-number) == number
    assert isinstance(number * arb(1), arb)
    assert exponential(1) * number / number == exponential(1)
    assert float(number) == pytest.approx(2 ** (1 / 3), rel=1e-15)
    with pytest.raises(ZeroDivisionError):
        number / 0
    with pytest.raises(TypeError):
        number + 0.5


def test_beyond_the_bounds_a_number_is_a_ball_and_the_step_is_named() -> None:
    with watched() as steps:
        found = scalars.real_power(fmpq(2), fmpq(1, MOST_DEGREE + 1))
        assert isinstance(found, arb)
        joined = scalars.real_power(fmpq(2), fmpq(1, 9)) + scalars.real_power(fmpq(3), fmpq(1, 11))
        assert isinstance(joined, arb)
        giant = cube(2) + fmpq(1, 10**2000)
        assert isinstance(giant, arb)
    assert any("power" in step for step in steps)
    assert any("sum of algebraic numbers" in step for step in steps)
    assert power(fmpq(2), fmpq(10**9)) is None
    many = sum((square_root(fmpq(p)) for p in (2, 3, 5, 7, 11, 13, 17)), fmpq(0))
    assert lift(many) is None


def test_what_is_read_from_the_private_module_is_as_it_was() -> None:
    """Flint's module is private to it: what a change of it would break is asked here."""
    field = gr_real_qqbar_ctx.new()
    root = field(2).sqrt()
    assert repr(root).endswith(" of a^2-2")
    assert repr(field(fmpq(-2, 3))) == "-2/3"
    golden = (field(1) + field(5).sqrt()) / field(2)
    assert repr(golden).endswith(" of a^2-a-1")
    third = field.pow(field(fmpq(2, 3)), field(1) / field(3))
    assert repr(third).endswith(" of 3*a^3-2")
    assert field.cmp(root, field(0)) == 1
    assert field.cmp(-root, field(0)) == -1
    assert (root * root == field(2)) is True
    assert (root == golden) is False
    text = repr(gr_real_arb_ctx.new(200)(root))
    with precision(150):
        assert arb(text).overlaps(arb(2).sqrt())
        assert arb(text).rel_accuracy_bits() > 140


@pytest.mark.parametrize(
    ("a", "b", "c"), [(1, 0, -2), (1, -1, -1), (3, 2, -7), (2, -6, 1), (1, 1, -1), (5, 0, -1)]
)
@pytest.mark.parametrize("which", [-1, 1])
def test_a_quadratic_number_is_a_sum_of_roots(a: int, b: int, c: int, which: int) -> None:
    root = (fmpq(-b) + which * square_root(fmpq(b * b - 4 * a * c))) / (2 * a)
    shift = cube(2)
    settled = (root + shift) - shift
    assert isinstance(settled, Surd)
    assert settled == root
    assert a * settled * settled + b * settled + c == 0
