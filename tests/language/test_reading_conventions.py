"""Every line of the table in docs/reading.md is what the reader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reading_scopes import SCOPES, scope_named

from referee.language.reading import read
from referee.language.spelling import to_text
from referee.language.tree import FormulaError

DOCUMENT = Path(__file__).parents[2] / "docs" / "reading.md"
SIZES = {"a number": "1 1", "a statement": "statement", "anything": None}
Line = tuple[str, str, str | None, list[str]]


def lines() -> list[Line]:
    found: list[Line] = []
    scope = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        heading = re.fullmatch(r"### In `(\w+)`", line)
        scope = heading[1] if heading else scope
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)]
        if scope and len(cells) == 6 and cells[1].startswith("`"):
            asked = cells[2].replace("×", " ")
            wants = SIZES.get(cells[2], asked)
            found.append((scope, cells[1].strip("`"), wants, re.findall("`([^`]*)`", cells[3])))
    return found


def test_the_document_has_lines_for_each_of_its_scopes() -> None:
    assert len(lines()) > 60
    assert {scope for scope, *_ in lines()} <= set(SCOPES)


@pytest.mark.parametrize(("scope", "text", "wants", "readings"), lines())
def test_a_line_of_the_document_is_what_happens(
    scope: str, text: str, wants: str | None, readings: list[str]
) -> None:
    try:
        found = [to_text(each.root) for each in read(text, scope_named(scope, wants)).formulas]
    except FormulaError:
        found = []
    assert found == readings
