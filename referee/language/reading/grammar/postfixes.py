"""What stands behind an operand: primes, factorials, indices, methods."""

from __future__ import annotations

from referee.language.reading.grammar.cursor import shown
from referee.language.reading.grammar.powers import Powers, words_at
from referee.language.reading.grammar.surface import Surface, call
from referee.language.reading.grammar.words import METHODS
from referee.language.reading.naming import splits
from referee.language.reading.notations.commands import ACCENTS
from referee.language.reading.notations.tokens import END, NUMBER, OP, WORD, Token
from referee.language.tree import FormulaError

POSTFIX_MARKS = {"'": "prime", "top": "transpose", "dagger": "dagger", "!": "factorial"}
# How code goes through all entries from the last: x[::-1] in Python, x(end:-1:1) in MATLAB.
_BACKWARDS = ((":", ":", "-", "1"), ("end", ":", "-", "1", ":", "1"))


class Postfixes(Powers):
    """Postfixes of an operand."""

    def postfixed(self, base: Surface) -> Surface:
        """Read everything that stands behind an operand and belongs to it."""
        while True:
            token = self.peek()
            if token.kind != OP or (self.in_row and token.spaced):
                return base
            behind = self._marked_or_raised(base, token) or self._in_brackets_behind(base, token)
            if behind is None:
                return base
            base = behind
            if base.kind == "alternatives":
                return base

    def _marked_or_raised(self, base: Surface, token: Token) -> Surface | None:
        """Read a power, an index below, a mark or a method; None for anything else."""
        if token.text[0] == "." and token.text[1:2].isalpha():
            return self._method(base)
        if token.text not in {"^", "**", ".^", "_", *POSTFIX_MARKS}:
            return None
        self.advance()
        if token.text == "!" and self.peek().is_op("!", "="):
            raise FormulaError("what is !! or ! =? write factorial(k), or != for ≠", token.at)
        if token.text in POSTFIX_MARKS:
            return call(POSTFIX_MARKS[token.text], base, at=base.at, end=token.end)
        if token.text != "_":
            return self._raised(base, token)
        of_order = (base.kind, base.value) == ("call", "norm") and len(base.args) == 1
        return self._norm_of_order(base) if of_order else self._indexed(base)

    def _norm_of_order(self, base: Surface) -> Surface:
        """Read norm(x)_1 as ‖x‖_1."""
        self.at -= 1
        order = self._order()
        return Surface("norm", base.args, order, base.at, self.tokens[self.at - 1].end)

    def _in_brackets_behind(self, base: Surface, token: Token) -> Surface | None:
        """Read an index in brackets, or the time that a name is meant at; None for a factor."""
        if token.text == "[" and self._is_subscript(base):
            return self._subscripted(base, "[")
        if token.text == "(" and base.kind in {"name", "index"}:
            self._check_no_function(base)
        if token.text != "(" or base.kind != "name":
            return None
        if self._is_indexed(base):
            return self._subscripted(base, "(")
        if not self._is_at_a_time(base):
            return None
        for _ in range(2):
            self.advance()
        closing = self.advance()
        return Surface("name", (), base.value, base.at, closing.end)

    def _is_indexed(self, base: Surface) -> bool:
        """Say whether brackets behind an array's name hold an index: x(1), X(:, i)."""
        if self.peek().spaced or base.value not in self.setting.arrays:
            return False
        closing = next((k for k in range(1, 8) if self.peek(k).is_op(")")), 0)
        inside = [self.peek(k) for k in range(1, closing)]
        if tuple(each.text for each in inside) in _BACKWARDS:
            return True
        two = any(t.is_op(",") for t in inside)
        return bool(inside) and all(self._may_be_index(t, in_two=two) for t in inside)

    def _may_be_index(self, token: Token, *, in_two: bool) -> bool:
        """Say whether a token may stand in X(:, i); a number by its name only beside a comma."""
        if token.kind == NUMBER or token.is_op(":", ",") or token.text in {"end", *self.bound}:
            return True
        name = self.setting.spellings.names.get((token.text,))
        return in_two and name is not None and name not in self.setting.arrays

    def _check_no_function(self, base: Surface) -> None:
        """Refuse λ(H) and x_1(x), which look like functions and would be products."""
        inner = self.peek(1)
        alone = not self.peek().spaced and inner.kind == WORD and self.peek(2).is_op(")")
        name = self.setting.spellings.names.get((inner.text,))
        of_array = name in self.setting.arrays and base.value not in self.setting.arrays
        if alone and (base.kind == "index" or of_array) and inner.text not in self.bound:
            raise FormulaError("a function, or a product? write a * for a product", base.at)

    def _is_subscript(self, base: Surface) -> bool:
        """Say whether brackets behind an operand hold an index, not a factor."""
        if self.peek().spaced or base.kind not in {"name", "index", "call", "members", "group"}:
            return False
        inside = self._inside_brackets()
        if base.kind == "group":
            return any(each.is_op("!=") for each in inside)
        arrays = any(
            self.setting.spellings.names.get((each.text,)) in self.setting.arrays for each in inside
        )
        alone = len(inside) == 1 or any(each.is_op("!=") for each in inside)
        return alone or not (arrays or any(each.is_op("^", "_") for each in inside))

    def _inside_brackets(self) -> list[Token]:
        """Return what stands in the brackets that open here."""
        found: list[Token] = []
        depth = 0
        while (token := self.peek(1 + len(found))).kind != END:
            depth += token.is_op("[") - token.is_op("]")
            if depth < 0:
                break
            found.append(token)
        return found

    def _is_at_a_time(self, base: Surface) -> bool:
        """Say whether (t) behind an array's name says when it is meant, t being no name here."""
        token, closing = self.peek(1), self.peek(2)
        if self.peek().spaced or base.value not in self.setting.arrays or not closing.is_op(")"):
            return False
        if token.kind != WORD or token.text in self.bound:
            return False
        offered = (token.text,) in self.setting.spellings.names
        name = self.setting.spellings.names.get((token.text,))
        if offered and name not in self.setting.arrays:
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
        if not letters and token.text in ACCENTS.values():
            raise FormulaError(f"there is no name here with a {token.text}", token.at)
        if not letters:
            raise FormulaError(f"the index {token.text!r} is not known here", token.at)
        self.replace(words_at(letters[0], token.at))
        return [self.word_or_number() for _ in letters[0]]

    def _taken_backwards(self) -> bool:
        """Step over ::-1 or end:-1:1, which go through all entries from the last."""
        for signs in _BACKWARDS:
            if tuple(self.peek(k).text for k in range(len(signs))) == signs:
                self.at += len(signs)
                return True
        return False

    def _subscripted(self, base: Surface, opening: str) -> Surface:
        """Read entries in brackets, as code writes them: X[:, i], X(:, 1)."""
        start = self.advance()
        closing = ")" if opening == "(" else "]"
        parts: list[Surface] = []
        with self.deeper(), self.inside():
            while True:
                token = self.peek()
                if self._taken_backwards():
                    parts.append(Surface("backwards", (), None, token.at, token.end))
                elif self.taken(":"):
                    parts.append(Surface("all", (), None, token.at, token.end))
                elif self.taken_word("None", "newaxis", "np.newaxis", "numpy.newaxis"):
                    parts.append(Surface("new axis", (), None, token.at, token.end))
                elif self.taken_word("end"):
                    parts.append(Surface("end", (), None, token.at, token.end))
                else:
                    parts.append(self.expression(4))
                if not self.taken(","):
                    break
            end = self.expect(closing, f"the {closing} that closes {shown(start)}")
        return Surface("index", (base, *parts), opening, base.at, end.end)
