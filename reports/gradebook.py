"""The gradebook for people: a row a student, a column a claim, and totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from referee.reports.grades import Course, Grade, Student, percent, status, total
from referee.reports.text import one_line

# What a spreadsheet takes for the start of a formula, whatever the cell holds.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def render(_: Course, students: Sequence[Student]) -> Iterator[str]:
    """Yield the gradebook as CSV (RFC 4180, with newlines of one character), row by row."""
    for row in table(students):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(
            [cell(v) if isinstance(v, str) else f"{v:g}" for v in row]
        )
        yield out.getvalue()


def table(students: Sequence[Student]) -> Iterator[list[str | float]]:
    """Yield the gradebook's head and rows, texts as they are, points as numbers.

    Behind the points stand what was late, what an instructor decided, and the platforms' ids.
    """
    claims = [grade["claim"] for grade in students[0]["grades"]] if students else []
    kinds = list(dict.fromkeys(kind for s in students for kind in s.get("ids", {})))
    head = [
        "student",
        *claims,
        "total",
        "out of",
        "percent",
        "status",
        "file",
        "late",
        "overridden",
    ]
    yield [*head, *kinds]
    yield from (_row(student, kinds) for student in students)


def _row(student: Student, kinds: Sequence[str]) -> list[str | float]:
    given, most = total(student["grades"])
    return [
        student["name"],
        *(grade["points"]["given"] for grade in student["grades"]),
        given,
        most,
        percent(given, most),
        status(student),
        student["file"],
        "late" if student.get("late", False) else "",
        "; ".join(_overridden(grade) for grade in student["grades"] if "override" in grade),
        *(student.get("ids", {}).get(kind, "") for kind in kinds),
    ]


def _overridden(grade: Grade) -> str:
    """Say what an instructor decided of a grade: "2-projection: 0 to 2 (the sign is a typo)"."""
    before, reason = grade["override"]["before"], grade["override"]["reason"]
    why = f" ({reason})" if reason else ""
    return f"{grade['claim']}: {before:g} to {grade['points']['given']:g}{why}"


def cell(text: str) -> str:
    """Return text from outside as a cell that no spreadsheet runs as a formula."""
    line = one_line(text, 200)
    return f"'{line}" if line.lstrip().startswith(_STARTS) else line
