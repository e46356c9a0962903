"""``referee warm``: a process that stays, and answers ``ask`` and ``check`` at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from referee.commands import COMMANDS, line
from referee.warm import ANSWERED
from referee.warm.place import Unsafe, package

MINUTES = 60
MOST_MINUTES = 100_000
NONE = 1  # exit status where no process is warm
# Packages that lie at the top of a checkout have folders of their own.
PACKAGES = ("referee.claims", "referee.strategies", "referee.reports")
# What is judged before anybody asks: a statement for each way to a verdict, of each kind of matrix.
FIRST = (
    r"\operatorname{tr}(A^\top B) = \operatorname{tr}(B A^\top)",
    "|x^T y| <= ||x|| ||y|| where x, y in R^n",
    "(A + B)^T = A^T + B^T where A, B in R^(m x n)",
    "(A^-1)^T = A^-1 where A in R^(n x n) invertible",
    "Q^T Q = I where Q in R^(n x n) orthogonal",
    "det(2 A) = 2 det(A) where A in R^(n x n)",
    "rank(A) <= n where A in R^(m x n)",
    "lambda_max(A) >= tr(A) where A in R^(n x n) symmetric",
    "x^T A x > 0 where A in R^(n x n) positive definite, x in R^n",
    "∇_x (x^T A x) = 2 A x where A in R^(n x n), x in R^n",
    "x^2 + 1 >= 2 x where x in R",
    "A +",
)
TROUBLE = (ValueError, Unsafe)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("what", choices=[*DONE], help="start it, stop it, or say how it is")
    parser.add_argument(
        "--minutes",
        type=float,
        default=MINUTES,
        help="without a question, after which it ends (default: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Do what is said; 1 where no process is warm."""
    if not hasattr(os, "fork"):
        raise ValueError("no process stays warm on this system: it needs one whose processes fork")
    if not 0 < options.minutes <= MOST_MINUTES:
        raise ValueError(f"--minutes={options.minutes:g}: more than 0, at most {MOST_MINUTES:,}")
    return DONE[options.what](options)


def _start(options: argparse.Namespace) -> int:
    starting = import_module("referee.warm.starting")
    if starting.told("status"):
        return _status(options)
    folders = [package(), *(str(import_module(name).__path__[0]) for name in PACKAGES)]
    try:
        process = starting.started(folders, _prepare, line.run, 60 * options.minutes)
    except starting.NotStarted as error:
        raise ValueError(f"not started: {error}") from None
    names = " and ".join(ANSWERED)
    sys.stdout.write(
        f"process {process} answers {names} from now on, until nobody has asked for"
        f" {options.minutes:g} min; referee warm stop ends it\n"
    )
    return 0


def _prepare() -> None:
    """Import what answers need, and give some."""
    for name in ANSWERED:
        os.environ.update(COMMANDS[name].variables)
        import_module(f"referee.commands.{name}")
    import_module("referee.reports.answers.page")
    import_module("referee.reports.checks.page")
    apart = import_module("referee.asking.apart")
    for statement in FIRST:
        apart.asked_here(apart.Question(statement))


def _status(_: argparse.Namespace) -> int:
    found = import_module("referee.warm.starting").told("status")
    if not found:
        sys.stdout.write("no process is warm; referee warm start starts one\n")
        return NONE
    since, idle = found["since"] / 60, found["idle"] / 60
    sys.stdout.write(
        f"process {found['process']}: {found['answered']:,} answered in {since:.0f} min,"
        f" {found['running']} now; it ends after {idle:g} min without a question\n"
    )
    return 0


def _stop(_: argparse.Namespace) -> int:
    if import_module("referee.warm.starting").told("stop") is None:
        sys.stdout.write("no process is warm\n")
        return NONE
    sys.stdout.write("stopped; what it still answers comes to its end\n")
    return 0


DONE: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
}
