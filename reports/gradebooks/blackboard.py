"""Blackboard: the Grade Center's own download, whole or with one column, to be uploaded again.

http://library.blackboard.com/ref/3ea64795-6ecc-4abd-b595-0a9a8dfdec94/Content/_instructor_grade_center/grade_center_upload_download.htm
("Uploading or Downloading Grade Center Items for Working Offline"): text with tabs, called .xls.
People are found by Username, columns by the number in "Homework 1 [Total Pts: 10 Score] |12345"; a
column without one is made anew, of text and worth 0 points. What is downloaded is UTF-16. Where
comments were downloaded too, there are "Feedback to Learner" and "Feedback Format".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence

from referee.reports.gradebook import cell
from referee.reports.gradebooks import comments
from referee.reports.gradebooks.roster import (
    Candidate,
    Filled,
    amount,
    filled,
    filled_in,
    graded,
    listed,
)
from referee.reports.gradebooks.upload import Column, Pages, Upload
from referee.reports.grades import Course, Student

_COLUMN = re.compile(
    r"(?P<title>.*\S)\s*\[Total Pts: (?P<most>[\d.,]+)(?P<kind>[^\]]*)\]\s*\|(?P<id>\d+)\s*"
)
_UNGRADED = frozenset({"", "needs grading", "in progress", "-"})
_USERNAME = "Username"
_OF_TEXT = "Blackboard makes it a column of text, worth 0 points"
_TEXT = "Feedback to Learner", "Feedback Format"


def whole(course: Course, students: Sequence[Student], _: Pages) -> Upload | None:
    """Return all that was downloaded with points filled in, where Blackboard wrote the roster."""
    done = _filled_in(course, students)
    return Upload(_encoded(done[0]), tuple(done[2])) if done else None


def columnwise(course: Course, students: Sequence[Student], _: Pages) -> Upload | None:
    """Return names of users, points and comments alone, so that no other column is uploaded."""
    done = _filled_in(course, students)
    at = done[0].at(_USERNAME) if done else None
    if done is None or at is None:
        return None
    found, changed, _lines = done
    rows = sorted(graded(found, students))
    line = f"{len(rows):,} rows: {_USERNAME} and what is filled in, nothing else"
    return Upload(_encoded(found.only([at, *changed], rows)), (line,))


def _filled_in(
    course: Course, students: Sequence[Student]
) -> tuple[Filled, list[int], list[str]] | None:
    """Return the roster filled in, the places of columns that were, and lines on these."""
    found = filled(course, "blackboard")
    if found is None:
        return None
    there = list(_columns(found, listed(found, students)))
    done = list(
        filled_in(found, course, students, there, lambda c: (found.add(_heading(c)), _OF_TEXT))
    )
    changed = [at for at, _ in done]
    lines = [line for _, told in done for line in told]
    return found, [*changed, *_comments(found, course, graded(found, students))], lines


def _columns(found: Filled, people: Sequence[int]) -> Iterator[Candidate]:
    """Yield the columns that take points; what Blackboard sums up ("up to") is none of them."""
    for at, heading in enumerate(found.head):
        named = _COLUMN.fullmatch(heading.strip())
        if named and "text" not in named["kind"].casefold():
            empty = all(each.casefold() in _UNGRADED for each in found.cells(at, people))
            names = (heading.strip(), named["title"], named["id"])
            yield Candidate(at, names, amount(named["most"]), empty)


def _heading(wanted: Column) -> str:
    return cell(" ".join(wanted.title.split()))


def _comments(found: Filled, course: Course, rows: Mapping[int, Student]) -> list[int]:
    """Fill comments in, where there are columns for them; return the places of these."""
    text, form = (found.at(heading) for heading in _TEXT)
    if text is None or form is None:
        return []
    for row, student in rows.items():
        found.rows[row][text] = comments.beside(
            found.rows[row][text], comments.html(course, student)
        )
        found.rows[row][form] = "HTML"
    return [text, form]


def _encoded(found: Filled) -> bytes:
    return codecs.BOM_UTF16_LE + found.text("\t").encode("utf-16-le", "replace")
