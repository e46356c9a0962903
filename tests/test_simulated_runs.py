"""A simulated run does every item once, and no schedule beats what there is to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.items import Item, without_drawing
from benchmarks.simulated import Scheduler, Work, families_first, simulated, worksteal

SCHEDULERS = (families_first, worksteal)
ITEMS = st.lists(
    st.builds(Item, st.just("item"), st.sampled_from("abc"), st.integers(0, 9).map(float)),
    min_size=1,
    max_size=30,
)
DRAWING = {"a": 3.0, "b": 1.0}
ROUNDING = 1e-9  # of sums in another order


@pytest.mark.parametrize("scheduler", SCHEDULERS)
@given(items=ITEMS, workers=st.integers(1, 8))
def test_each_item_is_done_once(scheduler: Scheduler, items: list[Item], workers: int) -> None:
    """Whatever order workers ask in, each item is somebody's."""
    following, done, asking = scheduler(items, workers), list[int](), set(range(workers))
    while asking:
        for worker in sorted(asking):
            item = following(worker)
            if item is None:
                asking.discard(worker)
            else:
                done.append(item)
    assert sorted(done) == list(range(len(items)))


@pytest.mark.parametrize("scheduler", SCHEDULERS)
@given(items=ITEMS, workers=st.integers(1, 8))
def test_nothing_is_faster_than_the_bound(
    scheduler: Scheduler, items: list[Item], workers: int
) -> None:
    """Everybody's equal part and the longest item take what they take."""
    families = {item.family for item in items}
    work = Work(items, {name: cost for name, cost in DRAWING.items() if name in families})
    seconds, _ = simulated(work, workers, scheduler)
    assert seconds >= work.bound(workers) - ROUNDING


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_one_worker_draws_each_family_once(scheduler: Scheduler) -> None:
    """What one worker takes is the sum of all items and of drawing each family."""
    items = [Item(f"{i}", "aab"[i % 3], 1.0) for i in range(9)]
    assert simulated(Work(items, DRAWING), 1, scheduler) == (13.0, 4.0)


def test_families_are_drawn_less_often_than_by_stealing() -> None:
    """What workers share out by families is drawn once where there are as many of each."""
    items = [Item(f"{i}", f"f{i % 8}", 1.0) for i in range(80)]
    work = Work(items, {f"f{i}": 2.0 for i in range(8)})
    _, own = simulated(work, 4, families_first)
    _, theirs = simulated(work, 4, worksteal)
    assert own == 16.0 < theirs


def test_the_first_of_a_family_had_to_draw() -> None:
    """An item loses what drawing took where it was first, and never more than it has."""
    items = [Item("1", "a", 5.0), Item("2", "a", 5.0), Item("3", "b", 0.5)]
    assert [i.seconds for i in without_drawing(items, DRAWING)] == [2.0, 5.0, 0.0]
