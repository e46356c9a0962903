"""Rules: words that are replaced by smaller ones, found by an index of leading words.

A rule is the polynomial lead − tail. It remembers of which axioms and earlier rules it is a
combination, so that what it is worth in axioms is worked out only where a proof needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from referee.numerics.free_algebra.coefficients import Coefficient, size
from referee.numerics.free_algebra.orders import Code, Order, Terms

# Coefficient, left word, source, right word; a source ≥ 0 is a rule, ~i is the axiom i.
Share: TypeAlias = tuple[Coefficient, Code, int, Code]
Node: TypeAlias = dict[int, "Node"]
END = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """A leading word of coefficient 1, what replaces it, where it comes from, how large it is."""

    lead: Code
    tail: Terms
    shares: list[Share]
    size: int

    @property
    def is_simple(self) -> bool:
        """Whether a product of at most three letters is 0, a multiple of I or of a letter."""
        return len(self.lead) <= 3 and len(self.tail) <= 1 and all(len(w) <= 1 for w in self.tail)


class OutOfSteps(Exception):
    """The limit on reduction steps is used up."""


class Rules:
    """All rules so far; those in use are found by walking a trie from each letter of a word."""

    def __init__(self, order: Order, steps: int) -> None:
        self.order, self.steps, self.most_steps = order, 0, steps
        self.all: list[Rule] = []
        self.used: set[int] = set()
        self._trie: Node = {}
        self._ends: dict[Code, int] = {}

    def add(self, rule: Rule) -> int:
        """Put a rule to use; return its number."""
        number = len(self.all)
        self.all.append(rule)
        self.used.add(number)
        node = self._trie
        for letter in rule.lead:
            node = node.setdefault(letter, {})
        node[END] = {}
        self._ends[rule.lead] = number
        return number

    def retire(self, number: int) -> None:
        """Take a rule out of use; what was made of it stays true."""
        lead = self.all[number].lead
        self.used.discard(number)
        del self._ends[lead]
        node = self._trie
        for letter in lead:
            node = node[letter]
        del node[END]

    def found(self, word: Code) -> tuple[int, int] | None:
        """Return where a rule applies first in a word, and its number."""
        for start in range(len(word)):
            number = next(self.beginning(word, start), None)
            if number is not None:
                return start, number
        return None

    def beginning(self, word: Code, start: int = 0) -> Iterator[int]:
        """Yield the rules that apply at a place of a word."""
        node = self._trie
        for end in range(start, len(word)):
            below = node.get(word[end])
            if below is None:
                return
            if END in below:
                yield self._ends[word[start : end + 1]]
            node = below

    def reduced(self, terms: Terms, shares: list[Share]) -> Terms:
        """Return the normal form; ``shares`` grows by what was subtracted on the way.

        Raises OutOfSteps.
        """
        todo, done = dict(terms), Terms()
        while todo:
            word = max(todo, key=self.order.key)
            c = todo.pop(word)
            place = self.found(word)
            if place is None:
                done[word] = c
            else:
                self._apply(todo, word, c, place, shares)
        return done

    def step(self, cost: int = 1) -> None:
        """Count a step. Raises OutOfSteps."""
        self.steps += cost
        if self.steps > self.most_steps:
            raise OutOfSteps

    def _apply(
        self, todo: Terms, word: Code, c: Coefficient, place: tuple[int, int], shares: list[Share]
    ) -> None:
        start, number = place
        rule = self.all[number]
        self.step(1 + size(c) * rule.size // 32)
        left, right = word[:start], word[start + len(rule.lead) :]
        shares.append((c, left, number, right))
        add(todo, ((left + w + right, c * a) for w, a in rule.tail.items()))


def add(terms: Terms, more: Iterable[tuple[Code, Coefficient]]) -> None:
    """Add terms to terms, in place; what becomes 0 is left out."""
    for word, c in more:
        total = terms[word] + c if word in terms else c
        if total:
            terms[word] = total
        else:
            terms.pop(word, None)
