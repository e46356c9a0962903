"""The homework of docs/own-homework.md, built from the document's own text, and runs of it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from processes import ROOT, python

DOCUMENT = ROOT / "docs" / "own-homework.md"
_BLOCK = re.compile(r"^```(?:python|toml)\n# (geometry/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
Record = dict[str, Any]


def build(folder: Path) -> Path:
    """Write the corpus of the document into a folder and return it."""
    for path, text in _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder / "geometry"


def command(*words: object, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``referee`` with some words."""
    return python("-m", "referee", *words, cwd=cwd, variables=more)


@dataclass(frozen=True)
class Graded:
    """What grading a class left behind."""

    code: int
    out: str
    err: str
    folder: Path

    @cached_property
    def rows(self) -> dict[str, dict[str, str]]:
        """The gradebook by student."""
        with (self.folder / "gradebook.csv").open(encoding="utf-8", newline="") as stream:
            return {row["student"]: row for row in csv.DictReader(stream)}

    def results(self, student: str) -> Record:
        found: Record = json.loads(self.text(f"gradescope/{student}.json"))
        return found

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    @property
    def decisions(self) -> list[Record]:
        return [json.loads(line) for line in self.text("decisions.jsonl").splitlines()]


# Little is done for an answer, and that in one process.
FEW = ("-n", "1", "--examples", "5", "--proof", "2", "--search", "0")


def grade(sheets: Path, out: Path, *words: object) -> Graded:
    """Grade a folder of sheets."""
    done = command("grade", sheets, "--out", out, *FEW, *words)
    return Graded(done.returncode, done.stdout, done.stderr, out)


def write(folder: Path, sheets: Mapping[str, Mapping[str, str]]) -> Path:
    """Write sheets, each a mapping from claims to answers, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, answers in sheets.items():
        entries = [f'["{claim}"]\nanswer = {json.dumps(text)}\n' for claim, text in answers.items()]
        (folder / f"{name}.toml").write_text("\n".join(entries), encoding="utf-8")
    return folder
