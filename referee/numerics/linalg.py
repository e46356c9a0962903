"""Linear algebra on ``(..., rows, columns)`` arrays, exact where the numbers are exact.

Rational matrices go to flint's ``fmpq_mat``; matrices that hold other exact numbers or
balls are eliminated here, with the sign of each pivot decided and never guessed; float64
arrays and batches go to their own libraries (numerics.batched_linalg). An operation that has
no value raises :class:`numerics.scalars.Undefined`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from referee.numerics import arrays, batched_linalg, degrees, scalars
from referee.numerics.arrays import Array, exact, is_batch, is_exact
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.rational_matrices import from_flint, is_rational, to_flint
from referee.numerics.scalars import Undefined

__all__ = ["from_flint", "is_rational", "to_flint"]  # said again here, where they are looked for


def _library(array: Array) -> Any:
    return batched_linalg if is_batch(array) else np.linalg


def per_matrix(function: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    """Lift a function of one object matrix to a batch of them (leading axes)."""

    @wraps(function)
    def lifted(array: np.ndarray) -> Any:
        if array.ndim == 2:
            return function(array)
        flat = array.reshape(-1, *array.shape[-2:])
        results = [function(matrix) for matrix in flat]
        stacked = np.empty((len(results), *np.shape(results[0])), dtype=object)
        for index, result in enumerate(results):
            stacked[index] = result
        return stacked.reshape(*array.shape[:-2], *stacked.shape[1:])

    return lifted


def inv(a: Array) -> Array:
    """Return the inverse of square matrices; raises Undefined where one is singular.

    In a batch the inverse of a singular matrix is NaN: the others have theirs.
    """
    if is_exact(a):
        return _inv_exact(a)
    try:
        return _library(a).inv(a)
    except (np.linalg.LinAlgError, RuntimeError) as error:
        raise Undefined("the inverse of a singular matrix") from error


@per_matrix
def _inv_exact(a: np.ndarray) -> np.ndarray:
    try:
        if is_rational(a):
            return from_flint(to_flint(a).inv())
        if degrees.is_tracked(a):
            return degrees.inverse(a, from_flint(to_flint(degrees.values(a)).inv()))
        return _eliminate(a, exact(np.eye(len(a), dtype=np.int64)))
    except ZeroDivisionError as error:
        raise Undefined("the inverse of a singular matrix") from error


def _eliminate(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Solve a·x = b by Gauss-Jordan.

    Raises ZeroDivisionError where a is singular, OutOfReach where balls leave it open.
    """
    work = np.concatenate([a, b], axis=1)
    size = len(a)
    for column in range(size):
        zeros = [scalars.vanishes(number) for number in work[column:, column]]
        pivot = next((column + i for i, zero in enumerate(zeros) if zero is False), None)
        if pivot is None and None in zeros:
            raise OutOfReach("no pivot is certainly nonzero")
        if pivot is None:
            raise ZeroDivisionError("every pivot is zero")
        work[[column, pivot]] = work[[pivot, column]]
        work[column] = work[column] / work[column, column]
        for i in range(size):
            if i != column:
                # The row comes first, so that NumPy multiplies and not the number.
                work[i] = work[i] - work[column] * work[i, column]
    return work[:, size:]


def solve(a: Array, b: Array) -> Array:
    """Return x with a·x = b for invertible a; raises Undefined where a is singular.

    In a batch the solution of a singular system is NaN.
    """
    if not is_exact(a):
        return _library(a).solve(a, b)
    if a.ndim == b.ndim == 2 and is_rational(a) and is_rational(b):
        return _solve_rational(a, b)
    return inv(a) @ b


