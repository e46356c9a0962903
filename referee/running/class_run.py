"""A class: every distinct answer decided once, by one pytest run, and marked for everybody.

The sheets of a class are read, answers with one normal form are one answer, those that a
former run has decided are taken from its log, and the rest goes to pytest as sheets of its
own. Decisions are kept as they arrive: whatever ends a run, the next one goes on there.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, place_of
from referee.deciding.decision import readings, refused
from referee.deciding.limits import Limits
from referee.evidence.record import stub
from referee.evidence.schema import Record, Unread
from referee.evidence.unread import from_refusal
from referee.grading.classroom.told import shortened
from referee.grading.overrides import Override, plain
from referee.grading.reading import printable
from referee.grading.references import in_latex, references_to, written_in
from referee.grading.rubric import Rubric
from referee.grading.sheet import read
from referee.grading.submissions import Submission
from referee.grading.template import self_check
from referee.language.comparison import IllTyped
from referee.language.latex import to_latex
from referee.language.normal_form import normal_form
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.reports import log
from referee.reports.grades import Grade, Reference, Student, is_never_true, said_of, undecided
from referee.reports.text import toml_string
from referee.running import cluster, rubric_file
from referee.running.cache import Decisions, Key, deciding_version
from referee.running.overruling import Word
from referee.running.progress import Progress
from referee.running.terms import Terms
from referee.running.workers import RESTARTS, TROUBLE
from referee.strategies.families import say_shape

MOST_IN_A_SHEET = 2_000  # answers; a sheet of them stays far below the limit of a sheet
# What else is installed takes no part in grading: the run has the plugins that it needs.
PLUGINS = ("xdist", "hypothesispytest", "referee", "no:cacheprovider")
SETTINGS = """[pytest]
# Whatever pytest is told in the folder where a class is graded is not meant for this run.
"""
SEED = 0  # of every class: graded again, here or elsewhere, it has the same records
FOREIGN = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")  # variables that speak to pytest
# Verdicts that a student's lines tell of.
_LABEL = re.compile(r"q[0-9a-f]{16}")
TOLD = ("ambiguous", "inconclusive", "error", "crashed", "missing")


@dataclass(frozen=True)
class Setup:
    """How a class is graded."""

    package: str
    out: Path
    cache: Path
    workers: str = "auto"
    examples: int | None = None
    proof: int | None = None
    search: float | None = None
    limits: Limits = field(default_factory=lambda: Limits(seconds=60, megabytes=1_000))
    rubric: Path | None = None
    cluster: str = ""  # the address of Dask's scheduler; decided on this machine without one

    @property
    def corpus(self) -> str:
        """The corpus as a command line names it, wherever it is run."""
        return OWN if self.package == OWN else str(place_of(self.package))

    @property
    def work(self) -> Path:
        """The folder of the run itself: its sheets, its log, its page."""
        return self.out / "run"


class Stopped(Exception):
    """A run that did not come to its end; the message says why."""


@dataclass(frozen=True)
class Ending:
    """How a run of pytest ended, and why it did not come to its end, if it did not."""

    code: int = 0
    trouble: str = ""

    def check(self) -> None:
        """Raise KeyboardInterrupt or Stopped for a run that did not come to its end."""
        if self.trouble:
            raise Stopped(self.trouble)
        if self.code == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt


@dataclass(frozen=True)
class Asked:
    """An answer as read: its formula, the first of several, its key, or why it cannot be read."""

    formula: Formula | None
    key: Key | None
    trouble: str = ""
    unread: Unread | None = None


@dataclass
class ClassRun:
    """The answers of a class on their way to decisions; ``claims`` are those that were asked.

    ``questions`` is the list of them as a command line names it, empty for all; ``with_reference``
    says whether grades carry the reference's answers.
    """

    setup: Setup
    claims: Mapping[str, Claim]
    rubric: Rubric
    questions: str = ""
    with_reference: bool = False
    asked: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    lost: dict[Key, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        how = (self.setup.examples, self.setup.proof, self.setup.search, self.setup.limits)
        version = deciding_version(
            self.setup.package, self.rubric.text, written_in(self.setup.package), *map(str, how)
        )
        self.decisions = Decisions(self.setup.cache, version)

    def ask(self, answer: Answer) -> Asked:
        """Return an answer as read, each text in each notation once."""
        at = _as_written(answer)
        if at not in self.asked:
            self.asked[at] = self._asked(self.claims[answer.claim], answer)
        return self.asked[at]

    @staticmethod
    def _asked(claim: Claim, answer: Answer) -> Asked:
        try:
            formulas = readings(claim, answer)
        except FormulaError as error:
            why = from_refusal(refused(claim, answer, error))
            return Asked(None, None, printable(str(error), 300), why)
        forms = sorted(normal_form(formula, claim.family) for formula in formulas)
        return Asked(formulas[0], (claim.id, " or ".join(forms)))

    def distinct(self, submissions: Iterable[Submission]) -> dict[Key, Answer]:
        """Return the distinct answers of a class, each as it is written the shortest."""
        found: dict[Key, Answer] = {}
        for submission in submissions:
            for answers in submission.answers.values():
                for answer in (a for a in answers if a.text is not None and not a.problem):
                    key = self.ask(answer).key
                    if key is not None:
                        found[key] = min(found.get(key, answer), answer, key=_plainness)
        return found

    def form(self, answer: Answer) -> str:
        """Return what answers that are one have in common: the normal form, else the text."""
        if answer.text is None or answer.problem:
            return ""
        asked = self.ask(answer)
        return asked.key[1] if asked.key else plain(answer.text)

    def decide(self, wanted: Mapping[Key, Answer], progress: Progress) -> Ending:
        """Decide what no former run has decided; return how that ended."""
        open_ = {key: each for key, each in wanted.items() if self.decisions.get(key) is None}
        progress.start(len(open_), known=len(wanted) - len(open_))
        if not open_:
            return Ending()
        labels = {_label(key): key for key in open_}
        listener = _Listener(labels, self.decisions, progress)
        # What a former run has left there is not what becomes of this one.
        (self.setup.work / "records.jsonl").unlink(missing_ok=True)
        sheets = _sheets(self.setup.work, open_)
        if self.setup.cluster:
            return self._by_cluster(sheets, labels, progress)
        code = self._pytest(sheets, listener)
        progress.end()
        for record in _rows(self.setup.work / "records.jsonl"):
            key = labels.get(str(record["label"]))
            if key is not None and self.decisions.get(key) is None:
                self.lost[key] = self._lost(record)
        return self._ending(code, listener)

    def _by_cluster(
        self, sheets: Sequence[Path], labels: Mapping[str, Key], progress: Progress
    ) -> Ending:
        """Have answers decided on other machines, as they stand in sheets."""
        answers = {
            labels[answer.label]: replace(answer, path=str(path))
            for path in sheets
            for answer in read(path, self.claims).answers
            if answer.label in labels
        }

        def keep(key: Key, record: Record | None) -> None:
            found = self._crashed(key, answers[key]) if record is None else record
            self.decisions.add(key, found)
            if self.decisions.get(key) is None:
                self.lost[key] = found
            progress.step(found["verdict"])

        try:
            cluster.decide(self.setup.cluster, self._terms(), answers, keep)
        except cluster.NoCluster as error:
            return Ending(trouble=str(error))
        except KeyboardInterrupt:
            return Ending(pytest.ExitCode.INTERRUPTED)
        finally:
            progress.end()
        return Ending()

    def _terms(self) -> Terms:
        """Return how answers are decided, for a process elsewhere."""
        setup, path = self.setup, self._rubric_file()
        return Terms(
            setup.corpus,
            deciding_version(setup.package),
            path.read_text(encoding="utf-8") if path else "",
            SEED,
            setup.examples,
            setup.proof,
            setup.search,
            setup.limits,
        )

    def _crashed(self, key: Key, answer: Answer) -> Record:
        found = stub(self.claims[key[0]], answer) | {"verdict": "crashed"}
        return self._lost(found)

    def _ending(self, code: int, listener: _Listener) -> Ending:
        done = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
        says = self.setup.work / "pytest.txt"
        other = "" if code in done else f"pytest ended with status {code}; {says} says why"
        return Ending(code, listener.trouble or other)

    def _lost(self, record: Record) -> Record:
        """Return the row of an answer without a decision; say what may have killed a worker."""
        if record["verdict"] != "crashed":
            return record
        what = f"the worker was killed: over {self.setup.limits}, or from outside"
        return record | {"reason": what}

    def _pytest(self, sheets: Sequence[Path], listener: _Listener) -> int:
        """Run pytest on sheets in this process; its workers are processes of their own."""
        work = self.setup.work
        (work / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
        # Hypothesis keeps files of its own; they belong where everything else goes.
        own = {"HYPOTHESIS_STORAGE_DIRECTORY": str(work / "hypothesis")}
        with (
            (work / "pytest.txt").open("w", encoding="utf-8", errors="replace") as stream,
            redirect_stdout(stream),
            _environment(own | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, without=FOREIGN),
        ):
            return int(
                pytest.main(self._arguments(sheets, len(listener.labels)), plugins=[listener])
            )

    def _rubric_file(self) -> Path | None:
        """Return the rubric of this run as a file, written if an assignment changes it."""
        if not self.rubric.altered:
            return self.setup.rubric
        path = self.setup.work / "rubric.toml"
        path.write_text(rubric_file.written(self.rubric, self.claims), encoding="utf-8")
        return path

    def _workers(self, answers: int) -> str:
        """Return how many workers decide: no more than there are answers, for each has to start."""
        asked = self.setup.workers
        most = int(asked) if asked.isdigit() else os.cpu_count() or 1
        return str(answers) if answers < most else asked

    def _arguments(self, sheets: Sequence[Path], answers: int) -> list[str]:
        setup = self.setup
        options = {
            "-c": setup.work / "pytest.ini",
            "--rootdir": setup.work,
            "-n": self._workers(answers),
            "--max-worker-restart": RESTARTS,
            "--claims-corpus": setup.corpus,
            "--claims-rubric": self._rubric_file(),
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

    def own(self, claim_id: str, answer: Answer) -> Record:
        """Return the record of an answer with its own text in place of a twin's."""
        claim = self.claims[claim_id]
        if answer.problem:
            _, _, why = answer.problem.partition(f": {claim_id}: ")
            return self._unread(claim, answer, printable(why or answer.problem, 300))
        if answer.text is None:
            return _anonymous(stub(claim, answer), answer) | {
                "verdict": "unanswered",
                "as_expected": True,
                "reason": "no answer was given",
            }
        asked = self.ask(answer)
        if asked.key is None or asked.formula is None:
            found = self._unread(claim, answer, asked.trouble)
            return found if asked.unread is None else found | {"unread": asked.unread}
        record = self.decisions.get(asked.key) or self.lost.get(asked.key)
        if record is None:
            record = stub(claim, answer)
        latex = to_latex(asked.formula, claim.family)
        reason = _own_reason(claim, asked.formula, record)
        return _anonymous(record, answer) | {"answer_latex": latex, "reason": reason}

    @staticmethod
    def _unread(claim: Claim, answer: Answer, why: str) -> Record:
        """Return the record of what is the sheet's own fault."""
        found = _anonymous(stub(claim, answer), answer)
        return found | {"verdict": "error", "fault": "sheet", "reason": why}


