"""A statement judged within limits of time and memory, in a process apart where that can be.

What somebody asks may take for ever, or all the memory there is. It is held to limits
(:mod:`referee.deciding.limits`), which may have to kill the process: the one that waits for it
says in a line what became of it. A system whose processes do not fork judges where it is.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, cast

from referee.asking.judging import judge
from referee.asking.plain import plain, undecided
from referee.deciding.faults import first_line, is_exhaustion
from referee.deciding.limits import Clock, Limits, OverTime, held
from referee.evidence.answer_schema import Asked

USUAL = 20  # seconds that a statement may take; most take one
WITHIN = Limits(USUAL, megabytes=1_000)


@dataclass(frozen=True)
class Question:
    """A statement as it is asked: with its declarations, how strictly, and with which seed.

    ``search`` are seconds in which to look for a counterexample, None for what is usual.
    """

    statement: str
    where: str = ""
    strict: bool = False
    seed: int = 0
    search: float | None = None

    def within(self, megabytes: int | None = None, *, kill: bool = True) -> Limits:
        """Return the limits it is held to: of time, what is usual and the search on top."""
        return Limits(USUAL + (self.search or 0), megabytes, kill)

    def unanswered(self, reason: str) -> Asked:
        """Return an answer that says why there is no verdict."""
        return undecided(self.statement, reason, where=self.where, seed=self.seed)


def asked_apart(question: Question, limits: Limits = WITHIN) -> Asked:
    """Return what is said of a statement; what ends the process that judges it, is said."""
    if not hasattr(os, "fork"):
        return asked_here(question, limits)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _write_and_end(lambda: asked_here(question, limits), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if not said.endswith("\n"):
        return question.unanswered(_end(status, limits))
    return cast("Asked", json.loads(said))


def asked_here(question: Question, limits: Limits = WITHIN) -> Asked:
    """Return what is said of a statement that is judged in this process.

    A fault of the referee's own is no verdict either: its first line is the reason.
    """
    start, clock = time.perf_counter(), Clock()
    try:
        with held(limits) as clock:
            judged = judge(
                question.statement,
                where=question.where,
                seconds=question.search,
                strict=question.strict,
                seed=question.seed,
            )
            taken = time.perf_counter() - start
            return plain(judged, where=question.where, seed=question.seed, seconds=taken)
    # Whatever a statement makes of the mathematics, there is an answer.
    except (OverTime, Exception) as error:  # noqa: BLE001
        return question.unanswered(_why(error, clock, limits))


def _why(error: BaseException, clock: Clock, limits: Limits) -> str:
    """Say what ended a decision that raised."""
    if clock.spent:
        return f"not decided in {limits.seconds:g} s of computing"
    if is_exhaustion(error):
        return f"not decided in {limits.megabytes or 0:,} MB of memory"
    return f"a fault of the referee's own: {type(error).__name__}: {first_line(error)}"


def _write_and_end(answer: Callable[[], Asked], pipe: int) -> NoReturn:
    """Write an answer into a pipe and end this process, which is a copy of its parent."""
    try:
        # What libraries say of themselves when they are killed is nobody's answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(pipe, "w", encoding="utf-8", errors="surrogatepass") as out:
            out.write(json.dumps(answer()) + "\n")
    finally:
        os._exit(0)


def _end(status: int, limits: Limits) -> str:
    """Say why a process that judged ended without an answer."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGVTALRM:
        return f"not decided in {limits.seconds:g} s of computing"
    if code == -signal.SIGKILL:
        return "the system ended the process that judged it, for want of memory as it seems"
    name = signal.Signals(-code).name if code < 0 else f"status {code}"
    return f"the process that judged it ended with {name}"
