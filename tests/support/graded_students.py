"""Students with grades as reports read them, made for the tests of queue and disclosure."""

from __future__ import annotations

from typing import Any, cast

from report_records import record

from referee.evidence.schema import Record
from referee.reports.grades import Course, Grade, Student


def answered(verdict: str, form: str, given: float = 0.0, **more: Any) -> tuple[str, Record]:
    """Return an answer's form and its record, worth so much of two points."""
    points = {"given": given, "most": 2.0}
    return form, record(verdict, sheet="", points=points, **{"answer": form, **more})


def grade(*answers: tuple[str, Record], **more: Any) -> Grade:
    """Return a grade of which the first answer counts."""
    records = [each for _, each in answers]
    found = {
        "claim": records[0]["claim"],
        "part": "1.2",
        "form": [form for form, _ in answers],
        "verdict": records[0]["verdict"],
        "fault": records[0].get("fault", ""),
        "points": records[0]["points"],
        "credit": None,
        "records": records,
        **more,
    }
    return cast("Grade", found)


def student(name: str, *grades: Grade, **more: Any) -> Student:
    found = {
        "name": name,
        "id": name.replace(" ", "-"),
        "file": f"{name}.toml",
        "command": f"referee grade {name}.toml --out graded",
        "problems": [],
        "refused": False,
        "grades": list(grades),
        **more,
    }
    return cast("Student", found)


def course(**assignment: Any) -> Course:
    """Return a course, with an assignment where something is said of one."""
    usual = {
        "title": "Homework 3",
        "due": "2027-02-01",
        "show": ["points", "counterexample", "slip"],
        "after": "",
        "shown": True,
        "with_due": False,
    }
    found = {
        "title": "Homework 3",
        "parts": {"1.2": "Gradients"},
        "start": 0.0,
        "stop": 1.0,
        "visibility": "visible",
        "leaderboard": True,
        "version": "v",
        "limits": "60 s",
        "roster": None,
        "assignment": {**usual, **assignment} if assignment else None,
    }
    return cast("Course", found)
