"""Instances in which a field takes a value that is wanted, found by trying its integers.

Nothing is known of how a field is built. One integer is moved; where three of its values show
that an entry is linear or quadratic in it, the equation is solved, once as the field stands
and once with each of its other integers as a denominator. What is returned has been built and
has the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flint import fmpq

from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import Bounds, within

MOST_INTEGERS = 8  # of a field that are moved
MOST_CHOICES = 32  # values of an integer that chooses among some
MOST_BUILT = 300  # arrays for one value
MOST_DERIVED = 60  # of what follows from other fields, which costs more


def reached(p: Instance, name: str, value: fmpq) -> Iterator[Instance]:
    """Yield instances like ``p`` in which an entry of a field is a value, then all entries.

    What follows from other fields is reached through their integers.
    """
    slot = p.family.layout(p.shape).slots[name]
    own = range(slot.start, slot.stop) or range(len(p.integers))
    tried = _Tried(name, value, MOST_BUILT if slot.stop > slot.start else MOST_DERIVED)
    for base in _with_denominators(p, own, value):
        solved = {i: k for i in own[:MOST_INTEGERS] if (k := tried.solved(base, i)) is not None}
        if solved:
            first = next(iter(solved))
            yield _moved(base, {first: solved[first]})
            if len(solved) > 1 and slot.stop > slot.start:
                yield _moved(base, solved)
            return


def _with_denominators(p: Instance, own: range, value: fmpq) -> Iterator[Instance]:
    """Yield the instance itself, then with an integer of its own that may be a denominator."""
    yield p
    bounds = p.family.layout(p.shape).bounds
    below = [index for index in own if bounds[index] in {(0, None), (1, None)}]
    for index in below[-MOST_INTEGERS:] if value.q != 1 else ():
        for integer in (int(value.q) - 1, int(value.q)):
            if within(integer, bounds[index]):
                yield _moved(p, {index: integer})


def _moved(p: Instance, integers: Mapping[int, int]) -> Instance:
    moved = p.integers.copy()
    for index, integer in integers.items():
        moved[index] = integer
    return Instance(p.family, p.shape, moved, p.number)


class _Tried:
    """The search for one value of one field, which ends after some arrays were built."""

    def __init__(self, name: str, value: fmpq, left: int) -> None:
        self.name, self.value, self.left = name, value, left

    def solved(self, p: Instance, index: int) -> int | None:
        """Return what one integer has to be for an entry to be the value, None where nothing is."""
        bounds = p.family.layout(p.shape).bounds[index]
        for integer in self._options(p, index, bounds):
            if within(integer, bounds) and self.value in self._entries(p, index, integer):
                return integer
        return None

    def _options(self, p: Instance, index: int, bounds: Bounds) -> Iterator[int]:
        low, high = bounds
        if low is not None and high is not None:
            yield from range(low, min(high, low + MOST_CHOICES) + 1)
            return
        # Around 0 and 1 fields are often bent, so that nothing is zero that must not be.
        for start, step in ((3, 1), (-3, -1)):
            points = [start, start + step, start + 2 * step]
            if all(within(point, bounds) for point in points):
                columns = [self._entries(p, index, point) for point in points]
                for three in dict.fromkeys(zip(*columns, strict=True)) if all(columns) else ():
                    yield from (start + step * k for k in _roots(three, self.value))
        yield from (0, 1, -1)

    def _entries(self, p: Instance, index: int, integer: int) -> Sequence[fmpq]:
        """Return the entries of the field with an integer moved; none that is not rational."""
        self.left -= 1
        if self.left < 0:
            return ()
        try:
            found = list(getattr(_moved(p, {index: integer}), self.name).flat)
        except (Undefined, ZeroDivisionError):
            return ()
        return [fmpq(x) for x in found] if all(isinstance(x, RATIONAL) for x in found) else ()


def _roots(three: tuple[fmpq, fmpq, fmpq], value: fmpq) -> Iterator[int]:
    """Yield the integers k at which the parabola through three values at 0, 1, 2 is a value."""
    zero, one, two = three
    a = (two - 2 * one + zero) / 2
    b, c = one - zero - a, zero - value
    if a == 0:
        found = [-c / b] if b != 0 else []
    else:
        square = b * b - 4 * a * c
        root = (
            square.sqrt() if square >= 0 and square.p.is_square() and square.q.is_square() else None
        )
        found = [] if root is None else [(-b + root) / (2 * a), (-b - root) / (2 * a)]
    yield from (int(k.p) for k in found if k.q == 1)
