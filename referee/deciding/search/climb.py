"""The climb: from the smallest margins a sweep saw, locally towards smaller ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from referee.deciding.search.batch import Batch, Start
from referee.deciding.search.batched import LARGEST_INTEGER
from referee.deciding.search.screen import Screen
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import Bounds, Root

STARTS = 8  # instances a climb starts from
STEPS = 12  # of a climb
NEIGHBOURS = 128  # looked at in every step

Examine = Callable[[Batch], Instance | None]  # has the suspicions of a batch decided exactly


def climb(
    screen: Screen, starts: Sequence[Start], examine: Examine, rng: np.random.Generator
) -> Instance | None:
    """Climb from the smallest slacks; return an instance that is exactly violated, if any."""
    for start in sorted(starts, key=lambda each: each.slack)[:STARTS]:
        found = _climb_from(screen, start, examine, rng)
        if found is not None:
            return found
    return None


def _climb_from(
    screen: Screen, start: Start, examine: Examine, rng: np.random.Generator
) -> Instance | None:
    slack, ints = start.slack, start.integers
    bounds = screen.claim.family.layout(start.shape).bounds
    for _ in range(STEPS if bounds else 0):
        batch = screen.see(start.shape, neighbours(ints, bounds, rng))
        found = examine(batch)
        if found is not None:
            return found
        room = np.where(batch.vacuous | np.isnan(batch.slack), np.inf, batch.slack)
        best = int(room.argmin())
        if not room[best] < slack:
            return None
        slack, ints = float(room[best]), batch.integers[best]
    return None


def neighbours(ints: np.ndarray, bounds: Sequence[Bounds], rng: np.random.Generator) -> np.ndarray:
    """Return (NEIGHBOURS, k) integers that differ from ``ints`` in one place or two.

    A place takes the value 0, ±1, a neighbouring one, its opposite, its half or another
    place's; all are moved within bounds, and none is larger than floats tell apart.
    """
    rows = np.repeat(ints[None, :].astype(np.int64), NEIGHBOURS, axis=0)
    for _ in range(2):
        column = rng.integers(0, rows.shape[1], NEIGHBOURS)
        line, value = np.arange(NEIGHBOURS), rows[np.arange(NEIGHBOURS), column]
        other = rows[line, rng.integers(0, rows.shape[1], NEIGHBOURS)]
        options = np.stack(
            [0 * value, value**0, -(value**0), value + 1, value - 1, -value, value // 2, other]
        )
        rows[line, column] = options[rng.integers(0, len(options), NEIGHBOURS), line]
    bounds = [(0, 0) if isinstance(each, Root) else each for each in bounds]
    lows = [_screened(low, -LARGEST_INTEGER) for low, _ in bounds]
    highs = [_screened(high, LARGEST_INTEGER) for _, high in bounds]
    moved: np.ndarray = np.clip(rows, lows, highs)
    return moved


def _screened(bound: int | None, otherwise: int) -> int:
    """Return a bound within what is screened: machine integers hold no other."""
    return otherwise if bound is None else max(-LARGEST_INTEGER, min(bound, LARGEST_INTEGER))
