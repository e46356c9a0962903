"""Whether what a process has imported is still what lies there: it never answers from old sources.

All files of the packages are looked at, also those that are not imported yet, and the folders in
which libraries lie: what is installed or removed changes these. They are looked at before
anything is imported and again before every answer, by time and size; that takes milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

Stamp = frozenset[tuple[str, int, int, int]]  # path, times of both last changes in ns, size
WRITTEN = ("__pycache__", "_build")  # folders of what is made of sources
SUFFIXES = (".py", ".so", ".json", ".j2", ".css", ".js", ".toml")
LIBRARIES = ("site-packages", "dist-packages")


class Sources:
    """The sources below folders, as they were when this was made."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = [*folders]
        self._found = stamp(self._folders)
        inside = {each[0] for each in self._found}
        self._paths = sorted(inside | {os.path.dirname(path) for path in inside})  # noqa: PTH120
        self._times = self._changed()

    def are_current(self) -> bool:
        """Say whether all of them are as they were.

        Only where a file or the list of a folder has changed are all folders gone through:
        caches and the locks of editors are no sources.
        """
        times = self._changed()
        if times != self._times:
            if stamp(self._folders) != self._found:
                return False
            self._times = times
        return True

    def _changed(self) -> list[tuple[int, int]]:
        """Return when each file and folder was changed last, and its size; [] if one is gone."""
        try:
            states = [os.stat(path) for path in self._paths]  # noqa: PTH116 - before each answer
        except OSError:
            return []
        return [(state.st_ctime_ns, state.st_size) for state in states]


def stamp(folders: Iterable[str]) -> Stamp:
    """Return the state of all sources below folders, and of the folders of libraries."""
    inside = (each for folder in folders for each in _below(folder))
    return frozenset([*inside, *_libraries()])


def _below(folder: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in WRITTEN:
                continue
            if entry.is_dir():
                yield entry.path, 0, 0, 0  # that it is there: what lies in it follows
                yield from _below(entry.path)
            elif entry.name.endswith(SUFFIXES):
                yield _of(entry.path, entry.stat())


def _libraries() -> Iterator[tuple[str, int, int, int]]:
    for path in sys.path:
        if path.endswith(LIBRARIES) and os.path.isdir(path):  # noqa: PTH112 - many, each answer
            state = os.stat(path)  # noqa: PTH116
            yield path, state.st_mtime_ns, 0, 0


def _of(path: str, state: os.stat_result) -> tuple[str, int, int, int]:
    return path, state.st_mtime_ns, state.st_ctime_ns, state.st_size
