"""Whether the sizes of names alone rule a part out, whatever habits its writer has.

Much that is written fits by habit and not by its sizes: A + λ for A + λI, the entries' square of
a vector, σ(z)(1 - σ(z)) entry by entry, derivatives as rows. What is left of misfits when these
are taken away, as A B where A and B are m×n, can mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from referee.language.reading.elaboration.candidates import ANY_SIZE, Candidates
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.result import LAYOUT, SIZES
from referee.language.vocabulary import SCALAR

_OF_SQUARE = frozenset(("det", "tr", "inv", "logdet"))
_RELATES = frozenset(("plus", "minus", "=", "!=", "<", "<=", ">", ">="))
_DERIVATIVES = frozenset(("gradient", "derivative", "derived or divided", "hessian"))
_OF_NUMBERS = frozenset(
    ("number", "name", "group", "product", "quotient", "+", "-", "neg", "power", "alternatives")
)


def by_sizes(surface: Surface, parts: Sequence[Candidates], word: str) -> str:
    """Return SIZES where parts of known sizes fit nowhere together, and by no habit either.

    Return LAYOUT where they would if derivatives were laid out the other way, else "".
    """
    if word == "to the power of":
        inverse = _is_minus_one(surface.args[1]) and _is_oblong(parts[0])
        return SIZES if inverse else ""
    if any(each.type == ANY_SIZE or isinstance(each.type, str) for p in parts for each in p):
        return ""
    if word == "times":
        return "" if _is_entrywise(surface, parts) else SIZES
    if word not in _RELATES or any(map(_is_plain_number, surface.args, parts)):
        return ""
    derived = any(each.kind in _DERIVATIVES for each in walk(surface))
    return LAYOUT if derived and _are_turned(parts) else SIZES


def of_square(surface: Surface, parts: Sequence[Candidates]) -> str:
    """Return SIZES where a function of square matrices stands at a matrix that is none."""
    found = surface.value in _OF_SQUARE and len(parts) == 1 and _is_oblong(parts[0])
    return SIZES if found else ""


def _is_oblong(part: Candidates) -> bool:
    """Say whether all readings of a part are matrices that are not square, and no vectors."""
    return all(
        each.is_array and min(each.size) > 1 and each.size[0] != each.size[1] for each in part
    )


def _is_entrywise(surface: Surface, parts: Sequence[Candidates]) -> bool:
    """Say whether a product may be meant entry by entry: of columns that are no mere names."""
    arrays = [
        (s, p) for s, p in zip(surface.args, parts, strict=True) if any(each.is_array for each in p)
    ]
    columns = all(each.is_column for _, p in arrays for each in p)
    return columns and any(_bare(s).kind != "name" for s, _ in arrays)


def _is_plain_number(surface: Surface, part: Candidates) -> bool:
    """Say whether a part is made of numbers alone: c may stand for cI or for c in each entry."""
    numbers = all(each.type == SCALAR for each in part)
    return numbers and {each.kind for each in walk(surface)} <= _OF_NUMBERS


def _are_turned(parts: Sequence[Candidates]) -> bool:
    """Say whether two parts have the sizes of each other's transposes."""
    sizes = [{each.size for each in part} for part in parts]
    return any({(c, r) for r, c in a} & b for a, b in pairwise(sizes))


def walk(surface: Surface) -> list[Surface]:
    """Return a part and all parts of it."""
    return [surface, *(each for arg in surface.args for each in walk(arg))]


def _bare(surface: Surface) -> Surface:
    while surface.kind == "group":
        surface = surface.args[0]
    return surface


def _is_minus_one(surface: Surface) -> bool:
    surface = _bare(surface)
    return surface.kind == "neg" and _bare(surface.args[0]).value == "1"
