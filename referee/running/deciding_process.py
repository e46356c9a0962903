"""A process that decides answers one after another, stays warm, and may be killed.

It is told once how to decide, then an answer at a time: lines of JSON in, lines of JSON out. An
answer is held to its limits there, in the main thread, which limits of time need; what kills the
process is told to whoever waits, and the next answer has a new one.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, Any, cast

import msgspec

from referee.deciding.answer import Answer
from referee.deciding.faults import Raised, attempted
from referee.evidence.schema import Record
from referee.running.terms import Refused, Terms

# Not by -m: this module would be there twice, and an exception of the one not of the other.
START = "from referee.running.deciding_process import main; main()"


class Killed(Exception):
    """An answer ended the process that decided it."""


@dataclass
class Decider:
    """A process that decides, started when it is needed and again when it was killed."""

    terms: Terms
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def decide(self, answer: Answer) -> Record:
        """Return the record of an answer. Raises Killed, and Refused."""
        process = self.start()
        try:
            _send(process.stdin, answer)
            record, last = _received(process.stdout)
        except (OSError, ValueError):  # a line that is cut short is no JSON
            raise Killed(f"the process that decided it ended with {self.close()}") from None
        if last:
            self.close()
        return cast("Record", record)

    def close(self) -> int:
        """End the process; return its status."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=1)
        process.kill()
        return process.wait()

    def start(self) -> subprocess.Popen[bytes]:
        """Return the process, started if there is none. Raises Refused."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        # The linter warns of commands from outside; this is our own Python, and a text of our own.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            _send(self._process.stdin, self.terms)
            trouble = _received(self._process.stdout)
        except (OSError, ValueError):
            raise Refused(f"a process that decides ended with {self.close()}") from None
        if trouble:
            self.close()
            raise Refused(str(trouble))
        return self._process


_DECIDERS: dict[int, Decider] = {}  # by the thread that has it


def decided(terms: Terms, answer: Answer) -> Record:
    """Return the record of an answer, by a process that this thread keeps. Raises as it does."""
    return _decider(terms).decide(answer)


def trouble_of(terms: Terms) -> str:
    """Start this thread's process that decides, and say what is wrong; empty where nothing is."""
    try:
        _decider(terms).start()
    except Refused as error:
        return str(error)
    return ""


def _decider(terms: Terms) -> Decider:
    found = _DECIDERS.get(threading.get_ident())
    if found is None or found.terms != terms:
        if found is not None:
            found.close()  # of a run that is over
        found = _DECIDERS[threading.get_ident()] = Decider(terms)
    return found


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError
    return pipe


def _send(pipe: IO[bytes] | None, what: object) -> None:
    out = _pipe(pipe)
    out.write(msgspec.json.encode(what) + b"\n")
    out.flush()


def _received(pipe: IO[bytes] | None) -> Any:
    """Read a line of JSON; raises ValueError where there is none."""
    return msgspec.json.decode(_pipe(pipe).readline())


def _alone() -> tuple[IO[bytes], IO[bytes]]:
    """Return what comes in and what goes out; whatever else is written goes nowhere."""
    come, go = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    return come, go


def main() -> None:
    """Decide what comes in until nothing more does."""
    come, go = _alone()
    terms = msgspec.json.decode(come.readline(), type=Terms)
    judge = attempted(lambda: import_module("referee.running.judge").Judge(terms))
    if isinstance(judge, Raised):  # whatever it is: who waits is told
        refused = isinstance(judge.error, Refused)
        _send(go, ("" if refused else f"{type(judge.error).__name__}: ") + str(judge.error))
        return
    _send(go, "")
    for line in come:
        record = judge.decide(msgspec.json.decode(line, type=Answer))
        _send(go, (record, judge.memory.exhausted))
