"""Matrices by their rows, and the arguments of a call."""

from __future__ import annotations

from referee.language.reading.grammar.brackets import Brackets, nested
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, WORD, Token
from referee.language.tree import FormulaError

_KEYWORDS = frozenset(
    (
        *("axis", "keepdims", "dim", "ord", "keepdim", "p", "offset", "rcond", "dtype", "shape"),
        *("compute_uv", "full_matrices", "hermitian", "order"),
    )
)


_OTHERWISE = ("otherwise", "else")
_BARE = frozenset(("inf", "Inf", "fro", "infty", "None", "np.inf", "numpy.inf"))


class Matrices(Brackets):
    """Rows of entries."""

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
        rest = range(self.at, len(self.tokens))
        closing = next((k for k in rest if self.tokens[k].is_op("]")), len(self.tokens))
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
            return self._cases(opening)
        rows: list[list[Surface]] = [[]]
        with self.deeper(), self.inside():
            while not self.peek().text.startswith("end "):
                if self.peek().kind == END:
                    raise FormulaError("this matrix is never closed", opening.at)
                if self.taken("newline"):
                    rows.append([])
                elif rows[-1] and not self.taken("&"):
                    raise self.unexpected("a & or a new row")
                elif not self.peek().text.startswith("end ") and not self.peek().is_op("newline"):
                    rows[-1].append(self.expression())
            end = self.advance()
        made = _matrix([row for row in rows if row], opening.at, end.end)
        if kind == "matrix":
            return made
        return Surface("abs" if kind == "det" else "norm", (made,), None, opening.at, end.end)

    def _cases(self, opening: Token) -> Surface:
        """Read parts with a condition each, the last one for what is otherwise."""
        parts: list[tuple[Surface, Surface | None]] = []
        with self.deeper(), self.inside():
            while not self.peek().text.startswith("end "):
                parts.append(self._part(opening))
            end = self.advance()
        if len(parts) < 2 or any(condition is None for _, condition in parts[:-1]):
            raise FormulaError("the last of several cases is for what is otherwise", opening.at)
        found, rest = parts[-1]
        for value, condition in reversed(parts[:-1]):
            args = tuple(each for each in (value, condition, found, rest) if each is not None)
            found, rest = Surface("cases", args, None, opening.at, end.end), None
        return found

    def _part(self, opening: Token) -> tuple[Surface, Surface | None]:
        """Read a part and its condition, None for what is otherwise."""
        if self.peek().kind == END:
            raise FormulaError("these cases are never closed", opening.at)
        value = self.sum()
        self.taken(",")
        if not (self.taken("&", ",") or self.peek().text in {*_OTHERWISE, "if"}):
            raise self.unexpected("a & before the condition")
        self.taken_word("if", "for", "when")
        condition = None if self.taken_word(*_OTHERWISE) else self.expression(3)
        self.taken(",", ".")
        self.taken("newline")
        return value, condition

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
        if token.is_op("[") and self.peek(1).is_op("]"):
            return self._empty()
        if token.is_op(":", "infty") or (token.kind == WORD and token.text in _BARE):
            self.advance()
            kind = "all" if token.text == ":" else "quoted"
            return Surface(kind, (), token.text, token.at, token.end)
        self._join_keyword(token)
        token = self.peek()
        if not (token.kind == WORD and self.peek(1).is_op("=") and token.text in _KEYWORDS):
            return self.expression()
        self.advance()
        self.advance()
        word = self.peek()
        if word.text in {"True", "False"}:
            self.advance()
            value = Surface("quoted", (), word.text, word.at, word.end)
        else:
            value = self._argument()
        if token.text == "shape":
            return value
        return Surface("keyword", (value,), token.text, token.at, value.end)

    def _join_keyword(self, token: Token) -> None:
        """Join the parts of a keyword with a line below: compute_uv=False."""
        behind = self.peek(2)
        name = f"{token.text}_{behind.text}"
        if self.peek(1).is_op("_") and name in _KEYWORDS and self.peek(3).is_op("="):
            whole = token._replace(text=name, end=behind.end)
            self.tokens[self.at : self.at + 3] = [whole]

    def _empty(self) -> Surface:
        """Read [], which stands for a length that is left open."""
        opening = self.advance()
        return Surface("quoted", (), "[]", opening.at, self.advance().end)

    def _quoted(self) -> Surface:
        opening = self.advance()
        word = self.advance()
        end = self.expect(opening.text, "the end of the quotation")
        return Surface("quoted", (), word.text, opening.at, end.end)


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
        return nested(rows[0], at, end)
    if len(rows) == 1 and any(each.kind == "matrix" for each in rows[0]):
        raise FormulaError("a row beside an entry: rows stand in brackets of their own", at)
    parts = tuple(Surface("row", tuple(row), at=row[0].at, end=row[-1].end) for row in rows)
    return Surface("matrix", parts, "list", at, end)
