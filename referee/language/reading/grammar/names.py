"""Names, however they are spelled; words that are names side by side."""

from __future__ import annotations

import keyword
import re

from referee.language.reading.canonical.words import nearest
from referee.language.reading.grammar.matrices import Matrices
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.grammar.words import FUNCTION_WORDS, PROPERTIES, STOPS
from referee.language.reading.naming import FUNCTION_SIGNS, function_at, signs_of, splits
from referee.language.reading.notations.characters import GREEK
from referee.language.reading.notations.tokens import NUMBER, OP, WORD, Token
from referee.language.tree import FormulaError
from referee.language.vocabulary import BINDERS, FUNCTIONS

MOST_PIECES = 4  # of a word that is names side by side
# Words that are made of letters which may all be names, and are no product of them.
_NO_PRODUCTS = frozenset(
    (
        *keyword.kwlist,
        *GREEK.values(),
        *(word for word in FUNCTION_WORDS if len(word) > len("mm")),
        *("tr", "rk", "ln", "im"),
        *STOPS,
        *(words[0] for words in PROPERTIES),
        *("end", "nan", "NaN", "inf", "Inf", "erf", "pm", "mp", "let", "var", "mod", "cosh"),
        # What people write where they have no answer is no row of letters either.
        *(each for word in ("none", "todo", "idk") for each in (word, word.upper())),
        *(
            "sinh",
            "tanh",
            "arg",
            "sup",
            "lim",
            "ker",
            "dim",
            "DNE",
            "yes",
            "no",
            "std",
            "one",
            "two",
            "ten",
            "half",
            "zero",
            "lcm",
            "gcd",
            "foo",
        ),
        *("bar", "int", "dist", "proj", "prox", "svd", "eig", "fft", "chol", "sort", "flip"),
        *("tril", "triu", "Var", "Cov", "relu", "ReLU", "infty", "hbar", "ceil", "cbrt", "vec"),
        *("curl", "mean", "help", "prod", "sign", "step"),
    )
)


