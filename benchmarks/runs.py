"""Whole runs of the corpus in processes of their own, with what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from referee.evidence.schema import Record
from referee.reports import log

ROOT = Path(__file__).resolve().parents[1]
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # what is installed is compiled once
SEED = 201
NOTHING = ("-k", "nothing_that_is_there")


@dataclass(frozen=True)
class Run:
    """What a run took, by the clock and of the processor, and each of its items in order."""

    seconds: float
    processor: float
    items: Sequence[tuple[str, float]]


def records_of_a_run(*, quick: bool) -> list[Record]:
    """Return the records of a run that is made for them, of one claim where it is to be quick."""
    with tempfile.TemporaryDirectory() as folder:
        more = ("-n0", "-k", "1.2-E4") if quick else ("-n2",)
        run(*more, f"--claims-report={folder}")
        return log.read(Path(folder) / "records.jsonl")


def run(*words: str) -> Run:
    """Decide the corpus with more words on the command line. Raises RuntimeError where it fails."""
    own = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "times.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += [f"--hypothesis-seed={SEED}", f"--claims-report={folder}/report"]
        command += [f"--junitxml={times}", *words]
        start, before = time.perf_counter(), os.times()
        # The linter warns of commands from outside; this one is put together in the lines above.
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=own | {"OMP_NUM_THREADS": "1"}, capture_output=True, check=False
        )
        spent, after = time.perf_counter() - start, os.times()
        if done.returncode not in {0, 5}:  # 5: there was nothing to decide
            raise RuntimeError((done.stdout + done.stderr).decode(errors="replace")[-1000:])
        return Run(spent, _of_children(after) - _of_children(before), _items(times))


def _of_children(times: os.times_result) -> float:
    return times.children_user + times.children_system


def _items(path: Path) -> list[tuple[str, float]]:
    """Return the names of items with their seconds, as pytest's own report in JUnit's form says."""
    # What is read here was written by pytest in the lines above.
    cases = ElementTree.parse(path).getroot().iter("testcase")  # noqa: S314
    return [(_name(case), float(case.get("time", "0"))) for case in cases]


def _name(case: ElementTree.Element) -> str:
    module = case.get("classname", "").replace(".", "/")
    return f"{module}.py::{case.get('name', '')}"
