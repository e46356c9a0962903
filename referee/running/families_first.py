"""The scheduler of a run on workers: each is sent what it takes next, a family at a time.

A worker runs an item once it has been told what comes after it, or that nothing does; so each holds
two, and is sent another one for each that is done. The first worker that has collected begins, and
does not wait for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pytest

from referee.deciding.claim import Claim
from referee.running.session import module_of
from referee.running.shares import Shares
from referee.running.workers import LEFT_OPEN

HELD = 2  # items that a worker has been sent and has not finished


class FamiliesFirst:
    """xdist's scheduler, by :class:`~referee.running.shares.Shares`.

    ``family_of`` says by an item's id what it shares with others.
    """

    def __init__(self, family_of: Callable[[str], Hashable]) -> None:
        self.family_of = family_of
        self.collected: set[Any] = set()
        self.sent: dict[Any, list[int]] = {}
        self.collection: list[str] = []
        self.shares: Shares | None = None

    @property
    def nodes(self) -> list[Any]:
        """The workers that are there."""
        return list(self.sent)

    @property
    def collection_is_completed(self) -> bool:
        """Whether there is a worker that has collected; all collect the same."""
        return bool(self.collected)

    @property
    def tests_finished(self) -> bool:
        """Whether no worker needs to be sent anything any more."""
        return (
            self.collection_is_completed
            and not self.shares
            and all(len(sent) < HELD for sent in self.sent.values())
        )

    @property
    def has_pending(self) -> bool:
        """Whether anything is left or being decided."""
        return bool(self.shares) or any(self.sent.values())

    def add_node(self, node: Any) -> None:
        """Add a worker that is there now."""
        self.sent[node] = []

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        """Note what a worker has collected; ends the run where others have collected else."""
        if self.shares is None:
            self.collection = list(collection)
            self.shares = Shares([self.family_of(item) for item in collection])
        elif list(collection) != self.collection:
            pytest.exit("a worker collected other items than the first one", returncode=3)
        self.collected.add(node)

    def schedule(self) -> None:
        """Send the first items, or more to a worker that came later."""
        for node in self.nodes:
            self._fill(node)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Note that an item is done, and send another one."""
        del duration
        self.sent[node].remove(item_index)
        self._fill(node)

    def mark_test_pending(self, item: str) -> None:
        """Have an item decided once more."""
        self._return([self.collection.index(item)])

    def remove_pending_tests_from_node(self, node: Any, indices: Sequence[int]) -> None:
        """Take nothing back from a worker: none is asked to give back."""
        raise RuntimeError(f"{node} gave back {len(indices)} items that nobody asked for")

    def remove_node(self, node: Any) -> str | None:
        """Give others what a worker had not begun; return the item at which it was lost."""
        sent = self.sent.pop(node)
        if self.shares is not None:
            self.shares.leave(node)
        if not sent:
            return None
        self._return(sent[1:])
        return self.collection[sent[0]]

    def _return(self, items: Sequence[int]) -> None:
        if self.shares is not None:
            self.shares.put_back(reversed(items))
        for node in self.nodes:
            self._fill(node)

    def _fill(self, node: Any) -> None:
        self._send(node, HELD - len(self.sent[node]))
        self._end(node)

    def _send(self, node: Any, most: int) -> None:
        """Send so many items to a worker that has collected."""
        if self.shares is None or node.shutting_down or node not in self.collected:
            return
        for _ in range(most):
            item = self.shares.take(node, len(self.sent))
            if item is not None:
                self.sent[node].append(item)
                node.send_runtest_some([item])

    def _end(self, node: Any) -> None:
        """Tell a worker that nothing comes after what it has, where nothing is left."""
        if self.shares is not None and not self.shares and not node.shutting_down:
            node.shutdown()


class Scheduling:
    """Chooses the scheduler of a run, where its command line leaves that open."""

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        self.families = {
            f"{module_of(claim.test.__module__)}::{claim.test.__name__}": claim.family.name
            for claim in claims.values()
        }

    def family_of(self, item: str) -> str:
        """Return what an item shares with others by its id; what is no claim's, its file."""
        return self.families.get(item.partition("[")[0], item.partition("::")[0])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config) -> FamiliesFirst | None:
        """Return the scheduler of this run, None where the command line names another."""
        return FamiliesFirst(self.family_of) if config.stash.get(LEFT_OPEN, False) else None
