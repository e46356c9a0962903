"""``referee sheet``: the template of a sheet, on standard output."""

from __future__ import annotations

import argparse
import importlib
import sys

from referee.commands import corpus_option
from referee.deciding.corpora import CorpusError
from referee.grading.questions import NoQuestion, chosen
from referee.grading.sheets.formats import FORMATS
from referee.grading.template import template

TROUBLE = (CorpusError, NoQuestion)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("--format", choices=FORMATS, default="toml", help="its format (default: %(default)s)")
    add(
        "--questions",
        metavar="LIST",
        help="parts, ids, their beginnings, ranges of them and numbers of equations, as in"
        " 1.2,2.2-E27,1.3-A1..1.3-A5,(5) (default: all)",
    )
    add("--verbose", action="store_true", help="say all that is known of every question")
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the template and return the exit status."""
    package, claims = corpus_option.read(options)
    corpus = importlib.import_module(package)
    if options.questions is not None:
        claims = chosen(options.questions, claims)
    form, verbose = options.format, options.verbose
    found = template(corpus.TITLE, corpus.PARTS, claims, package, form=form, verbose=verbose)
    sys.stdout.write(found)
    return 0
