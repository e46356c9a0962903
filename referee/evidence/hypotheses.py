"""Load-bearing hypotheses: whether an answer that holds still holds without one of them.

A family declares what it builds in and which family is left without it
(``Family.hypotheses``). The claim and the answer stay as they are and are decided over the
larger family. A statement that has no value at an instance (the inverse of a matrix that
has none) is false there: without the hypothesis it cannot even be written down.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from referee.deciding.case import Case
from referee.deciding.claim import Answering, Claim, Property
from referee.deciding.decision import Decision
from referee.deciding.drawn_once import SMALL, drawn, smallest
from referee.deciding.faults import Raised, attempted, trouble_of
from referee.deciding.identity import LARGE, Proof, prove
from referee.deciding.one_instance import decide_at
from referee.deciding.shrink.steps import shrink
from referee.deciding.verdict import ENOUGH
from referee.deciding.witness import Witness
from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula
from referee.language.types import type_of
from referee.numerics.arrays import Array
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined, why_undefined
from referee.strategies.families import Family, Hypothesis, Instance, say_shape
from referee.strategies.tokens import from_token

UP_TO = 3  # shapes up to which a claim is proved without a hypothesis
SCOPE = 60  # smallest instances decided without it
SAMPLE = 100  # independent ones, and up to MOST while too few say anything
MOST = 300
PROBES = 12  # instances on which it is seen whether a claim reads a field

NEEDED, NOT_NEEDED = "needed", "not needed"
PROVED, UNDECIDED = "proved not needed", "undecided"


@dataclass(frozen=True)
class Finding:
    """What became of a claim without one hypothesis, over the family that is left."""

    hypothesis: Hypothesis
    family: Family
    verdict: str
    instances: int = 0
    reason: str = ""
    counterexample: Witness | None = None


def findings(decision: Decision) -> list[Finding]:
    """Drop each hypothesis of a claim's family in turn, for an answer that was held."""
    case = decision.case
    if case is None:
        return []
    return [
        _finding(decision, case, hypothesis)
        for hypothesis in case.family.hypotheses
        if _matters(case.claim, case.formula, hypothesis)
    ]


class _Read(Exception):
    """A property read the field that a hypothesis is about."""


def _matters(claim: Claim, formula: Formula, hypothesis: Hypothesis) -> bool:
    """Say whether a claim or its answer ever reads the field that a hypothesis is about."""
    if not hypothesis.about:
        return True

    def read(_: Instance, __: np.ndarray) -> Array:
        raise _Read

    fields = tuple(
        replace(f, build=read) if f.name == hypothesis.about else f for f in claim.family.fields
    )
    watched = replace(claim.family, fields=fields)
    rng = random.Random(claim.id)
    try:
        for _ in range(PROBES):
            decide_at(claim.decide, lambda p: value_of(formula, p), watched.sample_small(rng))
    except _Read:
        return True
    return False


def _finding(decision: Decision, case: Case, hypothesis: Hypothesis) -> Finding:
    family = case.family.without(hypothesis)
    if family is case.family:
        return _not_assumed(decision, hypothesis)
    found = attempted(lambda: _dropped(case, hypothesis, family))
    if isinstance(found, Raised):
        return Finding(hypothesis, family, UNDECIDED, reason=trouble_of(found.error).reason)
    return found


def _not_assumed(decision: Decision, hypothesis: Hypothesis) -> Finding:
    """Return what the claim's own decision says: its family does not build this in."""
    proved = decision.proof is not None and decision.proof.holds
    return Finding(
        hypothesis,
        decision.claim.family,
        PROVED if proved else NOT_NEEDED,
        decision.findings.counted,
        "the claim does not assume it",
    )


