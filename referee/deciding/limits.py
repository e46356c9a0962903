"""Limits of time and memory for one answer, in a worker that can be killed.

Time is the processor's, so that a busy machine changes no verdict. When it is spent, an
exception interrupts the answer, again and again: one that strikes inside a callback is lost.
Code that does not come back to Python, and so never sees the exception, is killed by the
operating system a little later, and the worker with it. Both are timers that count from now:
``RLIMIT_CPU`` compares with a sum of clock ticks, which in a worker of some minutes is
seconds away from the time that ``getrusage`` reports, and would kill the innocent.
Memory is what the worker had plus the allowance; what wants more fails or is killed.
What a system does not have limits nothing, and that is said once (:mod:`referee.deciding.posix`);
memory is limited on Linux only.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from referee.deciding import posix

MOST_SECONDS, MOST_MEGABYTES = 1_000_000, 10_000_000  # that limit anything
GRACE = 2  # seconds from the exception to the kill: a full garbage collection may take one
AGAIN = 0.1  # seconds from one exception to the next
_STATUS = Path("/proc/self/status")


class OverTime(BaseException):
    """The time of an answer is spent."""


@dataclass(frozen=True)
class Limits:
    """What one answer may take: seconds of the processor and megabytes; None for no limit.

    ``kill`` says whether a process that does not notice that its time is spent is killed.
    """

    seconds: float | None = None
    megabytes: int | None = None
    kill: bool = True

    def problem(self, seconds: str, megabytes: str) -> str:
        """Say which limit, of these names, is none; empty where both are."""
        if self.seconds is not None and not 0 < self.seconds <= MOST_SECONDS:
            return f"{seconds}={self.seconds:g}: more than 0 s and at most {MOST_SECONDS:,} s"
        if self.megabytes is not None and self.megabytes not in range(1, MOST_MEGABYTES + 1):
            return f"{megabytes}={self.megabytes}: from 1 to {MOST_MEGABYTES:,} MB"
        return ""

    def __str__(self) -> str:
        time = "" if self.seconds is None else f"{self.seconds:g} s"
        memory = "" if self.megabytes is None else f"{self.megabytes:,} MB"
        return " or ".join(part for part in (time, memory) if part) or "no limit"


@dataclass
class Clock:
    """The time of an answer. What runs after it is spent is no answer, whatever it raises."""

    spent: bool = False
    stopped: bool = False

    def strike(self, _signal: int, _frame: FrameType | None) -> None:
        """Interrupt the answer, unless it has just come to its end."""
        if not self.stopped:
            self.spent = True
            raise OverTime


@contextmanager
def held(limits: Limits) -> Iterator[Clock]:
    """Hold what runs inside to limits; raises OverTime, and MemoryError comes by itself.

    Yields the clock, which says whether time was spent where another exception comes
    instead: libraries catch what they meet, and make something else of it.
    """
    clock = Clock()
    with _time(limits.seconds, clock, kill=limits.kill), _memory(limits.megabytes):
        yield clock


@contextmanager
def _time(seconds: float | None, clock: Clock, *, kill: bool) -> Iterator[None]:
    if seconds is None or not posix.has_timer("the time of an answer is not limited"):
        yield
        return
    before = signal.signal(signal.SIGPROF, clock.strike)
    with _killed_after(seconds + GRACE) if kill else nullcontext():
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        try:
            # Twice, for a strike on the way out: the timer must not outlive the answer.
            try:
                yield
            finally:
                clock.stopped = True
        finally:
            clock.stopped = True
            signal.setitimer(signal.ITIMER_PROF, 0)
            # A strike that another thread is about to take would end the process by default.
            signal.signal(signal.SIGPROF, before if callable(before) else signal.SIG_IGN)


@contextmanager
def _killed_after(seconds: float) -> Iterator[None]:
    """Let the operating system end this process after more seconds of its own computing."""
    before = signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before or signal.SIG_DFL)


@contextmanager
def _memory(megabytes: int | None) -> Iterator[None]:
    if megabytes is None:
        yield
        return
    resource = posix.module("resource", "the memory of an answer is not limited")
    taken = _bytes_of_data()
    if resource is None or taken is None:
        yield
        return
    # Not the address space: libraries reserve much of that and use little of it.
    before = resource.getrlimit(resource.RLIMIT_DATA)
    soft = taken + megabytes * 2**20
    if before[1] != resource.RLIM_INFINITY:
        soft = min(soft, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _bytes_of_data() -> int | None:
    """Return how much private memory this process has, None where nobody says."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("VmData:")]
    return int(found[0]) * 1024 if found else None
