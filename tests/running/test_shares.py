"""How a run is shared out: a family at a time, and nothing lost when workers are."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referee.running.families_first import HELD, FamiliesFirst
from referee.running.shares import Shares

MANY = [f"f{i % 7}" for i in range(50)]


class Node:
    """A worker as xdist shows it to a scheduler."""

    def __init__(self) -> None:
        self.queue: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, items: list[int]) -> None:
        """Receive items."""
        assert not self.shutting_down
        self.queue += items

    def shutdown(self) -> None:
        """Be told that nothing comes any more."""
        self.shutting_down = True


def family_of(item: str) -> str:
    """Return the family of an item whose id is family:number."""
    return item.partition(":")[0]


def started(workers: int, families: list[str]) -> tuple[FamiliesFirst, list[Node], list[str]]:
    """Return a scheduler whose workers have collected an item of each family that is named."""
    collection = [f"{family}:{i}" for i, family in enumerate(families)]
    scheduler, nodes = FamiliesFirst(family_of), [Node() for _ in range(workers)]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.add_node_collection(node, collection)
        scheduler.schedule()
    return scheduler, nodes, collection


def can_run(node: Node) -> bool:
    """Say whether a worker runs its next item: it knows what comes after it."""
    return len(node.queue) >= HELD or (bool(node.queue) and node.shutting_down)


def run(scheduler: FamiliesFirst, nodes: list[Node], choose: Callable[[list[Node]], Node]) -> None:
    """Run everything, the next worker to finish an item being chosen."""
    while running := [node for node in nodes if can_run(node)]:
        node = choose(running)
        done.setdefault(node, []).append(node.queue[0])
        scheduler.mark_test_complete(node, node.queue.pop(0))


done: dict[Node, list[int]] = {}


@pytest.fixture(autouse=True)
def _nothing_is_done() -> None:
    done.clear()


@given(
    st.lists(st.sampled_from("abcde"), max_size=40),
    st.integers(1, 6),
    st.integers(0, 2**32),
)
def test_each_item_is_done_once(families: list[str], workers: int, seed: int) -> None:
    """Whoever is faster, every item is done, none twice, and all workers are told of the end."""
    done.clear()
    scheduler, nodes, _ = started(workers, families)
    run(scheduler, nodes, random.Random(seed).choice)
    assert sorted(i for items in done.values() for i in items) == list(range(len(families)))
    assert scheduler.tests_finished
    assert not scheduler.has_pending
    assert all(node.shutting_down for node in nodes)


def test_one_worker_goes_through_the_families_one_by_one() -> None:
    """A family is drawn once where one worker does everything."""
    shares = Shares(MANY)
    order = [shares.take("w", 1) for _ in MANY]
    families = [MANY[i] for i in order if i is not None]
    assert len(list(groupby(families))) == 7


def test_two_workers_share_at_most_one_family() -> None:
    """Two workers that are equally fast draw hardly anything twice."""
    scheduler, nodes, _ = started(2, MANY)
    turns = iter(nodes * len(MANY))
    run(scheduler, nodes, lambda running: next(n for n in turns if n in running))
    drawn = [{MANY[i] for i in items} for items in done.values()]
    assert len(drawn[0] & drawn[1]) <= 1


def test_a_family_that_dominates_is_shared() -> None:
    """Where one family is most of the work, everybody helps before the small ones are done."""
    families = ["large"] * 90 + [f"small {i}" for i in range(10)]
    shares = Shares(families)
    first = {worker: shares.take(worker, 4) for worker in "abcd"}
    assert [families[i] for i in first.values() if i is not None].count("large") == 4


def test_a_worker_that_is_lost_gives_back_what_it_had_not_begun() -> None:
    """The item at which it was lost is named, and the others go to somebody else."""
    scheduler, nodes, collection = started(2, ["a"] * 4 + ["b"] * 4)
    lost, other = nodes
    begun = lost.queue[0]
    assert scheduler.remove_node(lost) == collection[begun]
    run(scheduler, [other], lambda running: running[0])
    assert sorted([begun, *done[other]]) == list(range(8))
    assert scheduler.tests_finished


def test_a_worker_that_comes_later_takes_part() -> None:
    """A worker that replaces a lost one is sent what is left."""
    scheduler, nodes, collection = started(1, ["a"] * 6)
    scheduler.remove_node(nodes[0])
    later = Node()
    scheduler.add_node(later)
    scheduler.add_node_collection(later, collection)
    scheduler.schedule()
    run(scheduler, [later], lambda running: running[0])
    assert sorted(done[later]) == [1, 2, 3, 4, 5]


def test_the_first_worker_does_not_wait_for_the_others() -> None:
    """Work begins as soon as anybody has collected."""
    scheduler, slow, fast = FamiliesFirst(family_of), Node(), Node()
    for node in (slow, fast):
        scheduler.add_node(node)
    scheduler.add_node_collection(fast, ["a:0", "a:1", "a:2"])
    assert scheduler.collection_is_completed
    scheduler.schedule()
    assert fast.queue == [0, 1]
    assert slow.queue == []


def test_other_items_end_the_run() -> None:
    """A worker that collected other items cannot be told what to do by their numbers."""
    scheduler, _, _ = started(1, ["a", "b"])
    other = Node()
    scheduler.add_node(other)
    with pytest.raises(pytest.exit.Exception, match="other items"):
        scheduler.add_node_collection(other, ["a:0"])