class _Listener:
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
        found = _LABEL.search(nodeid)
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


def _as_written(answer: Answer) -> tuple[object, ...]:
    """Return all that reading an answer depends on: with other names a text is another formula."""
    return answer.claim, answer.text, answer.notation, answer.names, answer.foreign


def _label(key: Key) -> str:
    # What _LABEL finds again in the id of an item.
    return "q" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:16]


def _plainness(answer: Answer) -> tuple[object, ...]:
    """Return what answers with one key are ordered by: nothing declared, few characters first."""
    text = answer.text or ""
    return len(answer.names), answer.notation != "", len(text), text, answer.notation, answer.names


def _sheets(folder: Path, wanted: Mapping[Key, Answer]) -> list[Path]:
    """Write answers as sheets and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = [
        f'[["{key[0]}"]]\nname = "{_label(key)}"\n{_told(wanted[key])}' for key in sorted(wanted)
    ]
    paths: list[Path] = []
    for start in range(0, len(entries), MOST_IN_A_SHEET):
        paths.append(folder / f"answers-{len(paths) + 1}.toml")
        paths[-1].write_text("".join(entries[start : start + MOST_IN_A_SHEET]), encoding="utf-8")
    return paths


def _told(answer: Answer) -> str:
    """Return an answer as lines of a table: its text, its notation, its names."""
    names = ", ".join(f"{toml_string(own)} = {toml_string(name)}" for own, name in answer.names)
    return (
        f"answer = {toml_string(answer.text or '')}\n"
        f"notation = {toml_string(answer.notation)}\nnames = {{ {names} }}\n"
    )


def _rows(path: Path) -> list[Record]:
    """Return the rows of a run that pytest has finished or given up."""
    try:
        return log.read(path)
    except (OSError, ValueError):
        return []


def _anonymous(record: Record, answer: Answer) -> Record:
    """Return a record as one for everybody who wrote this text."""
    own = stub(None, answer)
    told = {k: own[k] for k in ("notation", "names") if k in own}
    kept = {k: v for k, v in record.items() if k not in {"notation", "names"}}
    return cast(Record, kept | told) | {
        "sheet": "",
        "label": "",
        "reading": printable(answer.reading, 300),
        "answer": answer.text,
        "expected": None,
        "as_expected": record["verdict"] in {"held", "unanswered"},
        "because": "",
        "replay": "",
    }


def _own_reason(claim: Claim, formula: Formula, record: Record) -> str:
    """Say what does not fit, in the columns of an answer's own text and not of a twin's."""
    reason, found = record["reason"], record["counterexample"]
    misfit = found.get("misfit") if found and record["verdict"] == "ill-typed" else None
    if misfit is None:
        return reason
    shape = misfit["shape"]
    try:
        type_of(formula, claim.family, shape)
    except IllTyped as error:
        why = str(error) if error.at is None else f"{formula.place(error.at)}: {error}"
        _, also, where = reason.partition("; where it fits")
        return f"at {say_shape(shape)}: {why}{also}{where}"
    return reason


def graded(
    run: ClassRun, submissions: Sequence[Submission], word: Word | None = None
) -> list[Student]:
    """Return a class as plain data: a student each, with a grade for every claim.

    Students with the same answer to a claim share one grade, so that a class takes little
    more memory than its distinct answers. What an instructor decided counts for more.
    """
    marking = _Marking(run, word or Word())
    return [_student(run, submission, marking) for submission in submissions]


@dataclass
class _Marking:
    """Grades as they are made: one for students with the same answer to a claim."""

    run: ClassRun
    word: Word
    shared: dict[tuple[object, ...], Grade] = field(default_factory=dict)

    def grade(self, claim_id: str, submission: Submission) -> Grade:
        """Return the grade of a student's answers to a claim."""
        answers = submission.answers.get(claim_id) or [Answer("", claim_id, None)]
        at = (claim_id, *((_as_written(a), a.problem, a.reading) for a in answers))
        if at not in self.shared:
            self.shared[at] = _grade(self.run, claim_id, answers, self.word)
        own = self.word.on_student(claim_id, submission.id)
        return self.shared[at] if own is None else _overruled(self.shared[at], own)


