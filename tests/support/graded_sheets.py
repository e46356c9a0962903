"""Sheets graded through the real command line, and entries written for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]
ROOT = Path(__file__).parents[2]
HANGS = 300  # seconds; a run of these takes a few

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


# Where one of these is set, pytest's short summary repeats every failure at full length.
ON_A_BUILD_SERVER = ("CI", "BUILD_NUMBER")


def environment() -> dict[str, str]:
    """Return an environment in which pytest writes the same lines on every machine."""
    dropped = (*ON_A_BUILD_SERVER, *(k for k in os.environ if k.startswith("PYTEST_")))
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    return kept | {"COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}


def graded(folder: Path, *sheets: Path | str) -> Graded:
    """Grade sheets in a process of its own."""
    report = folder / "report"
    command = [sys.executable, "-m", "pytest", "claims", "-p", "no:cacheprovider"]
    command += ["--claims-report", str(report), "--claims-examples", "5"]
    command += [word for sheet in sheets for word in ("--sheet", str(sheet))]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
    lines = (report / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return Graded(done.returncode, done.stdout, [json.loads(line) for line in lines])


def entry(claim: str, name: str, answer: str) -> str:
    """Write one answer of several to a claim."""
    return f'[["{claim}"]]\nname = "{name}"\nanswer = {json.dumps(answer)}\n'


def no_traceback(text: str) -> bool:
    return not any(word in text for word in ("Traceback", 'File "', "INTERNALERROR", "^^^"))
