"""A request to the process that is warm, from the first byte to the exit status.

Python's ``socket`` and ``signal`` are made of the modules that are used here, and of tables of
names that take longer to build than the whole request takes.
"""

from __future__ import annotations

import _signal
import _socket
import os
import select
import struct
import sys

from referee.warm import COLD
from referee.warm.place import installation
from referee.warm.request import BEGUN, GO, INTERRUPT, READY, STREAMS, packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

PATIENCE = 1.0  # seconds until a process that is warm has to be ready; it takes a few milliseconds
ENDED = 2  # exit status where the process that is warm has ended
SIGNALLED = 128  # exit status of a process that a signal ended, less the number of that


def asked(path: str, words: list[str]) -> int | None:
    """Return the exit status of a command, None where no process that is warm begins it."""
    there = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        return _status(there) if _is_ready(there, path, words) else None
    finally:
        there.close()


def peer(of: _socket.socket) -> int | None:
    """Return the user at the other end, None where the system does not say."""
    if not hasattr(_socket, "SO_PEERCRED"):
        return None
    found = of.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", found)
    return int(user)


def _is_ready(there: _socket.socket, path: str, words: list[str]) -> bool:
    """Send a request, and say whether the answer is about to begin."""
    there.settimeout(PATIENCE)
    try:
        there.connect(path)
        if peer(there) not in {None, os.geteuid()}:
            return False
        there.sendall(packed(installation(), words))
        return there.recv(1) == READY
    # A standard stream that is closed is None, and a folder may be gone: that runs here.
    except (OSError, AttributeError):
        return False


def _status(there: _socket.socket) -> int | None:
    """Let the answer begin, and wait for its end; the first interruption is passed on."""
    before = _signal.getsignal(_signal.SIGINT)

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        _signal.signal(_signal.SIGINT, before)  # the next one ends this process at once
        try:  # noqa: SIM105 - contextlib takes longer to import than this module
            there.send(INTERRUPT)
        except OSError:
            pass  # it has ended

    if before != _signal.SIG_IGN:
        _signal.signal(_signal.SIGINT, pass_on)
    try:
        return _ended(_said(there))
    finally:
        _signal.signal(_signal.SIGINT, before)


def _said(there: _socket.socket) -> bytes:
    """Return all that is said after a request, until nothing more can come."""
    said, found = b"", b"-"
    waking, wakes = os.pipe()
    os.set_blocking(wakes, False)
    # A signal that comes just before this process waits would be seen when the next one comes.
    _signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    files = struct.pack(f"{STREAMS}i", *range(STREAMS))
    try:
        there.sendmsg([GO], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
        while found:
            ready, _, _ = select.select([there.fileno(), waking], [], [])
            if waking in ready:
                os.read(waking, 64)
            if there.fileno() in ready:
                found = there.recv(64)
                said += found
    except OSError:
        pass  # who has ended may have been sent to or not: what it said before that counts
    _signal.set_wakeup_fd(-1)
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
    return _lost(f"the process that answered ended with signal {-status}", SIGNALLED - status)


def _lost(why: str, status: int) -> int:
    sys.stderr.write(f"referee: {why}; ask again, or with {COLD}=1 without it\n")
    return status
