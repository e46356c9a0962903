"""Proofs: a claim is reduced while the rules grow, and ends early or open, never in a hang.

What a proof shows: Raab, Regensburger and Hossein Poor, "Formal proofs of operator identities by
a single formal computation" (Journal of Pure and Applied Algebra 225, 2021): a claim in the ideal
of the axioms, all of them compatible with the quiver of sizes, holds for matrices of all sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate, Claim, Cofactor, without_unused
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.completion import (
    USUAL,
    Completion,
    Contradiction,
    Limits,
    contains,
)
from referee.numerics.free_algebra.orders import ORDERS, SOONEST, Code, Order, letters_of
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.rules import OutOfSteps, Rule, Rules, Share

Worth: TypeAlias = dict[tuple[Code, int, Code], Coefficient]
ONE = fmpq(1)
LONGEST = (
    2_000  # cofactors of a proof that is worked out: nobody reads, and few check, a longer one
)


@dataclass(frozen=True, slots=True)
class Proved:
    """A claim that follows, with its certificate and what it took to find."""

    certificate: Certificate
    rules: int
    steps: int


@dataclass(frozen=True, slots=True)
class Open:
    """A claim that was not proved, and what ended the search."""

    reason: str
    rules: int = 0
    steps: int = 0


def prove(
    claim: Polynomial,
    axioms: Sequence[Axiom],
    limits: Limits = USUAL,
    order: str = SOONEST,
) -> Proved | Open:
    """Prove that a polynomial is zero by axioms that are closed under transposing."""
    return ended(_Search(claim, axioms, limits, order), limits)


class Searching(Protocol):
    """A search for a proof, which may run out of steps on the way."""

    def run(self) -> Proved | Open:
        """Search until there is a proof, or nothing is left to try."""

    def open(self, reason: str) -> Open:
        """Return that there is no proof, and why."""


def ended(search: Searching, limits: Limits) -> Proved | Open:
    """Run a search; whatever ends it early leaves the claim open."""
    try:
        return search.run()
    except OutOfSteps:
        return search.open(f"no proof in {limits.steps} steps")
    except Contradiction:
        return search.open("the axioms contradict each other")
    except ZeroDivisionError:
        return search.open("a number that stood for an indeterminate is a pole")


def consequences(
    claim: Polynomial,
    axioms: Sequence[Axiom],
    limits: Limits = USUAL,
) -> list[tuple[Polynomial, Polynomial]]:
    """Return equations that a proof rests on: a short product is 0, I or a letter.

    Empty where there is no proof. What an axiom says, or one transposed, is left out.
    """
    search = _Search(claim, axioms, limits, SOONEST)
    try:
        if isinstance(search.run(), Open):
            return []
    except (OutOfSteps, Contradiction):
        return []
    said = {p for a in axioms for q in (a.polynomial, a.polynomial.T) for p in (q, -q)}
    rules = (search.rules.all[number] for number in _needed(search.shares, search.rules))
    found = dict.fromkeys(search.equation(rule) for rule in rules if rule.is_simple)
    return [(left, right) for left, right in found if left - right not in said]


class _Search:
    """One run of completion with a claim that is reduced as it goes."""

    def __init__(
        self, claim: Polynomial, axioms: Sequence[Axiom], limits: Limits, order: str
    ) -> None:
        self.claim, self.axioms, self.limits = claim, axioms, limits
        words = [*claim.terms, *(w for axiom in axioms for w in axiom.polynomial.terms)]
        self.order = Order(letters_of(words), *ORDERS[order])
        coded = [self.order.coded(axiom.polynomial.terms) for axiom in axioms]
        self.completion = Completion(coded, self.order, limits)
        self.shares: list[Share] = []

    @property
    def rules(self) -> Rules:
        return self.completion.rules

    def run(self) -> Proved | Open:
        rest = self.order.coded(self.claim.terms)
        for number in self.completion.grow():
            lead = self.rules.all[number].lead
            if any(contains(word, lead) for word in rest):
                rest = self.rules.reduced(rest, self.shares)
                if not rest:
                    return certified(self.claim, self.axioms, self.shares, self.rules)
        if not rest:
            return certified(self.claim, self.axioms, self.shares, self.rules)
        return self.open(self._reason())

    def equation(self, rule: Rule) -> tuple[Polynomial, Polynomial]:
        """Return the leading word of a rule and what it is."""
        lead = self.order.word(rule.lead)
        rows, columns = lead[0].rows, lead[-1].columns
        right = {self.order.word(word): c for word, c in rule.tail.items()}
        return Polynomial(rows, columns, {lead: ONE}), Polynomial(rows, columns, right)

    def open(self, reason: str) -> Open:
        return Open(reason, len(self.rules.all), self.rules.steps)

    def _reason(self) -> str:
        if self.completion.ended:
            return "it does not follow from the axioms"
        if len(self.rules.all) == self.limits.rules:
            return f"no proof by {self.limits.rules} rules"
        words = f"words of a weight up to {self.completion.heaviest}"
        return f"no proof by {words} and rules of a size up to {self.limits.size}"


def certified(
    claim: Claim, axioms: Sequence[Axiom], shares: Sequence[Share], rules: Rules
) -> Proved | Open:
    """Return a proof by a combination of rules, worked out in axioms."""
    worth = worked_out(shares, rules)
    if worth is None:
        reason = f"the proof has more than {LONGEST} cofactors"
        return Open(reason, len(rules.all), rules.steps)
    word = rules.order.word
    cofactors = [Cofactor(c, word(left), i, word(right)) for (left, i, right), c in worth.items()]
    return Proved(without_unused(claim, axioms, cofactors), len(rules.all), rules.steps)


def worked_out(shares: Sequence[Share], rules: Rules) -> Worth | None:
    """Return a combination of rules as one of axioms; None where that is too long."""
    found: dict[int, Worth] = {}
    for number in _needed(shares, rules):
        worth = _combined(rules.all[number].shares, found)
        if worth is None:
            return None
        found[number] = worth
    return _combined(shares, found)


def _needed(shares: Sequence[Share], rules: Rules) -> list[int]:
    """Return the rules that a combination rests on; each comes after those it is made of."""
    needed: set[int] = set()
    stack = [source for _, _, source, _ in shares]
    while stack:
        number = stack.pop()
        if number >= 0 and number not in needed:
            needed.add(number)
            stack += [source for _, _, source, _ in rules.all[number].shares]
    return sorted(needed)


def _combined(shares: Sequence[Share], found: dict[int, Worth]) -> Worth | None:
    total: Worth = {}
    for c, left, source, right in shares:
        parts: Worth = found[source] if source >= 0 else {((), ~source, ()): ONE}
        for (before, axiom, after), a in parts.items():
            place = (left + before, axiom, after + right)
            worth = total[place] + a * c if place in total else a * c
            if worth:
                total[place] = worth
            else:
                del total[place]
        if len(total) > LONGEST:
            return None
    return total
