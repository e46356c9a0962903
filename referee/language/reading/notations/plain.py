"""Tokens of what is simply typed: ASCII, Unicode, Python's and MATLAB's operators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from referee.language.reading.notations.characters import (
    ACCENTS,
    BLANKS,
    FRACTIONS,
    GREEK,
    OPERATORS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    refused,
    simplified,
)
from referee.language.reading.notations.tokens import (
    NUMBER,
    OP,
    WORD,
    Token,
    fused,
    limited,
)
from referee.language.tree import FormulaError

MODULES = "np|numpy|torch|jnp|jax|scipy|sp|sympy|linalg|LA|la|nla|math|cp|nn"
# F is a name that people have for matrices, and torch's for its functions.
_OF_TORCH = r"F(?=\.(?:log_)?(?:softmax|softplus|relu|sigmoid|cross_entropy|tanh)\b)"
_PATH = re.compile(rf"(?:{MODULES}|{_OF_TORCH})(?:\s*\.\s*[A-Za-z_]\w*)+")
_NUMBER = re.compile(r"[0-9]{1,3}(?:(?:_|\{,\})[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_TRAILING_DOT = re.compile(r"\.(?=\s*[-+*/)\],;])(?![*/^\\'.])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_ATTRIBUTE = re.compile(r"\.\s*([A-Za-z_]\w*)")
_OPS: Mapping[str, str] = {
    "<==>": "<=>", "<=>": "<=>", "<->": "<=>", "==>": "=>", "=>": "=>", "->": "->", ":=": ":=",
    "===": "=", "=/=": "!=", "/=": "!=", "==": "=", "!=": "!=",
    "~=": "!=", "<==": "if", "<=": "<=", ">=": ">=", "=<": "<=", "<>": "!=",
    "**": "**", ".*": ".*", "./": "./", ".^": ".^", ".'": "'", "||": "||", "&&": "and",
    "...": "cdots", "&": "and", "~": "not", "//": "//", ".>=": ">=", ".<=": "<=", ".==": "=",
    ".>": ">", ".<": "<", ".-": ".-", ".+": ".+", ".(": "(",
}  # fmt: skip
_SYMBOLS = re.compile(
    "|".join(re.escape(each) for each in sorted(_OPS, key=len, reverse=True))
    + r"|[-+*/\\^_()\[\]{}|,;:=<>!@'\"`.]"
)
_SCIENTIFIC = re.compile(r"[eE]([+-]?[0-9]{1,3})(?![\w.])")
_UNCLEAR = re.compile(r"[eE][+-]?[0-9]")


def plain_tokens(text: str) -> list[Token]:
    """Return the tokens of a text; raises FormulaError for a character that is in no formula."""
    simple, places = simplified(text)
    found: list[Token] = []
    spaced = False
    for kind, token, start, end in _Lexer(simple, places).pieces():
        if kind == "blank":
            spaced = True
            continue
        found.append(Token(kind, token, places[start], places[end], spaced))
        spaced = False
    return limited(fused(found))


Piece = tuple[str, str, int, int]


class _Lexer:
    def __init__(self, text: str, places: list[int]) -> None:
        self.text, self.places, self.at = text, places, 0

    def pieces(self) -> Iterator[Piece]:
        """Yield kind, text, start and end of each piece, blanks among them."""
        while self.at < len(self.text):
            start = self.at
            for kind, token in self._next(self.text[start]):
                yield kind, token, start, self.at

    def _next(self, character: str) -> list[tuple[str, str]]:
        if character in BLANKS or character in "#`":
            return self._blank(character)
        if character in SUPERSCRIPTS:
            return self._script("^", SUPERSCRIPTS)
        if character in SUBSCRIPTS:
            return self._script("_", SUBSCRIPTS)
        for read in (self._number, self._word, self._symbol, self._beyond_ascii):
            found = read()
            if found:
                return found
        raise refused(character, self.places[self.at])

    def _blank(self, character: str) -> list[tuple[str, str]]:
        if character == "`":
            self.at += 1
            return [("blank", " ")]
        end = self.text.find("\n", self.at) if character == "#" else self.at + 1
        self.at = len(self.text) if end < 0 else end
        return [("blank", " ")]

    def _number(self) -> list[tuple[str, str]]:
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            return []
        power = _SCIENTIFIC.match(self.text, match.end())
        if power:
            self.at = power.end()
            return [(NUMBER, f"{match[0]}e{power[1]}")]
        if _UNCLEAR.match(self.text, match.end()):
            raise FormulaError(
                "a power of ten or a product with e? write 10^… or put a blank or * before e",
                self.places[match.end()],
            )
        dot = _TRAILING_DOT.match(self.text, match.end()) if "." not in match[0] else None
        self.at = dot.end() if dot and dot.end() < len(self.text.rstrip()) else match.end()
        return [(NUMBER, re.sub(r"[^0-9.]", "", match[0]))]

    def _word(self) -> list[tuple[str, str]]:
        path = _PATH.match(self.text, self.at)
        if path:
            self.at = path.end()
            return [(WORD, re.sub(r"\s", "", path[0]))]
        greek = GREEK.get(self.text[self.at])
        if greek:
            digits = re.compile(r"[0-9]*").match(self.text, self.at + 1)
            self.at = digits.end() if digits else self.at + 1
            return [(WORD, greek + (digits[0] if digits else ""))]
        match = _WORD.match(self.text, self.at)
        if match is None:
            return []
        self.at = match.end()
        accent = ACCENTS.get(self.text[self.at : self.at + 1])
        if accent is None:
            return [(WORD, match[0])]
        self.at += 1
        return [(WORD, match[0]), (OP, "_"), (WORD, accent)]

    def _symbol(self) -> list[tuple[str, str]]:
        attribute = _ATTRIBUTE.match(self.text, self.at)
        if attribute and self._after_operand():
            self.at = attribute.end()
            return [(OP, "." + attribute[1])]
        match = _SYMBOLS.match(self.text, self.at)
        if match is None:
            return []
        self.at = match.end()
        return [(OP, _OPS.get(match[0], match[0]))]

    def _after_operand(self) -> bool:
        before = self.text[: self.at].rstrip()
        return bool(before) and (before[-1].isalnum() or before[-1] in ")]}'_")

    def _beyond_ascii(self) -> list[tuple[str, str]]:
        character = self.text[self.at]
        if character in FRACTIONS:
            self.at += 1
            top, bottom = FRACTIONS[character]
            return [(NUMBER, f"{top}/{bottom}")]
        if character in OPERATORS:
            self.at += 1
            return [(OP, OPERATORS[character])]
        if character in "ℝℂℕℤ𝟙𝔼":
            self.at += 1
            return [(WORD, "ones" if character == "𝟙" else character)]
        if character == "∛":
            self.at += 1
            return [(OP, "root"), (OP, "{"), (NUMBER, "3"), (OP, "}")]
        return []

    def _script(self, sign: str, table: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return a run of superscripts or subscripts as a script in braces."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in table:
            self.at += 1
        raised = "".join(table[each] for each in self.text[start : self.at])
        inner = [
            (OP, "top")
            if each == "T" and sign == "^"
            else (NUMBER, each)
            if each[0].isdigit()
            else (WORD, each)
            if each.isalpha()
            else (OP, each)
            for each in re.findall(r"[0-9]+|[A-Za-z]|.", raised)
        ]
        return [(OP, sign), (OP, "{"), *inner, (OP, "}")]
