"""Meeting a premise: at how many instances a condition is true, and how different they are.

Two instances are the same where all values that were drawn for them and read are. One is
general where an entry of what the condition is on is neither 0 nor ±1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from referee.strategies.families import Instance

KEPT = 16  # instances of a phase that meet a premise: others are made from them


@dataclass(frozen=True)
class Met:
    """Instances that say something, by their values: all of them, and those that meet a premise.

    ``instances`` counts those that meet it, repeats among them; ``telling``, ``distinct`` and
    ``general`` hold a number for each that differs from the others; ``some`` are the first of
    those that meet it.
    """

    instances: int = 0
    telling: frozenset[int] = frozenset()
    distinct: frozenset[int] = frozenset()
    general: frozenset[int] = frozenset()
    some: tuple[Instance, ...] = ()

    def __add__(self, other: Met) -> Met:
        return Met(
            self.instances + other.instances,
            self.telling | other.telling,
            self.distinct | other.distinct,
            self.general | other.general,
            self.some + other.some,
        )

    @property
    def says(self) -> str:
        """How many instances meet the premise, in words."""
        return (
            f"the condition holds at {self.instances}, {len(self.distinct)} of them distinct and"
            f" {len(self.general)} with an entry other than 0 and ±1"
        )


NOTHING = Met()


class Meeting:
    """What counts the instances of one phase that say something."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.instances = 0
        self.telling: set[int] = set()
        self.distinct: set[int] = set()
        self.general: set[int] = set()
        self.some: list[Instance] = []

    def at(self, p: Instance, *, met: bool) -> None:
        """Count an instance that says something, and whether it meets the premise."""
        key = key_of(p)
        self.telling.add(key)
        if met:
            self.instances += 1
            if key not in self.distinct and len(self.some) < KEPT:
                self.some.append(p)
            self.distinct.add(key)
            if p.has_root or any(
                not _is_plain(x) for name in self.names for x in _numbers(p.cache.get(name))
            ):
                self.general.add(key)

    def met(self) -> Met:
        """Return what was counted."""
        return Met(
            self.instances,
            frozenset(self.telling),
            frozenset(self.distinct),
            frozenset(self.general),
            tuple(self.some),
        )


def key_of(p: Instance) -> int:
    """Return a number for the values of an instance: of what was drawn for it and read.

    Where sizes alone were read, instances differ as they are drawn.
    """
    slots = p.family.layout(p.shape).slots
    drawn = [name for name, slot in slots.items() if slot.stop > slot.start and name in p.cache]
    if p.kept is None:
        return _key(p, drawn)
    known, place = p.kept.notes, ("key", *drawn)
    if place not in known:
        known[place] = _key(p, drawn)
    found: int = known[place]
    return found


def _key(p: Instance, drawn: list[str]) -> int:
    if not drawn:
        return hash(p.token)
    try:
        return hash((*p.shape.items(), *((name, _frozen(p.cache[name])) for name in drawn)))
    except TypeError:  # what a family of somebody else's builds may be no number
        return hash(p.token)


def _frozen(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        # Flint's rationals are hashed by way of Python's, which takes six times as long.
        return tuple((x.p, x.q) if type(x) is fmpq else x for x in value.ravel().tolist())
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    if isinstance(value, Mapping):
        return tuple((key, _frozen(part)) for key, part in value.items())
    return value


def _is_plain(x: fmpq) -> bool:
    """Say whether a number is −1, 0 or 1."""
    return bool(x.q == 1 and -1 <= x.p <= 1)


def _numbers(value: Any) -> Iterator[fmpq]:
    if isinstance(value, np.ndarray):
        yield from (x for x in value.flat if isinstance(x, fmpq))
