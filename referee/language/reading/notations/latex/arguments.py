"""A place in LaTeX, the tokens so far, and the arguments that a command takes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from referee.language.reading.notations import commands
from referee.language.reading.notations.latex.macros import Macros, closing_brace
from referee.language.reading.notations.tokens import OP, Token
from referee.language.tree import FormulaError

MOST_GROUPS = 60
COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|\n)", re.DOTALL)


class Arguments(ABC):
    """LaTeX from a place on; ``fixed`` is where all of it stands for a command's own body."""

    def __init__(
        self, text: str, macros: Macros, spent: list[int], fixed: int | None = None, depth: int = 0
    ) -> None:
        self.text, self.macros, self.spent, self.fixed = text, macros, spent, fixed
        self.depth = depth
        self.at = 0
        self.spaced = False
        self.environments: list[str] = []
        self.opened: list[tuple[str, int]] = []
        self.closings: list[str] = []
        self.found: list[Token] = []

    def place(self, at: int) -> int:
        """Return the place in the text as it was written."""
        return at if self.fixed is None else self.fixed

    def all(self) -> list[Token]:
        """Return all tokens; raises FormulaError for what is never closed."""
        while self.at < len(self.text):
            self._step()
        if self.opened:
            what, start = self.opened[-1]
            raise FormulaError(f"this {what} is never closed", self.place(start))
        return self.found

    def _open(self, closing: str, start: int, shown: str) -> None:
        self.opened.append((shown, start))
        self.closings.append(closing)

    def _close(self, closing: str, start: int) -> None:
        if not self.opened or self.closings[-1] != closing:
            raise FormulaError(f"this {closing} closes nothing", self.place(start))
        self.opened.pop()
        self.closings.pop()

    def emit(self, kind: str, text: str, start: int) -> None:
        """Add a token that starts at a place and ends here."""
        at = self.place(start)
        end = self.place(self.at) if self.fixed is None else at + 1
        self.found.append(Token(kind, text, at, end, self.spaced))
        self.spaced = False

    def _grouped(self) -> None:
        """Take an argument: a group, a command with what it takes, or one sign."""
        while self.at < len(self.text) and self.text[self.at] in " \n\t":
            self.at += 1
        start = self.at
        if self.at >= len(self.text):
            raise FormulaError("the formula ends too early", self.place(max(start - 1, 0)))
        self.spaced = False
        if self.text[self.at] == "{":
            inner, offset = self._group()
        else:
            end = self._single()
            inner, offset = self.text[start:end], start
            self.at = end
        self.emit(OP, "{", start)
        self._inside(inner, offset)
        self.emit(OP, "}", max(self.at - 1, 0))

    def _group(self) -> tuple[str, int]:
        start = self.at
        try:
            end = closing_brace(self.text, start)
        except FormulaError as error:
            raise FormulaError(error.message, self.place(start)) from None
        self.at = end + 1
        return self.text[start + 1 : end], start + 1

    def _inside(self, inner: str, offset: int) -> None:
        if self.depth > MOST_GROUPS:
            raise FormulaError(f"too deep: at most {MOST_GROUPS} groups", self.place(offset))
        lexer = type(self)(inner, self.macros, self.spent, self.fixed, self.depth + 1)
        for each in lexer.all():
            moved = 0 if self.fixed is not None else offset
            self.found.append(each._replace(at=each.at + moved, end=each.end + moved))

    def _single(self) -> int:
        """Return where an argument without braces ends."""
        match = COMMAND.match(self.text, self.at)
        if match is None:
            return self.at + 1
        end = match.end()
        name = match[1]
        takes = 2 if name in commands.FRACTIONS | commands.BINOMIALS else 0
        takes = takes or (1 if name in commands.STYLES | commands.UPRIGHT | commands.BOARD else 0)
        takes = takes or (1 if name in commands.ACCENTS or name in {"sqrt", "overline"} else 0)
        if name in self.macros:
            takes = self.macros[name][1]
        here = self.at
        for _ in range(takes):
            self.at = end
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
            if self.at < len(self.text):
                group = self.text[self.at] == "{"
                end = closing_brace(self.text, self.at) + 1 if group else self._single()
        self.at = here
        return end

    def _taken(self) -> tuple[str, int]:
        """Take an argument as text; return it and where it starts."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.text[self.at : self.at + 1] == "{":
            return self._group()
        start = self.at
        self.at = self._single() if start < len(self.text) else start
        return self.text[start : self.at], start

    def _argument_only(self) -> None:
        inner, offset = self._taken()
        spaced, before = self.spaced, len(self.found)
        self._inside(inner, offset)
        if before < len(self.found):
            self.found[before] = self.found[before]._replace(spaced=spaced)
        self.spaced = False

    @abstractmethod
    def _step(self) -> None:
        """Take the next sign, command or group."""

    @abstractmethod
    def _expand(self, name: str, start: int) -> None:
        """Put the body of a command of the document in its place."""
