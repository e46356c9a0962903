"""Moodle: the grading worksheet with grades and comments, and a zip of feedback files.

https://docs.moodle.org/en/Using_Assignment, and the importers of moodle/moodle.
``mod/assign/feedback/offline`` finds people by Identifier; it takes Grade, if it is no more than
the most, and Feedback comments, which are HTML, unless Last modified (grade) is older than what it
has. ``mod/assign/feedback/file/importziplib.php`` finds people by the number in the names of
folders, which are those of downloaded submissions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from referee.reports.gradebooks import comments
from referee.reports.gradebooks.bundles import bundled
from referee.reports.gradebooks.roster import Filled, amount, filled, graded
from referee.reports.gradebooks.upload import (
    Column,
    Pages,
    Upload,
    asked,
    is_graded,
    named,
    number,
    own_title,
)
from referee.reports.grades import Course, Student

_LOCKED = "no"  # of "Grade can be changed"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def worksheet(course: Course, students: Sequence[Student], _: Pages) -> Upload | None:
    """Return the grading worksheet, filled in, where Moodle wrote the roster."""
    found = filled(course, "moodle")
    if found is None:
        return None
    wanted = asked(course)
    at = found.at(wanted["column"] or "Grade")
    if at is None:
        what = wanted["column"] or "Grade"
        return Upload(found.text(), (f"no column is called {what!r}; no points are filled in",))
    rows = graded(found, students)
    lines = [f"{found.head[at]!r} is filled in", *_grades(found, at, own_title(course), rows)]
    lines += _comments(found, course, rows)
    if wanted["by"] == "part":
        lines.append("a worksheet has one column of points, which is the total")
    return Upload(found.text(), tuple(lines))


def _grades(found: Filled, at: int, title: str, rows: Mapping[int, Student]) -> list[str]:
    """Fill grades in, each scaled to the most of its row; return lines on that."""
    wanted, highest, locked = (
        Column(title),
        found.at("Maximum Grade"),
        found.at("Grade can be changed"),
    )
    scales, unknown, kept = set[str](), 0, list[Student]()
    for row, student in rows.items():
        given, there = wanted.points(student)
        most = amount(found.rows[row][highest]) if highest is not None else None
        unknown += most is None
        if most is not None and there and most != there:
            scales.add(
                f"points of {number(there)} are scaled to {number(most)}, the most there are"
            )
            given = given * most / there
        found.rows[row][at] = number(given)
        if locked is not None and found.rows[row][locked].strip().casefold() == _LOCKED:
            kept.append(student)
    lines = sorted(scales)
    if unknown:
        lines.append(f"{unknown} rows have no maximum that is a number; points are as given")
    if kept:
        lines.append(f"{len(kept)} grades are locked, which Moodle passes over: {named(kept)}")
    return lines


def _comments(found: Filled, course: Course, rows: Mapping[int, Student]) -> list[str]:
    at = found.at("Feedback comments")
    if at is None:
        return ["no column is called 'Feedback comments'; no comments are filled in"]
    for row, student in rows.items():
        found.rows[row][at] = comments.beside(found.rows[row][at], comments.html(course, student))
    return []


def feedback(course: Course, students: Sequence[Student], pages: Pages) -> Upload | None:
    """Return everybody's page in a zip, where people have numbers that Moodle gave them."""
    found = filled(course, "moodle")
    names: dict[str, str] = {}
    unnumbered: list[Student] = []
    for student in students:
        given = student.get("ids", {}).get("moodle", "")
        if student["id"] in pages and is_graded(student):
            if given.isascii() and given.isdecimal():
                names[f"{_folder(found, student, given)}/feedback.html"] = student["id"]
            else:
                unnumbered.append(student)
    if not names:
        return None
    line = f"{len(names):,} pages, each in the folder of who handed in"
    none = f"{len(unnumbered):,} without a number of Moodle's, in no folder: {named(unnumbered)}"
    return Upload(
        bundled((name, pages[of]) for name, of in names.items()),
        (line, *([none] if unnumbered else [])),
    )


def _folder(found: Filled | None, student: Student, given: str) -> str:
    """Return the name of a folder; a line below would end the name for who reads it."""
    there = graded(found, [student]) if found else {}
    at = found.at("Full name") if found else None
    full = "".join(found.rows[row][at] for row in there) if found and at is not None else ""
    name = _UNSAFE.sub("", full or student["name"]).replace("_", " ").strip(" .")
    return f"{name[:80].strip() or 'Participant'}_{given}_assignsubmission_file"
