"""Entries, rows and columns of a matrix, counted from 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    ATOM,
    SCALAR,
    Changes,
    Listed,
    Notation,
    Operation,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, products
from referee.numerics.arrays import Array
from referee.numerics.scalars import Undefined
from referee.numerics.traced.index_sums import Index
from referee.numerics.traced.index_sums import column as traced_column


def _entry(arg: Type, *indices: Type) -> Type:
    a = array(arg, "an entry")
    if len(indices) == 1 and 1 not in a:
        raise IllTyped(f"an entry of {spell(a)} has two indices: entry(A, i, j)")
    return SCALAR


def _column(arg: Type, _: Type) -> Type:
    return array(arg, "a column")[0], 1


def _row(arg: Type, _: Type) -> Type:
    return 1, array(arg, "a row")[1]


def _flip(arg: Type) -> Type:
    a = array(arg, "flip")
    if 1 not in a:
        raise IllTyped(f"flip turns round the entries of a vector, not of {spell(a)}")
    return a


def _place(index: Index, size: int, what: str) -> slice:
    """Return an index as a slice from 0. Raises Undefined where there is none."""
    k = int(index)
    if not 1 <= k <= size:
        raise Undefined(f"{what} {k} of a matrix with {size}")
    return slice(k - 1, k)


def column(a: Array, j: Index) -> Array:
    """Return a column (..., rows, 1). Raises Undefined beyond the columns there are."""
    if arrays.is_traced(a):
        return traced_column(a, j)
    return a[..., :, _place(j, a.shape[-1], "column")]


def row(a: Array, i: Index) -> Array:
    """Return a row (..., 1, columns). Raises Undefined beyond the rows there are."""
    if arrays.is_traced(a):
        return traced_column(a.mT, i).mT
    return a[..., _place(i, a.shape[-2], "row"), :]


def entry(a: Array, i: Index, j: Index | None = None) -> Array:
    """Return one entry (..., 1, 1); that of a column or a row has one index."""
    if j is not None:
        return column(row(a, i), j)
    # A 1×1 matrix of letters says so by its names; a size that is a name equals no number.
    is_column = a.is_column if arrays.is_traced(a) else a.shape[-1] == 1
    return row(a, i) if is_column else column(a, i)


def _part(
    says: str,
    rule: Callable[..., Type],
    value: Callable[..., Array],
    place: str,
    *,
    numpy: str,
) -> Operation:
    """Return a column or a row; NumPy keeps it a matrix where a list of one index is asked for."""
    return Operation(
        says,
        2,
        rule,
        value,
        Notation(rf"\left[{{0}}\right]_{{{{{place}}}}}"),
        indices=(1,),
        changes=Changes(offered=False),
        written={
            "numpy": Notation(f"{{0}}[{numpy}]", ATOM, (ATOM, 0)),
            "matlab": Notation(f"{{0}}({place})", ATOM, (ATOM, 0)),
            "unicode": Notation(f"[{{0}}]_{{{{{place}}}}}"),
        },
    )


FUNCTIONS: Mapping[str, Operation] = {
    "entry": Operation(
        "an entry of a matrix by its row and column, of a vector by its index",
        2,
        _entry,
        entry,
        Listed(r"\left[{0}\right]_{{{1}}}"),
        written={
            "numpy": Listed("{0}[{1}]", ATOM, (ATOM, 0)),
            "matlab": Listed("{0}({1})", ATOM, (ATOM, 0)),
            "unicode": Listed("[{0}]_{{{1}}}"),
        },
        several=True,
        most=3,
        indices=(1, 2),
        changes=Changes(offered=False),
    ),
    "column": _part(
        "a column of a matrix by its index", _column, column, ":, {1}", numpy=":, [{1}]"
    ),
    "row": _part("a row of a matrix by its index", _row, row, "{1}, :", numpy="[{1}], :"),
    "flip": Operation(
        "the entries of a column or a row in the reverse order",
        1,
        _flip,
        products.flipped,
        Notation(r"\operatorname{{flip}}({0})"),
        definite=True,
        changes=Changes(offered=False),
        written={"numpy": Notation("np.flip({0})")},
    ),
}
