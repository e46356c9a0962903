"""LaTeX, sign by sign."""

from __future__ import annotations

import re

from referee.language.reading.notations.latex.arguments import MOST_GROUPS
from referee.language.reading.notations.latex.macros import MOST_EXPANSIONS
from referee.language.reading.notations.latex.structures import Structures
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import NUMBER, OP, WORD
from referee.language.tree import FormulaError

_NUMBER = re.compile(r"[0-9]{1,3}(?:(?:\{,\}|\\,)[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")


class Lexer(Structures):
    """What stands between commands, and the commands of a document."""

    def _step(self) -> None:
        start, character = self.at, self.text[self.at]
        number = _NUMBER.match(self.text, self.at)
        if character == "\\":
            self._command()
        elif character.isspace() or character == "~":
            self.at, self.spaced = self.at + 1, True
        elif self.text.startswith("{}", start):
            self.at, self.spaced = start + 2, True
        elif character == "$":
            self._dollar(start)
        elif character == "%":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
        elif character == "&" and not self.environments:
            self.at, self.spaced = self.at + 1, True
        elif number:
            self.at = number.end()
            self.emit(NUMBER, re.sub(r"[^0-9.]", "", number[0]), start)
        elif character.isascii() and character.isalpha():
            self.at += 1
            self.emit(WORD, character, start)
        elif character in "^_":
            self._script(character)
        else:
            self._other(start)

    def _other(self, start: int) -> None:
        """Take a sign as in plain text; the longest one that is there."""
        if self.text[start] in "{}()[]|&'" and self.text[start : start + 2] != "||":
            self.at += 1
            self.emit(OP, self.text[start], start)
            return
        length = 3 if self.text[start].isascii() else 1
        length = min(length, len(self.text) - start)
        while length > 1 and not _is_one_sign(self.text[start : start + length]):
            length -= 1
        piece = self.text[start : start + length]
        try:
            tokens = plain_tokens(piece)
        except FormulaError as error:
            raise FormulaError(error.message, self.place(start)) from None
        self.at += length
        for each in tokens:
            self.emit(each.kind, each.text, start)

    def _script(self, sign: str) -> None:
        start = self.at
        self.at += 1
        self.emit(OP, sign, start)
        self._grouped()

    def _expand(self, name: str, start: int) -> None:
        """Put the body of a command of the document in its place."""
        body, count = self.macros[name]
        for k in range(count):
            inner, _ = self._taken()
            body = body.replace(f"#{k + 1}", f"{{{inner}}}")
        self.spent[0] += 1 + len(body)
        if self.spent[0] > MOST_EXPANSIONS or self.depth > MOST_GROUPS:
            raise FormulaError(f"\\{name} stands for itself, or for too much", self.place(start))
        lexer = type(self)(body, self.macros, self.spent, self.place(start), self.depth + 1)
        lexer.spaced = self.spaced
        self.found.extend(lexer.all())
        self.spaced = False


def _is_one_sign(piece: str) -> bool:
    """Say whether a few characters are one sign of plain text, such as <=."""
    try:
        return len(plain_tokens(piece)) <= 1
    except FormulaError:
        return False
