"""``referee ask``: one statement, judged at once, without a sheet or a corpus."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from referee.asking.apart import USUAL, WITHIN, Question, asked_apart
from referee.deciding.limits import Limits
from referee.evidence.answer_schema import Asked
from referee.reports.answers.ascii import ascii_of
from referee.reports.answers.latex import latex
from referee.reports.answers.python import code
from referee.reports.answers.text import text
from referee.reports.log import write_atomically

TROUBLE = (ValueError,)
MOST_CHARACTERS = 100_000  # of the input: who reads statements allows for far less
# What a verdict is as an exit status; whatever else there is leaves the statement open.
STATUS: Mapping[str, int] = {"proved": 0, "held": 0, "refuted": 1, "not read": 2}
OPEN = 3
WRITTEN: Mapping[str, Callable[[Asked], str]] = {
    "json": lambda asked: f"{json.dumps(asked, indent=2)}\n",
    "python": code,
    "latex": latex,
}


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("statement", metavar="STATEMENT", help="what is to be judged; - reads it from the input")
    add("--where", metavar="TEXT", default="", help="what its names are: 'A, B in R^(n x n)'")
    add("--strict", action="store_true", help="take nothing for granted that is not declared")
    forms = parser.add_mutually_exclusive_group()
    say = {
        "json": "write all that is known as JSON (docs/ask.md)",
        "python": "write the counterexample as Python, exactly and for NumPy",
        "latex": "write the counterexample or the derivation as LaTeX",
    }
    for name, says in say.items():
        forms.add_argument(
            f"--{name}", dest="form", action="store_const", const=name, default="", help=says
        )
    add("--html", type=Path, metavar="FILE", help="also write a page")
    add(
        "--seconds",
        type=float,
        default=None,
        help=f"search for so long beyond what is usual; it ends {USUAL} s later at the latest",
    )
    add(
        "--megabytes",
        type=int,
        default=WITHIN.megabytes,
        help="memory that it may take (default: %(default)s)",
    )
    add("--seed", type=int, default=0, help="seed of what is drawn (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Say what is known of a statement: 0 holds, 1 refuted, 2 not read, 3 open."""
    problem = Limits(options.seconds, options.megabytes).problem("--seconds", "--megabytes")
    if problem:
        raise ValueError(problem)
    question = Question(
        _statement(options.statement),
        options.where,
        options.strict,
        options.seed,
        options.seconds,
    )
    asked = asked_apart(question, question.within(options.megabytes))
    if options.html is not None:
        # Templates and their typesetter are imported for a page alone: they take 40 ms.
        page = import_module("referee.reports.answers.page").page
        write_atomically(options.html, page(asked))
    _write(WRITTEN.get(options.form, _lines)(asked))
    return STATUS.get(asked["verdict"], OPEN)


def _statement(word: str) -> str:
    """Return the statement of a command line, from the input where it says so."""
    if word != "-":
        return word
    try:
        read = sys.stdin.read(MOST_CHARACTERS + 1)
    except UnicodeDecodeError as error:
        raise ValueError(f"the input is no text in {error.encoding}: {error.reason}") from error
    if len(read) > MOST_CHARACTERS:
        raise ValueError(f"the input is longer than {MOST_CHARACTERS:,} characters")
    return read.strip()


def _lines(asked: Asked) -> str:
    return text(asked, shutil.get_terminal_size((100, 24)).columns)


def _write(shown: str) -> None:
    """Write to the output, in ASCII where it takes no more."""
    try:
        shown.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        shown = ascii_of(shown)
    sys.stdout.write(shown)
