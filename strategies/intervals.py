"""Numbers between bounds, real, rational or whole, built from integers: nothing is thrown away.

An interval is spelled ``number_gt_0_le_1/2``, ``rational_ne_0`` or ``integer_ge_1_le_n``: a bound
of whole numbers may be a dimension. Real numbers are rational where nobody asks for a root.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays, scalars
from referee.numerics.arrays import Array
from referee.numerics.batches import beside, whole
from referee.strategies import forms
from referee.strategies.families import Dense, Field, Instance, Shape, dimension
from referee.strategies.integer_vectors import DENOMINATOR, ROOT, Bounds
from referee.strategies.rationals import Source, column, fractions, free, natural, rational
from referee.strategies.roots import Radical, fractional, has_roots, roots_of
from referee.strategies.value_kinds import ALL

NUMBER, RATIONAL, INTEGER = "number", "rational", "integer"
Build = Callable[["Interval", Instance, np.ndarray], Array]
_BOUND = re.compile(r"_(ge|gt|le|lt|ne)_(-?[0-9]+(?:/[0-9]+)?|[A-Za-z][A-Za-z0-9]*)")
_SPELLED = re.compile(rf"({NUMBER}|{RATIONAL}|{INTEGER})((?:{_BOUND.pattern})*)")


@dataclass(frozen=True)
class Interval:
    """All real numbers, all ``rational`` or all ``whole`` ones, between ``low`` and ``high``.

    A bound is a number, for whole numbers also the name of a dimension, None where there is none;
    ``open_low`` and ``open_high`` leave it out. ``nonzero`` leaves out 0.
    """

    whole: bool = False
    low: fmpq | str | None = None
    high: fmpq | str | None = None
    open_low: bool = False
    open_high: bool = False
    nonzero: bool = False
    rational: bool = False

    @property
    def spelled(self) -> str:
        """The text from which :func:`interval_of` reads it."""
        low = "" if self.low is None else f"_{'gt' if self.open_low else 'ge'}_{self.low}"
        high = "" if self.high is None else f"_{'lt' if self.open_high else 'le'}_{self.high}"
        word = INTEGER if self.whole else RATIONAL if self.rational else NUMBER
        return f"{word}{low}{high}{'_ne_0' * self.nonzero}"

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 is none of the numbers."""
        low, high = self.low, self.high
        above = isinstance(low, fmpq) and (low > 0 or (low == 0 and self.open_low))
        below = isinstance(high, fmpq) and (high < 0 or (high == 0 and self.open_high))
        return self.nonzero or above or below

    @property
    def says(self) -> str:
        """It in words: a number t with 0 < t ≤ 1 is a "number above 0 and at most 1"."""
        low = "" if self.low is None else f"{'above' if self.open_low else 'from'} {self.low}"
        high = "" if self.high is None else f"{'below' if self.open_high else 'up to'} {self.high}"
        ends = " and ".join(end for end in (low, high) if end)
        what = "whole number" if self.whole else f"{'rational ' * self.rational}number"
        return " ".join(part for part in (what, ends, "other than 0" * self.nonzero) if part)

    def ends(self, shape: Shape) -> tuple[int | None, int | None]:
        """Return the least and the greatest of whole numbers at a shape."""
        low, high = _at(self.low, shape), _at(self.high, shape)
        least = None if low is None else int(low.ceil()) + (self.open_low and low.q == 1)
        most = None if high is None else int(high.floor()) - (self.open_high and high.q == 1)
        return least, most

    def has(self, number: Any, shape: Shape) -> bool:
        """Say whether a real number that is exact lies there; whether it is whole is not asked."""
        low, high = _at(self.low, shape), _at(self.high, shape)
        above = 1 if low is None else scalars.sign(number - low)
        below = 1 if high is None else scalars.sign(high - number)
        inside = above in {1, 1 - self.open_low} and below in {1, 1 - self.open_high}
        return inside and not (self.nonzero and scalars.vanishes(number))

    def lacks(self, shape: Shape) -> str:
        """Say why there is no number at a shape; "" where there is one."""
        if self.whole:
            low, high = self.ends(shape)
            empty = low is not None and high is not None and low > high
            only_zero = self.nonzero and low == high == 0
            return "no whole number lies there" if empty or only_zero else ""
        low_, high_ = _at(self.low, shape), _at(self.high, shape)
        if low_ is None or high_ is None or low_ < high_:
            return ""
        at_most_one = low_ > high_ or self.open_low or self.open_high
        return "no number lies there" if at_most_one or (self.nonzero and low_ == 0) else ""


def _at(bound: fmpq | str | None, shape: Shape) -> fmpq | None:
    return fmpq(dimension(bound, shape)) if isinstance(bound, str) else bound


def interval_of(text: str) -> Interval | None:
    """Return the interval that a text spells, None for any other text."""
    match = _SPELLED.fullmatch(text)
    if match is None:
        return None
    found: dict[str, fmpq | str] = {}
    for sign, bound in _BOUND.findall(match[2]):
        found[sign] = bound if bound[0].isalpha() else _rational(bound)
    return Interval(
        match[1] == INTEGER,
        found.get("gt", found.get("ge")),
        found.get("lt", found.get("le")),
        "gt" in found,
        "lt" in found,
        "ne" in found,
        match[1] == RATIONAL,
    )


def _rational(text: str) -> fmpq:
    top, _, bottom = text.partition("/")
    return fmpq(int(top), int(bottom or 1))


