"""The answers of a class that went wrong, each once, with those who gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypedDict

from referee.evidence.schema import Record
from referee.reports.anchors import sanitise
from referee.reports.grades import Grade, Student


class Given(TypedDict):
    """An answer that several gave: its record as most wrote it, who they are, its anchor."""

    record: Record
    anchor: str
    who: list[Student]


def wrong_answers(students: Sequence[Student], at: int) -> list[Given]:
    """Return the wrong answers to a question by how many gave each, the commonest first."""
    return given_by(students, lambda _, record: _is_wrong(record), slice(at, at + 1))


def unread_answers(students: Sequence[Student]) -> list[Given]:
    """Return the answers that are no formulas, those first that most wrote."""
    return given_by(students, lambda _, record: "unread" in record and record["answer"] is not None)


def given_by(
    students: Sequence[Student],
    wanted: Callable[[Grade, Record], bool],
    among: slice = slice(None),
) -> list[Given]:
    """Return the answers that are wanted, each once, with those who gave it, the commonest first.

    ``among`` are the questions that are looked at, by their places.
    """
    found: dict[tuple[str, str], list[tuple[Student, Record]]] = {}
    for student in students:
        for grade in student["grades"][among]:
            for form, record in zip(grade["form"], grade["records"], strict=True):
                if wanted(grade, record):
                    key = grade["claim"], form or record["answer"] or ""
                    found.setdefault(key, []).append((student, record))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_given(each, number) for number, (_, each) in enumerate(ordered, 1)]


def _given(found: Sequence[tuple[Student, Record]], number: int) -> Given:
    """Return an answer with the spelling that most gave to it, and everybody once."""
    text = Counter(record["answer"] for _, record in found).most_common(1)[0][0]
    people = {student["id"]: student for student, _ in found}
    record = next(record for _, record in found if record["answer"] == text)
    return {
        "record": record,
        "anchor": f"answer-{sanitise(record['claim'])}-{number}",
        "who": list(people.values()),
    }


def _is_wrong(record: Record) -> bool:
    """Say whether an answer is false, fits nowhere, or is true and says nothing."""
    share = record.get("strength", {}).get("share", 1)
    empty = record["verdict"] == "held" and share == 0
    return record["verdict"] in {"refuted", "ill-typed"} or empty
