"""The gradebook as a workbook for people: numbers as numbers, names as text, never as formulas."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from referee.reports.gradebook import table
from referee.reports.gradebooks.bundles import repacked
from referee.reports.grades import Course, Grade, Student, outcome, total
from referee.reports.text import one_line

Cell = str | float
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_TIME = rb"\g<1>1980-01-01T00:00:00Z"
_NO_XML = re.compile("[\ufffe\uffff]")
_WIDEST = 40  # characters of a column
_OUTCOMES = ("right", "nearly right", "saying nothing", "wrong", "unanswered")


def render(_: Course, students: Sequence[Student]) -> bytes:
    """Return a workbook: everybody's points, then how each question went."""
    # Imported for this format only. Rows are written as they come: cells of a large class that
    # are all kept take a gigabyte.
    book = import_module("openpyxl").Workbook(write_only=True)
    for title, rows in (("Points", list(table(students))), ("Questions", _questions(students))):
        _write(book.create_sheet(title), rows)
    out = io.BytesIO()
    book.save(out)
    return _without_times(out.getvalue())


def _write(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    """Fill a sheet: the head stays in sight, columns are as wide as what is in them."""
    cell = import_module("openpyxl.cell").WriteOnlyCell
    bold = import_module("openpyxl.styles").Font(bold=True)
    letter_of = import_module("openpyxl.utils").get_column_letter
    for column, values in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(str(value)) for value in values)
        sheet.column_dimensions[letter_of(column)].width = min(widest, _WIDEST) + 2
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{letter_of(len(rows[0]))}{len(rows)}"
    for number, row in enumerate(rows):
        sheet.append([_cell(cell(sheet), value, None if number else bold) for value in row])


def _cell(place: Any, value: Cell, font: Any) -> Any:
    """Fill a cell, which stays empty for an empty text; "=1+1" is text too."""
    if font is not None:
        place.font = font
    if isinstance(value, str):
        if value:
            place.value, place.data_type = _text(value), "s"
    else:
        place.value = value
    return place


def _text(value: str) -> str:
    """Return a text as a line that XML can hold."""
    return _NO_XML.sub("\ufffd", one_line(value, 500))


def _questions(students: Sequence[Student]) -> list[list[Cell]]:
    """Return a row for each question: the most points, the mean, how many gave which answer."""
    head: list[Cell] = ["question", "part", "out of", "mean", *_OUTCOMES, "other"]
    handed = [s for s in students if not s.get("absent", False) and not s["refused"]]
    rows = (
        [[s["grades"][at] for s in handed] for at in range(len(handed[0]["grades"]))]
        if handed
        else []
    )
    return [head, *map(_question, rows)]


def _question(grades: Sequence[Grade]) -> list[Cell]:
    count = Counter(outcome(grade) for grade in grades)
    known = [count[name] for name in _OUTCOMES]
    given, _ = total(grades)
    first = grades[0]
    return [
        first["claim"],
        first["part"],
        first["points"]["most"],
        round(given / len(grades), 2),
        *known,
        len(grades) - sum(known),
    ]


def _without_times(book: bytes) -> bytes:
    """Return a workbook in which it does not stand when it was made."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        core = archive.read(_CORE)
    return repacked(book, {_CORE: _TIMES.sub(_NO_TIME, core)})
