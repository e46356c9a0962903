"""Instances in which fields are arrays that are given, found by solving for their integers.

Nothing is known of how a field is built. Its denominators are set to a common one; then its
entries are taken for affine in its other integers, and the equations are solved. What is
returned has been built and has these values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import lcm

import numpy as np
from flint import fmpq

from referee.numerics.arrays import Array
from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.affine import differences, solutions
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import Denominator, within

MOST_INTEGERS = 40  # that are solved for
MOST_CHOICES = 64  # ways in which what chooses among a few may choose
MOST_SOURCES = 12  # integers that a derived field follows from
AWAY = 3  # fields are bent around 0 and 1, so that nothing is zero that must not be


def written(p: Instance, values: Mapping[str, Array]) -> Iterator[Instance]:
    """Yield instances like ``p`` in which fields are these arrays.

    Where integers choose among a few there is one for each choice that allows it.
    """
    wanted = entries(values.values())
    places = _places(p, tuple(values)) if wanted else ()
    if wanted and places:
        below = lcm(*(int(x.q) for x in wanted))
        for base in _chosen(p, places, below):
            found = _Writing(base, tuple(values), wanted, places).written()
            if found is not None:
                yield found
                if _are_own(p, tuple(values)):
                    return  # other integers would say the same


def _are_own(p: Instance, names: Sequence[str]) -> bool:
    slots = p.family.layout(p.shape).slots
    return all(slots[name].stop > slots[name].start for name in names)


def entries(arrays: object) -> list[fmpq] | None:
    """Return the entries of arrays as rational numbers, None where one is no such number."""
    found = [x for array in arrays for x in array.flat]  # type: ignore[attr-defined]
    return [fmpq(x) for x in found] if all(isinstance(x, RATIONAL) for x in found) else None


def _places(p: Instance, names: Sequence[str]) -> tuple[int, ...]:
    """Return the integers that fields are made of: their own, and what derived ones follow from."""
    slots = p.family.layout(p.shape).slots
    found: dict[int, None] = {}
    for name in names:
        own = range(slots[name].start, slots[name].stop)
        found |= dict.fromkeys(own or _sources(p, name))
    return tuple(found)


def _sources(p: Instance, name: str) -> tuple[int, ...]:
    """Return the integers of other fields that one follows from, whatever the choices are.

    () where they are many: then it is no matter of a few numbers.
    """
    key = (name, *p.shape.items())
    if key not in p.family.sources:
        p.family.sources[key] = tuple(islice(_found_out(p, name), MOST_SOURCES + 1))
    found = p.family.sources[key]
    return found if len(found) <= MOST_SOURCES else ()


def _found_out(p: Instance, name: str) -> Iterator[int]:
    """Yield the integers that a field follows from at one instance at least."""
    bounds = p.family.layout(p.shape).bounds
    plain = p.family.build(p.shape, [max(0, low or 0) for low, _ in bounds], p.number)
    seen = set()
    choosing = [i for i in _finite(plain) if _follows(plain, name, i)]
    for base in (_away(each) for each in _chosen(plain, choosing, 1)):
        for index in range(len(bounds)):
            if index not in seen and _follows(base, name, index):
                seen.add(index)
                yield index


def _finite(p: Instance) -> list[int]:
    bounds = p.family.layout(p.shape).bounds
    return [i for i, (low, high) in enumerate(bounds) if low is not None and high is not None]


def _away(p: Instance) -> Instance:
    """Return an instance whose integers are away from where fields are bent, choices as they are."""
    bounds = p.family.layout(p.shape).bounds
    moved = [
        int(i) if None not in each else AWAY + i_ for i_, (i, each) in enumerate(zip(p.integers, bounds, strict=True))
    ]
    return p.family.build(p.shape, moved, p.number)


def _follows(p: Instance, name: str, index: int) -> bool:
    """Say whether a field is another one where an integer is."""
    before = _values(p, (name,), [int(i) for i in p.integers])
    low, high = p.family.layout(p.shape).bounds[index]
    others = [int(p.integers[index]) + 1]
    if low is not None and high is not None:
        others = [k for k in range(low, high + 1) if k != p.integers[index]][:MOST_CHOICES]
    for k in others:
        moved = [k if i == index else int(old) for i, old in enumerate(p.integers)]
        if _values(p, (name,), moved) != before:
            return True
    return False


def _values(p: Instance, names: Sequence[str], integers: Sequence[int]) -> list[fmpq] | None:
    """Return the entries of fields, one after the other; None where one is no rational."""
    moved = p.family.build(p.shape, list(integers), p.number)
    try:
        found = [getattr(moved, name) for name in names]
    except (Undefined, ZeroDivisionError):
        return None
    return entries(found) if all(isinstance(x, np.ndarray) for x in found) else None


def _chosen(p: Instance, places: Sequence[int], below: int) -> Iterator[Instance]:
    """Yield the instance over a common denominator, with every choice that its integers offer."""
    bounds = p.family.layout(p.shape).bounds
    integers = [int(i) for i in p.integers]
    choices = []
    for i in places:
        low, high = bounds[i]
        if isinstance(bounds[i], Denominator):
            integers[i] = below - 1
        elif low is not None and high is not None:
            others = [k for k in range(low, high + 1) if k != integers[i]]
            choices.append([(i, k) for k in (integers[i], *others)])
    for chosen in islice(product(*choices), MOST_CHOICES):
        moved = dict(chosen)
        yield p.family.build(p.shape, [moved.get(i, k) for i, k in enumerate(integers)], p.number)


class _Writing:
    """One attempt: the integers at some places are solved for, all others stay."""

    def __init__(
        self, base: Instance, names: Sequence[str], wanted: list[fmpq], places: Sequence[int]
    ) -> None:
        self.base, self.names, self.wanted = base, names, wanted
        self.bounds = base.family.layout(base.shape).bounds
        self.places = [i for i in places if None in self.bounds[i] and not self._below(i)]

    def _below(self, index: int) -> bool:
        return isinstance(self.bounds[index], Denominator)

    def written(self) -> Instance | None:
        """Return the instance with the values, None where the fields are not affine there."""
        if len(self.places) > MOST_INTEGERS:
            return None
        signs = [1] * len(self.places)
        for _ in range(2):
            solved = self._solved(signs)
            if solved is None:
                return None
            for integers in (solved, [{0: 1, 1: 0}.get(k, k) for k in solved]):
                found = self._with(integers)
                if found is not None:
                    return found
            signs = [-1 if k < 0 else 1 for k in solved]
        return None

    def _solved(self, signs: Sequence[int]) -> list[int] | None:
        """Return the integers that solve the equations as they are around ±AWAY."""
        start = [self._from(i, sign) for i, sign in zip(self.places, signs, strict=True)]
        origin = self._at(start)
        steps = [
            self._at([k + s * (i == j) for j, (k, s) in enumerate(zip(start, signs, strict=True))])
            for i in range(len(start))
        ]
        known = [step for step in steps if step is not None]
        if origin is None or len(known) < len(steps):
            return None
        missing = [a - b for a, b in zip(self.wanted, origin, strict=True)]
        now = [int(self.base.integers[i]) for i in self.places]  # what is free stays
        away = [fmpq((n - k) * s) for n, k, s in zip(now, start, signs, strict=True)]
        found = solutions(differences(known, origin), missing, away)
        if found is None or any(x.q != 1 for x in found.point):
            return None
        return [k + s * int(x.p) for k, s, x in zip(start, signs, found.point, strict=True)]

    def _from(self, index: int, sign: int) -> int:
        low, _ = self.bounds[index]
        return sign * AWAY if low is None else max(low, 0) + AWAY

    def _integers(self, solved: Sequence[int]) -> list[int]:
        integers = [int(i) for i in self.base.integers]
        for i, k in zip(self.places, solved, strict=True):
            integers[i] = k
        return integers

    def _at(self, solved: Sequence[int]) -> list[fmpq] | None:
        found = _values(self.base, self.names, self._integers(solved))
        return found if found is not None and len(found) == len(self.wanted) else None

    def _with(self, solved: Sequence[int]) -> Instance | None:
        """Return the instance of some integers, if they keep their bounds and give the values."""
        kept = all(within(k, self.bounds[i]) for i, k in zip(self.places, solved, strict=True))
        if not kept or self._at(solved) != self.wanted:
            return None
        base = self.base
        return base.family.build(base.shape, self._integers(solved), base.number)
