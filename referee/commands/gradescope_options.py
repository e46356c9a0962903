"""What Gradescope shows to students: options of several commands."""

from __future__ import annotations

import argparse

from referee.reports.gradescope import VISIBILITIES


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--visibility",
        choices=VISIBILITIES,
        default="visible",
        help="when students of Gradescope see their tests (default: %(default)s)",
    )
    parser.add_argument(
        "--leaderboard",
        action="store_true",
        help="put percentages on Gradescope's leaderboard, which the whole class sees",
    )
