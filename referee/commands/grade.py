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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from referee.commands import corpus_option, gradebook_options, gradescope_options
from referee.deciding.corpora import CorpusError
from referee.deciding.limits import Limits
from referee.grading import submissions
from referee.grading.classroom import roster
from referee.grading.classroom.layouts.table import NAMES
from referee.grading.marking import rubric_of
from referee.grading.rubric import RubricError
from referee.grading.sheet import SheetError
from referee.grading.submissions import Collected
from referee.reports.formats import publish
from referee.reports.grades import Course, Roster, pointed, unsettled
from referee.reports.text import one_line
from referee.reports.wording import counted
from referee.running.class_run import ClassRun, Setup, Stopped, graded
from referee.running.lock import locked
from referee.running.progress import Progress
from referee.strategies.families import LARGEST

TROUBLE = (CorpusError, SheetError, RubricError, Stopped)
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
    add("--cache", type=Path, metavar="FILE", help="decisions kept (default: in DIR)")
    add("--rubric", type=Path, metavar="FILE", help="points (default: beside the reference)")
    add("--examples", type=int, metavar="N", help="instances Hypothesis draws for an answer")
    add("--proof", type=int, metavar="SIZE", help="prove identities up to SIZE; 0: none")
    add("--search", type=float, metavar="SECONDS", help="search every answer less; 0: not at all")
    add("--seconds", type=float, default=60, help="limit of an answer (default: %(default)s)")
    add("--megabytes", type=int, default=1_000, help="limit of an answer (default: %(default)s)")
    corpus_option.add(parser)
    gradescope_options.add(parser)
    gradebook_options.add(parser)


def run(options: argparse.Namespace) -> int:
    """Grade and return the exit status."""
    package, claims = corpus_option.read(options)
    setup = _setup(options, package)
    marked = rubric_of(package, claims, setup.rubric)
    with _all_kept():
        found = submissions.collect(
            options.sheets, claims, layout=options.layout, listed=options.roster
        )
    with locked(setup.work) as free:
        if not free:
            raise SheetError(f"--out={options.out}: another run writes there; wait for its end")
        return _graded(options, package, ClassRun(setup, claims, marked), found)


def _graded(options: argparse.Namespace, package: str, run: ClassRun, found: Collected) -> int:
    setup, progress = run.setup, Progress(sys.stderr)
    with _all_kept():
        distinct = run.distinct(found.submissions)
    progress.say(_handed_in(found))
    for line in found.told:
        progress.say(line)
    ended = run.decide(distinct, progress)
    with _all_kept():
        students = graded(run, found.submissions)
        course = _course(run, package, options) | {"roster": _roster(found.roster)}
        written = publish(course, students, setup.out)
    lines = [line for student in students for line in student["problems"]]
    below = pointed(students)
    for line in lines[:MOST_LINES]:
        progress.say("\n".join([line, *below.get(line, ())]))
    if len(lines) > MOST_LINES:
        progress.say(f"and {len(lines) - MOST_LINES:,} more such lines, in the feedback")
    for line in written.lines:
        progress.say(one_line(line, 400))
    left = unsettled(students)
    absent = sum(each.absent for each in found.submissions)
    sheets = counted(len(students) - absent, "sheet")
    sys.stdout.write(f"{len(students) - len(left) - absent:,} of {sheets} graded; ")
    sys.stdout.write(f"{setup.out / 'gradebook.csv'}, {setup.out / 'class.html'}\n")
    ended.check()
    return UNSETTLED if left else 0


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


def _setup(options: argparse.Namespace, package: str) -> Setup:
    out: Path = options.out.resolve()
    if options.sheets.is_dir() and out.is_relative_to(options.sheets.resolve()):
        raise SheetError(f"--out={options.out}: choose a folder outside of {options.sheets}")
    if not _WORKERS.fullmatch(options.workers):
        raise SheetError(f"-n {options.workers}: a number of workers, auto or logical is needed")
    for trouble in _troubles(options):
        raise SheetError(f"{trouble} are needed")
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
        options.rubric and options.rubric.resolve(),
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


def _course(run: ClassRun, package: str, options: argparse.Namespace) -> Course:
    """Return what reports say of a class as a whole; nothing in it changes without a cause."""
    corpus = importlib.import_module(package)
    times = run.decisions.times or [time.time()]
    return {
        "title": corpus.TITLE,
        "parts": corpus.PARTS,
        "start": min(times),
        "stop": max(times),
        "visibility": options.visibility,
        "leaderboard": options.leaderboard,
        "version": run.decisions.version,
        "limits": str(run.setup.limits),
        "gradebook": gradebook_options.read(options),
    }
