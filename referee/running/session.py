"""One run under pytest: what was asked for, what came back, what never came back.

Rows come from the manifest of items, not from the results that arrived: a claim whose
worker died is a row of the report like any other, and makes the run red.
"""

from __future__ import annotations

import difflib
import importlib
import platform
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, natural
from referee.deciding.corpora import is_installed, place_of, sheets_of, version_of
from referee.evidence.record import key, stub
from referee.evidence.schema import Corpus, Record, Request, Run
from referee.grading.sheet import Sheet, SheetError, name_of, read
from referee.reports.marks import earned
from referee.strategies.distributions import IN_WORDS

OWN_SHEETS = ("worked_solution", "reference", "mutants")


@dataclass(frozen=True)
class Problem:
    """Something wrong with a sheet that belongs to no claim, and the name of its item."""

    node: str
    answer: Answer


@dataclass(frozen=True)
class Asked:
    """What a command line asks for: a corpus, sheets, some claims of it, a folder to write into.

    ``only`` names claims, or single answers to them as CLAIM[ANSWER]; all where it is empty.
    """

    package: str
    sheets: Sequence[str]
    only: Sequence[str]
    folder: Path


@dataclass(frozen=True)
class Selection:
    """The sheets of a run and the claims they answer."""

    claims: Mapping[str, Claim]
    sheets: Sequence[Sheet]
    problems: Sequence[Problem]
    only: Sequence[str] = ()

    @classmethod
    def of(cls, asked: Asked, claims: Mapping[str, Claim]) -> Selection:
        """Read the sheets that a command line asks for, of a corpus's own or others."""
        folder = sheets_of(asked.package)
        own = [name for name in OWN_SHEETS if (folder / f"{name}.toml").is_file()]
        wanted = asked.sheets or own
        sheets: list[Sheet] = []
        answers: list[Answer] = []
        for name in wanted:
            try:
                sheets.append(_distinct(_read(name, folder, claims), sheets))
            except SheetError as error:
                label = str(len(answers) + 1) if answers else ""
                answers.append(Answer(name_of(Path(name)), "", None, label, problem=str(error)))
        answers += [a for sheet in sheets for a in sheet.answers if a.claim not in claims]
        return cls(claims, sheets, _named(answers), tuple(asked.only))

    def unknown(self) -> str:
        """Say which claim or answer that was asked for alone there is not; empty where none."""
        for name in self.only:
            claim_id, bracket, label = name.partition("[")
            if claim_id not in self.claims:
                close = difflib.get_close_matches(claim_id[:100], list(self.claims), n=1)
                hint = f"did you mean {close[0]}?" if close else "a report lists the ids"
                return f"{name[:200]}: no such claim; {hint}"
            ids = [answer.id for answer in self.answers(claim_id)]
            if bracket and f"{label}" not in {f"{each}]" for each in ids}:
                there = ", ".join(f"{claim_id}[{each}]" for each in ids)
                return f"{name[:200]}: no such answer; there are {there}"
        return ""

    def wants(self, claim_id: str, answer_id: str) -> bool:
        """Say whether an answer is among those asked for."""
        return not self.only or not {claim_id, f"{claim_id}[{answer_id}]"}.isdisjoint(self.only)

    def answers(self, claim_id: str) -> list[Answer]:
        """Return all answers to a claim; the first sheet leaves no claim without a row."""
        found = [a for sheet in self.sheets for a in sheet.to(claim_id)]
        if self.sheets and not self.sheets[0].to(claim_id):
            first = self.sheets[0]
            path = "" if first.own else str(first.path)
            found.insert(0, Answer(first.name, claim_id, None, path=path))
        return found

    def items(self) -> dict[str, Record]:
        """Return the stub of every possible item by its node id."""
        return {
            f"{module_of(claim.test.__module__)}::{claim.test.__name__}[{answer.id}]": stub(
                claim, answer
            )
            for claim in self.claims.values()
            for answer in self.answers(claim.id)
        } | {f"::{problem.node}": stub(None, problem.answer) for problem in self.problems}


def module_of(name: str) -> str:
    """Return the id of a module of claims: the corpus's folder and the file, wherever it lies."""
    return "/".join(name.split(".")[-2:]) + ".py"


def _named(answers: Sequence[Answer]) -> list[Problem]:
    """Name the item of each problem, without the signs that pytest reads in an item's id."""
    problems: dict[str, Problem] = {}
    for answer in answers:
        node = re.sub(r"[\[\]:]+", "-", f"{answer.id} {answer.claim}".strip())
        while node in problems:
            node += "'"
        problems[node] = Problem(node, answer)
    return list(problems.values())


def _read(name: str, folder: Path, claims: Mapping[str, Claim]) -> Sheet:
    path = find(name, folder)
    sheet = read(path, claims)
    if path.resolve().is_relative_to(folder):
        return replace(sheet, own=True)
    return replace(sheet, answers=tuple(replace(a, path=str(path)) for a in sheet.answers))


def _distinct(sheet: Sheet, others: Sequence[Sheet]) -> Sheet:
    """Return a sheet; raises SheetError where its answers go by the ids of another sheet's."""
    taken = {(a.claim, a.id) for other in others for a in other.answers}
    if any(sheet.name == other.name for other in others) or any(
        (a.claim, a.id) in taken for a in sheet.answers
    ):
        raise SheetError(f"{sheet.path}: another sheet has the same name; rename the file")
    return sheet


def find(name: str, folder: Path) -> Path:
    """Return the path of a sheet: a file, or one of a corpus's own folder by its name."""
    own = folder / f"{name}.toml"
    return own if own.is_file() and not Path(name).suffix else Path(name)


