"""Classes as reports read them, a claim of two parts each, without anything being graded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from referee.deciding.answer import Answer
from referee.evidence.record import stub
from referee.reports.grades import Course, Grade, Roster, Student

PARTS = {"1": "Lines", "2": "Planes"}


def course(
    platform: str = "", head: Sequence[str] = (), rows: Sequence[Sequence[str]] = (), **more: Any
) -> Course:
    """Return a course, with the roster of a platform where there is a head."""
    roster: Roster = {"platform": platform, "head": [*head], "rows": [[*row] for row in rows]}
    found = {
        "title": "Homework 1",
        "parts": PARTS,
        "start": 1_700_000_000.5,
        "stop": 1_700_000_100.25,
        "visibility": "visible",
        "leaderboard": False,
        "version": "0123abcd",
        "limits": "60 s or 1,000 MB",
        "roster": roster if head else None,
        **more,
    }
    return cast("Course", found)


def grade(claim: str, verdict: str = "held", given: float = 2.0, **more: Any) -> Grade:
    """Return a grade of two points."""
    found = None
    if verdict == "refuted":
        values = {"x": {"latex": "x", "entries": [["-1/2"]]}}
        instance = {"shape": {"d": 1}, "values": values, "lhs": [["3"]], "rhs": [["1"]], "note": ""}
        found = {"token": "t", "smallest": instance, "worst": None}
    record = {
        **stub(None, Answer("", claim, None)),
        "claim": claim,
        "blank": "the length of x",
        "answer": None if verdict == "unanswered" else "<b>2 * x</b>",
        "verdict": verdict,
        "reason": f"a reason for {verdict} <&",
        "counterexample": found,
        "seconds": 0.5,
    }
    made = {
        "claim": claim,
        "part": claim[0],
        "form": [""],
        "verdict": verdict,
        "fault": "",
        "points": {"given": given, "most": 2.0},
        "credit": None,
        "records": [record],
        **more,
    }
    return cast("Grade", made)


def student(
    name: str, place: int | None, *, points: tuple[float, float] = (2.0, 1.0), **more: Any
) -> Student:
    """Return somebody with points for the two claims, the second one wrong where they are few."""
    one, two = points
    made: dict[str, Any] = {
        "name": name,
        "id": "".join(c for c in name if c.isalnum() and c.isascii()).lower() or "someone",
        "file": "mine.toml",
        "command": "",
        "problems": [],
        "refused": False,
        "grades": [
            grade("1-line", given=one),
            grade("2-plane", "held" if two == 2.0 else "refuted", two),
        ],
        "ids": {},
        "place": place,
        "late": False,
        "absent": False,
        **more,
    }
    return cast("Student", made)


def absent(name: str, place: int, ids: Mapping[str, str] | None = None) -> Student:
    """Return somebody who is on the roster and handed in nothing."""
    none = [grade("1-line", "unanswered", 0.0), grade("2-plane", "unanswered", 0.0)]
    return student(name, place, absent=True, file="", grades=none, ids=ids or {})
