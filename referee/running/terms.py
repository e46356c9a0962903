"""How things are decided, as it is told to a process that may be anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from referee.deciding.effort import Effort
from referee.deciding.limits import Limits


class Decided(Protocol):
    """How something is decided: the module whose ``Judge`` does it, and what is said of it.

    ``version`` is what the sources and libraries have to be there too.
    """

    judge: ClassVar[str]

    @property
    def version(self) -> str:
        """What decides, as a hash."""


@dataclass(frozen=True)
class Terms:
    """How answers are decided: the corpus as it is named, its version, and what is done for each.

    ``version`` also has the corpus's sheets in it. ``profile`` is Hypothesis's, whose number of
    ``examples`` counts where it is none; ``study`` says which answers are studied.
    """

    judge: ClassVar[str] = "referee.running.judge"
    corpus: str
    version: str
    rubric: str  # as text, "" for the corpus's own
    seed: int
    examples: int | None
    proof: int | None
    search: float | None
    limits: Limits
    device: str = Effort.device
    stop: bool = True
    study: str = "marked"
    profile: str = "claims"

    @property
    def effort(self) -> Effort:
        """What is done for an answer."""
        return Effort(
            proof=Effort.proof if self.proof is None else self.proof,
            search=Effort.search if self.search is None else self.search,
            device=self.device,
            stop=self.stop,
        )


@dataclass(frozen=True)
class StatementTerms:
    """How statements are decided."""

    judge: ClassVar[str] = "referee.running.statement_judge"
    version: str
    limits: Limits


class Refused(Exception):
    """A process that cannot decide as it was told; the message says why."""


class NoCluster(Exception):
    """No scheduler, no workers, or not ones that decide as here; the message says which."""
