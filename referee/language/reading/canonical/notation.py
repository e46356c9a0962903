"""The notation of sheets: Python's, as far as formulas need it.

A formula is made of the names its claim offers, numbers, ``+ - * / ** @``, ``.T``,
comparisons, ``and or not``, and the functions of :mod:`referee.language.vocabulary`. Python's own
parser reads it; every node is then translated into a tree of our own or refused with one
line that says where and what would be right. The text is data: nothing evaluates it.
"""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.reading.canonical.characters import (
    EXAMPLE,
    bare,
    check_brackets,
    check_characters,
)
from referee.language.reading.canonical.syntax import syntax_tree
from referee.language.reading.canonical.translation import Translator
from referee.language.tree import MOST_CHARACTERS, Formula, FormulaError


def parse(text: str, names: Mapping[str, object]) -> Formula:
    """Read a formula over the names a claim offers.

    Raises FormulaError for anything that is not a formula of the language.
    """
    try:
        return _parsed(text, names)
    except FormulaError as error:
        raise FormulaError(error.message, error.at, text) from None


def _parsed(text: str, names: Mapping[str, object]) -> Formula:
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(
            f"the formula has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    check_characters(text)
    source = text.strip()
    if not source:
        raise FormulaError(f"the formula is empty; {EXAMPLE}")
    if not bare(source).strip():
        raise FormulaError(f"the answer is empty: it is a comment alone; {EXAMPLE}")
    shift = len(text) - len(text.lstrip())
    check_brackets(source, shift)
    translator = Translator(source, names, shift)
    return Formula(source, translator.translate(syntax_tree(source, shift), 0), text)
