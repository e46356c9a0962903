"""Integers within bounds: how they are ordered by size, and how they are drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence

Bounds = tuple[int | None, int | None]  # the least and the greatest value of an integer


def vectors_of_size(size: int, bounds: Sequence[Bounds]) -> Iterator[tuple[int, ...]]:
    """Yield all integer vectors within bounds whose absolute values sum to ``size``."""
    if not bounds:
        if size == 0:
            yield ()
        return
    largest_first = range(size, -1, -1) if len(bounds) > 1 else (size,)
    for first in largest_first:
        signed = [i for i in dict.fromkeys((first, -first)) if within(i, bounds[0])]
        for rest in vectors_of_size(size - first, bounds[1:]) if signed else ():
            for i in signed:
                yield (i, *rest)


def within(integer: int, bounds: Bounds) -> bool:
    """Say whether an integer keeps its bounds."""
    low, high = bounds
    return (low is None or low <= integer) and (high is None or integer <= high)


def _table(often: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(size for size, times in often.items() for _ in range(times))


# How often each absolute value is drawn, of 64. Violations hide in two places: where much
# is zero and directions coincide, and where numbers are large and condition numbers go
# beyond 1e8. No single distribution finds both, so each instance is of one regime.
REGIMES: Mapping[str, tuple[int, ...]] = {
    "sparse": _table({0: 44, 1: 16, 2: 4}),
    "spread": _table(
        {0: 12, 1: 16, 2: 10, 3: 7, 4: 4, 5: 3, 7: 2, 10: 2, 16: 1, 31: 1, 100: 2}
        | {1_000: 1, 10_000: 1, 1_000_000: 1, 1_000_000_000: 1}
    ),
}
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
    return value if low is None else low + abs(value)


def spread(raw: int, bounds: Bounds, regime: str) -> int:
    """Map −63..63, drawn evenly and shrunk to 0, to a value within bounds, monotonically.

    A choice between finitely many is even; other integers follow the regime.
    """
    low, high = bounds
    if low is not None and high is not None:
        return low + abs(raw) % (high - low + 1)
    size = REGIMES[regime][abs(raw)]
    if low is None:
        return size if raw >= 0 else -size
    return low + size
