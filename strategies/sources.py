"""Sources: the integers that a field is built from, or follows from, found out by moving them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
from flint import fmpq

from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import Root, within

MOST = 6  # integers that a derived field follows from
MOST_CHOICES = 64  # ways in which what chooses among a few may choose
MOST_OWN_CHOICES = 12  # of a field that has integers of its own
AWAY = 3  # fields are bent around 0 and 1, so that nothing is zero that must not be
NO_VALUE = (Undefined, ArithmeticError, ValueError, LookupError)
Choice = tuple[tuple[int, int], ...]  # what integers are that choose among a few


@dataclass(frozen=True)
class Way:
    """One choice, the integers that a field is made of then, and its entries if there are none.

    ``own`` says that the integers are the field's own.
    """

    choice: Choice
    places: tuple[int, ...]
    constant: tuple[fmpq, ...] | None = None
    own: bool = False


def sources(p: Instance, name: str) -> Sequence[Way]:
    """Return the ways in which a field is made at a shape; () where it is made of too many."""
    key = (name, *p.shape.items())
    if key not in p.family.sources:
        slot = p.family.layout(p.shape).slots[name]
        found = _own(p, slot) if slot.stop > slot.start else _found_out(p, name)
        p.family.sources[key] = tuple(found)
    ways: Sequence[Way] = p.family.sources[key]
    return ways


def moving(p: Instance, name: str) -> Sequence[bool]:
    """Return which entries of an array an integer can move: others are as its shape says.

    Where a field has an integer for each entry and more, or says how it is written, all are.
    """
    slot, count = p.family.layout(p.shape).slots[name], getattr(p, name).size
    if not 0 < slot.stop - slot.start <= count or p.family.by_name[name].inverse is not None:
        return [True] * count
    key = ("moving", name, *p.shape.items())
    if key not in p.family.sources:
        here = list(getattr(p, name).flat)
        bounds = p.family.layout(p.shape).bounds
        steps = (
            (i, int(p.integers[i]) + by) for i in range(slot.start, slot.stop) for by in (1, -1)
        )
        others = [p.moved({i: integer}) for i, integer in steps if within(integer, bounds[i])]
        rows = [list(getattr(q, name).flat) for q in others]
        found = [any(row[k] != x for row in rows) for k, x in enumerate(here)]
        p.family.sources[key] = tuple(found) if any(found) else (True,) * count
    moves: Sequence[bool] = p.family.sources[key]
    return moves


def _own(p: Instance, slot: slice) -> Iterator[Way]:
    places = range(slot.start, slot.stop)
    choosing = [i for i in _finite(p) if i in places]
    bounds = p.family.layout(p.shape).bounds
    roots = [i for i in places if isinstance(bounds[i], Root)]
    for choice in islice(_choices(p, choosing), MOST_OWN_CHOICES):
        yield Way(choice, tuple(i for i in places if i not in choosing + roots), own=True)


def _found_out(p: Instance, name: str) -> list[Way]:
    """Return the ways of a field that follows from others, as the simplest instance shows them."""
    bounds = p.family.layout(p.shape).bounds
    plain = p.family.build(p.shape, [max(0, low or 0) for low, _ in bounds], p.number)
    before = values(plain, (name,))
    choosing = [i for i in _finite(plain) if _follows(plain, name, i, before)]
    ways = []
    for choice in _choices(plain, choosing):
        base = _away(plain.moved(dict(choice)))
        here = values(base, (name,))
        others = (
            i for i, each in enumerate(bounds) if i not in choosing and not isinstance(each, Root)
        )
        places = tuple(islice((i for i in others if _follows(base, name, i, here)), MOST + 1))
        if len(places) > MOST:
            return []
        constant = None if places else here
        ways.append(Way(choice, places, tuple(constant) if constant is not None else None))
    return ways


def _choices(p: Instance, choosing: Sequence[int]) -> Iterator[Choice]:
    bounds = p.family.layout(p.shape).bounds
    options = [[(i, k) for k in _range(*bounds[i])] for i in choosing]
    yield from islice(product(*options), MOST_CHOICES)


def _range(low: int | None, high: int | None) -> range:
    return range(low or 0, (high or 0) + 1)


def _finite(p: Instance) -> list[int]:
    bounds = p.family.layout(p.shape).bounds
    return [i for i, (low, high) in enumerate(bounds) if low is not None and high is not None]


def _away(p: Instance) -> Instance:
    """Return an instance with integers away from where fields are bent, choices as they are."""
    bounds = p.family.layout(p.shape).bounds
    open_ = [i for i, each in enumerate(bounds) if None in each and not isinstance(each, Root)]
    away = {i: AWAY + i % 2 for i in open_}
    return p.moved({i: k for i, k in away.items() if within(k, bounds[i])})


def _follows(p: Instance, name: str, index: int, before: list[fmpq] | None) -> bool:
    """Say whether a field is another one than before where an integer is."""
    old = int(p.integers[index])
    low, high = p.family.layout(p.shape).bounds[index]
    others = (
        [old + 1] if low is None or high is None else [k for k in _range(low, high) if k != old]
    )
    return any(values(p.moved({index: k}), (name,)) != before for k in others[:MOST_CHOICES])


def values(p: Instance, names: Sequence[str]) -> list[fmpq] | None:
    """Return the entries of fields, one after the other; None where one is no rational."""
    try:
        found = [getattr(p, name) for name in names]
    except NO_VALUE:
        return None
    return entries(found) if all(isinstance(x, np.ndarray) for x in found) else None


def entries(arrays: Sequence[np.ndarray]) -> list[fmpq] | None:
    """Return the entries of arrays as rational numbers, None where one is no such number."""
    found = [x for array in arrays for x in array.flat]
    return [fmpq(x) for x in found] if all(isinstance(x, RATIONAL) for x in found) else None
