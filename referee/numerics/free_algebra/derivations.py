"""Derivations: a chain of equalities from one side of a claim to the other, a cofactor a step.

The cofactors of a certificate sum to left − right in any order. The order chosen keeps to steps
that rewrite what is there and keeps the expressions between short: a search whose width is bounded,
and smaller where there are many steps, takes the chain with the fewest steps that rewrite nothing
that is there, then the fewest letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

from flint import fmpq

from referee.numerics.free_algebra.certificates import Certificate
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.span import subtract
from referee.numerics.free_algebra.traces import Traces

Expression = TypeVar("Expression", Polynomial, Traces)
Terms: TypeAlias = dict[Word, Coefficient]
ONE = fmpq(1)
WIDTH, WORK = 12, 250


@dataclass(frozen=True, slots=True)
class Step(Generic[Expression]):
    """One equality: ``before`` is what changes, ``after`` what it becomes, in ``expression``.

    The words of both begin with ``left`` and end with ``right``, which stay; under a trace, up to
    rotation and transposition. ``place`` is that of the cofactor, −1 for a theorem that is cited.
    """

    label: str
    origin: str
    before: Expression
    after: Expression
    expression: Expression
    left: Word
    right: Word
    place: int = -1


@dataclass(frozen=True, slots=True)
class Derivation(Generic[Expression]):
    """A chain of equalities: the left side, and the steps that lead to the right one.

    A lemma's has its name for a title.
    """

    start: Expression
    steps: tuple[Step[Expression], ...]
    title: str = ""

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


def explained(
    certificate: Certificate, left: Expression, right: Expression
) -> list[Derivation[Any]]:
    """Return the chain of each lemma that a person reads, then that of the claim.

    Where a theorem is cited, the chain has one step. Raises ValueError as ``derivation`` does.
    """
    chains: list[Derivation[Any]] = []
    for place, lemma in enumerate(certificate.lemmas):
        if not lemma.transposed:
            chain = derivation(certificate.of_lemma(place), lemma.left, lemma.right)
            chains.append(replace(chain, title=lemma.statement.label))
    chains.append(derivation(certificate, left, right))
    if certificate.citation:
        step = Step(certificate.citation, "", left, right, right, (), ())
        chains[-1] = Derivation(left, (step,))
    return chains


def _step(certificate: Certificate, place: int, at: Expression) -> Step[Expression]:
    cofactor = certificate.cofactors[place]
    axiom = certificate.statements[cofactor.axiom]
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
        place,
    )


def _part(whole: Any, words: Any) -> Any:
    """Return the terms of an expression at some words."""
    terms = {w: whole.terms[w] for w in words.terms if w in whole.terms}
    if isinstance(whole, Traces):
        return Traces(terms)
    return Polynomial(whole.rows, whole.columns, terms)


# Foreign steps so far, letters so far, the places taken, and the terms they lead to.
State: TypeAlias = tuple[int, int, tuple[int, ...], Terms]


def _scheduled(certificate: Certificate, left: Polynomial | Traces) -> tuple[int, ...]:
    """Return the places of the cofactors in the order in which they are used."""
    summands = [certificate.summand(cofactor).terms for cofactor in certificate.cofactors]
    width = max(1, min(WIDTH, WORK // (1 + len(summands))))
    states: list[State] = [(0, 0, (), dict(left.terms))]
    for _ in summands:
        following: dict[frozenset[int], tuple[int, int, tuple[int, ...]]] = {}
        for state in states:
            for foreign, letters, taken in _continued(state, summands):
                key = frozenset(taken)
                following[key] = min(
                    following.get(key, (foreign, letters, taken)), (foreign, letters, taken)
                )
        kept = sorted(following.values())[:width]
        states = [(*new, _reached(left.terms, new[2], summands)) for new in kept]
    return states[0][2]


def _continued(
    state: State, summands: Sequence[Terms]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield what a state becomes by each step that is left."""
    foreign, letters, taken, at = state
    now = sum(len(word) + 1 for word in at)
    for place in sorted({*range(len(summands))} - {*taken}):
        summand = summands[place]
        gone = [word for word, c in summand.items() if at.get(word) == c]
        new = [word for word in summand if word not in at]
        size = now + sum(len(w) + 1 for w in new) - sum(len(w) + 1 for w in gone)
        yield foreign + (not gone), letters + size, (*taken, place)


def _reached(left: Terms, taken: Sequence[int], summands: Sequence[Terms]) -> Terms:
    terms = dict(left)
    for place in taken:
        subtract(terms, summands[place], ONE)
    return terms
