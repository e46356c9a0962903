"""A class decided by one run of pytest, whose workers are processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from referee.evidence.schema import Record
from referee.reports import log
from referee.running.cache import Decisions, Key
from referee.running.classes.setup import SEED, Ending, Setup
from referee.running.classes.sheets import LABEL
from referee.running.progress import Progress
from referee.running.workers import RESTARTS, TROUBLE

# What else is installed takes no part in grading: the run has the plugins that it needs.
PLUGINS = ("xdist", "hypothesispytest", "referee", "no:cacheprovider")
SETTINGS = """[pytest]
# Whatever pytest is told in the folder where a class is graded is not meant for this run.
"""
FOREIGN = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")  # variables that speak to pytest


class Listener:
    """Keeps every decision when its report arrives, and counts."""

    def __init__(self, labels: Mapping[str, Key], decisions: Decisions, progress: Progress) -> None:
        self.labels, self.decisions, self.progress = labels, decisions, progress
        self.trouble = ""

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Take down why the run could not start its workers, if it could not."""
        self.trouble = config.stash.get(TROUBLE, "")

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Take down what a worker begins to decide."""
        key = self._key_in(nodeid)
        if key is not None:
            self.progress.begin(key[0])

    def _key_in(self, nodeid: str) -> Key | None:
        found = LABEL.search(nodeid)
        return self.labels.get(found[0]) if found else None

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Take a record from a worker's report."""
        record: Record | None = getattr(report, "claim_record", None)
        key = self.labels.get(str(record["label"])) if record else None
        if record is not None and key is not None:
            self.decisions.add(key, record)
            self.progress.step(record["verdict"], key[0])
        elif report.when == "???" and not report.passed:
            lost = self._key_in(report.nodeid)
            self.progress.step("crashed", lost[0] if lost else "")


def decide(setup: Setup, rubric: Path | None, sheets: Sequence[Path], listener: Listener) -> Ending:
    """Have the answers of sheets decided, which the listener keeps; return how that ended."""
    code = _run(setup, _arguments(setup, rubric, sheets, len(listener.labels)), listener)
    done = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    says = setup.work / "pytest.txt"
    other = "" if code in done else f"pytest ended with status {code}; {says} says why"
    return Ending(code, listener.trouble or other)


def rows(path: Path) -> list[Record]:
    """Return the rows of a run that pytest has finished or given up."""
    try:
        return log.read(path)
    except (OSError, ValueError):
        return []


def _run(setup: Setup, arguments: list[str], listener: Listener) -> int:
    """Run pytest in this process; its workers are processes of their own."""
    work = setup.work
    (work / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    # Hypothesis keeps files of its own; they belong where everything else goes.
    own = {"HYPOTHESIS_STORAGE_DIRECTORY": str(work / "hypothesis")}
    with (
        (work / "pytest.txt").open("w", encoding="utf-8", errors="replace") as stream,
        redirect_stdout(stream),
        _environment(own | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, without=FOREIGN),
    ):
        return int(pytest.main(arguments, plugins=[listener]))


@contextmanager
def _environment(more: Mapping[str, str], *, without: Sequence[str]) -> Iterator[None]:
    """Change the variables of the environment inside; workers inherit them."""
    before = dict(os.environ)
    for name in without:
        os.environ.pop(name, None)
    os.environ.update(more)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _workers(asked: str, answers: int) -> str:
    """Return how many workers decide: no more than there are answers, for each has to start."""
    most = int(asked) if asked.isdigit() else os.cpu_count() or 1
    return str(answers) if answers < most else asked


def _arguments(
    setup: Setup, rubric: Path | None, sheets: Sequence[Path], answers: int
) -> list[str]:
    options = {
        "-c": setup.work / "pytest.ini",
        "--rootdir": setup.work,
        "-n": _workers(setup.workers, answers),
        "--max-worker-restart": RESTARTS,
        "--claims-corpus": setup.corpus,
        "--claims-rubric": rubric,
        "--claims-report": setup.work,
        "--claims-seconds": setup.limits.seconds,
        "--claims-memory": setup.limits.megabytes,
        "--claims-examples": setup.examples,
        "--claims-proof": setup.proof,
        "--claims-search": setup.search,
        "--hypothesis-seed": SEED,
    }
    given = [(k, v) for k, v in options.items() if v is not None]
    words = [f"{k}={v}" if k.startswith("--") else f"{k}{v}" for k, v in given]
    words += [word for name in PLUGINS for word in ("-p", name)]
    # Capturing would swallow the progress; tracebacks would fill the log of the run.
    return [
        *words,
        "-s",
        "--tb=no",
        "--assert=plain",
        "--claims-stop",
        *(f"--sheet={path}" for path in sheets),
    ]
