"""From where to where an index runs: i, i = 1, 1 ≤ i ≤ n, i ∈ [n], i and j, i < j."""

from __future__ import annotations

from dataclasses import dataclass, replace

from referee.language.reading.grammar.free_indices import FreeIndices
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, WORD, Token


@dataclass(frozen=True)
class Range:
    """Indices that run, from where and to where: None where the text does not say.

    Of two indices with an ``order`` the first stays below the second ("<"), or up to it ("<=").
    """

    indices: tuple[str, ...] = ()
    low: Surface | None = None
    high: Surface | None = None
    order: str = ""

    def binding(self, kind: str, body: Surface, value: tuple[str, ...], at: int) -> Surface:
        """Return a part in which the indices are bound by a kind of surface, the first outmost."""
        bounds = dict.fromkeys(self.indices, (self.low, self.high))
        indices = self.indices
        if self.order:
            first, last = indices
            bounds[first] = (self.low, _below(last, self.order, body.at))
            indices = (last, first)
        for index in reversed(indices):
            low, high = bounds[index]
            args = (body, *(each for each in (low, high) if each is not None))
            has = (low is not None, high is not None)
            body = Surface(kind, args, (*value, index, has), at, body.end)
        return body


def _below(index: str, order: str, at: int) -> Surface:
    last = Surface("name", (), index, at, at)
    return last if order == "<=" else _next(last, -1)


def _next(bound: Surface, by: int) -> Surface:
    one = Surface("number", (), "1", bound.at, bound.end)
    return Surface("+" if by > 0 else "-", (bound, one), None, bound.at, bound.end)


class Ranges(FreeIndices):
    """What stands below a sum, and behind "for all"."""

    def range_below(self, high: Surface | None) -> Range:
        """Read what stands below a sum; ``high`` is what stands above it already."""
        if not self.taken("{", "("):
            return Range(self._letters(self.advance()), None, high)
        with self.deeper(), self.inside():
            found = self.spelled_range(high)
            if not self.taken("}", ")"):
                raise self.unexpected("the end of the range")
        return found

    def spelled_range(self, high: Surface | None = None) -> Range:
        """Read a range without what encloses it."""
        low: Surface | None = None
        if self.peek(1).is_op("<=", "<"):
            first = self.peek()
            if first.kind != WORD or self.is_name():
                low = self._shifted(self.word_or_number(), self.advance(), 1)
        found = Range(self._letters(self.advance()), low, high)
        while self.peek().is_op(",") and self._is_last_of_index(1):
            self.advance()
            found = replace(found, indices=(*found.indices, *self._letters(self.advance())))
        sign = self.peek()
        if sign.is_op("<", "<=") and self._is_last_of_index(1) and len(found.indices) == 1:
            self.advance()
            second = self._letters(self.advance())
            found = replace(found, indices=(*found.indices, *second), order=sign.text)
        return self._ended(found)

    def _is_last_of_index(self, ahead: int) -> bool:
        """Say whether an index stands so far ahead, and not the x of x_j."""
        return self.is_index(self.peek(ahead)) and not self.peek(ahead + 1).is_op("_", "^", "(")

    def _ended(self, found: Range) -> Range:
        """Read where indices start or end, behind them."""
        sign = self.peek()
        if sign.is_op("in") and self.peek(1).is_op("[", "lbrace", "{"):
            return self._in_set(found)
        if self.taken("="):
            low = self.sum()
            return replace(found, low=low, high=self._last_one() or found.high)
        if self.taken("<=", "<"):
            return replace(found, high=self._shifted(self.end_of_range(), sign, -1))
        if self.taken(">=", ">"):
            return replace(found, low=self._shifted(self.sum(), sign, 1))
        return found

    def _in_set(self, found: Range) -> Range:
        r"""Read [n] and {1, …, n}."""
        self.advance()
        opening = self.advance()
        if opening.text == "[":
            found = replace(found, high=self.end_of_range())
        else:
            found = replace(found, low=self.sum(), high=self._last_one() or found.high)
        closing = {"[": "]", "{": "}", "lbrace": "rbrace"}[opening.text]
        self.expect(closing, "the end of the range")
        return found

    def _last_one(self) -> Surface | None:
        """Read where a range ends: the n of 1, ..., n and of 1..n."""
        if self.taken("."):
            self.expect(".", "the second . of a range")
            return self.end_of_range()
        if not self.taken("cdots", ","):
            return None
        self.taken("cdots", ",")
        self.taken(",")
        return self.end_of_range()

    def end_of_range(self) -> Surface:
        """Read where a range ends: a formula, or a size of the claim that is no name here."""
        token, behind = self.peek(), self.peek(1)
        alone = behind.kind in {END, WORD} or behind.is_op("}", ")", "]", "rbrace", ",", ":", "and")
        return self.advance_size() if self._is_size(token) and alone else self.sum()

    def _is_size(self, token: Token) -> bool:
        return token.kind == WORD and token.text in self.setting.sizes and not self.is_name()

    def advance_size(self) -> Surface:
        """Read a size that the claim does not offer: it may only be what an index runs up to."""
        token = self.advance()
        return Surface("size", (), token.text, token.at, token.end)

    def _shifted(self, bound: Surface, sign: Token, by: int) -> Surface:
        """Return the bound of a range, the next number where the sign is strict."""
        return bound if sign.text in {"<=", ">="} else _next(bound, by)

    def _letters(self, token: Token) -> tuple[str, ...]:
        if token.kind != WORD or not token.text.isalpha():
            raise self.unexpected("an index", token)
        return (token.text,) if len(token.text) > 2 else tuple(token.text)

    def bound_above(self) -> Surface:
        """Read what stands above a sum: where it ends."""
        if self.taken("{", "("):
            with self.deeper(), self.inside():
                found = self.end_of_range()
                if not self.taken("}", ")"):
                    raise self.unexpected("the end of the range")
            return found
        return self.advance_size() if self._is_size(self.peek()) else self.word_or_number()
