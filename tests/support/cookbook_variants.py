"""False variants of the Cookbook's statements: a sign, a transpose left out, an order exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from referee.checking.finding import found_in
from referee.checking.items import Item
from referee.checking.sources import pieces_of

COOKBOOK = Path(__file__).parents[2] / "claims" / "matrix-cookbook.md"
ERRORS = "as printed"
TRANSPOSED = r"^\top"
_LETTER = r"(?<![A-Za-z\\{_^])([A-Z])"
_PRODUCT = re.compile(rf"{_LETTER} ([A-Z])(?![A-Za-z_^])")


def statements() -> list[Item]:
    """Return the statements of the document but those of the book's errors."""
    found = found_in(pieces_of(COOKBOOK))[0]
    return [item for item in found if item.tries and ERRORS not in item.name]


def variants(item: Item) -> Iterator[tuple[str, str]]:
    """Yield variants of an equation, each with what was done to its right side."""
    whole = item.tries[0].statement
    formula, rest = re.match(r"(\$[^$]*\$)(.*)", whole, re.DOTALL).groups()  # type: ignore[union-attr]
    if formula.count("=") != 1 or re.search(
        r"Rightarrow|Leftrightarrow|\\ne|\\sum|\\prod", formula
    ):
        return
    left, right = formula.strip("$").split("=")
    if right.strip() == "0":
        return
    yield "sign", f"${left} = -({right})${rest}"
    if TRANSPOSED in right:
        yield "transpose", f"${left} = {right.replace(TRANSPOSED, '', 1)}${rest}"
    swapped = _PRODUCT.sub(r"\2 \1", right, count=1)
    if swapped != right:
        yield "order", f"${left} = {swapped}${rest}"
