"""Feedback for a comment box: the points, and a few lines on each answer that went wrong.

The first words are always the same, so that no spreadsheet takes the text for a formula, and so
that it is found again in a box where somebody else has written too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape

from referee.reports import wording
from referee.reports.disclosure import POINTS, is_withheld, shown_from, shown_to, shows
from referee.reports.grades import (
    EMPTY,
    NEARLY,
    RIGHT,
    WRONG,
    Course,
    Grade,
    Student,
    explained,
    outcome,
    total,
    verdict_says,
)
from referee.reports.text import one_line

BEGINS = "Automatic feedback: "
MOST = 3_000  # characters; boxes take more, readers do not
_WORST_FIRST = (WRONG, EMPTY, NEARLY)
_SHOWN_LINES = ("at ", "left side: ")


def texts(course: Course) -> Callable[[Student], str]:
    """Return what writes the comment of a student as plain text."""

    def write(student: Student) -> str:
        return "\n".join(_lines(course, student)) + "\n"

    return write


def html(course: Course, student: Student) -> str:
    """Return a comment as one line of HTML, in which nothing of the student's is markup."""
    return f"<p>{'<br>'.join(escape(line) for line in _lines(course, student))}</p>"


def beside(there: str, own: str) -> str:
    """Return a box with a comment of ours, new or in place of an older one, others' text kept."""
    others = there.partition(f"<p>{BEGINS}")[0]
    return f"{others}{own}"


def _lines(course: Course, student: Student) -> list[str]:
    if student.get("absent", False):
        return [f"{BEGINS}nothing was handed in."]
    if student["refused"]:
        why = [one_line(line, 300) for line in student["problems"][:3]]
        return [f"{BEGINS}this sheet could not be read.", *why]
    late = " Handed in late." if student.get("late", False) else ""
    if is_withheld(course):
        return [f"{BEGINS}handed in.{late} {shown_from(course)}"]
    student, points = shown_to(course, student), shows(course, POINTS)
    given, most = total(student["grades"])
    total_is = f"{given:g} of {most:g} points." if points else "no points are shown."
    head = [f"{BEGINS}{total_is}{late}", *_tally(student)]
    told = [_told(grade, points=points) for grade in _ordered(student)]
    return head + _kept(list(filter(None, told)), head)


def _tally(student: Student) -> list[str]:
    found = Counter(outcome(grade) for grade in student["grades"])
    return (
        [f"{wording.listed([f'{n} {name}' for name, n in found.most_common()])}."] if found else []
    )


def _ordered(student: Student) -> list[Grade]:
    """Return the grades that need a word: wrong ones, then nearly right ones, then others."""
    rank = {name: at for at, name in enumerate(_WORST_FIRST)}
    open_ = [
        g for g in student["grades"] if outcome(g) not in {RIGHT, "unanswered"} or "override" in g
    ]
    return sorted(open_, key=lambda grade: rank.get(outcome(grade), len(rank)))


def _told(grade: Grade, *, points: bool) -> str:
    """Return a grade in a line and its counterexample in one or two more."""
    worth = f", {grade['points']['given']:g} of {grade['points']['most']:g}" if points else ""
    override = grade.get("override")
    if override:
        why = f": {one_line(override['reason'], 200)}" if override["reason"] else ""
        said = worth.removeprefix(", ") or "changed"
        return f"{grade['claim']}: {said}, as your instructor decided{why}"
    credit = grade["credit"]
    why = credit["says"] if credit else wording.gist(verdict_says(grade))
    shown = [
        one_line(line, 300)
        for line in explained(grade).splitlines()
        if line.startswith(_SHOWN_LINES)
    ]
    lines = [f"{grade['claim']}: {outcome(grade)}{worth}: {one_line(why, 200)}", *shown[:2]]
    return "\n".join(lines)


def _kept(told: list[str], head: list[str]) -> list[str]:
    """Return as many of the lines as a box has room for, and how many are left out."""
    found, room = list[str](), MOST - sum(map(len, head))
    for number, text in enumerate(told):
        room -= len(text)
        if room < 0:
            more = f"{len(told) - number} more questions went wrong: see the page of feedback."
            return [*found, more]
        found += text.splitlines()
    return found
