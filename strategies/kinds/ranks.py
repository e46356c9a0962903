"""Matrices of a rank, and those that have full rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.kinds.kind import Axes, Kind, square
from referee.strategies.rationals import (
    Arithmetic,
    Source,
    choice,
    free,
    numerators_over,
    permutation,
    place,
    split,
    trapezoid,
)


@dataclass(frozen=True)
class RankParts:
    """The factors P, N, M, Q and q₁, q₂ of a (rows, columns) matrix of a rank.

    X = P·(I + N/q₁)·(M/q₂)·Q with permutations P and Q, N strictly lower and M upper
    trapezoidal with a nonzero diagonal: elimination with complete pivoting brings every
    matrix of the rank to this form, so every one of them is reached. Zero integers give
    the leading columns of the identity.
    """

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

    @property
    def axes(self) -> Axes:
        """To which rows and columns the integers belong: N's to rows, M's to columns.

        Where the rank is not the number of columns its indices are of neither, and left out.
        """
        if self.rank == 0:
            return ()
        full = self.rank == self.columns
        below = zip(*np.tril_indices(self.rows, -1, self.rank), strict=True)
        above = zip(*np.tril_indices(self.columns, -1, self.rank), strict=True)
        lower = [((0, int(i)), *(((1, int(j)),) * full)) for i, j in below]
        diagonal = [((1, j),) for j in range(self.rank)]
        upper = [((1, int(i)), *(((1, int(j)),) * full)) for i, j in above]
        rest = len(self.bounds) - len(lower) - len(diagonal) - len(upper)
        return [*lower, *diagonal, *upper, *([()] * rest)]

    def build(self, p: Arithmetic, ints: np.ndarray) -> Array:
        """Return the matrix."""
        if self.rank == 0:
            zeros = np.zeros((*ints.shape[:-1], self.rows, self.columns), dtype=np.int64)
            return p.number(zeros)
        lower, upper, row_swaps, column_swaps, q = split(ints, self.counts[:-1])
        denominators = p.number(1 + q[..., None, None])
        left = p.number(permutation(row_swaps, self.rows)) @ self._lower(p, lower, denominators)
        right = self._upper(p, upper) / denominators[..., 0, :, :]
        return left @ right @ p.number(permutation(column_swaps, self.columns)).mT

    def dense(self, p: Arithmetic, source: Source) -> Array:
        """Return a matrix of free numbers, or a product of two where the rank is deficient."""
        if self.rank == 0:
            return p.number(np.zeros((self.rows, self.columns), dtype=np.int64))
        if self.rank == min(self.rows, self.columns):
            return source(self.rows, self.columns)
        return source(self.rows, self.rank) @ source(self.rank, self.columns)

    def _lower(self, p: Arithmetic, ints: np.ndarray, denominators: Array) -> Array:
        index, count = trapezoid(self.rows, self.rank)
        if not count:
            return p.number(np.eye(self.rows, self.rank, dtype=np.int64))
        return place(p.number(ints) / denominators[..., 1, :, 0], index)

    def _upper(self, p: Arithmetic, ints: np.ndarray) -> Array:
        layout, above = trapezoid(self.columns, self.rank)
        index = layout.copy()
        diagonal = ints[..., : self.rank]
        nonzero = diagonal + (diagonal >= 0)
        index[np.diag_indices(self.rank)] = above + np.arange(self.rank)
        numbers = arrays.concatenate([ints[..., self.rank :], nonzero], -1)
        return place(p.number(numbers), index.T)

    def integers_of(self, matrix: np.ndarray) -> list[int] | None:
        """Return the integers of which :meth:`build` makes an exact matrix of the rank.

        None where its rank is another one.
        """
        rest, swaps = matrix.copy(), _Swaps(self.rows, self.columns)
        for k in range(self.rank):
            # Where the rank is the number of columns there is a pivot in the first one left.
            last = k + 1 if self.rank == self.columns else self.columns
            pivots = np.argwhere(rest[k:, k:last] != 0)
            if not len(pivots):
                return None
            swaps.bring(rest, k, *(int(i) + k for i in pivots[0]))
            factors = rest[k + 1 :, k] / rest[k, k]
            rest[k + 1 :, k + 1 :] = rest[k + 1 :, k + 1 :] - np.outer(factors, rest[k, k + 1 :])
            rest[k + 1 :, k] = factors
        if (rest[self.rank :, self.rank :] != 0).any():
            return None
        return self._written(rest, swaps)

    def _written(self, rest: np.ndarray, swaps: _Swaps) -> list[int]:
        """Return the integers of factors that stand in one matrix, below and above its diagonal."""
        lower = numerators_over(rest[np.tril_indices(self.rows, -1, self.rank)])
        above = rest.T[np.tril_indices(self.columns, -1, self.rank)]
        upper = numerators_over(np.concatenate([rest.diagonal()[: self.rank], above]))
        diagonal = [top - (top > 0) for top in upper[: self.rank]]
        counts = self.counts
        below = [upper[-1], lower[-1]][: counts[-1]]
        numbers = [*lower[:-1], *diagonal, *upper[self.rank : -1]]
        return [*numbers, *swaps.rows[: counts[2]], *swaps.columns[: counts[3]], *below]


class _Swaps:
    """The rows and columns that elimination exchanges: row i with row i + rows[i]."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = [0] * rows, [0] * columns

    def bring(self, rest: np.ndarray, k: int, row: int, column: int) -> None:
        """Exchange rows and columns such that an entry comes to the k-th place of the diagonal."""
        rest[[k, row]] = rest[[row, k]]
        rest[:, [k, column]] = rest[:, [column, k]]
        self.rows[k], self.columns[k] = row - k, column - k


def of_rank(
    name: str,
    says: str,
    rank: Callable[[int, int], int],
    lacks: Callable[[int, int], str] = lambda _rows, _columns: "",
    *,
    invertible: bool = False,
) -> Kind:
    """Return the kind of all matrices whose rank is what their shape makes it."""

    def parts(rows: int, columns: int) -> RankParts:
        return RankParts(rows, columns, rank(rows, columns))

    return Kind(
        name,
        says,
        lambda r, c: parts(r, c).bounds,
        lambda p, ints, r, c: parts(r, c).build(p, ints),
        lambda r, c: (parts(r, c).dense,),
        lambda r, c: parts(r, c).axes,
        lacks,
        invertible=invertible,
    )


def of_given_rank(rank: int) -> Kind:
    """Return the kind of all matrices of one rank."""

    def lacks(rows: int, columns: int) -> str:
        return "" if rank <= min(rows, columns) else f"{rank} rows and columns at least"

    return of_rank(f"rank {rank}", f"matrix of rank {rank}", lambda _r, _c: rank, lacks)


def _tall(rows: int, columns: int) -> str:
    return "" if columns <= rows else "no more columns than rows"


def _wide(rows: int, columns: int) -> str:
    return "" if rows <= columns else "no more rows than columns"


invertible = of_rank("invertible", "invertible matrix", min, square, invertible=True)
full_column_rank = of_rank("full column rank", "matrix of full column rank", min, _tall)
full_row_rank = of_rank("full row rank", "matrix of full row rank", min, _wide)
rank_one = of_rank("rank one", "matrix of rank 1", lambda _r, _c: 1)

named: Mapping[str, Kind] = {
    kind.name: kind for kind in (invertible, full_column_rank, full_row_rank, rank_one)
}
