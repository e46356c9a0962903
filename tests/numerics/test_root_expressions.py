"""Roots of polynomials and numbers made of them: signs, ties, near ties and what stays open."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq, fmpz_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import (
    one_root,
    root_expressions,
    scalars,
    separation,
    symmetric_forms,
    two_roots,
)
from referee.numerics.algebraic import minimal_polynomial, power
from referee.numerics.exponential_sums import exponential
from referee.numerics.polynomial_roots import (
    Irreducible,
    Root,
    decreasing,
    real_roots,
    roots_of,
)
from referee.numerics.precision import precision, watched
from referee.numerics.root_expressions import RootExpression, expression
from referee.numerics.surds import square_root

CUBIC = (1, -3, 0, 1)  # x³ − 3x + 1: three real roots, 2·cos of 2π/9, 4π/9 and 8π/9
TINY = fmpq(1, 10**30)
coefficients = st.lists(st.integers(-9, 9), min_size=4, max_size=8)


def roots(polynomial: tuple[int, ...] = CUBIC) -> list[Any]:
    return [expression(each) if isinstance(each, Root) else each for each in real_roots(polynomial)]


def sign(number: Any) -> int | None:
    return scalars.sign(number)


@given(coefficients)
@settings(deadline=None, database=None, max_examples=100)
def test_real_roots_are_those_that_isolation_finds_in_decreasing_order(found: list[int]) -> None:
    polynomial = fmpz_poly(found)
    if polynomial.degree() < 1:
        return
    isolated: Any = polynomial.complex_roots()
    balls = [(root, times) for root, times in isolated if root.imag == 0]
    # Isolation has an order for each factor without squares, and none among these.
    wanted = sorted((float(root.real) for root, times in balls for _ in range(times)), reverse=True)
    real = roots_of(tuple(int(c) for c in polynomial.coeffs())).real
    numbers = [expression(each) if isinstance(each, Root) else each for each in real]
    assert np.allclose([scalars.to_float(each) for each in numbers], wanted, atol=1e-9)
    assert roots_of(tuple(found)).all_real is (len(numbers) == polynomial.degree())


@pytest.mark.parametrize("bits", [64, 200, 4_000, 30_000])
def test_a_root_is_refined_to_as_many_bits_as_are_asked_for(bits: int) -> None:
    polynomial = fmpz_poly([11398716, 9619826, -6388633, -95434, 125179, 512, -664, -2, 1])
    for root in real_roots(tuple(int(c) for c in polynomial.coeffs())):
        with precision(bits):
            ball = root.ball()
            assert ball.rel_accuracy_bits() > bits - 8
            assert polynomial(ball).contains(0)


def test_close_numbers_are_put_in_order() -> None:
    near = [fmpq(1), 1 + TINY, 1 - TINY, square_root(fmpq(2)), square_root(fmpq(2)) + TINY]
    assert decreasing(near) == [near[4], near[3], near[1], near[0], near[2]]


def test_sums_and_products_over_all_roots_are_numbers_at_once() -> None:
    a, b, c = roots()
    assert a + b + c == 0
    assert isinstance(a + b + c, fmpq)
    assert a * b * c == -1
    assert a * a + b * b + c * c == 6
    assert a**3 + b**3 + c**3 == -3
    assert 1 / a + 1 / b + 1 / c == 3
    assert sign(a + b) in {1, -1}


def test_ties_between_roots_of_one_polynomial_are_decided() -> None:
    values = sorted(roots(), key=float)
    # x ↦ x² − 2 permutes the roots of x³ − 3x + 1.
    images = sorted((each * each - 2 for each in values), key=float)
    assert all(x == y for x, y in zip(values, images, strict=True))
    assert values[0] != images[1]
    assert sign(values[2] - images[2] - TINY) == -1
    assert sign(values[2] - images[2] + TINY) == 1


def test_ties_between_roots_of_two_polynomials_are_decided() -> None:
    (cube,) = roots((-2, 0, 0, 1))
    (other,) = roots((-16, 0, 0, 1))
    assert cube * 2 == other
    assert other != cube * 2 + TINY
    assert root_expressions.root(cube, 2) ** 2 == cube
    assert scalars.sqrt(cube) * scalars.sqrt(other) == cube * square_root(fmpq(2))
    (fifth,) = roots((-3, 0, 0, 0, 0, 1))
    assert sign((cube + fifth) ** 2 - cube**2 - 2 * cube * fifth - fifth * fifth) == 0
    assert sign((cube + fifth) ** 2 - cube**2 - 2 * cube * fifth - fifth * fifth - TINY) == -1


@given(st.integers(-50, 50), st.integers(1, 50), st.integers(1, 50), st.integers(0, 2))
@settings(deadline=None, database=None, max_examples=60)
def test_a_sign_is_that_of_a_certain_ball(top: int, below: int, times: int, place: int) -> None:
    a = roots()[place]
    number = a * times - fmpq(top, below) + square_root(fmpq(below))
    if not isinstance(number, RootExpression):
        return
    with precision(500):
        ball = number.ball()
    assert ball > 0 or ball < 0
    assert number.sign() == (1 if ball > 0 else -1)


def test_a_bound_separates_numbers_from_zero_and_grows_with_their_degree() -> None:
    two, three = (separation.of_surd(square_root(fmpq(k))) for k in (2, 3))
    near = two.plus(three).plus(separation.of_rational(fmpq(22619537, 7189205)))
    assert near.degree() == 4
    with precision(400):
        gap = arb(2).sqrt() + arb(3).sqrt() - fmpq(22619537, 7189205)
        assert abs(gap) > arb(2) ** -near.bits()
    assert Irreducible(CUBIC).largest >= 2
    a, b, _ = roots()
    assert (a * b + 1).extent.degree() == 6
    assert separation.of_rational(fmpq(-7, 3)).bits() >= 2


def test_a_bound_of_huge_roots_is_one() -> None:
    polynomial = (-(10**60) - 1, 10**25, 0, 1)
    bound = Irreducible(polynomial).largest
    (real,) = real_roots(polynomial)
    assert bound >= float(real.ball()) > 10**19


def test_a_tie_that_takes_too_many_bits_is_open_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (cube,), (fifth,) = roots((-2, 0, 0, 1)), roots((-3, 0, 0, 0, 0, 1))
    assert 1 / (cube + fifth) * (cube + fifth) == 1
    monkeypatch.setattr(root_expressions, "MOST_BITS", 10)
    monkeypatch.setattr(root_expressions, "CAP_BITS", 64)
    unknown = 1 / (1000 * (cube + fifth)) * (1000 * (cube + fifth)) - 1
    with watched() as steps:
        assert unknown.sign() is None
    assert root_expressions.TIE in steps


def test_what_it_meets_keeps_its_kind() -> None:
    a = max(roots(), key=float)
    assert isinstance(a + exponential(1), arb)
    assert isinstance(exponential(1) * a, arb)
    assert isinstance(a + arb(1), arb)
    assert isinstance(a + square_root(fmpq(2)), RootExpression)
    assert isinstance(square_root(fmpq(2)) - a, RootExpression)
    assert isinstance(power(fmpq(2), fmpq(1, 3)) + a, RootExpression)
    assert a * 0 == 0
    assert (a - a, 0 * a) == (0, 0)
    with pytest.raises(ZeroDivisionError):
        1 / (a * 2 - a - a + expression(0))
    assert math.isclose(float(a), 2 * math.cos(2 * math.pi / 9))
    assert abs(-a) == a
    assert "x^3" in repr(a)


def test_an_algebraic_number_knows_its_minimal_polynomial() -> None:
    cube = power(fmpq(5, 7), fmpq(1, 3))
    assert minimal_polynomial(cube) == (-5, 0, 0, 7)
    assert expression(cube) ** 3 == fmpq(5, 7)


def test_scalars_take_roots_and_powers_of_them() -> None:
    a = max(roots(), key=float)
    assert scalars.sqrt(a) ** 2 == a
    assert scalars.real_power(a, fmpq(2, 3)) ** 3 == a * a
    assert scalars.real_power(a, fmpq(-1)) * a == 1
    with pytest.raises(scalars.Undefined):
        scalars.sqrt(-a)
    assert not scalars.is_zero(a)
    assert isinstance(scalars.exp(a), arb)


def test_power_sums_follow_from_the_coefficients() -> None:
    of = Irreducible(CUBIC)
    for k in range(1, 9):
        with precision(200):
            total = sum((root.ball() ** k for root in real_roots(CUBIC)), arb(0))
            assert total.contains(arb(symmetric_forms.power_sum(of, k)))


def test_a_root_is_compared_with_a_function_of_one_other_root() -> None:
    shifted, inverse = roots((-1, 0, 3, 1)), roots((1, 0, -3, 1))
    for a in roots():
        assert [each == a - 1 for each in shifted].count(True) == 1
        assert [each == 1 / a for each in inverse].count(True) == 1
        assert one_root.vanishes((a - shifted[0] - 2).form) is False
    assert one_root.vanishes(None) is None
    assert one_root.vanishes((roots()[0] + roots()[1] ** 3).form) in {False, None}


def test_a_root_is_compared_with_a_function_of_two_other_roots() -> None:
    (cube,), (third,) = roots((-2, 0, 0, 1)), roots((-3, 0, 0, 1))
    (both,) = roots((-6, 0, 0, 1))
    assert both == cube * third
    assert both != cube * third + TINY
    assert one_root.vanishes((both - cube * third - TINY).form) is False
    a, b, c = (expression(root) for root in real_roots(CUBIC))
    assert two_roots.companion(Irreducible(CUBIC)).charpoly().numer().coeffs() == [1, -3, 0, 1]
    for one, other in ((a, b), (b, c), (a, c)):
        products = [-each for each in (1 / a, 1 / b, 1 / c)]
        assert [one * other == each for each in products].count(True) == 1
    large = real_roots((-2, *[0] * 10, 1))[0], real_roots((-3, *[0] * 10, 1))[0]
    (product,) = roots((-6, *[0] * 10, 1))
    number = product - expression(large[0]) * expression(large[1])
    assert one_root.vanishes(number.form) is None
    assert number == 0
