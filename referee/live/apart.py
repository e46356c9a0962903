"""A process that answers one question, forked from the server once everything is imported.

It is forked before there is a question, and has read something when one comes: so what is typed is
read in milliseconds. Its socket carries the question and a byte in, which lets it go on to decide,
and lines of JSON out. It holds nothing else that is open: no page and no port outlives the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict
from typing import NoReturn

from referee.asking.apart import ended_by
from referee.deciding import posix
from referee.deciding.faults import Raised, attempted, first_line
from referee.deciding.limits import Limits
from referee.live.answering import Go, Said, Say, ready
from referee.live.wanted import Wanted
from referee.reports import live

MOMENT = 0.002  # seconds after which a process that is ended is looked at again
NICER = 10  # than the server, which still has to show what others type
GO = b"g"
_CHUNK = 1 << 16

Answering = Callable[[Wanted, Say, Go], None]


class Apart:
    """A process of its own that waits for a question and answers it."""

    def __init__(self, answer: Answering) -> None:
        self._ours, theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._rest = bytearray()
        self._status: int | None = None
        self._child = os.fork()
        if self._child == 0:
            _answer_and_end(answer, theirs)
        theirs.close()

    async def ask(self, wanted: Wanted) -> None:
        """Hand over the question."""
        with contextlib.suppress(ConnectionError):
            line = json.dumps(asdict(wanted)).encode() + b"\n"
            await asyncio.get_running_loop().sock_sendall(self._ours, line)

    async def said(self) -> AsyncGenerator[bytes, None]:
        """Yield what it says, in lines of JSON, until it is waited for or has ended."""
        loop = asyncio.get_running_loop()
        while True:
            line, end, rest = self._rest.partition(b"\n")
            if end:
                self._rest = rest
                yield bytes(line + end)
                continue
            with contextlib.suppress(ConnectionError):
                if found := await loop.sock_recv(self._ours, _CHUNK):
                    self._rest += found
                    continue
            return

    async def go_on(self) -> None:
        """Let it decide what it has read."""
        with contextlib.suppress(ConnectionError):
            await asyncio.get_running_loop().sock_sendall(self._ours, GO)

    def kill(self) -> None:
        """End it, if it has not ended by itself; whoever reads what it says sees the end."""
        if self._status is None:
            os.kill(self._child, signal.SIGKILL)

    async def end(self) -> None:
        """End it and give back what it takes, while others are answered."""
        self.kill()
        try:
            await self.ended()
        finally:
            self.close()

    async def ended(self) -> None:
        """Wait until it has ended: what is killed has its memory to give back, which takes time."""
        while not self._has_ended(os.WNOHANG):
            await asyncio.sleep(MOMENT)

    def close(self) -> None:
        """End it at once and give back what it takes; once nobody reads any more."""
        self.kill()
        self._has_ended()
        self._ours.close()

    async def trouble(self, limits: Limits) -> str:
        """Say how it ended, once it says nothing any more."""
        await self.ended()
        return ended_by(self._status or 0, limits)

    def _has_ended(self, options: int = 0) -> bool:
        if self._status is None:
            child, status = os.waitpid(self._child, options)
            self._status = status if child else None
        return self._status is not None


def _answer_and_end(answer: Answering, pipe: socket.socket) -> NoReturn:
    """Answer in this process, which is a copy of the server, and end it."""
    try:
        _become_apart(pipe.fileno())

        def say(said: Said) -> None:
            pipe.sendall(json.dumps(said).encode() + b"\n")

        def go() -> None:
            if pipe.recv(1) != GO:
                os._exit(0)  # nobody waits any more
            os.nice(NICER)

        ready()
        with pipe.makefile("rb") as lines:
            asked = lines.readline()
        if not asked:
            os._exit(0)  # there is no server any more
        done = attempted(lambda: answer(Wanted(**json.loads(asked)), say, go))
        if isinstance(done, Raised):
            # Whatever it is: who waits is told of it, and nobody else is there to hear of it.
            name, line = type(done.error).__name__, first_line(done.error)
            says = f"a fault of the referee's own: {name}: {line}"
            say({"kind": "ended", "verdict": "", "html": live.said(says)})
    finally:
        os._exit(0)


def _become_apart(kept: int) -> None:
    """Give back what the server has: its signals, its connections, its port, its output."""
    # However the server ends, nobody waits for an answer any more. Where a system cannot say so,
    # that shows once there is something to say.
    posix.end_with_parent()
    signal.set_wakeup_fd(-1)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
