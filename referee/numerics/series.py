"""First-order power series a + b·ε over any numbers: exact derivatives without a step size.

Evaluating a formula at a + b·ε and reading off the coefficient of ε is the derivative in
the direction b; the sign of the series for a small positive ε is lexicographic. Flint's
own series are faster but know rational coefficients only; these also carry exponential
sums, balls and floats, so one rule differentiates in every arithmetic.
"""

from __future__ import annotations

from typing import Any

from referee.numerics.work import spend


class Series:
    """The series ``value + slope·ε + O(ε²)``; nobody changes one.

    Written out, since a frozen dataclass takes four times as long to make, and they are made in
    every derivative.
    """

    __slots__ = ("slope", "value")

    def __init__(self, value: Any, slope: Any) -> None:
        self.value = value
        self.slope = slope

    def __repr__(self) -> str:
        return f"Series({self.value!r}, {self.slope!r})"

    def __add__(self, other: Any) -> Series:
        if isinstance(other, Series):
            return Series(self.value + other.value, self.slope + other.slope)
        return Series(self.value + other, self.slope)

    __radd__ = __add__

    def __neg__(self) -> Series:
        return Series(-self.value, -self.slope)

    def __sub__(self, other: Any) -> Series:
        if isinstance(other, Series):
            return Series(self.value - other.value, self.slope - other.slope)
        return Series(self.value - other, self.slope)

    def __rsub__(self, other: Any) -> Series:
        return Series(other - self.value, -self.slope)

    def __mul__(self, other: Any) -> Series:
        spend(4)
        if not isinstance(other, Series):
            return Series(self.value * other, self.slope * other)
        slope = other.slope * self.value + self.slope * other.value
        return Series(self.value * other.value, slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Series:
        spend(4)
        if not isinstance(other, Series):
            return Series(self.value / other, self.slope / other)
        quotient = self.value / other.value
        return Series(quotient, (self.slope - other.slope * quotient) / other.value)

    def __rtruediv__(self, other: Any) -> Series:
        return as_series(other) / self

    def __pow__(self, exponent: int) -> Series:
        if exponent == 0:
            return Series(self.value**0, 0 * self.slope)
        lower = self.value ** (exponent - 1)
        return Series(lower * self.value, exponent * lower * self.slope)


def as_series(number: Any) -> Series:
    """Return a number as a constant series; a series is returned as it is."""
    return number if isinstance(number, Series) else Series(number, 0 * number)
