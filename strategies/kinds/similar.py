"""Kinds that similarity keeps: idempotent, nilpotent, involutions, with repeated eigenvalues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from referee.numerics import linalg
from referee.numerics.arrays import Array
from referee.numerics.batches import beside, whole
from referee.numerics.free_algebra import axioms
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.kinds.kind import Kind, Way, larger_square, square
from referee.strategies.rationals import (
    Arithmetic,
    choice,
    fractions,
    identity,
    laid_out,
    matrix_of,
    permutation,
    rational,
    trapezoid,
)
from referee.strategies.value_kinds import SMALL


def _orders(size: int) -> Sequence[Bounds]:
    """Return the bounds of the integers of a permutation of rows."""
    return [choice(size - i)[0] for i in range(size - 1)]


def _reordered(p: Arithmetic, swaps: np.ndarray, matrix: Array) -> Array:
    """Return ΠAΠᵀ."""
    order = p.number(permutation(swaps, matrix.shape[-1]))
    return order @ matrix @ order.mT


def idempotent_of(p: Arithmetic, blocks: Array, used: np.ndarray) -> Array:
    """Return (I + N)(I + K)E(I − K)(I − N), of which the columns ``used`` are the rank.

    E is the identity there and 0 elsewhere; N and K are the blocks of a matrix below and above.
    """
    one = identity(p, blocks.shape[-1])
    first, last = used[..., :, None], ~used[..., :, None]
    below = blocks * p.number(whole(last & first.swapaxes(-1, -2)))
    above = blocks * p.number(whole(first & last.swapaxes(-1, -2)))
    kept = p.number(whole(first & beside(np.eye(used.shape[-1], dtype=bool), first)))
    return (one + below) @ (one + above) @ kept @ (one - above) @ (one - below)


def _idempotent(p: Arithmetic, ints: np.ndarray, size: int) -> Array:
    used = (beside(np.arange(size), ints) < ints[..., :1]) != 0
    swaps, numbers = np.split(ints[..., 1:], [size - 1], axis=-1)
    found = idempotent_of(p, matrix_of(p, numbers, size, size), used)
    return _reordered(p, swaps, found)


def _ways_to_be_idempotent(size: int, scale: int = 1, shift: int = 0) -> Sequence[Way]:
    def way(rank: int) -> Way:
        used = np.arange(size) < rank
        return lambda p, new: (
            shift * identity(p, size) + scale * idempotent_of(p, new(size, size), used)
        )

    return [way(rank) for rank in range(size + 1)]


def _idempotent_bounds(rows: int, _columns: int) -> Sequence[Bounds]:
    return (*choice(rows + 1), *_orders(rows), *fractions(rows * rows))


def unit_lower(p: Arithmetic, numbers: Array, size: int) -> Array:
    """Return the unit lower triangular matrix of numbers (..., size·(size − 1)/2)."""
    return laid_out(p, numbers, trapezoid(size, size)[0])


def _strictly_upper(p: Arithmetic, numbers: Array, size: int) -> Array:
    index = trapezoid(size, size)[0]
    return laid_out(p, numbers, np.where(index == -2, -1, index).T)


def _nilpotent(p: Arithmetic, numbers: Array, size: int) -> Array:
    """Return LTL⁻¹ for L unit lower and T strictly upper triangular."""
    half = size * (size - 1) // 2
    left = unit_lower(p, numbers[..., half:], size)
    return left @ _strictly_upper(p, numbers[..., :half], size) @ linalg.inv(left)


def _nilpotent_of(p: Arithmetic, ints: np.ndarray, size: int) -> Array:
    swaps, numbers = np.split(ints, [size - 1], axis=-1)
    return _reordered(p, swaps, _nilpotent(p, rational(p, numbers), size))


def _with_two_eigenvalues(p: Arithmetic, numbers: Array, gap: Array, size: int) -> Array:
    """Return LTL⁻¹: T has λ and λ + gap on its diagonal, below them anything of any spectrum.

    The first two columns of T are those of a triangular matrix; L is unit lower triangular.
    """
    core = size * size - 2 * (size - 1)
    index = np.full((size, size), -1)
    free = np.ones((size, size), dtype=bool)
    free[1:, 0] = free[2:, 1] = free[1, 1] = False
    index[free] = np.arange(core)
    index[1, 1] = index[0, 0]
    second = np.zeros((size, size), dtype=np.int64)
    second[1, 1] = 1
    middle = laid_out(p, numbers[..., :core], index) + gap * p.number(second)
    left = unit_lower(p, numbers[..., core:], size)
    return left @ middle @ linalg.inv(left)


def _count(size: int) -> int:
    return size * size - 2 * (size - 1) + size * (size - 1) // 2


def _repeated(p: Arithmetic, ints: np.ndarray, size: int, *, apart: bool) -> Array:
    gap, swaps, numbers = np.split(ints, [int(apart), size - 1 + apart], axis=-1)
    step = 1 / p.number(2 + gap[..., None]) if apart else p.number(np.zeros((1, 1), dtype=np.int64))
    return _reordered(p, swaps, _with_two_eigenvalues(p, rational(p, numbers), step, size))


def _eigenvalues(name: str, says: str, *, apart: bool) -> Kind:
    """Return the kind of matrices with an eigenvalue twice, or two that are 1/2, 1/3, ... apart."""

    def way(size: int) -> Way:
        zero = np.zeros((1, 1), dtype=np.int64)
        return lambda p, new: _with_two_eigenvalues(
            p, new(1, _count(size))[0], new(1, 1) if apart else p.number(zero), size
        )

    return Kind(
        name,
        says,
        lambda r, _c: (*(DENOMINATOR,) * apart, *_orders(r), *fractions(_count(r))),
        lambda p, ints, r, _c: _repeated(p, ints, r, apart=apart),
        lambda r, _c: (way(r),),
        lacks=larger_square,
    )


idempotent = Kind(
    "idempotent",
    "idempotent matrix",
    _idempotent_bounds,
    lambda p, ints, r, _c: _idempotent(p, ints, r),
    lambda r, _c: _ways_to_be_idempotent(r),
    lacks=square,
    narrow=dict.fromkeys(SMALL, "its trace is its rank"),
    axioms=axioms.idempotent,
)
involution = Kind(
    "involution",
    "involution",
    _idempotent_bounds,
    lambda p, ints, r, _c: identity(p, r) - 2 * _idempotent(p, ints, r),
    lambda r, _c: _ways_to_be_idempotent(r, -2, 1),
    lacks=square,
    narrow=dict.fromkeys(SMALL, "its square is the identity"),
    axioms=axioms.involution,
    invertible=True,
)
nilpotent = Kind(
    "nilpotent",
    "nilpotent matrix",
    lambda r, _c: (*_orders(r), *fractions(r * (r - 1))),
    lambda p, ints, r, _c: _nilpotent_of(p, ints, r),
    lambda r, _c: (lambda p, new: _nilpotent(p, new(1, max(r * (r - 1), 1))[0][: r * (r - 1)], r),),
    lacks=square,
)
repeated_eigenvalues = _eigenvalues(
    "repeated eigenvalues", "matrix with a repeated eigenvalue", apart=False
)
close_eigenvalues = _eigenvalues(
    "close eigenvalues", "matrix with two close eigenvalues", apart=True
)

named: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (idempotent, involution, nilpotent, repeated_eigenvalues, close_eigenvalues)
}
