"""``python -m harness``: a template of a sheet, a class graded, an autograder for Gradescope.

``sheet`` writes the template to standard output. ``grade`` grades a folder of sheets, or one
sheet, and exits 0 when everybody is graded, 1 when a sheet could not be read or an answer
not be decided, 2 where it cannot start, 130 when it is interrupted; running it again goes on
where it stopped. ``autograder`` writes a folder to upload.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, CorpusError, claims_of, located
from referee.deciding.limits import Limits
from referee.grading import autograder, rubric, submissions
from referee.grading.marking import rubric_of
from referee.grading.sheet import SheetError
from referee.grading.submissions import Submission
from referee.grading.template import template
from referee.reports.formats import publish
from referee.reports.grades import unsettled
from referee.reports.gradescope import VISIBILITIES
from referee.reports.wording import counted
from referee.running.class_run import ClassRun, Setup, graded
from referee.running.lock import locked
from referee.running.progress import Progress
from referee.strategies.families import LARGEST

MOST_EXAMPLES = 10_000_000  # of an answer
_WORKERS = re.compile(r"auto|logical|[0-9]{1,3}")
MOST_LINES = 40  # of what is wrong with sheets, on the screen
UNSETTLED, UNUSABLE, INTERRUPTED = 1, 2, 130  # exit statuses besides 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; trouble is one line on standard error."""
    options = _parser().parse_args(arguments)
    try:
        package = located(options.corpus)
        status: int = options.run(options, package, claims_of(package))
    except (CorpusError, SheetError, rubric.RubricError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or options.command}: {error.strerror or error}")
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; the same command goes on where this one stopped\n")
        return INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    sheet = commands.add_parser("sheet", help="write the template of a sheet")
    sheet.set_defaults(run=_sheet)
    grade = commands.add_parser("grade", help="grade a class, or one sheet")
    grade.set_defaults(run=_grade)
    _grade_options(grade)
    gradescope = commands.add_parser("autograder", help="write an autograder for Gradescope")
    gradescope.set_defaults(run=_autograder)
    gradescope.add_argument("--out", type=Path, required=True, metavar="DIR")
    for command in (sheet, grade, gradescope):
        command.add_argument("--corpus", default=OWN, help="name or folder of a corpus")
    for command in (grade, gradescope):
        command.add_argument(
            "--visibility",
            choices=VISIBILITIES,
            default="visible",
            help="when students of Gradescope see their tests (default: %(default)s)",
        )
        command.add_argument(
            "--leaderboard",
            action="store_true",
            help="put percentages on Gradescope's leaderboard, which the whole class sees",
        )
    return parser


def _grade_options(grade: argparse.ArgumentParser) -> None:
    add = grade.add_argument
    add("sheets", type=Path, metavar="SHEETS", help="a folder of sheets, or one sheet")
    add("--out", type=Path, required=True, metavar="DIR", help="where everything is written")
    add("-n", dest="workers", default="auto", help="workers (default: one a processor)")
    add("--cache", type=Path, metavar="FILE", help="decisions kept (default: in DIR)")
    add("--rubric", type=Path, metavar="FILE", help="points (default: beside the reference)")
    add("--examples", type=int, metavar="N", help="instances Hypothesis draws for an answer")
    add("--proof", type=int, metavar="SIZE", help="prove identities up to SIZE; 0: none")
    add("--seconds", type=float, default=60, help="limit of an answer (default: %(default)s)")
    add("--megabytes", type=int, default=1_000, help="limit of an answer (default: %(default)s)")


def _sheet(_: argparse.Namespace, package: str, claims: Mapping[str, Claim]) -> int:
    corpus = importlib.import_module(package)
    sys.stdout.write(template(corpus.TITLE, corpus.PARTS, claims, package))
    return 0


def _autograder(options: argparse.Namespace, package: str, _: Mapping[str, Claim]) -> int:
    names = autograder.write(
        options.out, package, visibility=options.visibility, leaderboard=options.leaderboard
    )
    sys.stdout.write(f"{options.out}: {', '.join(names)}; zip what is in it and upload that\n")
    return 0


def _grade(options: argparse.Namespace, package: str, claims: Mapping[str, Claim]) -> int:
    setup = _setup(options, package)
    marked = rubric_of(package, claims, setup.rubric)
    with _all_kept():
        found = submissions.collect(options.sheets, claims)
    with locked(setup.work) as free:
        if not free:
            raise SheetError(f"--out={options.out}: another run writes there; wait for its end")
        return _graded(options, package, ClassRun(setup, claims, marked), found)


def _graded(
    options: argparse.Namespace, package: str, run: ClassRun, found: Sequence[Submission]
) -> int:
    setup, progress = run.setup, Progress(sys.stderr)
    with _all_kept():
        distinct = run.distinct(found)
    progress.say(counted(len(found), "sheet"))
    ended = run.decide(distinct, progress)
    with _all_kept():
        students = graded(run, found)
        publish(_course(run, package, options), students, setup.out)
    lines = [line for student in students for line in student["problems"]]
    for line in lines[:MOST_LINES]:
        progress.say(line)
    if len(lines) > MOST_LINES:
        progress.say(f"and {len(lines) - MOST_LINES:,} more such lines, in the feedback")
    left = unsettled(students)
    sheets = counted(len(students), "sheet")
    sys.stdout.write(f"{len(students) - len(left):,} of {sheets} graded; ")
    sys.stdout.write(f"{setup.out / 'gradebook.csv'}, {setup.out / 'class.html'}\n")
    if ended == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if ended not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return _fail(f"pytest ended with status {ended}; {setup.work / 'pytest.txt'} says why")
    return UNSETTLED if left else 0


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
        Limits(options.seconds, options.megabytes),
        options.rubric and options.rubric.resolve(),
    )


def _troubles(options: argparse.Namespace) -> Iterator[str]:
    """Yield what is wrong with the numbers of a command line."""
    if options.examples is not None and not 1 <= options.examples <= MOST_EXAMPLES:
        yield f"--examples={options.examples}: from 1 to {MOST_EXAMPLES:,} instances"
    if options.proof is not None and options.proof not in range(LARGEST + 1):
        yield f"--proof={options.proof}: sizes from 0, for no proofs, to {LARGEST}"
    trouble = Limits(options.seconds, options.megabytes).problem("--seconds", "--megabytes")
    if trouble:
        yield trouble


def _course(run: ClassRun, package: str, options: argparse.Namespace) -> dict[str, Any]:
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
    }


def _fail(trouble: str) -> int:
    line = submissions.printable(trouble, 1_000)
    sys.stderr.write(f"python -m harness: {line}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