def number_in(interval: Interval, name: str, meaning: str, latex: str = "") -> Field:
    """Return a (1, 1) field of all numbers of an interval."""
    build: Build = _whole
    if not interval.whole:
        build = partial(_with_root, _BUILDS[_ends(interval)])
    return Field(
        name,
        "1",
        "1",
        latex or name,
        meaning,
        partial(build, interval),
        partial(_bounds, interval),
        partial(_ways, interval),
        narrow={ALL: f"it is a {interval.spelled}"},
        form=forms.any_number,
        at_root=None if interval.whole or interval.rational else partial(_at_root, interval),
    )


def _ways(interval: Interval, shape: Shape) -> tuple[Dense, ...]:
    """Return that identities which hold of free numbers hold of these: they are infinitely many."""
    low, high = _at(interval.low, shape), _at(interval.high, shape)
    few = low is not None and high is not None and (interval.whole or low == high)
    return () if few else (_free,)


def _free(_: Instance, source: Source) -> Array:
    return source(1, 1)


def _ends(interval: Interval) -> tuple[bool, bool]:
    return interval.low is not None, interval.high is not None


def _bounds(interval: Interval, shape: Shape) -> Sequence[Bounds]:
    if interval.whole:
        low, high = interval.ends(shape)
        if low is not None and high is not None:
            without_zero = interval.nonzero and low <= 0 <= high
            return ((0, high - low - without_zero),)
        return natural(1) if low is not None or high is not None else free(1)
    roots = () if interval.rational else (ROOT,)
    if all(_ends(interval)):
        return (*roots, *natural(2))
    return (*roots, *((*natural(1), DENOMINATOR) if any(_ends(interval)) else fractions(1)))


def _whole(interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    low, high = interval.ends(p.shape)
    found = ints if low is None and high is None else ints + low if low is not None else high - ints
    if interval.nonzero and (low is None or low <= 0) and (high is None or high >= 0):
        # Zero is passed over on the way from where the numbers start.
        down = low is None and high is not None
        found = found - whole(found <= 0) if down else found + whole(found >= 0)
    return column(p.number(found))


def _with_root(build: Build, interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    """Return what two integers make, at the root that an integer before them stands for.

    An integer 0 stands for none. Of (a + r)/(1 + d) an interval with one end takes the absolute
    value as the distance from it, one with two the fractional part as the share of its length.
    """
    if interval.rational:
        return build(interval, p, ints)
    codes, rest = ints[..., :1], ints[..., 1:]
    if not has_roots(codes):
        return build(interval, p, rest)
    number = column((p.number(rest[..., :1]) + roots_of(p, codes)) / p.number(1 + rest[..., 1:]))
    return _where(codes[..., None] != 0, _irrational(interval, p, number), build(interval, p, rest))


def _irrational(interval: Interval, p: Instance, number: Array) -> Array:
    """Return numbers of an interval made of irrational ones; of others something."""
    low, high = (_at(end, p.shape) for end in (interval.low, interval.high))
    if low is None and high is None:
        return number
    if low is None:
        return _constant(p, high) - abs(number)
    if high is None:
        return _constant(p, low) + abs(number)
    return _constant(p, low) + _constant(p, high - low) * fractional(number)


def _where(chosen: np.ndarray, one: Array, other: Array) -> Array:
    return one if chosen.all() else np.where(chosen, one, other)


def _at_root(interval: Interval, shape: Shape, radical: Radical) -> Sequence[int] | None:
    """Return the integers of an irrational number, None where it is not of the interval."""
    low, high = _at(interval.low, shape), _at(interval.high, shape)
    if not interval.has(radical.value, shape):
        return None
    if low is not None and high is not None:
        radical = radical.moved(-low, 1 / (high - low))
        return radical.moved(fmpq(max(0, -int(radical.rational.floor())))).integers
    if low is not None:
        radical = radical.moved(-low)
    elif high is not None:
        radical = radical.moved(-high, -1)
    else:
        return radical.integers
    return (radical if radical.rational >= 0 else radical.moved(fmpq(0), -1)).integers


def _anywhere(interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    return _apart_from_zero(interval, column(rational(p, ints)))


def _above(interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    steps = column(rational(p, _raised(ints, interval.open_low, 0)))
    return _apart_from_zero(interval, _constant(p, interval.low) + steps)


def _below(interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    steps = column(rational(p, _raised(ints, interval.open_high, 0)))
    return _apart_from_zero(interval, _constant(p, interval.high) - steps)


def _between(interval: Interval, p: Instance, ints: np.ndarray) -> Array:
    """Return low + (high − low)·a/(a + b), with a and b positive where a bound is left out."""
    parts = p.number(_raised(ints, interval.open_low, interval.open_high))
    above, below = parts[..., :1, None], parts[..., 1:, None]
    total = above + below
    share = above / (total + arrays.is_zero(total))
    low, high = _constant(p, interval.low), _constant(p, interval.high)
    return _apart_from_zero(interval, low + (high - low) * share)


def _raised(ints: np.ndarray, *by: int) -> np.ndarray:
    """Return integers (..., k), each so much larger."""
    raised: np.ndarray = ints + beside(np.array(by, dtype=np.int64), ints)
    return raised


def _constant(p: Instance, bound: fmpq | str | None) -> Array:
    return p.number(np.array([[_at(bound, p.shape)]], dtype=object))


def _apart_from_zero(interval: Interval, x: Array) -> Array:
    """Return a number in whose place 0 is never: the simplest other one of the interval is."""
    if not interval.nonzero:
        return x
    return x + _instead_of_zero(interval) * arrays.is_zero(x)


def _instead_of_zero(interval: Interval) -> fmpq | int:
    high, low = interval.high, interval.low
    if not isinstance(high, fmpq) or high > 1:
        return 1
    if high > 0:
        return high / 2
    return -1 if not isinstance(low, fmpq) or low < -1 else low / 2


_BUILDS = {
    (False, False): _anywhere,
    (True, False): _above,
    (False, True): _below,
    (True, True): _between,
}
