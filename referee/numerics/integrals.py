"""Integrals of polynomials times exponentials over intervals, half-lines and the line, exact.

Over an interval by parts; over the line and half of it also for exp(−a s² + b s), whose integral
is √(π/a) exp(b²/4a), and whose powers have the moments of N(b/2a, 1/2a).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from referee.numerics import scalars
from referee.numerics.exponential_polynomials import (
    ExponentialPolynomial,
    Key,
    Letter,
    polynomial,
)
from referee.numerics.moments import Gaussian, by_terms, primitive
from referee.numerics.precision import NotComputed, in_balls
from referee.numerics.scalars import Undefined

# The integral of s^k exp(c s + q s²), from k, c and q.
Whole = Callable[[int, Any, Any], Any]


def integrated(number: Any, letter: Letter, whole: Whole) -> Any:
    """Return the integral of a number by a letter, by that of each of its terms.

    Raises NotComputed where an exponent is of a higher degree than 2.
    """
    total: Any = fmpq(0)
    for key, coefficient in by_terms(number).items():
        power, (linear, quadratic), rest = _apart(key, letter)
        total = total + coefficient * (whole(power, linear, quadratic) * rest)
    return total


def _apart(key: Key, letter: Letter) -> tuple[int, tuple[Any, Any], Any]:
    """Return the power of a letter in a term, its factors in the exponent, and the rest."""
    monomial, exponent = key
    rates: dict[int, Any] = {0: fmpq(0), 1: fmpq(0), 2: fmpq(0)}
    others = []
    for inside, c in exponent:
        degree = dict(inside).get(letter, 0)
        if degree > max(rates):
            raise NotComputed(f"an integral of exp(s^{degree})")
        if not degree:
            others.append((inside, c))
            continue
        rest = tuple(each for each in inside if each[0] != letter)
        rates[degree] = rates[degree] + polynomial([((rest, ()), c)])
    kept = tuple(each for each in monomial if each[0] != letter)
    outside = polynomial([((kept, tuple(others)), fmpq(1))])
    return dict(monomial).get(letter, 0), (rates[1], rates[2]), outside


def between(low: Any, high: Any) -> Whole:
    """Integrate from low to high; from a higher to a lower end with the other sign."""

    def whole(power: int, linear: Any, quadratic: Any) -> Any:
        if not scalars.is_zero(quadratic):
            raise NotComputed("an integral of exp(s²) over an interval: it has no closed form")
        return primitive(power, linear, high) - primitive(power, linear, low)

    return whole


def from_there(low: Any) -> Whole:
    """Integrate from low to infinity. Raises Undefined where the integral diverges."""

    def whole(power: int, linear: Any, quadratic: Any) -> Any:
        if not scalars.is_zero(quadratic):
            return _half(power, linear, quadratic, low)
        if _sign(linear) != -1:
            raise Undefined("an integral to infinity that diverges")
        return -primitive(power, linear, low)

    return whole


def _half(power: int, linear: Any, quadratic: Any, low: Any) -> Any:
    """Integrate s^k exp(−a s²) from 0: an odd power by parts, half of the line for an even one."""
    if not (scalars.is_zero(linear) and scalars.is_zero(low)):
        raise NotComputed("an integral of exp(s²) over half of the line that does not start at 0")
    if power % 2 == 0:
        return everywhere(power, linear, quadratic) / 2
    _decreasing(quadratic)
    found = -1 / (2 * quadratic)
    for k in range(2, power, 2):
        found = found * k / (-2 * quadratic)
    return found


def everywhere(power: int, linear: Any, quadratic: Any) -> Any:
    """Integrate over the line. Raises Undefined where the integral diverges."""
    if scalars.is_zero(quadratic):
        raise Undefined("an integral over the line that diverges")
    _decreasing(quadratic)
    variance = -1 / (2 * quadratic)
    mean = linear * variance
    shape = Gaussian([mean], [[variance]])((power,), [fmpq(0)])
    return shape * _root_of_pi(-quadratic) * scalars.exp(linear * mean / 2)


def _root_of_pi(rate: Any) -> Any:
    """Return √(π/a)."""
    in_balls("the square root of π")
    return arb.pi().sqrt() * scalars.sqrt(1 / rate)


def _decreasing(quadratic: Any) -> None:
    if _sign(quadratic) != -1:
        raise Undefined("an integral to infinity that diverges")


def _sign(rate: Any) -> int:
    if isinstance(rate, ExponentialPolynomial):
        raise NotComputed("an integral to infinity of an exponential whose rate may be of any sign")
    found = scalars.sign(rate)
    if found is None:
        raise NotComputed("an integral to infinity of an exponential whose rate is close to 0")
    return found
