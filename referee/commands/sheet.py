"""``referee sheet``: the template of a sheet, on standard output."""

from __future__ import annotations

import argparse
import importlib
import sys

from referee.commands import assignment_option, corpus_option
from referee.deciding.corpora import CorpusError
from referee.grading.assignments import AssignmentError
from referee.grading.sheets.formats import FORMATS
from referee.grading.template import template

TROUBLE = (CorpusError, AssignmentError)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("--format", choices=FORMATS, default="toml", help="its format (default: %(default)s)")
    add("--verbose", action="store_true", help="say all that is known of every question")
    assignment_option.add(parser)
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the template and return the exit status."""
    package, claims = corpus_option.read(options)
    corpus = importlib.import_module(package)
    asked = assignment_option.read(options, claims)
    found = template(
        asked.title or corpus.TITLE,
        corpus.PARTS,
        asked.claims,
        package,
        form=options.format,
        verbose=options.verbose,
        questions=asked.questions,
    )
    sys.stdout.write(found)
    return 0
