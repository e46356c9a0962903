"""What to try next when an instance is shrunk: fewer indices, smaller shapes, simpler integers.

Everything yields integers of instances; whether the claim is still false there is for
others to say.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations, product
from math import gcd

from referee.strategies.families import Instance, Shape
from referee.strategies.integer_vectors import (
    Bounds,
    Denominator,
    Root,
    SharedRoot,
    size_of_vector,
    within,
)

DRAWS = 40  # small instances tried at each smaller shape, where floats tell which are worth it
FEW_DRAWS = 16  # where each one costs an exact decision
MANY = 8  # indices: from here on many are deleted at once
# Numerators and denominators less 1, of numbers that are tried in place of roots.
SMALL_NUMBERS = ((0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (1, 1), (-1, 1), (3, 0), (-3, 0), (1, 2))
FEW_PARTS = 12  # denominators up to this one are tried
PAIRED = 12  # integers that are not 0, of which two are moved at once: of more there are too many
UNITS = (0, 1, -1)
MASKS = 96  # subsets of the integers that are put to zero at once
SMALL = (0, 0, 0, 0, 1, 1, -1, -1, 2, -2, 3)


def deletions(found: Instance) -> Iterator[tuple[Shape, list[int]]]:
    """Yield instances with indices of a dimension deleted from every array at once.

    Of large dimensions a half is deleted first, then a quarter, and so on down to one index.
    Where the family has no such shape, they are deleted from another dimension too, or from all.
    Integers that belong to no index stay where they are.
    """
    for dim, size in found.shape.items():
        for count in _halving(size):
            dims = _deletable(found, dim, count)
            shape = {d: k - count * (d in dims) for d, k in found.shape.items()}
            for first in reversed(range(0, size, count)) if dims else ():
                indices = range(min(first, size - count), min(first, size - count) + count)
                yield shape, _without(found, set(product(dims, indices)), shape)


def _halving(size: int) -> list[int]:
    """Return how many indices are deleted at once: a half, a quarter, ..., one."""
    counts = [size >> k for k in range(1, size.bit_length())]
    return counts if size >= MANY else [1]


def _deletable(found: Instance, dim: str, count: int) -> tuple[str, ...]:
    """Return the dimensions to delete so many indices from, ``dim`` among them; () for none."""
    others = [d for d in found.shape if d != dim]
    for dims in ((dim,), *((dim, other) for other in others), tuple(found.shape)):
        if {d: k - count * (d in dims) for d, k in found.shape.items()} in found.family.extent:
            return dims
    return ()


def _without(found: Instance, gone: set[tuple[str, int]], shape: Shape) -> list[int]:
    """Return an instance's integers less those that belong to what is gone."""
    old, new = found.family.layout(found.shape), found.family.layout(shape)
    integers: list[int] = []
    for field in found.family.fields:
        mine = [int(i) for i in found.integers[old.slots[field.name]]]
        axes = field.axes(found.shape) or [()] * len(mine)
        kept = [i for i, places in zip(mine, axes, strict=True) if gone.isdisjoint(places)]
        slot = new.slots[field.name]
        integers += _keep_first(kept, slot.stop - slot.start, _NO_CHOICE)
    return _fitted(integers, new.bounds)


def thinned(p: Instance, rng: random.Random) -> list[list[int]]:
    """Return lists of integers with many of an instance's own at once put to 0, fewest first."""
    bounds = p.family.layout(p.shape).bounds
    lists = []
    for share in (rng.random() for _ in range(MASKS)):
        kept = [int(i) if rng.random() < share else 0 for i in p.integers]
        lists.append(
            _fitted([min(max(i, -1), 1) if rng.random() < 0.2 else i for i in kept], bounds)
        )
    return sorted(lists, key=lambda ints: sum(map(abs, ints)))


def at_smaller_shape(
    found: Instance, shape: Shape, rng: random.Random, *, draws: int = DRAWS
) -> Iterator[list[int]]:
    """Yield integers for a smaller shape: the old ones cut field by field, then small ones.

    A field is cut at its end or at its beginning, or starts from small integers anew; the
    first two for all fields alike, then mixtures drawn at random.
    """
    old, new = found.family.layout(found.shape), found.family.layout(shape)
    ways: list[tuple[Way, ...]] = [(_keep_first,), (_keep_last,)]
    ways += [_WAYS] * draws
    for choice in ways:
        integers: list[int] = []
        for name, slot in new.slots.items():
            kept = [int(i) for i in found.integers[old.slots[name]]]
            below, most = _denominators(old.bounds[old.slots[name]]), slot.stop - slot.start
            most -= _denominators(new.bounds[slot])
            way = rng.choice(choice)
            integers += way(kept[: len(kept) - below], most, rng)
            integers += _keep_first(kept[len(kept) - below :], slot.stop - slot.start - most, rng)
        yield _fitted(integers, new.bounds)


def _denominators(bounds: Sequence[Bounds]) -> int:
    """Return how many of a field's integers, at their end, are denominators."""
    return sum(isinstance(each, Denominator) for each in bounds)


Way = Callable[[list[int], int, random.Random], list[int]]


def _keep_first(kept: list[int], size: int, _: random.Random) -> list[int]:
    return (kept + [0] * size)[:size]


def _keep_last(kept: list[int], size: int, _: random.Random) -> list[int]:
    return ([0] * size + kept)[len(kept) :] if size else []


def _small(_: list[int], size: int, rng: random.Random) -> list[int]:
    return [rng.choice(SMALL) for _ in range(size)]


_NO_CHOICE = random.Random(0)  # for ways that choose nothing
_WAYS: tuple[Way, ...] = (_keep_first, _keep_last, _small)


