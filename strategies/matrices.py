"""Matrices: of full rank or any rank, orthogonal, with known singular values, complex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.free_algebra.axioms import equation
from referee.strategies import forms
from referee.strategies.families import (
    LARGEST,
    Family,
    Field,
    Hypothesis,
    Instance,
    family,
)
from referee.strategies.fields import (
    choice,
    derived,
    fractions,
    free,
    numerators_of,
    of_rank,
    orthogonal,
    place,
    reflections,
    singular_values,
    size,
    steps_of,
    times_root,
)
from referee.strategies.kinds.decomposed import decomposed
from referee.strategies.kinds.members import Draws
from referee.strategies.kinds.orthogonal import householder_vectors
from referee.strategies.rationals import chosen, matrix_of
from referee.strategies.shapes import Shape, Shapes
from referee.strategies.value_kinds import ORTHOGONAL as ORTHOGONAL_ENTRIES
from referee.strategies.value_kinds import UNIT_COLUMNS

MOST = 4  # rows and columns of small matrices go up to this unless an option says more
REACH = 32  # of a sample and the ladder; an instance of a claim about them takes some 10 ms
FULL_RANK = Hypothesis("full rank", "X has full column rank", {"full_rank": False})
TALL = Hypothesis("n ≤ d", "X has no more columns than rows", {"tall": False})
SQUARE = Hypothesis("d = n", "X is square", {"square": False})
DISTINCT = Hypothesis("distinct", "the singular values of A are distinct", {"distinct": False})
ORTHOGONAL = Hypothesis(
    "V orthogonal", "V is orthogonal; without it any matrix", {"orthogonal_V": False}, about="V"
)


def of_matrices(*, square: bool) -> tuple[Hypothesis, ...]:
    """Return what families of matrices X can assume of their rank and shape."""
    return (FULL_RANK, SQUARE) if square else (FULL_RANK, TALL)


d_field = size("d", "the number of rows of X: parameters")
n_field = size("n", "the number of columns of X: samples")


def shapes_of_rank(
    *,
    full_rank: bool = True,
    tall: bool = True,
    square: bool = False,
    small: int = MOST,
    reach: int = REACH,
    searched: int = LARGEST,
) -> Shapes:
    """Return the shapes of matrices X (d, n).

    With ``full_rank`` the rank is min(d, n); without it the dimension ``deficiency`` says
    how much less. ``tall`` keeps n ≤ d, ``square`` n = d.
    """

    def allowed(shape: Shape) -> bool:
        d, n = shape["d"], shape["n"]
        fits = n == d if square else n <= d or not tall
        return fits and shape.get("deficiency", 0) <= min(d, n)

    least = {"d": 1, "n": 1} | ({} if full_rank else {"deficiency": 0})
    return Shapes(least, allowed, small, reach=reach, searched=searched)


def shapes_of_dimension(*, small: int = MOST, least: int = 1, reach: int = REACH) -> Shapes:
    """Return the shapes of square matrices or vectors: one dimension d."""
    return Shapes({"d": least}, small=small, reach=reach)


X_field = of_rank("X", "d", "n", "the data matrix; sample x_i is its i-th column")


@family
def matrices(*, full_rank: bool = True, tall: bool = True, square: bool = False) -> Family:
    """Rational matrices X (d, n): all of full rank, or of any rank with full_rank=False."""
    shapes = shapes_of_rank(full_rank=full_rank, tall=tall, square=square)
    return Family(
        "matrices",
        shapes,
        (X_field, d_field, n_field),
        of_matrices(square=square),
    )


@family
def orthogonal_matrices() -> Family:
    """All rational orthogonal matrices U (d, d)."""
    shapes = shapes_of_dimension()
    return Family("orthogonal_matrices", shapes, (orthogonal("U", "d", "orthogonal"), d_field))


def rectangular_diagonal(sigma: Array, rows: int, columns: int) -> Array:
    """Return the (..., rows, columns) matrix with the column sigma on its diagonal."""
    if arrays.is_traced(sigma):
        whole = arrays.like(arrays.identity(rows, columns), sigma)
        return whole * sigma.mT
    index = np.full((rows, columns), -1)
    np.fill_diagonal(index, np.arange(min(rows, columns)))
    if arrays.is_batch(sigma):
        left = arrays.like(np.eye(rows, sigma.shape[-2], dtype=np.int64), sigma)
        return left * sigma.mT @ arrays.like(np.eye(sigma.shape[-2], columns), sigma)
    return place(sigma[..., 0], index)


def free_matrix(name: str, rows: str, columns: str, meaning: str) -> Field:
    """Return a field of all rational (rows, columns) matrices."""

    def build(p: Instance, ints: np.ndarray) -> Array:
        return matrix_of(p, ints, p.shape[rows], p.shape[columns])

    return Field(
        name,
        rows,
        columns,
        name,
        meaning,
        build,
        lambda s: fractions(s[rows] * s[columns]),
        (lambda p, source: source(p.shape[rows], p.shape[columns]),),
        numerators_of(rows, columns),
        form=forms.any_matrix,
    )


def _decomposed(p: Instance, field: Field) -> Array:
    """Return a letter X with X = UΣVᵀ."""
    X = forms.any_matrix(p, field)
    p.number.require([equation(X.polynomial, (p.U @ p.S @ p.V.mT).polynomial, origin="X")])
    return X


def _decomposed_of_full_rank(p: Instance, field: Field) -> Array:
    """Return a letter X = UΣVᵀ of full column rank."""
    X = _decomposed(p, field)
    forms.say_full_column_rank(p.number, X)
    return X


def svd_fields(*, full_rank: bool = True, orthogonal_V: bool = True) -> tuple[Field, ...]:
    """Return U (d, d), sigma (n, 1), V (n, n), Σ (d, n) and X = UΣVᵀ for n ≤ d.

    V is orthogonal unless an option makes it any matrix, and X with it.
    """
    right = "right singular vectors v_1, ..., v_n as columns"
    V = orthogonal("V", "n", right) if orthogonal_V else free_matrix("V", "n", "n", "any matrix")
    return (
        singular_values(
            "sigma",
            "n",
            positive=full_rank,
            meaning="the singular values σ_1 ≥ ... ≥ σ_n of X",
        ),
        orthogonal("U", "d", "left singular vectors u_1, ..., u_d as columns"),
        V,
        derived(
            "S",
            "d n",
            r"\Sigma",
            "the singular values on the diagonal of a d×n matrix",
            lambda p: rectangular_diagonal(p.sigma, p.shape["d"], p.shape["n"]),
        ),
        derived(
            "X",
            "d n",
            "X",
            "the data matrix UΣVᵀ",
            lambda p: p.U @ p.S @ p.V.mT,
            _decomposed_of_full_rank if full_rank and orthogonal_V else _decomposed,
        ),
        derived(
            "U_n",
            "d n",
            "U_n",
            "the first n columns of U",
            lambda p: p.U[..., :, : p.shape["n"]],
        ),
        derived(
            "S_n",
            "n n",
            r"\Sigma_n",
            "the singular values on the diagonal of an n×n matrix",
            lambda p: rectangular_diagonal(p.sigma, p.shape["n"], p.shape["n"]),
        ),
        derived(
            "sigma_d",
            "d 1",
            r"\sigma_d",
            "the singular values followed by d − n zeros",
            lambda p: p.S @ (p.sigma**0),
        ),
        d_field,
        n_field,
    )


@family
def matrices_with_singular_values(
    *, full_rank: bool = True, square: bool = False, orthogonal_V: bool = True
) -> Family:
    """Matrices X = UΣVᵀ (d, n), n ≤ d, with every singular value known, and rational when drawn.

    Without ``orthogonal_V`` the right factor is any matrix, and the values are not X's.
    """
    return Family(
        "matrices_with_singular_values",
        shapes_of_rank(square=square),
        (
            *svd_fields(full_rank=full_rank, orthogonal_V=orthogonal_V),
            Field(
                "Z",
                "d",
                "d",
                "Z",
                "U with its columns n+1, ..., d replaced by arbitrary vectors",
                lambda p, ints: _replace_last_columns(p, _columns(p, ints)),
                lambda shape: fractions(shape["d"] * (shape["d"] - shape["n"])),
                (
                    lambda p, source: _replace_last_columns(
                        p, source(p.shape["d"], p.shape["d"] - p.shape["n"])
                    ),
                ),
                narrow=UNIT_COLUMNS,
                form=forms.solving(_first_columns_of_U),
            ),
        ),
        (FULL_RANK, ORTHOGONAL, *((SQUARE,) if square else ())),
    )


def _first_columns_of_U(p: Instance, Z: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the equation of a matrix whose first n columns are those of U."""
    n = p.shape["n"]
    yield Z[..., :, :n], p.U[..., :, :n]


