"""What is left to be decided, and which of it a worker takes next.

Items of one family share its instances, which a worker draws once (``deciding.drawn_once``), so a
worker stays with a family until nothing of it is left. Then it takes the longest one among those
that nobody has begun. It joins others only where a family is more than everybody's share of what
is left, or where all are begun. What items take is not known beforehand, and their number serves as
well: ``benchmarks.schedule`` says what knowing it would bring.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class _Family:
    """The items of one family that are left, and the workers that are with it."""

    left: deque[int] = field(default_factory=deque)
    workers: set[Hashable] = field(default_factory=set)

    @property
    def each(self) -> float:
        """What is left for each of its workers."""
        return len(self.left) / max(1, len(self.workers))


class Shares:
    """Items by number, of which each has a family."""

    def __init__(self, families: Sequence[Hashable]) -> None:
        self.of = families
        self.families = {name: _Family() for name in dict.fromkeys(families)}
        self._current: dict[Hashable, _Family] = {}
        for item, name in enumerate(families):
            self.families[name].left.append(item)

    def __len__(self) -> int:
        return sum(len(family.left) for family in self.families.values())

    def put_back(self, items: Iterable[int]) -> None:
        """Add items that were taken and not begun; they come first."""
        for item in items:
            self.families[self.of[item]].left.appendleft(item)

    def take(self, worker: Hashable, workers: int) -> int | None:
        """Return the item that one of so many workers takes next, None where none is left."""
        family = self._current.get(worker)
        if family is None or not family.left:
            self.leave(worker)
            family = self._next(workers)
            if family is None:
                return None
            family.workers.add(worker)
            self._current[worker] = family
        return family.left.popleft()

    def leave(self, worker: Hashable) -> None:
        """Note that a worker is with no family any more."""
        family = self._current.pop(worker, None)
        if family is not None:
            family.workers.discard(worker)

    def _next(self, workers: int) -> _Family | None:
        left = [family for family in self.families.values() if family.left]
        begun = max((f for f in left if f.workers), key=lambda f: f.each, default=None)
        new = max((f for f in left if not f.workers), key=lambda f: len(f.left), default=None)
        if begun is None or new is None:
            return begun or new
        return begun if begun.each > len(self) / workers else new
