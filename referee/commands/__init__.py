"""The command ``referee``: one file a subcommand.

Here live the subcommands: their options, what they do and their exit statuses. They may use
every room and hold no mathematics. A new subcommand is a file with ``options``, ``run`` and
``TROUBLE``, the exceptions that are one line on the screen, and an entry below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A subcommand in one line, and an example of it."""

    help: str
    example: str


COMMANDS: Mapping[str, Entry] = {
    "sheet": Entry("write the template of a sheet to fill in", "referee sheet > mine.toml"),
    "read": Entry(
        "show how a formula is read, in any notation",
        "referee read --to latex 'X @ (X.T @ w - y) / n' --claim 1.2-E5-gradient",
    ),
    "grade": Entry("grade a class, or one sheet", "referee grade mine.toml --out graded"),
    "autograder": Entry(
        "write an autograder for Gradescope", "referee autograder --out autograder"
    ),
    "verify": Entry(
        "decide every certificate of a run again", "referee verify claims-report/records.jsonl"
    ),
    "report": Entry(
        "rebuild the page of a run, or compare two runs",
        "referee report compare old.jsonl new.jsonl",
    ),
}
