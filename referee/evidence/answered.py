"""What an answer's value is at an instance, and what it should be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from referee.deciding.case import Case
from referee.deciding.one_instance import decide_at
from referee.evidence.plain_numbers import entries
from referee.language.comparison import Comparison, IllTyped
from referee.language.evaluation import AnswerUndefined
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.strategies.families import Instance

Entries = list[list[str]]
# A value that cannot be shown is not shown: nothing is decided by it.
_NO_VALUE = (
    AnswerUndefined, Undefined, OutOfReach, IllTyped, ArithmeticError, ValueError, TypeError,
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


def _belongs(case: Case, p: Instance, value: Any) -> Entries | None:
    try:
        with_it, with_another = (_opposite(case, p, each) for each in (value, value + 1))
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
