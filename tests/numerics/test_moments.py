"""Moments and integrals against direct sums, Isserlis's theorem, and derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import factorial, prod
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import integrals, scalars
from referee.numerics.exponential_polynomials import MOST_DEGREE, letter, letter_of
from referee.numerics.moments import (
    Gaussian,
    Independent,
    expected,
    primitive,
    signs,
    uniform,
)
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series

RATIONALS = st.builds(fmpq, st.integers(-9, 9), st.integers(1, 4))
POWERS = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))
Pairs = list[tuple[int, int]]


def dot(one: Sequence[fmpq], two: Sequence[fmpq]) -> fmpq:
    return sum((a * b for a, b in zip(one, two, strict=True)), fmpq(0))


def pairings(places: Sequence[int]) -> Iterator[Pairs]:
    """Yield every way to put places into pairs."""
    if not places:
        yield []
        return
    first, *rest = places
    for at, other in enumerate(rest):
        for pairs in pairings([*rest[:at], *rest[at + 1 :]]):
            yield [(first, other), *pairs]


@settings(max_examples=25)
@given(st.lists(RATIONALS, min_size=9, max_size=9), st.lists(st.integers(0, 2), max_size=6))
def test_centred_gaussian_moments_are_sums_over_pairings(
    entries: list[fmpq], places: list[int]
) -> None:
    root = [entries[:3], entries[3:6], entries[6:]]
    covariance = [[dot(r, s) for s in root] for r in root]
    powers = tuple(places.count(i) for i in range(3))
    wick = sum(
        (prod((covariance[i][j] for i, j in pairs), start=fmpq(1)) for pairs in pairings(places)),
        start=fmpq(0),
    )
    assert Gaussian([fmpq(0)] * 3, covariance)(powers, [fmpq(0)] * 3) == wick


@settings(max_examples=25)
@given(st.lists(RATIONALS, min_size=3, max_size=3), POWERS)
def test_a_mean_moves_a_gaussian(mean: list[fmpq], powers: tuple[int, int, int]) -> None:
    covariance = [[fmpq(4 if i == j else 1) for j in range(3)] for i in range(3)]
    letters = [letter() for _ in range(3)]
    own = [letter_of(x) for x in letters]
    moved = prod(
        ((x + m) ** k for x, m, k in zip(letters, mean, powers, strict=True)), start=fmpq(1)
    )
    centred = Gaussian([fmpq(0)] * 3, covariance)
    assert expected(moved, own, centred) == Gaussian(mean, covariance)(powers, [fmpq(0)] * 3)


def test_a_gaussian_without_variance_is_its_mean() -> None:
    point = Gaussian([fmpq(3), fmpq(-2)], [[fmpq(0)] * 2] * 2)
    assert point((2, 3), [fmpq(0)] * 2) == -72
    assert point((1, 0), [fmpq(1), fmpq(1)]) == 3 * scalars.exp(fmpq(1))


def test_gaussian_exponentials_are_derivatives_of_the_generating_function() -> None:
    """E x exp(bx) = d/db exp(bm + b²s/2) = (m + bs) exp(...)."""
    m, s, b = fmpq(1, 2), fmpq(3), fmpq(2)
    generating = scalars.exp(b * m + b * b * s / 2)
    assert Gaussian([m], [[s]])((1,), [b]) == (m + b * s) * generating
    assert Gaussian([m], [[s]])((2,), [b]) == ((m + b * s) ** 2 + s) * generating


@settings(max_examples=25)
@given(POWERS)
def test_signs_are_averages_over_all_signs(powers: tuple[int, int, int]) -> None:
    every = list(product((fmpq(1), fmpq(-1)), repeat=3))
    direct = [x ** powers[0] * y ** powers[1] * z ** powers[2] for x, y, z in every]
    found = Independent([signs] * 3)(powers, [fmpq(0)] * 3)
    assert found == sum(direct, fmpq(0)) / 8
    assert signs(1, fmpq(2)) == (scalars.exp(fmpq(2)) - scalars.exp(fmpq(-2))) / 2


@settings(max_examples=25)
@given(RATIONALS, RATIONALS, st.integers(0, 7))
def test_uniform_moments_times_the_length_are_integrals(low: fmpq, high: fmpq, power: int) -> None:
    if low > high:
        with pytest.raises(Undefined, match="lower end is above"):
            uniform(low, high)
        return
    length = high - low
    assert uniform(low, high)(power, fmpq(0)) * length == (
        primitive(power, fmpq(0), high) - primitive(power, fmpq(0), low)
    )
    exponential = uniform(low, high)(power, fmpq(2))
    between = primitive(power, fmpq(2), high) - primitive(power, fmpq(2), low)
    assert exponential * length == between


def test_a_uniform_number_in_a_point_is_that_point() -> None:
    assert uniform(fmpq(3), fmpq(3))(4, fmpq(0)) == 81
    assert uniform(fmpq(3), fmpq(3))(2, fmpq(1)) == 9 * scalars.exp(fmpq(3))


@settings(max_examples=25)
@given(st.integers(0, 6), RATIONALS, RATIONALS)
def test_a_primitive_has_its_function_for_a_derivative(power: int, rate: fmpq, at: fmpq) -> None:
    s = Series(at, fmpq(1))
    found = primitive(power, rate, s).slope
    assert found == at**power * (scalars.exp(rate * at))


def integral(number: Any, by: Any, whole: integrals.Whole) -> Any:
    return integrals.integrated(number, letter_of(by), whole)


def test_integrals_in_one_another() -> None:
    s, t = letter(), letter()
    inner = integral(s * t * scalars.exp(t), s, integrals.between(fmpq(0), t))
    assert (
        integral(inner, t, integrals.between(fmpq(0), fmpq(1)))
        == (6 - 2 * scalars.exp(fmpq(1))) / 2
    )
    assert integral(s + 0 * t, s, integrals.between(fmpq(2), fmpq(1))) == fmpq(-3, 2)


@pytest.mark.parametrize("k", range(6))
def test_integrals_to_infinity_are_factorials(k: int) -> None:
    s = letter()
    ray = integrals.from_there(fmpq(0))
    assert integral(s**k * scalars.exp(-2 * s), s, ray) == fmpq(factorial(k), 2 ** (k + 1))
    half = integral(s ** (2 * k + 1) * scalars.exp(-s * s), s, ray)
    assert half == fmpq(factorial(k), 2)


def test_what_diverges_has_no_value() -> None:
    s = letter()
    for number, whole in [
        (s, integrals.everywhere),
        (scalars.exp(-s), integrals.everywhere),
        (scalars.exp(s * s), integrals.everywhere),
        (fmpq(1), integrals.from_there(fmpq(0))),
        (scalars.exp(s), integrals.from_there(fmpq(0))),
        (s * scalars.exp(s * s), integrals.from_there(fmpq(0))),
    ]:
        with pytest.raises(Undefined, match="diverges"):
            integral(number, s, whole)
    assert integral(s * 0, s, integrals.everywhere) == 0


def test_what_is_no_polynomial_is_refused_by_name() -> None:
    x = letter()
    refused: list[tuple[Callable[[], Any], str]] = [
        (lambda: 1 / x, "a quotient"),
        (lambda: 1 / (1 + x), "a quotient"),
        (lambda: scalars.sqrt(x), "a square root"),
        (lambda: scalars.magnitude(x), "an order or a magnitude"),
        (lambda: scalars.sign(x), "an order or a magnitude"),
        (lambda: scalars.exp(scalars.exp(x)), "an exponential of an exponential"),
        (lambda: x ** (MOST_DEGREE + 1), "a polynomial of a degree beyond"),
        (lambda: scalars.real_power(x, fmpq(1, 3)), "a root or real power"),
        (lambda: expected(scalars.exp(x * x), [letter_of(x)], Gaussian([0], [[1]])), "not linear"),
        (lambda: integral(scalars.exp(x * x), x, integrals.between(0, 1)), "no closed form"),
        (lambda: integral(scalars.exp(x**3), x, integrals.everywhere), r"exp\(s\^3\)"),
    ]
    for compute, why in refused:
        with pytest.raises(NotComputed, match=why):
            compute()


def test_products_of_too_many_terms_are_refused() -> None:
    total = sum((letter() for _ in range(12)), fmpq(0))
    with pytest.raises(NotComputed, match="terms"):
        total**12


def test_a_polynomial_without_letters_is_a_number() -> None:
    x = letter()
    assert type(x - x) is fmpq
    assert (x + 1 - x) / 2 == fmpq(1, 2)
    assert scalars.exp(x) / scalars.exp(x) == 1
