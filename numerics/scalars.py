"""What one number is: its sign, its size, its exponential, its nearest float.

The numbers are ``fmpq``, exponential sums, balls (``arb``), Gaussian rationals, series
over these, and floats. A new kind of number is taught to the project here.
"""

from __future__ import annotations

import math
from typing import Any

from flint import arb, fmpq, fmpz

from numerics.degrees import NotRational, Tracked, assume
from numerics.exponential_sums import ExponentialSum, exponential
from numerics.gaussian import Gaussian
from numerics.precision import NotComputed
from numerics.series import Series, as_series

RATIONAL = (int, fmpz, fmpq)


class Undefined(ArithmeticError):
    """A formula has no value at this point: a division by zero, a singular inverse."""


def why_undefined(error: Undefined | ZeroDivisionError) -> str:
    """Say why there is no value; a library's own words for a division by zero do not matter."""
    return str(error) if isinstance(error, Undefined) else "a division by zero"


def sign(number: Any) -> int | None:
    """Return -1, 0 or 1; None where a ball is too wide to tell.

    A series has the sign it takes for all small ε > 0, which is lexicographic.
    """
    if isinstance(number, Series):
        first = sign(number.value)
        return sign(number.slope) if first == 0 else first
    if isinstance(number, ExponentialSum):
        return number.sign()
    if isinstance(number, Gaussian):
        if number.im != 0:
            raise NotComputed("an order of complex numbers")
        return sign(number.re)
    if number > 0:
        return 1
    if number < 0:
        return -1
    return 0 if number == 0 else None


def vanishes(number: Any) -> bool | None:
    """Say whether a number is zero; None where a ball is too wide to tell.

    A tracked number (numerics.degrees) that is zero at its point is taken for the zero
    function, and its degree is noted as the price of that; that it is not zero is noted
    too, since it says nothing of other points.
    """
    if isinstance(number, Series):
        first = vanishes(number.value)
        return vanishes(number.slope) if first else first
    if isinstance(number, Tracked):
        assume(number.top if number.value == 0 else None)
        return bool(number.value == 0)
    found = sign(number.size() if isinstance(number, Gaussian) else number)
    return None if found is None else found == 0


def magnitude(number: Any) -> Any:
    """Return |number|; for a Gaussian rational |re| + |im|."""
    if isinstance(number, Gaussian):
        return number.size()
    if isinstance(number, Series):
        return -number if sign(number) == -1 else number
    return abs(number)


def exp(number: Any) -> Any:
    """Return e^number: exact on rationals, a ball where no exact form exists."""
    if isinstance(number, Series):
        value = exp(number.value)
        return Series(value, value * number.slope)
    if isinstance(number, Tracked):
        raise NotRational("an exponential")
    if isinstance(number, RATIONAL):
        return exponential(number)
    if isinstance(number, ExponentialSum):
        return number.ball().exp()
    if isinstance(number, Gaussian):
        raise NotComputed("the exponential of a complex number")
    return number.exp() if isinstance(number, arb) else math.exp(number)


def sqrt(number: Any) -> Any:
    """Return the square root: exact for squares of rationals and of c·exp(r), else a ball.

    Raises Undefined for a negative number.
    """
    if isinstance(number, Tracked):
        raise NotRational("a square root")
    if sign(number) == -1:
        raise Undefined("the square root of a negative number")
    if isinstance(number, Series):
        root = sqrt(number.value)
        return Series(root, number.slope / (2 * root))
    if isinstance(number, ExponentialSum):
        return _sqrt_of_sum(number)
    if isinstance(number, Gaussian):
        if number.im != 0:
            raise NotComputed("the square root of a complex number")
        return sqrt(number.re)
    if isinstance(number, RATIONAL):
        return _sqrt_of_rational(fmpq(number))
    return number.sqrt() if isinstance(number, arb) else math.sqrt(number)


