"""What a long command shows of its progress: options of several commands."""

from __future__ import annotations

import argparse
import os
import sys

from referee.running.progress import Progress


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    add = parser.add_argument
    add("-q", "--quiet", action="store_true", help="say what is wrong, and nothing of progress")
    add("--no-color", action="store_true", help="no colors (nor where NO_COLOR is set)")


def progress(options: argparse.Namespace, few: int = 0) -> Progress:
    """Return the progress of a command on standard error, as the options say.

    Fewer items than ``few`` are no lines where no terminal is.
    """
    colors = not (options.no_color or os.environ.get("NO_COLOR"))
    return Progress(sys.stderr, quiet=options.quiet, colors=colors, few=few)
