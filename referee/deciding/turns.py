"""Turns: one instance of each row after the other, so that none waits for the end of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from referee.strategies.families import Instance


def in_turns(rows: Iterable[Iterator[Instance]]) -> Iterator[Instance]:
    """Yield the first of each row, then the second of each, and so on; each as it is asked for.

    What is found is decided at once, and not when all rows have found theirs or spent the work.
    """
    left = [iter(row) for row in rows]
    while left:
        going = []
        for row in left:
            p = next(row, None)
            if p is not None:
                going.append(row)
                yield p
        left = going
