"""Differentials of functions of a matrix: what they are of A + B·ε to first order.

Each takes the same function of plain matrices, and sees A and B alone: no elimination ever
meets a pivot 0 + ε. Formulas from Magnus and Neudecker, "Matrix Differential Calculus", 2019.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from referee.numerics import arrays, scalars
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import NotDifferentiable
from referee.numerics.series import Series, as_series

Matrix = np.ndarray
Plain = Callable[[Matrix], Matrix]


def parts(a: Matrix) -> tuple[Matrix, Matrix]:
    """Return A and B of A + B·ε."""
    series = [as_series(x) for x in a.flat]
    made = (np.empty(a.shape, dtype=object), np.empty(a.shape, dtype=object))
    made[0].reshape(-1)[:] = [x.value for x in series]
    made[1].reshape(-1)[:] = [x.slope for x in series]
    return made


def joined(value: Matrix, slope: Matrix) -> Matrix:
    """Return A + B·ε as one array of series."""
    out = np.empty(value.shape, dtype=object)
    pairs = zip(value.flat, slope.flat, strict=True)
    out.reshape(-1)[:] = [Series(a, b) for a, b in pairs]
    return out


def inverse(a: Matrix, plain: Plain) -> Matrix:
    """Return A⁻¹ − A⁻¹BA⁻¹ε."""
    value, slope = parts(a)
    found = plain(value)
    return joined(found, -(found @ slope @ found))


def determinant(a: Matrix, plain: Plain) -> Matrix:
    """Return det A + ε·Σ det(A with its column j replaced by that of B), also of a singular A."""
    value, slope = parts(a)
    total = 0 * value[:1, :1]
    for j in range(len(a)):
        replaced = value.copy()
        replaced[:, j] = slope[:, j]
        total = total + plain(replaced)
    return joined(plain(value), total)


def pseudo_inverse(a: Matrix, plain: Plain) -> Matrix:
    """Return A⁺ to first order, where the rank stays (Golub and Pereyra 1973).

    d(A⁺) = −A⁺BA⁺ + A⁺A⁺ᵀBᵀ(I − AA⁺) + (I − A⁺A)BᵀA⁺ᵀA⁺. Raises NotDifferentiable where
    the rank changes.
    """
    value, slope = parts(a)
    found = plain(value)
    left = arrays.eye(len(value), value) - value @ found
    right = arrays.eye(value.shape[1], value) - found @ value
    _keeps_rank(left @ slope @ right)
    change = found @ found.T @ slope.T @ left + right @ slope.T @ found.T @ found
    return joined(found, change - found @ slope @ found)


def rank(a: Matrix, plain: Plain, pinv: Plain) -> Matrix:
    """Return the rank, whose derivative is 0 where it stays; see :func:`pseudo_inverse`."""
    value, slope = parts(a)
    found = pinv(value)
    left = arrays.eye(len(value), value) - value @ found
    _keeps_rank(left @ slope @ (arrays.eye(value.shape[1], value) - found @ value))
    number = plain(value)
    return joined(number, 0 * number)


def _keeps_rank(off: Matrix) -> None:
    """Refuse a slope that is not tangent to the matrices of A's rank.

    To first order no more can be said; a rank that changes by an ε² is not noticed.
    """
    zeros = [scalars.vanishes(x) for x in off.flat]
    if False in zeros:
        raise NotDifferentiable("the rank changes here")
    if None in zeros:
        raise OutOfReach("a rank that may change here")


def norm(v: Matrix, plain: Callable[[Matrix], Any]) -> Series:
    """Return ‖A‖ + ε·⟨A, B⟩/‖A‖; where A = 0 it is ‖B‖·|ε|, for ε > 0."""
    value, slope = parts(v)
    size = plain(value)
    zero = scalars.vanishes(size)
    if zero is None:
        raise OutOfReach("the derivative of a norm that may be 0")
    if not zero:
        return Series(size, (value * slope).sum() / size)
    scalars.one_side()
    return Series(size, plain(slope))
