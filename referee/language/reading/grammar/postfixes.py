"""What stands behind an operand: primes, factorials, indices, methods."""

from __future__ import annotations

from referee.language.reading.grammar.cursor import shown
from referee.language.reading.grammar.powers import Powers, words_at
from referee.language.reading.grammar.surface import Surface, call
from referee.language.reading.grammar.words import METHODS
from referee.language.reading.naming import splits
from referee.language.reading.notations.tokens import NUMBER, OP, WORD
from referee.language.tree import FormulaError


class Postfixes(Powers):
    """Postfixes of an operand."""

    def postfixed(self, base: Surface) -> Surface:
        """Read everything that stands behind an operand and belongs to it."""
        while True:
            token = self.peek()
            if token.kind != OP or (self.in_row and token.spaced):
                return base
            if token.text in {"^", "**", ".^"}:
                self.advance()
                base = self._raised(base, token)
                if base.kind == "alternatives":
                    return base
            elif token.text == "'":
                self.advance()
                base = call("prime", base, at=base.at, end=token.end)
            elif token.text in {"top", "dagger"}:
                self.advance()
                base = call(_MARKS[token.text], base, at=base.at, end=token.end)
            elif token.text == "!":
                self.advance()
                base = call("factorial", base, at=base.at, end=token.end)
            elif token.text == "_":
                self.advance()
                base = self._indexed(base)
            elif token.text == "[" and self._is_subscript(base):
                base = self._subscripted(base, "[")
            elif token.text == "(" and base.kind == "name" and self._is_indexed():
                base = self._subscripted(base, "(")
            elif token.text == "(" and base.kind == "name" and self._is_at_a_time(base):
                for _ in range(3):
                    self.advance()
            elif token.text[0] == "." and token.text[1:2].isalpha():
                base = self._method(base)
            else:
                return base

    def _is_indexed(self) -> bool:
        """Say whether brackets behind an array's name hold an index, as in MATLAB: x(1), X(:, i)."""
        base = self.tokens[self.at - 1]
        if self.peek().spaced or self.setting.spellings.names.get((base.text,)) not in (
            self.setting.arrays
        ):
            return False
        closing = next((k for k in range(1, 8) if self.peek(k).is_op(")")), 0)
        inside = [self.peek(k) for k in range(1, closing)]
        plain = all(t.kind == NUMBER or t.is_op(":", ",") or t.text in {"end", *self.bound}
                    for t in inside)  # fmt: skip
        return bool(inside) and plain

    def _is_subscript(self, base: Surface) -> bool:
        """Say whether brackets behind an operand hold an index, not a factor."""
        if self.peek().spaced or base.kind not in {"name", "index", "call", "members"}:
            return False
        closing = next((k for k in range(1, 40) if self.peek(k).is_op("]")), 0)
        inside = [self.peek(k) for k in range(1, closing)]
        arrays = any(
            self.setting.spellings.names.get((each.text,)) in self.setting.arrays for each in inside
        )
        return not arrays and not any(each.is_op("^", "_") for each in inside)

    def _is_at_a_time(self, base: Surface) -> bool:
        """Say whether (t) behind an array's name says when it is meant, t being no name here."""
        token, closing = self.peek(1), self.peek(2)
        if self.peek().spaced or base.value not in self.setting.arrays or not closing.is_op(")"):
            return False
        if token.kind != WORD or token.text in self.bound:
            return False
        offered = (token.text,) in self.setting.spellings.names
        if offered and token.text in {"t", "x", "w"} and token.text != base.value:
            raise FormulaError(
                f"{base.value}({token.text}) may be {base.value} at {token.text}, or times"
                f" {token.text}: write {base.value} alone, or a * between them",
                base.at,
            )
        return token.text == "t" and not offered

    def _method(self, base: Surface) -> Surface:
        token = self.advance()
        name = token.text[1:]
        if name not in METHODS and name[0] == "T" and splits(name[1:], self.pieces()):
            self.at -= 1
            rest = splits(name[1:], self.pieces())[0]
            self.replace([token._replace(text=".T"), *words_at(rest, token.at + 2)])
            token, name = self.advance(), "T"
        if name not in METHODS and (name,) in self.setting.spellings.names:
            self.at -= 1  # a dot product: g.x
            word = token._replace(kind=WORD, text=name, at=token.end - len(name))
            self.replace([token._replace(text="cdot", end=token.at + 1), word])
            return base
        if name not in METHODS:
            raise FormulaError(
                f".{name} is not read here: there are .T, .dot(...), .sum(), .mean(), .trace(),"
                " .norm(), .inv(), .conj()",
                token.at,
            )
        args: list[Surface] = []
        if self.peek().is_op("(") and not self.peek().spaced and name not in {"T", "mT", "H", "mH"}:
            args = self.arguments()
        elif name not in {"T", "mT", "H", "mH", "size", "shape"}:
            raise self.unexpected(f"the ( of .{name}()")
        return call(METHODS[name], base, *args, at=base.at, end=self.tokens[self.at - 1].end)

    def _indexed(self, base: Surface) -> Surface:
        """Read what stands below an operand: one index or two."""
        token = self.peek()
        if token.kind == WORD and token.text == "bar":
            self.advance()
            return call("bar", base, at=base.at, end=token.end)
        if token.is_op("{"):
            self.advance()
            with self.deeper(), self.inside():
                parts = [self._one_index()]
                while self.taken(","):
                    parts.append(self._one_index())
                self.expect("}", "the end of the index")
        else:
            parts = self._plain_indices()
        end = self.tokens[self.at - 1].end
        return Surface("index", (base, *parts), "_", base.at, end)

    def _one_index(self) -> Surface:
        token = self.peek()
        if self.taken(":"):
            return Surface("all", (), None, token.at, token.end)
        return self.expression(4)

    def _plain_indices(self) -> list[Surface]:
        token = self.peek()
        if token.kind == NUMBER:
            self.advance()
            return [Surface("number", (), token.text, token.at, token.end)]
        if token.kind != WORD:
            raise self.unexpected("an index")
        if self.is_name():
            return [self.word_or_number()]
        letters = splits(token.text, [*self.pieces(), *"0123456789"])
        if not letters:
            raise FormulaError(f"the index {token.text!r} is not known here", token.at)
        self.replace(words_at(letters[0], token.at))
        return [self.word_or_number() for _ in letters[0]]

    def _subscripted(self, base: Surface, opening: str) -> Surface:
        """Read entries in brackets, as code writes them: X[:, i], X(:, 1)."""
        start = self.advance()
        closing = ")" if opening == "(" else "]"
        parts: list[Surface] = []
        with self.deeper(), self.inside():
            while True:
                token = self.peek()
                if self.taken(":"):
                    parts.append(Surface("all", (), None, token.at, token.end))
                elif self.taken_word("end"):
                    parts.append(Surface("end", (), None, token.at, token.end))
                else:
                    parts.append(self.expression(4))
                if not self.taken(","):
                    break
            end = self.expect(closing, f"the {closing} that closes {shown(start)}")
        return Surface("index", (base, *parts), opening, base.at, end.end)
