"""Minors, cofactors and the adjugate of square matrices."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import (
    SCALAR,
    Changes,
    Notation,
    Operation,
    Together,
    Type,
)
from referee.language.vocabulary.sizes import square
from referee.numerics import minors


def _minor(arg: Type, *_: Type) -> Type:
    square(arg)
    return SCALAR


_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    "minor": Operation(
        "the determinant of a square matrix without one row and one column",
        3,
        _minor,
        minors.minor,
        Together(r"\operatorname{{minor}}({0})"),
        indices=(1, 2),
        changes=_APART,
    ),
    "cofactor": Operation(
        "the matrix of (−1)^(i+j) times the minors of a square matrix",
        1,
        square,
        minors.cofactors,
        Notation(r"\operatorname{{cofactor}}({0})"),
        transposes_inside=True,
        changes=Changes(to=("adj",), offered=False),
    ),
    "adj": Operation(
        "the adjugate of a square matrix, its transposed cofactors",
        1,
        square,
        minors.adjugate,
        Notation(r"\operatorname{{adj}}({0})"),
        transposes_inside=True,
        changes=Changes(to=("cofactor",), offered=False),
    ),
}
