"""Gaussian rationals: a field with a conjugation, against Python's complex numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import arrays, linalg
from referee.numerics.gaussian import Gaussian, as_gaussian

properties = settings(deadline=None, database=None, max_examples=80)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))
gaussians = st.builds(Gaussian, rationals, rationals)
ZERO, ONE, UNIT = (Gaussian(fmpq(a), fmpq(b)) for a, b in ((0, 0), (1, 0), (0, 1)))


@given(gaussians, gaussians, gaussians)
@properties
def test_gaussian_rationals_are_a_commutative_ring(a: Gaussian, b: Gaussian, c: Gaussian) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a + ZERO == a
    assert a * ONE == a
    assert a + (-a) == ZERO
    assert a - b == -(b - a)


@given(gaussians, gaussians)
@properties
def test_every_number_but_zero_divides(a: Gaussian, b: Gaussian) -> None:
    if b == ZERO:
        with pytest.raises(ZeroDivisionError):
            a / b
    else:
        assert a / b * b == a


@given(gaussians, gaussians)
@properties
def test_conjugation_respects_sums_and_products(a: Gaussian, b: Gaussian) -> None:
    assert (a + b).conjugate() == a.conjugate() + b.conjugate()
    assert (a * b).conjugate() == a.conjugate() * b.conjugate()
    assert a.conjugate().conjugate() == a
    assert (a * a.conjugate()).im == 0


def test_the_unit_squares_to_minus_one() -> None:
    assert UNIT * UNIT == -ONE


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(-99, 99), st.integers(-99, 99))
@properties
def test_products_are_those_of_complex_numbers(p: int, q: int, r: int, s: int) -> None:
    product = Gaussian(fmpq(p), fmpq(q)) * Gaussian(fmpq(r), fmpq(s))
    assert complex(product) == complex(p, q) * complex(r, s)


@given(gaussians)
@properties
def test_the_size_is_zero_for_zero_only(a: Gaussian) -> None:
    assert (a.size() == 0) == (a == ZERO)
    assert a.size() >= 0


@pytest.mark.parametrize("number", [3, fmpz(3), fmpq(3), Gaussian(fmpq(3), fmpq(0))])
def test_rationals_are_gaussian_rationals(number: Any) -> None:
    assert as_gaussian(number) == Gaussian(fmpq(3), fmpq(0))
    assert UNIT + number == number + UNIT == Gaussian(fmpq(3), fmpq(1))
    assert number - UNIT == Gaussian(fmpq(3), fmpq(-1))
    assert number * UNIT == Gaussian(fmpq(0), fmpq(3))


@pytest.mark.parametrize("number", [1.5, "1", None, 1j])
def test_nothing_else_is_a_gaussian_rational(number: Any) -> None:
    with pytest.raises(TypeError, match="not a Gaussian rational"):
        as_gaussian(number)


@pytest.mark.parametrize(
    ("re", "im", "text"),
    [
        (0, 0, "0"),
        (2, 0, "2"),
        (0, 1, "i"),
        (0, -1, "-i"),
        (0, 3, "3i"),
        (1, 1, "1+i"),
        (1, -1, "1-i"),
        (-1, 2, "-1+2i"),
        (1, -2, "1-2i"),
    ],
)
def test_a_gaussian_rational_is_written_as_by_hand(re: int, im: int, text: str) -> None:
    assert str(Gaussian(fmpq(re), fmpq(im))) == text


def test_matrices_of_gaussian_rationals_multiply_and_conjugate() -> None:
    a = np.array([[UNIT, ONE], [ONE, UNIT]], dtype=object)
    assert (arrays.conjugate(a).mT @ a == np.array([[2 * ONE, ZERO], [ZERO, 2 * ONE]])).all()


def test_matrices_of_gaussian_rationals_are_inverted_exactly() -> None:
    a = np.array([[UNIT, 2 * ONE], [ONE, UNIT]], dtype=object)
    assert (a @ linalg.inv(a) == np.array([[ONE, ZERO], [ZERO, ONE]])).all()
