"""The page of a class: which questions went wrong, and the wrong answers that were commonest."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from referee.evidence.schema import Credit, Record
from referee.reports.grades import (
    EMPTY,
    NEARLY,
    RIGHT,
    WRONG,
    Course,
    Grade,
    Student,
    outcome,
    percent,
    status,
    total,
)
from referee.reports.queue import waiting
from referee.reports.rendering import environment, inlined

MOST_ANSWERS = 5  # wrong ones shown of a question
MOST_UNREAD = 30  # answers that were not read
MOST_LINES = 50  # of problems
FEEDBACK = "feedback/{id}.html"


def render(course: Course, students: Sequence[Student]) -> str:
    """Return the page of a class."""
    templates = environment()
    style = inlined("style", "page.css", "grading.css")
    sums = [total(student["grades"]) for student in students]
    questions = _questions(students)
    return templates.get_template("class.html.j2").render(
        course=course,
        students=[
            {"name": s["name"], "id": s["id"], "given": given, "most": most, "status": status(s)}
            for s, (given, most) in zip(students, sums, strict=True)
        ],
        lines=_lines(students),
        questions=questions,
        unread=_unread(students),
        waiting=waiting(students),
        outcomes=[name for name in _OUTCOMES if any(q["count"][name] for q in questions)],
        distinct=sum(q["distinct"] for q in questions),
        median=statistics.median(given for given, _ in sums) if sums else 0,
        most=sums[0][1] if sums else 0,
        feedback=FEEDBACK,
        **style,
    )


_OUTCOMES = (
    RIGHT,
    NEARLY,
    EMPTY,
    WRONG,
    "unanswered",
    "ambiguous",
    "inconclusive",
    "error",
    "crashed",
    "missing",
)


def _lines(students: Sequence[Student]) -> list[str]:
    found = [line for student in students for line in student["problems"]]
    more = len(found) - MOST_LINES
    return [*found[:MOST_LINES], f"and {more} more"] if more > 0 else found


class Wrong(TypedDict):
    """A wrong answer to a question: how many gave it, and its record."""

    number: int
    record: Record
    credit: Credit | None


class Question(TypedDict):
    """A question with what became of the answers to it."""

    claim: str
    title: str
    count: Counter[str]
    percent: float
    distinct: int
    wrong: list[Wrong]
    more: int


def _questions(students: Sequence[Student]) -> list[Question]:
    """Return the questions, those first that most points were lost at."""
    count = len(students[0]["grades"]) if students else 0
    found = [_question([student["grades"][i] for student in students]) for i in range(count)]
    return sorted(found, key=lambda question: question["percent"])


def _question(grades: Sequence[Grade]) -> Question:
    given, most = total(grades)
    blank = grades[0]["records"][0]["blank"]
    wrong = _wrong(grades)
    return {
        "claim": grades[0]["claim"],
        "title": blank[:1].upper() + blank[1:] if blank else grades[0]["claim"],
        "count": Counter(outcome(grade) for grade in grades),
        "percent": percent(given, most),
        "distinct": len({form for grade in grades for form in grade["form"] if form}),
        "wrong": wrong[:MOST_ANSWERS],
        "more": max(len(wrong) - MOST_ANSWERS, 0),
    }


def _wrong(grades: Sequence[Grade]) -> list[Wrong]:
    """Return the wrong answers to a question by how many gave each, the commonest first."""
    found: dict[str, list[Record]] = {}
    for grade in grades:
        for form, record in zip(grade["form"], grade["records"], strict=True):
            if record["verdict"] in {"refuted", "ill-typed"} or _says_nothing(record):
                found.setdefault(form, []).append(record)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {"number": len(records), "record": _commonest(records), "credit": records[0].get("credit")}
        for _, records in ordered
    ]


def _unread(students: Sequence[Student]) -> list[Wrong]:
    """Return the answers that are no formulas, those first that most wrote."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in (r for student in students for g in student["grades"] for r in g["records"]):
        if "unread" in record and record["answer"] is not None:
            found.setdefault((record["claim"], record["answer"]), []).append(record)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {"number": len(records), "record": records[0], "credit": None}
        for _, records in ordered[:MOST_UNREAD]
    ]


def _says_nothing(record: Record) -> bool:
    """Say whether an answer is true and worth nothing, for it says nothing."""
    return record["verdict"] == "held" and record.get("strength", {}).get("share", 1) == 0


def _commonest(records: Sequence[Record]) -> Record:
    """Return a record with the spelling that most gave to one answer."""
    text = Counter(record["answer"] for record in records).most_common(1)[0][0]
    return next(record for record in records if record["answer"] == text)
