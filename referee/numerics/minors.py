"""Minors, cofactors and the adjugate of square matrices, singular ones too."""

from __future__ import annotations

import numpy as np

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
    if arrays.is_exact(a) and linalg.is_rational(a) and size > 1:
        return _of_rational(a)
    if size > MOST_ROWS:
        raise NotComputed(f"the minors of a matrix of more than {MOST_ROWS} rows")
    found = [
        [minor(a, i, j) * (-1 if (i + j) % 2 else 1) for j in range(1, size + 1)]
        for i in range(1, size + 1)
    ]
    return joined([joined(row, -1) for row in found], -2)


@linalg.per_matrix
def _of_rational(a: np.ndarray) -> np.ndarray:
    """Return the cofactors by det(A)·A⁻¹, of a singular matrix by the Cayley-Hamilton theorem.

    With p(x) = xⁿ + … + c₁x + c₀ the characteristic polynomial, the adjugate is
    (−1)ⁿ⁻¹(Aⁿ⁻¹ + … + c₁I) (Horn and Johnson, "Matrix Analysis", 2013, 0.8.2 and 2.4.3).
    """
    matrix = linalg.to_flint(a)
    determinant = matrix.det()
    if determinant != 0:
        return linalg.from_flint(matrix.inv() * determinant).T
    _, *coefficients = matrix.charpoly().coeffs()
    unit = linalg.to_flint(arrays.exact(np.eye(len(a), dtype=np.int64)))
    total = 0 * unit
    for c in reversed(coefficients):
        total = total * matrix + unit * c
    return linalg.from_flint(total * (-1) ** (len(a) - 1)).T


def adjugate(a: Array) -> Array:
    """Return the transposed cofactors, A·adj(A) = det(A)·I; every square matrix has one."""
    return cofactors(a).mT
