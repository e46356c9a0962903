"""Roots beside rational numbers: h + b·r, and the one integer that stands for b·r.

A number that is declared real is rational in all that is drawn and enumerated: its integer for a
root is 0. Where a root is wanted, as one of a formula, that integer says which. The root r is
c^(1/k), or one of an integer polynomial; pairs of whole numbers are counted (Cantor), c only where
it is no k-th power: 1 stands for √2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt, lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly, fmpz

from referee.numerics import arrays, polynomial_roots, scalars
from referee.numerics.arrays import Array
from referee.numerics.precision import until_certain
from referee.numerics.root_expressions import of_root
from referee.numerics.surds import square_root
from referee.strategies.rationals import Arithmetic

MOST_DEGREE = 8  # of a root: numbers that are joined have the product of their degrees
OF_POLYNOMIAL = 2  # the place of roots of polynomials, after square and cube roots
MOST_DEGREE_OF_POLYNOMIAL = 6
MOST_BITS = 2_000  # of its coefficients
LEAST_DEGREE = 3


@dataclass(frozen=True)
class Radical:
    """The irrational number ``rational`` + ``times``·r with the root r that has a number.

    ``times`` is not 0; ``root`` is of :func:`kth_root` or :func:`polynomial_root`.
    """

    rational: fmpq
    times: fmpq
    root: int

    @property
    def value(self) -> Any:
        """The number, exactly: a sum of square roots, an algebraic number or one by its root."""
        return self.rational + self.times * root_of(self.root)

    def moved(self, by: fmpq, scale: fmpq | int = 1) -> Radical:
        """Return (number + by)·scale, for a scale that is not 0."""
        return Radical((self.rational + by) * scale, self.times * scale, self.root)

    @property
    def integers(self) -> tuple[int, int, int]:
        """The integer of its root, its numerator and its denominator less 1."""
        below = lcm(int(self.rational.q), int(self.times.q))
        times = int(self.times * below)
        code = (1 + _paired(abs(times) - 1, self.root)) * (1 if times > 0 else -1)
        return code, int(self.rational * below), below - 1


def kth_root(degree: int, under: int) -> int:
    """Return the number of under^(1/degree): of a whole number from 2, no power of that degree."""
    kind = degree - 2 + (degree - 2 >= OF_POLYNOMIAL)
    return _paired(kind, under - _floor_root(under, degree) - 1)


def polynomial_root(coefficients: Sequence[int], place: int) -> int:
    """Return the number of a real root, by its place among them in decreasing order.

    Coefficients begin with the constant one; the last one, of x³ to x⁶, is positive.
    """
    *lower, last = coefficients
    signed = (2 * c if c >= 0 else -2 * c - 1 for c in lower)
    found = last - 1
    for each in reversed((len(lower) - LEAST_DEGREE, place, *signed)):
        found = _paired(each, found)
    return _paired(OF_POLYNOMIAL, found)


@lru_cache(maxsize=1024)
def root_of(number: int) -> Any:
    """Return the root that has a number: √2 where it is none that is irrational and no giant."""
    kind, rest = _unpaired(number)
    degree = kind + 2 - (kind > OF_POLYNOMIAL)
    found = None
    if kind == OF_POLYNOMIAL:
        found = _of_polynomial(rest)
    elif degree <= MOST_DEGREE and rest.bit_length() <= MOST_BITS:
        found = scalars.exact_power(fmpq(_no_power(rest, degree)), fmpq(1, degree))
    return square_root(fmpq(2)) if found is None or isinstance(found, fmpq) else found


def _of_polynomial(number: int) -> Any:
    above, number = _unpaired(number)
    place, number = _unpaired(number)
    if above + LEAST_DEGREE > MOST_DEGREE_OF_POLYNOMIAL or number.bit_length() > MOST_BITS:
        return None
    lower: list[int] = []
    for _ in range(above + LEAST_DEGREE):
        each, number = _unpaired(number)
        lower.append(-(each + 1) // 2 if each % 2 else each // 2)
    real = polynomial_roots.roots_of((*lower, number + 1)).real
    found = real[place % len(real)] if real else fmpq(0)
    return of_root(found) if isinstance(found, polynomial_roots.Root) else found


def _no_power(number: int, degree: int) -> int:
    """Return the whole number with so many others before it, from 2, that are no powers."""
    found = number + 2
    while found - _floor_root(found, degree) - 1 < number or _is_power(found, degree):
        found += max(1, number - (found - _floor_root(found, degree) - 1))
    return found


def _floor_root(number: int, degree: int) -> int:
    return int(fmpz(number).root(degree))


def _is_power(number: int, degree: int) -> bool:
    return bool(_floor_root(number, degree) ** degree == number)


def _paired(one: int, other: int) -> int:
    """Return the place of a pair of integers ≥ 0 when pairs are counted by their sums (Cantor)."""
    return (one + other) * (one + other + 1) // 2 + one


def _unpaired(place: int) -> tuple[int, int]:
    total = (isqrt(8 * place + 1) - 1) // 2
    one = place - total * (total + 1) // 2
    return one, total - one


def has_roots(codes: np.ndarray) -> bool:
    """Say whether an integer of some (..., 1) stands for a root."""
    return bool((codes != 0).any())


def roots_of(p: Arithmetic, codes: np.ndarray) -> Array:
    """Return the numbers (..., 1) that integers (..., 1) stand for, 0 for 0."""
    found = np.empty(codes.shape, dtype=object)
    found.reshape(-1)[:] = [_number(int(code)) for code in codes.ravel().tolist()]
    return found if p.number is arrays.exact else p.number(found)


def _number(code: int) -> Any:
    if code == 0:
        return fmpq(0)
    times, root = _unpaired(abs(code) - 1)
    return (1 + times) * (1 if code > 0 else -1) * root_of(root)


def fractional(x: Array) -> Array:
    """Return x − ⌊x⌋ of irrational numbers, in (0, 1)."""
    if x.dtype != object:
        found: Array = x - np.floor(x)
        return found
    return arrays.elementwise(_fraction, x)


def _fraction(number: Any) -> Any:
    whole = until_certain(lambda: number.ball().floor(), lambda ball: ball.is_exact(), cap=1 << 16)
    return number - fmpq(whole.unique_fmpz())


def radicals(polynomial: fmpq_poly) -> Sequence[Radical]:
    """Return the real roots of an irreducible polynomial of a small degree, () of another one.

    Those of a·(x − h)^k − c, as all quadratic ones, are k-th roots; others know their polynomial.
    """
    degree = polynomial.degree()
    if not 2 <= degree <= MOST_DEGREE:
        return ()
    first = polynomial[degree]
    middle = -polynomial[degree - 1] / (degree * first)
    centred = polynomial(fmpq_poly([middle, 1]))
    if any(centred[i] != 0 for i in range(1, degree)):
        return _other_roots(polynomial)
    power = -centred[0] / first
    if power < 0 and degree % 2 == 0:
        return ()
    size = abs(power)
    outside, inside = _split(int(size.p) * int(size.q) ** (degree - 1), degree)
    times = fmpq(outside, int(size.q)) * (1 if power > 0 else -1)
    both = (times, -times) if degree % 2 == 0 else (times,)
    return tuple(Radical(middle, each, kth_root(degree, inside)) for each in both)


def _other_roots(polynomial: fmpq_poly) -> Sequence[Radical]:
    if polynomial.degree() > MOST_DEGREE_OF_POLYNOMIAL:
        return ()
    whole = polynomial.numer()
    content = whole.content() * (1 if whole[whole.degree()] > 0 else -1)
    coefficients = tuple(int(c) // int(content) for c in whole.coeffs())
    count = len(polynomial_roots.roots_of(coefficients).real)
    numbers = [polynomial_root(coefficients, place) for place in range(count)]
    fitting = [number for number in numbers if number.bit_length() <= MOST_BITS]
    return tuple(Radical(fmpq(0), fmpq(1), number) for number in fitting)


def _split(number: int, degree: int) -> tuple[int, int]:
    """Return (s, r) with number = s^degree·r, as far as small primes tell."""
    outside, inside = 1, 1
    for factor, times in fmpz(number).factor(trial_limit=1_000):
        outside *= int(factor) ** (times // degree)
        inside *= int(factor) ** (times % degree)
    return outside, inside
