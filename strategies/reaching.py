"""Instances in which a field takes a value that is wanted, found by trying its integers.

Nothing is known of how a field is built. One integer is moved; where three of its values show
that an entry is linear or quadratic in it, the equation is solved, once as the field stands
and once with each of its other integers as a denominator. What is returned has been built and
has the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from flint import fmpq

from referee.numerics.scalars import RATIONAL, Undefined
from referee.numerics.work import meter
from referee.strategies.affine import parabola_roots
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import SHARED_ROOT, Bounds, Denominator, Root, within

MOST_INTEGERS = 8  # of a field that are moved
MOST_CHOICES = 32  # values of an integer that chooses among some
MOST_BUILT = 300  # arrays for one value
BUILT = 60  # units of work that building an array takes
FINE = 1_000  # a denominator of what lies near a number
MOST_DERIVED = 60  # of what follows from other fields, which costs more


def reached(p: Instance, name: str, value: fmpq) -> Iterator[Instance]:
    """Yield instances like ``p`` in which an entry of a field is a value, then all entries.

    What follows from other fields is reached through their integers.
    """
    slot = p.family.layout(p.shape).slots[name]
    bounds = p.family.layout(p.shape).bounds
    places = range(slot.start, slot.stop) or range(len(p.integers))
    own = [i for i in places if not isinstance(bounds[i], Root)]
    if slot.stop == slot.start and _needs_root(value):
        yield from _by_shared_roots(p, name, value)
    tried = _Tried(name, value, MOST_BUILT if slot.stop > slot.start else MOST_DERIVED)
    for base in _with_denominators(p, own, value):
        solved = {i: k for i in own[:MOST_INTEGERS] if (k := tried.solved(base, i)) is not None}
        if solved:
            first = next(iter(solved))
            yield base.moved({first: solved[first]})
            if len(solved) > 1 and slot.stop > slot.start:
                yield base.moved(solved)
            return


def _by_shared_roots(p: Instance, name: str, value: fmpq) -> Iterator[Instance]:
    """Yield instances in which what follows from an array has a value by its square root.

    Of the smallest singular value √2 the square is 2, for which no rational one will do.
    """
    for slot in _with_shared_roots(p):
        tried = _Tried(name, value, MOST_DERIVED)
        for below in dict.fromkeys((int(p.integers[slot.stop - 1]), int(value.q) - 1)):
            as_it_is = below == int(p.integers[slot.stop - 1])
            base = p if as_it_is else p.moved({slot.stop - 1: below})
            root = tried.solved(base, slot.start)
            if root is not None:
                yield from _beside_ones(base.moved({slot.start: root}), slot)
                return


def _needs_root(value: fmpq) -> bool:
    """Say whether a number has no rational square root, and is none that only lies near another."""
    is_square = value.p.is_square() and value.q.is_square()
    return value > 0 and value.q < FINE and not is_square


def at_square_root(p: Instance, name: str, square: fmpq) -> Iterator[Instance]:
    """Yield instances in which an array that shares a root is √(p·q)/q times its whole numbers.

    The square of that is p/q, which is not negative.
    """
    slot, root = p.family.layout(p.shape).slots[name], int(square.p) * int(square.q) - 1
    yield from _beside_ones(p.moved({slot.start: root, slot.stop - 1: int(square.q) - 1}), slot)


def shares_root(p: Instance, name: str) -> bool:
    """Say whether the values of a field have a square root for a factor, or may have one."""
    return p.family.layout(p.shape).slots[name] in _with_shared_roots(p)


def _with_shared_roots(p: Instance) -> list[slice]:
    """Return the integers of each field whose values have a square root for a factor."""
    layout = p.family.layout(p.shape)
    slots = (slot for slot in layout.slots.values() if slot.stop > slot.start)
    return [slot for slot in slots if layout.bounds[slot.start] is SHARED_ROOT]


def _beside_ones(p: Instance, root: slice) -> Iterator[Instance]:
    """Yield an instance, then with 1 for an integer of every other field: it is not all 0."""
    yield p
    layout = p.family.layout(p.shape)
    ones = dict[int, int]()
    for slot in layout.slots.values():
        places = range(slot.start, slot.stop) if slot != root else ()
        free = (i for i in places if _is_free(layout.bounds[i]))
        ones |= {i: int(p.integers[i]) or 1 for i in islice(free, 1)}
    yield p.moved(ones)


def _is_free(bounds: Bounds) -> bool:
    return None in bounds and within(1, bounds) and not isinstance(bounds, (Root, Denominator))


def _with_denominators(p: Instance, own: Sequence[int], value: fmpq) -> Iterator[Instance]:
    """Yield the instance itself, then with an integer of its own that may be a denominator."""
    yield p
    bounds = p.family.layout(p.shape).bounds
    below = [index for index in own if bounds[index] in {(0, None), (1, None)}]
    for index in below[-MOST_INTEGERS:] if value.q != 1 else ():
        for integer in (int(value.q) - 1, int(value.q)):
            if within(integer, bounds[index]):
                yield p.moved({index: integer})


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
                    roots = parabola_roots(*(entry - self.value for entry in three))
                    yield from (start + step * int(k.p) for k in roots if k.q == 1)
        yield from (0, 1, -1)

    def _entries(self, p: Instance, index: int, integer: int) -> Sequence[fmpq]:
        """Return the entries of the field with an integer moved; none that is not rational."""
        meter().spent += BUILT  # also for what is known already, so that the count repeats
        self.left -= 1
        if self.left < 0 or meter().is_over:
            return ()
        known = p.kept.notes if p.kept is not None else {}
        key = ("moved", self.name, index, integer)
        if key not in known:
            known[key] = _rationals(p.moved({index: integer}), self.name)
        found: Sequence[fmpq] = known[key]
        return found


def _rationals(p: Instance, name: str) -> Sequence[fmpq]:
    try:
        found = list(getattr(p, name).flat)
    except (Undefined, ZeroDivisionError):
        return ()
    return [fmpq(x) for x in found] if all(isinstance(x, RATIONAL) for x in found) else ()
