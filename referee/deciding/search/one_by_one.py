"""The sweep of what floating point cannot screen: every instance is decided, one by one.

Counts of regions, kinds of functions and claims that branch on a truth are decided by instance.
Their violations hide in the same places as those of other claims, so they are drawn from the
same named distributions, which differ most from the family's own sample: signs are even, zeros
rare in one and frequent in another. What is decided here is exact and needs no second look.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from referee.deciding.drawn_once import drawn
from referee.deciding.search.sweep import Counts, cells
from referee.language.comparison import Truth
from referee.strategies.distributions import MIXED, integers
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.integer_vectors import STRUCTURED

RATE = 384  # instances decided for a second of budget: a count, so that runs repeat
OFTEN = 4  # times as many of each distribution as of the larger shapes, which cost the most


def sweep_exactly(
    family: Family,
    fits: Callable[[Shape], bool],
    truth_at: Callable[[Instance], Truth],
    *,
    seconds: float,
    seed: int,
) -> tuple[Instance | None, Mapping[str, Counts]]:
    """Decide independent instances of every distribution, up to the first that is false.

    A distribution is drawn for each, then one of its shapes evenly, so that the instances of
    a distribution are identically distributed. Returns the false one and the counts.
    """
    rng = random.Random(f"one by one {seed} {family.name}")
    rows = _rows(family, seed)
    weighted = [name for name in rows for _ in range(1 if name == MIXED else OFTEN)]
    counts: dict[str, Counts] = {}
    for _ in range(int(seconds * RATE) if rows else 0):
        name = rng.choice(weighted)
        p = next(rows[name])
        if not fits(p.shape):
            continue
        truth = truth_at(p)
        counts[name] = counts.get(name, Counts()) + _outcome(truth)
        if truth is Truth.FALSE:
            return p, counts
    return None, counts


def _outcome(truth: Truth) -> Counts:
    """Return what one instance adds to the counts."""
    false, open_ = (int(truth is each) for each in (Truth.FALSE, Truth.UNDECIDED))
    return Counts(instances=1, violations=false, open=open_)


def _rows(family: Family, seed: int) -> Mapping[str, Iterator[Instance]]:
    """Return the instances of each distribution, without end."""
    shapes: dict[str, list[Shape]] = {}
    for cell in cells(family, lambda _: True):
        shapes.setdefault(cell.distribution, []).append(cell.shape)
    return {
        name: drawn(family, f"one by one {seed} {name}", partial(_drawn, name, found))
        for name, found in shapes.items()
    }


def _drawn(name: str, shapes: Sequence[Shape], family: Family, rng: random.Random) -> Instance:
    shape = rng.choice(shapes)
    if name == STRUCTURED:
        return family.structured(shape, ByRandom(rng))
    numbers = np.random.default_rng(rng.getrandbits(128))
    ints = integers(name, family.layout(shape).bounds, 1, numbers)[0]
    return family.build(shape, [int(i) for i in ints])