def _overruled(grade: Grade, own: Override) -> Grade:
    """Return a grade with the points that an instructor gave a student."""
    before = grade["override"]["before"] if "override" in grade else grade["points"]["given"]
    found: Grade = {
        **grade,
        "points": {"given": own.points, "most": grade["points"]["most"]},
        "override": {"before": before, "reason": own.reason},
    }
    found.pop("decided", None)
    return found


def _student(run: ClassRun, submission: Submission, marking: _Marking) -> Student:
    grades = [marking.grade(claim_id, submission) for claim_id in run.claims]
    told = [
        said_of(submission.name, grade, record)
        for grade in grades
        for record in undecided(grade)
        if record["verdict"] in TOLD and not is_never_true(record)
    ]
    file = printable(submission.file or submission.path.name)
    return {
        "name": submission.name,
        "id": submission.id,
        "file": file,
        "command": self_check(file, run.setup.package, run.questions) if file else "",
        "problems": shortened(submission.name, [*submission.problems, *told]),
        "refused": submission.refused,
        "grades": grades,
        "ids": {kind: printable(value) for kind, value in submission.ids.items()},
        "place": submission.place,
        "attempt": submission.attempt,
        "late": submission.late,
        "absent": submission.absent,
    }


def _grade(run: ClassRun, claim_id: str, answers: Sequence[Answer], word: Word) -> Grade:
    """Return the grade of a claim: of several answers, the worst one counts."""
    claim, most = run.claims[claim_id], round(run.rubric.terms[claim_id].points, 4)
    records = [run.own(claim_id, answer) for answer in answers]
    forms = [run.form(answer) for answer in answers]
    said = [word.on_form(claim_id, form) for form in forms]
    found = [float(_points(record)) for record in records]
    given = [own.points if own else points for own, points in zip(said, found, strict=True)]
    worst = min(range(len(records)), key=lambda i: (given[i], -i))
    grade: Grade = {
        "claim": claim_id,
        "part": claim.part,
        "form": forms,
        "verdict": records[worst]["verdict"],
        "fault": records[worst].get("fault", ""),
        "points": {"given": given[worst], "most": most},
        "credit": records[worst].get("credit"),
        "records": records,
    }
    decided = [form for form, own in zip(forms, said, strict=True) if own]
    if decided:
        grade["decided"] = decided
    if run.with_reference:
        grade["reference"] = _references(claim)
    counts = said[worst]
    if counts is not None:
        grade["override"] = {"before": min(found), "reason": counts.reason}
    return grade


def _references(claim: Claim) -> list[Reference]:
    spelled, latex = references_to(claim), in_latex({claim.id: claim}).get(claim.id, [])
    return [{"answer": text, "latex": set_} for text, set_ in zip(spelled, latex, strict=True)]


def _points(record: Record) -> float:
    return record["points"]["given"] if "points" in record else 0.0
