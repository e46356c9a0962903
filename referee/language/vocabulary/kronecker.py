"""What Kronecker products are computed with, and other products of vectors and of their entries."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    ATOM,
    Changes,
    Notation,
    Operation,
    Together,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array, square
from referee.numerics import products


def _kron_sum(left: Type, right: Type) -> Type:
    rows = [array(square(arg), "a Kronecker sum")[0] for arg in (left, right)]
    return rows[0] * rows[1], rows[0] * rows[1]


def _vec(arg: Type) -> Type:
    a = array(arg, "vec")
    return a[0] * a[1], 1


def _cross(left: Type, right: Type) -> Type:
    for arg in (left, right):
        if array(arg, "cross") != (3, 1):
            raise IllTyped(f"a cross product is of columns in R^3, not of {spell(arg)}")
    return 3, 1


def _vandermonde(arg: Type) -> Type:
    a = array(arg, "vandermonde")
    if 1 not in a:
        raise IllTyped(f"a Vandermonde matrix is made of a vector, not of {spell(a)}")
    return max(a), max(a)


_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    "kron_sum": Operation(
        "the Kronecker sum of two square matrices, A ⊗ I + I ⊗ B",
        2,
        _kron_sum,
        products.kron_sum,
        Notation(r"\operatorname{{kronsum}}({0}, {1})"),
        transposes_inside=True,
        changes=Changes(swapped=True, offered=False),
    ),
    "vec": Operation(
        "the columns of a matrix one above another",
        1,
        _vec,
        products.vec,
        Notation(r"\operatorname{{vec}}({0})"),
        changes=_APART,
        written={
            "numpy": Notation("{0}.T.reshape(-1, 1)", ATOM, (ATOM,)),
            "matlab": Notation("reshape({0}, [], 1)"),
        },
    ),
    "cross": Operation(
        "the cross product of two columns in R^3",
        2,
        _cross,
        products.cross,
        Notation(r"{0} \times {1}", 5, (9, 9)),
        changes=Changes(swapped=True, offered=False),
    ),
    "vandermonde": Operation(
        "the square matrix whose row i is 1, v_i, v_i², … of a vector v",
        1,
        _vandermonde,
        products.vandermonde,
        Notation(r"\operatorname{{vandermonde}}({0})"),
        changes=_APART,
    ),
}


def _commutation(rows: int, columns: int) -> Type:
    return rows * columns, rows * columns


def _selection(first: int, last: int, size: int) -> Type:
    if not 1 <= first <= last <= size:
        raise IllTyped(f"there are no rows {first} to {last} of {size}")
    return last - first + 1, size


SIZED: Mapping[str, Operation] = {
    "commutation": Operation(
        "the matrix K with K vec(A) = vec(Aᵀ) for A of so many rows and columns",
        2,
        _commutation,
        products.commutation,
        Notation("K_{{{0}, {1}}}"),
        takes_sizes=True,
        changes=_APART,
    ),
    "selection": Operation(
        "rows i to j of the identity of a size: selection(i, j, n) A are those of A",
        3,
        _selection,
        products.selection,
        Together(r"\operatorname{{selection}}({0})"),
        takes_sizes=True,
        changes=_APART,
    ),
}
