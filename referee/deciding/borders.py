"""Borders: where along a line a condition stops to hold, and lines on which to look for it.

What inequalities leave over is taken for a parabola along a line, as that of a norm's square is:
then three values say where the border is, and two questions whether it is there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from flint import fmpq

from referee.deciding.curves import CLOSE, Point, Residual, along, border, directions
from referee.strategies.affine import foot

Inside = Callable[[fmpq], bool]
Gaps = Callable[[fmpq], list[fmpq] | None]
MANY = 3  # coordinates: of more, some are moved together
FAR = (1, 8, 64)  # steps along a ray, until a condition does not hold


def border_seen(gaps: Gaps, inside: Inside) -> tuple[fmpq, fmpq] | None:
    """Return t just inside and just beyond a border between 0 and 1, as parabolas show it.

    ``gaps`` says for t what is not negative where the condition holds. None where it is not there.
    """
    three = [gaps(fmpq(k, 2)) for k in range(3)]
    values = [each for each in three if each is not None]
    if len(values) < len(three):
        return None
    curves = [_parabola(*row) for row in zip(*values, strict=True)]

    def kept(t: fmpq) -> bool:
        return all(c + t * (b + t * a) >= 0 for a, b, c in curves)

    if kept(fmpq(1)):
        return None
    found = border(kept)
    return None if found is None else _checked(*found, inside)


def _parabola(start: fmpq, middle: fmpq, end: fmpq) -> tuple[fmpq, fmpq, fmpq]:
    """Return a, b, c of the a·t² + b·t + c that has these values at 0, 1/2 and 1."""
    a = 2 * (end - 2 * middle + start)
    return a, end - start - a, start


def _checked(low: fmpq, high: fmpq, inside: Inside) -> tuple[fmpq, fmpq] | None:
    """Return two places if the border is between them, or just before the first one."""
    if inside(low):
        return None if inside(high) else (low, high)
    before = low - low / CLOSE
    return (before, low) if inside(before) else None


def rays(residual: Residual, start: Point, rng: random.Random) -> Iterator[Point]:
    """Yield ways on which some coordinates are moved, and the others as little as equations allow.

    Each coordinate is moved alone, and where there are many as often a few of them together.
    """
    size = len(start)
    kernel = directions(residual, start)
    chosen = [[i] for i in range(size)]
    if size > MANY:
        chosen += [rng.sample(range(size), rng.randint(2, size // 2)) for _ in range(size)]
    for places in chosen if kernel else ():
        unit = [fmpq(int(k in places)) for k in range(size)]
        way = [a - b for a, b in zip(unit, foot(unit, kernel), strict=True)]
        if any(way):
            yield way
            yield [-x for x in way]


def outside(holds: Callable[[Point], bool], start: Point, way: Sequence[fmpq]) -> Point | None:
    """Return a point of a ray at which something does not hold, None where none is seen."""
    points = (along(start, way, fmpq(step)) for step in FAR)
    return next((point for point in points if not holds(point)), None)


def evened(point: Point, kept: Callable[[Point], bool]) -> Point:
    """Return a point whose coordinates are alike as far as something stays true of it.

    Those that are next to each other in size give way to their mean, the nearest ones first: sums
    stay as they are, and sums of squares become less.
    """
    groups = [[i] for i in sorted(range(len(point)), key=lambda i: point[i])]
    tried: set[tuple[int, ...]] = set()
    while True:
        pairs = [(a, b) for a, b in pairwise(groups) if (*a, -1, *b) not in tried]
        if not pairs:
            return point
        a, b = min(pairs, key=lambda pair: point[pair[1][0]] - point[pair[0][0]])
        tried.add((*a, -1, *b))
        other = _level(point, [*a, *b])
        if kept(other):
            place = groups.index(a)
            point, groups[place : place + 2] = other, [[*a, *b]]


def _level(point: Point, places: Sequence[int]) -> Point:
    """Return the point with the mean of some coordinates in their place."""
    mean = sum((point[i] for i in places), fmpq(0)) / len(places)
    return [mean if i in places else x for i, x in enumerate(point)]
