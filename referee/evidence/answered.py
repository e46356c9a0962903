"""What an answer's value is at an instance, and what it should be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from referee.deciding.case import Case
from referee.deciding.claim import Claim
from referee.deciding.one_instance import decide_at
from referee.evidence.plain_numbers import entries
from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import AnswerUndefined
from referee.language.tree import Formula
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.strategies.families import Instance

Entries = list[list[str]]
APART = 13  # from each entry of an answer, those of another one
# A value that cannot be shown is not shown: nothing is decided by it, whatever a claim does with
# another answer than the one it was decided for. A memory that is exhausted is none of these.
_NO_VALUE = (
    AnswerUndefined, Undefined, OutOfReach, IllTyped, ArithmeticError, ValueError, TypeError,
    LookupError, AttributeError, AssertionError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """The value of an answer, and the one that belongs there, None where that is not one value."""

    value: Entries
    belongs: Entries | None


def answered(case: Case, p: Instance) -> Answered | None:
    """Return the value of an answer at an instance, None for a statement or where there is none.

    What belongs there is the other side of an equation whose one side is the answer itself, if
    it stays the same with another answer in the blank.
    """
    if case.claim.size is None:
        return None
    try:
        value: Any = case.answer(p)
        if not getattr(value, "size", 0):
            return None
        return Answered(entries(value), _belongs(case, p, value))
    except _NO_VALUE:
        return None


def fitting(claim: Claim, references: Iterable[Formula], p: Instance) -> Entries | None:
    """Return the value at an instance of the first reference that is right there, None for none.

    It is one that a bound or a rate may have, of which nothing says that it has to be this one.
    """
    for formula in references:
        try:
            case = Case(claim, formula)
            value: Any = case.answer(p)
            if getattr(value, "size", 0) and case.compared_at(p).truth is Truth.TRUE:
                return entries(value)
        except _NO_VALUE:
            continue
    return None


def _belongs(case: Case, p: Instance, value: Any) -> Entries | None:
    try:
        with_it, with_another = (_opposite(case, p, each) for each in (value, value + APART))
    except _NO_VALUE:
        return None
    return with_it if with_it == with_another else None


def _opposite(case: Case, p: Instance, value: Any) -> Entries | None:
    """Return the side of an equation that faces an answer's value, None where there is none."""
    found: Comparison = decide_at(case.claim.decide, lambda _: value, p)
    if found.relation != "=" or found.lhs is None or found.rhs is None:
        return None
    facing = next(
        (b for a, b in ((found.lhs, found.rhs), (found.rhs, found.lhs)) if a is value), None
    )
    return None if facing is None else entries(facing)
