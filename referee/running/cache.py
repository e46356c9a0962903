"""Decisions kept across runs: one line of JSON each, by claim, normal form and version.

The version is a hash of everything a verdict depends on: the sources that decide, the
rubric, the libraries and the effort. A line is written when its decision arrives, so that
a run that is killed goes on where it stopped; a torn last line counts as never written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, NoReturn

from referee.evidence.record import Record

DECIDING = ("referee", "referee.strategies")  # packages that a verdict depends on
LIBRARIES = ("hypothesis", "numpy", "python-flint")
KEPT = ("held", "refuted", "ill-typed", "inconclusive")  # other verdicts may not come again
LATEST = 2**33  # seconds since 1970: a time that a calendar has
Key = tuple[str, str]  # a claim and a normal form


def corpus_version(folders: Iterable[Path], *more: object) -> str:
    """Return a hash of all Python sources in folders, the libraries, and anything else."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}\n"
            found.update(name.encode("utf-8", "surrogateescape") + path.read_bytes())
    for each in (*((name, installed(name)) for name in LIBRARIES), *more):
        found.update(repr(each).encode())
    return found.hexdigest()[:32]


class Decisions:
    """The decisions of one version; adding one writes it."""

    def __init__(self, path: Path, version: str) -> None:
        self.path, self.version = path, version
        self.found: dict[Key, Record] = {}
        self.times: list[float] = []
        if path.exists():
            _cut_torn_line(path)
            with path.open("rb") as lines:
                for line in lines:
                    self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            entry: Mapping[str, Any] = json.loads(line, parse_constant=_refuse)
            if entry["version"] != self.version:
                return
            record, at = dict(entry["record"]), float(entry["at"])
            if record["verdict"] in KEPT and 0 <= at <= LATEST:
                self.found[str(entry["claim"]), str(entry["form"])] = record
                self.times.append(at)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return  # a line of something else is no decision

    def get(self, key: Key) -> Record | None:
        """Return what was decided, None where nothing was."""
        return self.found.get(key)

    def add(self, key: Key, record: Record) -> None:
        """Keep a decision, in memory and on disk."""
        if record["verdict"] not in KEPT:
            return
        self.found[key] = record
        entry: Record = {"version": self.version, "claim": key[0], "form": key[1], "record": record}
        self.times.append(time.time())
        entry["at"] = self.times[-1]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _cut_torn_line(path: Path) -> None:
    """Remove what follows the last newline: a killed run left half a line there."""
    with path.open("rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(end - 1, 0))
        if end and stream.read() != b"\n":
            stream.seek(0)
            stream.truncate(stream.read().rfind(b"\n") + 1)
