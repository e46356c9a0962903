"""Linear algebra on ``(..., rows, columns)`` arrays, exact where the numbers are exact.

Rational matrices go to flint's ``fmpq_mat``; matrices that hold other exact numbers or
balls are eliminated here, with the sign of each pivot decided and never guessed; series
have theirs by differentials (numerics.matrix_series); float64
arrays and batches go to their own libraries (numerics.batched_linalg). An operation that has
no value raises :class:`numerics.scalars.Undefined`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq, fmpq_mat

from referee.numerics import arrays, batched_linalg, degrees, matrix_series, scalars
from referee.numerics.arrays import Array, exact, is_batch, is_exact, is_traced
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.rational_matrices import from_flint, is_rational, to_flint
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series
from referee.numerics.traced import linear_algebra as traced_linalg
from referee.numerics.traced.sizes import NotTranslated

__all__ = ["from_flint", "is_rational", "to_flint"]  # said again here, where they are looked for


def _namespace(array: Array) -> Any:
    if is_traced(array):
        return traced_linalg
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


def is_series(matrix: np.ndarray) -> bool:
    """Say whether an object array holds first-order series."""
    return any(isinstance(x, Series) for x in matrix.flat)


def inv(a: Array) -> Array:
    """Return the inverse of square matrices; raises Undefined where one is singular.

    In a batch the inverse of a singular matrix is NaN: the others have theirs.
    """
    if is_exact(a):
        return _inv_exact(a)
    try:
        return _namespace(a).inv(a)
    except (np.linalg.LinAlgError, RuntimeError) as error:
        raise Undefined("the inverse of a singular matrix") from error


@per_matrix
def _inv_exact(a: np.ndarray) -> np.ndarray:
    if is_series(a):
        return matrix_series.inverse(a, _inv_exact)
    try:
        if is_rational(a):
            return from_flint(to_flint(a).inv())
        if degrees.is_tracked(a):
            return degrees.inverse(a, from_flint(to_flint(degrees.values(a)).inv()))
        found = _in_balls(a, lambda balls: balls.inv())
        if found is not None:
            return arrays.elementwise(lambda x: x, np.array(found.tolist(), dtype=object))
        return _eliminate(a, exact(np.eye(len(a), dtype=np.int64)))
    except ZeroDivisionError as error:
        raise Undefined("the inverse of a singular matrix") from error


def _in_balls(a: np.ndarray, step: Callable[[arb_mat], Any]) -> Any:
    """Return what flint makes of real matrices that hold balls; None for others, or where it fails.

    Of a ball it finds nothing where the matrix may be singular: elimination then says more.
    """
    kinds = (arb, *scalars.RATIONAL, *scalars.IRRATIONAL)
    if len(a) < 2 or not any(isinstance(x, arb) for x in a.flat):
        return None
    if not all(isinstance(x, kinds) for x in a.flat):
        return None
    balls = [x.ball() if isinstance(x, scalars.IRRATIONAL) else arb(x) for x in a.flat]
    try:
        return step(arb_mat(len(a), a.shape[1], balls))
    except ZeroDivisionError:
        return None


def _eliminate(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Solve a·x = b by Gauss-Jordan.

    Raises ZeroDivisionError where a is singular, OutOfReach where balls leave it open.
    """
    work = np.concatenate([a, b], axis=1)
    size = len(a)
    for column in range(size):
        below = _pivot(work[column:, column])
        if below is None:
            raise ZeroDivisionError("every pivot is zero")
        _reduce(work, column, column + below, column)
    return work[:, size:]


def solve(a: Array, b: Array) -> Array:
    """Return x with a·x = b for invertible a; raises Undefined where a is singular.

    In a batch the solution of a singular system is NaN.
    """
    if not is_exact(a):
        return _namespace(a).solve(a, b)
    if a.ndim == b.ndim == 2 and is_rational(a) and is_rational(b):
        return _solve_rational(a, b)
    return inv(a) @ b


