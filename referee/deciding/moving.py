"""Instances moved onto a condition: to where its equations hold, and to its borders."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

import numpy as np
from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.conditions import (
    NO_VALUE,
    Condition,
    Point,
    arrays_at,
    at,
    conditions,
    point_of,
)
from referee.deciding.curves import Residual, along, border, centre, solved
from referee.deciding.grounds import Grounds
from referee.deciding.symmetries import turned
from referee.language.factors import simplest
from referee.strategies.families import Instance
from referee.strategies.writing import entries, written

MOST_ENTRIES = 16  # that are moved together
MOST_KNOWN = 3  # instances that meet a condition, of each shape
MOST_TARGETS = 4  # points for one instance
MOST_BASES = 12
MOST_ROUNDS = 6  # of moves of an instance that meets a condition
MOST_STARTS = 2  # at random beside an instance's own point
STEPS = (-3, -2, -1, -1, 0, 0, 1, 1, 2, 3)
MOST_WRITTEN = 4  # instances for one point


def moved_onto_premises(case: Case, grounds: Grounds) -> Iterator[Instance]:
    """Yield instances on the equations and at the borders of what a claim rests on, each once.

    What the condition has to exclude is moved onto it; what meets it is moved along it.
    """
    rng = case.random("premises")
    seen: set[str] = set()
    rows = [
        row
        for condition in conditions(case, grounds.all[0])
        for row in _rows(condition, grounds, rng)
    ]
    for p in _in_turns(rows):
        if p.token not in seen:
            seen.add(p.token)
            yield p


def _in_turns(rows: Iterable[Iterator[Instance]]) -> Iterator[Instance]:
    for turn in zip_longest(*rows):
        yield from (p for p in turn if p is not None)


def _rows(condition: Condition, grounds: Grounds, rng: random.Random) -> list[Iterator[Instance]]:
    """Return for each ground the instances that it is moved to, made only when asked for."""
    sets = _movable(condition, grounds)
    if not sets:
        return []
    met = [p for p in grounds.all if condition.holds(p)]
    moving = _Moving(condition, met, rng, judged=grounds.judges_all)
    missing = [p for p in grounds.all if p not in met][-MOST_BASES:]
    bases = [*grounds.excluded, *(missing if moving.judged or not grounds.excluded else ())]
    excluded = [moving.onto(p, names) for p in bases for names in sets]
    ends = [*met[: MOST_BASES // 2], *met[MOST_BASES // 2 :][-MOST_BASES // 2 :]]
    inside = [moving.within(p, names) for p in ends for names in sets]
    return [row for pair in zip_longest(excluded, inside) for row in pair if row is not None]


def _movable(condition: Condition, grounds: Grounds) -> list[tuple[str, ...]]:
    """Return the fields that can be given other values, all together and each alone."""
    names = tuple(n for n in condition.names if any(_is_movable(p, n) for p in grounds.all[-2:]))
    return [names, *((name,) for name in names if len(names) > 1)] if names else []


def _is_movable(p: Instance, name: str) -> bool:
    slot = p.family.layout(p.shape).slots[name]
    array = getattr(p, name)
    if not isinstance(array, np.ndarray) or entries([array]) is None or not array.size:
        return False
    if slot.stop > slot.start:
        return True
    return array.size == 1 and any(True for _ in written(p, {name: array + 1}))


class _Moving:
    """What moves instances onto one condition; ``met`` are some that meet it already.

    ``judged`` says whether instances that miss it say something too.
    """

    def __init__(
        self, condition: Condition, met: Sequence[Instance], rng: random.Random, *, judged: bool
    ) -> None:
        self.condition, self.met, self.rng, self.judged = condition, met, rng, judged

    def onto(self, p: Instance, names: Sequence[str]) -> Iterator[Instance]:
        """Yield instances like one that meet the condition, or hardly meet or miss it."""
        known, own = self._known(p, names), point_of(p, names)
        for start in (own, *(self._near(own) for _ in range(MOST_STARTS))):
            for target in self._targets(p, names, start, known):
                if self._holds(p, names, target):
                    yield from _written(p, names, target)
                else:
                    for origin in known:
                        yield from self._at_border(p, names, origin, target)

    def within(self, p: Instance, names: Sequence[str]) -> Iterator[Instance]:
        """Yield instances like one that meets the condition, moved at random along it."""
        origin = point_of(p, names)
        for _ in range(MOST_ROUNDS):
            near = self._targets(p, names, self._near(origin), [origin])
            for target in (*near, *self._turned(p, names)):
                if self._holds(p, names, target):
                    yield from _written(p, names, target)

    def _turned(self, p: Instance, names: Sequence[str]) -> Iterator[Point]:
        for values in turned({name: getattr(p, name) for name in names}, self.rng):
            yield [fmpq(x) for array in values.values() for x in array.flat]

    def _near(self, point: Point) -> Point:
        return [x + self.rng.choice(STEPS) for x in point]

    def _known(self, p: Instance, names: Sequence[str]) -> list[Point]:
        """Return points at which the condition holds: in the middle, of instances of one shape."""
        same = [q for q in self.met if q.shape == p.shape]
        chosen = self.rng.sample(same, min(len(same), MOST_KNOWN))
        found = [point_of(q, names) for q in chosen]
        size = len(point_of(p, names))
        middle = centre(self._residual(p, names), size) if size <= MOST_ENTRIES else None
        found += [middle] if middle else []
        return [point for point in found if self._holds(p, names, point)]

    def _residual(self, p: Instance, names: Sequence[str]) -> Residual:
        return lambda point: self.condition.residuals(at(p, names, point))

    def _targets(
        self, p: Instance, names: Sequence[str], start: Point, known: Sequence[Point]
    ) -> Iterator[Point]:
        if len(start) <= MOST_ENTRIES:
            found = solved(self._residual(p, names), start, known, self.rng)
            yield from islice(found, MOST_TARGETS)

    def _holds(self, p: Instance, names: Sequence[str], point: Point) -> bool:
        try:
            return self.condition.holds(at(p, names, point))
        except NO_VALUE:
            return False

    def _at_border(
        self, p: Instance, names: Sequence[str], inside: Point, outside: Point
    ) -> Iterator[Instance]:
        """Yield instances where the condition just holds, and just not, between two points."""
        way = [b - a for a, b in zip(inside, outside, strict=True)]
        found = border(lambda t: self._holds(p, names, along(inside, way, t)))
        points = [along(inside, way, t) for t in found or ()]
        for point in [*(_simple(*points) if points and len(way) == 1 else ()), *points]:
            if self.judged or self._holds(p, names, point):
                yield from _written(p, names, point)


def _simple(one: Point, other: Point) -> Iterator[Point]:
    """Yield the simplest number between two, and those next to it of the least denominators."""
    low, high = sorted((one[0], other[0]))
    middle = simplest(low, high)
    yield [middle]
    for whole in {middle.floor(), middle.ceil()}:
        yield [(middle.p + whole) / fmpq(middle.q + 1)]


def _written(p: Instance, names: Sequence[str], point: Point) -> Iterator[Instance]:
    yield from islice(written(p, arrays_at(p, names, point)), MOST_WRITTEN)
