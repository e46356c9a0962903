"""Instances drawn once for a family and a seed, and shared by all answers decided on them.

What an instance derives (a decomposition, a flow, the regions of a network) takes longer to
build than an answer takes to decide there, so it is kept. Which instances there are hangs on the
family and the seed alone, and what was read of one on its reader, never on who asked before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random

from referee.strategies.families import Family, Instance, Kept

MOST = 6_000  # instances that are kept; those of what was asked for last

Draw = Callable[[Family, Random], Instance | None]  # None where there is none
SMALL: Draw = Family.sample_small


class _Row:
    """The instances of one purpose, made as far as somebody asked for them.

    It is not ``whole`` where a limit struck while one was made: its source has ended then.
    """

    def __init__(self, family: Family, source: Iterator[Instance]) -> None:
        self.family, self.source = family, source  # the family is kept: its id is the key
        self.made: list[tuple[Instance, Kept]] = []
        self.whole = True

    def __iter__(self) -> Iterator[Instance]:
        for place in count():
            if place == len(self.made):
                self.whole = False
                self.made += ((p, Kept()) for p in islice(self.source, 1))
                self.whole = True
            if place == len(self.made):
                return
            p, kept = self.made[place]
            yield p.again(kept)


class DrawnOnce:
    """Rows of instances by family and purpose; the last used are kept."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._rows: OrderedDict[tuple[int, str], _Row] = OrderedDict()

    def row(self, family: Family, purpose: str, source: Iterator[Instance]) -> Iterator[Instance]:
        """Return the instances of a purpose: ``source``'s, the first time that it is asked for."""
        key = (id(family), purpose)
        row = self._rows.get(key)
        if row is None or not row.whole:
            row = self._rows[key] = _Row(family, source)
        self._rows.move_to_end(key)
        self._forget()
        return iter(row)

    def clear(self) -> None:
        """Forget all rows."""
        self._rows.clear()

    def _forget(self) -> None:
        while len(self._rows) > 1 and sum(len(r.made) for r in self._rows.values()) > self.most:
            self._rows.popitem(last=False)


_DRAWN = DrawnOnce()


def forget() -> None:
    """Keep nothing that was drawn so far, as a process that starts."""
    _DRAWN.clear()


def smallest(family: Family, most: int) -> Iterator[Instance]:
    """Yield the smallest instances of a family, in order."""
    return islice(_DRAWN.row(family, "in order", family.in_order()), most)


def drawn(family: Family, purpose: str, draw: Draw) -> Iterator[Instance]:
    """Yield instances drawn for a purpose, which has the seed in its name."""
    rng = Random(f"{purpose} {family.name}")
    return _DRAWN.row(family, purpose, _endless(family, rng, draw))


def _endless(family: Family, rng: Random, draw: Draw) -> Iterator[Instance]:
    while (found := draw(family, rng)) is not None:
        yield found
