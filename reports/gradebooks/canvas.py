"""Canvas: the gradebook's own CSV with the points of an assignment in one of its columns.

"How do I import grades in the Gradebook?" in the Canvas Instructor Guide, and what reads it,
``lib/gradebook_importer.rb`` of instructure/canvas-lms. A header is Student, ID, SIS ids as far as
there are any, Section; then come columns of the instructor's own and assignments, "Title (id)". A
column without such a number is a new assignment, whose points stand in the row "Points Possible".
Students are found by the ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from referee.reports.gradebook import cell
from referee.reports.gradebooks.roster import (
    Candidate,
    Filled,
    amount,
    filled,
    filled_in,
    listed,
)
from referee.reports.gradebooks.upload import Column, Pages, Upload, number
from referee.reports.grades import Course, Student

_COMPUTED = re.compile("(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*")
_POINTS = "Points Possible"
_PASSED_OVER = "Canvas passes over a column that is called so: give it another title"


def upload(course: Course, students: Sequence[Student], _: Pages) -> Upload | None:
    """Return the gradebook with points filled in, where Canvas wrote the roster."""
    found = filled(course, "canvas")
    if found is None:
        return None
    there = list(_assignments(found, listed(found, students)))
    done = filled_in(found, course, students, there, lambda c: _new(found, c, students))
    lines = [line for _, told in done for line in told]
    return Upload(found.text(), tuple(lines))


def _assignments(found: Filled, people: Sequence[int]) -> Iterator[Candidate]:
    """Yield the columns of assignments that may be changed, with the most points of each."""
    row = next((row for row in found.rows if _POINTS in row[0]), None)
    after = found.at("Section")
    for at in range((after or 0) + 1, len(found.head)):
        says = row[at] if row else ""
        heading = found.head[at].strip()
        if heading and not _COMPUTED.search(heading) and "read only" not in says:
            numbered = _ASSIGNMENT.fullmatch(heading)
            names = (heading, *(numbered.groups() if numbered else ()))
            # What has no number is a column of the instructor's own, filled in where it is named.
            empty = numbered is not None and not any(found.cells(at, people))
            yield Candidate(at, names, amount(says), empty)


def _new(found: Filled, wanted: Column, students: Sequence[Student]) -> tuple[int, str]:
    """Append a column, with the most points there are; return its place, and what is odd of it."""
    at = found.add(cell(wanted.title))
    row = next((row for row in found.rows if _POINTS in row[0]), None)
    if row is not None:
        row[at] = number(max((wanted.points(s)[1] for s in students), default=0))
    computed = _COMPUTED.search(wanted.title)
    return at, _PASSED_OVER if computed else ""
