"""Sheets graded through the real command line, and entries written for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processes import python

Record = dict[str, Any]

GOOD = """
["1.1-A2-full-rank"]
answer = "rank(X) == n"
["1.3-A5-dimension"]
answer = "d - n"
["1.3-A3-inverse"]
answer = "invertible(X.T @ X)"
"""
GOOD_CLAIMS = ("1.1-A2-full-rank", "1.3-A5-dimension", "1.3-A3-inverse")


@dataclass(frozen=True)
class Graded:
    """What grading some sheets gave."""

    code: int
    out: str
    records: list[Record]

    def record(self, claim: str, sheet: str, label: str = "") -> Record:
        wanted = (claim, sheet, label)
        (found,) = [r for r in self.records if (r["claim"], r["sheet"], r["label"]) == wanted]
        return found

    def verdict(self, claim: str, sheet: str) -> str:
        return str(self.record(claim, sheet)["verdict"])

    def lines_with(self, text: str) -> list[str]:
        return [line for line in self.out.splitlines() if text in line]


def graded(folder: Path, *sheets: Path | str) -> Graded:
    """Grade sheets in a process of its own."""
    report = folder / "report"
    options = ["--claims-report", str(report), "--claims-examples", "5", "--claims-search=0"]
    options += [word for sheet in sheets for word in ("--sheet", str(sheet))]
    done = python("-m", "pytest", "claims", "-p", "no:cacheprovider", *options)
    lines = (report / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return Graded(done.returncode, done.stdout + done.stderr, [json.loads(line) for line in lines])


def entry(claim: str, name: str, answer: str) -> str:
    """Write one answer of several to a claim."""
    return f'[["{claim}"]]\nname = "{name}"\nanswer = {json.dumps(answer)}\n'


def no_traceback(text: str) -> bool:
    return not any(word in text for word in ("Traceback", 'File "', "INTERNALERROR"))
