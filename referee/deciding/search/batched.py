"""Whether a family is built in batches: two instances at once, in NumPy; asked once of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from referee.language.screening import NotBatched
from referee.numerics import arrays
from referee.strategies.families import Family, Instance, Shape

LARGEST_INTEGER = 2**40  # that is screened; what floats make of larger ones is no guide
TRIED = 2  # shapes at which it is tried, and instances at once


def why_not_batched(family: Family) -> str:
    """Say in a line why instances of a family are not built in batches; "" where they are."""
    known = ("why not batched",)
    if known not in family.sources:
        try:
            family.sources[known] = _found(family)
        except NotBatched as error:
            family.sources[known] = str(error)
    why: str = family.sources[known]
    return why


def _found(family: Family) -> str:
    names = [each.name for each in family.fields if each.integers(family.shapes[0])]
    if not names:
        return "its instances are the shapes alone"
    for shape in family.shapes[:TRIED]:
        least = _least(family, shape)
        one = family.build(shape, least)
        both = family.build(shape, np.array([least] * TRIED), arrays.batch64)
        for name in names:
            why = f"the field “{name}” is not built in batches"
            if not guarded(partial(_is_of_two, both, one, name), why):
                return why
    return ""


def _least(family: Family, shape: Shape) -> list[int]:
    """Return the least integers of a shape without sign."""
    bounds = family.layout(shape).bounds
    if any(abs(i) > LARGEST_INTEGER for pair in bounds for i in pair if i is not None):
        raise NotBatched("its integers are bounded by larger ones than floats tell apart")
    return [max(low or 0, 0) for low, _ in bounds]


def _is_of_two(both: Instance, one: Instance, name: str) -> bool:
    """Say whether a field is that of two instances: an array, or a list as a network's weights."""
    two, single = getattr(both, name), getattr(one, name)
    if not isinstance(single, list):
        two, single = [two], [single]
    return all(np.shape(b) == (TRIED, *np.shape(a)) for a, b in zip(single, two, strict=True))


def guarded(step: Callable[[], Any], what: str) -> Any:
    """Take a step of a batched evaluation; raises NotBatched where it fails in any way."""
    try:
        with np.errstate(all="ignore"):
            return step()
    except NotBatched:
        raise
    except Exception as error:
        raise NotBatched(what) from error
