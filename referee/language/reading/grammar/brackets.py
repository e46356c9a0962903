"""What stands between delimiters: groups, bars, norms, inner products, matrices, arguments."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.grammar.cursor import Cursor, shown
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, NUMBER, WORD, Token
from referee.language.tree import FormulaError

MOST_BARS = 24
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
            if not opened or not _match(opened.pop(), token):
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
            return _nested(parts, opening.at, end.end)
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

    def matrix(self) -> Surface:
        """Read a matrix in brackets: rows by ; or in brackets of their own."""
        opening = self.advance()
        by_blanks = not self._has_comma() and not self.setting.evidence.latex
        if by_blanks and not self._has_semicolon() and self.choose(2):
            by_blanks = False
            self.guesses += 1
        over = self.comprehension("]")
        if over is not None:
            return over
        rows: list[list[Surface]] = [[]]
        with self.deeper(), self.inside(in_row=by_blanks):
            while not self.peek().is_op("]"):
                if self.taken(";", "newline"):
                    rows.append([])
                elif rows[-1] and not self.taken(","):
                    if not by_blanks:
                        raise self.unexpected("a , or ]")
                    rows[-1].append(self.expression())
                elif not self.peek().is_op("]", ";", "newline"):
                    rows[-1].append(self.expression())
            end = self.advance()
        return _matrix([row for row in rows if row], opening.at, end.end)

    def _has_semicolon(self) -> bool:
        closing = next(k for k in range(self.at, len(self.tokens)) if self.tokens[k].is_op("]"))
        return any(token.is_op(";", "newline") for token in self.tokens[self.at : closing])

    def _has_comma(self) -> bool:
        """Say whether entries of the matrix that starts here are separated by commas."""
        depth = 0
        for token in self.tokens[self.at :]:
            if token.is_op("(", "[", "{"):
                depth += 1
            elif token.is_op(")", "]", "}"):
                if depth == 0:
                    return False
                depth -= 1
            elif depth == 0 and token.is_op(","):
                return True
        return False

    def environment(self) -> Surface:
        """Read a matrix of LaTeX: & between entries, a new line between rows."""
        opening = self.advance()
        kind = opening.text.removeprefix("begin ")
        if kind == "cases":
            raise FormulaError(
                "a case distinction is no formula; write it as a statement with and, or, implies",
                opening.at,
            )
        rows: list[list[Surface]] = [[]]
        with self.deeper(), self.inside():
            while not self.peek().text.startswith("end "):
                if self.peek().kind == END:
                    raise FormulaError("this matrix is never closed", opening.at)
                if self.taken("newline"):
                    rows.append([])
                elif not self.taken("&"):
                    rows[-1].append(self.expression())
            end = self.advance()
        made = _matrix([row for row in rows if row], opening.at, end.end)
        if kind == "matrix":
            return made
        return Surface("abs" if kind == "det" else "norm", (made,), None, opening.at, end.end)

    def arguments(self) -> list[Surface]:
        """Read the arguments of a call, from its ( to its )."""
        self.expect("(", "the ( of a call")
        found: list[Surface] = []
        with self.deeper(), self.inside():
            over = self.comprehension(")")
            if over is not None:
                return [over]
            while not self.peek().is_op(")"):
                if self.peek().kind == END:
                    raise self.unexpected("the ) of a call")
                found.append(self._argument())
                if not self.taken(",") and not self.peek().is_op(")"):
                    raise self.unexpected("an operator, or a , or )")
            self.advance()
        return found

    def _argument(self) -> Surface:
        token = self.peek()
        if token.is_op("'", '"'):
            return self._quoted()
        if token.is_op(":"):
            self.advance()
            return Surface("all", (), None, token.at, token.end)
        if token.kind == WORD and token.text in {
            "inf",
            "Inf",
            "fro",
            "infty",
            "None",
            "True",
            "np.inf",
            "numpy.inf",
        }:
            self.advance()
            return Surface("quoted", (), token.text, token.at, token.end)
        if token.is_op("infty"):
            self.advance()
            return Surface("quoted", (), "inf", token.at, token.end)
        if token.kind == WORD and self.peek(1).is_op("=") and token.text in _KEYWORDS:
            self.advance()
            self.advance()
            value = self._argument()
            if token.text == "shape":
                return value
            return Surface("keyword", (value,), token.text, token.at, value.end)
        return self.expression()

    def _quoted(self) -> Surface:
        opening = self.advance()
        word = self.advance()
        end = self.expect(opening.text, "the end of the quotation")
        return Surface("quoted", (), word.text, opening.at, end.end)


_KEYWORDS = frozenset(("axis", "keepdims", "dim", "ord", "keepdim", "p", "offset", "rcond", "dtype", "shape"))


def _matrix(rows: list[list[Surface]], at: int, end: int) -> Surface:
    """Return a matrix of rows; one entry alone is a formula in brackets."""
    if not rows:
        raise FormulaError("a matrix without entries", at)
    if len(rows) == 1 and len(rows[0]) == 1 and rows[0][0].kind == "matrix":
        return rows[0][0]
    if len(rows) == 1 and len(rows[0]) == 1:
        return Surface("group", (rows[0][0],), "[", at, end)
    listed = [each.kind in {"matrix", "group"} and each.value in {"[", "list", "tuple"}
              for each in rows[0]]  # fmt: skip
    if len(rows) == 1 and all(listed):
        return _nested(rows[0], at, end)
    if len(rows) == 1 and any(each.kind == "matrix" for each in rows[0]):
        raise FormulaError("a row beside an entry: rows stand in brackets of their own", at)
    parts = tuple(Surface("row", tuple(row), at=row[0].at, end=row[-1].end) for row in rows)
    return Surface("matrix", parts, "list", at, end)


def _nested(rows: list[Surface], at: int, end: int) -> Surface:
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
