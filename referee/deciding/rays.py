"""Rays: from a point at which a condition holds to its border, and out to what it has to exclude.

Starts at random seldom lead there where many coordinates have to be moved alike, as when a sum is
to be negative and a sum of squares small.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from referee.deciding.borders import MANY, evened, outside, rays
from referee.deciding.curves import Point
from referee.deciding.grounds import Grounds
from referee.deciding.spaces import Space
from referee.strategies.families import Instance

MOST_RAYS = 12  # on which a border is looked for
MOST_PADDED = 8  # of smaller shapes, where no point is known


@dataclass(frozen=True)
class Base:
    """A point to be moved onto a condition, and the instances that it was written as."""

    space: Space
    point: Point
    moved: tuple[Instance, ...] = ()


def on_rays(
    base: Base, known: Sequence[Point], grounds: Grounds, rng: random.Random
) -> Iterator[Instance]:
    """Yield instances at borders, on rays from the last of some points at which a condition holds.

    They are such that it has to exclude; others say nothing there.
    """
    if not known:
        return
    space, inside = base.space, known[-1]
    ways = list(rays(space.residual, inside, rng))
    for way in (*_evened(base, inside, grounds), *rng.sample(ways, min(len(ways), MOST_RAYS))):
        for point in _seen_along(space, inside, way):
            yield from filter(grounds.is_excluded, space.written(point))


def _seen_along(space: Space, inside: Point, way: Point) -> Iterator[Point]:
    """Yield points of a ray at which the condition holds: where it is met again, and the last."""
    yield from space.met_again(inside, way)
    far = outside(space.holds, inside, way)
    if far is not None:
        yield from filter(space.holds, space.at_border(inside, far))


def _evened(base: Base, inside: Point, grounds: Grounds) -> Iterator[Point]:
    """Yield the way to a base of many coordinates, as alike as what is excluded allows."""

    def is_excluded(point: Point) -> bool:
        return any(map(grounds.is_excluded, islice(base.space.written(point), 1)))

    if len(base.space.names) == 1 and len(inside) > MANY and base.moved:
        point = evened(base.point, is_excluded)
        yield [a - b for a, b in zip(point, inside, strict=True)]


def padded(space: Space, met: Sequence[Instance], rng: random.Random) -> Iterator[Point]:
    """Yield points of smaller instances that meet a condition, as far as they are continued."""
    smaller = [p for p in met if p.shape != space.p.shape]
    for p in rng.sample(smaller, min(len(smaller), MOST_PADDED)):
        yield from space.padded(p)
