"""Functions of a matrix as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.vocabulary.operation import ATOM, Changes, Notation, Operation
from referee.language.vocabulary.sizes import square, square_to_scalar, to_scalar, transposed
from referee.numerics import linalg

FUNCTIONS: Mapping[str, Operation] = {
    "inv": Operation(
        "the inverse of a square matrix",
        1,
        square,
        linalg.inv,
        Notation("{0}^{{-1}}", 7, (9,)),
        transposes_inside=True,
        jumps=True,
        changes=Changes(to=("pinv",), transposed=True),
        written={
            "numpy": Notation("np.linalg.inv({0})"),
            "unicode": Notation("{0}⁻¹", 8, (9,)),
            "lean": Notation("{0}⁻¹", ATOM, (ATOM,)),
        },
    ),
    "pinv": Operation(
        "the pseudo-inverse of any matrix (Moore-Penrose)",
        1,
        transposed,
        linalg.pinv,
        Notation(r"{0}^{{\dagger}}", 7, (9,)),
        transposes_inside=True,
        jumps=True,
        definite=True,
        changes=Changes(to=("inv",), transposed=True),
        written={
            "numpy": Notation("np.linalg.pinv({0})"),
            "unicode": Notation("{0}⁺", 8, (9,)),
        },
    ),
    "rank": Operation(
        "the rank of a matrix",
        1,
        to_scalar,
        linalg.rank,
        Notation(r"\operatorname{{rank}}({0})"),
        ignores_transpose=True,
        jumps=True,
        definite=True,
        written={
            "numpy": Notation("np.linalg.matrix_rank({0})"),
            "lean": Notation("({0}.rank : ℝ)", 10, (10,)),
        },
    ),
    "det": Operation(
        "the determinant of a square matrix",
        1,
        square_to_scalar,
        linalg.det,
        Notation(r"\det({0})"),
        ignores_transpose=True,
        written={
            "numpy": Notation("np.linalg.det({0})"),
            "lean": Notation("{0}.det", 10, (10,)),
        },
    ),
    "trace": Operation(
        "the sum of the diagonal of a square matrix",
        1,
        square_to_scalar,
        linalg.trace,
        Notation(r"\operatorname{{tr}}({0})"),
        ignores_transpose=True,
        written={
            "numpy": Notation("np.trace({0})"),
            "unicode": Notation("tr({0})"),
            "lean": Notation("{0}.trace", 10, (10,)),
        },
    ),
}