def _fitted(integers: Sequence[int], bounds: Sequence[Bounds]) -> list[int]:
    """Return the integers moved into their bounds: without sign, no larger than allowed."""
    fitted = []
    for integer, (low, high) in zip(integers, bounds, strict=True):
        value = integer if low is None else max(low, abs(integer))
        fitted.append(value if high is None else min(value, high))
    return fitted


def simpler(p: Instance) -> Iterator[list[int]]:
    """Yield lists of integers simpler than an instance's own, the boldest first."""
    integers = [int(i) for i in p.integers]
    layout = p.family.layout(p.shape)
    slots = [slot for slot in layout.slots.values() if any(integers[slot])]
    for slot in slots:
        yield _with(integers, slot, [0])
    yield from _without_roots(integers, slots, layout.bounds)
    yield from _rounded(integers, slots, layout.bounds)
    for index, value in enumerate(integers):
        for smaller in _towards_zero(value, layout.bounds[index]):
            yield [*integers[:index], smaller, *integers[index + 1 :]]
    for slot in slots:  # e_1 rather than e_2: in the order of the small scope it is the first
        first = sorted(integers[slot], key=bool, reverse=True)
        if sum(map(bool, first)) == 1 and first != integers[slot]:
            yield _fitted(_with(integers, slot, first), layout.bounds)
    # One field may be zero only if another turns with it: a basis and its coordinates.
    for slot, other in permutations(slots, 2):
        turned = _with(_with(integers, slot, [0]), other, integers[other][::-1])
        yield _fitted(turned, layout.bounds)
    yield from _two_at_once(integers, layout.bounds)


def _two_at_once(integers: list[int], bounds: Sequence[Bounds]) -> Iterator[list[int]]:
    """Yield integers of which two that are not 0 become 0 or ±1, or as much smaller both.

    They are for instances at which one of them alone cannot be moved.
    """
    places = [index for index, value in enumerate(integers) if value]
    size = size_of_vector(integers, bounds)
    for i, j in combinations(places, 2) if len(places) <= PAIRED else ():
        for pair in (*product(UNITS, UNITS), *_lowered(integers[i], integers[j])):
            moved = dict(zip((i, j), pair, strict=True))
            if all(integers[k] != v and within(v, bounds[k]) for k, v in moved.items()):
                found = [moved.get(k, value) for k, value in enumerate(integers)]
                if size_of_vector(found, bounds) < size:
                    yield found


def _lowered(one: int, other: int) -> Iterator[tuple[int, int]]:
    """Yield two numbers moved towards 0 by as much: by all of the smaller one, a half, ..., 1."""
    less = min(abs(one), abs(other))
    for step in (less >> k for k in range(less.bit_length())):
        yield one - step * (1 if one > 0 else -1), other - step * (1 if other > 0 else -1)


def _without_roots(
    integers: list[int], slots: Sequence[slice], bounds: Sequence[Bounds]
) -> Iterator[list[int]]:
    """Yield small rational numbers in the place of each irrational one, the simplest first."""
    for slot in slots:
        if isinstance(bounds[slot.start], SharedRoot):
            if integers[slot.start]:
                yield _with(integers, slot, [0, *integers[slot.start + 1 : slot.stop]])
        elif isinstance(bounds[slot.start], Root) and integers[slot.start]:
            for rational in SMALL_NUMBERS:
                yield _fitted(_with(integers, slot, [0, *rational]), bounds)


def _rounded(
    integers: list[int], slots: Sequence[slice], bounds: Sequence[Bounds]
) -> Iterator[list[int]]:
    """Yield a field's numbers rounded to whole ones, to halves, to thirds, ...: 1/2, not 17/32.

    What is rounded is smaller in the order of size. Numbers whose denominator can be reduced
    away are not moved by it.
    """
    size = size_of_vector(integers, bounds)
    for slot in slots:
        below = integers[slot.stop - 1]
        if below == 0 or _denominators(bounds[slot]) != 1:
            continue
        for parts in dict.fromkeys([*range(1, FEW_PARTS + 1), *_divisors(integers[slot])]):
            pairs = zip(integers[slot][:-1], bounds[slot][:-1], strict=True)
            rounded = [
                i if isinstance(of, Root) else _nearest(i * parts, 1 + below) for i, of in pairs
            ]
            found = _fitted(_with(integers, slot, [*rounded, parts - 1]), bounds)
            if parts <= below and size_of_vector(found, bounds) < size:
                yield found


def _divisors(integers: Sequence[int]) -> Iterator[int]:
    """Yield the denominator to which the numbers of a field can be reduced."""
    *tops, below = integers
    yield (1 + below) // gcd(1 + below, *tops)


def _nearest(top: int, below: int) -> int:
    """Return the whole number nearest to a fraction, the one nearer to 0 of two."""
    size = (2 * abs(top) + below - 1) // (2 * below)
    return size if top >= 0 else -size


def _with(integers: list[int], slot: slice, values: list[int]) -> list[int]:
    """Return the integers with a slot's replaced; a single value fills the slot."""
    size = slot.stop - slot.start
    filled = values * size if len(values) == 1 else values
    return [*integers[: slot.start], *filled, *integers[slot.stop :]]


def _towards_zero(value: int, bounds: Bounds) -> Iterator[int]:
    """Yield values simpler than ``value``: 0, ±1, then steps down that halve, its opposite.

    Steps of a half, a quarter, ..., 1 find a threshold among large values by bisection.
    """
    sign, size = (1 if value > 0 else -1), abs(value)
    steps = [size - (size >> k) for k in range(1, size.bit_length())]
    options = [0, 1, -1, *(sign * step for step in steps), size]
    for option in dict.fromkeys(options):
        if within(option, bounds) and (abs(option), option < 0) < (abs(value), value < 0):
            yield option
