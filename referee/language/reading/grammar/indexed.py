"""Sums and products over an index, members of a matrix, gradients and derivatives."""

from __future__ import annotations

from referee.language.reading.grammar.cursor import Cursor
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


class Indexed(Cursor):
    """What binds an index, or names a variable that is derived by."""

    def is_name(self) -> bool:
        """Say whether a name of the scope, or a bound index, starts here."""
        raise NotImplementedError

    def word_or_number(self) -> Surface:
        """Read one name or number."""
        raise NotImplementedError

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
        if self.taken("="):
            low = self.sum()
            if self.taken("cdots", ","):
                self.taken("cdots", ",")
                self.taken(",")
                high = self.sum()
        elif self.taken("<=", "<"):
            high = self._shifted(self.sum(), sign, -1)
        elif self.taken(">=", ">"):
            low = self._shifted(self.sum(), sign, 1)
        return indices, low, high

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

    # Comprehensions ----------------------------------------------------------------------------

    def comprehension(self, closing: str) -> Surface | None:
        """Read ``x[i] for i in range(n)``, and the bracket behind it; None for anything else."""
        place = self._for_ahead()
        if place is None:
            return None
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

    def _for_ahead(self) -> int | None:
        depth = 0
        for ahead in range(len(self.tokens) - self.at):
            token = self.peek(ahead)
            depth += token.is_op("(", "[", "{") - token.is_op(")", "]", "}")
            if depth < 0:
                return None
            if depth == 0 and token.kind == WORD and token.text == "for" and ahead:
                return ahead
        return None

    def _counts(self, index: str, until: int) -> bool:
        """Say whether an index is a number in what follows, not only a place in brackets."""
        depth, in_brackets, alone = 0, False, False
        for ahead in range(until):
            token = self.peek(ahead)
            depth += token.is_op("[") - token.is_op("]")
            if token.text == index:
                in_brackets |= depth > 0
                alone |= depth == 0
        if in_brackets and alone:
            raise FormulaError(
                f"{index} counts and is a place in brackets: from 0 or from 1?", self.peek().at
            )
        return alone

    def _counted(self, counts: bool) -> tuple[Surface | None, Surface]:
        """Read range(n), range(a, b) or a:b; a place in brackets counts from 1 here."""
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
            return (zero, less) if counts else (None, first)
        low = first if counts else Surface("+", (first, one), None, first.at, first.end)
        return low, self._less(second) if counts else second

    def _less(self, bound: Surface) -> Surface:
        """Return one less than a bound: n for n + 1."""
        if bound.kind == "+" and bound.args[1].value == "1":
            return bound.args[0]
        one = Surface("number", (), "1", bound.at, bound.end)
        return Surface("-", (bound, one), None, bound.at, bound.end)

    # Derivatives -------------------------------------------------------------------------------

    def gradient(self, token: Token) -> Surface:
        """Read the gradient of what follows, by the name below the sign if there is one."""
        self.advance()
        variable: Surface | None = None
        if self.taken("_"):
            braced = self.taken("{")
            variable = self.word_or_number()
            if braced:
                self.expect("}", "the end of the variable")
        inner = self.product()
        parts = (inner,) if variable is None else (inner, variable)
        return Surface("gradient", parts, None, token.at, inner.end)

    def derivative(self, token: Token) -> Surface | None:
        """Read d/dt of what follows, or of what stands above the line; None for a fraction."""
        below = self._below()
        if below is None or self.peek(1).text != below.text:
            return None
        self.advance()
        self.advance()
        order = self._order_of_derivative()
        inner: Surface | None = None
        if not self.peek().is_op("}"):
            inner = self.product()
        self.expect("}", "the end of the numerator")
        self.expect("{", "a denominator")
        self.advance()
        variable = self.word_or_number()
        self._order_of_derivative()
        self.expect("}", "the end of the denominator")
        return self._derived(inner or self.product(), variable, order, token)

    def _order_of_derivative(self) -> int:
        if not self.taken("^"):
            return 1
        braced = self.taken("{")
        token = self.advance()
        if token.text not in {"1", "2", "3"}:
            raise self.unexpected("a first, second or third derivative", token)
        if braced:
            self.expect("}", "the end of the order")
        return int(token.text)

    def _derived(self, inner: Surface, variable: Surface, order: int, token: Token) -> Surface:
        for _ in range(order):
            inner = Surface("derivative", (inner, variable), None, token.at, inner.end)
        return inner

    def _below(self) -> Token | None:
        """Return the d or ∂ of a denominator dt or ∂w, None for any other."""
        depth = 0
        for at in range(self.at, len(self.tokens) - 2):
            token = self.tokens[at]
            depth += token.is_op("{") - token.is_op("}")
            if depth == 0:
                below, variable = self.tokens[at + 2], self.tokens[at + 3 : at + 4]
                is_d = below.is_op("partial") or (below.kind == WORD and below.text == "d")
                return below if is_d and variable and not variable[0].is_op("}") else None
        return None

    def derivative_in_line(self, token: Token) -> Surface | None:
        """Read d/dt ..., ∂/∂w ... and d(...)/dt, ∂(...)/∂w in one line; None for anything else."""
        if not (token.is_op("partial") or (token.kind == WORD and token.text == "d")):
            return None
        if self.peek(1).is_op("/") and self._is_differential(2, token.text):
            self.advance()
            self.advance()
            variable = self._variable(token.text)
            return self._derived(self.product(), variable, 1, token)
        slash = self._slash_behind()
        if slash is None or not self._is_differential(slash + 1, token.text):
            return None
        self.advance()
        inner = self.factor()
        if not self.taken("/"):
            return None
        variable = self._variable(token.text)
        return self._derived(inner, variable, 1, token)

    def _slash_behind(self) -> int | None:
        """Return how far the stroke is behind the one thing that stands behind a d."""
        depth = 0
        first = self.peek(1)
        if not first.is_op("(", "norm", "|", "||", "lnorm"):
            return None
        for ahead in range(1, len(self.tokens) - self.at):
            token = self.peek(ahead)
            depth += token.is_op("(", "[") - token.is_op(")", "]")
            if depth == 0 and token.is_op("/"):
                return ahead
        return None

    def _is_differential(self, ahead: int, sign: str) -> bool:
        """Say whether dt or ∂w stands so far ahead."""
        token, behind = self.peek(ahead), self.peek(ahead + 1)
        if sign == "partial":
            return token.is_op("partial") and behind.kind == WORD
        return token.kind == WORD and token.text.startswith("d") and len(token.text) > 1

    def _variable(self, sign: str) -> Surface:
        token = self.peek()
        if sign == "partial":
            self.advance()
        else:
            self.replace([token._replace(text=token.text[1:], at=token.at + 1)])
        return self.word_or_number()
