"""Commands by what they are: fractions, roots, braces, blanks, signs that are negated."""

from __future__ import annotations

from referee.language.reading.canonical.words import nearest
from referee.language.reading.notations import commands
from referee.language.reading.notations.latex.arguments import COMMAND
from referee.language.reading.notations.latex.environments import Environments
from referee.language.reading.notations.latex.styles import Styles
from referee.language.reading.notations.tokens import OP, WORD
from referee.language.tree import FormulaError

_SIGNS = {"{": "lbrace", "}": "rbrace", "|": "norm"}


class Structures(Styles, Environments):
    """Every command, by the table that it stands in."""

    def _command(self) -> None:
        start = self.at
        match = COMMAND.match(self.text, self.at)
        if match is None:
            raise FormulaError("a \\ with nothing behind it", self.place(start))
        name = match[1]
        if len(name) > 1 and name.endswith("*") and name not in {
            "operatorname*", "tag*", "hspace*"
        }:  # fmt: skip
            name = name[:-1]
        self.at = start + 1 + len(name)
        if name in self.macros:
            self._expand(name, start)
        elif name in commands.SYMBOLS:
            self.emit(OP, commands.SYMBOLS[name], start)
        elif name in commands.WORDS:
            self.emit(WORD, commands.WORDS[name], start)
            self.found[-1] = self.found[-1]._replace(whole=True)
        else:
            self._structure(name, start)

    def _structure(self, name: str, start: int) -> None:
        """Take a command that is no sign and no word, by the table that it stands in."""
        for known, take in (
            (commands.SPACES, self._space),
            (commands.STYLES, self._styled),
            (commands.UPRIGHT, self._upright),
            (commands.BOARD, self._board),
            (commands.ACCENTS, self._accented),
            (commands.FRACTIONS | commands.BINOMIALS, self._fraction),
            (commands.SIZES, self._sized),
            (commands.DROPPED, self._dropped),
            (frozenset(("(", "[", ")", "]")), self._mathematics),
            (frozenset(("begin", "end")), self._environment),
            (frozenset(("underbrace", "overbrace")), self._braced),
            (frozenset(("\\", "cr")), self._new_line),
        ):
            if name in known:
                take(name, start)
                return
        single = {"not": self._negated, "sqrt": self._root, "overline": self._overlined}
        if name in single:
            single[name](start)
        elif name in _SIGNS:
            self.emit(OP, _SIGNS[name], start)
        else:
            raise self._unknown(name, start)

    def _unknown(self, name: str, start: int) -> FormulaError:
        if name in {"%", "#", "&", "_", "$"}:
            return FormulaError(f"\\{name} has no meaning in a formula", self.place(start))
        hint = nearest(name, dict.fromkeys(sorted(commands.KNOWN | set(self.macros))))
        hint = hint.replace("mean ", "mean \\")
        return FormulaError(f"the command \\{name} is not read{hint}", self.place(start))

    def _space(self, name: str, start: int) -> None:
        self.spaced = True
        if name in {"quad", "qquad"}:
            self.emit(OP, "quad", start)
            self.spaced = True

    def _fraction(self, name: str, start: int) -> None:
        self.emit(OP, "frac" if name in commands.FRACTIONS else "binom", start)
        self._grouped()
        self._grouped()

    def _root(self, start: int) -> None:
        rest = self.text[self.at :].lstrip()
        if not rest.startswith("["):
            self.emit(OP, "sqrt", start)
            self._grouped()
            return
        self.at = self.text.index("[", self.at)
        end = self.text.find("]", self.at)
        if end < 0:
            raise FormulaError("this [ is never closed", self.place(self.at))
        inner, offset = self.text[self.at + 1 : end], self.at + 1
        self.at = end + 1
        self.emit(OP, "root", start)
        self.emit(OP, "{", start)
        self._inside(inner, offset)
        self.emit(OP, "}", start)
        self._grouped()

    def _braced(self, _: str, __: int) -> None:
        self._argument_only()
        if self.text[self.at : self.at + 1] in {"_", "^"}:
            self.at += 1
            self._dropped("", 0)

    def _negated(self, start: int) -> None:
        before = len(self.found)
        while len(self.found) == before and self.at < len(self.text):
            self._step()
        sign = self.found[-1].text if len(self.found) > before else ""
        if sign not in {"=", "in"}:
            raise FormulaError("\\not stands before = or \\in", self.place(start))
        self.found[-1] = self.found[-1]._replace(text={"=": "!=", "in": "notin"}[sign])

    def _dropped(self, _: str, __: int) -> None:
        self._taken()
        self.spaced = True
