"""``referee check``: the formulas of documents, each decided, as a linter's list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from referee.asking.apart import USUAL, WITHIN
from referee.checking import baseline
from referee.checking.deciding import Asking, Effort, check
from referee.commands import progress_options
from referee.deciding.limits import Limits
from referee.evidence.check_schema import Check
from referee.reports.answers.ascii import ascii_of
from referee.reports.checks.lines import text
from referee.reports.log import write_atomically
from referee.running.progress import Progress
from referee.running.terms import NoCluster

TROUBLE = (ValueError, OSError, NoCluster)
FORMATS: Mapping[str, str] = {"github": "github", "sarif": "sarif", "json": "plain"}
REFUTED, UNREADABLE, OPEN = 1, 2, 3
MOST_WORKERS = 256
FEW = 20  # statements that are decided without lines of progress in a log


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("files", metavar="FILE", nargs="+", type=Path, help="Markdown, LaTeX, .ipynb or .py")
    add(
        "--format",
        choices=["text", *FORMATS],
        default="text",
        help="what is written: a list, annotations of GitHub, SARIF or JSON (docs/check.md)",
    )
    add("--verbose", action="store_true", help="also list what is proved, held or no statement")
    add("--strict", action="store_true", help="end with 3 where a statement is left open")
    add("--html", type=Path, metavar="FILE", help="also write a page")
    add("--baseline", type=Path, metavar="FILE", help="leave out what this file knows")
    add("--write-baseline", type=Path, metavar="FILE", help="write what is found as known")
    add("--workers", type=int, default=1, help="statements judged at a time (default: 1)")
    add("--cluster", default="", metavar="ADDRESS", help="judge on a cluster of Dask's")
    add(
        "--seconds",
        type=float,
        default=None,
        help=f"search for so long beyond what is usual; each ends {USUAL} s later at the latest",
    )
    add(
        "--megabytes",
        type=int,
        default=WITHIN.megabytes,
        help="memory that a statement may take (default: %(default)s)",
    )
    progress_options.add(parser)
    add("--seed", type=int, default=0, help="seed of what is drawn (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Check documents: 0 nothing is wrong, 1 something, 2 a file cannot be read, 3 left open."""
    effort = _effort(options)
    with progress_options.progress(options, few=FEW) as progress:
        found = _checked(options, effort, progress)
    if options.baseline is not None:
        found = baseline.compared(found, options.baseline)
    if options.write_baseline is not None:
        write_atomically(options.write_baseline, baseline.written(found, options.write_baseline))
    if options.html is not None:
        page = import_module("referee.reports.checks.page").page
        write_atomically(options.html, page(found))
    _write(_form(options)(found))
    return status(found, strict=options.strict)


def _checked(options: argparse.Namespace, effort: Effort, progress: Progress) -> Check:
    try:
        return check(options.files, effort, progress)
    except NoCluster as error:
        raise NoCluster(f"--cluster={error}") from None


def _effort(options: argparse.Namespace) -> Effort:
    problem = Limits(options.seconds, options.megabytes).problem("--seconds", "--megabytes")
    if options.workers not in range(1, MOST_WORKERS + 1):
        problem = f"--workers={options.workers}: from 1 to {MOST_WORKERS}"
    if options.cluster and options.workers != 1:
        problem = f"--workers={options.workers}: on a cluster its own workers judge"
    if problem:
        raise ValueError(problem)
    limits = Limits(USUAL + (options.seconds or 0), options.megabytes)
    effort = Effort(options.workers, limits, options.seconds, options.seed)
    return replace(effort, ask=_asking(options.cluster)) if options.cluster else effort


def _asking(address: str) -> Asking:
    """Return what judges on a cluster, which is imported where one is named."""
    module = import_module("referee.running.statements_on_cluster")
    asking: Asking = module.StatementsOnCluster(address)
    return asking


def status(found: Check, *, strict: bool) -> int:
    """Return the exit status: what is known already counts for nothing."""
    verdicts = {each["verdict"] for each in found["formulas"] if not each["known"]}
    if verdicts & {"refuted", "ill-typed"}:
        return REFUTED
    if any(each["line"] == 0 for each in found["troubles"]):
        return UNREADABLE
    if strict and (verdicts - {"proved", "held", None} or found["troubles"]):
        return OPEN
    return 0


def _form(options: argparse.Namespace) -> Callable[[Check], str]:
    if options.format == "text":
        return lambda found: text(found, verbose=options.verbose)
    module = import_module(f"referee.reports.checks.{FORMATS[options.format]}")
    written: Callable[[Check], str] = module.written
    return written


def _write(shown: str) -> None:
    """Write to the output, in ASCII where it takes no more."""
    try:
        shown.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        shown = ascii_of(shown)
    sys.stdout.write(shown)
