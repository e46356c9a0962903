"""Which kinds of value the fields of a family lack: in samples, in what a search draws."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import product

import numpy as np

from referee.strategies.distributions import DISTRIBUTIONS, MIXED, integers
from referee.strategies.families import Family, Field, Instance
from referee.strategies.value_kinds import ALL, KINDS, kinds_of

SAMPLES = 2_000  # independent ones, within which a field has every kind
ROWS = 150  # of each distribution of a search


def own(family: Family) -> list[Field]:
    """Return the fields that read integers; all others are derived from these."""
    return [f for f in family.fields if any(f.integers(shape) for shape in family.shapes)]


def missing(family: Family, instances: Iterable[Instance]) -> dict[str, set[str]]:
    """Return which kinds each field lacks that it does not give a reason for."""
    lacks = {f.name: set(KINDS) - f.narrow.keys() for f in own(family) if ALL not in f.narrow}
    for p in instances:
        if not any(lacks.values()):
            break
        for name in [name for name, kinds in lacks.items() if kinds]:
            with suppress(ZeroDivisionError):  # a quotient at 0, where a hypothesis is dropped
                lacks[name] -= kinds_of(getattr(p, name))
    return {name: kinds for name, kinds in lacks.items() if kinds}


def sampled(family: Family) -> Iterator[Instance]:
    """Yield independent samples."""
    rng = random.Random(11)
    return (family.sample(rng) for _ in range(SAMPLES))


def searched(family: Family) -> Iterator[Instance]:
    """Yield what a search draws, one of each distribution in turn at shapes drawn evenly."""
    rng, shapes = np.random.default_rng(12), random.Random(12)
    for _, name in product(range(ROWS), (*DISTRIBUTIONS, MIXED)):
        shape = shapes.choice(family.shapes)
        (row,) = integers(name, family.layout(shape).bounds, 1, rng)
        yield family.build(shape, [int(i) for i in row])
