"""A class as platforms know it, and what is uploaded for it: shared by the tests of gradebooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graded_classes import absent, student

from referee.reports.formats import FORMATS, ForPlatform
from referee.reports.gradebooks.upload import people
from referee.reports.grades import Course, Student

EVIL = '=HYPERLINK("http://evil/","Mallory, ""M""")'
CANVAS_HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS_ROW = ["    Points Possible", "", "", "", ""]
CLASS: list[Student] = [
    student("Doe, Jane", 3, ids={"canvas": "71", "email": "jane@x.edu", "moodle": "901"}),
    student(EVIL, 4, points=(2.0, 2.0), ids={"canvas": "72", "moodle": "902"}, late=True),
    student("Refused Ray", 5, refused=True, problems=["ray: not TOML"], ids={"moodle": "903"}),
    absent("Nora Nothing", 6, {"moodle": "904"}),
    student("Walter Walkin", None, ids={"login": "walter@x.edu"}),
]


def canvas_rows(**columns: Sequence[str]) -> list[list[str]]:
    """Return Canvas's rows with columns of assignments, the points possible first."""
    people = [["Doe, Jane", "71"], [EVIL, "72"], ["Ray, Refused", "73"], ["Nothing, Nora", "74"]]
    rows = [
        ["", "", "", "", ""],
        POINTS_ROW,
        ["", "", "", "", ""],
        *([*who, f"0{who[1]}X", "login", "Section 1"] for who in people),
        ["Student, Test", "1", "", "0a", "Section 1"],
    ]
    for column in columns.values():
        cells = ["Manual Posting", column[0], "", *column[1:], ""]
        rows = [[*row, cell] for row, cell in zip(rows, cells, strict=True)]
    return rows


def upload(course: Course, students: Sequence[Student], name: str) -> tuple[Any, str]:
    """Return what a platform is to import, and the notes on it."""
    pages = {student["id"]: f"<!doctype html>{student['id']}" for student in students}
    (form,) = [form for form in FORMATS.values() if form.path == f"upload/{name}"]
    assert isinstance(form, ForPlatform)
    found = form.render(course, students, pages)
    if found is None:
        return None, ""
    return found.content, "\n".join([*found.lines, *people(course, students)])
