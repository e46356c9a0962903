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
