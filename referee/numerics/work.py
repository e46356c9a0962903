"""Work: what slow arithmetic has cost, counted in operations and not timed, so that runs repeat.

Sums of exponentials, germs, and products of matrices of such numbers grow without end where
rational numbers do not. They say here what they do, in units of about a microsecond; whoever
decides reads how much was spent, and may set how much one instance may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from referee.numerics.precision import OutOfReach


class TooMuchWork(OutOfReach):
    """A value that takes more operations than are allowed; no precision changes that."""


class Meter:
    """How many units were spent so far, and at how many a computation is given up."""

    __slots__ = ("most", "spent")

    def __init__(self) -> None:
        self.spent, self.most = 0.0, inf

    @property
    def is_over(self) -> bool:
        """Whether what runs was given up."""
        return self.spent > self.most


_meter: ContextVar[Meter] = ContextVar("_meter")


def meter() -> Meter:
    """Return the meter of this context."""
    found = _meter.get(None)
    if found is None:
        found = Meter()
        _meter.set(found)
    return found


def spend(units: float) -> None:
    """Count what is about to be done. Raises TooMuchWork where it is more than is allowed."""
    found = _meter.get(None)
    if found is not None:
        found.spent += units
        if found.spent > found.most:
            raise TooMuchWork("more operations than one instance is given")


@contextmanager
def measured() -> Iterator[Meter]:
    """Count from 0 inside the block."""
    token = _meter.set(Meter())
    try:
        yield meter()
    finally:
        _meter.reset(token)


@contextmanager
def allowed(units: float) -> Iterator[None]:
    """Give up what takes more than so many units inside the block; an outer bound stays one."""
    found = meter()
    before = found.most
    found.most = min(before, found.spent + units)
    try:
        yield
    finally:
        found.most = before
