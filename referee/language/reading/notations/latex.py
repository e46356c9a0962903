"""Tokens of LaTeX: commands, groups and environments, in the same words as plain text has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from referee.language.reading.canonical.words import nearest
from referee.language.reading.notations import commands
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import (
    NUMBER,
    OP,
    WORD,
    Token,
    fused,
    limited,
)
from referee.language.tree import FormulaError

Macros = Mapping[str, tuple[str, int]]
MOST_EXPANSIONS = 4_000  # characters
MOST_GROUPS = 60
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|\n)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,3}(?:(?:\{,\}|\\,)[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_DEFINITION = re.compile(
    r"\\(?:re)?newcommand\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?\s*\{"
    r"|\\def\s*\\([A-Za-z]+)\s*(?:#\d)*\{|\\DeclareMathOperator\*?\s*\{?\\([A-Za-z]+)\}?\s*\{"
)
_SIGNS = {"{": "lbrace", "}": "rbrace", "|": "norm"}
_DIRECTED = {"|": ("labs", "rabs"), "norm": ("lnorm", "rnorm")}


def latex_tokens(text: str, macros: Macros | None = None) -> list[Token]:
    """Return the tokens of LaTeX; raises FormulaError for a command that is not known.

    ``macros`` are a document's own commands by name: the body and how many arguments it takes.
    """
    known = dict(macros or {})
    rest = _without_definitions(text, known)
    tokens = _with_prose(rest, known)
    return limited(fused(_without_number(tokens)))


def _with_prose(text: str, known: Macros) -> list[Token]:
    """Return the tokens of a text; of one with $...$ in it, words stand between those."""
    segments = list(re.finditer(r"(?<!\\)\$\$?[^$]*\$\$?", text))
    outside = re.sub(r"(?<!\\)\$\$?[^$]*\$\$?", "", text)
    if not segments or "\\" in outside or not re.search(r"[A-Za-z]", outside):
        return _Lexer(text, known, [0]).all()
    found: list[Token] = []
    at = 0
    for segment in segments:
        found += _moved(plain_tokens(text[at : segment.start()]), at)
        inner = _Lexer(segment[0], known, [0]).all()
        found += _moved(inner, segment.start())
        at = segment.end()
    return [*found, *_moved(plain_tokens(text[at:]), at)]


def _moved(tokens: list[Token], by: int) -> list[Token]:
    return [each._replace(at=each.at + by, end=each.end + by) for each in tokens]


def definitions(text: str) -> Macros:
    r"""Return the commands that a document defines with \newcommand, \def and their like."""
    known: dict[str, tuple[str, int]] = {}
    _without_definitions(text, known)
    return known


def _without_definitions(text: str, known: dict[str, tuple[str, int]]) -> str:
    """Note the commands that a text defines; return it with blanks for them."""
    while match := _DEFINITION.search(text):
        end = _closing(text, match.end() - 1)
        body = text[match.end() : end]
        name = match[1] or match[3] or match[4]
        known[name] = (
            rf"\operatorname{{{body}}}" if match[4] else body,
            int(match[2] or match[0].count("#")),
        )
        text = text[: match.start()] + " " * (end + 1 - match.start()) + text[end + 1 :]
    return text


def _closing(text: str, opening: int) -> int:
    """Return where the group that opens at a place ends."""
    depth = 0
    at = opening
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise FormulaError("this { is never closed", opening)


def _without_number(tokens: list[Token]) -> list[Token]:
    r"""Return tokens without a \quad, and without an equation's number behind the last one."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].is_op("quad"):
            rest = tokens[at + 1 :]
            numbered = len(rest) == 3 and rest[0].is_op("(") and rest[2].is_op(")")
            if numbered and (rest[1].kind == NUMBER or rest[1].is_op("*")):
                tokens = tokens[:at]
            break
    return tokens


def _is_one_sign(piece: str) -> bool:
    """Say whether a few characters are one sign of plain text, such as <=."""
    try:
        return len(plain_tokens(piece)) <= 1
    except FormulaError:
        return False