def _solve_rational(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    try:
        return from_flint(to_flint(a).solve(to_flint(b)))
    except ZeroDivisionError as error:
        raise Undefined("the inverse of a singular matrix") from error


def pinv(a: Array) -> Array:
    """Return the Moore-Penrose pseudo-inverse, exact for rational matrices of any rank.

    From the full-rank factorisation A = F·G: A⁺ = Gᵀ(GGᵀ)⁻¹(FᵀF)⁻¹Fᵀ (Ben-Israel and
    Greville, "Generalized Inverses", 2003, Theorem 1.5).
    """
    return _pinv_exact(a) if is_exact(a) else _library(a).pinv(a)


@per_matrix
def _pinv_exact(a: np.ndarray) -> np.ndarray:
    if degrees.is_tracked(a):
        return _pinv_tracked(a)
    if not is_rational(a):
        raise NotComputed("a pseudo-inverse of a matrix that is not rational")
    return from_flint(_pinv_flint(to_flint(a)))


def _pinv_flint(a: fmpq_mat) -> fmpq_mat:
    rows, columns = a.nrows(), a.ncols()
    if rows < columns:
        return _pinv_flint(a.transpose()).transpose()
    reduced, rank_ = a.rref()
    if rank_ == 0:
        return fmpq_mat(columns, rows)
    if rank_ == columns:
        return (a.transpose() * a).inv() * a.transpose()
    rows_of_g = from_flint(reduced)[:rank_]
    pivots = [int(np.flatnonzero(row != 0)[0]) for row in rows_of_g]
    f, g = to_flint(from_flint(a)[:, pivots]), to_flint(rows_of_g)
    f_t, g_t = f.transpose(), g.transpose()
    inverse: fmpq_mat = g_t * (g * g_t).inv() * (f_t * f).inv() * f_t
    return inverse


def _pinv_tracked(a: np.ndarray) -> np.ndarray:
    """Return the pseudo-inverse as a rational function: A⁺ = Gᵀ(GGᵀ)⁻¹F⁺ with G = F⁺A.

    F are the pivot columns at the point; they are independent almost everywhere. That the
    rank is nowhere larger than at the point is assumed, with the degree of a minor as price.
    """
    reduced, rank_ = to_flint(degrees.values(a)).rref()
    if rank_ < min(a.shape):
        degrees.assume(degrees.minor_degree(a, rank_ + 1))
    inverse: np.ndarray
    if rank_ == a.shape[0]:
        inverse = a.T @ _inv_exact(a @ a.T)
        return inverse
    pivots = [int(np.flatnonzero(row != 0)[0]) for row in from_flint(reduced)[:rank_]]
    f = a[:, pivots]
    inverse = _inv_exact(f.T @ f) @ f.T
    if rank_ < a.shape[1]:
        g = inverse @ a
        inverse = g.T @ _inv_exact(g @ g.T) @ inverse
    return inverse


def rank(a: Array) -> Array:
    """Return the rank as a (..., 1, 1) array; exact matrices must be rational."""
    if is_exact(a):
        return _rank_exact(a)
    return _library(a).matrix_rank(a)[..., None, None]


@per_matrix
def _rank_exact(a: np.ndarray) -> np.ndarray:
    if degrees.is_tracked(a):
        raise degrees.NotRational("a rank")
    if not is_rational(a):
        raise NotComputed("the rank of a matrix that is not rational")
    return arrays.scalar(int(to_flint(a).rank()))


def det(a: Array) -> Array:
    """Return the determinant as a (..., 1, 1) array; exact matrices must be rational."""
    return _det_exact(a) if is_exact(a) else _library(a).det(a)[..., None, None]


@per_matrix
def _det_exact(a: np.ndarray) -> np.ndarray:
    if degrees.is_tracked(a):
        return degrees.determinant(a, arrays.scalar(to_flint(degrees.values(a)).det()))
    if not is_rational(a):
        raise NotComputed("the determinant of a matrix that is not rational")
    return arrays.scalar(to_flint(a).det())


def trace(a: Array) -> Array:
    """Return the sum of the diagonal as a (..., 1, 1) array."""
    index = list(range(a.shape[-1]))
    return total(a[..., index, index][..., None])


def total(a: Array) -> Array:
    """Return the sum of all entries of each matrix as a (..., 1, 1) array."""
    return a.sum(-1)[..., None].sum(-2)[..., None]


def norm_squared(v: Array) -> Array:
    """Return the sum of |entry|² (the squared Euclidean or Frobenius norm), (..., 1, 1)."""
    return total(arrays.elementwise(scalars.squared_modulus, v) if _is_complex(v) else v * v)


def _is_complex(v: Array) -> bool:
    """Say whether an array holds Gaussian rationals."""
    return is_exact(v) and any(isinstance(x, Gaussian) for x in v.flat)


def norm(v: Array) -> Array:
    """Return the Euclidean (Frobenius) norm; exact when the sum of squares is rational."""
    return arrays.sqrt(norm_squared(v))


def norm_1(v: Array) -> Array:
    """Return the sum of absolute values, (..., 1, 1)."""
    return total(arrays.absolute(v))


def extremum(v: Array, direction: int) -> Array:
    """Return the largest (direction 1) or smallest (-1) entry, (..., 1, 1), by exact signs.

    Raises OutOfReach where a ball cannot be compared.
    """
    if not is_exact(v):
        flat = v.reshape(*v.shape[:-2], -1)
        best = flat.max(-1) if direction > 0 else flat.min(-1)
        return getattr(best, "values", best)[..., None, None]
    return _extremum_exact(v, direction)


def _extremum_exact(v: np.ndarray, direction: int) -> np.ndarray:
    out = np.empty((*v.shape[:-2], 1, 1), dtype=object)
    for index in np.ndindex(*v.shape[:-2]):
        best, *others = v[index].flat
        for other in others:
            order = scalars.sign(other - best)
            if order is None:
                raise OutOfReach("an extremum of numbers too close to compare")
            best = other if order == direction else best
        out[index][0, 0] = best
    return out


def norm_inf(v: Array) -> Array:
    """Return the largest absolute value, (..., 1, 1)."""
    return extremum(arrays.absolute(v), 1)


def diagonal(a: Array) -> Array:
    """Return the diagonal of (..., m, k) matrices as a column (..., min(m, k), 1)."""
    index = list(range(min(a.shape[-2:])))
    return a[..., index, index][..., None]


def off_diagonal(a: Array) -> Array:
    """Return the matrices with their diagonal set to zero."""
    rows, columns = a.shape[-2:]
    return a * arrays.like(1 - np.eye(rows, columns, dtype=np.int64), a)


def off_span(v: Array, a: Array) -> Array:
    """Return v − A·A⁺·v, the part of the columns v that is orthogonal to col(A).

    It is zero exactly for v in the column span of A.
    """
    return v - a @ (pinv(a) @ v)


def matrix_power(a: Array, exponent: Array) -> Array:
    """Return float matrices to an integer power, the same for all of a batch.

    Raises NotComputed for a power that is no integer.
    """
    (power,) = {float(k) for k in exponent.reshape(-1)}
    if not power.is_integer():
        raise NotComputed("a fractional power of a matrix")
    return _library(a).matrix_power(a, int(power))


def inertia_within(a: Array, signs: set[int]) -> Array:
    """Say of each of a batch of symmetric matrices whether its eigenvalues have these signs.

    An eigenvalue that rounding can bring about counts as 0.
    """
    return batched_linalg.inertia_within(a, signs)


def inertia_pivots(a: np.ndarray) -> list[Any]:
    """Return the pivots of the LDLᵀ elimination of a symmetric rational matrix.

    A pivot that is zero although its row is not stands for an indefinite 2×2 block and is
    reported as -1. By Sylvester's law of inertia the matrix is positive semidefinite
    exactly when no pivot is negative, positive definite when all are positive.
    """
    work, pivots = a.copy(), []
    while len(work):
        head = work[0, 0]
        if head == 0:
            pivots.append(fmpq(0) if all(x == 0 for x in work[0]) else fmpq(-1))
            work = work[1:, 1:]
            continue
        pivots.append(head)
        column = work[1:, :1]
        work = work[1:, 1:] - column @ (column.T / head)
    return pivots
