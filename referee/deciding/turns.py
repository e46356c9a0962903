"""Turns: one instance of each row after the other, so that none waits for the end of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from referee.strategies.families import Instance


def in_turns(rows: Iterable[Iterator[Instance]]) -> Iterator[Instance]:
    """Yield the first of each row, then the second of each, and so on."""
    for turn in zip_longest(*rows):
        yield from (p for p in turn if p is not None)
