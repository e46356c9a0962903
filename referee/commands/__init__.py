"""The command ``referee``: one file a subcommand.

Here live the subcommands: their options, what they do and their exit statuses. They may use
every room and hold no mathematics. A new subcommand is a file with ``options``, ``run`` and
``TROUBLE``, the exceptions that are one line on the screen, and an entry below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A subcommand in one line, an example of it, and the variables it is imported under."""

    help: str
    example: str
    variables: Mapping[str, str] = field(default_factory=dict)


COMMANDS: Mapping[str, Entry] = {
    "ask": Entry(
        "judge a statement: proved, held, refuted with a counterexample, or not read and why",
        'referee ask "tr(A B) = tr(A) tr(B) where A, B in R^(n x n)"',
        # Plugins say how types are drawn, which nothing asks for here; some import for 0.2 s.
        {"HYPOTHESIS_NO_PLUGINS": "1"},
    ),
    "check": Entry(
        "check the formulas of documents: Markdown, LaTeX, notebooks, docstrings",
        "referee check notes.md",
        {"HYPOTHESIS_NO_PLUGINS": "1"},
    ),
    "serve": Entry(
        "serve a page on this machine that answers while one types",
        "referee serve",
        {"HYPOTHESIS_NO_PLUGINS": "1"},
    ),
    "warm": Entry(
        "keep a process that answers ask and check at once: start, stop, status",
        "referee warm start",
        {"HYPOTHESIS_NO_PLUGINS": "1"},
    ),
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
