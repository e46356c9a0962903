"""Gradescope: the results.json of a student, as its autograders are documented to write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from referee.reports.disclosure import POINTS, shows
from referee.reports.grades import (
    RIGHT,
    Course,
    Grade,
    Student,
    explained,
    is_open,
    of_the_sheet,
    outcome,
    percent,
    total,
)
from referee.reports.text import one_line

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
MOST_OUTPUT = 8_000  # characters of one test


def results(course: Course) -> Callable[[Student], str]:
    """Return what writes results.json: a test for each claim, its score never hidden alone."""
    tests: dict[int, str] = {}

    def write(student: Student) -> str:
        found = []
        for number, grade in enumerate(student["grades"], start=1):
            if id(grade) not in tests:
                tests[id(grade)] = json.dumps(_test(course, grade, number))
            found.append(tests[id(grade)])
        if not shows(course, POINTS):
            found.append(json.dumps(_withheld_total(student)))
        return with_tests(_document(course, student), found) + "\n"

    return write


def _document(course: Course, student: Student) -> dict[str, object]:
    given, most = total(student["grades"])
    # Nothing says that what is written here waits until tests are shown.
    if course["visibility"] == "visible":
        points = [f"{given:g} of {most:g} points"] if shows(course, POINTS) else []
        lines = [*points, *student["problems"]]
    else:
        lines = of_the_sheet(student)
    seconds = sum(r["seconds"] for grade in student["grades"] for r in grade["records"])
    return {
        **({} if shows(course, POINTS) else {"score": given}),
        "execution_time": round(seconds, 3),
        "output": "".join(f"{one_line(line, 400)}\n" for line in lines),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": course["visibility"],
        "stdout_visibility": "hidden",
        **({"leaderboard": _leaderboard(given, most)} if _has_leaderboard(course) else {}),
        "extra_data": {"corpus": course["version"], "sheet": one_line(student["name"], 200)},
    }


def _has_leaderboard(course: Course) -> bool:
    """Say whether percentages are put where the class sees them: not where points are not shown."""
    return course["leaderboard"] and shows(course, POINTS)


def _withheld_total(student: Student) -> dict[str, object]:
    """Return a test that students see once the instructor publishes grades, and no total before.

    Gradescope shows no total where a test is withheld, except by "hidden" (its autograder
    specification, "Controlling Test Case Visibility").
    """
    given, most = total(student["grades"])
    output = f"{given:g} of {most:g} points"
    return {"name": "points", "output": output, "visibility": "after_published"}


def _leaderboard(given: float, most: float) -> list[dict[str, object]]:
    """Return what all students see of a student's result, under a name of the student's own."""
    return [{"name": "Percent", "value": percent(given, most), "order": "desc"}]


def with_tests(document: Mapping[str, object], tests: list[str]) -> str:
    """Return a document as JSON with its tests, which students share, already written."""
    lines = ",\n".join(tests)
    return f'{json.dumps(document)[:-1]},\n"tests": [\n{lines}\n]}}'


def _test(course: Course, grade: Grade, number: int) -> dict[str, object]:
    given, most = grade["points"]["given"], grade["points"]["most"]
    blank = grade["records"][0]["blank"]
    points = {"score": given, "max_score": most} if shows(course, POINTS) else {}
    return {
        **points,
        "status": "passed" if outcome(grade) == RIGHT else "failed",
        "name": one_line(f"{grade['claim']}: {blank}" if blank else grade["claim"], 200),
        "name_format": "text",
        "number": f"{grade['part']}.{number}" if grade["part"] else str(number),
        "output": explained(grade, points=shows(course, POINTS))[:MOST_OUTPUT],
        "output_format": "text",
        "tags": [grade["part"], *(["to be looked at"] if is_open(grade) else [])],
        "visibility": course["visibility"],
        "extra_data": {"claim": grade["claim"], "verdict": grade["verdict"]},
    }