def _corpus(package: str) -> Corpus:
    """Return which corpus records are about, for whoever reads them elsewhere or later."""
    folder = None if is_installed(package) else str(place_of(package))
    return {"name": package, "folder": folder, "version": version_of(package)}


class Publisher(Protocol):
    """What makes reports of records; the referee knows nothing of their formats."""

    def append(self, folder: Path, record: Record) -> None:
        """Add one record to the log in a folder."""

    def publish(self, folder: Path, records: list[Record], run: Run) -> Path:
        """Write every report of a run and return the page to open."""

    def lines(self, records: list[Record], run: Run) -> list[str]:
        """Return the run in a few lines of text."""


@dataclass(eq=False)
class Recorder:
    """The controller's books: the manifest, the records as they arrive, the report."""

    config: pytest.Config
    asked: Asked
    selection: Selection
    publisher: Publisher
    manifest: dict[str, Record] = field(default_factory=dict)
    records: dict[tuple[str, str, str], Record] = field(default_factory=dict)
    started: float = field(default_factory=time.time)
    complete: bool = True
    page: Path | None = None

    def __post_init__(self) -> None:
        self.corpus = _corpus(self.asked.package)  # as it is when the run starts

    @property
    def folder(self) -> Path:
        """Where the report goes."""
        return self.asked.folder

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take down the items of a run in one process."""
        if not self.manifest:
            self._expect([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Take down the items of a run on workers, which all collect the same."""
        if not self.manifest:
            self._expect(list(ids))

    def _expect(self, ids: list[str]) -> None:
        """Take down the items that were collected, in the order of the homework."""
        if self.config.option.collectonly:
            return
        collected = set(ids)
        items = self.selection.items()
        self.manifest = {nodeid: row for nodeid, row in items.items() if nodeid in collected}

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "records.jsonl").write_text("")

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: Any) -> None:
        """Tell a worker that retired after its last item from one that died at it."""
        row = self.manifest.get(crashitem)
        if row is not None and key(row) in self.records:
            report.outcome, report.retired = "passed", True

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Append a record when it arrives; note a row whose worker died."""
        row = self.manifest.get(str(report.nodeid))
        if row is None:
            return
        record = getattr(report, "claim_record", None)
        if record is None and (report.failed or report.when == "???"):
            record = self._lost(row, report)
        if record is not None and key(record) not in self.records:
            self._append(record)

    @staticmethod
    def _lost(row: Record, report: Any) -> Record:
        if report.when == "???":
            return row | {"verdict": "crashed", "reason": str(report.longrepr)[:300]}
        crash = getattr(report.longrepr, "reprcrash", None)
        message = str(crash.message if crash else report.longrepr).strip() or "no reason was given"
        reason = message.splitlines()[0][:300]
        return row | {"verdict": "error", "reason": reason, "fault": "run"}

    def _append(self, record: Record) -> None:
        if not self.records:  # no sooner: what ends before that leaves the last report alone
            self._open()
        self.records[key(record)] = record
        self.publisher.append(self.folder, record)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Give every claim that is still owed its row, and write the report.

        A command line that pytest refuses, as one with a malformed -k, was no run.
        """
        if not self.manifest or (exitstatus == pytest.ExitCode.USAGE_ERROR and not self.records):
            return
        for row in self.manifest.values():
            if key(row) not in self.records:
                self._append(row)
        if exitstatus == pytest.ExitCode.OK and not all(
            r["as_expected"] for r in self.records.values()
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        found = {record["verdict"] for record in self.records.values()}
        self.complete = exitstatus in {0, 1} and "missing" not in found
        self.page = self.publisher.publish(self.folder, self.in_order(), self.run())

    def in_order(self) -> list[Record]:
        """Return the records in the order of the manifest, which is the homework's."""
        ordered = [self.records[key(row)] for row in self.manifest.values()]
        return sorted(ordered, key=lambda r: natural(r["part"]))

    def run(self) -> Run:
        """Return what a report says of the run as a whole."""
        package = importlib.import_module(self.asked.package)
        titles = {sheet.name: sheet.title for sheet in self.selection.sheets}
        return {
            "title": package.TITLE,
            "parts": package.PARTS,
            "sheets": titles,
            "main": next(iter(titles), ""),
            "seed": int(self.config.option.hypothesis_seed),
            "examples": self.config.getoption("--claims-examples"),
            "started": datetime.fromtimestamp(self.started, UTC).isoformat(),
            "seconds": round(time.time() - self.started, 1),
            "distributions": dict(IN_WORDS),
            "versions": {"python": platform.python_version()}
            | {name: version(name) for name in ("hypothesis", "numpy", "python-flint")},
            "corpus": self.corpus,
            "request": self._request(),
            "exit": "complete" if self.complete else "interrupted",
        }

    def _request(self) -> Request:
        """Return what was asked for: whoever decides a row again does the same."""
        option = self.config.getoption
        named = self.config.args_source == pytest.Config.ArgsSource.ARGS
        return {
            "proof": option("--claims-proof"),
            "search": option("--claims-search"),
            "device": option("--claims-device"),
            "stop": option("--claims-stop"),
            "study": option("--claims-study"),
            "examples": settings().max_examples,
            "part": bool(self.asked.only or option("keyword") or option("markexpr") or named),
            "rows": len(self.records),
        }

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """End with the verdicts per part and where the report is."""
        if not self.manifest or self.page is None:
            return
        terminalreporter.section("verdicts")
        for line in self.publisher.lines(self.in_order(), self.run()):
            terminalreporter.write_line(line)
        points = earned(self.records.values())
        if points is not None:
            terminalreporter.write_line(f"points: {points.given:g} of {points.most:g}")
        terminalreporter.write_line(f"report: {self.page.resolve().as_uri()}")
