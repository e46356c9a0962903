"""Faults: what becomes of an exception on the way to a verdict. No claim is lost for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

_NO_MEMORY = re.compile("allocate memory|(cannot|failed to) map ")


class Inconclusive(Exception):
    """A phase that cannot say what it was to learn, through no fault of anyone."""


@dataclass(frozen=True)
class Raised:
    """An exception that a step ended in."""

    error: Exception


@dataclass(frozen=True)
class Trouble:
    """Why a decision ends early: the verdict that is left, and the reason in one line."""

    verdict: str
    reason: str


def attempted(step: Callable[[], T]) -> T | Raised:
    """Return what a step returns, or the exception that it ended in.

    What runs here is somebody else's property, family or formula: whatever it raises is taken
    down, and no claim, picture or row is lost for it.
    """
    try:
        return step()
    # The one place that may meet any exception, so that nothing around it has to.
    except Exception as error:  # noqa: BLE001
        return Raised(error)


def trouble_of(error: Exception, *, exhausted: bool = False) -> Trouble:
    """Return what an exception means for a verdict; ``exhausted`` says that memory ran out."""
    if isinstance(error, Inconclusive):
        return Trouble("inconclusive", str(error))
    name = "MemoryError" if exhausted or is_exhaustion(error) else type(error).__name__
    return Trouble("error", f"{name}: {first_line(error)}")


def is_exhaustion(error: BaseException) -> bool:
    """Say whether memory that ran out is behind an exception, at any remove.

    Of a SystemError it is: C code that loses a MemoryError on its way ends in one. A library
    that cannot be loaded for it, and torch, say so in words.
    """
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or any(found is other for other in seen):
            continue
        if isinstance(found, (MemoryError, SystemError)) or _NO_MEMORY.search(str(found)):
            return True
        seen.append(found)
        waiting += [found.__cause__, found.__context__]
        waiting += found.exceptions if isinstance(found, BaseExceptionGroup) else ()
    return False


def first_line(error: BaseException) -> str:
    """Return the first line of what an exception says, cut where it is long."""
    return str(error).strip().partition("\n")[0][:300]
