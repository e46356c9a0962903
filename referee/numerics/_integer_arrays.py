"""Exact integer arrays: 64-bit words while a bound proves them wide enough, else Python integers.

Every array here is two-dimensional (rows of integers) and has dtype int64 or object. No entry of
an int64 array may reach ``WORD`` in absolute value, so that one addition of two entries, and the
negation of one, cannot wrap round.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntegerArray: TypeAlias = NDArray[Any]
"""An int64 array, or an object array of Python integers."""

WORD = 2**62

# Rows with entries below this are not worth dividing by their greatest common divisor.
_SHORT = 2**20


def largest(array: IntegerArray) -> int:
    """Return the greatest absolute value in `array`, 0 if it is empty."""
    if array.size == 0:
        return 0
    return max(int(array.max()), -int(array.min()))


def where(mask: NDArray[Any]) -> NDArray[np.intp]:
    """Return the indices at which a one-dimensional array is nonzero."""
    return mask.nonzero()[0]  # np.flatnonzero without its overhead, felt on small arrays


def narrow(array: IntegerArray) -> IntegerArray:
    """Return `array` as int64 if every entry is below ``WORD``, unchanged otherwise."""
    if array.dtype == np.int64 or largest(array) >= WORD:
        return array
    return array.astype(np.int64)


def widen(array: IntegerArray) -> IntegerArray:
    """Return `array` with Python integers as entries."""
    return array if array.dtype == object else array.astype(object)


def product(rows: IntegerArray, matrix: IntegerArray) -> IntegerArray:
    """Return ``rows @ matrix.T`` exactly, shapes (n, a) and (b, a) -> (n, b)."""
    if object in (rows.dtype, matrix.dtype):
        return narrow(np.asarray(widen(rows) @ widen(matrix).T))
    # The absolute row sums of the matrix bound every partial sum.
    room = (WORD - 1) // max(1, *(sum(map(abs, row)) for row in matrix.tolist()))
    result = np.asarray(rows @ matrix.T)
    if largest(rows) <= room:
        return result
    wide = where(_sizes(rows) > room)
    return _replaced(result, wide, widen(rows[wide]) @ widen(matrix).T)


def primitive(rows: IntegerArray) -> IntegerArray:
    """Divide each row by the greatest common divisor of its entries, in place; return `rows`."""
    divisors = np.gcd.reduce(rows, axis=1)
    reducible = where(divisors > 1)
    if reducible.size:
        rows[reducible] //= divisors[reducible, None]
    return rows


def positive_combinations(
    a: IntegerArray, rows_a: IntegerArray, b: IntegerArray, rows_b: IntegerArray
) -> IntegerArray:
    """Return positive multiples of the rows ``a_i * rows_a_i + b_i * rows_b_i``, kept short.

    Shapes (n,), (n, c), (n,), (n, c) -> (n, c), all of one dtype, `a` and `b` positive. Python
    integers do only those rows whose entries do not prove that the two products and their sum
    stay below ``WORD``.
    """
    rows = a[:, None] * rows_a + b[:, None] * rows_b
    if rows.dtype == object:
        return narrow(primitive(rows))
    bound = largest(a) * largest(rows_a) + largest(b) * largest(rows_b)
    if bound < WORD:
        return rows if bound < _SHORT else primitive(rows)
    half = (WORD - 1) // 2
    fits = (a <= half // _sizes(rows_a)) & (b <= half // _sizes(rows_b))
    wide = where(~fits)
    a, rows_a, b, rows_b = (widen(array[wide]) for array in (a, rows_a, b, rows_b))
    rows[wide] = 0
    exact = primitive(a[:, None] * rows_a + b[:, None] * rows_b)
    return _replaced(primitive(rows), wide, exact)


def _sizes(rows: IntegerArray) -> IntegerArray:
    """Return the greatest absolute value in each row, at least 1."""
    return np.asarray(np.abs(rows).max(axis=1, initial=1))


def _replaced(rows: IntegerArray, wide: NDArray[np.intp], exact: IntegerArray) -> IntegerArray:
    """Return `rows` with the rows `wide`, which may have overflowed, replaced by `exact`."""
    exact = narrow(exact)
    if exact.dtype == object:
        rows = widen(rows)
    rows[wide] = exact
    return rows


def stack(*arrays: IntegerArray, axis: int = 0) -> IntegerArray:
    """Return the arrays joined along `axis`, as Python integers if any of them has these."""
    if any(array.dtype == object for array in arrays):
        return np.concatenate([widen(array) for array in arrays], axis=axis)
    return np.concatenate(arrays, axis=axis)
