"""The queue: answers that an instructor should look at, once each, however many gave it.

It is written as a page's section and as a file of overrides to fill in: what is decided there of an
answer is decided for everybody who gave it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypedDict

from referee.evidence.schema import Points, Record
from referee.reports.grades import Course, Grade, Student, is_faultless, is_never_true
from referee.reports.text import one_line, toml_string
from referee.reports.wording import counted, listed

LOOSE = "loose"
NOT_READ = "not read"
MOST_NAMES = 5
LONGEST = 1_000  # characters of an answer, which its id stands for
# Why an answer waits, in the order in which the queue shows it.
WHY = ("not decided", "ambiguous", "inconclusive", NOT_READ, LOOSE)
HEAD = """\
# Answers to look at, once each: what you decide of one holds for everybody who gave it.
# Put a number in the place of "?" and say why; students read the reason. Run the command again:
# what is decided here then stands in overrides.toml, and the rest here.
"""
EMPTY = "# No answer waits for anybody to look at it.\n"


class Waiting(TypedDict):
    """An answer that waits: why, who gave it, the points it has now.

    ``id`` is what an override names it by; ``form`` its normal form, or its text; both are empty
    for what is no answer at all, which is decided for each student.
    """

    id: str
    claim: str
    form: str
    why: str
    answer: str
    who: list[Student]
    given_by: str
    points: Points
    record: Record


def answer_id(claim: str, form: str) -> str:
    """Return the name of an answer: the same for all that are one, in every run."""
    return hashlib.sha256(f"{claim}\n{form}".encode("utf-8", "replace")).hexdigest()[:12]


def waiting(students: Sequence[Student]) -> list[Waiting]:
    """Return what is to be looked at: by why it waits, then by how many gave it."""
    found: dict[tuple[str, str, str], Waiting] = {}
    for student in students:
        for grade, form, record, why in _open(student):
            key = (grade["claim"], form, "" if form else student["id"])
            if key not in found:
                found[key] = _waiting(grade, form, record, why)
            if student not in found[key]["who"][-1:]:
                found[key]["who"].append(student)
    for each in found.values():
        each["given_by"] = given_by(_names(each))
    return sorted(found.values(), key=lambda w: (WHY.index(w["why"]), -len(w["who"])))


def _open(student: Student) -> Iterator[tuple[Grade, str, Record, str]]:
    for grade in student["grades"]:
        decided = grade.get("decided", ())
        # A student's own override decides everything that stands there.
        if "override" in grade and not decided:
            continue
        for form, record in zip(grade["form"], grade["records"], strict=True):
            why = reason_to_look(record)
            if why and form not in decided:
                yield grade, form, record, why


def reason_to_look(record: Record) -> str:
    """Say why somebody should look at an answer; empty where nobody has to."""
    verdict = record["verdict"]
    if is_faultless(record) or verdict == "crashed":
        return "not decided"
    if verdict in {"ambiguous", "inconclusive"}:
        return "" if is_never_true(record) else verdict
    if verdict == "error":
        return NOT_READ
    return LOOSE if record.get("strength", {}).get("word") == LOOSE else ""


def _waiting(grade: Grade, form: str, record: Record, why: str) -> Waiting:
    most = grade["points"]["most"]
    given = record["points"]["given"] if "points" in record else 0.0
    return {
        "id": answer_id(grade["claim"], form) if form else "",
        "claim": grade["claim"],
        "form": form,
        "why": why,
        "answer": record["answer"] or "",
        "who": [],
        "given_by": "",
        "points": {"given": given, "most": most},
        "record": record,
    }


def skeleton(_: Course, students: Sequence[Student]) -> str:
    """Return the queue as a file of overrides, an entry an answer, the points of each "?"."""
    found = waiting(students)
    return "\n".join([HEAD, *map(_entries, found)]) if found else EMPTY


def _entries(each: Waiting) -> str:
    if each["form"]:
        text = each["answer"]
        whole = text if len(text) <= LONGEST else one_line(text, LONGEST)
        who = [f"answer = {toml_string(whole)}", f"id = {toml_string(each['id'])}"]
        return _entry(each, who)
    names = map(toml_string, _names(each))
    return "\n".join(_entry(each, [f"student = {name}"]) for name in names)


def _names(each: Waiting) -> list[str]:
    return [student["name"] for student in each["who"]]


def _entry(each: Waiting, who: Sequence[str]) -> str:
    points = each["points"]
    return "\n".join(
        [
            f"# {each['why']}: {one_line(each['record']['reason'], 200)}",
            f"# {each['given_by']}; {points['given']:g} of {points['most']:g} points",
            "[[override]]",
            f"question = {toml_string(each['claim'])}",
            *who,
            'points = "?"',
            'reason = ""',
            "",
        ]
    )


def given_by(names: Sequence[str]) -> str:
    """Name the students who gave an answer, the first few where there are many."""
    shown = [one_line(name, 60) for name in names[:MOST_NAMES]]
    more = len(names) - MOST_NAMES
    told = [*shown, f"{more:,} more"] if more > 0 else shown
    return f"{counted(len(names), 'student')}: {listed(told)}"
