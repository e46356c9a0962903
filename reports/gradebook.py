"""The gradebook: a CSV with a row a student, a column a claim, and totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from referee.reports.grades import Course, Student, percent, status, total
from referee.reports.text import one_line

# What a spreadsheet takes for the start of a formula, whatever the cell holds.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def render(_: Course, students: Sequence[Student]) -> str:
    """Return the gradebook as CSV (RFC 4180, with newlines of one character)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    claims = [grade["claim"] for grade in students[0]["grades"]] if students else []
    writer.writerow(["student", *map(cell, claims), "total", "out of", "percent", "status", "file"])
    for student in students:
        given, most = total(student["grades"])
        points = [f"{grade['points']['given']:g}" for grade in student["grades"]]
        sums = [f"{given:g}", f"{most:g}", f"{percent(given, most):g}"]
        ends = [cell(status(student)), cell(student["file"])]
        writer.writerow([cell(student["name"]), *points, *sums, *ends])
    return out.getvalue()


def cell(text: str) -> str:
    """Return text from outside as a cell that no spreadsheet runs as a formula."""
    line = one_line(text, 200)
    return f"'{line}" if line.lstrip().startswith(_STARTS) else line
