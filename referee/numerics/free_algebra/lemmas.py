"""Lemmas: statements that a proof shows on the way, each with its transpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from referee.numerics.free_algebra.axioms import Axiom, closed, equation
from referee.numerics.free_algebra.certificates import Certificate, Cofactor, Lemma
from referee.numerics.free_algebra.completion import Limits
from referee.numerics.free_algebra.letters import transpose
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.proofs import Open, consequences
from referee.numerics.free_algebra.shortening import prove_shortly

MOST_PREPARED = 10


class Lemmas:
    """Axioms, and what has been proved of them so far, closed under transposing."""

    def __init__(self, axioms: Sequence[Axiom]) -> None:
        self.axioms = axioms
        self.lemmas: list[Lemma] = []
        self.steps = self.rules = 0

    @property
    def statements(self) -> list[Axiom]:
        """The axioms, then the lemmas."""
        return [*self.axioms, *(lemma.statement for lemma in self.lemmas)]

    def prove(
        self, statement: Axiom, right: Polynomial, using: Sequence[Axiom], limits: Limits
    ) -> bool:
        """Prove a lemma and its transpose; say whether it was possible."""
        found = prove_shortly(statement.polynomial, using, limits)
        self.steps, self.rules = self.steps + found.steps, self.rules + found.rules
        if isinstance(found, Open):
            return False
        plain = statement.label == f"{statement.polynomial + right} = {right}"
        before = self.statements
        cofactors = self.placed(found.certificate)
        for each in closed([statement]):
            turned = each.polynomial != statement.polynomial
            moved = _transposed(cofactors, before) if turned else cofactors
            side = right.T if turned else right
            label = f"{each.polynomial + side} = {side}" if plain else each.label
            stated = replace(each, label=label)
            self.lemmas.append(Lemma(stated, moved, side, transposed=turned))
        return True

    def prepare(
        self, claims: Iterable[Polynomial], using: Sequence[Axiom], limits: Limits
    ) -> list[Axiom]:
        """Prove the simple equations that claims rest on; return them with what was used."""
        found = [each for claim in claims for each in consequences(claim, using, limits)]
        short = sorted(dict.fromkeys(found), key=lambda e: len(str(e[0] - e[1])))
        for left, right in short[:MOST_PREPARED]:
            known = [*using, *(lemma.statement for lemma in self.lemmas)]
            said = {p for a in known for p in (a.polynomial, -a.polynomial)}
            if left - right not in said:
                self.prove(equation(left, right), right, known, limits)
        return [*using, *(lemma.statement for lemma in self.lemmas)]

    def placed(self, certificate: Certificate) -> tuple[Cofactor, ...]:
        """Return cofactors that refer to the statements here."""
        places = {statement: i for i, statement in reversed([*enumerate(self.statements)])}
        return tuple(
            replace(c, axiom=places[certificate.axioms[c.axiom]]) for c in certificate.cofactors
        )


def _transposed(cofactors: Sequence[Cofactor], statements: Sequence[Axiom]) -> tuple[Cofactor, ...]:
    """Return the cofactors of the transposed statement, of statements closed under it."""
    places = {statement.polynomial: i for i, statement in enumerate(statements)}
    return tuple(_turned(cofactor, statements, places) for cofactor in cofactors)


def _turned(
    cofactor: Cofactor, statements: Sequence[Axiom], places: dict[Polynomial, int]
) -> Cofactor:
    """Return the transpose of one cofactor; a transposed axiom may stand with the other sign."""
    turned = statements[cofactor.axiom].polynomial.T
    left, right = transpose(cofactor.right), transpose(cofactor.left)
    if turned in places:
        return Cofactor(cofactor.coefficient, left, places[turned], right)
    return Cofactor(-cofactor.coefficient, left, places[-turned], right)
