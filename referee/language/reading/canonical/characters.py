"""The characters and brackets of a formula, looked at before anything is read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from referee.language.tree import MOST_DEPTH, FormulaError

EXAMPLE = "write for example 2 * (X.T @ w - y) / 3"
_ASCII: Mapping[str, str] = {
    "−": "-",
    "–": "-",
    "·": "* or @",
    "×": "* or @",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "²": "**2",
    "ᵀ": ".T",
    "⊤": ".T",
    "‖": "norm(...)",
    "√": "sqrt(...)",
}


def bare(source: str) -> str:
    """Return a formula with blanks for its comments."""
    return re.sub(r"#.*", lambda m: " " * len(m[0]), source)


def check_characters(text: str) -> None:
    """Refuse what is not plain ASCII, and say what to write instead."""
    for at, character in enumerate(text):
        if " " <= character <= "~" or character in "\n\t":
            continue
        instead = f": write {_ASCII[character]}" if character in _ASCII else ""
        raise FormulaError(
            f"the character U+{ord(character):04X}; a formula is written in plain ASCII{instead}",
            at,
        )


def check_brackets(source: str, shift: int) -> None:
    """Refuse brackets that do not match, in our own words: Python would speak of its own."""
    opened: list[int] = []
    for at, character in enumerate(bare(source)):
        if character in "([{":
            opened.append(at)
            if len(opened) > MOST_DEPTH:
                raise FormulaError(f"too deep: at most {MOST_DEPTH} levels are read", at + shift)
        elif character in ")]}":
            if not opened or source[opened[-1]] + character not in {"()", "[]", "{}"}:
                raise FormulaError(f"this {character} closes no bracket; {EXAMPLE}", at + shift)
            opened.pop()
    if opened:
        first = opened[-1]
        raise FormulaError(f"this {source[first]} is never closed; {EXAMPLE}", first + shift)
