"""The options ``--questions`` and ``--assignment``, which several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from referee.deciding.claim import Claim
from referee.grading.assignments import Assignment, all_of, of_questions
from referee.grading.assignments import read as read_file


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command; one of them at most may be given."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--questions",
        metavar="LIST",
        help="parts, ids, their beginnings, ranges of them and numbers of equations, as in"
        " 1.2,2.2-E27,1.3-A1..1.3-A5,(5) (default: all)",
    )
    group.add_argument(
        "--assignment",
        type=Path,
        metavar="FILE",
        help="what was asked, for how many points, until when, and what students see: a TOML file"
        " (docs/classroom.md)",
    )


def read(options: argparse.Namespace, claims: Mapping[str, Claim]) -> Assignment:
    """Return what was asked. Raises AssignmentError."""
    if options.questions is not None:
        return of_questions(options.questions, claims)
    return all_of(claims) if options.assignment is None else read_file(options.assignment, claims)
