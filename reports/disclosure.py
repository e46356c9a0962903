"""What students see of a class, and when: the terms of an assignment, applied to what is known.

What is not shown is taken out of the data before anything is written for a student, so that no
format can tell it by mistake. Where there is no assignment, points and counterexamples are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from referee.evidence.schema import Record
from referee.reports.grades import Course, Grade, Student
from referee.reports.rendering import environment, inlined

POINTS, COUNTEREXAMPLE, REFERENCE = "points", "counterexample", "reference"
USUAL = (POINTS, COUNTEREXAMPLE)
Writer = Callable[[Student], str]


def shows(course: Course, what: str) -> bool:
    """Whether students see points, counterexamples or the reference, once they see anything."""
    assignment = course.get("assignment")
    return what in (USUAL if assignment is None else assignment["show"])


def is_withheld(course: Course) -> bool:
    """Whether the time has not come yet at which students see what became of their answers."""
    assignment = course.get("assignment")
    return assignment is not None and not assignment["shown"]


def as_shown(start: Callable[[Course], Writer]) -> Callable[[Course], Writer]:
    """Return a format for students that is given no more than they may see."""

    def begin(course: Course) -> Writer:
        write, kept = start(course), dict[int, Grade]()
        if shows(course, COUNTEREXAMPLE):
            return write

        def filtered(grade: Grade) -> Grade:
            return kept.setdefault(id(grade), _without_instances(grade))

        return lambda student: write({**student, "grades": list(map(filtered, student["grades"]))})

    return begin


def when_shown(start: Callable[[Course], Writer]) -> Callable[[Course], Writer]:
    """Return a page for students that says, before its time, that their sheet was handed in."""

    def begin(course: Course) -> Writer:
        return _receipts(course) if is_withheld(course) else as_shown(start)(course)

    return begin


def _without_instances(grade: Grade) -> Grade:
    """Return a grade whose wrong answers are wrong, and nothing tells where."""
    return {**grade, "records": list(map(_without_instance, grade["records"]))}


def _without_instance(record: Record) -> Record:
    # What does not fit is told by sizes alone, as a compiler would.
    if record["verdict"] == "ill-typed" or not _is_told(record):
        return record
    found: dict[str, object] = {**record, "counterexample": None, "tightest": None}
    if record["verdict"] == "refuted":
        found["reason"] = "false"
    if "readings" in record:
        found["readings"] = [
            {**reading, "counterexample": None, "reason": reading["verdict"]}
            for reading in record["readings"]
        ]
    return cast(Record, found)


def _is_told(record: Record) -> bool:
    return bool(record["counterexample"] or record["tightest"] or "readings" in record)


def _receipts(course: Course) -> Writer:
    """Return what writes a receipt: what was handed in and how it was read, and no verdict."""
    page = environment().get_template("receipt.html.j2")
    style: Mapping[str, str] = inlined("style", "page.css", "grading.css")
    assignment = course.get("assignment")
    when = assignment["after"] if assignment else ""

    def write(student: Student) -> str:
        answered = [
            record
            for grade in student["grades"]
            for record in grade["records"]
            if record["answer"] is not None
        ]
        return page.render(
            course=course,
            student=student,
            records=answered,
            asked=len(student["grades"]),
            when=said_when(when),
            **style,
        )

    return write


def said_when(time: str) -> str:
    """Return an ISO time as people write it, in its own zone."""
    return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M (UTC%z)") if time else ""
