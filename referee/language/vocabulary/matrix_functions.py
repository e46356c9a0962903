"""Functions of a square matrix as a whole, which are not those of its entries."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import Changes, Notation, Operation, Type
from referee.language.vocabulary.sizes import array, square
from referee.numerics import linalg, matrix_functions
from referee.numerics.arrays import Array


def _square_of_rows(arg: Type) -> Type:
    rows = array(arg, "a projection")[0]
    return rows, rows


def projection(a: Array) -> Array:
    """Return the orthogonal projection onto the column space, A·A⁺."""
    return a @ linalg.pinv(a)


_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    "expm": Operation(
        "the exponential of a square matrix, I + A + A²/2 + …; exp goes entry by entry",
        1,
        square,
        matrix_functions.expm,
        Notation("e^{{{0}}}", 7),
        transposes_inside=True,
        changes=Changes(signed=(0,), offered=False),
    ),
    "sqrtm": Operation(
        "the principal square root of a square matrix; sqrt goes entry by entry",
        1,
        square,
        matrix_functions.sqrtm,
        Notation(r"\operatorname{{sqrtm}}({0})"),
        transposes_inside=True,
        changes=_APART,
    ),
    "proj": Operation(
        "the orthogonal projection onto the column space of a matrix",
        1,
        _square_of_rows,
        projection,
        Notation(r"\operatorname{{proj}}({0})"),
        jumps=True,
        definite=True,
        changes=_APART,
    ),
}
