"""Proofs by the four equations: what satisfies them is the pseudo-inverse, which is unique.

That a matrix is a pseudo-inverse is shown as everybody shows it, each equation a lemma. In one
chain of equalities the same steps are taken several times over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product as pairs

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom, closed, moore_penrose
from referee.numerics.free_algebra.certificates import Certificate, Cofactor, without_unused
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.completion import USUAL, Limits
from referee.numerics.free_algebra.lemmas import Lemmas
from referee.numerics.free_algebra.letters import Letter, Word
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.proofs import Open, Proved
from referee.numerics.free_algebra.shortening import prove_shortly

READABLE = 4  # steps of a chain that needs no other way to be told
LONG = 40  # steps of a chain that a few lemmas do not make short
ZERO = fmpq(0)
# The shape of M is arbitrary; P and Q have its transpose's.
ABSTRACT = Letter("M", "r", "c"), Letter("P", "c", "r"), Letter("Q", "c", "r")


def by_uniqueness(
    pseudo_inverse: Polynomial,
    other: Polynomial,
    presentation: Presentation,
    limits: Limits = USUAL,
) -> Proved | Open:
    """Prove that a matrix is the pseudo-inverse by the four equations, each a lemma.

    Of the pseudo-inverse nothing is used but its own four. Simple equations that the four rest
    on are lemmas before them.
    """
    matrix = presentation.pseudo_inverted(pseudo_inverse)
    if matrix is None:
        return Open(f"{pseudo_inverse} is no pseudo-inverse")
    axioms = presentation.axioms
    known = Lemmas(axioms)
    (letter,) = next(iter(pseudo_inverse.terms))
    others = [axiom for axiom in axioms if not _mentions(axiom, letter)]
    sides = (matrix, other, matrix * other, other * matrix)
    equations = moore_penrose(matrix, other)
    others = known.prepare([e.polynomial for e in equations if e.polynomial], others, limits)
    for equation, side in zip(equations, sides, strict=True):
        label = f"{other} satisfies the {equation.label}"
        lemma = replace(equation, label=label)
        if equation.polynomial and not known.prove(lemma, side, others, limits):
            return Open(f"not proved: {label}", known.rules, known.steps)
    cofactors = _unique(matrix, pseudo_inverse, other, known.statements)
    claim = pseudo_inverse - other
    certificate = without_unused(claim, axioms, cofactors, known.lemmas)
    citation = f"only the pseudo-inverse of {matrix} satisfies its four equations"
    return Proved(replace(certificate, citation=citation), known.rules, known.steps)


@cache
def _uniqueness() -> Certificate:
    """Return the proof that two matrices P and Q with the four equations of M are equal."""
    M, P, Q = (of_letter(letter) for letter in ABSTRACT)
    proved = prove_shortly(P - Q, closed([*moore_penrose(M, P), *moore_penrose(M, Q)]))
    if isinstance(proved, Open):
        raise TypeError("the pseudo-inverse is unique")
    return proved.certificate


def _unique(
    matrix: Polynomial, one: Polynomial, other: Polynomial, statements: Sequence[Axiom]
) -> list[Cofactor]:
    """Return the cofactors of one − other, both known to satisfy the equations of a matrix."""
    general = _uniqueness()
    values = dict(zip(ABSTRACT, (matrix, one, other), strict=True))
    values |= {letter.T: value.T for letter, value in values.items()}
    places = {statement.polynomial: (i, 1) for i, statement in enumerate(statements)}
    places |= {-statement.polynomial: (i, -1) for i, statement in enumerate(statements)}
    total: dict[tuple[Word, int, Word], Coefficient] = {}
    for c in general.cofactors:
        axiom = _substituted(general.axioms[c.axiom].polynomial, values)
        if axiom:  # it is 0 = 0 where an equation holds by what the matrices are
            place, sign = places[axiom]
            left, right = _value(c.left, values, axiom.rows), _value(c.right, values, axiom.columns)
            for (before, a), (after, b) in pairs(left.terms.items(), right.terms.items()):
                key = (before, place, after)
                total[key] = total.get(key, ZERO) + c.coefficient * sign * a * b
    return [Cofactor(c, *key) for key, c in total.items() if c]


def _substituted(polynomial: Polynomial, values: Mapping[Letter, Polynomial]) -> Polynomial:
    """Return a polynomial without a constant term, with matrices for its letters."""
    parts = [c * _value(word, values, "") for word, c in polynomial.terms.items()]
    return sum(parts[1:], start=parts[0])


def _value(word: Word, values: Mapping[Letter, Polynomial], vertex: str) -> Polynomial:
    """Return a product of matrices, the identity of a vertex for the empty word."""
    total = identity(values[word[0]].rows if word else vertex)
    for letter in word:
        total = total * values[letter]
    return total


def prove_readably(
    left: Polynomial,
    right: Polynomial,
    presentation: Presentation,
    limits: Limits = USUAL,
) -> Proved | Open:
    """Prove left = right in the way that is the shortest to read.

    That is one chain, one that uses lemmas, or the four equations of a pseudo-inverse.
    """
    found = prove_shortly(left - right, presentation.axioms, limits)
    if isinstance(found, Open) or len(found.certificate.cofactors) <= READABLE:
        return found
    ways = [found, by_uniqueness(left, right, presentation, limits)]
    ways.append(_negated(by_uniqueness(right, left, presentation, limits)))
    if len(found.certificate.cofactors) <= LONG:
        ways.append(by_lemmas(left, right, presentation, limits))
    proved = (way for way in ways if isinstance(way, Proved))
    return min(proved, key=lambda way: reading(way.certificate))


def by_lemmas(
    left: Polynomial,
    right: Polynomial,
    presentation: Presentation,
    limits: Limits = USUAL,
) -> Proved | Open:
    """Prove left = right by a chain that uses simple equations, each proved before."""
    claim, known = left - right, Lemmas(presentation.axioms)
    using = known.prepare([claim], presentation.axioms, limits)
    found = prove_shortly(claim, using, limits)
    if isinstance(found, Open):
        return found
    cofactors = known.placed(found.certificate)
    certificate = without_unused(claim, presentation.axioms, cofactors, known.lemmas)
    return Proved(certificate, known.rules + found.rules, known.steps + found.steps)


def _negated(found: Proved | Open) -> Proved | Open:
    """Return the proof of the same equation with its sides exchanged."""
    if isinstance(found, Open):
        return found
    certificate = found.certificate
    cofactors = tuple(replace(c, coefficient=-c.coefficient) for c in certificate.cofactors)
    negated = replace(certificate, claim=-certificate.claim, cofactors=cofactors)
    return replace(found, certificate=negated)


def reading(certificate: Certificate) -> int:
    """Return how many steps a person reads: a citation is one, a transposed lemma none."""
    own = 1 if certificate.citation else len(certificate.cofactors)
    lemmas = (lemma for lemma in certificate.lemmas if not lemma.transposed)
    return own + sum(len(lemma.cofactors) for lemma in lemmas)


def _mentions(axiom: Axiom, letter: Letter) -> bool:
    return any(each in (letter, letter.T) for word in axiom.polynomial.terms for each in word)
