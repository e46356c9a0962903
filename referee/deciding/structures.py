"""Structures: members of named kinds, tried where few instances are known to meet a condition."""

from __future__ import annotations

import random
from collections.abc import Iterator

from referee.deciding.conditions import Condition
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Instance

SHAPES = 4  # at which members are tried, the last of the small ones
DRAWN = 60  # of a shape, where fields are structured together
AGAIN = 8  # times that a kind is drawn again, once a member of it was seen to meet the condition


def members_that_meet(
    condition: Condition, family: Family, rng: random.Random
) -> Iterator[Instance]:
    """Yield instances that meet a condition, their fields members of one kind after the other.

    Where the family structures them together, they are members of any of its kinds.
    """
    for shape in family.shapes[-SHAPES:]:
        if family.structures is not None:
            drawn = (family.structured(shape, ByRandom(rng)) for _ in range(DRAWN))
            yield from (p for p in drawn if condition.holds(p))
            continue
        for kind in family.kinds(shape, condition.names):
            for _ in range(1 + AGAIN):
                p = family.of_kind(shape, kind, condition.names, rng)
                if p is None or not condition.holds(p):
                    break
                yield p
