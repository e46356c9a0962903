"""Minors, cofactors and the adjugate of square matrices, singular ones too."""

from __future__ import annotations

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed
from referee.numerics.products import joined
from referee.numerics.scalars import Undefined
from referee.numerics.traced import products as traced

MOST_ROWS = 12  # of a matrix all of whose minors are computed one by one


def without(a: Array, i: int, j: int) -> Array:
    """Return matrices without their row i and column j, counted from 1. Raises Undefined."""
    rows, columns = a.shape[-2:]
    if not (1 <= i <= rows and 1 <= j <= columns):
        raise Undefined(f"row {i} and column {j} of a matrix that is {rows}×{columns}")
    above, below = a[..., : i - 1, :], a[..., i:, :]
    rest = joined([part for part in (above, below) if part.shape[-2]], -2)
    sides = (rest[..., :, : j - 1], rest[..., :, j:])
    return joined([part for part in sides if part.shape[-1]], -1)


def minor(a: Array, i: int, j: int) -> Array:
    """Return the determinant without row i and column j, (..., 1, 1); that of nothing is 1."""
    if arrays.is_traced(a):
        raise arrays.NotTranslated("a minor")
    size = a.shape[-1]
    if not (1 <= i <= size and 1 <= j <= size):
        raise Undefined(f"row {i} and column {j} of a matrix that is {size}×{size}")
    return _one(a) if size == 1 else linalg.det(without(a, i, j))


def _one(a: Array) -> Array:
    """Return 1 for each matrix of a batch, (..., 1, 1)."""
    return a[..., :1, :1] * 0 + arrays.like([[1]], a)


def cofactors(a: Array) -> Array:
    """Return the matrix of (−1)^(i+j) times the minor at i, j."""
    if arrays.is_traced(a):
        return traced.adjugate(a).mT
    size = a.shape[-1]
    if size > MOST_ROWS:
        raise NotComputed(f"the minors of a matrix of more than {MOST_ROWS} rows")
    found = [
        [minor(a, i, j) * (-1 if (i + j) % 2 else 1) for j in range(1, size + 1)]
        for i in range(1, size + 1)
    ]
    return joined([joined(row, -1) for row in found], -2)


def adjugate(a: Array) -> Array:
    """Return the transposed cofactors, A·adj(A) = det(A)·I; every square matrix has one."""
    return cofactors(a).mT
