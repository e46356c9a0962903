"""``referee read``: a formula as it is read, in whatever notation is asked for."""

from __future__ import annotations

import argparse
import sys

from referee.commands import corpus_option
from referee.deciding.corpora import CorpusError
from referee.grading.questions import NoQuestion, one
from referee.language.reading import read, scope_of
from referee.language.tree import FormulaError
from referee.language.writing.notations import CANONICAL, NOTATIONS, written
from referee.language.writing.writer import NotWritten

TROUBLE = (CorpusError, FormulaError, NoQuestion, NotWritten)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("formula", metavar="FORMULA", help="an answer, as somebody writes it")
    add("--claim", required=True, metavar="ID", help="the question that it answers")
    add("--to", choices=NOTATIONS, default=CANONICAL, help="the notation (default: %(default)s)")
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the formula, or each of those that it may be, and return the exit status."""
    _, claims = corpus_option.read(options)
    claim = one(options.claim, claims)
    for formula in read(options.formula, scope_of(claim)).formulas:
        sys.stdout.write(f"{written(formula, claim.family, options.to)}\n")
    return 0
