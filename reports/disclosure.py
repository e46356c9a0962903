"""What students see of a class, and when: the terms of an assignment, applied to what is known.

What is not shown is taken out of the data before anything is written for a student, so that no
format can tell it by mistake. Where there is no assignment, points and counterexamples are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from referee.evidence.schema import Record
from referee.reports.grades import Course, Grade, Student, of_the_sheet
from referee.reports.rendering import environment, inlined

POINTS, COUNTEREXAMPLE, SLIP, REFERENCE = "points", "counterexample", "slip", "reference"
USUAL = (POINTS, COUNTEREXAMPLE, SLIP)
Writer = Callable[[Student], str]


def shows(course: Course, what: str) -> bool:
    """Whether students see points, counterexamples and so on, once they see anything."""
    assignment = course.get("assignment")
    return what in (USUAL if assignment is None else assignment["show"])


def is_withheld(course: Course) -> bool:
    """Whether the time has not come yet at which students see what became of their answers."""
    assignment = course.get("assignment")
    return assignment is not None and not assignment["shown"]


def as_shown(start: Callable[[Course], Writer]) -> Callable[[Course], Writer]:
    """Return a format for students that is given no more than they may see."""

    def begin(course: Course) -> Writer:
        write, kept, hidden = start(course), dict[int, Grade](), _hidden(course)

        def shown(grade: Grade) -> Grade:
            if id(grade) not in kept:
                kept[id(grade)] = _without(grade, hidden)
            return kept[id(grade)]

        if not hidden:
            return write
        return lambda student: write({**student, "grades": list(map(shown, student["grades"]))})

    return begin


def shown_to(course: Course, student: Student) -> Student:
    """Return what a student may see of what is known."""
    hidden = _hidden(course)
    return {**student, "grades": [_without(grade, hidden) for grade in student["grades"]]}


def problems_shown(course: Course, student: Student) -> list[str]:
    """Return what was wrong with a sheet, without what was decided of it where not all is shown."""
    everything = not (is_withheld(course) or _hidden(course))
    return student["problems"] if everything else of_the_sheet(student)


def shown_from(course: Course) -> str:
    """Say from when on students see what became of their answers."""
    assignment = course.get("assignment")
    when = said_when(assignment["after"]) if assignment else ""
    return f"What became of it is shown from {when} on."


def when_shown(start: Callable[[Course], Writer]) -> Callable[[Course], Writer]:
    """Return a page for students that says, before its time, that their sheet was handed in."""

    def begin(course: Course) -> Writer:
        return _receipts(course) if is_withheld(course) else as_shown(start)(course)

    return begin


def _hidden(course: Course) -> list[Callable[[Record], Record]]:
    """Return what takes out of a record what students do not see: without an assignment nothing."""
    if course.get("assignment") is None:
        return []
    return [hide for what, hide in _HIDING.items() if not shows(course, what)]


def _without(grade: Grade, hidden: Sequence[Callable[[Record], Record]]) -> Grade:
    records = grade["records"]
    for hide in hidden:
        records = list(map(hide, records))
    return {**grade, "records": records}


def _without_instance(record: Record) -> Record:
    """Return a record whose answer is false, and nothing tells where."""
    # What does not fit is told by sizes alone, as a compiler would.
    counterexample = record["counterexample"]
    if record["verdict"] == "ill-typed" and counterexample is not None:
        sizes = counterexample | {"token": None, "smallest": None, "worst": None}
        return {**record, "counterexample": sizes}
    found: Record = {**record, "counterexample": None, "tightest": None}
    if record["verdict"] == "refuted":
        found["reason"] = "false"
    if "readings" in record:
        found["readings"] = [
            {**reading, "counterexample": None, "reason": reading["verdict"]}
            for reading in record["readings"]
        ]
    return found


def _without_reference(record: Record) -> Record:
    """Return a record that is held against the reference's answer, and does not spell it."""
    if "strength" not in record:
        return record
    against = {"against": "the reference’s answer", "against_latex": None}
    return cast(Record, {**record, "strength": {**record["strength"], **against}})


def _without_slip(record: Record) -> Record:
    """Return a record that does not tell by what its answer differs from a right one."""
    return cast(Record, {key: value for key, value in record.items() if key != "slip"})


def _without_share(record: Record) -> Record:
    """Return a record whose strength tells no share of the points."""
    if "strength" not in record:
        return record
    found = {key: value for key, value in record["strength"].items() if key != "share"}
    return cast(Record, {**record, "strength": found})


_HIDING: Mapping[str, Callable[[Record], Record]] = {
    POINTS: _without_share,
    COUNTEREXAMPLE: _without_instance,
    SLIP: _without_slip,
    REFERENCE: _without_reference,
}


def _receipts(course: Course) -> Writer:
    """Return what writes a receipt: what was handed in and how it was read, and no verdict."""
    page = environment().get_template("receipt.html.j2")
    style: Mapping[str, str] = inlined("style", "page.css", "grading.css")

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
            troubles=of_the_sheet(student),
            shown_from=shown_from(course),
            **style,
        )

    return write


def said_when(time: str) -> str:
    """Return an ISO time as people write it, in its own zone."""
    return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M (UTC%z)") if time else ""
