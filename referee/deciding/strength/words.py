"""The words for how much a true answer says, and what was measured to choose one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TIGHT, SAME_ORDER, LOOSE = "tight", "of the same order", "loose"
WORTHLESS, CIRCULAR = "worthless", "circular"
WORDS = (TIGHT, SAME_ORDER, LOOSE, WORTHLESS, CIRCULAR)  # from the strongest to what says nothing


@dataclass(frozen=True)
class Rung:
    """A point of a ladder: how large its quantity is, and by what factor the answer is weaker.

    ``ratio`` is exact, 1 where both are the same, None where the answer says nothing there.
    """

    size: int
    ratio: Any


@dataclass(frozen=True)
class Climb:
    """What was measured along a limit, and whether the ratio grows along it."""

    limit: str
    rungs: Sequence[Rung]
    grows: bool


@dataclass(frozen=True)
class Strength:
    """How much an answer says: a word, why, and what was measured.

    ``says`` is a phrase in which ``{against}`` stands for what the answer is held against: a
    formula, or words where that is a function; names in braces are those of exact ``numbers``.
    ``instances`` is how many it was compared at.
    """

    word: str
    says: str
    against: str = ""
    instances: int = 0
    climbs: tuple[Climb, ...] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