def _replace_last_columns(p: Instance, arbitrary: Array) -> Array:
    """Return [u_1 ... u_n, z_{n+1} ... z_d] for d×(d − n) columns z."""
    d, n = p.shape["d"], p.shape["n"]
    if d == n:
        return p.U
    keep = np.eye(d, dtype=np.int64) * (np.arange(d) < n)
    return p.U @ p.number(keep) + arbitrary @ p.number(np.eye(d, dtype=np.int64)[n:])


def _columns(p: Instance, ints: np.ndarray) -> Array:
    d, n = p.shape["d"], p.shape["n"]
    return matrix_of(p, ints, d, d - n)


@family
def square_matrices_with_svd(*, distinct: bool = False) -> Family:
    """Square A = UΣVᵀ (d, d), often symmetric, semidefinite or normal, with this one SVD.

    With ``distinct`` the singular values are distinct, so the SVD is unique up to signs.
    """
    fields = (
        _distinct_or_not(distinct=distinct),
        orthogonal("U", "d", "left singular vectors of A"),
        Field(
            "V",
            "d",
            "d",
            "V",
            "right singular vectors of A",
            _related_basis,
            lambda s: (*choice(9), *free(s["d"] ** 2)),
            narrow=ORTHOGONAL_ENTRIES,
            form=forms.orthogonal,
        ),
        derived(
            "S",
            "d d",
            r"\Sigma",
            "the singular values of A on the diagonal",
            lambda p: rectangular_diagonal(p.sigma, p.shape["d"], p.shape["d"]),
        ),
        derived("A", "d d", "A", "a square matrix", lambda p: p.U @ p.S @ p.V.mT),
        d_field,
    )
    shapes = shapes_of_dimension(small=3)
    assumed = (DISTINCT,) if distinct else ()
    return Family(
        "square_matrices_with_svd",
        shapes,
        fields,
        hypotheses=assumed,
        structures=partial(_of_some_kind, fields[0]),
    )


