"""Sums as code writes them: x[i] for i in range(n)."""

from __future__ import annotations

from functools import cached_property

from referee.language.reading.grammar.indexed import Indexed
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import OP, WORD
from referee.language.tree import FormulaError

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
FURTHEST = 16  # signs behind a comma at which the dots of a range stand


class Comprehensions(Indexed):
    """Comprehensions and their ranges."""

    def comprehension(self, closing: str) -> Surface | None:
        """Read ``x[i] for i in range(n)``, and the bracket behind it; None for anything else."""
        place = self._ahead("for")
        if place is None:
            return self._with_range(closing)
        index = self.peek(place + 1)
        if index.kind != WORD:
            raise self.unexpected("an index", index)
        counts = self._counts(index.text, place)
        self.bound.append(index.text)
        body = self.sum()
        self.bound.pop()
        for _ in range(2):
            self.advance()
        if not (self.taken("in", "=") or self.taken_word("in")):
            raise self.unexpected("in")
        low, high = self._counted(counts)
        self.expect(closing, "the end of the sum")
        has = (low is not None, True)
        bounds = (high,) if low is None else (low, high)
        return Surface("over", (body, *bounds), ("sum_over", index.text, has), body.at, high.end)

    def _with_range(self, closing: str) -> Surface | None:
        """Read ``x_i, i=1..n`` and ``k**2, (k, 1, n)``; None for other arguments."""
        comma = self._ahead(",")
        if comma is None:
            return None
        bracket = self.peek(comma + 1).is_op("(") and self.peek(comma + 3).is_op(",")
        index = self.peek(comma + 1 + bracket)
        dotted = self.peek(comma + 2).is_op("=") and any(
            self.peek(k).is_op(".") and self.peek(k + 1).is_op(".")
            for k in range(comma, comma + FURTHEST)
        )
        if index.kind != WORD or not (bracket or dotted):
            return None
        if (index.text,) in self.setting.spellings.names or len(index.text) > 1:
            return None
        self.bound.append(index.text)
        body = self.sum()
        self.bound.pop()
        for _ in range(3 + bracket):
            self.advance()
        low = self.sum()
        if not (self.taken(",") if bracket else self.taken(".") and self.taken(".")):
            raise self.unexpected("the end of the range")
        high = self.sum()
        if bracket:
            self.expect(")", "the end of the range")
        self.expect(closing, "the end of the sum")
        over = ("sum_over", index.text, (True, True))
        return Surface("over", (body, low, high), over, body.at, high.end)

    def _ahead(self, text: str) -> int | None:
        """Return how far ahead a word or comma stands before the bracket ends, None for none."""
        if text not in self._texts:
            return None
        depth = 0
        for ahead in range(len(self.tokens) - self.at):
            token = self.peek(ahead)
            if token.kind == OP:
                depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth < 0:
                return None
            if depth == 0 and token.text == text and ahead:
                return ahead
        return None

    @cached_property
    def _texts(self) -> frozenset[str]:
        """The signs and words of the text: most have no "for" at all."""
        return frozenset(token.text for token in self.tokens)

    def _counts(self, index: str, until: int) -> str:
        """Say what an index is in what follows: a "number", a place in [, or below _."""
        depth, uses = 0, set[str]()
        for ahead in range(until):
            token = self.peek(ahead)
            depth += token.is_op("[") - token.is_op("]")
            if token.text == index:
                below = self.peek(ahead - 1).is_op("_")
                uses.add("[" if depth > 0 else "_" if below else "number")
        if len(uses) > 1:
            raise FormulaError(
                f"{index} counts and is a place in brackets: from 0 or from 1?", self.peek().at
            )
        return uses.pop() if uses else "["

    def _counted(self, counts: str) -> tuple[Surface | None, Surface]:
        """Read range(n), range(a, b) or a:b; a place in brackets counts from 1 here.

        In range(n) an x_i is each of n; in range(1, n + 1) it is counted from 1.
        """
        one = Surface("number", (), "1", self.peek().at, self.peek().at)
        if not self.taken_word("range"):
            low = self.sum()
            if not self.taken(":"):
                raise self.unexpected("the : of a range")
            return low, self.sum()
        self.expect("(", "the ( of range")
        first = self.sum()
        second = self.sum() if self.taken(",") else None
        self.expect(")", "the ) of range")
        less = self._less(first)
        if second is None:
            zero = Surface("number", (), "0", first.at, first.end)
            return (zero, less) if counts == "number" else (None, first)
        if counts == "_" and first.value == "0":
            return None, second
        if counts != "[":
            return first, self._less(second)
        return Surface("+", (first, one), None, first.at, first.end), second

    def _less(self, bound: Surface) -> Surface:
        """Return one less than a bound: n for n + 1."""
        if bound.kind == "+" and bound.args[1].value == "1":
            return bound.args[0]
        one = Surface("number", (), "1", bound.at, bound.end)
        return Surface("-", (bound, one), None, bound.at, bound.end)
