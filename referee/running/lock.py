"""A lock on a folder: two runs that write into one would spoil each other's files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from referee.deciding import posix


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Lock a folder while this process runs; yields whether it was free.

    The operating system lifts the lock when the process ends, however it ends. Where there
    are no such locks the folder is taken to be free, and that is said once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a", encoding="ascii") as stream:
        yield _taken(stream.fileno())


def _taken(handle: int) -> bool:
    fcntl = posix.module("fcntl", "two runs into one folder are not told from each other")
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
