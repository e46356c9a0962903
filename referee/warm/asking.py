"""A request to the process that is warm, from the first byte to the exit status."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from contextlib import suppress
from types import FrameType

from referee.warm import COLD
from referee.warm.place import installation
from referee.warm.request import BEGUN, INTERRUPT, READY, go, peer, request, send

PATIENCE = 1.0  # seconds until a process that is warm has to be ready; it takes a few milliseconds
ENDED = 2  # exit status where the process that is warm has ended
SIGNALLED = 128  # exit status of a process that a signal ended, less the number of that


def asked(path: str, words: list[str]) -> int | None:
    """Return the exit status of a command, None where no process that is warm begins it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
        if not _is_ready(there, path, words):
            return None
        return _status(there)


def _is_ready(there: socket.socket, path: str, words: list[str]) -> bool:
    """Send a request, and say whether the answer is about to begin."""
    there.settimeout(PATIENCE)
    try:
        there.connect(path)
        if peer(there) not in {None, os.geteuid()}:
            return False
        send(there, request(installation(), words))
        return there.recv(1) == READY
    # A standard stream that is closed is None, and a folder may be gone: that runs here.
    except (OSError, AttributeError):
        return False


def _status(there: socket.socket) -> int | None:
    """Let the answer begin, and wait for its end; the first interruption is passed on."""
    before = signal.getsignal(signal.SIGINT)

    def pass_on(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)  # the next one ends this process at once
        with suppress(OSError):
            there.send(INTERRUPT)

    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, pass_on)
    try:
        return _ended(_said(there))
    finally:
        signal.signal(signal.SIGINT, before)


def _said(there: socket.socket) -> bytes:
    """Return all that is said after a request, until nothing more can come."""
    said, found = b"", b"-"
    waking, wakes = os.pipe()
    os.set_blocking(wakes, False)
    # A signal that comes just before this process waits would be seen when the next one comes.
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    # Who has ended may have been sent to or not: what it said before that counts.
    with suppress(OSError):
        go(there)
        while found:
            ready, _, _ = select.select([there, waking], [], [])
            if waking in ready:
                os.read(waking, 64)
            if there in ready:
                found = there.recv(64)
                said += found
    signal.set_wakeup_fd(-1)
    return said


def _ended(said: bytes) -> int | None:
    """Return the exit status that was said; None where the answer has not begun."""
    if said[:1] != BEGUN:
        return None
    if not said.endswith(b"\n"):
        return _lost("the process that is warm ended before the answer", ENDED)
    status = int(said[1:])
    if status >= 0:
        return status
    name = signal.Signals(-status).name
    return _lost(f"the process that answered ended with {name}", SIGNALLED - status)


def _lost(why: str, status: int) -> int:
    sys.stderr.write(f"referee: {why}; ask again, or with {COLD}=1 without it\n")
    return status
