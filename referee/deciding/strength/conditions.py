"""Conditions that are true: whether they say more than they ask, and how much they leave out.

A sufficient condition is *tight* where it is true wherever the reference's is; *of the same order*
where it is true of a quarter of these instances or more; *loose* where it is true of fewer;
*worthless* where it is never true; *circular* where it restates the question. Instances are drawn
with numbers of all magnitudes: 0 and 1, at which conditions are true by chance, are seldom.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

from referee.deciding.case import Case
from referee.deciding.drawn_once import smallest
from referee.deciding.one_instance import decide_at
from referee.deciding.strength.asked import Condition
from referee.deciding.strength.restated import restates
from referee.deciding.strength.words import (
    CIRCULAR,
    LOOSE,
    SAME_ORDER,
    TIGHT,
    WORTHLESS,
    Strength,
)
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import TOP

SAMPLED, SMALLEST = 200, 40  # independent instances; and the smallest, where none of these tells
MUCH_STRONGER = Fraction(1, 4)  # of the instances at which the reference's condition is true


def strength_of_condition(
    case: Case, asks: Condition, references: Sequence[Formula]
) -> Strength | None:
    """Return how much a true condition says, None where there is nothing to hold it against."""
    if restates(case.formula, asks.about, case.family):
        return Strength(CIRCULAR, "it says what is asked in the words of the question")
    if asks.exact:
        return Strength(TIGHT, "true exactly where it is to be")
    return _nearest(case, references)


def never_true(case: Case) -> Strength | None:
    """Return that a condition is worthless where it is true of no instance, else None."""
    looked_at = [*_sample(case), *smallest(case.family, SMALLEST)]
    if any(_is_true(case, case.formula, p) for p in looked_at):
        return None
    return Strength(WORTHLESS, "never true", instances=len(looked_at))


def _sample(case: Case) -> list[Instance]:
    """Return independent instances, the same for every answer and seed."""
    family, rng = case.family, random.Random(f"strength {case.claim.id}")
    shapes = [rng.choice(family.shapes) for _ in range(SAMPLED)]
    raws = ([rng.randint(-TOP, TOP) for _ in family.layout(shape).bounds] for shape in shapes)
    return [family.from_raw(*drawn, "wide") for drawn in zip(shapes, raws, strict=True)]


def _nearest(case: Case, references: Sequence[Formula]) -> Strength | None:
    """Compare a condition with that of the reference's which it is nearest to."""
    sample = _sample(case)
    own = [_is_true(case, case.formula, p) for p in sample]
    found = [_compared(case, own, reference, sample) for reference in references]
    order = (TIGHT, SAME_ORDER, LOOSE)
    return min(found, key=lambda strength: order.index(strength.word), default=None)


def _compared(
    case: Case, own: Sequence[bool], reference: Formula, sample: Sequence[Instance]
) -> Strength:
    wanted = [mine for mine, p in zip(own, sample, strict=True) if _is_true(case, reference, p)]
    both, all_ = sum(wanted), len(wanted)
    if both == all_:
        return Strength(TIGHT, "true wherever {against} is", reference.text, len(sample))
    word = SAME_ORDER if Fraction(both, all_) >= MUCH_STRONGER else LOOSE
    says = f"true of {both} of the {all_} instances at which {{against}} is"
    return Strength(word, says, reference.text, len(sample))


def _is_true(case: Case, formula: Formula, p: Instance) -> bool:
    """Say whether a condition is certainly true of an instance; without a value it is not."""

    def said(at: Instance, _: object) -> Comparison:
        found: Comparison = value_of(formula, at)
        return found

    return decide_at(said, case.answer, p).truth is Truth.TRUE
