"""Watching: somebody is told what is known of a case as each phase ends, before it is decided.

What is told changes nothing: a decision that is watched is the one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from referee.deciding.case import Case
from referee.deciding.findings import Findings

Watcher = Callable[[str, Case, Findings], None]  # the phase that has ended, and what is known then

_WATCHER: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Tell somebody of every phase of the decisions that are made inside.

    What the watcher raises ends the decision.
    """
    before = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(before)


def tell(phase: str, case: Case, known: Findings) -> None:
    """Tell whoever watches, if anybody does, that a phase has ended."""
    watcher = _WATCHER.get()
    if watcher is not None:
        watcher(phase, case, known)
