"""Kinds that say which entries are equal, or 0: symmetric, triangular, Toeplitz and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.batches import namespace
from referee.numerics.free_algebra import axioms
from referee.strategies.integer_vectors import DENOMINATOR
from referee.strategies.kinds.kind import Axioms, Kind, by_entry, no_axioms, square
from referee.strategies.rationals import (
    Arithmetic,
    fractions,
    laid_out,
    natural,
    rational,
)
from referee.strategies.value_kinds import LARGE, NOT_NEGATIVE, SMALL

Index = Callable[[int, int], np.ndarray]  # of a shape: which number stands where, −1 for 0


def _laid_out(
    name: str,
    says: str,
    index: Index,
    *,
    of_squares: bool = False,
    satisfied: Axioms = no_axioms,
) -> Kind:
    """Return the kind of all matrices with free numbers at the places of a layout."""

    def count(rows: int, columns: int) -> int:
        return int(index(rows, columns).max(initial=-1)) + 1

    return Kind(
        name,
        says,
        lambda r, c: fractions(count(r, c)),
        lambda p, ints, r, c: laid_out(p, rational(p, ints), index(r, c)),
        lambda r, c: (lambda p, new: laid_out(p, new(1, max(count(r, c), 1))[0], index(r, c)),),
        lambda r, c: by_entry([np.argwhere(index(r, c) == k)[0] for k in range(count(r, c))]),
        square if of_squares else lambda _r, _c: "",
        axioms=satisfied,
    )


def _numbered(where: np.ndarray) -> np.ndarray:
    """Return the layout that numbers the places that are True, row by row."""
    index: np.ndarray = np.where(where, np.cumsum(where).reshape(where.shape) - 1, -1)
    return index


def _symmetric(size: int, columns: int) -> np.ndarray:
    upper = _numbered(np.triu(np.ones((size, columns), dtype=bool)))
    index: np.ndarray = np.maximum(upper, upper.T)
    return index


def _toeplitz(rows: int, columns: int) -> np.ndarray:
    """Return a number for each diagonal: the main one, the one below it, the one above it, ..."""
    below = np.subtract.outer(np.arange(rows), np.arange(columns))
    order = sorted(range(1 - columns, rows), key=lambda k: (abs(k), -k))
    index: np.ndarray = np.argsort(order)[below + columns - 1]
    return index


def _skew(p: Arithmetic, lower: Array, size: int) -> Array:
    below = laid_out(p, lower, _strictly_lower(size, size))
    return below - below.mT


def _strictly_lower(rows: int, columns: int) -> np.ndarray:
    return _numbered(np.tril(np.ones((rows, columns), dtype=bool), -1))


def _below(size: int) -> int:
    return size * (size - 1) // 2


def _vandermonde(nodes: Array, columns: int) -> Array:
    """Return the matrix of the powers 0, 1, ... of nodes (..., rows)."""
    powers = [nodes**0]
    for _ in range(columns - 1):
        powers.append(powers[-1] * nodes)
    found: Array = namespace(nodes).stack(powers, -1)
    return found


def _laplacian(p: Arithmetic, weights: Array, size: int) -> Array:
    """Return D − W for the weights of the edges and D = diag(W·1)."""
    half = laid_out(p, weights, _strictly_lower(size, size))
    edges = half + half.mT
    degrees = edges @ p.number(np.ones((size, size), dtype=np.int64))
    return degrees * p.number(np.eye(size, dtype=np.int64)) - edges


def _stochastic(p: Arithmetic, weights: Array, rows: int, columns: int) -> Array:
    """Return rows over their sums; of one that is 0, all is on the diagonal."""
    first = np.arange(columns) == np.arange(rows)[:, None] % columns
    sums = weights @ p.number(np.ones((columns, 1), dtype=np.int64))
    nothing = arrays.is_zero(sums)
    return (weights + nothing * p.number(first.astype(np.int64))) / (sums + nothing)


symmetric = _laid_out(
    "symmetric", "symmetric matrix", _symmetric, of_squares=True, satisfied=axioms.symmetric
)
diagonal = _laid_out(
    "diagonal", "diagonal matrix", lambda r, c: _numbered(np.eye(r, c, dtype=bool))
)
upper_triangular = _laid_out(
    "upper triangular",
    "upper triangular matrix",
    lambda r, c: _numbered(np.triu(np.ones((r, c), dtype=bool))),
)
lower_triangular = _laid_out(
    "lower triangular",
    "lower triangular matrix",
    lambda r, c: _numbered(np.tril(np.ones((r, c), dtype=bool))),
)
toeplitz = _laid_out("Toeplitz", "Toeplitz matrix", _toeplitz)
circulant = _laid_out(
    "circulant",
    "circulant matrix",
    lambda r, c: np.subtract.outer(np.arange(r), np.arange(c)) % r,
    of_squares=True,
    satisfied=axioms.normal,
)
skew = Kind(
    "skew",
    "skew-symmetric matrix",
    lambda r, _c: fractions(_below(r)),
    lambda p, ints, r, _c: _skew(p, rational(p, ints), r),
    lambda r, _c: (lambda p, new: _skew(p, new(1, max(_below(r), 1))[0, : _below(r)], r),),
    lambda r, _c: by_entry(list(zip(*np.tril_indices(r, -1), strict=True))),
    square,
    axioms=axioms.skew,
)
vandermonde = Kind(
    "Vandermonde",
    "Vandermonde matrix",
    lambda r, _c: fractions(r),
    lambda p, ints, _r, c: _vandermonde(rational(p, ints), c),
    lambda r, c: (lambda _p, new: _vandermonde(new(1, r)[0], c),),
    lambda r, _c: [*(((0, i),) for i in range(r)), ()],
)
laplacian = Kind(
    "graph Laplacian",
    "graph Laplacian",
    lambda r, _c: (*natural(_below(r)), DENOMINATOR),
    lambda p, ints, r, _c: _laplacian(p, rational(p, ints), r),
    lambda r, _c: (lambda p, new: _laplacian(p, new(1, max(_below(r), 1))[0, : _below(r)], r),),
    lambda r, _c: by_entry(list(zip(*np.tril_indices(r, -1), strict=True))),
    square,
    axioms=axioms.symmetric,
)
stochastic = Kind(
    "stochastic",
    "stochastic matrix",
    lambda r, c: natural(r * c),
    lambda p, ints, r, c: _stochastic(p, p.number(ints).reshape(*ints.shape[:-1], r, c), r, c),
    lambda r, c: (lambda p, new: _stochastic(p, new(r, c), r, c),),
    lambda r, c: by_entry(list(np.ndindex(r, c)), 0),
    narrow={**NOT_NEGATIVE, **dict.fromkeys((*SMALL, *LARGE), "its rows sum to 1")},
)

named: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        symmetric,
        skew,
        diagonal,
        upper_triangular,
        lower_triangular,
        toeplitz,
        circulant,
        vandermonde,
        laplacian,
        stochastic,
    )
}
