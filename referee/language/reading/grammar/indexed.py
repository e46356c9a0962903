"""Sums and products over an index, members of a matrix."""

from __future__ import annotations

from dataclasses import replace

from referee.language.reading.grammar.ranges import Range, Ranges
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, WORD, Token
from referee.language.tree import FormulaError

_KINDS = {
    "Sum": "sum_over",
    "Sigma": "sum_over",
    "Pi": "prod_over",
    "sum": "sum_over",
    "prod": "prod_over",
    "max": "max_over",
    "min": "min_over",
}


_SIGNS = frozenset(("Sigma", "Pi"))  # no words of functions


class Indexed(Ranges):
    """What binds an index."""

    def over_index(self, token: Token) -> Surface:
        """Read a sum, product, maximum or minimum over an index, with its range if it has one."""
        self.advance()
        kind = _KINDS[token.text.rpartition(".")[2]]
        found = Range()
        while self.peek().is_op("_", "^"):
            if self.advance().text == "_":
                found = self.range_below(found.high)
            else:
                found = replace(found, high=self.bound_above())
        if not found.indices and found.high is None:
            found = Range(tuple(self.free_letters()))
        if not found.indices:
            if found.high is not None or not self.peek().is_op("(", "{"):
                raise FormulaError("a sum over what? write its index below it, as sum_i", token.at)
            return self._sum_of_all(kind, token)
        return self._body(kind, found, token)

    def over_range(self, token: Token) -> Surface:
        """Read a sum with its range in brackets behind it: sum(i=1..n) x_i."""
        self.advance()
        return self._body(_KINDS[token.text], self.range_below(None), token)

    def binding_call(self, kind: str, token: Token) -> Surface:
        """Read sum_over(i, 1, n, x_i), as the canonical spelling writes it."""
        self.at += len(("sum", "_", "over"))
        self.expect("(", "the ( of a call")
        with self.deeper(), self.inside():
            index = self.advance().text
            bounds = []
            for _ in range(2):
                self.expect(",", "the , behind an index or a bound")
                bounds.append(self.end_of_range())
            self.expect(",", "the , before what is summed")
            self.bound.append(index)
            body = self.sum()
            self.bound.pop()
            end = self.expect(")", "the ) of a call")
        has = (True, True)
        return Surface("over", (body, *bounds), (kind, index, has), token.at, end.end)

    def over_free(self, token: Token) -> Surface | None:
        """Read a sum, an extremum or a product without its index: sum c_j, sum of the c_j."""
        start = self.at
        self.advance()
        if self.taken_word("of"):
            self.taken_word("the", "all")
        opening = self.peek()
        called = opening.is_op("(") and token.text not in _SIGNS
        letters = self.free_letters(bracket=called)
        if not letters:
            self.at = start
            return None
        # sum(x_i)^2 is the square of a call; behind a blank it may be the sum of squares.
        alone = called and not (opening.spaced and self.choose(2))
        return self._body(_KINDS[token.text], Range(tuple(letters)), token, alone=alone)

    def _sum_of_all(self, kind: str, token: Token) -> Surface:
        inner = self.factor()
        function = {"sum_over": "sum", "max_over": "max", "min_over": "min"}.get(kind, "prod")
        return Surface("call", (inner,), function, token.at, inner.end)

    def _body(self, kind: str, found: Range, token: Token, *, alone: bool = False) -> Surface:
        """Read what is summed: a product, or what stands in brackets alone."""
        self.bound.extend(found.indices)
        with self.deeper():
            body = self.group() if alone else self.product()
        del self.bound[len(self.bound) - len(found.indices) :]
        return found.binding("over", body, (kind,), token.at)

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
