"""Kinds of vector: of length 1, probabilities, coordinate vectors, all ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.batches import beside, whole
from referee.numerics.free_algebra import axioms
from referee.strategies.kinds.kind import Axes, Kind, a_column
from referee.strategies.rationals import Arithmetic, choice, column, free, natural
from referee.strategies.value_kinds import ALL, LARGE, NOT_NEGATIVE, SMALL


def _first(p: Arithmetic, rows: int) -> Array:
    return p.number(np.eye(rows, 1, dtype=np.int64))


def unit_of(p: Arithmetic, v: Array) -> Array:
    """Return e₁ less twice its projection onto v: every rational vector of length 1 is one."""
    length = v.mT @ v
    return _first(p, v.shape[-2]) - 2 * v @ v[..., :1, :] / (length + arrays.is_zero(length))


def _probabilities(p: Arithmetic, weights: Array) -> Array:
    total = p.number(np.ones((1, weights.shape[-2]), dtype=np.int64)) @ weights
    nothing = arrays.is_zero(total)
    return (weights + nothing * _first(p, weights.shape[-2])) / (total + nothing)


def _coordinate(ints: np.ndarray, rows: int) -> np.ndarray:
    found: np.ndarray = whole(beside(np.arange(rows), ints) == ints)
    return found[..., None]


def _by_row(rows: int, _columns: int) -> Axes:
    return [((0, i),) for i in range(rows)]


def standard_vector(row: int) -> Kind:
    """Return the kind of the one coordinate vector that has its 1 in a row, counted from 1."""
    return Kind(
        f"standard vector {row}",
        f"coordinate vector whose entry {row} is 1",
        lambda _r, _c: (),
        lambda p, _ints, r, _c: _standard(p, row, r),
        lambda r, _c: (lambda p, _new: _standard(p, row, r),),
        lacks=lambda r, c: a_column(r, c) or ("" if r >= row else f"{row} rows"),
        narrow={ALL: "its entries are 0 and 1"},
    )


def _standard(p: Arithmetic, row: int, rows: int) -> Array:
    return p.number((np.arange(rows) == row - 1).astype(np.int64)[:, None])


ONES = {ALL: "its entries are 1"}
unit_vector = Kind(
    "unit vector",
    "vector of length 1",
    lambda r, _c: free(r),
    lambda p, ints, _r, _c: unit_of(p, column(p.number(ints))),
    lambda r, _c: (lambda p, new: unit_of(p, new(r, 1)),),
    _by_row,
    a_column,
    dict.fromkeys((*SMALL, *LARGE), "its length is 1"),
    axioms.of_length_one,
)
# An identity of rational functions that holds on these holds on all vectors of length 1.
nonnegative_unit_vector = replace(
    unit_vector,
    name="nonnegative unit vector",
    says="vector of length 1 without a negative entry",
    build=lambda p, ints, _r, _c: arrays.absolute(unit_of(p, column(p.number(ints)))),
    narrow={**NOT_NEGATIVE, **unit_vector.narrow},
)
probability_vector = Kind(
    "probability vector",
    "probability vector",
    lambda r, _c: natural(r),
    lambda p, ints, _r, _c: _probabilities(p, column(p.number(ints))),
    lambda r, _c: (lambda p, new: _probabilities(p, new(r, 1)),),
    _by_row,
    a_column,
    {**NOT_NEGATIVE, **dict.fromkeys((*SMALL, *LARGE), "its entries sum to 1")},
)
coordinate_vector = Kind(
    "coordinate vector",
    "unit coordinate vector",
    lambda r, _c: choice(r),
    lambda p, ints, r, _c: p.number(_coordinate(ints, r)),
    lacks=a_column,
    narrow={ALL: "its entries are 0 and 1"},
    axioms=axioms.of_length_one,
)
ones = Kind(
    "ones",
    "vector of ones",
    lambda _r, _c: (),
    lambda p, ints, r, _c: p.number(np.ones((*ints.shape[:-1], r, 1), dtype=np.int64)),
    lacks=a_column,
    narrow=ONES,
)

named: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        unit_vector,
        nonnegative_unit_vector,
        probability_vector,
        coordinate_vector,
        ones,
    )
}
