"""Spaces: the entries of a few fields of an instance as coordinates, all else as it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from flint import fmpq

from referee.deciding.borders import border_seen
from referee.deciding.conditions import NO_VALUE, Condition
from referee.deciding.curves import Point, along, border, centre, roots_along
from referee.deciding.symmetries import turned
from referee.language.factors import simplest
from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.work import meter
from referee.strategies.families import Instance
from referee.strategies.sources import moving
from referee.strategies.writing import written

MOST_WRITTEN = 8  # instances for one point
ASKED = 60  # units of work that an instance takes at which a condition is asked for
MOST_SAME = 12  # times that one number is written
MOST_FAILED = 6  # points in a row for which no integers are found
Names = tuple[str, ...]


class Attempts:
    """How often integers were looked for: in vain in a row, or for one number again and again.

    ``left`` is how often a condition may be asked for at a point.
    """

    def __init__(self, left: int) -> None:
        self._left = left
        self.failed: Counter[Names] = Counter()
        self.same: Counter[tuple[Names, fmpq]] = Counter()

    def spend(self) -> bool:
        """Count that a condition is asked for, and say whether it still may be."""
        self._left -= 1
        meter().spent += ASKED
        return self._left >= 0 and not meter().is_over

    def are_worth_it(self, names: Names, point: Point) -> bool:
        """Say whether to look for the integers of a point."""
        if len(point) == 1:
            return self.same[names, point[0]] < MOST_SAME
        return self.failed[names] < MOST_FAILED

    def note(self, names: Names, point: Point, *, failed: bool) -> None:
        """Take down what came of it."""
        self.failed[names] = self.failed[names] + 1 if failed else 0
        if len(point) == 1:
            self.same[names, point[0]] += 1


class Space:
    """The points around one instance at which a condition is asked for.

    Whatever is found there is an instance only when integers are found that build it, and
    ``attempts`` says whether that is still worth it.
    """

    def __init__(self, condition: Condition, p: Instance, names: Names, attempts: Attempts) -> None:
        self.condition, self.p, self.names, self.attempts = condition, p, names, attempts
        self.arrays: dict[str, Array] = {name: getattr(p, name) for name in names}
        self.whole: Point = _entries(self.arrays.values())
        self.places = [i for i, moves in enumerate(m for n in names for m in moving(p, n)) if moves]
        self.own: Point = self._kept(self.whole)
        self.fixed = self._fixed()

    def _fixed(self) -> dict[str, Array]:
        """Return the other arrays of the condition that do not follow from these: built once."""
        elsewhere = self.p.replace(**self._arrays([x + 2 * k + 1 for k, x in enumerate(self.own)]))
        others = [name for name in self.condition.names if name not in self.names]
        try:
            pairs = [(name, getattr(self.p, name), getattr(elsewhere, name)) for name in others]
        except NO_VALUE:
            return {}
        return {name: here for name, here, there in pairs if _same(here, there)}

    def _kept(self, entries: Point) -> Point:
        """Return those of all entries that are coordinates."""
        return [entries[i] for i in self.places]

    def _arrays(self, coordinates: Point) -> dict[str, Array]:
        found, start = {}, 0
        point = list(self.whole)
        for i, x in zip(self.places, coordinates, strict=True):
            point[i] = x
        for name, old in self.arrays.items():
            new = np.empty(old.size, dtype=object)
            new[:] = point[start : start + old.size]
            found[name] = new.reshape(old.shape)
            start += old.size
        return found

    def at(self, point: Point) -> Instance:
        """Return the instance with these entries, whatever its fields are built from."""
        return self.p.replace(**self.fixed, **self._arrays(point))

    def residual(self, point: Point) -> list[fmpq] | None:
        """Return what the equations lack at a point; None too where enough was asked."""
        if not self.attempts.spend():
            return None
        return self.condition.residuals(self.at(point))

    def gaps(self, point: Point) -> list[fmpq] | None:
        """Return what the inequalities leave over at a point; None too where enough was asked."""
        return self.condition.gaps(self.at(point)) if self.attempts.spend() else None

    def holds(self, point: Point) -> bool:
        """Say whether the condition holds at a point, and all that is asked for has a value."""
        may = self.attempts.spend()
        try:
            return may and self.condition.holds(self.at(point))
        except NO_VALUE:
            return False

    def middle(self) -> Point | None:
        """Return a point in the middle of where the equations hold, None where none is found."""
        return centre(self.residual, len(self.own))

    def padded(self, p: Instance) -> Iterator[Point]:
        """Yield points that continue the arrays of a smaller instance by 0, and matrices by 1."""
        smaller = {name: getattr(p, name) for name in self.names}
        pairs = [(smaller[name], self.arrays[name]) for name in self.names]
        if all(a.ndim == b.ndim and np.less_equal(a.shape, b.shape).all() for a, b in pairs):
            for diagonal in (0, 1):
                yield self._kept(_entries(_continued(a, b, diagonal) for a, b in pairs))

    def turned(self, rng: random.Random) -> Iterator[Point]:
        """Yield points at which matrices are turned, or stand for another basis."""
        for values in turned(self.arrays, rng):
            yield self._kept(_entries(values.values()))

    def at_border(self, inside: Point, outside: Point) -> list[Point]:
        """Return points where the condition just holds, and just not, between two."""
        way = [b - a for a, b in zip(inside, outside, strict=True)]
        found = border_seen(
            lambda t: self.gaps(along(inside, way, t)), lambda t: self.holds(along(inside, way, t))
        ) or border(lambda t: self.holds(along(inside, way, t)))
        points = [along(inside, way, t) for t in found or ()]
        return [*_simple(*points)] if points and len(way) == 1 else points

    def met_again(self, inside: Point, way: Sequence[fmpq]) -> Iterator[Point]:
        """Yield other points of a line at which the condition holds, where an equation is bent."""
        if any(self.residual(along(inside, way, fmpq(1))) or ()):
            yield from filter(self.holds, roots_along(self.residual, inside, way))

    def written(self, point: Point) -> Iterator[Instance]:
        """Yield instances of the family that have these entries."""
        if self.attempts.are_worth_it(self.names, point):
            found = list(islice(written(self.p, self._arrays(point)), MOST_WRITTEN))
            self.attempts.note(self.names, point, failed=not found)
            yield from found


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return False


def _continued(small: Array, large: Array, diagonal: int) -> Array:
    """Return the smaller array in the upper left of one as large as the other."""
    found = diagonal * arrays.eye(max(large.shape), large)[: large.shape[0], : large.shape[1]]
    found[: small.shape[0], : small.shape[1]] = small
    return found


def _entries(arrays: Iterable[Array]) -> Point:
    return [fmpq(x) for array in arrays for x in array.flat]


def _simple(one: Point, other: Point) -> Iterator[Point]:
    """Yield the simplest number from one to another, and those next to it of small denominators."""
    low, high = sorted((one[0], other[0]))
    middle = min((simplest(low, high), low, high), key=lambda x: (x.q, abs(x.p)))
    yield [middle]
    for whole in {middle.floor(), middle.ceil()}:
        for weight in (1, 2):
            yield [(weight * middle.p + whole) / fmpq(weight * middle.q + 1)]
