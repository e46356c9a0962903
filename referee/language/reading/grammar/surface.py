"""What a text says before the sizes of its names are known: a tree with alternatives in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Surface:
    """A part of a text: its kind, its parts, what else it says, and where it stands.

    ``alternatives`` has the readings of one piece of text as its parts. A ``product`` has its
    factors as parts and the signs between them ("" for none) as value.
    """

    kind: str
    args: tuple[Surface, ...] = ()
    value: Any = None
    at: int = 0
    end: int = 0


def alternatives(*readings: Surface) -> Surface:
    """Return one part for several readings of the same text."""
    if len(readings) == 1:
        return readings[0]
    return Surface("alternatives", readings, at=readings[0].at, end=readings[-1].end)


def product(factors: list[Surface], signs: list[str]) -> Surface:
    """Return the product of some factors; of one, itself."""
    if len(factors) == 1:
        return factors[0]
    return Surface("product", tuple(factors), tuple(signs), factors[0].at, factors[-1].end)


def call(function: str, *args: Surface, at: int, end: int) -> Surface:
    """Return a function of some arguments."""
    return Surface("call", args, function, at, end)
