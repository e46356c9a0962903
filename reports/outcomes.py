"""What became of an answer, as its writer reads it: a sign, a title, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from referee.evidence.schema import Record
from referee.reports.grades import EMPTY, NEARLY, RIGHT, WRONG, Grade, outcome

UNREAD, OPEN, UNANSWERED = "not read", "not decided", "unanswered"


@dataclass(frozen=True)
class Known:
    """An outcome: the sign and the colour that it has, its title, what it means in a sentence."""

    name: str
    mark: str
    style: str
    title: str
    says: str


# In the order in which somebody should look at them.
OUTCOMES: Mapping[str, Known] = {
    each.name: each
    for each in (
        Known(WRONG, "refuted", "refuted", "Wrong", "there are numbers with which it is false"),
        Known(UNREAD, "error", "error", "Not read", "it is no formula; the place is marked"),
        Known(EMPTY, "inconclusive", "inconclusive", "Says nothing", "it is true of anything"),
        Known(NEARLY, "nearly", "inconclusive", "Nearly right", "a part of the points"),
        Known(OPEN, "ambiguous", "ambiguous", "Not decided", "somebody has to look at it"),
        Known(RIGHT, "held", "held", "Right", "all points"),
        Known(UNANSWERED, "unanswered", "unanswered", "Unanswered", "no points"),
    )
}


def of_grade(grade: Grade) -> Known:
    """Return what became of the answers to a question."""
    return OUTCOMES[_name(outcome(grade), grade["fault"])]


def of(record: Record) -> Known:
    """Return what became of one answer."""
    share = record.get("strength", {}).get("share", 1.0)
    verdict = record["verdict"]
    if verdict == "held":
        found = RIGHT if share == 1 else NEARLY if share else EMPTY
    elif record.get("credit"):
        found = NEARLY
    elif verdict == "inconclusive" and "strength" in record:
        found = EMPTY
    else:
        found = WRONG if verdict in {"refuted", "ill-typed"} else str(verdict)
    return OUTCOMES[_name(found, record.get("fault", ""))]


def _name(found: str, fault: str) -> str:
    """Return the outcome that a verdict is: what was not decided, or could not be read."""
    if found in OUTCOMES:
        return found
    return UNREAD if found == "error" and fault != "run" else OPEN
