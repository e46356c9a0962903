"""Roots beside rational numbers: h + b·c^(1/k), and the one integer that stands for b·c^(1/k).

A number that is declared real is rational in all that is drawn and enumerated: its integer for a
root is 0. Where a root is wanted, as one of a formula, that integer says which: the pairs (b, k, c)
of whole numbers are counted (Cantor), c only where it is no k-th power.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt, lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly, fmpz

from referee.numerics import arrays, scalars
from referee.numerics.arrays import Array
from referee.strategies.rationals import Arithmetic

MOST_DEGREE = 8  # of a root: numbers that are joined have the product of their degrees


@dataclass(frozen=True)
class Radical:
    """The number ``rational`` + ``times``·``under``^(1/``degree``), which is irrational.

    ``under`` is a whole number from 2 that is no power of that degree, ``times`` is not 0.
    """

    rational: fmpq
    times: fmpq
    degree: int
    under: int

    @property
    def value(self) -> Any:
        """The number, exactly: a sum of square roots, or an algebraic number."""
        return self.rational + self.times * _root(self.degree, self.under)

    def moved(self, by: fmpq, scale: fmpq | int = 1) -> Radical:
        """Return (number + by)·scale, for a scale that is not 0."""
        return Radical((self.rational + by) * scale, self.times * scale, self.degree, self.under)

    @property
    def integers(self) -> tuple[int, int, int]:
        """The integer of its root, its numerator and its denominator less 1."""
        below = lcm(int(self.rational.q), int(self.times.q))
        code = code_of(int(self.times * below), self.degree, self.under)
        return code, int(self.rational * below), below - 1


@lru_cache(maxsize=1024)
def _root(degree: int, under: int) -> Any:
    found = scalars.exact_power(fmpq(under), fmpq(1, degree))
    if found is None:
        raise scalars.Undefined(f"the root of degree {degree} of a whole number is too large")
    return found


def code_of(times: int, degree: int, under: int) -> int:
    """Return the integer that stands for times·under^(1/degree)."""
    number = under - _floor_root(under, degree) - 1
    place = _paired(abs(times) - 1, _paired(degree - 2, number))
    return (1 + place) * (1 if times > 0 else -1)


def radical_of(code: int) -> tuple[int, int, int]:
    """Return times, degree and what is under the root, of an integer that is not 0."""
    size, rest = _unpaired(abs(code) - 1)
    degree, number = _unpaired(rest)
    return (1 + size) * (1 if code > 0 else -1), degree + 2, _no_power(number, degree + 2)


def _no_power(number: int, degree: int) -> int:
    """Return the whole number with so many others before it, from 2, that are no powers."""
    found = number + 2
    while found - _floor_root(found, degree) - 1 < number or _is_power(found, degree):
        found += max(1, number - (found - _floor_root(found, degree) - 1))
    return found


def _floor_root(number: int, degree: int) -> int:
    return int(fmpz(number).root(degree))


def _is_power(number: int, degree: int) -> bool:
    return _floor_root(number, degree) ** degree == number


def _paired(one: int, other: int) -> int:
    """Return the place of a pair of integers ≥ 0 when pairs are counted by their sums (Cantor)."""
    return (one + other) * (one + other + 1) // 2 + one


def _unpaired(place: int) -> tuple[int, int]:
    total = (isqrt(8 * place + 1) - 1) // 2
    one = place - total * (total + 1) // 2
    return one, total - one


def has_roots(codes: np.ndarray) -> bool:
    """Say whether an integer of some (..., 1) stands for a root."""
    return bool(np.any(codes != 0))


def roots_of(p: Arithmetic, codes: np.ndarray) -> Array:
    """Return the numbers (..., 1) that integers (..., 1) stand for, 0 for 0."""
    found = np.empty(codes.shape, dtype=object)
    found.reshape(-1)[:] = [_number(int(code)) for code in codes.ravel().tolist()]
    return found if p.number is arrays.exact else p.number(found)


def _number(code: int) -> Any:
    if code == 0:
        return fmpq(0)
    times, degree, under = radical_of(code)
    return times * _root(degree, under)


def fractional(x: Array) -> Array:
    """Return x − ⌊x⌋ of irrational numbers, in (0, 1)."""
    if x.dtype != object:
        found: Array = x - np.floor(x)
        return found
    return arrays.elementwise(_fraction, x)


def _fraction(number: Any) -> Any:
    whole = int(np.floor(scalars.to_float(number)))  # a float may be one off at a whole number
    for near in (whole, whole - 1, whole + 1):
        rest = number - near
        if scalars.sign(rest) == 1 and scalars.sign(1 - rest) == 1:
            return rest
    raise scalars.Undefined("the whole part of a number that is too large")


def radicals(polynomial: fmpq_poly) -> Sequence[Radical]:
    """Return the real roots of an irreducible polynomial that are numbers of this kind.

    They are those of a·(x − h)^k − c: all of the quadratic ones, and k-th roots. () for others.
    """
    degree = polynomial.degree()
    if not 2 <= degree <= MOST_DEGREE:
        return ()
    first = polynomial[degree]
    middle = -polynomial[degree - 1] / (degree * first)
    centred = polynomial(fmpq_poly([middle, 1]))
    if any(centred[i] != 0 for i in range(1, degree)):
        return ()
    power = -centred[0] / first
    if power < 0 and degree % 2 == 0:
        return ()
    size = abs(power)
    under = int(size.p) * int(size.q) ** (degree - 1)
    outside, inside = _split(under, degree)
    times = fmpq(outside, int(size.q)) * (1 if power > 0 else -1)
    both = (times, -times) if degree % 2 == 0 else (times,)
    return tuple(Radical(middle, each, degree, inside) for each in both)


def _split(number: int, degree: int) -> tuple[int, int]:
    """Return (s, r) with number = s^degree·r, as far as small primes tell."""
    outside, inside = 1, 1
    for factor, times in fmpz(number).factor(trial_limit=1_000):
        outside *= int(factor) ** (times // degree)
        inside *= int(factor) ** (times % degree)
    return outside, inside
