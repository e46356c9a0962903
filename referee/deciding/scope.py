"""Scope: what the instances that were decided were like, as far as their sizes and entries go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from flint import fmpq, fmpz

from referee.strategies.families import Family, Instance

FEW = 8  # sizes that never went beyond this are said first


@dataclass(frozen=True)
class Scope:
    """The range of what instances were: counted by :class:`Looking`, shown in every report.

    ``sizes`` are the least and the greatest of each dimension; ``least`` and ``greatest`` the
    magnitudes of entries of what the answer may use, 0 left out; ``fractions`` says whether
    any of them was no whole number.
    """

    instances: int = 0
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    least: fmpq | None = None
    greatest: fmpq | None = None
    fractions: bool = False

    def __add__(self, other: Scope) -> Scope:
        return Scope(
            self.instances + other.instances,
            {name: _joined(self, other, name) for name in {**self.sizes, **other.sizes}},
            min((x for x in (self.least, other.least) if x is not None), default=None),
            max((x for x in (self.greatest, other.greatest) if x is not None), default=None),
            self.fractions or other.fractions,
        )

    @property
    def magnitudes(self) -> tuple[int, int] | None:
        """The powers of ten that the entries reach, downwards and upwards."""
        if self.least is None or self.greatest is None:
            return None
        return -decimal_exponent(1 / self.least), decimal_exponent(self.greatest)


NOWHERE = Scope()


def _joined(one: Scope, other: Scope, name: str) -> tuple[int, int]:
    found = [scope.sizes[name] for scope in (one, other) if name in scope.sizes]
    return min(low for low, _ in found), max(high for _, high in found)


def decimal_exponent(number: fmpq) -> int:
    """Return the greatest k with 10ᵏ ≤ a positive number."""
    k = len(str(number.p)) - len(str(number.q))
    return k if fmpq(10) ** k <= number else k - 1


class Looking:
    """What looks at the instances of one phase, and sums them up as a scope."""

    def __init__(self, family: Family, names: Iterable[str]) -> None:
        sizes = set(family.shapes[0])
        self.names = tuple(name for name in names if name not in sizes)
        self.instances = 0
        self.sizes: dict[str, tuple[int, int]] = {}
        self.least: fmpq | None = None
        self.greatest: fmpq | None = None
        self.fractions = False

    def at(self, p: Instance) -> None:
        """Look at an instance, and at those of its arrays that deciding it has built."""
        self.instances += 1
        for name, size in p.shape.items():
            low, high = self.sizes.get(name, (size, size))
            self.sizes[name] = (min(low, size), max(high, size))
        known = (p.cache.get(name) for name in self.names)
        for entry in chain.from_iterable(x.flat for x in known if isinstance(x, np.ndarray)):
            if isinstance(entry, fmpq) and entry != 0:
                self._entry(abs(entry))

    def _entry(self, size: fmpq) -> None:
        if self.least is None or size < self.least:
            self.least = size
        if self.greatest is None or size > self.greatest:
            self.greatest = size
        self.fractions = self.fractions or size.q != fmpz(1)

    def scope(self) -> Scope:
        """Return what was seen."""
        return Scope(self.instances, dict(self.sizes), self.least, self.greatest, self.fractions)


def say(scope: Scope, counted: int) -> str:
    """Say what a claim was true of; what the instances never went beyond comes first."""
    first = ", ".join(_caveats(scope))
    told = ", ".join(_ranges(scope))
    return f"{first and first + ': '}true of all {counted} instances{told and ': ' + told}"


def _caveats(scope: Scope) -> Iterator[str]:
    most = max((high for low, high in scope.sizes.values() if low != high), default=0)
    if 0 < most <= FEW:
        yield f"sizes up to {most} only"
    if scope.greatest is not None and not scope.fractions:
        yield "whole numbers only"


def _ranges(scope: Scope) -> Iterator[str]:
    yield from (f"{name} to {high}" for name, (low, high) in scope.sizes.items() if low != high)
    if scope.magnitudes is not None:
        low, high = map(power_of_ten, scope.magnitudes)
        yield f"entries from {low} to {high}"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Return a power of ten as text: 1, 10, 10⁻¹²."""
    return {0: "1", 1: "10"}.get(exponent, f"10{str(exponent).translate(_RAISED)}")
