"""A copy of the process that is warm, which becomes the command that somebody asked for.

It is made before somebody asks, and has everything imported. From the request it takes what a
process gets as it starts: words, folder, variables, open files. Then it runs the command as the
command line would, and ends.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn, TextIO, cast

from referee.deciding import posix
from referee.warm.request import STREAMS, Request, parsed

FAULT, INTERRUPTED = 1, 130  # exit statuses, as Python's own
ORDERS = STREAMS  # the number of the file by which a copy is told what to do
_CHUNK = 1 << 16
Run = Callable[[list[str]], int]


def become(orders: int, parent: int, run: Run) -> NoReturn:
    """Wait for a request on a socket, run it in this process, a copy of a parent, and end it."""
    status = FAULT
    try:
        _be_apart(orders)
        if os.getppid() == parent:  # else there is nobody any more who would be told
            asked, files = _ordered()
            _open(asked.streams, files)
            status = _status(lambda: _as_asked(asked, run))
    finally:
        os._exit(status)


def _be_apart(orders: int) -> None:
    """Give back what is the parent's: its signals, who wakes it, and all that it has open."""
    posix.end_with_parent()
    signal.set_wakeup_fd(-1)
    os.dup2(orders, ORDERS)
    os.closerange(ORDERS + 1, os.sysconf("SC_OPEN_MAX"))
    for each in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _ordered() -> tuple[Request, list[int]]:
    """Return the request that this process is to answer, and its files; end where none comes."""
    data, files = b"", list[int]()
    there = socket.socket(fileno=ORDERS)
    while (asked := parsed(data)) is None:
        more, opened, _, _ = socket.recv_fds(there, _CHUNK, STREAMS)
        if not more:
            os._exit(0)
        data += more
        files += opened
    there.detach()  # it is closed with the others
    return asked, files


def _open(streams: list[list[str]], files: list[int]) -> None:
    """Take open files in place of the parent's, and close what else it has."""
    for number, each in enumerate(files):
        os.dup2(each, number)
    os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
    sys.stdin, sys.stdout, sys.stderr = map(_opened, range(STREAMS), "rww", streams)
    # Whoever asks how wide the terminal is looks at the file that a process starts with.
    vars(sys)["__stdin__"], vars(sys)["__stdout__"] = sys.stdin, sys.stdout
    vars(sys)["__stderr__"] = sys.stderr


def _as_asked(asked: Request, run: Run) -> int:
    """Run the words that were asked, with the folder and the variables of who asked."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    os.chdir(asked.folder)
    os.umask(asked.mask)
    os.environ.clear()
    os.environ.update(asked.variables)
    sys.argv = [asked.program, *asked.words]
    return run(asked.words)


def _opened(number: int, mode: str, how: list[str]) -> TextIO:
    encoding, errors, by_lines = how
    buffering = 1 if by_lines == "1" else -1
    opened = os.fdopen(number, mode, buffering, encoding, errors, closefd=False)
    return cast("TextIO", opened)


def _status(run: Callable[[], int]) -> int:
    """Return the exit status of a command, as Python would end with it."""
    try:
        status = run()
    except SystemExit as error:
        status = _meant(error)
    except KeyboardInterrupt:
        status = INTERRUPTED
    # Whatever it is: nobody else is there to hear of it.
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        status = FAULT
    for each in (sys.stdout, sys.stderr):
        try:
            each.flush()
        except OSError:
            status = status or FAULT
    return status


def _meant(error: SystemExit) -> int:
    """Return the status that is meant by an exit."""
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    sys.stderr.write(f"{error.code}\n")
    return FAULT
