"""No instance is made of machine integers or floats: any integer is carried exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpz

from referee.deciding import claim as corpus
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.gaussian import Gaussian
from referee.numerics.surds import Surd
from referee.strategies.families import FAMILIES, Family, Instance, Shape, named
from referee.strategies.integer_vectors import Bounds, within
from referee.strategies.tokens import from_token
from referee.strategies.value_kinds import ALL as EVERY_KIND

# Where machine integers and floats end; beside −1 the first two become floats unless told not to.
LARGE = (2**63 + 1, 2**63, 2**64 + 1, -(2**63) - 1, 10**30)
EXACT = (int, fmpz, fmpq, ExponentialSum, Surd, Gaussian)
ENUMERATED = {"regions", "k", "k_lin", "k_act", "N_f", "N_g", "N_sum", "N_comp"}
NOWHERE_LINEAR = {"orthogonal_matrices"}  # products of reflections
MOST_ENUMERATED = 3  # instances of a shape whose regions are counted


def families() -> dict[str, Family]:
    """Return every registered family: as it is, as the claims take it, without hypotheses."""
    found = [claim.family for claim in corpus.load("referee.claims").values()]
    ours = [name for name, make in FAMILIES.items() if make.__module__.startswith("referee.")]
    found += [named(base) for base in ours]
    found += [each.without(h) for each in found for h in each.hypotheses]
    return {each.name: each for each in found}


ALL = families()
every = pytest.mark.parametrize("family", ALL.values(), ids=list(ALL))


def shapes(family: Family) -> list[Shape]:
    """Return the smallest shape and a larger one."""
    return [family.shapes[i] for i in sorted({0, (len(family.shapes) - 1) // 3})]


def large(index: int, bounds: Bounds) -> int:
    value = LARGE[index % len(LARGE)]
    return value if within(value, bounds) else abs(value)


def small(bounds: Bounds) -> int:
    return -1 if within(-1, bounds) and bounds[1] is None else max(bounds[0] or 0, 0)


def free_slots(family: Family, shape: Shape) -> list[int]:
    return [i for i, b in enumerate(family.layout(shape).bounds) if None in b]


def with_one(family: Family, shape: Shape, slot: int, value: int) -> Instance:
    """Return the instance of small integers but one."""
    integers = list(map(small, family.layout(shape).bounds))
    return family.build(shape, [*integers[:slot], value, *integers[slot + 1 :]])


def instances(family: Family, shape: Shape) -> Iterator[Instance]:
    """Yield instances with one large integer each, then all of them with every choice once."""
    bounds = family.layout(shape).bounds
    for i in free_slots(family, shape):
        yield with_one(family, shape, i, large(i, bounds[i]))
    filled = [large(i, b) if None in b else small(b) for i, b in enumerate(bounds)]
    yield family.build(shape, filled)
    for i, (low, high) in enumerate(bounds):
        if low is not None and high is not None:
            for value in range(low, high + 1):
                yield family.build(shape, [*filled[:i], value, *filled[i + 1 :]])


def inexact(value: Any) -> list[object]:
    """Return what is in a field's value that is no exact number."""
    if isinstance(value, np.ndarray):
        wrong = [] if value.dtype == object else [value.dtype]
        return wrong + [x for x in value.flat if not isinstance(x, (*EXACT, str))]
    if isinstance(value, (list, tuple)):
        return [x for part in value for x in inexact(part)]
    return [] if isinstance(value, EXACT) else [value]


@every
def test_every_field_of_large_integers_is_exact(family: Family) -> None:
    for shape in shapes(family):
        for number, p in enumerate(instances(family, shape)):
            skipped = ENUMERATED if number >= MOST_ENUMERATED else {"regions"}
            for name in family.by_name.keys() - skipped:
                assert not inexact(getattr(p, name)), (p.token, name)
            assert from_token(p.token).token == p.token


def entries(value: Any) -> list[Any]:
    """Return the numbers of a field's value, in order."""
    if isinstance(value, (list, tuple)):
        return [x for part in value for x in entries(part)]
    return list(value.flat) if isinstance(value, np.ndarray) else [value]


def owner(family: Family, shape: Shape, slot: int) -> str:
    slots = family.layout(shape).slots
    return next(name for name, part in slots.items() if part.start <= slot < part.stop)


@every
def test_a_large_integer_is_recovered_where_a_field_is_linear_in_it(family: Family) -> None:
    linear = free = 0
    for shape in shapes(family):
        for slot in free_slots(family, shape):
            name, bounds = owner(family, shape, slot), family.layout(shape).bounds[slot]
            if {EVERY_KIND, "beyond 10^9"} & family.by_name[name].narrow.keys():
                continue  # an exponent is folded into those of which powers are no giants
            free += 1
            for index in range(len(LARGE)):
                value = large(index, bounds)
                sign = 1 if value > 0 else -1
                at = [2 * sign, 3 * sign, 4 * sign, value]
                found = [entries(getattr(with_one(family, shape, slot, k), name)) for k in at]
                for two, three, four, there in zip(*found, strict=True):
                    if four - three == three - two:
                        assert there == two + (abs(value) - 2) * (three - two), (name, slot, value)
                        linear += three != two
    assert linear or not free or family.name in NOWHERE_LINEAR
