"""Kinds that eigenvalues or singular values make: normal, (semi)definite, with repeated ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from referee.numerics.arrays import Array
from referee.numerics.batches import beside, whole
from referee.numerics.free_algebra import axioms
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.kinds.kind import Kind, Way, square
from referee.strategies.kinds.orthogonal import cayley, mirrored, reflections
from referee.strategies.kinds.similar import unit_lower
from referee.strategies.rationals import (
    Arithmetic,
    Source,
    choice,
    fractions,
    free,
    laid_out,
    natural,
    rational,
    split,
)

Turn = Callable[[int, Source], Array]


def _below(size: int) -> int:
    return size * (size - 1) // 2


def _diagonal(p: Arithmetic, numbers: Array, rows: int, columns: int) -> Array:
    index = np.full((rows, columns), -1)
    np.fill_diagonal(index, np.arange(min(rows, columns)))
    return laid_out(p, numbers, index)


def rotations_and_scalings(p: Arithmetic, numbers: Array, pairs: np.ndarray) -> Array:
    """Return the matrix with blocks [[a, −b], [b, a]] of so many pairs, then the rest diagonal."""
    size = numbers.shape[-1]
    place = np.arange(size)
    inside = beside(place, pairs) < 2 * pairs  # (..., size)
    real = numbers[..., np.where(place % 2, place - 1, place)]
    turned = p.number(whole(inside))
    diagonal = _diagonal(p, turned * real + (1 - turned) * numbers, size, size)
    below = np.zeros((size, size), dtype=np.int64)
    below[place[1::2], place[1::2] - 1] = 1
    off = (turned * numbers)[..., :, None] * p.number(below)
    return diagonal + off - off.mT


def _normal(p: Arithmetic, ints: np.ndarray, size: int) -> Array:
    """Return QBQᵀ for Q orthogonal and B made of numbers and of rotations times numbers."""
    pairs, numbers, turns = np.split(ints, [1, size + 2], axis=-1)
    basis = reflections(p, p.number(turns), size)
    return basis @ rotations_and_scalings(p, rational(p, numbers), pairs) @ basis.mT


def _ways_to_be_normal(size: int) -> Sequence[Way]:
    def way(pairs: int) -> Way:
        def built(p: Arithmetic, new: Source) -> Array:
            basis = cayley(size, new)
            blocks = rotations_and_scalings(p, new(1, size)[0], np.array([pairs]))
            return basis @ blocks @ basis.mT

        return built

    return [way(pairs) for pairs in range(size // 2 + 1)]


def _semidefinite(p: Arithmetic, numbers: Array, pivots: Array, size: int) -> Array:
    """Return LDLᵀ: elimination without exchanges brings every semidefinite matrix to this."""
    left = unit_lower(p, numbers, size)
    return left @ _diagonal(p, pivots, size, size) @ left.mT


def _by_pivots(p: Arithmetic, ints: np.ndarray, size: int, *, least: int) -> Array:
    cut = size + 1
    numerators = ints[..., :size] + least
    pivots = p.number(numerators) / p.number(1 + ints[..., size:cut])
    return _semidefinite(p, rational(p, ints[..., cut:]), pivots, size)


def _definite(name: str, says: str, *, least: int) -> Kind:
    """Return the kind of positive semidefinite matrices; of positive ones with pivots > 0."""

    def way(size: int, rank: int) -> Way:
        kept = (np.arange(size) < rank).astype(np.int64)

        def built(p: Arithmetic, new: Source) -> Array:
            lower = new(1, max(_below(size), 1))[0][: _below(size)]
            return _semidefinite(p, lower, new(1, size)[0] * p.number(kept), size)

        return built

    return Kind(
        name,
        says,
        lambda r, _c: (*natural(r), DENOMINATOR, *fractions(_below(r))),
        lambda p, ints, r, _c: _by_pivots(p, ints, r, least=least),
        lambda r, _c: [way(r, rank) for rank in range(r if least else 0, r + 1)],
        lambda r, _c: [
            *(((0, i),) for i in range(r)),
            (),
            *(((0, int(i)), (0, int(j))) for i, j in zip(*np.tril_indices(r, -1), strict=True)),
            (),
        ],
        square,
        axioms=axioms.symmetric,
        invertible=least > 0,
        semidefinite=True,
    )


def _singular(p: Arithmetic, ints: np.ndarray, rows: int, columns: int, *, apart: int) -> Array:
    """Return QΣRᵀ with σ₁ = σ₂, or 1/2, 1/3, ... apart."""
    least = min(rows, columns)
    gap, values, left, right = split(ints, (apart, least, rows * rows))
    numbers = _twice(rational(p, values))
    if apart:
        first = p.number((np.arange(least) == 0).astype(np.int64))
        numbers = numbers + first / p.number(2 + gap)
    q, r = reflections(p, p.number(left), rows), reflections(p, p.number(right), columns)
    return q @ _diagonal(p, numbers, rows, columns) @ r.mT


def _twice(numbers: Array) -> Array:
    """Return numbers (..., k − 1), the first of them twice."""
    return numbers[..., np.maximum(np.arange(numbers.shape[-1] + 1) - 1, 0)]


def _two_at_least(rows: int, columns: int) -> str:
    return "" if min(rows, columns) > 1 else "two rows and two columns at least"


def _singular_values(name: str, says: str, *, apart: int) -> Kind:
    def bounds(rows: int, columns: int) -> Sequence[Bounds]:
        values = fractions(min(rows, columns) - 1)
        return (*(DENOMINATOR,) * apart, *values, *free(rows * rows + columns * columns))

    def way(rows: int, columns: int, left: Turn, right: Turn) -> Way:
        def built(p: Arithmetic, new: Source) -> Array:
            least = min(rows, columns)
            numbers = new(1, least)[0] if apart else _twice(new(1, least - 1)[0])
            return left(rows, new) @ _diagonal(p, numbers, rows, columns) @ right(columns, new)

        return built

    return Kind(
        name,
        says,
        bounds,
        lambda p, ints, r, c: _singular(p, ints, r, c, apart=apart),
        lambda r, c: [way(r, c, a, b) for a in (cayley, mirrored) for b in (cayley, mirrored)],
        lacks=_two_at_least,
    )


normal = Kind(
    "normal",
    "normal matrix",
    lambda r, _c: (*choice(r // 2 + 1), *fractions(r), *free(r * r)),
    lambda p, ints, r, _c: _normal(p, ints, r),
    lambda r, _c: _ways_to_be_normal(r),
    lacks=square,
    axioms=axioms.normal,
)
positive_semidefinite = _definite("positive semidefinite", "positive semidefinite matrix", least=0)
positive_definite = _definite("positive definite", "positive definite matrix", least=1)
repeated_singular_values = _singular_values(
    "repeated singular values", "matrix with a repeated singular value", apart=0
)
close_singular_values = _singular_values(
    "close singular values", "matrix with two close singular values", apart=1
)

named: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        normal,
        positive_semidefinite,
        positive_definite,
        repeated_singular_values,
        close_singular_values,
    )
}
