"""Whether the sizes that are declared rule a statement out, whatever else its writer may mean.

A statement that fits nowhere is wrong only where nothing that we chose is to blame: not the size of
a name that is not declared, not that vectors are columns, not that x_i is an entry of x.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from referee.asking.declarations import Name
from referee.asking.inference import GENERAL, Piece, Typed
from referee.asking.problems import NotRead

Try = Callable[[Sequence[Name], Sequence[Piece], Sequence[str]], Typed]
_SQUARE = re.compile(
    r"\b(?:square|conform\w*|compatible|same size|rows? vectors?)\b", re.IGNORECASE
)


def misfit_of(
    names: Sequence[Name], pieces: Sequence[Piece], dims: Sequence[str], tried: Try, said: str
) -> str:
    """Return how a claim that is not read is ruled out by sizes, "" where it may not be.

    ``tried`` gives names sorts and sizes under which pieces are statements, and raises NotRead;
    ``said`` are all the words that are said of the names.
    """
    claim = pieces[:1]
    if _SQUARE.search(said) or _is_indexed(names, claim[0].text):
        return ""
    fresh = next(each for each in GENERAL if each not in {*dims, *(name.name for name in names)})
    wider = [*dims, fresh] if any(not name.rows for name in names) else [*dims]
    if _fits(tried, [*map(_as_row, names)], claim, wider):
        return ""
    try:
        tried(names, claim, wider)
    except NotRead as error:
        return error.misfit
    return ""


def _fits(tried: Try, names: Sequence[Name], claim: Sequence[Piece], dims: Sequence[str]) -> bool:
    try:
        tried(names, claim, dims)
    except NotRead:
        return False
    return True


def _is_indexed(names: Sequence[Name], text: str) -> bool:
    """Say whether a formula has marks at an array: x_i and x^+ may be other vectors."""
    arrays = [name.written.lstrip("\\") for name in names if name.rows not in {"", "1"}]
    if not arrays:
        return False
    return any(
        re.search(rf"(?<![A-Za-z]){re.escape(each)}\s*(?:_|\^\{{?[+(*])", text) for each in arrays
    )


def _as_row(name: Name) -> Name:
    """Return a vector as a row, as some write all of them."""
    vector = name.columns == "1" and name.rows not in {"", "1"}
    return replace(name, rows="1", columns=name.rows) if vector else name
