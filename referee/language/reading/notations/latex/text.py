"""The tokens of a text in LaTeX, or with formulas between dollars."""

from __future__ import annotations

import re

from referee.language.reading.notations.latex.lexer import Lexer
from referee.language.reading.notations.latex.macros import Macros, without_definitions
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import NUMBER, Token, fused, limited


def latex_tokens(text: str, macros: Macros | None = None) -> list[Token]:
    """Return the tokens of LaTeX; raises FormulaError for a command that is not known.

    ``macros`` are a document's own commands by name: the body and how many arguments it takes.
    """
    known = dict(macros or {})
    rest = without_definitions(text, known)
    tokens = _with_prose(rest, known)
    return limited(fused(_without_number(tokens)))


def _with_prose(text: str, known: Macros) -> list[Token]:
    """Return the tokens of a text; of one with $...$ in it, words stand between those."""
    segments = list(re.finditer(r"(?<!\\)\$\$?[^$]*\$\$?", text))
    outside = re.sub(r"(?<!\\)\$\$?[^$]*\$\$?", "", text)
    if not segments or "\\" in outside or not re.search(r"[A-Za-z]", outside):
        return Lexer(text, known, [0]).all()
    found: list[Token] = []
    at = 0
    for segment in segments:
        found += _moved(plain_tokens(text[at : segment.start()]), at)
        inner = Lexer(segment[0], known, [0]).all()
        found += _moved(inner, segment.start())
        at = segment.end()
    return [*found, *_moved(plain_tokens(text[at:]), at)]


def _moved(tokens: list[Token], by: int) -> list[Token]:
    return [each._replace(at=each.at + by, end=each.end + by) for each in tokens]


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
