"""What a platform's gradebook gets: options of the command that grades a class."""

from __future__ import annotations

import argparse

from referee.reports.grades import Gradebook


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    add = parser.add_argument
    add("--column", default="", metavar="TITLE", help="the column of --roster to fill in")
    add(
        "--columns",
        choices=("total", "part"),
        default="total",
        help="a column for all points, or one for each part (default: %(default)s)",
    )


def read(options: argparse.Namespace) -> Gradebook:
    """Return what is asked for."""
    return {"column": options.column.strip(), "by": options.columns}
