"""Feedback: a page for each student, with counterexamples to the student's own formulas.

It opens with what went wrong, then what is nearly right, what is open, what is right; questions
without an answer are one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from markupsafe import Markup

from referee.evidence.schema import Points
from referee.reports import outcomes, wording
from referee.reports.disclosure import POINTS, shows
from referee.reports.grades import (
    NOT_DECIDED,
    Course,
    Grade,
    Student,
    by_part,
    is_faultless,
    of_the_sheet,
    percent,
    total,
)
from referee.reports.outcomes import OUTCOMES, UNANSWERED, Known
from referee.reports.rendering import environment, inlined
from referee.reports.text import markup


@dataclass(frozen=True)
class Shown:
    """A grade as HTML: in full, and as a sign that leads there."""

    block: Markup
    link: Markup


class Part(TypedDict):
    """A part of the homework on a student's page, with the signs of what was answered."""

    name: str
    title: str
    points: Points
    links: Markup


class Group(TypedDict):
    """The questions of one outcome."""

    known: Known
    number: int
    blocks: Markup


def pages(course: Course) -> Callable[[Student], str]:
    """Return what writes the page of a student; what students share is set once."""
    templates = environment()
    own = inlined("style", "page.css", "grading.css") | inlined("script", "copying.js")
    page = templates.get_template("feedback.html.j2")
    block, link = (templates.get_template(f"{name}.html.j2") for name in ("grade", "grade_link"))
    blocks: dict[int, Shown] = {}
    shows_points = shows(course, POINTS)

    def shown(grade: Grade) -> Shown:
        if id(grade) not in blocks:
            about = {
                "grade": grade,
                "known": outcomes.of_grade(grade),
                "is_faultless": is_faultless,
                "NOT_DECIDED": NOT_DECIDED,
                "shows_points": shows_points,
            }
            texts = (template.render(about) for template in (block, link))
            blocks[id(grade)] = Shown(*map(markup, texts))
        return blocks[id(grade)]

    def write(student: Student) -> str:
        given, most = total(student["grades"])
        left = [g for g in student["grades"] if outcomes.of_grade(g).name == UNANSWERED]
        answered = [g for g in student["grades"] if outcomes.of_grade(g).name != UNANSWERED]
        return page.render(
            course=course,
            student=student,
            troubles=of_the_sheet(student),
            late=student.get("late", False),
            absent=student.get("absent", False),
            given=given,
            most=most,
            percent=percent(given, most),
            tally=_tally(student),
            shows_points=shows_points,
            groups=_groups(answered, shown),
            parts=_parts(student, course, shown),
            unanswered=left,
            unanswered_points=total(left)[1],
            **own,
        )

    return write


def _groups(answered: Sequence[Grade], shown: Callable[[Grade], Shown]) -> list[Group]:
    """Return what was answered by what became of it, what went wrong first."""
    found: dict[str, list[Grade]] = {name: [] for name in OUTCOMES}
    for grade in answered:
        found[outcomes.of_grade(grade).name].append(grade)
    return [
        {
            "known": OUTCOMES[name],
            "number": len(grades),
            "blocks": Markup("").join(shown(grade).block for grade in grades),
        }
        for name, grades in found.items()
        if grades
    ]


def _parts(student: Student, course: Course, shown: Callable[[Grade], Shown]) -> list[Part]:
    """Return the parts in which something was answered or given points for."""
    found: list[Part] = []
    for name, grades in by_part(student, course).items():
        answered = [g for g in grades if outcomes.of_grade(g).name != UNANSWERED]
        given, most = total(grades)
        if answered or given:
            found.append(
                {
                    "name": name,
                    "title": course["parts"].get(name, ""),
                    "points": {"given": given, "most": most},
                    "links": Markup("").join(shown(grade).link for grade in answered),
                }
            )
    return found


def _tally(student: Student) -> str:
    found = Counter(outcomes.of_grade(grade).name for grade in student["grades"])
    counted = [(name, found[name]) for name in OUTCOMES if found[name]]
    said = wording.listed([f"{number} {name}" for name, number in counted]) if counted else "none"
    return f"Of {wording.counted(len(student['grades']), 'question')}: {said}."
