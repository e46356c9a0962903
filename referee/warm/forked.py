"""A copy of the process that is warm, which becomes the command that somebody asked for.

It has everything imported. From the request it takes what a process gets as it starts: words,
folder, variables, open files. Then it runs the command as the command line would, and ends.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn, TextIO, cast

from referee.deciding import posix
from referee.warm.request import STREAMS, Request

FAULT, INTERRUPTED = 1, 130  # exit statuses, as Python's own
Run = Callable[[list[str]], int]


def become(asked: Request, files: list[int], parent: int, run: Run) -> NoReturn:
    """Run what was asked in this process, which is a copy of a parent, and end it."""
    status = FAULT
    try:
        _be_apart()
        _open(asked.streams, files)
        posix.end_with_parent()
        if os.getppid() == parent:  # else there is nobody any more who would be told
            status = _status(lambda: _as_asked(asked, run))
    finally:
        os._exit(status)


def _be_apart() -> None:
    """Give back what is the parent's: its signals, and who wakes it."""
    signal.set_wakeup_fd(-1)
    for each in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
