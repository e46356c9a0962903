"""A class as the reports get it, made for the tests of its pages."""

from __future__ import annotations

from typing import Any, cast

from report_records import record, witness

from referee.evidence.schema import Record
from referee.reports.grades import Course, Grade, Student

COURSE: Course = {
    "title": "A class", "parts": {"1.2": "Least squares"}, "start": 0.0, "stop": 1.0,
    "visibility": "visible", "leaderboard": False, "version": "v", "limits": "60 s",
    "references": {"1.2-E5": [r"\frac{1}{n} X \left(X^{\top} w - y\right)"]},
}  # fmt: skip
SLIP = {"kind": "sign", "says": "the sign of {right} is what differs", "there": "", "right": "y",
        "because": "the sign of y"}  # fmt: skip


def wrong(answer: str = "X @ (X.T @ w + y) / n", **fields: Any) -> Record:
    """Return the record of a wrong answer whose slip and whose values are known."""
    values = {"X": {"latex": "X", "entries": [["1", "-1/2"]]}}
    at = witness(values=values, answer=[["3"]], belongs=[["1"]], lhs=[["1"]], rhs=[["3"]])
    found = {"token": "t", "smallest": at, "worst": None}
    told = {"label": "", "sheet": "", "answer": answer, "slip": SLIP, "because": ""}
    return record("refuted", **{"claim": "1.2-E5", "counterexample": found, **told, **fields})


def right(**fields: Any) -> Record:
    return record("held", **{"claim": "1.2-E5", "label": "", "sheet": "", **fields})


def blank(claim: str = "1.2-E5") -> Record:
    nothing = {"answer": None, "answer_latex": None, "tightest": None, "counterexample": None}
    return record("unanswered", claim=claim, label="", sheet="", **nothing)


def grade(found: Record, given: float = 0.0, **fields: Any) -> Grade:
    """Return the grade of one answer, of two points."""
    whole = {
        "claim": found["claim"], "part": "1.2", "form": [found["answer"] or ""],
        "verdict": found["verdict"], "fault": found.get("fault", ""),
        "credit": found.get("credit"), "points": {"given": given, "most": 2.0},
        "records": [found], **fields,
    }  # fmt: skip
    return cast("Grade", whole)


def student(name: str, *grades: Grade, **fields: Any) -> Student:
    whole = {
        "name": name, "id": name.replace(" ", "-"), "file": f"{name}.toml", "refused": False,
        "grades": list(grades), "command": "python -m pytest", "problems": [], **fields,
    }  # fmt: skip
    return cast("Student", whole)
