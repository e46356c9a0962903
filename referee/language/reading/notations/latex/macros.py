"""The commands of a document: where it defines them, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from referee.language.tree import FormulaError

Macros = Mapping[str, tuple[str, int]]
MOST_EXPANSIONS = 4_000  # characters
_DEFINITION = re.compile(
    r"\\(?:re)?newcommand\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?\s*\{"
    r"|\\def\s*\\([A-Za-z]+)\s*(?:#\d)*\{|\\DeclareMathOperator\*?\s*\{?\\([A-Za-z]+)\}?\s*\{"
)


def definitions(text: str) -> Macros:
    r"""Return the commands that a document defines with \newcommand, \def and their like."""
    known: dict[str, tuple[str, int]] = {}
    without_definitions(text, known)
    return known


def without_definitions(text: str, known: dict[str, tuple[str, int]]) -> str:
    """Note the commands that a text defines; return it with blanks for them."""
    while match := _DEFINITION.search(text):
        end = closing_brace(text, match.end() - 1)
        body = text[match.end() : end]
        name = match[1] or match[3] or match[4]
        known[name] = (
            rf"\operatorname{{{body}}}" if match[4] else body,
            int(match[2] or match[0].count("#")),
        )
        text = text[: match.start()] + " " * (end + 1 - match.start()) + text[end + 1 :]
    return text


def closing_brace(text: str, opening: int) -> int:
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
