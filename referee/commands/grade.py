"""``referee grade``: a class graded, or one sheet; the same command goes on where it stopped.

It exits 0 when everybody is graded, 1 when a sheet could not be read or an answer not be
decided, 2 where it cannot start, 130 when it is interrupted.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import math
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from referee.commands import (
    assignment_option,
    corpus_option,
    gradebook_options,
    gradescope_options,
    progress_options,
)
from referee.deciding.claim import Claim
from referee.deciding.corpora import CorpusError
from referee.deciding.limits import Limits
from referee.grading import overrides, submissions
from referee.grading.assignments import Assignment, AssignmentError, marked, restricted
from referee.grading.classroom import roster
from referee.grading.classroom.layouts.table import NAMES
from referee.grading.marking import rubric_at
from referee.grading.overrides import OverrideError
from referee.grading.references import in_latex
from referee.grading.rubric import RubricError
from referee.grading.sheet import SheetError
from referee.grading.submissions import Collected, Submission
from referee.reports import grades
from referee.reports.formats import publish
from referee.reports.grades import Course, Roster, Student, pointed, unsettled
from referee.reports.log import write_atomically
from referee.reports.queue import waiting
from referee.reports.text import one_line
from referee.reports.wording import counted
from referee.running.classes.marking import graded
from referee.running.classes.run import ClassRun
from referee.running.classes.setup import Setup, Stopped
from referee.running.lock import locked
from referee.running.overruling import Class, File, Word
from referee.running.overruling import written as written_word
from referee.running.progress import Progress
from referee.strategies.families import LARGEST

TROUBLE = (CorpusError, SheetError, RubricError, AssignmentError, OverrideError, Stopped)
KEPT, QUEUE = "overrides.toml", "queue.toml"  # in the folder that is written
MOST_EXAMPLES = 10_000_000  # of an answer
MOST_LINES = 40  # of what is wrong with sheets, on the screen
UNSETTLED = 1  # exit status
_WORKERS = re.compile(r"auto|logical|[0-9]{1,3}")


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("sheets", type=Path, metavar="SHEETS", help="a folder or a zip of sheets, or one sheet")
    add("--out", type=Path, required=True, metavar="DIR", help="where everything is written")
    add("--layout", choices=NAMES, default="", help="who packed it (default: by itself)")
    add("--roster", type=Path, metavar="FILE", help="a gradebook or another list of the class, CSV")
    add("-n", dest="workers", default="auto", help="workers (default: one a processor)")
    add("--cluster", default="", metavar="ADDRESS", help="decide on a cluster of Dask's")
    add("--cache", type=Path, metavar="FILE", help="decisions kept (default: in DIR)")
    assignment_option.add(parser)
    add("--rubric", type=Path, metavar="FILE", help="points (default: beside the reference)")
    add("--overrides", type=Path, metavar="FILE", help="points that you give yourself (TOML)")
    add("--examples", type=int, metavar="N", help="instances Hypothesis draws for an answer")
    add("--proof", type=int, metavar="SIZE", help="prove identities up to SIZE; 0: none")
    add("--search", type=float, metavar="SECONDS", help="search every answer less; 0: not at all")
    add("--seconds", type=float, default=60, help="limit of an answer (default: %(default)s)")
    add("--megabytes", type=int, default=1_000, help="limit of an answer (default: %(default)s)")
    corpus_option.add(parser)
    gradescope_options.add(parser)
    progress_options.add(parser)
    gradebook_options.add(parser)


def run(options: argparse.Namespace) -> int:
    """Grade and return the exit status."""
    package, claims = corpus_option.read(options)
    asked = assignment_option.read(options, claims)
    setup = _setup(options, package, asked)
    terms = marked(rubric_at(package, setup.rubric), asked, claims)
    with _all_kept():
        found = submissions.collect(
            options.sheets, claims, layout=options.layout, listed=options.roster
        )
        handed = [restricted(each, asked) for each in found.submissions]
        found = replace(found, submissions=handed)
    with locked(setup.work) as free:
        if not free:
            raise SheetError(f"--out={options.out}: another run writes there; wait for its end")
        graded_by = ClassRun(setup, asked.claims, terms, asked.questions, asked.is_reference_shown)
        with progress_options.progress(options) as progress:
            return _Grading(options, claims, asked, graded_by, found, progress).status()


@dataclass(frozen=True)
class _Grading:
    """A class, read, on its way to what is written of it."""

    options: argparse.Namespace
    claims: Mapping[str, Claim]
    asked: Assignment
    run: ClassRun
    found: Collected
    progress: Progress

    def status(self) -> int:
        """Decide what is open, write everything, and return the exit status."""
        handed, progress = self.found.submissions, self.progress
        with _all_kept():
            distinct = self.run.distinct(handed)
            word = self._word(handed)
        progress.say(_handed_in(self.found))
        for line in (*self.found.told, *word.told):
            progress.warn(line)
        ended = self.run.decide(distinct, progress)
        with _all_kept():
            students = graded(self.run, handed, word)
            written = publish(self._course(), students, self.run.setup.out)
        self._tell(students, written.lines)
        ended.check()
        return UNSETTLED if unsettled(students) else 0

    def _word(self, handed: Sequence[Submission]) -> Word:
        """Return what the instructor decided, and keep what is new of it."""
        kept = self.run.setup.out / KEPT
        files = list(self._files(kept))
        word = Class(handed, self.run.form).word(files)
        if any(file.overrides.entries for file in files if file.path != kept):
            write_atomically(kept, written_word(word))
        return word

    def _files(self, kept: Path) -> Iterator[File]:
        """Yield the files of overrides, the last word last."""
        most = {name: terms.points for name, terms in self.run.rubric.terms.items()}
        own = self.options.overrides and self.options.overrides.resolve()
        found = [path for path in (kept, kept.with_name(QUEUE)) if path.exists() and path != own]
        for path in [*found, *([own] if own else [])]:
            read = overrides.read(path, self.claims, most, own=path == own)
            yield File(path, read, strict=path == own)

    def _tell(self, students: Sequence[Student], written: Sequence[str]) -> None:
        """Say what is wrong with sheets, what waits for somebody, and where everything is."""
        lines = [line for student in students for line in student["problems"]]
        below = pointed(students)
        for line in lines[:MOST_LINES]:
            self.progress.warn("\n".join([line, *below.get(line, ())]))
        if len(lines) > MOST_LINES:
            self.progress.warn(f"and {len(lines) - MOST_LINES:,} more such lines, in the feedback")
        for line in written:
            self.progress.warn(one_line(line, 400))
        if number := len(waiting(students)):
            wait = "waits" if number == 1 else "wait"
            path = self.run.setup.out / QUEUE
            self.progress.say(f"{counted(number, 'answer')} {wait} for you to look: {path}")
        left = unsettled(students)
        absent = sum(each.absent for each in self.found.submissions)
        sheets = counted(len(students) - absent, "sheet")
        out = self.run.setup.out
        sys.stdout.write(f"{len(students) - len(left) - absent:,} of {sheets} graded; ")
        sys.stdout.write(f"{out / 'gradebook.csv'}, {out / 'class.html'}\n")

    def _course(self) -> Course:
        """Return what reports say of a class as a whole; nothing changes without a cause."""
        run, now = self.run, datetime.now(UTC)
        corpus = importlib.import_module(run.setup.package)
        times = run.decisions.times or [time.time()]
        return {
            "title": self.asked.title or corpus.TITLE,
            "parts": corpus.PARTS,
            "start": min(times),
            "stop": max(times),
            "visibility": gradescope_options.visibility(self.options, self.asked, now),
            "leaderboard": self.options.leaderboard,
            "version": run.decisions.version,
            "limits": str(run.setup.limits),
            "roster": _roster(self.found.roster),
            "assignment": _assignment(self.asked, now),
            "references": in_latex(run.claims),
            "gradebook": gradebook_options.read(self.options),
        }


def _assignment(asked: Assignment, now: datetime) -> grades.Assignment | None:
    """Return an assignment as the reports read it, None where there is no file of one."""
    if asked.file is None:
        return None
    return {
        "title": asked.title,
        "due": asked.due_as_written,
        "show": list(asked.show),
        "after": "" if asked.after is None else asked.after.astimezone().isoformat(),
        "shown": asked.is_shown(now),
        "with_due": asked.is_shown_when_due,
    }


def _handed_in(found: Collected) -> str:
    """Say how many sheets there are, and how many of the class there are none of."""
    absent = sum(each.absent for each in found.submissions)
    sheets = counted(len(found.submissions) - absent, "sheet")
    return f"{sheets}; {absent:,} on the roster handed in nothing" if absent else sheets


def _roster(found: roster.Roster | None) -> Roster | None:
    """Return a roster as the reports read it."""
    if found is None:
        return None
    return {"platform": found.platform, "head": found.head, "rows": found.rows}


@contextmanager
def _all_kept() -> Iterator[None]:
    """Look for no garbage inside: what is made there is kept, and looking takes a sixth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _setup(options: argparse.Namespace, package: str, asked: Assignment) -> Setup:
    out: Path = options.out.resolve()
    if options.sheets.is_dir() and out.is_relative_to(options.sheets.resolve()):
        raise SheetError(f"--out={options.out}: choose a folder outside of {options.sheets}")
    if not _WORKERS.fullmatch(options.workers):
        raise SheetError(f"-n {options.workers}: a number of workers, auto or logical is needed")
    for trouble in _troubles(options):
        raise SheetError(f"{trouble} are needed")
    rubric: Path | None = options.rubric or asked.rubric
    # Without workers there is no process to kill but this one.
    workers = "1" if options.workers == "0" else options.workers
    return Setup(
        package,
        out,
        (options.cache or out / "decisions.jsonl").resolve(),
        workers,
        options.examples,
        options.proof,
        options.search,
        Limits(options.seconds, options.megabytes),
        rubric and rubric.resolve(),
        options.cluster,
    )


def _troubles(options: argparse.Namespace) -> Iterator[str]:
    """Yield what is wrong with the numbers of a command line."""
    if options.examples is not None and not 1 <= options.examples <= MOST_EXAMPLES:
        yield f"--examples={options.examples}: from 1 to {MOST_EXAMPLES:,} instances"
    if options.proof is not None and options.proof not in range(LARGEST + 1):
        yield f"--proof={options.proof}: sizes from 0, for no proofs, to {LARGEST}"
    if options.search is not None and not 0 <= options.search < math.inf:
        yield f"--search={options.search:g}: seconds, 0 or more,"
    trouble = Limits(options.seconds, options.megabytes).problem("--seconds", "--megabytes")
    if trouble:
        yield trouble
