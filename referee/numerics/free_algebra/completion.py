"""Completion: rules that reduce more and more of what follows from the axioms to zero.

Buchberger's algorithm in the free algebra (Mora, "An introduction to commutative and
noncommutative Gröbner bases", Theoretical Computer Science 134, 1994): where the leading words
of two rules overlap, the word that has both is reduced in both ways, and the difference of the
results is a new rule. It need not end, so every run has limits, counted and not timed: a run is
the same on every machine.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from flint import fmpq

from referee.numerics.free_algebra.coefficients import quotient, size
from referee.numerics.free_algebra.orders import Code, Order, Terms
from referee.numerics.free_algebra.rules import Rule, Rules, Share, add

ONE = fmpq(1)
Waiting: TypeAlias = tuple[int, int, tuple[int, ...], Terms, list[Share]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search for a proof goes.

    ``weight`` is how much heavier an overlap may be than the heaviest word of the axioms, ``size``
    how large a rule. A step is an overlap, or the replacement of a word, which counts the more the
    larger the coefficients are: so steps stand for time.
    """

    rules: int = 400
    weight: int = 10
    size: int = 200
    steps: int = 20_000


USUAL = Limits()


class Contradiction(Exception):
    """The axioms give I = 0 at some size."""


class Completion:
    """A system of rules that grows by one overlap at a time, smallest first.

    ``truncated`` says that an overlap or a rule was left out for its size; where none was and none
    waits, the rules are confluent, and what they do not reduce to zero does not follow.
    """

    def __init__(self, axioms: Sequence[Terms], order: Order, limits: Limits) -> None:
        self.order, self.limits = order, limits
        self.heaviest = limits.weight + max(
            (order.weight(word) for terms in axioms for word in terms), default=0
        )
        self.rules = Rules(order, limits.steps)
        self.truncated = False
        self._waiting: list[Waiting] = []
        self._number = count()
        for i, axiom in enumerate(axioms):
            self._wait(axiom, [(ONE, (), ~i, ())])

    def grow(self) -> Iterator[int]:
        """Yield the number of every new rule, until none is left to be found.

        Raises OutOfSteps and Contradiction.
        """
        while self._waiting and len(self.rules.all) < self.limits.rules:
            _, _, parents, terms, shares = heapq.heappop(self._waiting)
            if not self.rules.used.issuperset(parents[:2]):
                continue
            if parents:
                self.rules.step()
                terms, shares = self._difference(parents)
            found = self._rule(terms, shares)
            if found is not None:
                yield found

    @property
    def ended(self) -> bool:
        """Whether the rules are confluent."""
        return not self._waiting and not self.truncated

    def _rule(self, terms: Terms, shares: list[Share]) -> int | None:
        """Reduce a polynomial that is zero and make a rule of what is left."""
        subtracted: list[Share] = []
        terms = self.rules.reduced(terms, subtracted)
        if not terms:
            return None
        shares = shares + [(-c, left, number, right) for c, left, number, right in subtracted]
        lead = max(terms, key=self.order.key)
        if not lead:
            raise Contradiction
        if sum(map(size, terms.values())) > self.limits.size:
            self.truncated = True
            return None
        rule = _monic(lead, terms, shares)
        self._retire(rule.lead)
        number = self.rules.add(rule)
        for other in sorted(self.rules.used):
            self._overlaps(number, other)
            if other != number:
                self._overlaps(other, number)
        return number

    def _retire(self, lead: Code) -> None:
        """Take out rules whose leading word has another's inside; they wait to be reduced."""
        for number in sorted(self.rules.used):
            rule = self.rules.all[number]
            if contains(rule.lead, lead):
                self.rules.retire(number)
                terms = {w: -c for w, c in rule.tail.items()} | {rule.lead: ONE}
                self._wait(terms, [(ONE, (), number, ())])

    def _wait(self, terms: Terms, shares: list[Share]) -> None:
        weight = max(map(self.order.weight, terms), default=0)
        heapq.heappush(self._waiting, (weight, next(self._number), (), terms, shares))

    def _overlaps(self, one: int, other: int) -> None:
        """Let the words wait in which the first rule's end is the second's beginning."""
        a, b = self.rules.all[one].lead, self.rules.all[other].lead
        for shared in range(1, min(len(a), len(b))):
            if a[-shared:] == b[:shared]:
                weight = self.order.weight(a + b[shared:])
                if weight > self.heaviest:
                    self.truncated = True
                    continue
                entry: Waiting = (weight, next(self._number), (one, other, shared), {}, [])
                heapq.heappush(self._waiting, entry)

    def _difference(self, parents: tuple[int, ...]) -> tuple[Terms, list[Share]]:
        """Return the S-polynomial of an overlap: what two ways to reduce a word differ by."""
        one, other, shared = parents
        first, second = self.rules.all[one], self.rules.all[other]
        left, right = first.lead[:-shared], second.lead[shared:]
        terms = {left + w: c for w, c in second.tail.items()}
        add(terms, ((w + right, -c) for w, c in first.tail.items()))
        return terms, [(ONE, (), one, right), (-ONE, left, other, ())]


def _monic(lead: Code, terms: Terms, shares: Iterable[Share]) -> Rule:
    """Return a polynomial as a rule, whose leading coefficient is 1."""
    number = quotient(ONE, terms[lead])
    tail = {w: -c * number for w, c in terms.items() if w != lead}
    divided = [(c * number, left, source, right) for c, left, source, right in shares]
    return Rule(lead, tail, divided, sum(map(size, tail.values())))


def contains(word: Code, part: Code) -> bool:
    """Say whether one word stands inside another."""
    length = len(part)
    return any(word[i : i + length] == part for i in range(len(word) - length + 1))
