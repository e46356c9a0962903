"""Certificates: a claim as Σ c · left · axiom · right, which anyone can expand.

As plain data a certificate is what ``json`` writes: coefficients over a list of polynomials that
must not be zero, letters by the names they are printed under, words as lists of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.coefficients import Coefficient, divisors
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.traces import Traces, trace

Claim: TypeAlias = Polynomial | Traces


@dataclass(frozen=True, slots=True)
class Cofactor:
    """One summand c · left · axiom · right of a certificate; the axiom is given by its place."""

    coefficient: Coefficient
    left: Word
    axiom: int
    right: Word


@dataclass(frozen=True, slots=True)
class Lemma:
    """A statement that is proved on the way: a polynomial that is zero, and its cofactors.

    A person reads it as an equation with the side ``right``. ``transposed`` says that it is the
    transpose of another lemma, as its proof is.
    """

    statement: Axiom
    cofactors: tuple[Cofactor, ...]
    right: Polynomial
    transposed: bool = False

    @property
    def left(self) -> Polynomial:
        """The left side of the equation."""
        return self.statement.polynomial + self.right


@dataclass(frozen=True, slots=True)
class Certificate:
    """A claim that a polynomial is zero, the axioms it needs and how it follows from them.

    A ``citation`` is a theorem that a person cites in place of the cofactors, which prove it.
    """

    claim: Claim
    axioms: tuple[Axiom, ...]
    cofactors: tuple[Cofactor, ...]
    lemmas: tuple[Lemma, ...] = ()
    citation: str = ""

    @property
    def statements(self) -> tuple[Axiom, ...]:
        """What cofactors refer to by place: the axioms, then the lemmas."""
        return (*self.axioms, *(lemma.statement for lemma in self.lemmas))

    def exceptions(self) -> list[str]:
        """Return what the proof divides by, and neither the claim nor an axiom does.

        Where one is zero, as n − 1 is at n = 1, nothing is proved.
        """
        said = [*self.claim.terms.values()]
        said += [c for axiom in self.axioms for c in axiom.polynomial.terms.values()]
        used = [c.coefficient for c in self.cofactors]
        used += [c.coefficient for lemma in self.lemmas for c in lemma.cofactors]
        used += [c for lemma in self.lemmas for c in lemma.statement.polynomial.terms.values()]
        named = {divisor for c in said for divisor in divisors(c)}
        return sorted({divisor for c in used for divisor in divisors(c)} - named)

    def of_lemma(self, place: int) -> Certificate:
        """Return the certificate of a lemma: it rests on the axioms and the lemmas before."""
        lemma = self.lemmas[place]
        before = self.lemmas[:place]
        return Certificate(lemma.statement.polynomial, self.axioms, lemma.cofactors, before)

    def expanded(self) -> Claim:
        """Return the sum of the cofactors, which is the claim."""
        total: Any = self.claim * 0
        for cofactor in self.cofactors:
            total = total + self.summand(cofactor)
        return cast(Claim, total)

    def summand(self, cofactor: Cofactor) -> Any:
        """Return what a cofactor adds to the sum, of the claim's kind."""
        matrix = product(cofactor, self.statements)
        return trace(matrix) if isinstance(self.claim, Traces) else matrix


def product(cofactor: Cofactor, axioms: Sequence[Axiom]) -> Polynomial:
    """Return c · left · axiom · right. Raises SizesDiffer where sizes do not meet."""
    axiom = axioms[cofactor.axiom].polynomial
    left, right = cofactor.left, cofactor.right
    rows = left[0].rows if left else axiom.rows
    columns = right[-1].columns if right else axiom.columns
    terms = {left + w + right: c * cofactor.coefficient for w, c in axiom.terms.items()}
    return Polynomial(rows, columns, terms)


def without_unused(
    claim: Claim,
    axioms: Sequence[Axiom],
    cofactors: Sequence[Cofactor],
    lemmas: Sequence[Lemma] = (),
) -> Certificate:
    """Return a certificate that lists only what it uses: axioms in the order of their use."""
    needed = dict.fromkeys(cofactor.axiom for cofactor in cofactors)
    for place in reversed(range(len(lemmas))):
        if len(axioms) + place in needed:
            needed |= dict.fromkeys(cofactor.axiom for cofactor in lemmas[place].cofactors)
    kept = [place for place in needed if place < len(axioms)]
    proved = sorted(place for place in needed if place >= len(axioms))
    places = {old: new for new, old in enumerate([*kept, *proved])}

    def moved(old: Sequence[Cofactor]) -> tuple[Cofactor, ...]:
        return tuple(replace(cofactor, axiom=places[cofactor.axiom]) for cofactor in old)

    used = [lemmas[place - len(axioms)] for place in proved]
    told = {lemma.statement.polynomial.T for lemma in used if not lemma.transposed}
    return Certificate(
        claim,
        tuple(axioms[place] for place in kept),
        moved(cofactors),
        tuple(
            replace(
                lemma,
                cofactors=moved(lemma.cofactors),
                transposed=lemma.transposed and lemma.statement.polynomial in told,
            )
            for lemma in used
        ),
    )
