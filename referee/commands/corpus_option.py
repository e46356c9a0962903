"""The option ``--corpus``, which several commands have."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of, located
from referee.evidence.decoding import on_one_line
from referee.grading.proofreading import Unsound, proofread


def add(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--corpus",
        default=OWN,
        metavar="NAME",
        help="a corpus: a name, a folder, or a homework in one file (default: the referee's own)",
    )


def read(options: argparse.Namespace) -> tuple[str, Mapping[str, Claim]]:
    """Return the package of the corpus and its claims; a homework in one file is proofread.

    Raises CorpusError.
    """
    package = located(options.corpus)
    claims = claims_of(package)
    try:
        lines = proofread(package, claims)
    except Unsound as error:
        _show(error.lines[:-1])
        raise
    _show(lines)
    return package, claims


def _show(lines: Sequence[str]) -> None:
    for line in lines:
        sys.stderr.write(f"referee: {on_one_line(line)}\n")
