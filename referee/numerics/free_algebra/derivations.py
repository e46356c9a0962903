"""Derivations: a chain of equalities from one side of a claim to the other, a cofactor a step.

The cofactors of a certificate sum to left − right in any order. The order chosen keeps to steps
that rewrite what is there and keeps the expressions between short: a search of bounded width, and
of the chains it meets the one with the fewest foreign steps, then the fewest letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from referee.numerics.free_algebra.certificates import Certificate
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.traces import Traces

Expression = TypeVar("Expression", Polynomial, Traces)
WIDTH = 12


@dataclass(frozen=True, slots=True)
class Step(Generic[Expression]):
    """One equality: ``before`` is what changes, ``after`` what it becomes, in ``expression``.

    The words of both begin with ``left`` and end with ``right``, which stay; under a trace, up to
    rotation and transposition.
    """

    label: str
    origin: str
    before: Expression
    after: Expression
    expression: Expression
    left: Word
    right: Word


@dataclass(frozen=True, slots=True)
class Derivation(Generic[Expression]):
    """A chain of equalities: the left side, and the steps that lead to the right one."""

    start: Expression
    steps: tuple[Step[Expression], ...]

    def lines(self) -> list[str]:
        """Return the chain as text, a line for each side and step."""
        return [str(self.start), *(f"= {step.expression}  [{step.label}]" for step in self.steps)]


def derivation(
    certificate: Certificate, left: Expression, right: Expression
) -> Derivation[Expression]:
    """Return a chain from left to right. Raises ValueError if left − right is not the claim."""
    if left - right != certificate.claim or certificate.expanded() != certificate.claim:
        raise ValueError("the certificate is one of another claim")
    order = _scheduled(certificate, left)
    steps, at = list[Step[Expression]](), left
    for place in order:
        step = _step(certificate, place, at)
        steps.append(step)
        at = step.expression
    return Derivation(left, tuple(steps))


def _step(certificate: Certificate, place: int, at: Expression) -> Step[Expression]:
    cofactor = certificate.cofactors[place]
    axiom = certificate.axioms[cofactor.axiom]
    summand = certificate.summand(cofactor)
    after = at - summand
    return Step(
        axiom.label,
        axiom.origin,
        _part(at, summand),
        _part(after, summand),
        after,
        cofactor.left,
        cofactor.right,
    )


def _part(whole: Any, words: Any) -> Any:
    """Return the terms of an expression at some words."""
    terms = {w: whole.terms[w] for w in words.terms if w in whole.terms}
    if isinstance(whole, Traces):
        return Traces(terms)
    return Polynomial(whole.rows, whole.columns, terms)


# Foreign steps so far, letters so far, the places taken, the expression they lead to.
State: TypeAlias = tuple[int, int, tuple[int, ...], Any]


def _scheduled(certificate: Certificate, left: Any) -> tuple[int, ...]:
    """Return the places of the cofactors in the order in which they are used."""
    summands = [certificate.summand(cofactor) for cofactor in certificate.cofactors]
    states: list[State] = [(0, 0, (), left)]
    for _ in summands:
        following: dict[frozenset[int], State] = {}
        for state in states:
            for new in _continued(state, summands):
                key = frozenset(new[2])
                if key not in following or new[:3] < following[key][:3]:
                    following[key] = new
        states = sorted(following.values(), key=lambda state: state[:3])[:WIDTH]
    return states[0][2]


def _continued(state: State, summands: Sequence[Any]) -> list[State]:
    foreign, letters, taken, at = state
    found: list[State] = []
    for place in sorted({*range(len(summands))} - {*taken}):
        summand = summands[place]
        present = any(at.terms.get(word) == c for word, c in summand.terms.items())
        after = at - summand
        size = sum(len(word) + 1 for word in after.terms)
        found.append((foreign + (not present), letters + size, (*taken, place), after))
    return found
