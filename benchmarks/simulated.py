"""What so many workers would take: the scheduler of a run and xdist's, on measured times.

A worker that has started takes items as the scheduler says; an item takes what it takes, and what
drawing its family takes where its worker has not drawn that. A worker runs an item when it holds
the next one. What is not in here: memory that workers share, and the controller's own time.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.items import Item
from referee.running.families_first import HELD
from referee.running.shares import Shares


@dataclass(frozen=True)
class Work:
    """Items in the order of a run, and the seconds that drawing each family takes."""

    items: Sequence[Item]
    drawing: Mapping[str, float]

    def bound(self, workers: int) -> float:
        """Return what so many workers need at least, started."""
        total = sum(i.seconds for i in self.items) + sum(self.drawing.values())
        return max(total / workers, *(i.seconds for i in self.items))


# Returns the item that a worker runs next, by number, None where there is none for it.
Next = Callable[[int], int | None]
Scheduler = Callable[[Sequence[Item], int], Next]


def families_first(items: Sequence[Item], workers: int) -> Next:
    """Schedule by families, as a run on workers does."""
    shares = Shares([item.family for item in items])
    held: list[list[int]] = [[] for _ in range(workers)]

    def following(worker: int) -> int | None:
        while len(held[worker]) < HELD and (item := shares.take(worker, workers)) is not None:
            held[worker].append(item)
        return held[worker].pop(0) if held[worker] else None

    return following


def worksteal(items: Sequence[Item], workers: int) -> Next:
    """Schedule as pytest-xdist 3.8 does: equal parts, then half of the longest queue's rest."""
    bounds = [len(items) * worker // workers for worker in range(workers + 1)]
    queues = [list(range(*pair)) for pair in pairwise(bounds)]

    def following(worker: int) -> int | None:
        queue = queues[worker]
        if len(queue) < HELD:
            longest = max(queues, key=len)
            stolen = min(len(longest) // 2, max(0, len(longest) - HELD))
            if stolen:
                queue += longest[-stolen:]
                del longest[-stolen:]
        return queue.pop(0) if queue else None

    return following


def simulated(work: Work, workers: int, scheduler: Scheduler) -> tuple[float, float]:
    """Return the seconds from the start of the workers to the last item, and those of drawing."""
    following = scheduler(work.items, workers)
    free = [(0.0, worker) for worker in range(workers)]
    drawn: list[set[str]] = [set() for _ in range(workers)]
    last = drawing = 0.0
    while free:
        now, worker = heapq.heappop(free)
        last, number = max(last, now), following(worker)
        if number is None:
            continue
        item = work.items[number]
        extra = 0.0 if item.family in drawn[worker] else work.drawing.get(item.family, 0.0)
        drawn[worker].add(item.family)
        drawing += extra
        heapq.heappush(free, (now + item.seconds + extra, worker))
    return last, drawing
