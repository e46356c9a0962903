"""Python's parser on a formula, and words for where a text stops being one."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Mapping

from referee.language.reading.canonical.characters import EXAMPLE, bare
from referee.language.tree import MOST_DEPTH, FormulaError

_TOKEN = re.compile(r"[A-Za-z_]\w*|(?:\d+\.?\d*|\.\d+)|[*/=<>!:]+|\S")
_MEANT: Mapping[str, str] = {
    "'": "a transpose is written .T",
    "=": "equality is written ==",
    "=>": "the relations are == != < <= > >=",
    "=<": "the relations are == != < <= > >=",
    "<>": "the relations are == != < <= > >=",
    "\\": "a formula is not LaTeX",
    "$": "a formula is not LaTeX",
    ";": "an answer is one formula",
}


def syntax_tree(source: str, shift: int) -> ast.expr:
    """Return Python's tree of a formula; raises FormulaError where there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python warns of, as 3or 4, is not read either
            return ast.parse(f"({source}\n)", mode="eval").body
    except SyntaxError as error:
        raise _unreadable(source, error, shift) from None
    except (MemoryError, RecursionError, ValueError):
        raise FormulaError(f"too deep: at most {MOST_DEPTH} levels are read") from None


def _unreadable(source: str, error: SyntaxError, shift: int) -> FormulaError:
    """Say where a formula stops being one, in words that do not depend on Python's version."""
    tokens = list(_TOKEN.finditer(bare(source)))
    for before, token in zip([None, *tokens], tokens, strict=False):
        at, what = token.start() + shift, token[0][:40]
        if what in _MEANT:
            return FormulaError(f"{what} cannot stand here: {_MEANT[what]}; {EXAMPLE}", at)
        if before and _side_by_side(before[0], what):
            return FormulaError(f"an operator is missing before {what}; {EXAMPLE}", at)
    if (error.lineno or 1) > source.count("\n") + 1:
        return FormulaError(f"the formula ends too early; {EXAMPLE}", len(source) + shift)
    start = offset(source, error.lineno or 1, (error.offset or 1) - 1)
    found = _TOKEN.match(source, start)
    what = found[0][:40] if found else "this"
    return FormulaError(f"{what} cannot stand here; {EXAMPLE}", start + shift)


def offset(source: str, line: int, column: int) -> int:
    """Return the place in a formula that Python calls so, with a bracket around the formula."""
    before = sum(len(each) + 1 for each in source.split("\n")[: line - 1])
    return max(before + column - (line == 1), 0)


def _side_by_side(left: str, right: str) -> bool:
    """Say whether two tokens are operands with nothing between them."""
    if keyword.iskeyword(left) or keyword.iskeyword(right):
        return False
    ends = left == ")" or left[-1].isalnum() or left[-1] == "_"
    if right == "(":
        return ends and not left[0].isalpha()
    return ends and (right[0].isalnum() or right[0] == "_")
