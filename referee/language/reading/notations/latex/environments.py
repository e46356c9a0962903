"""What encloses: environments, delimiters of every size, mathematics in a text."""

from __future__ import annotations

from referee.language.reading.notations import commands
from referee.language.reading.notations.latex.arguments import Arguments
from referee.language.reading.notations.tokens import OP
from referee.language.tree import FormulaError

_DIRECTED = {"|": ("labs", "rabs"), "norm": ("lnorm", "rnorm")}


class Environments(Arguments):
    """Commands that open and close."""

    def _environment(self, name: str, start: int) -> None:
        inner, _ = self._taken()
        kind = inner.strip()
        known = commands.WRAPPERS | commands.MATRICES | {*commands.BARRED, "cases"}
        if kind not in known:
            raise FormulaError(f"the environment {kind!r} is not read", self.place(start))
        if name == "begin":
            self._open(f"\\end{{{kind}}}", start, f"\\begin{{{kind}}}")
        else:
            self._close(f"\\end{{{kind}}}", start)
        if kind in commands.WRAPPERS:
            self.spaced = True
            return
        if name == "begin":
            self.environments.append(kind)
            if kind == "array":
                self._taken()
        elif self.environments:
            self.environments.pop()
        bare = commands.BARRED.get(kind, "cases" if kind == "cases" else "matrix")
        self.emit(OP, f"{name} {bare}", start)

    def _sized(self, name: str, _: int) -> None:
        r"""Take a delimiter behind \left, \right and their like; a bar there has a direction."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        start = self.at
        if name == "left":
            self._open("\\right", start, "\\left")
        elif name == "right":
            self._close("\\right", start)
        if self.text[start : start + 1] == ".":
            self.at, self.spaced = self.at + 1, True
            return
        before = len(self.found)
        if start < len(self.text):
            self._step()
        closes = name == "right" or name.endswith("r")
        opens = name == "left" or (name.endswith("l") and name != "right")
        if len(self.found) == before + 1 and self.found[-1].text in _DIRECTED and opens | closes:
            last = self.found[-1]
            self.found[-1] = last._replace(text=_DIRECTED[last.text][1 if closes else 0])

    def _mathematics(self, name: str, start: int) -> None:
        r"""Take \( \) \[ \], which match."""
        self.spaced = True
        if name in "([":
            self._open({"(": "\\)", "[": "\\]"}[name], start, f"\\{name}")
        else:
            self._close(f"\\{name}", start)

    def _dollar(self, start: int) -> None:
        length = 2 if self.text[start : start + 2] == "$$" else 1
        sign = "$" * length
        self.at, self.spaced = start + length, True
        if self.closings[-1:] == [sign]:
            self._close(sign, start)
        else:
            self._open(sign, start, sign)

    def _new_line(self, _: str, start: int) -> None:
        if self.text[self.at : self.at + 1] == "[":
            self.at = self.text.find("]", self.at) + 1 or len(self.text)
        self.emit(OP, "newline", start)
