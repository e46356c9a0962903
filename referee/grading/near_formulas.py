"""Formulas that an instructor gives a share of the points for, and what is equal to one.

An answer is that formula where both have one normal form, or where it is decided that their values
are equal at every instance of the claim's family: the same phases as for the claim itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import hypothesis

from referee.deciding.answer import Answer
from referee.deciding.claim import Answering, Claim, judged_by_the_answer
from referee.deciding.decision import readings
from referee.language.comparison import Comparison, IllTyped, equal, iff
from referee.language.evaluation import value_of
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.strategies.families import Instance


@dataclass(frozen=True)
class Near:
    """A formula in the canonical spelling, the share it is worth, and what is said of it."""

    formula: str
    share: float
    says: str


def spelled(claim: Claim, text: str) -> str:
    """Return a formula, in any notation, as an answer to a claim in the canonical spelling.

    Raises FormulaError for what can't be read, could be several, or does not fit the blank.
    """
    found = readings(claim, Answer("rubric", claim.id, text))
    if len(found) > 1:
        raise FormulaError(f"{text!r} can be read as {found[0].text} and as {found[1].text}")
    for shape in claim.family.shapes:
        try:
            fits = type_of(found[0], claim.family, shape) == claim.type_at(shape)
        except IllTyped as error:
            raise FormulaError(str(error)) from None
        if not fits:
            raise FormulaError(f"{text!r} has another size than what goes into the blank")
    return found[0].text


def is_written_as(claim: Claim, text: str, other: str) -> bool:
    """Say whether two formulas in the canonical spelling have one normal form."""
    form = _form(claim, text)
    return bool(form) and form == _form(claim, other)


def _form(claim: Claim, text: str) -> str:
    """Return a normal form, "" where there is none."""
    try:
        return normal_form(_parsed(claim, text), claim.family)
    except (IllTyped, KeyError, ValueError, ArithmeticError, RecursionError):
        return ""


def _parsed(claim: Claim, text: str) -> Formula:
    return parse(text, dict.fromkeys(claim.names))


def equal_to(claim: Claim, text: str) -> Claim:
    """Return the claim that an answer equals a formula at every instance of a claim's family."""
    formula = _parsed(claim, text)

    def holds(p: Instance, answer: Answering) -> Comparison:
        there = value_of(formula, p)
        return iff(there, answer(p)) if claim.size is None else equal(there, answer(p))

    test: Any = hypothesis.given(p=claim.family.instances())(judged_by_the_answer(holds))
    test.family = claim.family
    found = replace(claim, decide=holds, test=test, asks=None)
    test.claim = found
    return found


__all__ = ["Near", "equal_to", "is_written_as", "spelled"]
