"""Powers, and the marks that are written as powers: transposes, pseudo-inverses."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.reading.grammar.names import Names
from referee.language.reading.grammar.surface import Surface, alternatives, call, product
from referee.language.reading.naming import splits
from referee.language.reading.notations.tokens import NUMBER, OP, WORD, Token
from referee.language.tree import FormulaError

_MARKS: Mapping[str, str] = {
    "top": "transpose", "dagger": "dagger", "'": "prime", "+": "pinv", "*": "adjoint",
    "star": "adjoint",
}  # fmt: skip
_LETTERS: Mapping[str, str] = {"T": "transpose", "H": "adjoint", "t": "t"}


class Powers(Names):
    """What stands behind ^."""

    def _raised(self, base: Surface, sign: Token) -> Surface:
        with self.deeper():
            return self._raised_to(base, sign)

    def _raised_to(self, base: Surface, sign: Token) -> Surface:
        if sign.text == "^":
            self._split_transpose()
            marked = self._marked(base)
            if marked is not None:
                return marked
        if self.peek().is_op("{") and self.peek(1).is_op("odot"):
            del self.tokens[self.at + 1]
            sign = sign._replace(text=".^")
        if self.peek().is_op("{", "("):
            closing = {"{": "}", "(": ")"}[self.peek().text]
            if self._is_label():
                raise FormulaError("a number in brackets above: a power has none", self.peek().at)
            self.advance()
            with self.deeper(), self.inside():
                exponent = self.expression()
                end = self.expect(closing, "the end of the exponent")
            return self._power(base, exponent, sign, end.end)
        return self._bare_exponent(base, sign)

    def _is_label(self) -> bool:
        """Say whether an exponent is a number in brackets, which counts derivatives or steps."""
        signs = [self.peek(k).text for k in (0, 1, 3, 4)]
        return signs in (["{", "(", ")", "}"], ["{", "[", "]", "}"]) and self.peek(2).kind in {
            NUMBER,
            WORD,
        }

    def _power(self, base: Surface, exponent: Surface, sign: Token, end: int) -> Surface:
        kind = "entrywise power" if sign.text == ".^" else "power"
        return Surface(kind, (base, exponent), sign.text, base.at, end)

    def _split_transpose(self) -> None:
        """Take the T apart from a word behind ^ that goes on: X^Tw."""
        token = self.peek()
        if token.kind != WORD or token.text[0] not in "TH" or self.is_name():
            return
        rest = splits(token.text[1:], self.pieces())
        if len(token.text) > 1 and rest:
            first = token._replace(text=token.text[0], end=token.at + 1)
            self.replace([first, *words_at(rest[0], token.at + 1)])

    def _marked(self, base: Surface) -> Surface | None:
        """Read a transpose, an adjoint or a pseudo-inverse that is written as a power."""
        closing = {"{": "}", "(": ")"}.get(self.peek().text if self.peek().kind == OP else "", "")
        first = 1 if closing else 0
        minus = self.peek(first).is_op("-")
        token = self.peek(first + minus)
        length = first + minus + 1
        if closing and not minus and self._marks_until(closing):
            return self._several_marks(base, closing)
        if closing and not self.peek(length).is_op(closing):
            return None
        mark = _MARKS.get(token.text, "") if token.kind == OP else ""
        if token.kind == WORD:
            mark = _LETTERS.get(token.text, "")
        alone = bool(closing) or self._stands_alone(token, length)
        if not mark or (token.is_op("+", "*", "star") and not alone):
            return None
        if mark == "t":
            mark = "transpose"
            if self._is_name_at(first + minus):
                return None
        offered = token.kind == WORD and self._is_name_at(first + minus)
        if offered:
            return self._mark_or_name(base, mark, length + bool(closing)) if not minus else None
        for _ in range(length + bool(closing)):
            self.advance()
        end = self.tokens[self.at - 1].end
        if minus:
            base = call("inv", base, at=base.at, end=end)
        return call(mark, base, at=base.at, end=end)

    def _marks_until(self, closing: str) -> bool:
        """Say whether several marks stand in the brackets of an exponent, and nothing else."""
        count = 0
        while (token := self.peek(1 + count)).kind == OP and token.text in _MARKS:
            count += 1
        return count > 1 and self.peek(1 + count).is_op(closing)

    def _several_marks(self, base: Surface, closing: str) -> Surface:
        self.advance()
        while not self.peek().is_op(closing):
            token = self.advance()
            starred = self.starred_name(base) if token.text == "*" else None
            base = starred or call(_MARKS[token.text], base, at=base.at, end=token.end)
        self.advance()
        return base

    def starred_name(self, base: Surface) -> Surface | None:
        """Return the name w_star for w with a star above it, None where there is none."""
        name = (
            self.setting.spellings.starred.get(str(base.value))
            if base.kind in {"name", "members"}
            else None
        )
        return None if name is None else Surface("name", (), name, base.at, base.end)

    def _stands_alone(self, token: Token, length: int) -> bool:
        """Say whether a + or * behind ^ is a mark, not a sign of the exponent: X^+ y, a^+2."""
        behind = self.peek(length)
        return not (behind.kind in {NUMBER, WORD} and not behind.spaced) or token.text == "*"

    def _is_name_at(self, ahead: int) -> bool:
        self.at += ahead
        found = self.is_name()
        self.at -= ahead
        return found

    def _mark_or_name(self, base: Surface, mark: str, length: int) -> Surface:
        """Read A^T where T is a name too: a transpose, or a power."""
        start = self.at
        as_name = self.expression(9) if length > 1 else self.word_or_number()
        end = self.tokens[self.at - 1].end
        self.at = start + length
        power = Surface("power", (base, as_name), "^", base.at, end)
        return alternatives(call(mark, base, at=base.at, end=end), power)

    def _bare_exponent(self, base: Surface, sign: Token) -> Surface:
        """Read an exponent without brackets; what is glued to it may belong to it."""
        minus = self.peek()
        negative = self.taken("-")
        if not negative:
            self.taken("+")
        if sign.text == "**" or self.peek().is_op("sqrt", "frac"):
            exponent = self.factor()
        else:
            self._split_exponent()
            exponent = self.word_or_number()
            if self.peek().is_op("^", "!", "_") and not self.setting.evidence.latex:
                exponent = self.postfixed(exponent)
        if negative:
            exponent = Surface("neg", (exponent,), None, minus.at, exponent.end)
        near = self._power(base, exponent, sign, exponent.end)
        if sign.text == "**" or self.setting.evidence.latex:
            return near
        one = exponent.args[0] if negative else exponent
        root = one.kind == "number" and one.value == "1"
        if self.peek().is_op("/") and (root or (negative and base.value == "e")):
            return self._fractional(base, exponent, near, sign)
        number = exponent.args[0] if negative else exponent
        if negative and number.value == "1" and base.kind != "constant":
            return near
        letter = number.kind == "name" and base.kind in {"number", "name"}
        unsure = negative or base.value == "e" or base.kind == number.kind == "number" or letter
        return self._run_on(base, exponent, near, sign) if unsure else near

    def _fractional(self, base: Surface, exponent: Surface, near: Surface, sign: Token) -> Surface:
        """Read a^1/2 both ways, where nothing stands between its signs."""
        slash, below = self.peek(), self.peek(1)
        numbers = below.kind == NUMBER or (base.value == "e" and below.kind == WORD)
        if slash.spaced or below.spaced or not numbers:
            return near
        self.advance()
        divisor = self.word_or_number()
        negative = exponent.kind == "neg"
        inner = exponent.args[0] if negative else exponent
        quotient = Surface("quotient", (inner, divisor), "/", inner.at, divisor.end)
        if negative:
            quotient = Surface("neg", (quotient,), None, exponent.at, divisor.end)
        far = self._power(base, quotient, sign, divisor.end)
        outer = Surface("quotient", (near, divisor), "/", base.at, divisor.end)
        return alternatives(outer, far)

    def _split_exponent(self) -> None:
        token = self.peek()
        if token.kind == WORD and not self.is_name():
            rest = splits(token.text, self.pieces())
            if rest:
                self.replace(words_at(rest[0], token.at))

    def _run_on(self, base: Surface, exponent: Surface, near: Surface, sign: Token) -> Surface:
        """Read e^-2t and 2^nx both ways: what is glued to an exponent may be part of it."""
        rest: list[Surface] = []
        while self.peek().kind == WORD and not self.peek().spaced and self.starts_operand():
            rest.append(self.word_or_number())
        if not rest:
            return near
        negative = exponent.kind == "neg"
        inner = exponent.args[0] if negative else exponent
        whole = product([inner, *rest], [""] * len(rest))
        if negative:
            whole = Surface("neg", (whole,), None, exponent.at, whole.end)
        far = self._power(base, whole, sign, whole.end)
        return alternatives(product([near, *rest], [""] * len(rest)), far)


def words_at(texts: list[str], at: int) -> list[Token]:
    """Return words that stand side by side from a place on."""
    found = []
    for text in texts:
        kind = NUMBER if text.isdigit() else WORD
        found.append(Token(kind, text, at, at + len(text)))
        at += len(text)
    return found