def _solve_rational(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    try:
        return from_flint(to_flint(a).solve(to_flint(b)))
    except ZeroDivisionError as error:
        raise Undefined("the inverse of a singular matrix") from error


def pinv(a: Array) -> Array:
    """Return the Moore-Penrose pseudo-inverse, exact for exact matrices of any rank.

    From the full-rank factorisation A = F·G: A⁺ = Gᵀ(GGᵀ)⁻¹(FᵀF)⁻¹Fᵀ (Ben-Israel and
    Greville, "Generalized Inverses", 2003, Theorem 1.5).
    """
    return _pinv_exact(a) if is_exact(a) else _namespace(a).pinv(a)


@per_matrix
def _pinv_exact(a: np.ndarray) -> np.ndarray:
    if is_series(a):
        return matrix_series.pseudo_inverse(a, _pinv_exact)
    if degrees.is_tracked(a):
        return _pinv_tracked(a)
    if is_rational(a):
        return from_flint(_pinv_flint(to_flint(a)))
    g, pivots = _row_echelon(a)
    if not pivots:
        return exact(np.zeros(a.shape[::-1], dtype=np.int64))
    f = a[:, pivots]
    h, k = _adjoint(g), _adjoint(f)
    inverse: np.ndarray = h @ _inv_exact(g @ h) @ _inv_exact(k @ f) @ k
    return inverse


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


def _adjoint(a: np.ndarray) -> np.ndarray:
    """Return the conjugate transpose."""
    return (arrays.conjugate(a) if _is_complex(a) else a).T


def _row_echelon(a: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return the rows of the reduced echelon form that are not zero, and their pivots' columns.

    Raises OutOfReach where balls leave it open.
    """
    if is_rational(a):
        reduced, rank_ = to_flint(a).rref()
        rows = from_flint(reduced)[:rank_]
        return rows, [int(np.flatnonzero(row != 0)[0]) for row in rows]
    work, pivots = a.copy(), list[int]()
    for column in range(a.shape[1]):
        row = len(pivots)
        below = _pivot(work[row:, column])
        if below is not None:
            _reduce(work, row, row + below, column)
            pivots.append(column)
    return work[: len(pivots)], pivots


def _reduce(work: np.ndarray, row: int, pivot: int, column: int) -> None:
    """Exchange two rows, make the pivot 1 and clear its column elsewhere, in place."""
    work[[row, pivot]] = work[[pivot, row]]
    work[row] = work[row] / work[row, column]
    for i in range(len(work)):
        if i != row:
            # The row comes first, so that NumPy multiplies and not the number.
            work[i] = work[i] - work[row] * work[i, column]


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
    """Return the rank as a (..., 1, 1) array; raises OutOfReach where balls leave it open."""
    if is_exact(a):
        return _rank_exact(a)
    if is_traced(a):
        raise NotTranslated("a rank")
    return _namespace(a).matrix_rank(a)[..., None, None]


@per_matrix
def _rank_exact(a: np.ndarray) -> np.ndarray:
    if is_series(a):
        return matrix_series.rank(a, _rank_exact, _pinv_exact)
    if degrees.is_tracked(a):
        raise degrees.NotRational("a rank")
    return arrays.scalar(int(to_flint(a).rank()) if is_rational(a) else len(_row_echelon(a)[1]))


def det(a: Array) -> Array:
    """Return the determinant as a (..., 1, 1) array."""
    if is_traced(a):
        return traced_linalg.det(a)
    return _det_exact(a) if is_exact(a) else _namespace(a).det(a)[..., None, None]


@per_matrix
def _det_exact(a: np.ndarray) -> np.ndarray:
    if is_series(a):
        return matrix_series.determinant(a, _det_exact)
    if degrees.is_tracked(a):
        return degrees.determinant(a, arrays.scalar(to_flint(degrees.values(a)).det()))
    if not is_rational(a):
        found = _in_balls(a, lambda balls: balls.det())
        return arrays.scalar(_product_of_pivots(a) if found is None else found)
    return arrays.scalar(to_flint(a).det())


def _product_of_pivots(a: np.ndarray) -> Any:
    """Return the determinant by elimination; raises OutOfReach where balls leave it open."""
    work, product = a.copy(), fmpq(1)
    while len(work):
        pivot = _pivot(work[:, 0])
        if pivot is None:
            return fmpq(0)
        product = product * (work[pivot, 0] if pivot == 0 else -work[pivot, 0])
        work[[0, pivot]] = work[[pivot, 0]]
        head = work[:1] / work[0, 0]
        work = (work[1:] - work[1:, :1] @ head)[:, 1:]
    return product


def _pivot(column: np.ndarray) -> int | None:
    """Return the place of the first entry that is not zero; None where all are."""
    zeros = [scalars.vanishes(number) for number in column]
    if False not in zeros and None in zeros:
        raise OutOfReach("no pivot is certainly nonzero")
    return zeros.index(False) if False in zeros else None


def trace(a: Array) -> Array:
    """Return the sum of the diagonal as a (..., 1, 1) array."""
    if is_traced(a):
        return traced_linalg.trace(a)
    index = list(range(a.shape[-1]))
    return total(a[..., index, index][..., None])


def total(a: Array) -> Array:
    """Return the sum of all entries of each matrix as a (..., 1, 1) array."""
    if is_traced(a):
        return traced_linalg.total(a)
    return a.sum(-1)[..., None].sum(-2)[..., None]


def norm_squared(v: Array) -> Array:
    """Return the sum of |entry|² (the squared Euclidean or Frobenius norm), (..., 1, 1)."""
    if is_traced(v):
        return traced_linalg.norm_squared(v)
    return total(arrays.elementwise(scalars.squared_modulus, v) if _is_complex(v) else v * v)


def _is_complex(v: Array) -> bool:
    """Say whether an array holds Gaussian rationals."""
    return is_exact(v) and any(isinstance(x, Gaussian) for x in v.flat)


def norm(v: Array) -> Array:
    """Return the Euclidean (Frobenius) norm; exact when the sum of squares is algebraic."""
    if is_traced(v):
        return traced_linalg.norm(v)
    return _norm_exact(v) if is_exact(v) and is_series(v) else arrays.sqrt(norm_squared(v))


@per_matrix
def _norm_exact(v: np.ndarray) -> np.ndarray:
    return arrays.scalar(matrix_series.norm(v, lambda part: norm(part)[0, 0]))


def norm_1(v: Array) -> Array:
    """Return the sum of absolute values, (..., 1, 1)."""
    return total(arrays.absolute(v))


def extremum(v: Array, direction: int) -> Array:
    """Return the largest (direction 1) or smallest (-1) entry, (..., 1, 1), by exact signs.

    Raises OutOfReach where a ball cannot be compared.
    """
    if is_traced(v):
        raise NotTranslated("the largest or the smallest entry")
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
    if is_traced(a):
        raise NotTranslated("the diagonal of a matrix")
    index = list(range(min(a.shape[-2:])))
    return a[..., index, index][..., None]


def off_diagonal(a: Array) -> Array:
    """Return the matrices with their diagonal set to zero.

    Of letters it is what vanishes exactly where that does, made without a diagonal.
    """
    if is_traced(a):
        return traced_linalg.commutator_with_diagonals(a)
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
    if is_traced(a):
        return traced_linalg.matrix_power(a, exponent)
    (power,) = {float(k) for k in exponent.reshape(-1)}
    if not power.is_integer():
        raise NotComputed("a fractional power of a matrix")
    return _namespace(a).matrix_power(a, int(power))


def inertia_within(a: Array, signs: set[int]) -> Array:
    """Say of each of a batch of symmetric matrices whether its eigenvalues have these signs.

    An eigenvalue that rounding can bring about counts as 0.
    """
    return batched_linalg.inertia_within(a, signs)


def inertia_pivots(a: np.ndarray) -> list[Any]:
    """Return the pivots of the LDLᴴ elimination of a Hermitian matrix of exact numbers.

    A pivot that is zero although its row is not stands for an indefinite 2×2 block and is
    reported as -1. By Sylvester's law of inertia the matrix is positive semidefinite
    exactly when no pivot is negative, positive definite when all are positive.
    """
    work, pivots = a.copy(), []
    while len(work):
        head = work[0, 0]
        zeros = [scalars.vanishes(x) for x in work[0]]
        if zeros[0] is None or (zeros[0] and None in zeros):
            raise OutOfReach("a pivot that may be zero")
        if zeros[0]:
            pivots.append(fmpq(0) if all(zeros) else fmpq(-1))
            work = work[1:, 1:]
            continue
        pivots.append(head)
        work = work[1:, 1:] - work[1:, :1] @ (work[:1, 1:] / head)
    return pivots
