"""Plain starts: simple instances of every small shape, moved to first points of an equation.

A few shapes are drawn elsewhere, and a sum of squares in two coordinates may have no rational
point where it has many in three or four. Here no shape that is large enough is left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from referee.deciding.conditions import Condition
from referee.deciding.curves import Point, first_found, solved
from referee.deciding.spaces import Attempts, Names, Space
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.sources import values

ENOUGH, MOST = 3, 16  # coordinates: squares of three have most numbers as sums
MOST_SHAPES = 5
MOST_OF_CHOICES, FEW = 2, 3  # shapes at which choices among more than a few are gone through
BUDGET = 320  # times that a condition is asked for


def from_plain(
    condition: Condition, names: Names, shapes: Sequence[Shape], some: Instance, rng: random.Random
) -> Iterator[Instance]:
    """Yield instances that meet a condition, their ``names`` moved: simple ones first, then drawn.

    ``some`` is an instance of the family, ``shapes`` are those that it may be of.
    """
    attempts = Attempts(BUDGET // condition.cost)
    wide = [s for s in shapes if _coordinates(some, names, s) >= ENOUGH]
    wide.sort(key=lambda shape: -_large(some.family, shape))
    for plain in (True, False):
        for shape in wide[:MOST_SHAPES]:
            p = some.family.sparse(shape, rng, plain=plain)
            space = _space(condition, p, names, attempts)
            if space is not None and len(space.own) >= ENOUGH:
                for target in met_first(space, space.own, rng):
                    yield from space.written(target)
    yield from _of_every_choice(condition, names, shapes, some, rng)


def _of_every_choice(
    condition: Condition, names: Names, shapes: Sequence[Shape], some: Instance, rng: random.Random
) -> Iterator[Instance]:
    """Yield instances that meet a condition, what a number chooses, as a kind, each in its turn.

    Before that all numbers, as a time, are as simple as they can be.
    """
    attempts = Attempts(BUDGET // condition.cost)
    for shape in shapes[:MOST_OF_CHOICES]:
        plain = some.family.sparse(shape, rng, plain=True)
        for p in (_with_numbers_at_zero(plain), *_choices(plain)):
            space = _space(condition, p, names, attempts)
            if space is not None:
                for target in islice(solved(space.residual, space.own, (), rng), 1):
                    if space.holds(target):
                        yield from space.written(target)


def _space(condition: Condition, p: Instance, names: Names, attempts: Attempts) -> Space | None:
    """Return the space around an instance, None where it is too large or not rational."""
    found = values(p, names)
    if found is None or len(found) > MOST:
        return None
    return Space(condition, p, names, attempts)


def _with_numbers_at_zero(p: Instance) -> Instance:
    """Return an instance whose fields of one entry are made of integers that are 0."""
    layout = p.family.layout(p.shape)
    slots = [layout.slots[f.name] for f in p.family.fields if f.rows == f.columns == "1"]
    places = [i for slot in slots for i in range(slot.start, slot.stop)]
    return p.moved({i: max(0, layout.bounds[i][0] or 0) for i in places})


def _choices(p: Instance) -> Iterator[Instance]:
    """Yield an instance once for each value of the numbers that choose among a few."""
    layout = p.family.layout(p.shape)
    for slot in layout.slots.values():
        low, high = layout.bounds[slot.start] if slot.stop == slot.start + 1 else (None, None)
        if low is not None and high is not None and high - low >= FEW:
            yield from (p.moved({slot.start: k}) for k in range(low, high + 1))


def _large(family: Family, shape: Shape) -> int:
    """Return how many dimensions of arrays are large enough."""
    dims = {dim for f in family.fields for dim in (f.rows, f.columns)}
    return sum(size >= ENOUGH for dim, size in shape.items() if dim in dims)


def _coordinates(p: Instance, names: Names, shape: Shape) -> int:
    sizes = [p.family.by_name[name].size(shape) for name in names]
    return sum(rows * columns for rows, columns in sizes)


def met_first(space: Space, start: Point, rng: random.Random) -> list[Point]:
    """Return first points that meet the condition, also those whose coordinates are put in order.

    Singular values are positive and in order.
    """
    found = [*first_found(space.residual, start, rng)]
    ordered = [sorted(map(abs, each), reverse=True) for each in found]
    return [*filter(space.holds, [*found, *ordered])]
