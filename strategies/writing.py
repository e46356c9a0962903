"""Instances in which fields are arrays that are given, found by solving for their integers.

Nothing is known of how a field is built. Its denominators are set to a common one; then its
entries are taken for affine in its other integers, and the equations are solved. What is
returned has been built and has these values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product, takewhile
from math import lcm
from typing import Any

from flint import fmpq

from referee.numerics.arrays import Array
from referee.strategies.affine import differences, solutions
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import Denominator, within
from referee.strategies.sources import AWAY, MOST_CHOICES, Way, entries, sources, values

MOST_INTEGERS = 40  # that are solved for


def written(p: Instance, arrays: Mapping[str, Array]) -> Iterator[Instance]:
    """Yield instances like ``p`` in which fields are these arrays.

    Where integers choose among a few there is one for each choice that allows it.
    """
    others = {n: a for n, a in arrays.items() if p.family.by_name[n].inverse is None}
    if len(others) < len(arrays):
        base = _by_inverse(p, {n: a for n, a in arrays.items() if n not in others})
        if base is not None:
            yield from written(base, others) if others else [base]
        return
    names, parts = tuple(arrays), [entries([array]) for array in arrays.values()]
    wanted = [part for part in parts if part is not None]
    if len(wanted) < len(parts):
        return
    below = lcm(*(int(x.q) for part in wanted for x in part))
    for ways in islice(_ways(p, names), MOST_CHOICES):
        if all(
            w.constant is None or list(w.constant) == x for w, x in zip(ways, wanted, strict=True)
        ):
            base = _over(p, ways, below)
            writing = _Writing(base, names, [x for part in wanted for x in part], ways)
            found = writing.written()
            yield from found
            if found and all(way.own for way in ways):
                return  # with other choices it is the same


def _by_inverse(p: Instance, arrays: Mapping[str, Array]) -> Instance | None:
    """Return the instance with fields that say how they are written; None for no such arrays."""
    layout, moved = p.family.layout(p.shape), dict[int, int]()
    for name, array in arrays.items():
        inverse, slot = p.family.by_name[name].inverse, layout.slots[name]
        found = None if inverse is None else inverse(p.shape, array)
        if found is None:
            return None
        moved |= zip(range(slot.start, slot.stop), found, strict=True)
    return p.moved(moved)


def _ways(p: Instance, names: Sequence[str]) -> Iterator[tuple[Way, ...]]:
    """Yield the ways in which fields are made at once, the instance's own choices first."""
    now = [int(i) for i in p.integers]
    options = [
        sorted(sources(p, name), key=lambda way: sum(now[i] != k for i, k in way.choice))
        for name in names
    ]
    return product(*options)


def _over(p: Instance, ways: Sequence[Way], below: int) -> Instance:
    """Return the instance with these choices, and with a common denominator."""
    bounds = p.family.layout(p.shape).bounds
    places = {i for way in ways for i in way.places}
    chosen = {i: k for way in ways for i, k in way.choice}
    return p.moved(chosen | {i: below - 1 for i in places if isinstance(bounds[i], Denominator)})


class _Writing:
    """One attempt: the integers at some places are solved for, all others stay."""

    def __init__(
        self, base: Instance, names: Sequence[str], wanted: list[fmpq], ways: Sequence[Way]
    ) -> None:
        self.base, self.names, self.wanted = base, names, wanted
        self.bounds = base.family.layout(base.shape).bounds
        places = dict.fromkeys(i for way in ways for i in way.places)
        self.places = [i for i in places if not isinstance(self.bounds[i], Denominator)]
        self.earlier = self._earlier(min(places, default=0))

    def _earlier(self, first: int) -> dict[str, Any]:
        """Return the fields before those that are moved: they follow from none of them."""
        values(self.base, self.names)
        slots = self.base.family.layout(self.base.shape).slots
        before = takewhile(lambda name: slots[name].stop <= first, slots)
        return {name: self.base.cache[name] for name in before if name in self.base.cache}

    def written(self) -> list[Instance]:
        """Return the instance with the values, none where the fields are not affine there."""
        now = [int(self.base.integers[i]) for i in self.places]
        rests = (now, [0] * len(now)) if len(now) <= MOST_INTEGERS else ()
        found = (solved for rest in rests if (solved := self._tried(rest)) is not None)
        return [self._with(solved) for solved in islice(found, 1)]

    def _tried(self, rest: Sequence[int]) -> list[int] | None:
        """Return integers that give the values; those that are free are what is left to them."""
        signs = [1] * len(self.places)
        for _ in range(2):
            solved = self._solved(signs, rest)
            if solved is None:
                return None
            for integers in (solved, [{0: 1, 1: 0}.get(k, k) for k in solved]):
                if self._gives(integers):
                    return integers
            signs = [-1 if k < 0 else 1 for k in solved]
        return None

    def _solved(self, signs: Sequence[int], rest: Sequence[int]) -> list[int] | None:
        """Return the integers that solve the equations as they are around ±AWAY."""
        start = [self._from(i, sign) for i, sign in zip(self.places, signs, strict=True)]
        origin = self._at(start)
        if origin is None:
            return None
        steps = []
        for j, sign in enumerate(signs):
            step = self._at([k + sign * (i == j) for i, k in enumerate(start)])
            if step is None:
                return None
            steps.append(step)
        missing = [a - b for a, b in zip(self.wanted, origin, strict=True)]
        away = [fmpq((r - k) * s) for r, k, s in zip(rest, start, signs, strict=True)]
        found = solutions(differences(steps, origin), missing, away)
        if found is None or any(x.q != 1 for x in found.point):
            return None
        return [k + s * int(x.p) for k, s, x in zip(start, signs, found.point, strict=True)]

    def _from(self, index: int, sign: int) -> int:
        low, _ = self.bounds[index]
        return sign * AWAY if low is None else max(low, 0) + AWAY

    def _with(self, solved: Sequence[int]) -> Instance:
        return self.base.moved(dict(zip(self.places, solved, strict=True)))

    def _at(self, solved: Sequence[int]) -> list[fmpq] | None:
        found = values(self._with(solved).replace(**self.earlier), self.names)
        return found if found is not None and len(found) == len(self.wanted) else None

    def _gives(self, solved: Sequence[int]) -> bool:
        """Say whether some integers keep their bounds and give the values."""
        kept = all(within(k, self.bounds[i]) for i, k in zip(self.places, solved, strict=True))
        return kept and self._at(solved) == self.wanted
