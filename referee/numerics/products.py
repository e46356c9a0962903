"""Products of matrices by their entries: Kronecker's, stacked columns, blocks, cross products.

All take ``(..., rows, columns)`` arrays of any arithmetic and join what they are made of, so that
what has a sum and a product has these.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from referee.numerics import arrays
from referee.numerics.array_series import ArraySeries
from referee.numerics.arrays import Array
from referee.numerics.batches import is_torch
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.traced import products as traced

MOST_ENTRIES = 10_000  # of a matrix made of blocks


def joined(parts: Sequence[Array], axis: int) -> Array:
    """Join matrices (..., rows, columns) along rows (-2) or columns (-1)."""
    if any(map(arrays.is_traced, parts)):
        return traced.joined(parts, axis)
    if any(isinstance(p, ArraySeries) for p in parts):
        return arrays.concatenate(parts, axis)
    lead = np.broadcast_shapes(*(tuple(part.shape[:-2]) for part in parts))
    return arrays.concatenate([_led(part, lead) for part in parts], axis)


def _led(part: Array, lead: tuple[int, ...]) -> Array:
    """Return matrices with these leading axes."""
    shape = (*lead, *part.shape[-2:])
    return part.expand(*shape) if is_torch(part) else np.broadcast_to(part, shape, subok=True)


def kron(a: Array, b: Array) -> Array:
    """Return the Kronecker product: a block a_ij·b for each entry of a."""
    if arrays.is_traced(a) or arrays.is_traced(b):
        return traced.kron(a, b)
    rows, columns = a.shape[-2:]
    if rows * columns * b.shape[-1] * b.shape[-2] > MOST_ENTRIES:
        raise NotComputed(f"a Kronecker product of more than {MOST_ENTRIES:,} entries")
    blocks = [[a[..., i : i + 1, j : j + 1] * b for j in range(columns)] for i in range(rows)]
    return joined([joined(each, -1) for each in blocks], -2)


def kron_sum(a: Array, b: Array) -> Array:
    """Return the Kronecker sum a ⊗ I + I ⊗ b of square matrices."""
    return kron(a, arrays.eye(b.shape[-1], b)) + kron(arrays.eye(a.shape[-1], a), b)


def vec(a: Array) -> Array:
    """Return the columns of a matrix one above another, (..., rows·columns, 1)."""
    if arrays.is_traced(a):
        return traced.vec(a)
    return joined([a[..., :, j : j + 1] for j in range(a.shape[-1])], -2)


def commutation(rows: int, columns: int) -> Array:
    """Return integers K with K vec(A) = vec(Aᵀ) for A of shape ``(rows, columns)``."""
    if arrays.is_named(rows, columns):
        return traced.commutation(rows, columns)
    places = np.arange(rows * columns).reshape(columns, rows).T.reshape(-1)
    return np.eye(rows * columns, dtype=np.int64)[places]


def block_diagonal(parts: Sequence[Array]) -> Array:
    """Return the matrix with some matrices along its diagonal and 0 elsewhere."""
    if any(map(arrays.is_traced, parts)):
        return traced.block_diagonal(parts)
    widths = [part.shape[-1] for part in parts]
    rows = []
    for place, part in enumerate(parts):
        height = part.shape[-2]
        blocks = [
            part if k == place else arrays.like(arrays.zeros(height, width), part)
            for k, width in enumerate(widths)
        ]
        rows.append(joined([block for block in blocks if block.shape[-1]], -1))
    return joined(rows, -2)


def cross(u: Array, v: Array) -> Array:
    """Return the cross product of columns (..., 3, 1)."""
    if arrays.is_traced(u) or arrays.is_traced(v):
        raise arrays.NotTranslated("a cross product")
    first = [k % 3 for k in (1, 2, 0)]
    parts = []
    for k in range(3):
        i, j = first[k], (first[k] + 1) % 3
        parts.append(_at(u, i) * _at(v, j) - _at(u, j) * _at(v, i))
    return joined(parts, -2)


def _at(column: Array, k: int) -> Array:
    return column[..., k : k + 1, :]


def flipped(v: Array) -> Array:
    """Return the entries of columns (..., n, 1) or rows (..., 1, n) in the reverse order."""
    if arrays.is_traced(v):
        raise arrays.NotTranslated("a reverse order")
    axis = -2 if v.shape[-1] == 1 else -1
    if arrays.is_torch(v):
        return v.flip(axis)
    return v[..., ::-1, :] if axis == -2 else v[..., ::-1]


def vandermonde(v: Array) -> Array:
    """Return the square matrix whose row i is 1, v_i, v_i², … of a column or a row v."""
    if arrays.is_traced(v):
        raise arrays.NotTranslated("a Vandermonde matrix")
    column = v if v.shape[-1] == 1 else v.mT
    powers = [column * 0 + arrays.like([[1]], column)]
    for _ in range(column.shape[-2] - 1):
        powers.append(powers[-1] * column)
    return joined(powers, -1)


def selection(first: int, last: int, size: int) -> Array:
    """Return integers: the rows ``first`` to ``last``, counted from 1, of an identity matrix."""
    if arrays.is_named(first, last, size):
        return traced.selection(first, last, size)
    if not 1 <= first <= last <= size:
        raise Undefined(f"the rows {first} to {last} of {size}")
    return np.eye(size, dtype=np.int64)[first - 1 : last]
