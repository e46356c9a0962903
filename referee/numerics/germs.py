"""Limits, exactly: what a function of s is for all large s, as far as its first terms tell.

A germ is Σ exp(r·s)·(c_k·s^-k + c_(k+1)·s^-(k+1) + ...) with exact r and c, in which a few terms of
each series are kept, and how far it is known: sums, products, quotients, exponentials, logs and
roots are those of series. What is left over is smaller than every term that is kept, so that the
leading term says the sign and the limit; where no term is left nothing is said. A limit at a point
is taken from both sides, at a + 1/s and a − 1/s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial
from typing import Any, NoReturn

from flint import arb, fmpq, fmpz

from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.work import spend

MOST_TERMS = 6  # of a series that are kept
MOST_RATES = 8  # of exponentials that are kept beside the leading one
ENDLESS = 10**9  # the order of what is known completely
RATIONAL = (int, fmpz, fmpq)

Elementary = Callable[[Any], Any]


class Expansion:
    """c_k·s^-k + ... + O(s^-order): ``terms`` by their powers of 1/s, none of them 0."""

    __slots__ = ("order", "terms")

    def __init__(self, terms: Mapping[int, Any], order: int = ENDLESS) -> None:
        kept = {k: c for k, c in sorted(terms.items()) if k < order and not _is_zero(c)}
        if len(kept) > MOST_TERMS:
            order = [*kept][MOST_TERMS]
        self.terms = {k: c for k, c in kept.items() if k < order}
        self.order = order

    @property
    def low(self) -> int:
        """The smallest power that is there, the order where none is known."""
        return next(iter(self.terms), self.order)

    def __add__(self, other: Expansion) -> Expansion:
        total = dict(self.terms)
        for k, c in other.terms.items():
            total[k] = total[k] + c if k in total else c
        return Expansion(total, min(self.order, other.order))

    def __neg__(self) -> Expansion:
        return Expansion({k: -c for k, c in self.terms.items()}, self.order)

    def __mul__(self, other: Expansion) -> Expansion:
        spend(5 + 2 * len(self.terms) * len(other.terms))
        total: dict[int, Any] = {}
        for k, c in self.terms.items():
            for m, d in other.terms.items():
                total[k + m] = total[k + m] + c * d if k + m in total else c * d
        orders = [
            one.order + two.low
            for one, two in ((self, other), (other, self))
            if one.order < ENDLESS and (two.terms or two.order < ENDLESS)
        ]
        return Expansion(total, min(orders, default=ENDLESS))

    def reciprocal(self) -> Expansion:
        """Return one over a series whose leading term is known."""
        low, one = self.low, 1 / _exact(self.terms[self.low])
        later = {k - low: c * one for k, c in self.terms.items() if k > low}
        if not later and self.order == ENDLESS:
            return Expansion({-low: one})
        known = self.order - low
        most = min(known - 1, MOST_TERMS * min(later, default=1))
        found = {0: fmpq(1)}
        for k in range(1, most + 1):
            parts = [c * found[k - j] for j, c in later.items() if k - j in found]
            if parts:
                found[k] = -sum(parts[1:], start=parts[0])
        return Expansion({k - low: c * one for k, c in found.items()}, most + 1 - low)


def powers_of(small: Expansion, coefficient: Callable[[int], Any]) -> Expansion:
    """Return Σ c(j)·uʲ of a series u that tends to 0."""
    total, power = Expansion({0: coefficient(0)}), Expansion({0: fmpq(1)})
    for j in range(1, MOST_TERMS + 1):
        power = power * small
        total = total + Expansion(
            {k: c * coefficient(j) for k, c in power.terms.items()}, power.order
        )
        if not power.terms and power.order == ENDLESS:
            return total
    following = (power * small).low
    return total + Expansion({}, following)


class Germ:
    """A function of s for all large s; ``cut`` is a rate r below which nothing is known of it.

    ``parts`` are the series by their rates; build the first one with :func:`germ_at`.
    """

    __slots__ = ("cut", "parts")

    def __init__(self, parts: Mapping[Any, Expansion], cut: Any = None) -> None:
        spend(10)
        kept = {r: e for r, e in parts.items() if e.terms or e.order < ENDLESS}
        self.parts = {r: e for r, e in kept.items() if cut is None or sign_of(r - cut) == 1}
        self.cut = cut

    @property
    def rates(self) -> list[Any]:
        """The rates of its parts, the largest first."""
        found: list[Any] = []
        for rate in self.parts:
            place = sum(sign_of(other - rate) == 1 for other in found)
            found.insert(place, rate)
        return found

    def leading(self) -> tuple[Any, int, Any] | None:
        """Return the rate, the power of 1/s and the coefficient of the leading term; None of 0.

        Raises NotComputed where it is not known.
        """
        for rate in self.rates:
            part = self.parts[rate]
            return (rate, part.low, part.terms[part.low]) if part.terms else _open()
        return None if self.cut is None else _open()

    def sign(self) -> int:
        """Return the sign that it has for all large s."""
        found = self.leading()
        return 0 if found is None else sign_of(found[2])

    def __add__(self, other: Any) -> Germ:
        o = as_germ(other)
        parts = dict(self.parts)
        for rate, part in o.parts.items():
            parts[rate] = parts[rate] + part if rate in parts else part
        return Germ(parts, _later(self.cut, o.cut))

    __radd__ = __add__

    def __neg__(self) -> Germ:
        return Germ({r: -e for r, e in self.parts.items()}, self.cut)

    def __sub__(self, other: Any) -> Germ:
        return self + (-as_germ(other))

    def __rsub__(self, other: Any) -> Germ:
        return as_germ(other) - self

    def __mul__(self, other: Any) -> Germ:
        o = as_germ(other)
        parts: dict[Any, Expansion] = {}
        for r, one in self.parts.items():
            for q, two in o.parts.items():
                made = one * two
                parts[r + q] = parts[r + q] + made if r + q in parts else made
        cut = None
        for one_, two_ in ((self, o), (o, self)):
            if one_.cut is not None and two_.parts:
                cut = _later(cut, one_.cut + two_.rates[0])
            if one_.cut is not None and two_.cut is not None:
                cut = _later(cut, one_.cut + two_.cut)
        return Germ(parts, cut)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Germ:
        return self * as_germ(other).reciprocal()

    def __rtruediv__(self, other: Any) -> Germ:
        return as_germ(other) * self.reciprocal()

    def __pow__(self, exponent: Any) -> Germ:
        times = int(exponent)
        base = self if times >= 0 else self.reciprocal()
        power = as_germ(fmpq(1))
        for _ in range(abs(times)):
            power = power * base
        return power

    def __abs__(self) -> Germ:
        return -self if self.sign() < 0 else self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Germ, *RATIONAL)) and (self - other).leading() is None

    def __hash__(self) -> int:
        raise TypeError("a germ has no hash: equal ones may be made in different ways")

    def __gt__(self, other: Any) -> bool:
        return bool((self - other).sign() == 1)

    def __lt__(self, other: Any) -> bool:
        return bool((self - other).sign() == -1)

    def split(self) -> tuple[Any, Expansion, Germ]:
        """Return r, the series and u with the germ exp(r·s)·series·(1 + u), u exponentially small.

        Raises NotComputed where the leading term is not known, ZeroDivisionError for 0.
        """
        found = self.leading()
        if found is None:
            raise ZeroDivisionError("a division by zero")
        rate, series = found[0], self.parts[found[0]]
        unit = Germ({-rate: series.reciprocal()})
        rest = Germ({r: e for r, e in self.parts.items() if r != rate}, self.cut)
        return rate, series, rest * unit

    def reciprocal(self) -> Germ:
        """Return one over it. Raises ZeroDivisionError for 0."""
        rate, series, small = self.split()
        unit = Germ({-rate: series.reciprocal()})
        return unit * _of_small(-small, lambda _: fmpq(1))

    def exp(self, exp: Elementary) -> Germ:
        """Return its exponential, where it grows no faster than s."""
        whole = self.parts.get(fmpq(0), Expansion({}))
        grows = any(sign_of(r) == 1 for r in self.parts) or whole.low < -1 or whole.order < 1
        if grows or (self.cut is not None and sign_of(self.cut) >= 0):
            raise NotComputed("a limit of an exponential of what grows fast")
        rate, constant = whole.terms.get(-1, fmpq(0)), whole.terms.get(0, fmpq(0))
        small = Expansion({k: c for k, c in whole.terms.items() if k > 0}, whole.order)
        series = powers_of(small, _inverse_factorial) * Expansion({0: exp(constant)})
        rest = Germ({r: e for r, e in self.parts.items() if sign_of(r) == -1}, self.cut)
        return Germ({rate: series}) * _of_small(rest, _inverse_factorial)

    def log(self, log: Elementary) -> Germ:
        """Return its logarithm, where its leading term is c·exp(r·s) with c > 0."""
        rate, series, small = self.split()
        if series.low != 0:
            raise NotComputed("a limit with the logarithm of a power")
        lead = series.terms[0]
        unit = series * Expansion({0: 1 / _exact(lead)}) + Expansion({0: fmpq(-1)})
        found = powers_of(unit, _of_log) + Expansion({-1: rate, 0: log(lead)})
        return Germ({fmpq(0): found}) + _of_small(small, _of_log)

    def sqrt(self, sqrt: Elementary) -> Germ:
        """Return its root, where it is a square to leading order."""
        rate, series, small = self.split()
        if series.low % 2:
            raise NotComputed("a limit with the root of an odd power")
        lead = series.terms[series.low]
        unit = series * Expansion({-series.low: 1 / _exact(lead)}) + Expansion({0: fmpq(-1)})
        root = powers_of(unit, _of_root) * Expansion({series.low // 2: sqrt(lead)})
        return Germ({rate / 2: root}) * _of_small(small, _of_root)

    def wave(self, cos: Elementary, sin: Elementary, *, quarter: int) -> Germ:
        """Return its sine (quarter 0) or cosine (quarter 1), where it tends to a number."""
        whole = self.parts.get(fmpq(0), Expansion({}))
        if [*self.parts] not in ([], [fmpq(0)]) or self.cut is not None or whole.low < 0:
            raise NotComputed("a limit of a sine of what has no limit")
        at = whole.terms.get(0, fmpq(0))
        small = Expansion({k: c for k, c in whole.terms.items() if k > 0}, whole.order)
        turns = [sin(at), cos(at), -sin(at), -cos(at)]
        series = powers_of(small, lambda j: turns[(j + quarter) % 4] * _inverse_factorial(j))
        return Germ({fmpq(0): series})

    def limit(self) -> Any:
        """Return its limit, None where it has none; raises NotComputed where it is open."""
        for rate in self.rates:
            part, side = self.parts[rate], sign_of(rate)
            if side == -1:
                return fmpq(0)
            if side == 1 or part.low < 0:
                return None if part.terms else _open()
            return part.terms.get(0, fmpq(0)) if part.order >= 1 else _open()
        return fmpq(0) if self.cut is None or sign_of(self.cut) == -1 else _open()


def _open() -> NoReturn:
    raise NotComputed("a limit whose first terms cancel")


def as_germ(number: Any) -> Germ:
    """Return a number as a germ; a germ is returned as it is."""
    if isinstance(number, Germ):
        return number
    return Germ({fmpq(0): Expansion({0: _exact(number)})})


def germ_at(point: Any, side: int) -> Germ:
    """Return point + side/s, or side·s where the point is None."""
    if point is None:
        return Germ({fmpq(0): Expansion({-1: fmpq(side)})})
    return Germ({fmpq(0): Expansion({0: point, 1: fmpq(side)})})


def _of_small(small: Germ, coefficient: Callable[[int], Any]) -> Germ:
    """Return Σ c(j)·uʲ of a germ u that is exponentially small."""
    total, power = as_germ(coefficient(0)), as_germ(fmpq(1))
    if not small.parts and small.cut is None:
        return total
    for j in range(1, MOST_RATES + 1):
        power = power * small
        total = total + power * coefficient(j)
    following = power * small
    rate = following.rates[0] if following.parts else following.cut
    return total if rate is None else Germ(total.parts, _later(total.cut, rate))


def _later(one: Any, two: Any) -> Any:
    """Return the larger of two rates, None for none."""
    if one is None or two is None:
        return two if one is None else one
    return one if sign_of(one - two) == 1 else two


def sign_of(number: Any) -> int:
    """Return the sign of an exact number. Raises OutOfReach where a ball leaves it open."""
    if isinstance(number, RATIONAL):
        return (number > 0) - (number < 0)
    if hasattr(number, "sign"):
        return int(number.sign())
    if not isinstance(number, arb):
        raise NotComputed("a limit of what is varied")
    if number > 0 or number < 0:
        return 1 if number > 0 else -1
    raise OutOfReach("the sign of a coefficient of a limit")


def _is_zero(number: Any) -> bool:
    return sign_of(number) == 0


def _exact(number: Any) -> Any:
    return fmpq(number) if isinstance(number, (int, fmpz)) else number


def _inverse_factorial(j: int) -> fmpq:
    return fmpq(1, factorial(j))


def _of_log(j: int) -> fmpq:
    return fmpq((-1) ** (j + 1), j) if j else fmpq(0)


def _of_root(j: int) -> fmpq:
    found = fmpq(1)
    for i in range(j):
        found = found * (fmpq(1, 2) - i) / (i + 1)
    return found
