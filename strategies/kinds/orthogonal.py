"""Orthogonal matrices, and projections onto subspaces and reflections in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd, lcm

import numpy as np
from flint import fmpq, fmpq_mat

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.batches import beside, namespace
from referee.numerics.free_algebra import axioms
from referee.numerics.rational_matrices import from_flint, is_rational
from referee.strategies.integer_vectors import Bounds
from referee.strategies.kinds.kind import Kind, Way, by_entry, square
from referee.strategies.rationals import (
    Arithmetic,
    Source,
    choice,
    free,
    identity,
    permutation,
    place,
    trapezoid,
)
from referee.strategies.value_kinds import ALL, ORTHOGONAL

ROUNDING = 2.0**-80  # of a squared length, in floating point


def reflections(p: Arithmetic, numbers: Array, size_: int) -> Array:
    """Return the product of the Householder reflections I − 2vvᵀ/vᵀv of ``size_`` vectors.

    v = 0 stands for the identity. By the Cartan-Dieudonné theorem over the rationals every
    rational orthogonal matrix is such a product.
    """
    if arrays.is_exact(numbers) and numbers.ndim == 1 and is_rational(numbers):
        return _of_rationals(numbers.tolist(), size_)
    product = identity(p, size_)
    for k in range(size_):
        v = numbers[..., k * size_ : (k + 1) * size_, None]
        if v.ndim == 2 and not v.any():
            continue  # of large matrices most reflections are the identity
        length = v.mT @ v
        product = product - 2 * (product @ v) @ v.mT / (length + arrays.is_zero(length))
    return product


def _of_rationals(numbers: Sequence[fmpq], size_: int) -> np.ndarray:
    """Return the product of reflections in flint from end to end: what is drawn most is these."""
    vectors = [numbers[k * size_ : (k + 1) * size_] for k in range(size_)]
    product = fmpq_mat(size_, size_, [int(i == j) for i in range(size_) for j in range(size_)])
    for vector in vectors:
        if any(vector):
            v, row = fmpq_mat(size_, 1, vector), fmpq_mat(1, size_, vector)
            product -= product * v * row * (2 / (row * v)[0, 0])
    return from_flint(product)


def cayley(size_: int, source: Source) -> Array:
    """Return (I − S)(I + S)⁻¹ for a free skew S: dense in the rotations (Cayley 1846)."""
    index, count = trapezoid(size_, size_)
    one = arrays.exact(np.eye(size_, dtype=np.int64))
    if not count:
        return one
    lower = place(source(1, count)[0], np.where(index == -2, -1, index))
    skew = lower - lower.T
    return (one - skew) @ linalg.inv(one + skew)


def mirrored(size_: int, source: Source) -> Array:
    """Return rotations with their first column reversed: dense in the other component."""
    flip = np.eye(size_, dtype=np.int64)
    flip[0, 0] = -1
    return cayley(size_, source) @ arrays.exact(flip)


def householder_vectors(matrix: np.ndarray) -> list[int] | None:
    """Return the integers of which :func:`reflections` makes an exact matrix.

    None where it is not orthogonal. Each reflection brings one more column to the identity's.
    """
    size_, found, rest = len(matrix), list[int](), matrix
    for k in range(size_):
        v = rest[:, k] - arrays.exact(np.eye(size_, dtype=np.int64))[:, k]
        length = v @ v
        found += _whole(v)
        if length != 0:
            rest = rest - 2 * np.outer(v, v @ rest) / length
    return found if (rest == np.eye(size_, dtype=np.int64)).all() else None


def _whole(v: np.ndarray) -> list[int]:
    """Return the shortest whole vector in the direction of a rational one."""
    below = lcm(*(int(x.q) for x in v))
    tops = [int(x.p) * (below // int(x.q)) for x in v]
    common = gcd(*tops) or 1
    return [top // common for top in tops]


def projection_onto(vectors: Array) -> Array:
    """Return the orthogonal projection onto the span of columns, which may be dependent.

    Σ vvᵀ/vᵀv for what the columns leave of one another, one after the other.
    """
    found = vectors[..., :, :1] @ (0 * vectors[..., :, :1]).mT
    for k in range(vectors.shape[-1]):
        whole = vectors[..., :, k : k + 1]
        v = whole - found @ whole
        length = v.mT @ v
        if not arrays.is_exact(v):  # what rounding leaves of a dependent vector points anywhere
            length = length * (length > ROUNDING * (whole.mT @ whole))
            v = v * (length > 0)
        found = found + v @ v.mT / (length + arrays.is_zero(length))
    return found


def _projection(p: Arithmetic, ints: np.ndarray, size_: int) -> Array:
    """Return the projection onto the span of so many vectors as the first integer says."""
    used = beside(np.arange(size_), ints) < ints[..., :1]
    chosen = ints[..., 1:].reshape(*ints.shape[:-1], size_, size_)
    # A vector that is 0 stands for a unit vector, so that ranks are as drawn more often.
    nothing, units = (chosen == 0).all(-1)[..., None], np.eye(size_, dtype=np.int64)
    vectors = namespace(ints).where(nothing, beside(units, ints), chosen) * used[..., None]
    return projection_onto(p.number(vectors).mT)


def _ways_to_project(size_: int) -> Sequence[Way]:
    """Return the projection onto the span of r free vectors for every r."""

    def way(rank: int) -> Way:
        if not rank:
            return lambda p, _: p.number(np.zeros((size_, size_), dtype=np.int64))
        return lambda _p, new: projection_onto(new(size_, rank))

    return [way(rank) for rank in range(size_ + 1)]


def _reflection(p: Arithmetic, projection_: Array) -> Array:
    return identity(p, projection_.shape[-1]) - 2 * projection_


def _reflecting(way: Way) -> Way:
    return lambda p, new: _reflection(p, way(p, new))


def _projection_bounds(rows: int, _columns: int) -> Sequence[Bounds]:
    return (*choice(rows + 1), *free(rows * rows))


orthogonal = Kind(
    "orthogonal",
    "orthogonal matrix",
    lambda r, _c: free(r * r),
    lambda p, ints, r, _c: reflections(p, p.number(ints), r),
    lambda r, _c: (lambda _p, new: cayley(r, new), lambda _p, new: mirrored(r, new)),
    lambda r, _c: by_entry(list(np.ndindex(r, r)), 0),
    square,
    ORTHOGONAL,
    axioms=axioms.orthogonal,
    invertible=True,
)
permutation_matrix = Kind(
    "permutation",
    "permutation matrix",
    lambda r, _c: [choice(r - i)[0] for i in range(r - 1)],
    lambda p, ints, r, _c: p.number(permutation(ints, r)),
    lacks=square,
    narrow={ALL: "its entries are 0 and 1"},
    axioms=axioms.orthogonal,
    invertible=True,
)
projection = Kind(
    "projection",
    "orthogonal projection",
    _projection_bounds,
    lambda p, ints, r, _c: _projection(p, ints, r),
    lambda r, _c: _ways_to_project(r),
    lacks=square,
    narrow=ORTHOGONAL,
    axioms=axioms.projection,
)
reflection = Kind(
    "reflection",
    "symmetric orthogonal matrix",
    _projection_bounds,
    lambda p, ints, r, _c: _reflection(p, _projection(p, ints, r)),
    lambda r, _c: [_reflecting(way) for way in _ways_to_project(r)],
    lacks=square,
    narrow=ORTHOGONAL,
    axioms=axioms.reflection,
    invertible=True,
)

named: Mapping[str, Kind] = {
    kind.name: kind for kind in (orthogonal, permutation_matrix, projection, reflection)
}
