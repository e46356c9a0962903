"""Instances scaled until a condition holds: matrices of norm below 1 with entries in all places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from math import isqrt

from flint import fmpq

from referee.deciding.conditions import Condition
from referee.deciding.curves import Point
from referee.deciding.grounds import Grounds
from referee.deciding.spaces import Attempts, Names, Space
from referee.strategies.families import Instance

SCALES = (fmpq(1), fmpq(9, 10), fmpq(3, 5), fmpq(1, 3), fmpq(1, 10), fmpq(1, 100), fmpq(1, 10**4))
MOST_BASES = 4  # instances that are scaled
MOST_ENTRIES = 16
BUDGET = 60  # times that the condition is asked for


def scaled(condition: Condition, grounds: Grounds, names: Names) -> Iterator[Instance]:
    """Yield instances of different directions, as large as a condition allows."""
    attempts = Attempts(BUDGET)
    several = [p for p in grounds.all if max(p.shape.values(), default=1) > 1]
    bases = [several[i] for i in range(0, len(several), max(1, len(several) // MOST_BASES))]
    for p in islice(bases, MOST_BASES):
        space = Space(condition, p, names, attempts)
        if not 1 < len(space.own) <= MOST_ENTRIES:
            continue
        for direction in (_identity(len(space.own)), space.own, [fmpq(1)] * len(space.own)):
            yield from islice(_scaled(space.holds, space.written, direction), 1)


def _scaled(
    holds: Callable[[Point], bool],
    written: Callable[[Point], Iterator[Instance]],
    direction: Sequence[fmpq],
) -> Iterator[Instance]:
    for scale in SCALES:
        point = [scale * x for x in direction]
        if holds(point):
            yield from written(point)
            return


def _identity(entries: int) -> Point:
    """Return the identity where these are the entries of a square, 1, 0, 0, … elsewhere."""
    size = isqrt(entries)
    step = size + 1 if size * size == entries else entries
    return [fmpq(int(i % step == 0)) for i in range(entries)]
