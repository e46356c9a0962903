"""Feedback: a page for each student, with counterexamples to the student's own formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from markupsafe import Markup

from referee.evidence.schema import Points
from referee.reports import wording
from referee.reports.disclosure import POINTS, shows
from referee.reports.grades import (
    NOT_DECIDED,
    Course,
    Grade,
    Student,
    by_part,
    is_faultless,
    outcome,
    percent,
    total,
)
from referee.reports.rendering import environment, inlined
from referee.reports.text import markup


@dataclass(frozen=True)
class Shown:
    """A grade as HTML: in full, and as a mark that leads there."""

    block: Markup
    link: Markup


class Part(TypedDict):
    """A part of the homework on a student's page."""

    name: str
    title: str
    points: Points
    links: Markup
    blocks: Markup


def pages(course: Course) -> Callable[[Student], str]:
    """Return what writes the page of a student; what students share is set once."""
    templates = environment()
    style = inlined("style", "page.css", "grading.css")
    page = templates.get_template("feedback.html.j2")
    block, link = (templates.get_template(f"{name}.html.j2") for name in ("grade", "grade_link"))
    blocks: dict[int, Shown] = {}
    shows_points = shows(course, POINTS)

    def shown(grade: Grade) -> Shown:
        if id(grade) not in blocks:
            about = {"grade": grade, "is_faultless": is_faultless, "NOT_DECIDED": NOT_DECIDED}
            about |= {"shows_points": shows_points}
            texts = (template.render(about) for template in (block, link))
            blocks[id(grade)] = Shown(*map(markup, texts))
        return blocks[id(grade)]

    def write(student: Student) -> str:
        given, most = total(student["grades"])
        return page.render(
            course=course,
            student=student,
            given=given,
            most=most,
            percent=percent(given, most),
            tally=_tally(student),
            shows_points=shows_points,
            parts=[_part(name, grades, course, shown) for name, grades in
                   by_part(student, course).items()],
            **style,
        )  # fmt: skip

    return write


def _part(
    name: str, grades: Sequence[Grade], course: Course, shown: Callable[[Grade], Shown]
) -> Part:
    given, most = total(grades)
    return {
        "name": name,
        "title": course["parts"].get(name, ""),
        "points": {"given": given, "most": most},
        "links": Markup("").join(shown(grade).link for grade in grades),
        "blocks": Markup("").join(shown(grade).block for grade in grades),
    }


def _tally(student: Student) -> str:
    found = Counter(outcome(grade) for grade in student["grades"])
    said = wording.listed([f"{number} {name}" for name, number in found.most_common()])
    return f"Of {len(student['grades'])} questions: {said}."