def _of_some_kind(sigma: Field, shape: Shape, draws: Draws) -> Mapping[str, Sequence[int]]:
    """Return the integers of a decomposition of a matrix A of some kind, {} where it has none."""
    found = decomposed(shape["d"], draws)
    steps = sigma.inverse(shape, found.sigma) if sigma.inverse is not None else None
    U, W = householder_vectors(found.U), householder_vectors(found.U.T @ found.V)
    if steps is None or U is None or W is None:
        return {}
    return {"sigma": steps, "U": U, "V": [FREE, *W]}


def _distinct_or_not(*, distinct: bool) -> Field:
    plain = singular_values("sigma", "d", positive=False, meaning="the singular values of A")
    if not distinct:
        return plain

    def build(p: Instance, ints: np.ndarray) -> Array:
        apart = np.arange(p.shape["d"] - 1, -1, -1).reshape(-1, 1)
        rational = plain.build(p, np.concatenate([0 * ints[..., :1], ints[..., 1:]], axis=-1))
        return times_root(p, ints, rational + p.number(apart) / p.number(1 + ints[..., -1:, None]))

    def inverse(_: Shape, array: np.ndarray) -> Sequence[int] | None:
        return steps_of(array, 0, apart=1)

    return replace(plain, build=build, dense=(), inverse=inverse)


FREE = 3  # the number of what W is anything orthogonal


def _related_basis(p: Instance, ints: np.ndarray) -> Array:
    """Return V = U·W: W exchanges axes, is anything orthogonal, ±I, a sign flip, a half turn.

    Or V is U with the sign of its first or last row changed: where all singular values are equal,
    A is diagonal then, and U any of the bases that it has.
    """
    axes = np.eye(p.shape["d"], dtype=np.int64)
    signs = np.ones((2, len(axes)), dtype=np.int64)
    signs[0, 0] = signs[1, -1] = -1
    flip, other_flip = np.diag(signs[0]), np.diag(signs[1])
    # Exchanging two axes or turning all of them into one another gives symmetric and normal
    # matrices whose singular vectors are no eigenvectors.
    exchange, turn = np.concatenate([axes[1::-1], axes[2:]]), np.roll(axes, 1, axis=0)
    return chosen(
        ints[..., :1],
        (
            lambda: p.U,
            lambda: p.U @ p.number(exchange),
            lambda: p.U @ p.number(turn),
            lambda: p.U @ reflections(p, p.number(ints[..., 1:]), len(axes)),
            lambda: -p.U,
            lambda: p.U @ p.number(flip),
            lambda: p.U @ _half_turn(p, ints[..., 1:3]),
            lambda: p.number(flip) @ p.U,
            lambda: p.number(other_flip) @ p.U,
        ),
    )


def _half_turn(p: Instance, ints: np.ndarray) -> Array:
    """Return a half turn about an axis in the plane of the first two.

    It is symmetric, like a flip, but maps neither of them to itself.
    """
    d = p.shape["d"]
    plane = p.number(np.eye(d, min(d, 2), dtype=np.int64))
    axis = plane[:, :1] + plane @ p.number(ints[..., : min(d, 2), None])
    length = axis.mT @ axis
    return 2 * axis @ axis.mT / (length + arrays.is_zero(length)) - p.number(
        np.eye(d, dtype=np.int64)
    )
