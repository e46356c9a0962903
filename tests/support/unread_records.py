"""Records of answers that are no formulas, made for the tests of the reports."""

from __future__ import annotations

from typing import Any, cast

from report_records import record

from referee.evidence.schema import Record, Unread
from referee.reports.grades import Course, Student

COURSE: Course = {
    "title": "A class", "parts": {"1.2": "Least squares"}, "start": 0.0, "stop": 1.0,
    "visibility": "visible", "leaderboard": False, "version": "v", "limits": "60 s",
}  # fmt: skip


def unread(**fields: Any) -> Unread:
    """Return where an answer stops: at its first two characters, where nothing else is said."""
    found = {"says": "wrong", "place": [0, 2], "nearest": "", "example": "", "names": []}
    return cast("Unread", found | fields)


def not_read(answer: str, **fields: Any) -> Record:
    """Return the record of an answer that is no formula."""
    told = {"answer": answer, "answer_latex": None, "fault": "sheet", "counterexample": None}
    return record("error", claim="1.2-E5", unread=unread(**fields), **told)


def student(name: str, *found: Record) -> Student:
    """Return a student with answers to one question, all of them unread."""
    grade = {
        "claim": "1.2-E5", "part": "1.2", "form": [r["answer"] for r in found], "verdict": "error",
        "fault": "sheet", "credit": None, "points": {"given": 0.0, "most": 2.0},
        "records": list(found),
    }  # fmt: skip
    whole = {
        "name": name, "id": name, "file": f"{name}.toml", "refused": False, "grades": [grade],
        "command": "python -m pytest", "problems": [],
    }  # fmt: skip
    return cast("Student", whole)
