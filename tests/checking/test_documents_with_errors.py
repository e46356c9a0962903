"""Documents in the manner of public notes, with errors that were put into them.

Beside each lies what is wrong in it. Every error is found, nothing true is refuted, and what was
not read is listed with its reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from processes import ROOT

from referee.checking.deciding import Effort, check
from referee.evidence.check_schema import Checked

FOLDER = Path(__file__).parent / "documents"
SOLUTION = ROOT / "examples" / "second-homework-solution.md"
NOTES = [FOLDER / name for name in ("calculus.md", "symmetric.tex", "logistic.ipynb")]
LARGEST = 0.15  # the share of statements that may be left unread


@cache
def formulas(path: Path) -> list[Checked]:
    found = check([path], Effort(workers=2))
    assert not found["troubles"]
    return found["formulas"]


def errors(path: Path) -> set[int]:
    truth = FOLDER / f"{path.stem}.truth.toml"
    return {each["line"] for each in tomllib.loads(truth.read_text("utf-8"))["error"]}


def named(path: Path) -> Iterator[int]:
    """Yield the lines that are found to be wrong: refuted, or of sizes that do not fit."""
    for each in formulas(path):
        if each["verdict"] in {"refuted", "ill-typed"}:
            yield each["line"]


@pytest.mark.parametrize("path", [*NOTES, SOLUTION], ids=lambda path: path.name)
def test_every_error_is_found_and_no_other(path: Path) -> None:
    assert sorted(named(path)) == sorted(errors(path))


def test_there_are_as_many_errors_as_were_planted() -> None:
    assert sum(len(errors(path)) for path in NOTES) == 22
    assert len(errors(SOLUTION)) == 6


@pytest.mark.parametrize("path", [*NOTES, SOLUTION], ids=lambda path: path.name)
def test_what_is_not_read_is_said_and_rare(path: Path) -> None:
    asked = [each for each in formulas(path) if each["kind"] == "statement"]
    unread = [each for each in asked if each["verdict"] == "not read"]
    assert all(each["reason"] for each in unread)
    assert len(unread) <= LARGEST * len(asked)
    silent = [each for each in formulas(path) if each["kind"] == "no statement" and not each["why"]]
    assert not silent


def test_the_notes_have_150_formulas_that_say_something() -> None:
    asked = [each for path in NOTES for each in formulas(path) if each["kind"] == "statement"]
    assert len(asked) >= 150
