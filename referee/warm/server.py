"""The process that is warm: who asks is answered by a copy of it, many side by side.

It listens, and runs nothing itself. Who asks is told that it is ready, says that it may begin, and
hears the exit status; while a copy runs, whoever goes away or is interrupted ends it. It ends
when nobody has asked for a while, when its sources have changed, or when it is told to.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from referee.warm.asking import peer
from referee.warm.forked import Run, become
from referee.warm.request import (
    BEGUN,
    GO,
    INTERRUPT,
    READY,
    REFUSED,
    STATUS,
    STOP,
    STREAMS,
    Request,
    limits,
    parsed,
)

MOST_OPEN = 64  # who asks at a time
WAITING = 16  # who is not heard yet
PATIENCE = 1.0  # seconds for a copy to take a request
_CHUNK = 1 << 16


@dataclass
class Terms:
    """For whom it answers, whether it still may, what a copy runs, and how long it waits."""

    of: str  # the installation
    is_current: Callable[[], bool]
    run: Run
    idle: float  # seconds


@dataclass(eq=False)
class _Asker:
    """Somebody who asks, with what came of it so far."""

    there: socket.socket
    data: bytearray = field(default_factory=bytearray)
    files: list[int] = field(default_factory=list)
    asked: Request | None = None
    child: int = 0

    def close(self) -> None:
        """Hear no more of this one."""
        self.there.close()
        self.close_files()

    def close_files(self) -> None:
        """Give back open files that came along."""
        while self.files:
            os.close(self.files.pop())

    def signal(self, number: int) -> None:
        """Send a signal to all processes of the answer."""
        try:
            os.killpg(self.child, number)
        except ProcessLookupError:
            with suppress(ProcessLookupError):
                os.kill(self.child, number)


class _Copy:
    """A copy of this process, which waits for a request."""

    def __init__(self, run: Run) -> None:
        parent, (self._there, theirs) = os.getpid(), socket.socketpair()
        # A copy has this process's handlers until it has its own.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self.process = os.fork()
        if self.process == 0:
            os.setpgid(0, 0)
            become(theirs.fileno(), parent, run)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        theirs.close()
        self._there.settimeout(PATIENCE)
        with suppress(OSError):
            os.setpgid(self.process, self.process)  # whoever of the two comes first

    def is_told(self, asker: _Asker) -> bool:
        """Hand over a request, and say whether it is taken; what does not take it is ended."""
        try:
            sent = socket.send_fds(self._there, [asker.data], asker.files)
            # A copy that has it all may be at work and have closed its end: nothing more is sent.
            if rest := asker.data[sent:]:
                self._there.sendall(rest)
        except OSError:
            self.end()
            return False
        self._there.close()
        return True

    def end(self) -> None:
        """End it before it has been told anything."""
        self._there.close()
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


class Warm:
    """Listens for requests until it may end."""

    def __init__(self, listening: socket.socket, terms: Terms) -> None:
        self.listening, self.terms = listening, terms
        self.begun = 0
        self._since = self._last = time.monotonic()
        self._askers: list[_Asker] = []
        self._ending = False
        self._spare: _Copy | None = None
        self._selector = selectors.DefaultSelector()
        self._ended, self._wakes = socket.socketpair()
        self._inode = os.lstat(listening.getsockname()).st_ino

    def serve(self) -> None:
        """Answer until nobody has asked for so long, or it is told to end."""
        self._listen()
        while self._askers or not self._ending:
            wait = None if self._askers else self._last + self.terms.idle - time.monotonic()
            if wait is not None and wait <= 0:
                break
            self._prepare()
            for key, _ in self._selector.select(wait):
                key.data()
        self._end()
        self._prepare()

    def _listen(self) -> None:
        for each in (self._ended, self._wakes, self.listening):
            each.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        # A copy that is being made is interrupted once it can say so.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._selector.register(self._ended, selectors.EVENT_READ, self._reap)
        self._selector.register(self.listening, selectors.EVENT_READ, self._accept)

    def _prepare(self) -> None:
        """Have a copy ready for who asks next, once nobody is being answered."""
        if self._ending and self._spare is not None:
            self._spare.end()
            self._spare = None
        elif not self._ending and not self._askers and self._spare is None:
            self._spare = _Copy(self.terms.run)

    def _end(self) -> None:
        """Let nobody ask any more; what has begun goes on to its end."""
        if not self._ending:
            self._ending = True
            self._selector.unregister(self.listening)
            path = Path(self.listening.getsockname())
            with suppress(OSError):
                # Where somebody removed it, another process may listen under its name by now.
                if path.lstat().st_ino == self._inode:
                    path.unlink()
            self.listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            there, _ = self.listening.accept()
            there.setblocking(False)
            if len(self._askers) >= MOST_OPEN or peer(there) not in {None, os.geteuid()}:
                there.close()
                return
            asker = _Asker(there)
            self._askers.append(asker)
            self._selector.register(there, selectors.EVENT_READ, lambda: self._hear(asker))

    def _hear(self, asker: _Asker) -> None:
        """Read what somebody says, or that they have gone away."""
        if asker not in self._askers:
            return  # dropped since it was seen that there is something to hear
        try:
            data, files, _, _ = socket.recv_fds(asker.there, _CHUNK, STREAMS)
        except BlockingIOError:
            return
        except OSError:
            data, files = b"", []
        asker.files += files
        if not data:
            self._gone(asker)
        elif asker.child:
            if INTERRUPT in data:
                asker.signal(signal.SIGINT)
        elif asker.asked is not None:
            self._begin(asker, data)
        else:
            self._read(asker, data)

    def _read(self, asker: _Asker, data: bytes) -> None:
        """Read more of a request, and answer it once it is whole."""
        asker.data += data
        try:
            asked = parsed(bytes(asker.data))
        except ValueError:
            self._drop(asker)
            return
        if asked is not None:
            self._answer(asker, asked)

    def _answer(self, asker: _Asker, asked: Request) -> None:
        self._last = time.monotonic()
        if asked.kind == STATUS:
            if not self.terms.is_current():
                self._end()  # and another one may start
            self._say(asker, json.dumps({} if self._ending else self._status()).encode())
            self._drop(asker)
        elif asked.kind == STOP:
            self._end()
            self._drop(asker)
        elif self._is_fit(asked):
            asker.asked = asked
            self._say(asker, READY)
        else:
            self._say(asker, REFUSED)
            self._drop(asker)

    def _is_fit(self, asked: Request) -> bool:
        """Say whether an answer is as it would be without; where sources are old, end."""
        if not self.terms.is_current():
            self._end()
            return False
        same = asked.of == self.terms.of and asked.limits == limits()
        return same and not self._ending

    def _begin(self, asker: _Asker, data: bytes) -> None:
        """Have a copy of this process answer, once who asks has said so."""
        if data[:1] != GO or asker.asked is None or len(asker.files) != STREAMS:
            self._drop(asker)
            return
        copy, self._spare = self._spare or _Copy(self.terms.run), None
        if not copy.is_told(asker):
            copy = _Copy(self.terms.run)  # the other one is dead
            copy.is_told(asker)
        asker.child = copy.process
        self.begun += 1
        asker.close_files()
        self._say(asker, BEGUN)
        if INTERRUPT in data:
            asker.signal(signal.SIGINT)

    def _gone(self, asker: _Asker) -> None:
        """End the answer of somebody who has gone away."""
        if asker.child:
            asker.signal(signal.SIGKILL)
            self._selector.unregister(asker.there)  # its process is waited for
        else:
            self._drop(asker)

    def _reap(self) -> None:
        """Say how answers have ended."""
        with suppress(BlockingIOError):
            self._ended.recv(_CHUNK)
        for asker in [each for each in self._askers if each.child]:
            process, status = os.waitpid(asker.child, os.WNOHANG)
            if process:
                self._say(asker, b"%d\n" % os.waitstatus_to_exitcode(status))
                self._drop(asker)

    def _say(self, asker: _Asker, what: bytes) -> None:
        with suppress(OSError):
            asker.there.send(what)

    def _drop(self, asker: _Asker) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(asker.there)
        self._askers.remove(asker)
        asker.close()
        self._last = time.monotonic()

    def _status(self) -> dict[str, float]:
        return {
            "process": os.getpid(),
            "answered": self.begun,
            "running": sum(bool(each.child) for each in self._askers),
            "since": round(time.monotonic() - self._since),
            "idle": self.terms.idle,
        }
