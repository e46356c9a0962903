"""A process that decides one thing after another, stays warm, and may be killed.

It is told once how to decide and by which judge (:mod:`referee.running.terms`), then an answer or a
statement at a time: lines of JSON in, lines of JSON out. Each is held to its limits there, in the
main thread, which limits of time need; what kills the process is told to whoever waits, and the
next one has a new process.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import IO, Any

import msgspec

from referee.deciding.faults import Raised, attempted, first_line
from referee.running.terms import Decided, Refused

# Not by -m: this module would be there twice, and an exception of the one not of the other.
START = "from referee.running.deciding_process import main; main()"


class Killed(Exception):
    """What was to be decided ended the process that decided it."""


class Faulty(Exception):
    """A fault of the referee's own, met where something was decided; the message is its line."""


@dataclass
class Decider:
    """A process that decides, started when it is needed and again when it was killed."""

    terms: Decided
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def decide(self, what: object) -> Any:
        """Return what is decided, as plain data. Raises Killed, Refused and Faulty."""
        process = self.start()
        try:
            _send(process.stdin, what)
            found, fault, last = _received(process.stdout)
        except (OSError, ValueError):  # a line that is cut short is no JSON
            raise Killed(f"the process that decided it ended with {self.close()}") from None
        if last:
            self.close()
        if fault:
            raise Faulty(fault)
        return found

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
            _send(self._process.stdin, (self.terms.judge, self.terms))
            trouble = _received(self._process.stdout)
        except (OSError, ValueError):
            raise Refused(f"a process that decides ended with {self.close()}") from None
        if trouble:
            self.close()
            raise Refused(str(trouble))
        return self._process


_DECIDERS: dict[int, Decider] = {}  # by the thread that has it


def decided(terms: Decided, what: object) -> Any:
    """Return what is decided, by a process that this thread keeps. Raises as it does."""
    return _decider(terms).decide(what)


def trouble_of(terms: Decided) -> str:
    """Start this thread's process that decides, and say what is wrong; empty where nothing is."""
    try:
        _decider(terms).start()
    except Refused as error:
        return str(error)
    return ""


def _decider(terms: Decided) -> Decider:
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
    """Write a line of JSON in ASCII, in which also half a pair of surrogates has its place."""
    out = _pipe(pipe)
    out.write(json.dumps(msgspec.to_builtins(what)).encode("ascii") + b"\n")
    out.flush()


def _received(pipe: IO[bytes] | None) -> Any:
    """Read a line of JSON; raises ValueError where there is none."""
    return json.loads(_pipe(pipe).readline())


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
    first = come.readline()
    judge = attempted(lambda: _judge(first))
    if isinstance(judge, Raised):  # whatever it is: who waits is told
        refused = isinstance(judge.error, Refused)
        _send(go, str(judge.error) if refused else _told(judge))
        return
    _send(go, "")
    for line in come:
        found = attempted(partial(_decided, judge, line))
        if isinstance(found, Raised):
            _send(go, (None, _told(found), judge.is_spent))
        else:
            _send(go, (found, "", judge.is_spent))


def _decided(judge: Any, line: bytes) -> Any:
    return judge.decide(msgspec.convert(json.loads(line), type=judge.item_type))


def _judge(line: bytes) -> Any:
    """Return the judge that is asked for, told how to decide."""
    module, terms = json.loads(line)
    judge = import_module(module).Judge
    return judge(msgspec.convert(terms, type=judge.terms_type))


def _told(found: Raised) -> str:
    return f"{type(found.error).__name__}: {first_line(found.error)}"
