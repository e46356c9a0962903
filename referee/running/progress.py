"""Progress of a long run, with an estimate: a line that moves, or a few lines in a log."""

from __future__ import annotations

import time
from collections import Counter
from typing import TextIO

LINES = 20  # at most, where no terminal shows one line over and over


class Progress:
    """Counts what is done and says so."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.moving = stream.isatty()
        self.total = self.done = 0
        self.found: Counter[str] = Counter()
        self.began = time.monotonic()

    def say(self, line: str) -> None:
        """Write one line."""
        self.stream.write(f"{line}\n")
        self.stream.flush()

    def start(self, total: int, *, known: int) -> None:
        """Say how much there is to do."""
        self.total, self.done, self.began = total, 0, time.monotonic()
        answers = "answer" if total + known == 1 else "answers"
        self.say(f"{total + known:,} distinct {answers}: {known:,} known, {total:,} to decide")

    def step(self, verdict: str) -> None:
        """Count one decision."""
        self.done += 1
        self.found[verdict] += 1
        if self.moving:
            self.stream.write(f"\r{self.line():<79}" + ("\n" if self.done >= self.total else ""))
            self.stream.flush()
        elif self.done * LINES // self.total != (self.done - 1) * LINES // self.total:
            self.say(self.line())

    def line(self) -> str:
        """Return how far the run is and how long the rest may take."""
        spent = time.monotonic() - self.began
        left = spent / max(self.done, 1) * (self.total - self.done)
        return f"{self.done:,} of {self.total:,} decided, about {_time(left)} left"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