class _Lexer:
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
        return at if self.fixed is None else self.fixed

    def all(self) -> list[Token]:
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
        at = self.place(start)
        end = self.place(self.at) if self.fixed is None else at + 1
        self.found.append(Token(kind, text, at, end, self.spaced))
        self.spaced = False

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

    def _dollar(self, start: int) -> None:
        length = 2 if self.text[start : start + 2] == "$$" else 1
        sign = "$" * length
        self.at, self.spaced = start + length, True
        if self.closings[-1:] == [sign]:
            self._close(sign, start)
        else:
            self._open(sign, start, sign)

    def _other(self, start: int) -> None:
        """Take a sign as in plain text; the longest one that is there."""
        single = self.text[start] in "{}()[]|&'" and self.text[start : start + 2] != "||"
        length = 1 if single or not self.text[start].isascii() else 3
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
            text = "&" if piece == "&" else each.text
            self.emit(each.kind, text, start)

    def _script(self, sign: str) -> None:
        start = self.at
        self.at += 1
        self.emit(OP, sign, start)
        self._grouped()

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
            end = _closing(self.text, start)
        except FormulaError as error:
            raise FormulaError(error.message, self.place(start)) from None
        self.at = end + 1
        return self.text[start + 1 : end], start + 1

    def _inside(self, inner: str, offset: int) -> None:
        if self.depth > MOST_GROUPS:
            raise FormulaError(f"too deep: at most {MOST_GROUPS} groups", self.place(offset))
        lexer = _Lexer(inner, self.macros, self.spent, self.fixed, self.depth + 1)
        for each in lexer.all():
            moved = 0 if self.fixed is not None else offset
            self.found.append(each._replace(at=each.at + moved, end=each.end + moved))

    def _single(self) -> int:
        """Return where an argument without braces ends."""
        match = _COMMAND.match(self.text, self.at)
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
                end = _closing(self.text, self.at) + 1 if group else self._single()
        self.at = here
        return end

    def _command(self) -> None:
        start = self.at
        match = _COMMAND.match(self.text, self.at)
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

    def _mathematics(self, name: str, start: int) -> None:
        r"""Take \( \) \[ \], which match."""
        self.spaced = True
        if name in "([":
            self._open({"(": "\\)", "[": "\\]"}[name], start, f"\\{name}")
        else:
            self._close(f"\\{name}", start)

    def _accented(self, name: str, start: int) -> None:
        self._argument_only()
        self.emit(OP, "_", start)
        self.emit(WORD, commands.ACCENTS[name], start)

    def _fraction(self, name: str, start: int) -> None:
        self.emit(OP, "frac" if name in commands.FRACTIONS else "binom", start)
        self._grouped()
        self._grouped()

    def _overlined(self, start: int) -> None:
        self.emit(OP, "conj", start)
        self._grouped()

    def _braced(self, _: str, __: int) -> None:
        self._argument_only()
        if self.text[self.at : self.at + 1] in {"_", "^"}:
            self.at += 1
            self._dropped("", 0)

    def _new_line(self, _: str, start: int) -> None:
        if self.text[self.at : self.at + 1] == "[":
            self.at = self.text.find("]", self.at) + 1 or len(self.text)
        self.emit(OP, "newline", start)

    def _negated(self, start: int) -> None:
        before = len(self.found)
        while len(self.found) == before and self.at < len(self.text):
            self._step()
        sign = self.found[-1].text if len(self.found) > before else ""
        if sign not in {"=", "in"}:
            raise FormulaError("\\not stands before = or \\in", self.place(start))
        self.found[-1] = self.found[-1]._replace(text={"=": "!=", "in": "notin"}[sign])

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
        plain = re.sub(r"\\[,;:! ]|\\(?:mathrm|text|rm)\b|[{}$]|~", " ", inner)
        if len(plain) != len(inner):
            plain = plain.ljust(len(inner))
        if "\\" in plain or "^" in plain:
            self._inside(inner, offset)
            return
        for each in plain_tokens(plain):
            text = "&" if each.text == "and" and each.kind == OP else each.text
            at, end = self.place(offset + each.at), self.place(offset + each.end)
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

    def _dropped(self, _: str, __: int) -> None:
        self._taken()
        self.spaced = True

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

    def _expand(self, name: str, start: int) -> None:
        """Put the body of a command of the document in its place."""
        body, count = self.macros[name]
        for k in range(count):
            inner, _ = self._taken()
            body = body.replace(f"#{k + 1}", f"{{{inner}}}")
        self.spent[0] += 1 + len(body)
        if self.spent[0] > MOST_EXPANSIONS or self.depth > MOST_GROUPS:
            raise FormulaError(f"\\{name} stands for itself, or for too much", self.place(start))
        lexer = _Lexer(body, self.macros, self.spent, self.place(start), self.depth + 1)
        lexer.spaced = self.spaced
        self.found.extend(lexer.all())
        self.spaced = False
