"""Integers within bounds: how they are ordered by size, and how they are drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Bounds = tuple[int | None, int | None]  # the least and the greatest value of an integer


class Denominator(NamedTuple):
    """The bounds of an integer q ≥ 0 that stands for the denominator 1 + q of other integers."""

    low: int | None = 0
    high: int | None = None


class Root(NamedTuple):
    """The bounds of an integer that stands for a root (:mod:`referee.strategies.roots`).

    It is 0, for none, in all that is drawn and enumerated: roots are sought, and few have a size
    that says how simple they are.
    """

    low: int | None = None
    high: int | None = None


class SharedRoot(Root):
    """The bounds of an integer k ≥ 0 that stands for √(1 + k), by which all of an array is times.

    It is sought where what follows from the array is to be a number without a rational root.
    """


DENOMINATOR = Denominator()
SHARED_ROOT = SharedRoot(0)
NO_ROOT = SharedRoot(0, 0)
ROOT = Root()
WEIGHT = 2  # of a denominator in the order of size: 1/2 comes with 3, and 1/8 long after 7
WEIGHT_OF_ROOT = 8  # all rational numbers that are as simple come before


def vectors_of_size(size: int, bounds: Sequence[Bounds]) -> Iterator[tuple[int, ...]]:
    """Yield all integer vectors within bounds whose sizes sum to ``size``, the first one largest.

    It goes no deeper than ``size``, however long the vectors are.
    """
    for place, own in enumerate(bounds if size else ()):
        for first in range(size, 0, -1):
            signed = _of_size(first, own)
            for rest in vectors_of_size(size - first, bounds[place + 1 :]) if signed else ():
                for i in signed:
                    yield (*(0,) * place, i, *rest)
        if not within(0, own):
            return
    if size == 0 and all(within(0, each) for each in bounds):
        yield (0,) * len(bounds)


def _of_size(size: int, bounds: Bounds) -> list[int]:
    """Return the integers within bounds of a size: its own value, or a WEIGHT-th of it."""
    if isinstance(bounds, Root):
        return []
    weight = weight_of(bounds)
    value, rest = divmod(size, weight)
    return [] if rest else [i for i in dict.fromkeys((value, -value)) if within(i, bounds)]


def size_of_vector(integers: Sequence[int], bounds: Sequence[Bounds]) -> int:
    """Return the size of an integer vector: absolute values, those of denominators WEIGHT times."""
    return sum(abs(i) * weight_of(b) for i, b in zip(integers, bounds, strict=True))


def weight_of(bounds: Bounds) -> int:
    """Return how many times an integer with these bounds counts in the order of size."""
    if isinstance(bounds, Root):
        return WEIGHT_OF_ROOT
    return WEIGHT if isinstance(bounds, Denominator) else 1


def within(integer: int, bounds: Bounds) -> bool:
    """Say whether an integer keeps its bounds."""
    low, high = bounds
    return (low is None or low <= integer) and (high is None or integer <= high)


def _table(often: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(size for size, times in often.items() for _ in range(times))


STRUCTURED = "structured"  # the regime of instances whose fields are members of named kinds
# How often each absolute value is drawn, of 64. Violations hide in different places: where much
# is zero and directions coincide, where numbers are large and condition numbers go beyond 1e8,
# where they are tiny. No single distribution finds all, so each instance is of one regime.
REGIMES: Mapping[str, tuple[int, ...]] = {
    "sparse": _table({0: 44, 1: 16, 2: 4}),
    "spread": _table(
        {0: 12, 1: 16, 2: 10, 3: 7, 4: 4, 5: 3, 7: 2, 10: 2, 16: 1, 31: 1, 100: 2}
        | {1_000: 1, 10_000: 1, 1_000_000: 1, 1_000_000_000: 1}
    ),
    # Over a denominator these are magnitudes from 10⁻¹² to 10¹², all of them in one array.
    "wide": _table(
        {0: 6, 1: 14, 2: 5, 3: 4, 6: 3, 10: 3, 17: 2, 45: 2, 100: 2, 256: 2, 999: 2}
        | {2_500: 2, 10_000: 2, 65_537: 2, 10**6: 2, 10**7 + 19: 2, 10**8: 1, 10**9 + 7: 2}
        | {10**10: 2, 10**11: 1, 10**12: 3}
    ),
    # Of members of kinds, whose structure says more than their numbers.
    STRUCTURED: _table({0: 28, 1: 20, 2: 8, 3: 4, 4: 2, 5: 1, 7: 1}),
}
DENOMINATORS: Mapping[str, tuple[int, ...]] = {
    "sparse": _table({0: 54, 1: 7, 2: 3}),
    "spread": _table(
        {0: 34, 1: 11, 2: 5, 3: 3, 4: 1, 6: 1, 9: 2, 15: 1, 63: 1, 99: 1, 999: 1}
        | {5_000: 1, 10**6: 1, 10**9: 1}
    ),
    "wide": _table(
        {0: 26, 1: 4, 2: 2, 4: 2, 9: 3, 20: 2, 99: 3, 999: 2, 1_023: 3, 9_999: 3}
        | {10**5: 3, 10**6: 3, 10**8: 2, 10**9: 2, 10**11: 1, 10**12: 3}
    ),
    STRUCTURED: _table({0: 48, 1: 8, 2: 4, 3: 2, 9: 1, 99: 1}),
}
# How often each regime is drawn, of 16.
TURNS = (*("sparse",) * 5, *("spread",) * 5, *("wide",) * 4, *(STRUCTURED,) * 2)
TOP = 63


def simplest(bounds: Sequence[Bounds], rng: random.Random) -> list[int]:
    """Return integers that are all 0; a choice between finitely many is even."""
    return [_within(0, each, rng) for each in bounds]


def ones(bounds: Sequence[Bounds], rng: random.Random) -> list[int]:
    """Return integers that are all ±1; a choice between finitely many is even."""
    return [_within(rng.choice((1, -1)), each, rng) for each in bounds]


SMALL = (1, 1, 1, -1, -1, 2)


def few_nonzero(bounds: Sequence[Bounds], rng: random.Random) -> list[int]:
    """Return integers of which about 2√k of k are not 0; a choice between finitely many is even."""
    share = 2 / math.sqrt(max(len(bounds), 1))
    chosen = [rng.choice(SMALL) if rng.random() < share else 0 for _ in bounds]
    return [_within(value, each, rng) for value, each in zip(chosen, bounds, strict=True)]


def _within(value: int, bounds: Bounds, rng: random.Random) -> int:
    low, high = bounds
    if low is not None and high is not None:
        return rng.randint(low, high)
    if isinstance(bounds, Root):
        return 0
    return value if low is None else low + abs(value)


def spread(raw: int, bounds: Bounds, regime: str) -> int:
    """Map −63..63, drawn evenly and shrunk to 0, to a value within bounds, monotonically.

    A choice between finitely many is even; other integers follow the regime.
    """
    if isinstance(bounds, Root):
        return 0
    if isinstance(bounds, Denominator):
        return DENOMINATORS[regime][abs(raw)]
    low, high = bounds
    if low is not None and high is not None:
        return low + abs(raw) % (high - low + 1)
    size = REGIMES[regime][abs(raw)]
    if low is None:
        return size if raw >= 0 else -size
    return low + size
