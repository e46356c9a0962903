"""What stands between delimiters: groups, bars, norms and inner products."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.grammar.cursor import Cursor, shown
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, NUMBER, WORD, Token
from referee.language.tree import FormulaError

MOST_BARS = 16
_CLOSING = {"(": ")", "[": "]", "{": "}", "lbrace": "rbrace"}
_BARS = {"|": "|", "norm": "norm", "||": "norm", "labs": "rabs", "lnorm": "rnorm"}


def check_brackets(tokens: Sequence[Token]) -> None:
    """Refuse brackets that do not match, and too many bars, before anything else is said."""
    bars = [token for token in tokens if token.is_op("|", "norm", "||")]
    if len(bars) > MOST_BARS:
        raise FormulaError("too many bars: write abs(...) or norm(...)", bars[MOST_BARS].at)
    opened: list[Token] = []
    for token in tokens:
        if token.is_op("(", "[", "{", "lbrace") or token.text.startswith("begin "):
            opened.append(token)
        elif token.is_op(")", "]", "}", "rbrace") or token.text.startswith("end "):
            left = opened.pop() if opened else None
            if left is None or not _match(left, token):
                raise FormulaError(f"this {shown(token)} closes no bracket", token.at)
    if opened:
        raise FormulaError(f"this {shown(opened[-1])} is never closed", opened[-1].at)


def _match(left: Token, right: Token) -> bool:
    if left.text.startswith("begin "):
        return right.text == left.text.replace("begin", "end")
    return _CLOSING.get(left.text) == right.text


class Brackets(Cursor):
    """Delimited parts of a formula."""

    def group(self) -> Surface:
        """Read what is in parentheses: a formula, or a vector by its entries."""
        opening = self.advance()
        closing = _CLOSING[opening.text]
        with self.deeper(), self.inside():
            if self.peek().is_op(closing):
                raise FormulaError("these brackets are empty", opening.at)
            parts = [self.expression()]
            if self.peek().is_op("over", "over choose"):
                parts = [self._over(parts[0])]
            while self.taken(",", ";"):
                parts.append(self.expression())
            end = self.expect(closing, f"an operator, or the {closing} for column {opening.at + 1}")
        if len(parts) == 1:
            return Surface("group", tuple(parts), opening.text, opening.at, end.end)
        if all(each.kind == "matrix" and each.value == "tuple" for each in parts):
            return nested(parts, opening.at, end.end)
        rows = tuple(Surface("row", (each,), at=each.at, end=each.end) for each in parts)
        return Surface("matrix", rows, "tuple", opening.at, end.end)

    def _over(self, above: Surface) -> Surface:
        r"""Read a \over b and a \choose b, which reach to the end of their group."""
        sign = self.advance()
        below = self.expression()
        if sign.text == "over choose":
            return Surface("call", (above, below), "binomial", above.at, below.end)
        return Surface("quotient", (above, below), "frac", above.at, below.end)

    def bar_opens(self) -> bool:
        """Say whether a bar behind an operand opens; where both can be, one is chosen."""
        token = self.peek()
        if token.is_op("labs", "lnorm"):
            return True
        if self.at not in self.settled:
            closing = "norm" if token.text == "||" else token.text
            open_here = self.bars and self.bars[-1]
            if open_here == "|" and token.text == "||":
                closing = "|"
            if open_here == "langle":
                opens = False
            elif open_here != closing:
                apart = token.spaced and self.peek(1).spaced and token.text != "norm"
                opens = not (apart and self.choose(2))
            elif self._ends_behind_bar():
                opens = False
            else:
                opens = bool(self.choose(2))
            self.settled[self.at] = opens
        return self.settled[self.at]

    def _ends_behind_bar(self) -> bool:
        """Say whether nothing behind a bar could stand within it."""
        behind = self.peek(1)
        if behind.kind in {NUMBER, WORD}:
            return False
        return not behind.is_op("(", "[", "{", "|", "norm", "||", "sqrt", "frac", "-", "sum")

    def barred(self) -> Surface:
        """Read a magnitude, norm or determinant between bars."""
        opening = self.advance()
        singles = any(each.is_op("|") for each in self.tokens)
        if opening.text == "||" and singles and self.choose(2):
            self._two_bars(opening)
            opening = self.advance()
        closing = _BARS[opening.text]
        with self.deeper(), self.inside(bar=closing):
            inner = self.sum()
            end = self._closed(closing, opening)
        kind = "abs" if closing in {"|", "rabs"} else "norm"
        if kind == inner.kind == "abs":  # ||x|| by single bars
            kind, inner = "norm", inner.args[0]
        below = self.peek(1).text in {"1", "2", "F", "infty", "p"} and self.peek().is_op("_")
        kind = "norm" if below else kind
        sub = self._order() if kind == "norm" else None
        return Surface(kind, (inner,), sub, opening.at, end.end)

    def _two_bars(self, token: Token) -> None:
        self.at -= 1
        single = Token(token.kind, "|", token.at, token.at + 1, token.spaced)
        self.replace([single, single._replace(at=token.at + 1, end=token.end, spaced=False)])

    def _closed(self, closing: str, opening: Token) -> Token:
        token = self.peek()
        if token.is_op("||") and closing in {"|", "norm"}:
            if closing == "norm":
                return self.advance()
            self.at += 1
            self._two_bars(token)
            return self.advance()
        other = {"rabs": "|", "rnorm": "norm", "|": "rabs", "norm": "rnorm"}[closing]
        if token.is_op(closing, other):
            return self.advance()
        if token.kind == END:
            raise FormulaError(f"this {shown(opening)} is never closed", opening.at)
        raise self.unexpected(f"an operator, or the {shown(opening)} that closes,")

    def _order(self) -> str | None:
        """Read which norm it is: what stands below its bar."""
        if self.peek().is_op("infty"):
            return self.advance().text
        if not self.taken("_"):
            return None
        token = self.advance()
        if token.is_op("{"):
            token = self.advance()
            self.expect("}", "the end of the norm's order")
        return token.text

    def inner(self) -> Surface:
        """Read an inner product."""
        opening = self.advance()
        closing = ">" if opening.text == "<" else "rangle"
        with self.deeper(), self.inside(bar="langle"):
            left = self.sum()
            if not self.taken(",", "|", ";"):
                raise self.unexpected("the , of an inner product")
            right = self.sum()
            end = self.expect(closing, "the end of the inner product")
        if self.peek().is_op("_") and self.peek(1).text in {"F", "2"}:
            self.advance()
            end = self.advance()
        return Surface("inner", (left, right), None, opening.at, end.end)


def nested(rows: list[Surface], at: int, end: int) -> Surface:
    """Return a matrix whose rows stand in brackets of their own."""
    parts = []
    for each in rows:
        entries = each.args if each.kind == "group" else each.args[0].args
        if each.value == "tuple":
            entries = tuple(row.args[0] for row in each.args)
        elif each.kind == "matrix" and len(each.args) > 1:
            raise FormulaError("a matrix in a row of a matrix", each.at)
        parts.append(Surface("row", tuple(entries), at=each.at, end=each.end))
    return Surface("matrix", tuple(parts), "list", at, end)
