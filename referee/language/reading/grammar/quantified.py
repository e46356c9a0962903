"""Statements about every index: c_j ≥ 0 for all j, ∀ i: x_i > 0, all c_j are positive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from referee.language.reading.grammar.ranges import Range
from referee.language.reading.grammar.statements import Statements
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.grammar.words import CONNECTIVES
from referee.language.reading.notations.tokens import END, WORD, Token
from referee.language.tree import FormulaError

_EVERY = frozenset(("all", "every", "each"))  # "any" is one of them, or all of them
# Over these an index is not what it is over "and".
_WIDER = frozenset(("=>", "<=>", "then", "else", "unless", *CONNECTIVES)) - {"and", "AND", "equals"}


class Quantified(Statements):
    """Quantifiers over an index, before and behind what holds for each."""

    def quantified(self, token: Token) -> Surface:
        """Read ∀ j: c_j ≥ 0; raises FormulaError for a quantifier over anything but indices."""
        if token.is_op("forall") and self._quantifier():
            return self._for_each(token)
        raise FormulaError(
            "a quantifier: a statement is about one instance, whatever it is", token.at
        )

    def _relation(self) -> Surface:
        token = self.peek()
        if token.kind == WORD and token.text in {*_EVERY, "for"}:
            if self._quantifier():
                return self._for_each(token)
            letters = self.free_letters(1)
            if token.text in _EVERY and letters:
                self.advance()
                return self._each(Range(tuple(letters)))
        found = self._range_behind()
        return super()._relation() if found is None else self._behind(found)

    def starts_operand(self) -> bool:
        """Say whether an operand starts here: a quantifier in brackets is none."""
        if self.peek().is_op("(") and self._has_quantifier and self._quantifier(1):
            return False
        return super().starts_operand()

    def _for_each(self, token: Token) -> Surface:
        """Read a quantifier and the relation behind it, which ends what is quantified."""
        found = self._range_of_all()
        self.taken(",", ":", ".", "quad")
        inner = self._each(found)
        if self._connective() in _WIDER:
            raise FormulaError("brackets around what holds for all of them?", token.at)
        return inner

    def _behind(self, found: Range) -> Surface:
        """Read a relation before its quantifier; of several joined by "and" the last one has it."""
        inner = self._each(found)
        bracket = self.peek().is_op("(")
        ahead = int(bracket or self.peek().is_op(",", "quad"))
        if self._quantifier(ahead):
            self.at += ahead
            self._range_of_all()
            if bracket:
                self.expect(")", "the end of the range")
        return inner

    def _each(self, found: Range) -> Surface:
        with self._binding(found.indices):
            inner = super()._relation()
        return found.binding("every", inner, (), inner.at)

    @contextmanager
    def _binding(self, indices: tuple[str, ...]) -> Iterator[None]:
        self.bound.extend(indices)
        try:
            yield
        finally:
            del self.bound[len(self.bound) - len(indices) :]

    def check_negated(self, first: Token, inner: Surface) -> None:
        """Refuse "not a_i > 0 for all i", which may deny it of all or of each."""
        if inner.kind == "every" and not (first.is_op("forall") or first.text in {"for", *_EVERY}):
            raise FormulaError("not for all of them, or for none? write brackets", first.at)

    def _quantifier(self, ahead: int = 0) -> int:
        """Return how many words of a quantifier stand so far ahead, before its index; 0 for none.

        ``for i = 1, …, n`` is one without a word for all.
        """
        token, behind = self.peek(ahead), self.peek(ahead + 1)
        if token.is_op("forall"):
            length = 1
        elif token.kind == WORD and token.text == "for":
            length = 2 if behind.text in _EVERY else 1
        else:
            return 0
        first = self.peek(ahead + length)
        bare = token.text == "for" and length == 1
        ranged = self.peek(ahead + length + 1).is_op("=", "in")
        chain = first.text == "1" and self.peek(ahead + length + 1).is_op("<=")
        return length if (self.is_index(first) and (ranged or not bare)) or chain else 0

    def _range_of_all(self) -> Range:
        """Read a quantifier: its words, its indices and from where to where they run."""
        for _ in range(self._quantifier()):
            self.advance()
        found = self.spelled_range()
        while self.peek().text == "and" and self._is_last_of_index(1):
            self.advance()
            found = replace(found, indices=(*found.indices, *self._letters(self.advance())))
        return found

    def _range_behind(self) -> Range | None:
        """Return what a quantifier further behind says of the indices of a relation."""
        if not self._has_quantifier:
            return None
        depth, ahead = 0, 0
        while (token := self.peek(ahead)).kind != END:
            within = depth - self.peek(ahead - 1).is_op("(") if ahead else 1
            if within == 0 and self._quantifier(ahead):
                start = self.at
                self.at += ahead
                found = self._range_of_all()
                self.at = start
                return found
            depth += token.is_op("(", "[", "{", "lbrace") - token.is_op(")", "]", "}", "rbrace")
            ends = token.text in _WIDER or (self.in_premise and token.is_op(","))
            if depth < 0 or (depth == 0 and ends):
                return None
            ahead += 1
        return None

    @cached_property
    def _has_quantifier(self) -> bool:
        return any(each.is_op("forall") or each.text == "for" for each in self.tokens)
