"""Decisions kept across runs: one line of JSON each, by claim, normal form and version.

The version is a hash of everything a verdict depends on: the sources that decide, the
rubric, the libraries and the effort. A line is written when its decision arrives, so that
a run that is killed goes on where it stopped; a torn last line counts as never written.
"""

from __future__ import annotations

import json
import os
import time
from importlib.metadata import version as installed
from pathlib import Path
from typing import TypedDict

from referee.deciding.corpora import corpus_version, folder_of, sheets_of
from referee.evidence import decoding
from referee.evidence.schema import Record

DECIDING = ("referee", "referee.strategies")  # packages that a verdict depends on
LIBRARIES = ("hypothesis", "numpy", "python-flint")
# Other verdicts may not come again.
KEPT = ("held", "refuted", "ill-typed", "ambiguous", "inconclusive")
LATEST = 2**33  # seconds since 1970: a time that a calendar has
Key = tuple[str, str]  # a claim and a normal form


class Entry(TypedDict):
    """A line: a decision, what it is of, and when it was made, in seconds since 1970."""

    version: str
    claim: str
    form: str
    record: Record
    at: float


def deciding_version(package: str, *more: object) -> str:
    """Return a hash of all that a verdict on a corpus depends on, and of anything else."""
    libraries = ((name, installed(name)) for name in LIBRARIES)
    return corpus_version(map(folder_of, (*DECIDING, package)), *libraries, *more)


def version_elsewhere(package: str) -> str:
    """Return a hash of all that an answer's row depends on, for a process that may be anywhere.

    Beside what decides these are the sheets of the corpus: what a true answer says is measured by
    the reference, and its points by the rubric.
    """
    sheets = sorted(sheets_of(package).glob("*.toml"))
    return deciding_version(package, *(path.read_bytes() for path in sheets if path.is_file()))


class Decisions:
    """The decisions of one version; adding one writes it."""

    def __init__(self, path: Path, version: str) -> None:
        self.path, self.version = path, version
        self._wanted = json.dumps(version).encode()
        self.found: dict[Key, Record] = {}
        self.times: list[float] = []
        if path.exists():
            _cut_torn_line(path)
            with path.open("rb") as lines:
                for line in lines:
                    self._take(line)

    def _take(self, line: bytes) -> None:
        if self._wanted not in line:
            return  # of another version, which is most of an old file
        try:
            entry = decoding.json_object(line, "", "a decision")
            if entry.get("version") == self.version:
                self._keep(decoding.fitted(entry, Entry, ""))
        except ValueError:
            return  # a line of something else is no decision

    def _keep(self, entry: Entry) -> None:
        if entry["record"]["verdict"] in KEPT and 0 <= entry["at"] <= LATEST:
            self.found[entry["claim"], entry["form"]] = entry["record"]
            self.times.append(entry["at"])

    def get(self, key: Key) -> Record | None:
        """Return what was decided, None where nothing was."""
        return self.found.get(key)

    def add(self, key: Key, record: Record) -> None:
        """Keep a decision, in memory and on disk."""
        if record["verdict"] not in KEPT:
            return
        self.found[key] = record
        self.times.append(time.time())
        entry: Entry = {
            "version": self.version,
            "claim": key[0],
            "form": key[1],
            "record": record,
            "at": self.times[-1],
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


def _cut_torn_line(path: Path) -> None:
    """Remove what follows the last newline: a killed run left half a line there."""
    with path.open("rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(end - 1, 0))
        if end and stream.read() != b"\n":
            stream.seek(0)
            stream.truncate(stream.read().rfind(b"\n") + 1)
