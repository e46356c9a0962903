"""Operands: what a factor may be."""

from __future__ import annotations

from referee.language.reading.grammar.called import Called
from referee.language.reading.grammar.surface import Surface, call
from referee.language.reading.grammar.words import PROPERTIES, STOPS
from referee.language.reading.notations.tokens import NUMBER, OP, WORD, Token

_OPENERS = frozenset(
    ("(", "{", "sqrt", "root", "frac", "binom", "sum", "prod", "int", "nabla", "langle", "labs",
     "lnorm", "conj", "begin matrix", "begin det", "begin norm", "begin cases", "lbrace", "[")
)  # fmt: skip


class Operands(Called):
    """Operands and what stands behind them."""

    def factor(self) -> Surface:
        """Read a factor: an operand with its signs in front and its powers behind."""
        token = self.peek()
        if token.is_op("-", "+"):
            self.advance()
            with self.deeper():
                inner = self.factor()
            if token.text == "+":
                return inner
            return Surface("neg", (inner,), None, token.at, inner.end)
        with self.deeper():
            return self.postfixed(self.operand())

    def starts_operand(self) -> bool:
        """Say whether an operand starts here, as the next factor of a product."""
        token = self.peek()
        if self.in_row and token.spaced:
            return False
        if token.kind == WORD:
            return self.is_name() or (token.text not in STOPS and not self._is_property())
        return token.kind == NUMBER or (token.kind == OP and self._sign_opens(token))

    def _sign_opens(self, token: Token) -> bool:
        if token.text in {"|", "norm", "||"}:
            return self.bar_opens()
        if token.text == "<":
            return self._opens_inner()
        return token.text in _OPENERS or self._name_length(sure=True) > 0

    def _is_property(self) -> bool:
        """Say whether a property in words starts here: A symmetric."""
        token = self.peek()
        first = (token.text,) in PROPERTIES or token.text in {"positive", "linearly"}
        return first and not self.peek(1).is_op("(")

    def _opens_inner(self) -> bool:
        """Say whether a < behind an operand opens an inner product: 2 <u, v>."""
        if not self.peek().spaced or self.peek(1).spaced:
            return False
        depth, comma = 0, False
        for token in self.tokens[self.at + 1 :]:
            depth += token.is_op("(", "[") - token.is_op(")", "]")
            comma |= depth == 0 and token.is_op(",")
            if depth < 0 or (depth == 0 and token.is_op(">")):
                return comma and depth == 0
        return False

    def operand(self) -> Surface:
        """Read one operand, without what stands behind it."""
        token = self.peek()
        if token.kind == NUMBER:
            if token.text == "11" and self.peek(1).is_op("'", "top", "^"):
                return self._ones_and_turned(token)
            self.advance()
            return Surface("number", (), token.text, token.at, token.end)
        named = self.derivative_in_line(token) or self._named()
        if named is not None:
            return named
        if token.kind == WORD:
            return self.word(token)
        if token.kind == OP:
            return self._delimited(token)
        raise self.unexpected("a name, a number or (")

    def _ones_and_turned(self, token: Token) -> Surface:
        """Read 11' as a column of ones and its transpose; 11 to any other power is a number."""
        top = self.peek(2 + self.peek(2).is_op("{")).text in {"T", "top"}
        if self.peek(1).is_op("^") and not top:
            self.advance()
            return Surface("number", (), token.text, token.at, token.end)
        first = token._replace(kind=WORD, text="𝟙", end=token.at + 1)
        self.replace([first, first._replace(at=token.at + 1, end=token.end, spaced=False)])
        return self.operand()

    def _delimited(self, token: Token) -> Surface:
        enclosed = {
            **dict.fromkeys(("(", "{", "lbrace"), self.group),
            **dict.fromkeys(("|", "norm", "||", "labs", "lnorm"), self.barred),
            **dict.fromkeys(("langle", "<"), self.inner),
            **dict.fromkeys(
                ("begin matrix", "begin det", "begin norm", "begin cases"), self.environment
            ),
            "[": self.matrix,
        }
        prefixed = {
            **dict.fromkeys(("sqrt", "root", "conj"), self._root),
            **dict.fromkeys(("frac", "binom"), self._fraction),
            **dict.fromkeys(("sum", "prod"), self.over_index),
            **dict.fromkeys(("nabla", "partial"), self.gradient),
            "int": self.integral,
        }
        if token.text in enclosed:
            return enclosed[token.text]()
        if token.text in prefixed:
            return prefixed[token.text](token)
        raise self.unexpected("a name, a number or (")

    def word_or_number(self) -> Surface:
        """Read one name or number, as stands behind ^ without brackets."""
        token = self.peek()
        if token.kind == NUMBER:
            self.advance()
            return Surface("number", (), token.text, token.at, token.end)
        named = self._named()
        if named is not None:
            return named
        if token.kind == WORD:
            return self.word(token)
        raise self.unexpected("a name, a number or (")

    def _root(self, token: Token) -> Surface:
        self.advance()
        if token.text == "sqrt":
            if self.peek().is_op("{", "("):
                inner = self.group()
                return call("sqrt", inner, at=token.at, end=inner.end)
            return self.applied("sqrt", token, loose=False)
        if token.text == "conj":
            inner = self.group()
            return call("conj", inner, at=token.at, end=inner.end)
        degree = self.group()
        inner = self.group() if self.peek().is_op("{", "(") else self.factor()
        one = Surface("number", (), "1", degree.at, degree.end)
        exponent = Surface("quotient", (one, degree), "/", degree.at, degree.end)
        return Surface("power", (inner, exponent), "^", token.at, inner.end)

    def _fraction(self, token: Token) -> Surface:
        self.advance()
        if token.text == "frac":
            start, unsure = self.at, self.may_be_divided()
            derived = self.derivative(token)
            if derived is None or not unsure:
                return derived or self._divided_groups(token)
            self.at = start
            both = (derived, self._divided_groups(token))
            return Surface("derived or divided", both, None, token.at, derived.end)
        above, below = self.group(), self.group()
        return call("binom", above, below, at=token.at, end=below.end)

    def _divided_groups(self, token: Token) -> Surface:
        above, below = self.group(), self.group()
        quotient = Surface("quotient", (above, below), "frac", token.at, below.end)
        return Surface("group", (quotient,), "frac", token.at, below.end)
