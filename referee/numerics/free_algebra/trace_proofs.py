"""Proofs of identities of traces: rules that are applied at every rotation of a word.

A rule may end where a word begins again, so that one word may be reduced in several ways that no
overlap of rules makes equal; every way is an equation between traces, and the claim is proved if
it is a combination of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TypeAlias

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.completion import USUAL, Completion, Limits
from referee.numerics.free_algebra.cyclic_words import CyclicWords
from referee.numerics.free_algebra.orders import ORDERS, SOONEST, Code, Order, Terms, letters_of
from referee.numerics.free_algebra.proofs import Open, Proved, certified, ended
from referee.numerics.free_algebra.rules import Share, add
from referee.numerics.free_algebra.span import combination
from referee.numerics.free_algebra.traces import Traces

ONE = fmpq(1)
MOST_EQUATIONS = 300
Equation: TypeAlias = tuple[Terms, Share]


def prove_traces(
    claim: Traces,
    axioms: Sequence[Axiom],
    limits: Limits = USUAL,
    order: str = SOONEST,
) -> Proved | Open:
    """Prove that a sum of traces is zero by axioms that are closed under transposing."""
    return ended(_Search(claim, axioms, limits, order), limits)


class _Search:
    """One run of completion, with the equations between traces that its rules give."""

    def __init__(self, claim: Traces, axioms: Sequence[Axiom], limits: Limits, order: str) -> None:
        self.claim, self.axioms = claim, axioms
        words = [*claim.terms, *(w for axiom in axioms for w in axiom.polynomial.terms)]
        self.order = Order(letters_of(words), *ORDERS[order])
        self.cyclic = CyclicWords(self.order)
        coded = [self.order.coded(axiom.polynomial.terms) for axiom in axioms]
        self.completion = Completion(coded, self.order, limits)
        self.target = self.cyclic.traced(self.order.coded(claim.terms).items(), "1")

    def run(self) -> Proved | Open:
        met = {*self.target}
        proved = None if met else self._attempt()[1]
        for number in self.completion.grow():
            lead = self.completion.rules.all[number].lead
            if any(
                lead == turned[: len(lead)] for word in met for turned in self.cyclic.turned(word)
            ):
                met, proved = self._attempt()
            if proved is not None:
                return proved
        proved = self._attempt(self._around())[1]
        return proved or self.open("no proof by the rules that were found")

    def open(self, reason: str) -> Open:
        return Open(reason, len(self.completion.rules.all), self.completion.rules.steps)

    def _around(self) -> Iterator[Code]:
        """Yield words around which two rules overlap at both ends: longer than the claim's."""
        rules = self.completion.rules
        leads = [rules.all[number].lead for number in sorted(rules.used)]
        for a, b in product(leads, leads):
            for shared in range(1, min(len(a), len(b))):
                if a[-shared:] == b[:shared]:
                    whole = a + b[shared:]
                    for end in range(1, min(len(a), len(b))):
                        if whole[-end:] == whole[:end]:
                            yield self.cyclic.first(whole[:-end])

    def _attempt(self, more: Iterable[Code] = ()) -> tuple[set[Code], Proved | Open | None]:
        """Return the words that equations lead to, and the outcome if the claim follows."""
        met = dict.fromkeys([*self.target, *more])
        equations = list[Equation]()
        for word in (todo := [*met]):
            for equation in self._equations(word):
                equations.append(equation)
                todo += [w for w in equation[0] if w not in met]
                met |= dict.fromkeys(equation[0])
                if len(equations) == MOST_EQUATIONS:
                    return {*met}, self._combined(equations)
        return {*met}, self._combined(equations)

    def _combined(self, equations: Sequence[Equation]) -> Proved | Open | None:
        found = combination(self.target, [terms for terms, _ in equations])
        if found is None:
            return None
        shares = [(c, *equations[i][1][1:]) for i, c in found.items()]
        return certified(self.claim, self.axioms, shares, self.completion.rules)

    def _equations(self, word: Code) -> Iterator[Equation]:
        """Yield what the rules say of the trace of a word: a sum of traces that is zero."""
        rules = self.completion.rules
        for turned in self.cyclic.turned(word):
            for number in rules.beginning(turned):
                rules.step()
                rule, rest = rules.all[number], turned[len(rules.all[number].lead) :]
                tail = ((w + rest, -c) for w, c in rule.tail.items())
                terms = self.cyclic.traced(tail, self.cyclic.start(turned))
                add(terms, [(word, ONE)])
                if terms:
                    yield terms, (ONE, (), number, rest)
