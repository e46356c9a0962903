"""The judgement: a decision and the reference's answers in, how much the answer says out."""

from __future__ import annotations

from collections.abc import Sequence

from referee.deciding.case import Case
from referee.deciding.decision import Decision
from referee.deciding.strength.asked import Asked, Bound
from referee.deciding.strength.bounds import strength_of_bound
from referee.deciding.strength.conditions import never_true, strength_of_condition
from referee.deciding.strength.words import TIGHT, Strength
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.tree import Formula


def strength_of(decision: Decision, references: Sequence[str]) -> Strength | None:
    """Return how much a true answer says, held against the reference's answers, as formulas.

    None where the claim asks for nothing that is to be strong or weak, or nothing was held. A
    condition of which nothing was decided, since it is never true, is worthless.
    """
    case, asks = decision.case, decision.claim.asks
    if case is None or asks is None:
        return None
    if decision.verdict == "held":
        known_good = ([_read(case, text) for text in texts] for texts in (references, asks.also))
        try:
            return _strength(case, asks, *known_good)
        except ArithmeticError:  # a number that is not computed: nothing is said of the answer
            return None
    known = decision.findings
    vacuous = decision.verdict == "inconclusive" and not known.counted and known.vacuous
    return never_true(case) if vacuous and not isinstance(asks, Bound) else None


def _read(case: Case, text: str) -> Formula:
    return parse(text, dict.fromkeys(case.family.by_name))


def _strength(
    case: Case, asks: Asked, references: Sequence[Formula], also: Sequence[Formula]
) -> Strength | None:
    own = normal_form(case.formula, case.family)
    for reference in (*references, *also):
        if normal_form(reference, case.family) == own:
            return Strength(TIGHT, "the reference's answer", reference.text)
    if isinstance(asks, Bound):
        return strength_of_bound(case, asks, references, also)
    return strength_of_condition(case, asks, (*references, *also))
