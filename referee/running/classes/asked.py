"""Answers as they are read: what decides whether two of them are one."""

from __future__ import annotations

from dataclasses import dataclass

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.decision import readings, refused
from referee.evidence.schema import Unread
from referee.evidence.unread import from_refusal
from referee.grading.reading import printable
from referee.language.normal_form import normal_form
from referee.language.tree import Formula, FormulaError
from referee.running.cache import Key


@dataclass(frozen=True)
class Asked:
    """An answer as read: its formula, the first of several, its key, or why it cannot be read."""

    formula: Formula | None
    key: Key | None
    trouble: str = ""
    unread: Unread | None = None


def as_read(claim: Claim, answer: Answer) -> Asked:
    """Return an answer as it is read, or why it cannot be."""
    try:
        formulas = readings(claim, answer)
    except FormulaError as error:
        why = from_refusal(refused(claim, answer, error))
        return Asked(None, None, printable(str(error), 300), why)
    forms = sorted(normal_form(formula, claim.family) for formula in formulas)
    return Asked(formulas[0], (claim.id, " or ".join(forms)))


def as_written(answer: Answer) -> tuple[object, ...]:
    """Return all that reading an answer depends on: with other names a text is another formula."""
    return answer.claim, answer.text, answer.notation, answer.names, answer.foreign


def plainness(answer: Answer) -> tuple[object, ...]:
    """Return what answers with one key are ordered by: nothing declared, few characters first."""
    text = answer.text or ""
    return len(answer.names), answer.notation != "", len(text), text, answer.notation, answer.names
