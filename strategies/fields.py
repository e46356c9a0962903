"""The fields families are made of: vectors, matrices of a rank, orthogonal matrices, times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies.families import Field, Instance, Places, Shape, Source
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.value_kinds import NOT_NEGATIVE, ONE_NUMBER, ORTHOGONAL, POSITIVE


def free(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` integers of any sign: none."""
    return ((None, None),) * count


def natural(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` integers that are at least 0."""
    return ((0, None),) * count


def fractions(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` numerators of any sign and of their shared denominator."""
    return (*free(count), DENOMINATOR)


def rational(p: Instance, ints: np.ndarray) -> Array:
    """Return numerators over their shared denominator, which is 1 plus the last integer.

    Every list of k rationals comes from some k + 1 integers: this is how all fields turn
    integers into numbers. The denominator 1, which is the simplest, is not divided by.
    """
    return over(p, ints[..., :-1], ints[..., -1:])


def over(p: Instance, numerators: np.ndarray, denominator: np.ndarray) -> Array:
    """Return numerators (..., k) over the denominator that integers (..., 1) stand for."""
    if denominator.ndim == 1 and denominator[0] == 0:
        return p.number(numerators)
    return p.number(numerators) / p.number(1 + denominator)


def column(numbers: Array) -> Array:
    """Return numbers (..., k) as a column (..., k, 1)."""
    return numbers[..., None]


def choice(options: int) -> Sequence[Bounds]:
    """Return the bounds of one integer that chooses among 0, ..., options − 1."""
    return ((0, options - 1),)


def around_one(ints: np.ndarray) -> np.ndarray:
    """Swap 0 and 1 among integers: what shrinks to 0 shrinks to 1, and signs are as frequent."""
    swapped: np.ndarray = np.where(ints == 0, 1, np.where(ints == 1, 0, ints))
    return swapped


def derived(
    name: str, dims: str, latex: str, meaning: str, build: Callable[[Instance], Array]
) -> Field:
    """Return a field that follows from others; ``dims`` is "rows columns"."""
    rows, columns = dims.split()
    return Field(name, rows, columns, latex, meaning, lambda p, _: build(p))


def size(dim: str, meaning: str) -> Field:
    """Return the number of a dimension as a (1, 1) field under the dimension's own name."""
    return derived(dim, "1 1", dim, meaning, lambda p: p.number([[p.shape[dim]]]))


def vector(name: str, rows: str, meaning: str, latex: str = "") -> Field:
    """Return a column of any rational numbers."""
    return Field(
        name,
        rows,
        "1",
        latex or name,
        meaning,
        lambda p, ints: column(rational(p, ints)),
        lambda shape: fractions(shape[rows]),
        (lambda p, source: source(p.shape[rows], 1),),
        numerators_of(rows),
    )


def numerators_of(*dims: str) -> Callable[[Shape], Sequence[Places]]:
    """Return the places of the entries of an array, and none for their shared denominator."""
    return lambda shape: [*entries_of(*dims)(shape), ()]


def entries_of(*dims: str) -> Callable[[Shape], Sequence[Places]]:
    """Return the places of the entries of an array with these dimensions, in their order."""
    return lambda shape: [
        tuple(zip(dims, index, strict=True)) for index in np.ndindex(*(shape[d] for d in dims))
    ]


def time(*, unit: int = 1) -> Field:
    """Return a rational time t = unit·a/(1 + b) ≥ 0 as a (1, 1) field.

    A larger unit draws later times, and shrinks to its multiples.
    """
    return Field(
        "t",
        "1",
        "1",
        "t",
        "a time t ≥ 0",
        lambda p, ints: unit * column(rational(p, ints)),
        lambda _: (*natural(1), DENOMINATOR),
        (lambda _, source: source(1, 1),),
        narrow={**NOT_NEGATIVE, **ONE_NUMBER},
    )


def place(ints: Array, index: np.ndarray) -> Array:
    """Lay out numbers (..., k) as a matrix: index −1 puts a 0, −2 a 1, i ≥ 0 the i-th number."""
    one = ints[..., :1] ** 0 if ints.shape[-1] else None
    if one is None:
        raise ValueError("a layout needs at least one number")
    return np.concatenate([ints, one, 0 * one], axis=-1)[..., index]


@cache
def trapezoid(rows: int, columns: int) -> tuple[np.ndarray, int]:
    """Return the layout of a unit lower trapezoidal (rows, columns) matrix, and its count.

    The layout is shared: copy it before writing to it.
    """
    index = np.where(np.eye(rows, columns, dtype=bool), -2, -1)
    below = np.tril_indices(rows, -1, columns)
    index[below] = np.arange(len(below[0]))
    return index, len(below[0])


def rank_of(shape: Shape) -> int:
    """Return the rank a shape prescribes: min(d, n) less its ``deficiency`` (none if absent)."""
    return min(shape["d"], shape["n"]) - shape.get("deficiency", 0)


def of_rank(name: str, rows: str, columns: str, meaning: str) -> Field:
    """Return a field of all rational (rows, columns) matrices of exactly the shape's rank.

    X = P·(I + N/q₁)·(M/q₂)·Q with permutations P and Q, N strictly lower and M upper
    trapezoidal with a nonzero diagonal: elimination with complete pivoting brings every
    matrix of the rank to this form, so every one of them is reached. Zero integers give
    the leading columns of the identity.
    """

    def parts(shape: Shape) -> RankParts:
        return RankParts(shape[rows], shape[columns], rank_of(shape))

    return Field(
        name,
        rows,
        columns,
        name,
        meaning,
        lambda p, ints: parts(p.shape).build(p, ints),
        lambda shape: parts(shape).bounds,
        (lambda p, source: parts(p.shape).dense(p, source),),
        lambda shape: parts(shape).places(rows, columns),
    )


@dataclass(frozen=True)
class RankParts:
    """The factors P, N, M, Q and q₁, q₂ of a (rows, columns) matrix of a rank."""

    rows: int
    columns: int
    rank: int

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """How many integers N, M, P, Q and the denominators take."""
        if self.rank == 0:
            return 0, 0, 0, 0, 0
        lower = trapezoid(self.rows, self.rank)[1]
        upper = trapezoid(self.columns, self.rank)[1] + self.rank
        row_swaps = self.rank if self.rows > 1 else 0
        column_swaps = self.rank if self.columns > self.rank else 0
        return lower, upper, row_swaps, column_swaps, 2 if lower else 1

    @property
    def bounds(self) -> Sequence[Bounds]:
        """The bounds of all integers: signs for the entries of N and M only."""
        lower, upper, row_swaps, column_swaps, denominators = self.counts
        rows = [choice(self.rows - i)[0] for i in range(row_swaps)]
        columns = [choice(self.columns - i)[0] for i in range(column_swaps)]
        return (*free(lower + upper), *rows, *columns, *(DENOMINATOR,) * denominators)

    def places(self, rows: str, columns: str) -> Sequence[Places]:
        """Return the places of the integers in the matrix: N's in its rows, M's in its columns.

        Where the rank is not the number of columns its indices are of neither, and left out.
        """
        if self.rank == 0:
            return ()
        full = self.rank == self.columns
        below = zip(*np.tril_indices(self.rows, -1, self.rank), strict=True)
        above = zip(*np.tril_indices(self.columns, -1, self.rank), strict=True)
        lower = [((rows, int(i)), *(((columns, int(j)),) * full)) for i, j in below]
        diagonal = [((columns, j),) for j in range(self.rank)]
        upper = [((columns, int(i)), *(((columns, int(j)),) * full)) for i, j in above]
        rest = len(self.bounds) - len(lower) - len(diagonal) - len(upper)
        return [*lower, *diagonal, *upper, *([()] * rest)]

    def build(self, p: Instance, ints: np.ndarray) -> Array:
        """Return the matrix."""
        if self.rank == 0:
            zeros = np.zeros((*ints.shape[:-1], self.rows, self.columns), dtype=np.int64)
            return p.number(zeros)
        cuts = np.cumsum(self.counts)[:-1]
        lower, upper, row_swaps, column_swaps, q = np.split(ints, cuts, axis=-1)
        denominators = p.number(1 + q[..., None, None])
        left = p.number(permutation(row_swaps, self.rows)) @ self._lower(p, lower, denominators)
        right = self._upper(p, upper) / denominators[..., 0, :, :]
        return left @ right @ p.number(permutation(column_swaps, self.columns)).mT

    def dense(self, p: Instance, source: Source) -> Array:
        """Return a matrix of free numbers, or a product of two where the rank is deficient."""
        if self.rank == 0:
            return p.number(np.zeros((self.rows, self.columns), dtype=np.int64))
        if self.rank == min(self.rows, self.columns):
            return source(self.rows, self.columns)
        return source(self.rows, self.rank) @ source(self.rank, self.columns)

    def _lower(self, p: Instance, ints: np.ndarray, denominators: Array) -> Array:
        index, count = trapezoid(self.rows, self.rank)
        if not count:
            return p.number(np.eye(self.rows, self.rank, dtype=np.int64))
        return place(p.number(ints) / denominators[..., 1, :, 0], index)

    def _upper(self, p: Instance, ints: np.ndarray) -> Array:
        layout, above = trapezoid(self.columns, self.rank)
        index = layout.copy()
        diagonal = ints[..., : self.rank]
        nonzero = diagonal + (diagonal >= 0)
        index[np.diag_indices(self.rank)] = above + np.arange(self.rank)
        return place(p.number(np.concatenate([ints[..., self.rank :], nonzero], axis=-1)), index.T)


def permutation(swaps: np.ndarray, size_: int) -> np.ndarray:
    """Return the permutation matrix that swaps row i with row i + k_i, 0 ≤ k_i < size − i.

    Integers of zero give the identity; every choice of the first rows is reached.
    """
    order = np.broadcast_to(np.arange(size_), (*swaps.shape[:-1], size_)).copy()
    for i in range(swaps.shape[-1]):
        j = (i + swaps[..., i : i + 1]).astype(np.int64)
        here, there = order[..., i : i + 1].copy(), np.take_along_axis(order, j, -1)
        np.put_along_axis(order, j, here, -1)
        order[..., i : i + 1] = there
    matrix: np.ndarray = (order[..., None, :] == np.arange(size_)[:, None]).astype(np.int64)
    return matrix


def orthogonal(name: str, rows: str, meaning: str) -> Field:
    """Return a field of all rational orthogonal matrices.

    A product of ``rows`` Householder reflections I − 2vvᵀ/vᵀv with integer v (v = 0
    stands for the identity). By the Cartan-Dieudonné theorem over the rationals every
    rational orthogonal matrix is such a product.
    """
    return Field(
        name,
        rows,
        rows,
        name,
        meaning,
        lambda p, ints: reflections(p, p.number(ints), p.shape[rows]),
        lambda shape: free(shape[rows] ** 2),
        (
            lambda p, source: cayley(p.shape[rows], source),
            lambda p, source: mirrored(p.shape[rows], source),
        ),
        entries_of(rows, rows),
        ORTHOGONAL,
    )


def reflections(p: Instance, numbers: Array, size_: int) -> Array:
    """Return the product of the Householder reflections of ``size_`` vectors in a row."""
    product = p.number(np.eye(size_, dtype=np.int64))
    for k in range(size_):
        v = numbers[..., k * size_ : (k + 1) * size_, None]
        if v.ndim == 2 and not v.any():
            continue  # of large matrices most reflections are the identity
        length = v.mT @ v
        product = product - 2 * (product @ v) @ v.mT / (length + arrays.is_zero(length))
    return product


def cayley(size_: int, source: Source) -> Array:
    """Return (I − S)(I + S)⁻¹ for a free skew S: dense in the rotations (Cayley 1846)."""
    index, count = trapezoid(size_, size_)
    identity = arrays.exact(np.eye(size_, dtype=np.int64))
    if not count:
        return identity
    lower = place(source(1, count)[0], np.where(index == -2, -1, index))
    skew = lower - lower.T
    return (identity - skew) @ linalg.inv(identity + skew)


def mirrored(size_: int, source: Source) -> Array:
    """Return rotations with their first column reversed: dense in the other component."""
    flip = np.eye(size_, dtype=np.int64)
    flip[0, 0] = -1
    return cayley(size_, source) @ arrays.exact(flip)


def singular_values(name: str, rows: str, *, positive: bool, meaning: str) -> Field:
    """Return a column of singular values, largest first, each a sum of steps ≥ 0.

    Steps of 0 repeat a value; with ``positive`` the last step is at least 1. The last
    integer is a common denominator minus 1.
    """

    def build(p: Instance, ints: np.ndarray) -> Array:
        steps = p.number(ints[..., :-1, None])
        last = np.zeros((p.shape[rows], 1), dtype=np.int64)
        last[-1] = int(positive)
        summed = np.triu(np.ones((p.shape[rows],) * 2, dtype=np.int64))
        return p.number(summed) @ (steps + p.number(last)) / p.number(1 + ints[..., -1:, None])

    narrow = POSITIVE if positive else NOT_NEGATIVE

    return Field(
        name,
        rows,
        "1",
        rf"\{name}",
        meaning,
        build,
        lambda shape: (*natural(shape[rows]), DENOMINATOR),
        # Where a value vanishes a pseudo-inverse jumps: each rank is proved for itself.
        lambda shape: tuple(
            partial(_vanishing, rows, k) for k in range(1 if positive else shape[rows] + 1)
        ),
        numerators_of(rows),
        narrow,
    )


def _vanishing(rows: str, last: int, p: Instance, source: Source) -> Array:
    """Return a column of free numbers whose ``last`` ones are 0."""
    zeros = p.number(np.zeros((last, 1), dtype=np.int64))
    return arrays.concatenate([source(p.shape[rows] - last, 1), zeros], -2)


def start(name: str, rows: str, meaning: str, latex: str = "", *, inside: bool = False) -> Field:
    """Return a starting point: 0, in the column span of X, or anywhere, each often.

    The first integer chooses; the others are coefficients or coordinates. ``inside`` keeps
    the point in the span.
    """

    def build(p: Instance, ints: np.ndarray) -> Array:
        kind = p.number(ints[..., :1, None])
        free = column(rational(p, ints[..., 1:]))
        in_span = p.X @ free[..., : p.X.shape[-1], :]
        anywhere = kind * (kind - 1) / 2
        return anywhere * free[..., : p.shape[rows], :] + kind * (2 - kind) * in_span

    def dense(p: Instance, source: Source) -> Array:
        return p.X @ source(p.shape["n"], 1) if inside else source(p.shape[rows], 1)

    return Field(
        name,
        rows,
        "1",
        latex or name,
        meaning,
        build,
        lambda shape: (*choice(2 if inside else 3), *fractions(max(shape[rows], shape["n"]))),
        (dense,),
    )
