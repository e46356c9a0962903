"""Gaussian rationals a + b·i, exact: the field in which complex claims are decided."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.algebraic import Algebraic
from referee.numerics.exponential_polynomials import ExponentialPolynomial
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum
from referee.numerics.partials import Row
from referee.numerics.precision import NotComputed
from referee.numerics.root_expressions import RootExpression
from referee.numerics.series import Series
from referee.numerics.surds import Surd
from referee.numerics.work import spend

_OUTSIDE = (Series, Row, ExponentialPolynomial)  # of whose parts complex numbers are


@dataclass(frozen=True, slots=True)
class Gaussian:
    """The number ``re + im·i`` with rational parts."""

    re: fmpq
    im: fmpq

    def __add__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        o = as_gaussian(other)
        return Gaussian(self.re + o.re, self.im + o.im)

    __radd__ = __add__

    def __neg__(self) -> Gaussian:
        return Gaussian(-self.re, -self.im)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        o = as_gaussian(other)
        return Gaussian(self.re - o.re, self.im - o.im)

    def __rsub__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        return as_gaussian(other) - self

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        spend(4)
        o = as_gaussian(other)
        return Gaussian(self.re * o.re - self.im * o.im, self.re * o.im + self.im * o.re)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, _OUTSIDE):
            return NotImplemented
        o = as_gaussian(other)
        size = o.re * o.re + o.im * o.im
        inverse = Gaussian(o.re / size, -o.im / size)
        return self * inverse

    def __rtruediv__(self, other: Any) -> Any:
        return as_gaussian(other) / self

    def __complex__(self) -> complex:
        return complex(_nearest(self.re), _nearest(self.im))

    def __str__(self) -> str:
        if self.im == 0:
            return str(self.re)
        imaginary = {fmpq(1): "i", fmpq(-1): "-i"}.get(self.im, f"{self.im}i")
        if self.re == 0:
            return imaginary
        return f"{self.re}{imaginary}" if self.im < 0 else f"{self.re}+{imaginary}"

    def conjugate(self) -> Gaussian:
        """Return ``re - im·i``."""
        return Gaussian(self.re, -self.im)

    def size(self) -> fmpq:
        """Return |re| + |im|: zero exactly for zero, and rational, unlike the modulus."""
        return abs(self.re) + abs(self.im)


def _nearest(number: fmpq) -> float:
    """Return the nearest float, infinite where it overflows."""
    try:
        return int(number.p) / int(number.q)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


_REAL = (arb, ExponentialSum, ExponentialFraction, Surd, Algebraic, RootExpression)


def as_gaussian(number: Any) -> Gaussian:
    """Return a rational as a Gaussian rational; raises NotComputed for irrational numbers."""
    if isinstance(number, Gaussian):
        return number
    if isinstance(number, (int, fmpz, fmpq)):
        return Gaussian(fmpq(number), fmpq(0))
    if isinstance(number, _REAL):
        raise NotComputed("a complex number whose parts are not rational")
    raise TypeError(f"{number!r} is not a Gaussian rational")
