"""Progress of a long run: a line that moves on a terminal, or a few plain lines in a log.

It says how many items are done, how long the rest may take, what is being decided, and what came of
the others so far. A moving line is rich's; rich is imported for a terminal only.
"""

from __future__ import annotations

import importlib
import os
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

LINES = 20  # at most, where no terminal shows one line over and over
MOST_AT = 2  # items that are named while they are decided


class Progress:
    """Counts what is done and says so; ``quiet`` leaves what is wrong.

    Fewer items than ``few`` are not worth a line in a log.
    """

    def __init__(
        self, stream: TextIO, *, quiet: bool = False, colors: bool = True, few: int = 0
    ) -> None:
        self.stream, self.quiet, self.colors, self.few = stream, quiet, colors, few
        self.total = self.done = 0
        self.found: Counter[str] = Counter()
        self.at: Counter[str] = Counter()
        self.began = time.monotonic()
        self._refresh: Callable[[], None] | None = None
        self._stop: Callable[[], None] | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def say(self, line: str) -> None:
        """Write one line of news."""
        if not self.quiet:
            self.warn(line)

    def warn(self, line: str) -> None:
        """Write one line about what is wrong."""
        self.stream.write(f"{line}\n")
        self.stream.flush()

    def start(self, total: int, *, known: int, what: str = "distinct answer") -> None:
        """Say how much there is to do."""
        self.total, self.done, self.began = total, 0, time.monotonic()
        self.quiet |= total + known < self.few and not moves(self.stream)
        items = what if total + known == 1 else f"{what}s"
        self.say(f"{total + known:,} {items}: {known:,} known, {total:,} to decide")
        if total and not self.quiet and moves(self.stream):
            live = importlib.import_module("referee.running.live_line")
            self._refresh, self._stop = live.started(self)

    def more(self, number: int) -> None:
        """Say that there is more to do."""
        self.total += number

    def begin(self, name: str) -> None:
        """Take down what is being decided."""
        self.at[name] += 1
        if self._refresh:
            self._refresh()

    def step(self, verdict: str, name: str = "") -> None:
        """Count one decision, of what was begun by a name."""
        self.done += 1
        self.found[verdict] += 1
        self.at -= Counter([name])
        if self._refresh:
            self._refresh()
        elif not self.quiet and self._is_due():
            self.say(self.line())

    def _is_due(self) -> bool:
        total = max(self.total, 1)
        return self.done * LINES // total != (self.done - 1) * LINES // total

    def end(self) -> None:
        """Leave the line as it is; what is written next stands below."""
        if self._stop:
            self._stop()
        self._refresh = self._stop = None

    def line(self) -> str:
        """Return how far the run is, how long the rest may take, and what came of it so far."""
        spent = time.monotonic() - self.began
        left = spent / max(self.done, 1) * (self.total - self.done)
        when = f", about {_time(left)} left" if 0 < self.done < self.total else ""
        counts = ", ".join(f"{number:,} {verdict}" for verdict, number in self.found.most_common())
        so_far = f" ({counts})" if counts else ""
        return f"{self.done:,} of {self.total:,} decided{when}{so_far}{self._now()}"

    def _now(self) -> str:
        names = list(self.at)
        more = f" and {len(names) - MOST_AT:,} more" if len(names) > MOST_AT else ""
        return f"; now {', '.join(names[:MOST_AT])}{more}" if names else ""


def moves(stream: TextIO) -> bool:
    """Say whether a line may be written over and over: on a terminal that can do it."""
    return stream.isatty() and os.environ.get("TERM", "") not in {"", "dumb", "unknown"}


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
