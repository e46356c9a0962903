"""PrairieLearn: total scores to upload, and results of a grader that runs beside it.

"Upload new total scores" takes CSV with ``uid``, ``instance`` and ``score_perc``
(``apps/prairielearn/src/lib/score-upload.ts`` of PrairieLearn/PrairieLearn); an external grader
writes ``results.json`` (https://prairielearn.readthedocs.io/en/latest/externalGrading/#grading-results).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

from referee.reports.disclosure import POINTS, is_withheld, problems_shown, shown_from, shows
from referee.reports.gradebooks.upload import Pages, Upload, is_graded, named
from referee.reports.grades import Course, Grade, Student, explained, outcome, percent, total
from referee.reports.text import one_line

MOST_BYTES = 1_000_000  # of results.json, in which a question's text has its share
_MOST_OUTPUT = 4_000


def scores(_: Course, students: Sequence[Student], __: Pages) -> Upload | None:
    """Return everybody's score in percent, where people have ids of the kind: addresses."""
    uids = [(student, _uid(student)) for student in students if is_graded(student)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["uid", "instance", "score_perc"])
    for student, uid in uids:
        if uid:
            given, most = total(student["grades"])
            writer.writerow([uid, 1, percent(given, most)])
    there = [uid for _, uid in uids if uid]
    without = named([student for student, uid in uids if not uid])
    missing = [f"{len(uids) - len(there):,} without an address, and not in it: {without}"]
    line = f"{len(there):,} scores in percent, of the first instance"
    return Upload(out.getvalue(), (line, *(missing if without else []))) if there else None


def _uid(student: Student) -> str:
    """Return the address that is PrairieLearn's name of a student, "" where there is none.

    It comes from a roster and is matched as it is; one that a spreadsheet would run is none.
    """
    ids = student.get("ids", {})
    found = (ids.get("email", ""), ids.get("login", ""), ids.get("identifier", ""))
    return next((uid for uid in found if "@" in uid[1:] and uid[0].isalnum()), "")


def results(course: Course) -> Callable[[Student], str]:
    """Return what writes results.json: a test for each question.

    Its score is there whatever students may see: without it nothing is graded.
    """
    withheld = is_withheld(course)

    def write(student: Student) -> str:
        given, most = total(student["grades"])
        document: dict[str, object] = {"gradable": not student["refused"]}
        if student["refused"]:
            document["format_errors"] = [
                one_line(line, 400) for line in problems_shown(course, student)
            ]
        else:
            document["score"] = min(given / most, 1.0) if most else 0.0
            if withheld:
                document["message"] = shown_from(course)
            elif shows(course, POINTS):
                document["message"] = f"{given:g} of {most:g} points"
        document["tests"] = [] if withheld else _tests(course, student["grades"])
        return json.dumps(document, indent=1) + "\n"

    return write


def _tests(course: Course, grades: Sequence[Grade]) -> list[dict[str, object]]:
    """Return a test for each question; many of them share what a file may hold."""
    most = min(_MOST_OUTPUT, MOST_BYTES // (12 * max(len(grades), 1)))
    points = shows(course, POINTS)
    return [_test(grade, most, points=points) for grade in grades]


def _test(grade: Grade, most: int, *, points: bool) -> dict[str, object]:
    given = {"points": grade["points"]["given"], "max_points": grade["points"]["most"]}
    return {
        "name": one_line(grade["claim"], 200),
        "description": one_line(grade["records"][0]["blank"] or grade["claim"], 200),
        **(given if points else {}),
        "message": outcome(grade),
        "output": explained(grade, points=points)[:most],
    }
