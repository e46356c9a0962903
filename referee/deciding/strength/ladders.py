"""Ladders along limits: instances in which one quantity doubles and the rest stays as it is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import partial

from referee.strategies.families import Family, Field, Instance, Limit, Shape

DOUBLED = 7  # times: a quantity goes from 1 to 128
SIZES = (2, 4, 8, 16, 32)  # of a dimension, as far as the family reaches
BESIDE = 2  # what the other dimensions are, where they can


def limits_of(family: Family) -> Mapping[str, Limit]:
    """Return the limits that a family has: what it says, its dimensions, its free numbers."""
    growing = [d for d, low in family.extent.least.items() if low and _steps(family, d)]
    free = [each.name for each in family.fields if _is_free_number(each, family)]
    return (
        {name: partial(_replaced, name) for name in free}
        | {name: partial(_sized, name) for name in growing}
        | dict(family.limits)
    )


def rungs(family: Family, limit: str) -> Sequence[int]:
    """Return the values that the quantity of a limit takes, one after the other."""
    if starts_anywhere(family, limit):
        return [2**k for k in range(DOUBLED + 1)]
    return _steps(family, limit)


def starts_anywhere(family: Family, limit: str) -> bool:
    """Say whether ladders along a limit differ by the instance that they start from."""
    return limit in family.limits or limit not in family.extent.least


def ladder(limit: str, p: Instance) -> list[Instance]:
    """Return the instances along a limit that start from one."""
    at = limits_of(p.family)[limit]
    return [at(p, size) for size in rungs(p.family, limit)]


def _is_free_number(each: Field, family: Family) -> bool:
    return each.rows == each.columns == "1" and bool(each.ways(family.shapes[0]))


def _replaced(name: str, p: Instance, size: int) -> Instance:
    return p.replace(**{name: p.number([[size]])})


def _steps(family: Family, dim: str) -> list[int]:
    """Return the sizes of a dimension that a family reaches, however the others grow with it."""
    sizes = [size for size in SIZES if size <= max(family.extent.reach, family.extent.small)]
    return [size for size in sizes if _shape(family, dim, size) is not None]


def _shape(family: Family, dim: str, size: int) -> Shape | None:
    """Return the shape in which a dimension has a size and the others are small, or grow too."""
    least = family.extent.least
    for beside in (BESIDE, size):
        shape = {d: size if d == dim else beside if low else 0 for d, low in least.items()}
        if shape in family.extent:
            return shape
    return None


def _sized(dim: str, p: Instance, size: int) -> Instance:
    """Return the plainest instance of a size: nothing but the size differs along the ladder."""
    shape = _shape(p.family, dim, size)
    if shape is None:
        raise ValueError(f"{p.family.name} has no shape with {dim} = {size}")
    return p.family.sparse(shape, random.Random(f"limit {dim}"), plain=True)