class Names(Matrices):
    """Names of the scope and bound indices."""

    def pieces(self) -> list[str]:
        """Return the words that a word may be made of: names, bound indices, e and I."""
        names = self.setting.spellings.names
        single = [signs[0] for signs in names if len(signs) == 1]
        constants = ("e", "I", "i") if self.setting.complex else ("e", "I")
        return [*single, *self.bound, *(each for each in constants if each not in single)]

    def is_name(self) -> bool:
        """Say whether a name of the scope, or a bound index, starts here."""
        return self.peek().text in self.bound or self._name_length(sure=True) > 0

    def _name_length(self, *, sure: bool) -> int:
        """Return how many tokens the longest spelling of a name takes that starts here."""
        table = self.setting.spellings.names if sure else self.setting.spellings.unsure
        for length in self.setting.spellings.lengths(self.peek().text):
            tokens = self.tokens[self.at : self.at + length]
            if signs_of(tokens) in table and (sure or not any(t.spaced for t in tokens[1:])):
                return length
        return 0

    def _named(self) -> Surface | None:
        """Read a name, spelled in any way; one that could be something else is a choice."""
        token, length = self.peek(), self._name_length(sure=True)
        if token.text == "i" and token.whole:
            return None  # upright it is the imaginary unit
        if token.kind == WORD and token.text in self.bound and length <= 1:
            self.advance()
            return Surface("name", (), token.text, token.at, token.end)
        if length and self._is_function_of_more(length):
            return None
        starred = self._starred(length)
        if starred is not None:
            return starred
        unsure = self._name_length(sure=False)
        if unsure > length and not self.choose(2):
            return self._take_name(unsure, self.setting.spellings.unsure)
        return self._take_name(length, self.setting.spellings.names) if length else None

    def _is_function_of_more(self, length: int) -> bool:
        """Say whether σ_max(X) starts here, which is no entry of a vector σ."""
        own = function_at(self.tokens, self.at)
        if own is None or own[1] <= self.at + length:
            return False
        return signs_of(self.tokens[self.at : own[1]]) in FUNCTION_SIGNS

    def _take_name(self, length: int, table: dict[tuple[str, ...], str]) -> Surface:
        tokens = [self.advance() for _ in range(length)]
        name = table[signs_of(tokens)]
        return Surface("name", (), name, tokens[0].at, tokens[-1].end)

    def _starred(self, length: int) -> Surface | None:
        """Read w* for a name w_star, where no operand stands behind the star."""
        token = self.peek()
        name = self.setting.spellings.starred.get(token.text) if token.kind == WORD else None
        if name is None or not self.peek(1).is_op("*"):
            return None
        behind = self.peek(2)
        operand = behind.kind in {WORD, NUMBER} or behind.is_op("(", "[", "{", "sqrt", "|", "frac")
        if operand and length and behind.kind == WORD and behind.text in STOPS:
            operand = False
        if self.bars and self.bars[-1] != "(" and behind.is_op(self.bars[-1]):
            operand = False
        if (
            behind.is_op("-", "+")
            and behind.spaced
            and self.peek(3).spaced
            and not (self.peek(1).spaced)
        ):
            operand, length = False, 0
        if length and (operand or (behind.is_op("-", "+") and self.choose(2))):
            return None
        self.advance()
        star = self.advance()
        return Surface("name", (), name, token.at, star.end)

    def _split(self, token: Token) -> Surface:
        """Read a word as names side by side; raises FormulaError for a word that is none."""
        root = re.fullmatch("sqrt([0-9]+)", token.text)
        if root:
            number = Token(NUMBER, root[1], token.at + 4, token.end)
            self.replace([token._replace(text="sqrt", end=token.at + 4), number])
            return self.operand()
        ways = self._ways(token)
        if not ways:
            raise self._unknown(token)
        words = ways[self.choose(len(ways))] if len(ways) > 1 else ways[0]
        at, pieces = token.at, list[Token]()
        for text in words:
            spaced = token.spaced if not pieces else False
            pieces.append(Token(WORD, text, at, at + len(text), spaced))
            at += len(text)
        self.replace(pieces)
        if len(pieces) == 1:
            raise self._unknown(token)
        return self.operand()

    def _is_applied(self) -> bool:
        """Say whether a word looks like a function's: lcm(a)."""
        behind = self.peek(1)
        return behind.is_op("(") and not behind.spaced

    def _ways(self, token: Token) -> list[list[str]]:
        """Return the ways to read a word as names side by side; the last may have an index."""
        word = token.text
        if word in _NO_PRODUCTS or token.whole:
            return []
        pieces = self.pieces()
        ways = splits(word, pieces)
        behind = self.peek(1).text if self.peek(1).kind == OP else ""
        heads = {s[0] for s in self.setting.spellings.names if len(s) > 1 and s[1] == behind}
        for head in heads - set(pieces):
            if word.endswith(head) and word != head:
                ways += [[*way, head] for way in splits(word[: -len(head)], pieces)]
        # Three small letters before a bracket are a function's name, aBC(x) is a product.
        most = 2 if self._is_applied() and word.islower() else MOST_PIECES
        return [way for way in ways if len(way) <= most]

    def _unknown(self, token: Token) -> FormulaError:
        offered = self.setting.offered
        if self.peek(1).is_op("(") and not self.peek(1).spaced and len(token.text) > 1:
            hint = nearest(token.text, {**FUNCTIONS, **BINDERS})
            return FormulaError(f"unknown function {token.text!r}{hint}", token.at)
        near = nearest(token.text, offered)
        hint = near
        close = near.removeprefix(" (did you mean ").removesuffix("?)")
        if close in offered:
            name, meaning = offered[close]
            hint = f" (did you mean {name}{', ' + meaning if meaning != close else ''}?)"
        begin = [name for name in offered if name.startswith(token.text + "_")]
        if not hint and begin:
            hint = f" (did you mean {' or '.join(offered[name][0] for name in begin)}?)"
        if not hint and token.text in FUNCTION_WORDS:
            hint = f" (it is a function: write {token.text}(...))"
        return FormulaError(
            f"unknown name {token.text!r}{hint}; the names here are"
            f" {', '.join(shown for shown, _ in offered.values()) or 'none'}",
            token.at,
        )
