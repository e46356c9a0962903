"""``referee autograder``: a folder to upload to Gradescope."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from referee.commands import corpus_option, gradescope_options
from referee.deciding.corpora import CorpusError
from referee.grading import autograder

TROUBLE = (CorpusError,)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where everything is written"
    )
    corpus_option.add(parser)
    gradescope_options.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the folder and return the exit status."""
    package, _ = corpus_option.read(options)
    names = autograder.write(
        options.out, package, visibility=options.visibility, leaderboard=options.leaderboard
    )
    sys.stdout.write(f"{options.out}: {', '.join(names)}; zip what is in it and upload that\n")
    return 0
