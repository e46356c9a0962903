"""Rows of integers of which fields are members of kinds, many at once, for a search.

Members are made one by one and exactly, which costs more than a row may. So a few dozen are made
for a field and a shape, the same in every process, and rows are drawn from these.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from referee.numerics.batches import Array, beside, namespace
from referee.strategies.distributions import LARGEST_BITS, drawn
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Shape
from referee.strategies.integer_vectors import STRUCTURED
from referee.strategies.kinds.members import Slot
from referee.strategies.many_draws import ManyDraws

MEMBERS = 32  # tried to make of a field at a shape
TOGETHER = 128  # instances made of a family whose fields are structured together
BESIDE = "small"  # the distribution of all that is no member
Inverse = Callable[[Shape, np.ndarray], Sequence[int] | None] | None


def rows_of(family: Family, shape: Shape, name: str, draws: ManyDraws) -> Array:
    """Return (rows, k) integers of an instance's shape from a named distribution.

    Raises KeyError for an unknown name.
    """
    bounds = family.layout(shape).bounds
    if name != STRUCTURED:
        return drawn(name, bounds, draws)
    if family.structures is not None:
        chosen = draws.whole(0, TOGETHER - 1, 1)[:, 0]
        return beside(_together(family, shape), chosen)[chosen]
    found = drawn(BESIDE, bounds, draws)
    for field, slot in family.slots(shape).items():
        members = _members(_Key(slot, family.by_name[field].inverse, shape))
        chosen = draws.whole(0, max(len(members), 1) - 1, 1)[:, 0]
        here = draws.uniform(1) < 2 / 3 if len(members) else None
        place = family.layout(shape).slots[field]
        if here is not None:
            own = slice(place.start + slot.before, place.stop)
            of_kind = beside(members, found)[chosen]
            found[:, own] = namespace(found).where(here, of_kind, found[:, own])
    return found


def _together(family: Family, shape: Shape) -> np.ndarray:
    """Return instances whose fields are structured together, as rows, made once.

    One that is larger than a search looks at is the simplest instance instead.
    """
    known = ("structured rows", *shape.items())
    if known not in family.sources:
        draws = ByRandom(random.Random(f"together {family.name} {list(shape.values())}"))
        made = [family.structured(shape, draws).integers.tolist() for _ in range(TOGETHER)]
        small = [i if max(map(abs, i)) <= 2**LARGEST_BITS else [0] * len(i) for i in made]
        family.sources[known] = np.array(small, dtype=np.int64)
    found: np.ndarray = family.sources[known]
    return found


class _Key:
    """What members depend on: equal for equal fields of different families."""

    def __init__(self, slot: Slot, inverse: Inverse, shape: Shape) -> None:
        self.slot = slot
        self.known = (slot.rows, slot.columns, len(slot.bounds) - slot.before)
        kinds = tuple((type(each).__name__, *each) for each in slot.bounds)
        own = () if inverse is None else (inverse, *shape.items())
        self.of = (*self.known, slot.before, kinds, own)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.of == other.of

    def __hash__(self) -> int:
        return hash(self.of)


@lru_cache(maxsize=512)
def _members(key: _Key) -> np.ndarray:
    """Return members as rows of integers, those that are no larger than a search looks at."""
    draws = ByRandom(random.Random(f"members {key.known}"))
    slot = key.slot
    made = [slot.drawn(draws) for _ in range(MEMBERS)]
    kept = [ints[slot.before :] for ints in made if ints is not None]
    small = [ints for ints in kept if all(abs(i) <= 2**LARGEST_BITS for i in ints)]
    return np.array(small, dtype=np.int64).reshape(len(small), len(slot.bounds) - slot.before)
