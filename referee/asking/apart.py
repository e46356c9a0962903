"""A statement judged within limits of time and memory, in a process apart where that can be.

What somebody asks may take for ever, or all the memory there is. It is held to limits
(:mod:`referee.deciding.limits`), which may have to kill the process: the one that waits for it
says in a line what became of it. A system whose processes do not fork judges where it is.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, cast

from referee.asking.judging import judge
from referee.asking.plain import plain, undecided
from referee.deciding.faults import Raised, attempted, first_line, is_exhaustion
from referee.deciding.limits import Clock, Limits, OverTime, held
from referee.evidence.answer_schema import Asked

USUAL = 20  # seconds that a statement may take; most take one
WITHIN = Limits(USUAL, megabytes=1_000)


@dataclass(frozen=True)
class Question:
    """A statement as it is asked: with its declarations, how strictly, and with which seed.

    ``section`` are texts that declare names for the section it stands in. ``search`` are seconds
    in which to look for a counterexample, None for what is usual.
    """

    statement: str
    where: str = ""
    strict: bool = False
    seed: int = 0
    search: float | None = None
    section: tuple[str, ...] = ()

    def within(self, megabytes: int | None = None, *, kill: bool = True) -> Limits:
        """Return the limits it is held to: of time, what is usual and the search on top."""
        return Limits(USUAL + (self.search or 0), megabytes, kill)

    def unanswered(self, reason: str) -> Asked:
        """Return an answer that says why there is no verdict."""
        return undecided(self.statement, reason, where=self.where, seed=self.seed)


def asked_apart(question: Question, limits: Limits = WITHIN) -> Asked:
    """Return what is said of a statement; what ends the process that judges it, is said."""
    return next(asked_side_by_side([question], 1, limits))[1]


def asked_side_by_side(
    questions: Sequence[Question],
    processes: int,
    limits: Limits = WITHIN,
    *,
    begun: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[int, Asked]]:
    """Yield what is said of statements, each with its number, as the processes end.

    Each statement has a process and the limits of its own; so many run at a time. ``begun`` is
    told the number of each as it begins.
    """
    if not hasattr(os, "fork"):
        for number, question in enumerate(questions):
            begun(number)
            yield number, asked_here(question, limits)
        return
    waiting = deque(enumerate(questions))
    with selectors.DefaultSelector() as selector:
        while waiting or selector.get_map():
            while waiting and len(selector.get_map()) < processes:
                begun(waiting[0][0])
                started = _Started(*waiting.popleft(), limits)
                selector.register(started.pipe, selectors.EVENT_READ, started)
            for key, _ in selector.select():
                running: _Started = key.data
                if not running.read():
                    selector.unregister(running.pipe)
                    yield running.number, running.ended()


class _Started:
    """A statement that is judged in a process of its own, which writes into a pipe."""

    def __init__(self, number: int, question: Question, limits: Limits) -> None:
        self.number, self.question, self.limits = number, question, limits
        self.said = bytearray()
        self.pipe, writing = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            _write_and_end(lambda: asked_here(question, limits), writing)
        os.close(writing)

    def read(self) -> bool:
        """Read what is there, and say whether more may come."""
        found = os.read(self.pipe, 1 << 16)
        self.said += found
        return bool(found)

    def ended(self) -> Asked:
        """Return what was said by a process that has ended."""
        os.close(self.pipe)
        _, status = os.waitpid(self.child, 0)
        if not self.said.endswith(b"\n"):
            return self.question.unanswered(ended_by(status, self.limits))
        return cast("Asked", json.loads(self.said.decode()))


def asked_here(question: Question, limits: Limits = WITHIN) -> Asked:
    """Return what is said of a statement that is judged in this process.

    A fault of the referee's own is no verdict either: its first line is the reason.
    """
    start, clock = time.perf_counter(), Clock()

    def judged() -> Asked:
        found = judge(
            question.statement,
            where=question.where,
            section=question.section,
            seconds=question.search,
            strict=question.strict,
            seed=question.seed,
        )
        taken = time.perf_counter() - start
        return plain(found, where=question.where, seed=question.seed, seconds=taken)

    try:
        with held(limits) as clock:
            found = attempted(judged)
    except OverTime as error:
        return question.unanswered(_why(error, clock, limits))
    # Whatever a statement makes of the mathematics, there is an answer.
    if isinstance(found, Raised):
        return question.unanswered(_why(found.error, clock, limits))
    return found


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


def ended_by(status: int, limits: Limits) -> str:
    """Say why a process that judged ended without an answer."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGVTALRM:
        return f"not decided in {limits.seconds:g} s of computing"
    if code == -signal.SIGKILL:
        return "the system ended the process that judged it, for want of memory as it seems"
    name = signal.Signals(-code).name if code < 0 else f"status {code}"
    return f"the process that judged it ended with {name}"
