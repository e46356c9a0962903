"""Matrices some of whose columns are 0 or parallel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from referee.numerics.arrays import Array
from referee.numerics.batches import beside, whole
from referee.strategies.kinds.kind import Kind
from referee.strategies.rationals import Arithmetic, choice, fractions, matrix_of, rational


def _zero_column(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    """Return a matrix with a column of zeros, which the first integer chooses."""
    kept = whole(beside(np.arange(columns), ints) != ints[..., :1])[..., None, :]
    return matrix_of(p, ints[..., 1:], rows, columns) * p.number(kept)


def _parallel_columns(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    """Return a matrix of which one column is a multiple of another one."""
    first, after, numbers = ints[..., :1], ints[..., 1:2], ints[..., 2:]
    second = (first + 1 + after) % columns
    factor = rational(p, numbers[..., [-2, -1]])[..., None]
    entries = matrix_of(p, numbers[..., np.r_[0 : rows * columns, -1]], rows, columns)
    places = beside(np.arange(columns), ints)
    here = p.number(whole(places == second)[..., None, :])
    source = p.number(whole(places == first)[..., None, :])
    return entries * (1 - here) + factor * (entries @ source.mT) @ here


def _two_columns(_rows: int, columns: int) -> str:
    return "" if columns > 1 else "two columns at least"


zero_column = Kind(
    "zero column",
    "matrix with a column of zeros",
    lambda r, c: (*choice(c), *fractions(r * c)),
    _zero_column,
)
parallel_columns = Kind(
    "parallel columns",
    "matrix with two parallel columns",
    lambda r, c: (*choice(c), *choice(c - 1), *fractions(r * c + 1)),
    _parallel_columns,
    lacks=_two_columns,
)

named: Mapping[str, Kind] = {kind.name: kind for kind in (zero_column, parallel_columns)}
