"""The page of a class: how it went, what went wrong and with which answers, who needs a look."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypedDict

from referee.evidence.schema import Record
from referee.reports import class_charts, outcomes
from referee.reports.grades import (
    Course,
    Grade,
    Student,
    of_the_sheet,
    percent,
    status,
    total,
)
from referee.reports.outcomes import OUTCOMES, UNANSWERED
from referee.reports.queue import waiting
from referee.reports.rendering import environment, inlined
from referee.reports.wrong_answers import Given, unread_answers, wrong_answers

MOST_FULL = 5  # wrong answers to a question that are shown in full
MOST_SHORT = 20  # and in a line each
MOST_COMMON = 6  # wrong answers of the whole class that the page opens with
MOST_UNREAD = 30  # answers that were not read
MOST_LINES = 50  # of problems
MOST_WAITING = 500  # answers that wait for somebody; queue.toml has all of them
MOST_NAMES = 200  # of those who gave an answer
MOST_ROWS = 2_000  # students in a table; more have pages of their own
FEEDBACK = "feedback/{id}.html"
STUDENTS = "students/{id}.html"


class Question(TypedDict):
    """A question with what became of the answers to it."""

    claim: str
    title: str
    about: Record
    count: Counter[str]
    answered: int
    percent: float
    distinct: int
    references: Sequence[str]
    wrong: list[Given]
    short: list[Given]
    more: int


class Page(TypedDict):
    """A page of students, and who is the first and the last on it."""

    path: str
    first: str
    last: str
    number: int


class Row(TypedDict):
    """A student in the table: points, what became of the answers, what is to be said."""

    student: Student
    given: float
    most: float
    percent: float
    count: Counter[str]
    flags: list[str]


def render(course: Course, students: Sequence[Student]) -> str:
    """Return the page of a class."""
    rows = [_row(student) for student in students]
    there = [row for row in rows if not row["student"].get("absent")]
    questions = _questions(course, [row["student"] for row in there])
    asked = [question for question in questions if question["answered"]]
    waits = waiting(students)
    template = environment().get_template("class.html.j2")
    return template.render(
        course=course,
        rows=rows if len(rows) <= MOST_ROWS else [],
        pages=_pages(students),
        number=len(rows),
        figures=_figures(rows, there),
        chart=class_charts.points([(row["given"], row["most"]) for row in there]),
        questions=asked,
        unasked=[question for question in questions if not question["answered"]],
        common=_commonest(asked),
        unread=unread_answers([row["student"] for row in there])[:MOST_UNREAD],
        waiting=waits[:MOST_WAITING],
        number_waiting=len(waits),
        most_names=MOST_NAMES,
        lines=_lines(students),
        outcomes=[o for o in OUTCOMES.values() if any(q["count"][o.name] for q in asked)],
        distinct=sum(question["distinct"] for question in asked),
        feedback=FEEDBACK,
        **inlined("style", "page.css", "grading.css"),
        **inlined("script", "class.js"),
    )


def pages_of_students(course: Course, students: Sequence[Student]) -> Iterator[str]:
    """Yield the pages of a class whose table is too long for one, in order; else none."""
    template = environment().get_template("students.html.j2")
    pages = _pages(students)
    for number, page in enumerate(pages):
        yield template.render(
            course=course,
            rows=[_row(s) for s in students[number * MOST_ROWS : (number + 1) * MOST_ROWS]],
            page=page,
            before=pages[number - 1] if number else None,
            after=pages[number + 1] if number + 1 < len(pages) else None,
            feedback=f"../{FEEDBACK}",
            **inlined("style", "page.css", "grading.css"),
            **inlined("script", "class.js"),
        )


def _pages(students: Sequence[Student]) -> list[Page]:
    if len(students) <= MOST_ROWS:
        return []
    parts = [students[at : at + MOST_ROWS] for at in range(0, len(students), MOST_ROWS)]
    return [
        {
            "path": STUDENTS.format(id=number),
            "first": part[0]["name"],
            "last": part[-1]["name"],
            "number": len(part),
        }
        for number, part in enumerate(parts, start=1)
    ]


def _row(student: Student) -> Row:
    given, most = total(student["grades"])
    told = status(student)
    flags = ["late"] if student.get("late") else []
    if student.get("absent"):
        flags = ["nothing handed in"]
    elif told != "graded":
        flags.append(told)
    if any("override" in grade for grade in student["grades"]):
        flags.append("points decided by hand")
    return {
        "student": student,
        "given": given,
        "most": most,
        "percent": percent(given, most),
        "count": Counter(outcomes.of_grade(grade).name for grade in student["grades"]),
        "flags": flags,
    }


def _figures(rows: Sequence[Row], there: Sequence[Row]) -> list[tuple[str, str]]:
    """Return the numbers that the page opens with, and what they are of."""
    late = sum("late" in row["flags"] for row in rows)
    handed_in = f"{len(there)}" if len(there) == len(rows) else f"{len(there)} of {len(rows)}"
    found = [(handed_in, "handed in")]
    found += [(str(late), "late")] if late else []
    found += [(str(len(rows) - len(there)), "nothing handed in")] if len(there) < len(rows) else []
    if there:
        most = there[0]["most"]
        for what, value in (
            ("median", statistics.median(row["given"] for row in there)),
            ("mean", statistics.fmean(row["given"] for row in there)),
        ):
            found.append((f"{value:.3g}", f"{what} of {most:g} points"))
    return found


def _questions(course: Course, students: Sequence[Student]) -> list[Question]:
    """Return the questions, those first that most points were lost at."""
    number = len(students[0]["grades"]) if students else 0
    found = [_question(course, students, at) for at in range(number)]
    return sorted(found, key=lambda question: question["percent"])


def _question(course: Course, students: Sequence[Student], at: int) -> Question:
    grades = [student["grades"][at] for student in students]
    about = grades[0]["records"][0]
    count = Counter(outcomes.of_grade(grade).name for grade in grades)
    wrong = wrong_answers(students, at)
    return {
        "claim": grades[0]["claim"],
        "title": about["blank"][:1].upper() + about["blank"][1:] or grades[0]["claim"],
        "about": about,
        "count": count,
        "answered": len(grades) - count[UNANSWERED],
        "percent": _share([grade for grade in grades if _is_answered(grade)]),
        "distinct": len({form for grade in grades for form in grade["form"] if form}),
        "references": course.get("references", {}).get(grades[0]["claim"], ()),
        "wrong": wrong[:MOST_FULL],
        "short": wrong[MOST_FULL : MOST_FULL + MOST_SHORT],
        "more": max(len(wrong) - MOST_FULL - MOST_SHORT, 0),
    }


def _is_answered(grade: Grade) -> bool:
    return outcomes.of_grade(grade).name != UNANSWERED


def _share(grades: Sequence[Grade]) -> float:
    """Return the points of those who answered as a percentage of what they could have."""
    return percent(*total(grades))


def _commonest(questions: Sequence[Question]) -> list[tuple[Question, Given]]:
    """Return the wrong answers that most of the class gave, with their questions."""
    found = [(question, given) for question in questions for given in question["wrong"]]
    return sorted(found, key=lambda each: -len(each[1]["who"]))[:MOST_COMMON]


def _lines(students: Sequence[Student]) -> list[str]:
    found = [line for student in students for line in of_the_sheet(student)]
    more = len(found) - MOST_LINES
    return [*found[:MOST_LINES], f"and {more} more"] if more > 0 else found
