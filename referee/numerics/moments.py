"""Expectations of polynomials, and of those times exponentials, exact.

The moments of a Gaussian come from Stein's identity E[(xᵢ − mᵢ) g(x)] = Σⱼ Sᵢⱼ E[∂ⱼg(x)]
(Isserlis 1918 for products, Stein 1981), and E[g(x) exp(bᵀx)] = exp(bᵀm + bᵀSb/2) E[g(x + Sb)].
Where entries are independent, moments are products of those of the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from flint import fmpq

from referee.numerics import scalars
from referee.numerics.degrees import Tracked
from referee.numerics.exponential_polynomials import (
    NAMED,
    ExponentialPolynomial,
    Key,
    Letter,
    polynomial,
    terms_of,
)
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series

MOST_MOMENTS = 20_000
Powers = tuple[int, ...]
# The expectation of ∏ xᵢ^kᵢ · exp(bᵀx), from the powers and b.
Moment = Callable[[Powers, Sequence[Any]], Any]


def expected(number: Any, letters: Sequence[Letter], moment: Moment) -> Any:
    """Return the expectation of a number in some letters by that of each of its terms.

    Raises NotComputed for an exponential of what is no linear function of the letters.
    """
    total: Any = fmpq(0)
    for key, coefficient in by_terms(number).items():
        powers, slopes, rest = apart(key, letters)
        total = total + coefficient * (moment(powers, slopes) * rest)
    return total


def by_terms(number: Any) -> dict[Key, Any]:
    """Return what each term is multiplied with in a number, of a series a series for each."""
    if not isinstance(number, Series):
        return dict(terms_of(number))
    values, slopes = by_terms(number.value), by_terms(number.slope)
    zero = fmpq(0)
    return {
        key: Series(values.get(key, zero), slopes.get(key, zero)) for key in {**values, **slopes}
    }


def apart(key: Key, letters: Sequence[Letter]) -> tuple[Powers, list[Any], Any]:
    """Return the powers of some letters in a term, their factors in its exponent, and the rest.

    Raises NotComputed where an exponent is not linear in them.
    """
    monomial, exponent = key
    own = dict(monomial)
    kept = tuple(each for each in monomial if each[0] not in letters)
    slopes: list[Any] = [fmpq(0)] * len(letters)
    others = []
    for inside, c in exponent:
        mine = [each for each in inside if each[0] in letters]
        if not mine:
            others.append((inside, c))
        elif len(mine) > 1 or mine[0][1] > 1:
            raise NotComputed(f"an exponential of what is not linear in {NAMED}")
        else:
            rest = tuple(each for each in inside if each not in mine)
            place = letters.index(mine[0][0])
            slopes[place] = slopes[place] + polynomial([((rest, ()), c)])
    powers = tuple(own.get(each, 0) for each in letters)
    return powers, slopes, polynomial([((kept, tuple(others)), fmpq(1))])


class Gaussian:
    """The moments of N(m, S), m and the rows of S as plain lists of numbers."""

    def __init__(self, mean: Sequence[Any], covariance: Sequence[Sequence[Any]]) -> None:
        self.mean, self.covariance = list(mean), [list(row) for row in covariance]
        self.plain = _Moments(self.mean, self.covariance)

    def __call__(self, powers: Powers, slopes: Sequence[Any]) -> Any:
        """Return the expectation of a monomial times the exponential of a linear function."""
        if all(scalars.is_zero(b) for b in slopes):
            return self.plain.of(powers)
        moved = [_dot(row, slopes) for row in self.covariance]
        factor = scalars.exp(_dot(slopes, self.mean) + _dot(slopes, moved) / 2)
        mean = [m + by for m, by in zip(self.mean, moved, strict=True)]
        return factor * _Moments(mean, self.covariance).of(powers)


class _Moments:
    """The moments of one Gaussian, each computed once."""

    def __init__(self, mean: Sequence[Any], covariance: Sequence[Sequence[Any]]) -> None:
        self.mean, self.covariance = mean, covariance
        self.known: dict[Powers, Any] = {}

    def of(self, powers: Powers) -> Any:
        """Return the expectation of a monomial. Raises NotComputed for one of too many factors."""
        if powers not in self.known:
            if len(self.known) > MOST_MOMENTS:
                raise NotComputed("a moment of too many factors")
            self.known[powers] = self._by_parts(powers)
        return self.known[powers]

    def _by_parts(self, powers: Powers) -> Any:
        first = next((i for i, power in enumerate(powers) if power), None)
        if first is None:
            return fmpq(1)
        left = _less(powers, first)
        total = self.mean[first] * self.of(left)
        for j, power in enumerate(left):
            if power:
                total = total + power * self.covariance[first][j] * self.of(_less(left, j))
        return total


class Independent:
    """The moments of independent entries, by those of each."""

    def __init__(self, entries: Sequence[Callable[[int, Any], Any]]) -> None:
        self.entries = entries

    def __call__(self, powers: Powers, slopes: Sequence[Any]) -> Any:
        """Return the expectation of a monomial times the exponential of a linear function."""
        each = zip(self.entries, powers, slopes, strict=True)
        return prod((entry(k, b) for entry, k, b in each), start=fmpq(1))


def uniform(low: Any, high: Any) -> Callable[[int, Any], Any]:
    """Return the moments of a number that is uniform from low to high: both may be one number.

    Raises Undefined where low is larger.
    """
    width = high - low
    if _sign(width) == -1:
        raise Undefined("a uniform distribution whose lower end is above its upper end")

    def moment(power: int, slope: Any) -> Any:
        if scalars.is_zero(slope):
            both = (low**j * high ** (power - j) for j in range(power + 1))
            return sum(both, start=fmpq(0)) / (power + 1)
        if scalars.vanishes(width):
            return low**power * scalars.exp(slope * low)
        return (primitive(power, slope, high) - primitive(power, slope, low)) / width

    return moment


def signs(power: int, slope: Any) -> Any:
    """Return the moment of a number that is 1 or −1 with probability ½ each."""
    if scalars.is_zero(slope):
        return fmpq(1 - power % 2)
    down = scalars.exp(-slope)
    return (scalars.exp(slope) + (-down if power % 2 else down)) / 2


def primitive(power: int, slope: Any, at: Any) -> Any:
    """Return ∫ s^k exp(c s) ds at a point, for c that is 0 or known not to be.

    By parts: exp(c s) Σⱼ (−1)ʲ k!/(k−j)! s^(k−j) / c^(j+1).
    """
    if scalars.is_zero(slope):
        return at ** (power + 1) / (power + 1)
    if isinstance(slope, ExponentialPolynomial) or scalars.vanishes(slope) is not False:
        raise NotComputed("an integral of an exponential whose rate may be 0")
    total: Any = fmpq(0)
    factor = 1 / slope
    for j in range(power + 1):
        total = total + factor * at ** (power - j)
        factor = -factor * (power - j) / slope
    return total * scalars.exp(slope * at)


def _dot(one: Sequence[Any], two: Sequence[Any]) -> Any:
    return sum((a * b for a, b in zip(one, two, strict=True)), start=fmpq(0))


def _less(powers: Powers, at: int) -> Powers:
    return (*powers[:at], powers[at] - 1, *powers[at + 1 :])


def _sign(number: Any) -> int | None:
    """Return a number's sign; None for one that knows its degree and no order."""
    return None if isinstance(number, Tracked) else scalars.sign(number)
