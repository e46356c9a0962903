"""The option ``--corpus``, which several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of, located


def add(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--corpus",
        default=OWN,
        metavar="NAME",
        help="the name or the folder of a corpus (default: the one that the referee brings)",
    )


def read(options: argparse.Namespace) -> tuple[str, Mapping[str, Claim]]:
    """Return the package of the corpus and its claims. Raises CorpusError."""
    package = located(options.corpus)
    return package, claims_of(package)
