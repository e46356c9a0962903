"""CTRF, the Common Test Report Format: the claims of a student as tests in JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

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
    count = Counter(_status(grade) for grade in student["grades"])
    statuses = ("passed", "failed", "skipped", "pending", "other")
    return {
        "tool": {"name": "claims-referee"},
        "summary": {
            "tests": len(student["grades"]),
            **{status: count[status] for status in statuses},
            "start": round(1000 * course["start"]),
            "stop": round(1000 * course["stop"]),
            "extra": {"points": given, "outOf": most},
        },
        "extra": {
            "sheet": one_line(student["name"], 200),
            "corpus": course["version"],
            "problems": [one_line(line, 400) for line in student["problems"]],
        },
    }


def _status(grade: Grade) -> str:
    return "failed" if outcome(grade) == EMPTY else _STATUS.get(grade["verdict"], "other")


def _test(course: Course, grade: Grade) -> dict[str, object]:
    reason = verdict_says(grade)
    test = {
        "name": grade["claim"],
        "status": _status(grade),
        "duration": round(1000 * sum(record["seconds"] for record in grade["records"])),
        "suite": [course["title"], grade["part"] or "claims"],
        "rawStatus": grade["verdict"],
        "tags": [grade["part"]] if grade["part"] else [],
        "extra": {"points": grade["points"]["given"], "outOf": grade["points"]["most"]},
    }
    if outcome(grade) != RIGHT:
        told = {"message": one_line(reason, 300), "trace": explained(grade)[:MOST_TRACE]}
        return test | {k: v for k, v in told.items() if v}
    return test
