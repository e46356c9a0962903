"""How a class is graded, and how a run of it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from referee.deciding.corpora import OWN, place_of
from referee.deciding.limits import Limits

SEED = 0  # of every class: graded again, here or elsewhere, it has the same records


@dataclass(frozen=True)
class Setup:
    """How a class is graded."""

    package: str
    out: Path
    cache: Path
    workers: str = "auto"
    examples: int | None = None
    proof: int | None = None
    search: float | None = None
    limits: Limits = field(default_factory=lambda: Limits(seconds=60, megabytes=1_000))
    rubric: Path | None = None
    cluster: str = ""  # the address of Dask's scheduler; decided on this machine without one

    @property
    def corpus(self) -> str:
        """The corpus as a command line names it, wherever it is run."""
        return OWN if self.package == OWN else str(place_of(self.package))

    @property
    def work(self) -> Path:
        """The folder of the run itself: its sheets, its log, its page."""
        return self.out / "run"


class Stopped(Exception):
    """A run that did not come to its end; the message says why."""


@dataclass(frozen=True)
class Ending:
    """How a run of pytest ended, and why it did not come to its end, if it did not."""

    code: int = 0
    trouble: str = ""

    def check(self) -> None:
        """Raise KeyboardInterrupt or Stopped for a run that did not come to its end."""
        if self.trouble:
            raise Stopped(self.trouble)
        if self.code == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
