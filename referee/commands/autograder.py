"""``referee autograder``: a folder to upload to Gradescope."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from referee.commands import assignment_option, corpus_option, gradescope_options
from referee.deciding.corpora import CorpusError
from referee.grading import autograder
from referee.grading.assignments import AssignmentError, marked
from referee.grading.marking import rubric_at
from referee.grading.rubric import RubricError

TROUBLE = (CorpusError, AssignmentError, RubricError)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where everything is written"
    )
    assignment_option.add(parser)
    corpus_option.add(parser)
    gradescope_options.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write the folder and return the exit status."""
    package, claims = corpus_option.read(options)
    asked = assignment_option.read(options, claims)
    marked(rubric_at(package, asked.rubric), asked, claims)  # better now than on Gradescope
    names = autograder.write(
        options.out,
        package,
        visibility=gradescope_options.visibility(options, asked, datetime.now(UTC)),
        leaderboard=options.leaderboard,
        assignment=asked,
    )
    sys.stdout.write(f"{options.out}: {', '.join(names)}; zip what is in it and upload that\n")
    return 0
