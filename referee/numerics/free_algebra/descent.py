"""The shortest sum of cofactors that is a claim, among candidates: a bounded descent.

The candidates are the cofactors of every proof and those whose words all occur in one of them. Of
a set of independent candidates whose sum is the claim none can be left out; what is tried further
is to forbid one and see whether the sum without it is shorter. (Hofstadler and Verron, "Short
proofs of ideal membership", Journal of Symbolic Computation 125, 2024, ask a linear program.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import (
    Certificate,
    Claim,
)
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.cyclic_words import CyclicWords
from referee.numerics.free_algebra.orders import ORDERS, Code, Order, Terms, letters_of
from referee.numerics.free_algebra.span import combination, plain
from referee.numerics.free_algebra.traces import Traces

MOST_CANDIDATES, MOST_FORBIDDEN, ROUNDS = 200, 20, 5
Place: TypeAlias = tuple[Code, int, Code]  # left word, axiom, right word


class Descent:
    """The search for few candidates whose combination is the claim."""

    def __init__(self, claim: Claim, axioms: Sequence[Axiom]) -> None:
        self.axioms = axioms
        words = [*claim.terms, *(w for axiom in axioms for w in axiom.polynomial.terms)]
        self.order = Order(letters_of(words), *ORDERS["alphabetical"])
        self.claim = self.order.coded(claim.terms)
        self.cyclic = CyclicWords(self.order) if isinstance(claim, Traces) else None
        if self.cyclic:
            self.claim = self.cyclic.traced(self.claim.items(), "1")
        self.coded = [self.order.coded(axiom.polynomial.terms) for axiom in axioms]
        self.plain_claim = plain(self.claim)
        self.products: dict[Place, Terms] = {}
        self.numbers = {axiom: i for i, axiom in reversed([*enumerate(axioms)])}

    def places(self, certificate: Certificate) -> Iterator[Place]:
        """Yield where a certificate uses which axiom."""
        for c in certificate.cofactors:
            left, right = self.order.code(c.left), self.order.code(c.right)
            yield left, self.numbers[certificate.axioms[c.axiom]], right

    def run(self, start: Sequence[Place], others: Sequence[Place]) -> dict[Place, Coefficient]:
        """Return the shortest combination that was met.

        Raises ValueError if there is none of the candidates to start with.
        """
        best = self._within(start)
        pool = [*dict.fromkeys([*others, *self._between(others)])][:MOST_CANDIDATES]
        for _ in range(ROUNDS):
            shorter = best and self._step(best, pool)
            if not shorter:
                break
            best = shorter
        # What was chosen at numbers is exact where they hit no zero; else nothing was gained.
        found = self._exactly([*best]) if best else None
        if found is None:
            found = self._exactly(start)
        if found is None:
            raise ValueError("the certificate is not one of its claim")
        return found

    def _exactly(self, places: Sequence[Place]) -> dict[Place, Coefficient] | None:
        found = combination(self.claim, [self._exact_product(place) for place in places])
        return None if found is None else {places[i]: c for i, c in found.items()}

    def _step(
        self, best: dict[Place, Coefficient], pool: Sequence[Place]
    ) -> dict[Place, Coefficient] | None:
        """Return a shorter combination: of one order of the pool, or without one candidate."""
        heavy = sorted(best, key=self.cost, reverse=True)[:MOST_FORBIDDEN]
        for forbidden in (None, *heavy):
            for preferred in (best, ()):
                allowed = dict.fromkeys([*preferred, *pool])
                allowed.pop(forbidden, None)
                found = self._within([*allowed])
                if found is not None and self._length(found) < self._length(best):
                    return found
        return None

    def _within(self, places: Sequence[Place]) -> dict[Place, Coefficient] | None:
        found = combination(self.plain_claim, [self._product(place) for place in places])
        return None if found is None else {places[i]: c for i, c in found.items()}

    def _product(self, place: Place) -> Terms:
        """Return a product with numbers for indeterminates, which is faster by far."""
        if place not in self.products:
            self.products[place] = plain(self._exact_product(place))
        return self.products[place]

    def _exact_product(self, place: Place) -> Terms:
        left, i, right = place
        terms = {left + w + right: c for w, c in self.coded[i].items()}
        if not self.cyclic:
            return terms
        around = left + max(self.coded[i]) + right
        return self.cyclic.traced(terms.items(), self.cyclic.start(around))

    def cost(self, place: Place) -> tuple[int, int, Place]:
        """Return what makes a candidate the worse: long words, then many."""
        product = self._product(place)
        return max(map(len, product), default=0), len(product), place

    def _length(self, places: dict[Place, Coefficient]) -> tuple[int, int]:
        return len(places), sum(self.cost(place)[0] for place in places)

    def _between(self, places: Sequence[Place]) -> list[Place]:
        """Return further candidates all of whose words occur in given ones."""
        if self.cyclic:
            return []
        words = {word for place in places for word in self._product(place)}
        found: set[Place] = set()
        for i, axiom in enumerate(self.coded):
            part = max(axiom, key=self.order.key)
            for word in words:
                for at in range(len(word) - len(part) + 1):
                    if word[at : at + len(part)] == part:
                        place = (word[:at], i, word[at + len(part) :])
                        if all(w in words for w in self._product(place)):
                            found.add(place)
        return sorted(found, key=self.cost)
