"""Rational matrices between NumPy's object arrays and flint, whose products are much faster.

Measured on two-digit rationals, conversions counted in: a product of 5×5 matrices takes 0.7 of
NumPy's time, of 20×20 a sixth, of 32×32 a seventh.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from referee.numerics.series import Series, as_series
from referee.numerics.work import spend

LEAST = 25  # entries of an array whose products are looked at: smaller ones gain nothing
WORTH = 1.5  # multiplications for each entry that is converted


class Rational(np.ndarray):
    """An object array of exact numbers whose matrix products are flint's where that is faster.

    Of first-order series the constant terms and the slopes are multiplied as matrices.

    Whatever NumPy makes of one is one again; it may hold other numbers than rationals then.
    """

    __array_priority__ = 0.5  # above a plain array's: what is joined with one is one

    def __matmul__(self, other: Any) -> Any:
        """Return the product, in whatever way is fastest."""
        return _product(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        """Return the product from the other side."""
        return _product(other, self)


def rational(array: np.ndarray) -> np.ndarray:
    """Return an object array of rationals as one that multiplies fast, where it is large enough."""
    return array.view(Rational) if array.size >= LEAST else array


def is_rational(matrix: np.ndarray) -> bool:
    """Say whether every element of an object array is a rational number."""
    return set(map(type, matrix.ravel().tolist())) <= {fmpq}


def to_flint(matrix: np.ndarray) -> fmpq_mat:
    """Return an (m, k) object array of ``fmpq`` as flint's matrix."""
    rows, columns = matrix.shape
    return fmpq_mat(rows, columns, matrix.ravel().tolist())


def from_flint(matrix: fmpq_mat) -> np.ndarray:
    """Return flint's matrix as an object array of ``fmpq``."""
    rows, columns = matrix.nrows(), matrix.ncols()
    out = np.empty(rows * columns, dtype=object)
    out[:] = matrix.entries()
    return rational(out.reshape(rows, columns))


def _product(a: Any, b: Any) -> Any:
    if not (_holds_objects(a) and _holds_objects(b)) or a.shape[-1] != b.shape[-2]:
        return np.matmul(a, b)
    if a.ndim == 2 and b.ndim > 2:  # the columns of a whole batch are one matrix
        columns = _product(a, np.moveaxis(b, -2, 0).reshape(b.shape[-2], -1))
        return np.moveaxis(columns.reshape(len(a), *b.shape[:-2], b.shape[-1]), 0, -2)
    kinds = set(map(type, a.ravel().tolist())), set(map(type, b.ravel().tolist()))
    if Series in kinds[0] | kinds[1]:
        return _product_of_series(a, b)
    if kinds == ({fmpq}, {fmpq}) and _is_worth_it(a, b):
        return from_flint(to_flint(a) * to_flint(b))
    return np.matmul(a, b)


def _holds_objects(array: Any) -> bool:
    return isinstance(array, np.ndarray) and array.ndim >= 2 and array.dtype == object


def _is_worth_it(a: np.ndarray, b: np.ndarray) -> bool:
    if not a.ndim == b.ndim == 2:
        return False
    (rows, inner), columns = a.shape, b.shape[1]
    converted = rows * inner + inner * columns + rows * columns
    return bool(rows * inner * columns >= WORTH * converted)


def _product_of_series(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return (A + A'ε)(B + B'ε) = AB + (AB' + A'B)ε, made of three products at most."""
    (values_a, slopes_a), (values_b, slopes_b) = _parts(a), _parts(b)
    values = values_a @ values_b
    spend(20 + 3 * values.size)
    slopes = 0 * values
    if slopes_b is not None:
        slopes = slopes + values_a @ slopes_b
    if slopes_a is not None:
        slopes = slopes + slopes_a @ values_b
    out = np.empty(values.shape, dtype=object)
    pairs = zip(values.ravel().tolist(), slopes.ravel().tolist(), strict=True)
    out.reshape(-1)[:] = [Series(value, slope) for value, slope in pairs]
    return rational(out)


def _parts(array: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the constant terms and the slopes of numbers; None where none is a series."""
    numbers = array.ravel().tolist()
    if Series not in set(map(type, numbers)):
        return array, None
    series = [as_series(number) for number in numbers]
    values, slopes = np.empty(array.size, dtype=object), np.empty(array.size, dtype=object)
    values[:], slopes[:] = [s.value for s in series], [s.slope for s in series]
    return rational(values.reshape(array.shape)), rational(slopes.reshape(array.shape))
