"""Degree arithmetic: numbers that know how complicated they are.

A number here is the value of a rational function at one point together with bounds on the
degrees of its numerator and denominator. Running a formula in this arithmetic bounds the
degree of its result, so that one evaluation at a random point of a large set proves an
identity with a known probability of error: a polynomial of degree D that is not zero
vanishes at a uniformly random point of S^k with probability at most D/|S| (DeMillo and
Lipton 1978, Schwartz 1980, Zippel 1979).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

import numpy as np
from flint import fmpq, fmpz

from referee.numerics.exponential_polynomials import ExponentialPolynomial
from referee.numerics.partials import Row
from referee.numerics.series import Series
from referee.numerics.work import spend

RATIONAL = (int, fmpz, fmpq)
_OUTSIDE = (Series, Row, ExponentialPolynomial)  # of whose parts tracked numbers are


class NotRational(Exception):
    """A step that is no rational function of the entries; the message says which."""


class Factor:
    """A polynomial of a degree at most ``degree`` that stands in denominators."""

    __slots__ = ("degree",)

    def __init__(self, degree: int) -> None:
        self.degree = degree


Denominator = Mapping[Factor, int]  # factors and their powers
NONE: Denominator = {}


def _degree(denominator: Denominator) -> int:
    return sum(factor.degree * power for factor, power in denominator.items())


def _joined(one: Denominator, other: Denominator) -> Denominator:
    """Return the least common multiple, as far as factors are known to be the same."""
    if one is other or not other:
        return one
    return {**one, **{f: max(power, one.get(f, 0)) for f, power in other.items()}}


def _multiplied(one: Denominator, other: Denominator) -> Denominator:
    if not one or not other:
        return one or other
    return {**one, **{f: power + one.get(f, 0) for f, power in other.items()}}


class Tracked:
    """The value at a point of a rational function N/D with deg N ≤ ``top``.

    D is a product of known factors, so that sums of fractions with the same denominator
    keep it.
    """

    __slots__ = ("as_divisor", "below", "bottom", "top", "value", "vanishes")

    def __init__(self, value: fmpq, top: int, bottom: Denominator = NONE) -> None:
        self.value, self.top, self.bottom = value, top, bottom
        self.below = _degree(bottom) if bottom else 0
        self.vanishes = top == 0 and not bottom and bool(value == 0)  # the constant 0
        self.as_divisor: Factor | None = None

    def __add__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        o = other if type(other) is Tracked else as_tracked(other)
        if o.vanishes:
            return self
        if self.vanishes:
            return o
        spend(2)
        if self.bottom is o.bottom:
            return Tracked(self.value + o.value, max(self.top, o.top), self.bottom)
        bottom = _joined(self.bottom, o.bottom)
        top = max(self.top - self.below, o.top - o.below) + _degree(bottom)
        return Tracked(self.value + o.value, top, bottom)

    __radd__ = __add__

    def __neg__(self) -> Tracked:
        return Tracked(-self.value, self.top, self.bottom)

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, _OUTSIDE) else self + (-as_tracked(other))

    def __rsub__(self, other: Any) -> Any:
        return as_tracked(other) - self

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        o = other if type(other) is Tracked else as_tracked(other)
        if self.vanishes or o.vanishes:
            return ZERO
        spend(3)
        bottom = _multiplied(self.bottom, o.bottom)
        return Tracked(self.value * o.value, self.top + o.top, bottom)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        return self * as_tracked(other).reciprocal()

    def __rtruediv__(self, other: Any) -> Any:
        return as_tracked(other) / self

    def __pow__(self, exponent: Any) -> Tracked:
        if not isinstance(exponent, int):
            raise NotRational("a power that is not a whole number")
        base = self if exponent >= 0 else self.reciprocal()
        power: Any = ONE
        for _ in range(abs(exponent)):
            power = base * power
        return cast(Tracked, power)

    def __eq__(self, other: object) -> bool:
        # Only a constant is known to equal something everywhere; numbers that merely agree
        # at this point are what an identity proof is about, and it looks at their values.
        return isinstance(other, RATIONAL) and self.is_constant and bool(self.value == other)

    def __hash__(self) -> int:
        return hash((str(self.value), self.top))

    def __lt__(self, _: object) -> bool:
        raise NotRational("a comparison of sizes")

    __gt__ = __le__ = __ge__ = __lt__

    def __abs__(self) -> Tracked:
        raise NotRational("an absolute value")

    @property
    def is_constant(self) -> bool:
        """Whether the function is known to be constant."""
        return self.top == 0 and not self.bottom

    def reciprocal(self) -> Tracked:
        """Return D/N; dividing twice by the same number gives the same denominator."""
        if self.is_constant:
            return Tracked(1 / self.value, 0)
        if self.as_divisor is None:
            self.as_divisor = Factor(self.top)
        return Tracked(1 / self.value, self.below, {self.as_divisor: 1})


_ASSUMED: ContextVar[list[int | None] | None] = ContextVar("assumed degrees", default=None)


def assume(degree: int | None) -> None:
    """Note that a polynomial of a degree is taken to vanish everywhere because it does here.

    None notes an equation that fails here, from which nothing follows elsewhere.
    """
    noted = _ASSUMED.get()
    if noted is not None:
        noted.append(degree)


def tracking() -> bool:
    """Say whether degree arithmetic is under way."""
    return _ASSUMED.get() is not None


@contextmanager
def assumptions() -> Iterator[list[int | None]]:
    """Collect the degrees that are assumed inside the block."""
    noted: list[int | None] = []
    token = _ASSUMED.set(noted)
    try:
        yield noted
    finally:
        _ASSUMED.reset(token)


ZERO = Tracked(fmpq(0), 0)
ONE = Tracked(fmpq(1), 0)


def as_tracked(number: Any) -> Tracked:
    """Return a rational as a constant; raises NotRational for other kinds of numbers."""
    if isinstance(number, Tracked):
        return number
    if isinstance(number, RATIONAL):
        return Tracked(fmpq(number), 0)
    raise NotRational(f"a {type(number).__name__}")


def variable(value: int) -> Tracked:
    """Return an indeterminate that takes a value at the point."""
    return Tracked(fmpq(value), 1)


def is_tracked(array: Any) -> bool:
    """Say whether an object array holds tracked numbers."""
    return (
        isinstance(array, np.ndarray)
        and array.dtype == object
        and any(isinstance(x, Tracked) for x in array.flat)
    )


def values(array: np.ndarray) -> np.ndarray:
    """Return the values at the point, as an array of ``fmpq``."""
    out = np.empty(array.shape, dtype=object)
    out.reshape(-1)[:] = [as_tracked(x).value for x in array.flat]
    return out


def _over_one_denominator(array: np.ndarray) -> tuple[int, Denominator]:
    """Write a matrix as N/q; return a bound on the degree of N's entries, and q."""
    entries = [as_tracked(x) for x in array.flat]
    bottom: Denominator = NONE
    for entry in entries:
        bottom = _joined(bottom, entry.bottom)
    return max(x.top - x.below for x in entries) + _degree(bottom), bottom


def inverse(array: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return the inverse ``found`` at the point with its degrees: q·adj(N)/det(N)."""
    top, bottom = _over_one_denominator(array)
    size = len(array)
    determinant = {Factor(size * top): 1}
    return _spread(found, _degree(bottom) + (size - 1) * top, determinant)


def determinant(array: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return the determinant ``found`` at the point with its degrees: det(N)/qⁿ."""
    top, bottom = _over_one_denominator(array)
    size = len(array)
    return _spread(found, size * top, {f: size * power for f, power in bottom.items()})


def minor_degree(array: np.ndarray, size: int) -> int:
    """Return a bound on the degree of the numerator of a minor of a size."""
    return size * _over_one_denominator(array)[0]


def _spread(result: np.ndarray, top: int, bottom: Denominator) -> np.ndarray:
    out = np.empty(result.shape, dtype=object)
    out.reshape(-1)[:] = [Tracked(x, top, bottom) for x in result.flat]
    return out
