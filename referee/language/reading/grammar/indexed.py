"""Sums and products over an index, members of a matrix."""

from __future__ import annotations

from referee.language.reading.grammar.products import Products
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, WORD, Token
from referee.language.tree import FormulaError

_KINDS = {
    "Sigma": "sum_over",
    "Pi": "prod_over",
    "sum": "sum_over",
    "prod": "prod_over",
    "max": "max_over",
    "min": "min_over",
}


class Indexed(Products):
    """What binds an index."""

    def over_index(self, token: Token) -> Surface:
        """Read a sum, product, maximum or minimum over an index, with its range if it has one."""
        self.advance()
        kind = _KINDS[token.text.rpartition(".")[2]]
        indices: list[str] = []
        low = high = None
        while self.peek().is_op("_", "^"):
            if self.advance().text == "_":
                indices, low, high = self._range(high)
            else:
                high = self._bound()
        if not indices:
            if high is not None or not self.peek().is_op("(", "{"):
                raise FormulaError("a sum over what? write its index below it, as sum_i", token.at)
            return self._sum_of_all(kind, token)
        return self._body(kind, indices, (low, high), token)

    def over_range(self, token: Token) -> Surface:
        """Read a sum with its range in brackets behind it: sum(i=1..n) x_i."""
        self.advance()
        indices, low, high = self._range(None)
        return self._body(_KINDS[token.text], indices, (low, high), token)

    def _sum_of_all(self, kind: str, token: Token) -> Surface:
        inner = self.factor()
        function = {"sum_over": "sum", "max_over": "max", "min_over": "min"}.get(kind, "prod")
        return Surface("call", (inner,), function, token.at, inner.end)

    def _body(
        self,
        kind: str,
        indices: list[str],
        between: tuple[Surface | None, Surface | None],
        token: Token,
    ) -> Surface:
        self.bound.extend(indices)
        with self.deeper():
            body = self.product()
        del self.bound[len(self.bound) - len(indices) :]
        for index in reversed(indices):
            bounds = tuple(each for each in between if each is not None)
            has = (between[0] is not None, between[1] is not None)
            body = Surface("over", (body, *bounds), (kind, index, has), token.at, body.end)
        return body

    def _range(self, high: Surface | None) -> tuple[list[str], Surface | None, Surface | None]:
        """Read what stands below a sum: i, i = 1, 1 ≤ i ≤ n, i and j."""
        if not self.taken("{", "("):
            token = self.advance()
            if token.kind != WORD:
                raise self.unexpected("an index", token)
            return self._letters(token), None, high
        with self.deeper(), self.inside():
            found = self._spelled_range(high)
            if not self.taken("}", ")"):
                raise self.unexpected("the end of the range")
        return found

    def _spelled_range(
        self, high: Surface | None
    ) -> tuple[list[str], Surface | None, Surface | None]:
        low: Surface | None = None
        if self.peek(1).is_op("<=", "<"):
            first = self.peek()
            if first.kind != WORD or self.is_name():
                low = self._shifted(self.word_or_number(), self.advance(), 1)
        token = self.advance()
        if token.kind != WORD:
            raise self.unexpected("an index", token)
        indices = self._letters(token)
        while self.taken(","):
            indices += self._letters(self.advance())
        sign = self.peek()
        if self.peek().is_op("in") and self.peek(1).is_op("["):
            self.advance()
            self.advance()
            high = self.sum()
            self.expect("]", "the end of the range")
            return indices, None, high
        if self.taken("="):
            low = self.sum()
            high = self._last_one() or high
        elif self.taken("<=", "<"):
            high = self._shifted(self.sum(), sign, -1)
        elif self.taken(">=", ">"):
            low = self._shifted(self.sum(), sign, 1)
        return indices, low, high

    def _last_one(self) -> Surface | None:
        """Read where a range ends: the n of 1, ..., n and of 1..n."""
        if self.taken("."):
            self.expect(".", "the second . of a range")
            return self.sum()
        if not self.taken("cdots", ","):
            return None
        self.taken("cdots", ",")
        self.taken(",")
        return self.sum()

    def _shifted(self, bound: Surface, sign: Token, by: int) -> Surface:
        """Return the bound of a range, the next number where the sign is strict."""
        if sign.text in {"<=", ">="}:
            return bound
        one = Surface("number", (), "1", bound.at, bound.end)
        return Surface("+" if by > 0 else "-", (bound, one), None, bound.at, bound.end)

    def _letters(self, token: Token) -> list[str]:
        if token.kind != WORD or not token.text.isalpha():
            raise self.unexpected("an index", token)
        return [token.text] if len(token.text) > 2 else list(token.text)

    def _bound(self) -> Surface:
        if self.taken("{", "("):
            with self.deeper(), self.inside():
                found = self.sum()
                if not self.taken("}", ")"):
                    raise self.unexpected("the end of the range")
            return found
        return self.word_or_number()

    def member(self, token: Token) -> Surface:
        """Read x_i where x is no name: the i-th of the vectors that make up X."""
        self.advance()
        return Surface("members", (), token.text, token.at, token.end)

    def members(self) -> Surface:
        """Read the columns of a matrix in braces: x_1, …, x_n, or in words."""
        opening = self.advance()
        first = self.peek()
        if first.kind == WORD and first.text == "columns" and self.peek(1).text == "of":
            self.advance()
            self.advance()
            inner = self.sum()
        else:
            self.advance()
            while not self.peek().is_op("rbrace", "}") and self.peek().kind != END:
                self.advance()
            inner = Surface("members", (), first.text, first.at, first.end)
        if not self.taken("rbrace", "}"):
            raise self.unexpected("the end of the set")
        return Surface("call", (inner,), "columns", opening.at, inner.end)
