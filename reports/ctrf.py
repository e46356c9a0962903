"""CTRF, the Common Test Report Format: the claims of a student as tests in JSON.

It tells what students may see; before the time at which they see something tests are pending.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

from referee.reports.disclosure import POINTS, is_withheld, problems_shown, shown_from, shows
from referee.reports.grades import (
    EMPTY,
    RIGHT,
    Course,
    Grade,
    Student,
    explained,
    outcome,
    total,
    verdict_says,
)
from referee.reports.gradescope import with_tests
from referee.reports.text import one_line

SPECIFICATION = "1.0.0"
MOST_TRACE = 8_000
_STATUS = {"held": "passed", "refuted": "failed", "ill-typed": "failed", "unanswered": "skipped"}


def report(course: Course) -> Callable[[Student], str]:
    """Return what writes the report of a student."""
    tests: dict[int, str] = {}

    def write(student: Student) -> str:
        found = []
        for grade in student["grades"]:
            if id(grade) not in tests:
                tests[id(grade)] = json.dumps(_test(course, grade))
            found.append(tests[id(grade)])
        head = {"reportFormat": "CTRF", "specVersion": SPECIFICATION}
        results = with_tests(_results(course, student), found)
        return f'{json.dumps(head)[:-1]}, "results": {results}}}\n'

    return write


def _results(course: Course, student: Student) -> dict[str, object]:
    given, most = total(student["grades"])
    count = Counter(_status(course, grade) for grade in student["grades"])
    points = {"extra": {"points": given, "outOf": most}} if _has_points(course) else {}
    statuses = ("passed", "failed", "skipped", "pending", "other")
    return {
        "tool": {"name": "claims-referee"},
        "summary": {
            "tests": len(student["grades"]),
            **{status: count[status] for status in statuses},
            "start": round(1000 * course["start"]),
            "stop": round(1000 * course["stop"]),
            **points,
        },
        "extra": {
            "sheet": one_line(student["name"], 200),
            "corpus": course["version"],
            "problems": [one_line(line, 400) for line in problems_shown(course, student)],
        },
    }


def _has_points(course: Course) -> bool:
    return shows(course, POINTS) and not is_withheld(course)


def _status(course: Course, grade: Grade) -> str:
    found = "failed" if outcome(grade) == EMPTY else _STATUS.get(grade["verdict"], "other")
    return "pending" if is_withheld(course) and found != "skipped" else found


def _test(course: Course, grade: Grade) -> dict[str, object]:
    test = {
        "name": grade["claim"],
        "status": _status(course, grade),
        "duration": round(1000 * sum(record["seconds"] for record in grade["records"])),
        "suite": [course["title"], grade["part"] or "claims"],
        "tags": [grade["part"]] if grade["part"] else [],
    }
    if is_withheld(course):
        return test | {"message": shown_from(course)}
    return test | dict(_became(course, grade))


def _became(course: Course, grade: Grade) -> Iterator[tuple[str, object]]:
    """Yield what became of a grade, as far as it is shown."""
    yield "rawStatus", grade["verdict"]
    if _has_points(course):
        yield "extra", {"points": grade["points"]["given"], "outOf": grade["points"]["most"]}
    if outcome(grade) != RIGHT:
        if reason := one_line(verdict_says(grade), 300):
            yield "message", reason
        yield "trace", explained(grade, points=shows(course, POINTS))[:MOST_TRACE]