def _sqrt_of_rational(number: fmpq) -> Any:
    top, bottom = math.isqrt(int(number.p)), math.isqrt(int(number.q))
    exact = top * top == number.p and bottom * bottom == number.q
    return fmpq(top, bottom) if exact else arb(number).sqrt()


def _sqrt_of_sum(number: ExponentialSum) -> Any:
    if len(number.terms) > 1:
        return number.ball().sqrt()
    ((exponent, coefficient),) = number.terms
    return _sqrt_of_rational(coefficient) * exponential(exponent / 2)


def conjugate(number: Any) -> Any:
    """Return the complex conjugate; a real number is its own."""
    return number.conjugate() if isinstance(number, Gaussian) else number


def to_float(number: Any) -> float:
    """Return the nearest float (infinite where it overflows): for showing, never for deciding."""
    try:
        if isinstance(number, (fmpz, fmpq)):
            number = fmpq(number)
            return int(number.p) / int(number.q)
        return float(number)
    except OverflowError:
        return math.inf if sign(number) == 1 else -math.inf


def height_bits(number: Any) -> int:
    """Return how many bits the largest integer in an exact number has (0 for other kinds)."""
    if isinstance(number, RATIONAL):
        return int(fmpq(number).height_bits())
    if isinstance(number, ExponentialSum):
        return max(int(c.height_bits()) for pair in number.terms for c in pair)
    if isinstance(number, Series):
        return max(height_bits(number.value), height_bits(number.slope))
    if isinstance(number, Gaussian):
        return max(height_bits(number.re), height_bits(number.im))
    return 0


def real_power(base: Any, exponent: Any) -> Any:
    """Return base^exponent for a base > 0 and any real exponent, exact where it is rational.

    A rational power of a rational number is rational exactly for perfect powers (4^(3/2)
    is 8); what is not is a ball.

    Raises Undefined for a negative base, or 0 to a power that is not positive; NotComputed
    for complex numbers, and for the derivative of a power of 0.
    """
    if isinstance(base, Gaussian) or isinstance(exponent, Gaussian):
        raise NotComputed("a root or real power of complex numbers")
    if isinstance(base, Series) or isinstance(exponent, Series):
        return _power_series(as_series(base), as_series(exponent))
    base_sign = sign(base)
    if base_sign == -1 or (base_sign == 0 and sign(exponent) != 1):
        raise Undefined(f"{base} to the power {exponent}")
    if base_sign == 0:
        return fmpq(0)
    if exponent == fmpq(1, 2):
        return sqrt(base)
    exact = _rational_power(base, exponent)
    if exact is not None:
        return exact
    return (_ball(exponent) * _ball(base).log()).exp()


MOST_BITS = 20_000  # of a perfect power that is computed exactly


def _rational_power(base: Any, exponent: Any) -> fmpq | None:
    """Return base^exponent if both and the power are rational, and the power is no giant."""
    if not (isinstance(base, RATIONAL) and isinstance(exponent, RATIONAL)):
        return None
    number, power = fmpq(base), fmpq(exponent)
    degree, times = int(power.q), int(power.p)
    if degree >= MOST_BITS or abs(times) * height_bits(number) > MOST_BITS:
        return None
    root = fmpq(number.p.root(degree), number.q.root(degree))
    return root**times if root**degree == number else None


def _power_series(base: Series, exponent: Series) -> Series:
    """Return base^exponent to first order: its slope is the value times that of its log."""
    value = real_power(base.value, exponent.value)
    if isinstance(exponent.slope, RATIONAL) and exponent.slope == 0:
        if sign(base.value) == 1:
            return Series(value, value / base.value * (exponent.value * base.slope))
        if sign(base.value) == 0 and sign(exponent.value - 1) == 1:
            return Series(value, 0 * base.slope)
    if sign(base.value) == 0:
        raise NotComputed("the derivative of a real power of 0")
    slope = exponent.slope * _ball(base.value).log() + exponent.value * base.slope / base.value
    return Series(value, value * slope)


def _ball(number: Any) -> arb:
    return number.ball() if isinstance(number, ExponentialSum) else arb(number)
