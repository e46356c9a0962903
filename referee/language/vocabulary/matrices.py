"""Matrices written down by their sizes, and the diagonal of one."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import Notation, Operation, Type, on_matrices
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array


def _diagonal_of(arg: Type) -> Type:
    a = array(arg, "diag")
    return (max(a), max(a)) if min(a) == 1 else (min(a), 1)


def diag(a: Array) -> Array:
    """Return the diagonal of a matrix as a column; of a vector, the matrix it is that of."""
    if arrays.is_traced(a) and (a.is_column or a.is_row):
        column = a if a.is_column else a.mT
        return column * arrays.eye(column.shape[-2], column)
    if min(a.shape[-2:]) > 1:
        return linalg.diagonal(a)
    return a * arrays.eye(max(a.shape[-2:]), a)


FUNCTIONS: Mapping[str, Operation] = {
    "diag": Operation(
        "the diagonal of a matrix as a column; of a vector, its diagonal matrix",
        1,
        _diagonal_of,
        diag,
        Notation(r"\operatorname{{diag}}({0})"),
        written={
            "numpy": on_matrices(
                Notation("np.diag({0}).reshape(-1, 1)"), Notation("np.diag(np.ravel({0}))")
            ),
            "lean": on_matrices(
                Notation("(Matrix.of fun i _ => {0} i i)", 10, (10,)),
                Notation("Matrix.diagonal (fun i => {0} i 0)", 9, (10,)),
            ),
        },
    ),
}
SIZED: Mapping[str, Operation] = {
    "eye": Operation(
        "the identity matrix of a size",
        1,
        lambda k: (k, k),
        lambda k: arrays.identity(k, k),
        Notation("I_{{{0}}}"),
        takes_sizes=True,
        written={
            "numpy": Notation("np.eye({0})"),
            "unicode": Notation("I_{0}", 9),
            "lean": Notation("(1 : Matrix (Fin {0}) (Fin {0}) ℝ)"),
        },
    ),
    "zeros": Operation(
        "the matrix of zeros with so many rows and columns",
        2,
        lambda r, c: (r, c),
        arrays.zeros,
        Notation(r"0_{{{0} \times {1}}}"),
        takes_sizes=True,
        written={
            "numpy": Notation("np.zeros(({0}, {1}))"),
            "unicode": Notation("0_{{{0}×{1}}}"),
            "lean": Notation("(0 : Matrix (Fin {0}) (Fin {1}) ℝ)"),
        },
    ),
    "ones": Operation(
        "the matrix of ones with so many rows and columns",
        2,
        lambda r, c: (r, c),
        arrays.ones,
        Notation(r"\mathbf{{1}}_{{{0} \times {1}}}"),
        takes_sizes=True,
        written={
            "numpy": Notation("np.ones(({0}, {1}))"),
            "unicode": Notation("1_{{{0}×{1}}}"),
            "lean": Notation("(Matrix.of fun _ _ => 1 : Matrix (Fin {0}) (Fin {1}) ℝ)"),
        },
    ),
}
