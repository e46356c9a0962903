"""What Gradescope shows to students: options of several commands."""

from __future__ import annotations

import argparse
from datetime import datetime

from referee.grading.assignments import Assignment
from referee.reports.gradescope import VISIBILITIES


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--visibility",
        choices=VISIBILITIES,
        help="when students of Gradescope see their tests (default: as the assignment says)",
    )
    parser.add_argument(
        "--leaderboard",
        action="store_true",
        help="put percentages on Gradescope's leaderboard, which the whole class sees",
    )


def visibility(options: argparse.Namespace, assignment: Assignment, now: datetime) -> str:
    """Return when students of Gradescope see their tests: as told, or as the assignment says.

    Gradescope knows one date, the one that it is due; for another the instructor publishes.
    """
    if options.visibility is not None:
        return str(options.visibility)
    if assignment.is_shown_when_due:
        return "after_due_date"
    return "visible" if assignment.is_shown(now) else "after_published"
