"""What a proof at every size has to be about: its claim's equations, letters and axioms.

A certificate says which polynomial it proves and from what. Both are the log's words. Here the
claim is run on letters again, and the certificate held against what that gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from referee.deciding.claim import Claim
from referee.deciding.decision import readings
from referee.deciding.every_size import Traced, divisors, trace
from referee.evidence.record import answer_of
from referee.evidence.schema import EverySize, Record
from referee.language.evaluation import value_of
from referee.language.stating import Goal
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.decoding import decode
from referee.numerics.free_algebra.letters import Letter
from referee.numerics.free_algebra.polynomials import Polynomial


def traced_again(claim: Claim, record: Record) -> Traced:
    """Run a record's answer on letters. Raises FormulaError and NotTranslated."""
    formula = readings(claim, answer_of(record))[0]
    return trace(claim.decide, lambda p: value_of(formula, p), claim.family)


def faults(proof: EverySize, traced: Traced) -> Iterator[str]:
    """Yield what a proof says that is not the claim's; its certificates are well formed."""
    tracing, certificates = traced.tracing, proof["certificates"]
    if len(certificates) != len(traced.goals):
        yield f"{len(certificates)} certificates for {len(traced.goals)} equations"
        return
    if tracing.conditions:
        yield f"nothing guarantees that {tracing.conditions[0]}"
    sizes = {size.name for size in tracing.shape.values()} & tracing.positive
    if proof["names"] != sorted(sizes, reverse=True):
        yield f"it is said to be for every {', '.join(proof['names'])}"
    for certificate, goal in zip(certificates, traced.goals, strict=True):
        yield from _faults(certificate, goal, traced)


def _faults(data: dict[str, Any], goal: Goal, traced: Traced) -> Iterator[str]:
    known = axioms_of(goal, traced)
    letters = quiver(goal, known)
    for name, ends in data["letters"].items():
        if letters.get(name) != ends:
            yield f"the claim has no letter {name} of size {'×'.join(map(str, ends[:2]))}"
            return
    certificate = decode(data)
    if certificate.claim != goal.left - goal.right:
        yield "the certificate is of another equation than the claim's"
    said = {*known}
    for axiom in certificate.axioms:
        if axiom not in said:
            yield f"{axiom.label}: the family carries no such axiom"
    for divisor in divisors(certificate, traced.tracing):
        yield f"it divides by {divisor}, which may be 0"


def axioms_of(goal: Goal, traced: Traced) -> list[Axiom]:
    """Return all that an equation may be proved by: the family's axioms and its own premises."""
    return traced.tracing.axioms_under(goal.premises)


def quiver(goal: Goal, axioms: list[Axiom]) -> Mapping[str, list[str]]:
    """Return the letters of an equation and its axioms with their ends and their transposes."""
    polynomials = [goal.left, goal.right, *(axiom.polynomial for axiom in axioms)]
    letters = {letter for each in polynomials for letter in _letters(each)}
    return {str(a): [a.rows, a.columns, str(a.T)] for a in letters}


def _letters(polynomial: Polynomial) -> Iterator[Letter]:
    for word in polynomial.terms:
        for letter in word:
            yield from (letter, letter.T)
