"""Allowances: what part of the work of a decision a phase may spend, where work is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from referee.deciding.effort import Effort
from referee.deciding.faults import Raised, attempted
from referee.numerics.work import TooMuchWork, allowed, meter

T = TypeVar("T")
ONE = 0.3  # of all work is what one phase may spend


def until(effort: Effort, share: float) -> float:
    """Return at how many units a phase is to end: at its share of all, or its own part."""
    return min(effort.work * share, meter().spent + effort.work * ONE)


def attempted_within(
    step: Callable[[], T], effort: Effort, end: float, least: int
) -> T | Raised | None:
    """Return what a step returns, or the exception that it ended in; None where work ended it.

    An instance more is allowed than ``end`` says, and ``least`` of them whatever they cost: what a
    phase makes before it asks for instances is bounded too.
    """
    more = max(effort.each, end - meter().spent + effort.each) + least * effort.each
    with allowed(more):
        found = attempted(step)
    ended = isinstance(found, Raised) and isinstance(found.error, TooMuchWork)
    return None if ended else found
