"""``referee sheet``: the template of a sheet, on standard output."""

from __future__ import annotations

import argparse
import importlib
import sys

from referee.commands import corpus_option
from referee.deciding.corpora import CorpusError
from referee.grading.template import template

TROUBLE = (CorpusError,)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the template and return the exit status."""
    package, claims = corpus_option.read(options)
    corpus = importlib.import_module(package)
    sys.stdout.write(template(corpus.TITLE, corpus.PARTS, claims, package))
    return 0