def _dropped(case: Case, hypothesis: Hypothesis, family: Family) -> Finding:
    """Decide the claim over the larger family, up to the first counterexample."""
    claim, formula = case.claim, case.formula
    why_not = claim.fixed.get(hypothesis.name) or _misfit(claim, formula, family)
    if why_not:
        return Finding(hypothesis, family, UNDECIDED, reason=why_not)
    decided, doubt = 0, ""
    for index, p in enumerate(_instances(family, case.seed)):
        if index >= SCOPE + SAMPLE and decided >= ENOUGH:
            break
        compared = decide_without(claim.decide, formula, p)
        if compared.truth is Truth.FALSE:
            found = _smallest(claim, formula, p, in_scope=index < SCOPE)
            return Finding(hypothesis, family, NEEDED, decided + 1, counterexample=found)
        decided += compared.truth is Truth.TRUE and not compared.vacuous
        doubt = doubt or (compared.note if compared.truth is Truth.UNDECIDED else "")
    if doubt or decided < ENOUGH:
        reason = doubt or f"only {decided} instances were decided; {ENOUGH} are needed"
        return Finding(hypothesis, family, UNDECIDED, decided, reason)
    rng = random.Random(f"{case.seed} without {hypothesis.name} {claim.id}")
    return _held(claim, formula, hypothesis, family, decided, rng)


def _instances(family: Family, seed: int) -> Iterator[Instance]:
    yield from smallest(family, SCOPE)
    yield from islice(drawn(family, f"{seed} small", SMALL), MOST)


def _held(
    claim: Claim,
    formula: Formula,
    hypothesis: Hypothesis,
    family: Family,
    decided: int,
    rng: random.Random,
) -> Finding:
    """Try to prove what held of all instances; what the proof refutes is a counterexample."""
    proof = _proof(claim, formula, family, rng)
    if proof.holds:
        reason = (
            f"for all shapes up to {UP_TO}, wrong with probability at most 2^−{int(proof.bits)}"
        )
        return Finding(hypothesis, family, PROVED, decided, reason)
    if proof.fails_at is not None:
        large = (family.sample_large(proof.fails_at, rng) for _ in range(LARGE))
        false = (p for p in large if decide_without(claim.decide, formula, p).truth is Truth.FALSE)
        p = next(false, None)
        if p is None:
            return Finding(hypothesis, family, UNDECIDED, decided, proof.reason)
        found = _smallest(claim, formula, p, in_scope=False)
        return Finding(hypothesis, family, NEEDED, decided + 1, counterexample=found)
    return Finding(hypothesis, family, NOT_NEEDED, decided)


def _proof(claim: Claim, formula: Formula, family: Family, rng: random.Random) -> Proof:
    return prove(claim.decide, lambda p: value_of(formula, p), family, rng, most=UP_TO)


def _misfit(claim: Claim, formula: Formula, family: Family) -> str:
    """Say why an answer cannot be asked about another family; empty where it can."""
    for shape in family.shapes:
        try:
            if type_of(formula, family, shape) != claim.type_at(shape):
                return f"the answer does not fit at {say_shape(shape)}"
        except (IllTyped, KeyError) as error:
            return f"the answer does not fit at {say_shape(shape)}: {error}"
    return ""


def decide_without(decide: Property, formula: Formula, p: Instance) -> Comparison:
    """Decide a claim where one of its hypotheses may fail: without a value it is false."""

    def meaningful(at: Instance, answer: Answering) -> Comparison:
        try:
            return decide(at, answer)
        except OutOfReach:
            raise
        except (Undefined, ZeroDivisionError) as error:
            note = f"the statement has no value: {why_undefined(error)}"
            return Comparison(Truth.FALSE, "is defined", note=note)

    return decide_at(meaningful, lambda at: value_of(formula, at), p)


def _smallest(claim: Claim, formula: Formula, found: Instance, *, in_scope: bool) -> Witness:
    """Return a counterexample, shrunk unless it is the smallest, decided again from its token."""

    def fails(p: Instance) -> bool:
        return decide_without(claim.decide, formula, p).truth is Truth.FALSE

    again = from_token((found if in_scope else shrink(found, fails)).token)
    return Witness(again, decide_without(claim.decide, formula, again))
