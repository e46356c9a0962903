"""What changes letters: styles, upright words, accents, board letters."""

from __future__ import annotations

import re

from referee.language.reading.notations import commands
from referee.language.reading.notations.latex.arguments import Arguments
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import OP, WORD, Token
from referee.language.tree import FormulaError

# What is a blank between upright words: spaces, styles in styles, braces.
_BLANKS = re.compile(r"\\[,;:! ]|\\(?:mathrm|text|rm)\b|[{}$]|~")


class Styles(Arguments):
    """Commands that take letters."""

    def _styled(self, _: str, start: int) -> None:
        inner, offset = self._taken()
        if inner.strip() == "1":
            self.emit(WORD, "ones", start)
            return
        self.at = start if not inner else self.at
        if not inner:
            raise FormulaError("a style with nothing in it", self.place(start))
        spaced, before = self.spaced, len(self.found)
        self._inside(inner, offset)
        if before < len(self.found):
            first = self.found[before]
            self.found[before] = first._replace(spaced=spaced, whole=first.text == "e")
        self.spaced = False

    def _upright(self, _: str, __: int) -> None:
        """Take upright letters: they are one word, or words."""
        inner, offset = self._taken()
        if inner.strip() == "e":
            self.emit(WORD, "euler", offset)  # upright it is the number, whatever names there are
            return
        spaced = _BLANKS.sub(lambda found: " " * len(found[0]), inner)
        places = [k for k in range(len(spaced) + 1) if not spaced.startswith(r"\_", k)]
        plain = "".join(spaced[k] for k in places[:-1])
        if "\\" in plain or "^" in plain:
            self._inside(inner, offset)
            return
        for each in plain_tokens(plain):
            text = "&" if each.text == "and" and each.kind == OP else each.text
            at, end = (self.place(offset + places[k]) for k in (each.at, each.end))
            self.found.append(Token(each.kind, text, at, max(end, at + 1), True, True))
        self.spaced = inner.endswith(" ")
        if not inner:
            self.spaced = True

    def _board(self, _: str, start: int) -> None:
        inner, __ = self._taken()
        letters = {"R": "ℝ", "C": "ℂ", "N": "ℕ", "Z": "ℤ", "1": "ones", "I": "I", "E": "𝔼"}
        word = letters.get(inner.strip())
        if word is None:
            raise FormulaError(f"\\mathbb{{{inner}}} is not read", self.place(start))
        self.emit(WORD, word, start)

    def _accented(self, name: str, start: int) -> None:
        self._argument_only()
        self.emit(OP, "_", start)
        self.emit(WORD, commands.ACCENTS[name], start)

    def _overlined(self, start: int) -> None:
        self.emit(OP, "conj", start)
        self._grouped()
