"""Other members of named kinds: among structured counterexamples, small steps lead nowhere.

Which matrices are idempotent is a thin set: an entry that moves alone leaves it. So small members
of kinds are drawn, and the smallest of them at which the claim is false is taken.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from referee.strategies.draws import ByRandom
from referee.strategies.families import Instance, place_of

DRAWS = 100  # at shapes that are no larger
OF_A_KIND = 6  # at the same shape
MOST_INTEGERS = 1_100  # of an instance of the same shape: members of larger ones take too long


def smallest_member(found: Instance, fails: Callable[[Instance], bool]) -> Instance:
    """Return a smaller instance made of members of kinds that fails as well, or the same one."""
    family, rng = found.family, random.Random(found.token)
    shapes = [shape for shape in family.shapes if sum(shape.values()) <= sum(found.shape.values())]
    if not any(map(family.has_structure, shapes)):
        return found
    drawn = [family.structured(rng.choice(shapes), ByRandom(rng)) for _ in range(DRAWS)]
    drawn += _of_each_kind(found, rng) if len(found.integers) <= MOST_INTEGERS else ()
    smaller = {p.token: p for p in drawn if place_of(p) < place_of(found)}
    return next((p for p in sorted(smaller.values(), key=place_of) if fails(p)), found)


def _of_each_kind(found: Instance, rng: random.Random) -> Iterator[Instance]:
    """Yield instances of the same shape with a few members of every kind."""
    family, shape = found.family, found.shape
    names = list(family.slots(shape))
    for kind in family.kinds(shape, names):
        for _ in range(OF_A_KIND):
            p = family.of_kind(shape, kind, names, rng)
            if p is not None:
                yield p
