"""How answers are decided, as it is told to a process that may be anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from referee.deciding.limits import Limits


@dataclass(frozen=True)
class Terms:
    """How answers are decided: the corpus as it is named, its version, and what is done for each.

    ``version`` is what the corpus, the sources and libraries have to be here too.
    """

    corpus: str
    version: str
    rubric: str  # as text, "" for the corpus's own
    seed: int
    examples: int | None
    proof: int | None
    search: float | None
    limits: Limits


class Refused(Exception):
    """A process that cannot decide as it was told; the message says why."""
