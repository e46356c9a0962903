"""Members of kinds, drawn: arrays of a shape, as the integers that a field reads.

Structure is what is at stake, so that their own integers are small. A field reads numerators and
a denominator, or has an inverse of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from flint import fmpq

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.strategies.integer_vectors import (
    STRUCTURED,
    Bounds,
    Denominator,
    Root,
    SharedRoot,
    spread,
    within,
)
from referee.strategies.kinds import pairs, ranks
from referee.strategies.kinds.every import kinds_at
from referee.strategies.kinds.kind import Kind
from referee.strategies.rationals import EXACT, numerators_over

LOW = 3  # full rank is so many times a low one
TRIES = 3  # of kinds, for a member that a field has
ANY_NUMBER: Bounds = (None, None)
Inverse = Callable[[np.ndarray], Sequence[int] | None]


class Draws(Protocol):
    """What is drawn from: even choices, and integers from −63 to 63 that are drawn evenly."""

    def choose(self, options: int) -> int:
        """Return one of 0, ..., options − 1."""

    def raws(self, count: int) -> list[int]:
        """Return so many integers."""


def integers_of_regime(bounds: Sequence[Bounds], regime: str, draws: Draws) -> list[int]:
    """Return integers within bounds."""
    drawn = [each for each in bounds if not isinstance(each, SharedRoot)]
    raws = iter(draws.raws(len(drawn)))
    return [
        0 if isinstance(each, SharedRoot) else spread(next(raws), each, regime) for each in bounds
    ]


def member_of_some_kind(rows: int, columns: int, draws: Draws) -> Array:
    """Return an exact member of a kind that has the shape, each as often."""
    kinds = kinds_at(rows, columns)
    return member_of(kinds[draws.choose(len(kinds))], rows, columns, draws)


def member_of(kind: Kind, rows: int, columns: int, draws: Draws) -> Array:
    """Return an exact member of a kind."""
    ints = integers_of_regime(kind.bounds(rows, columns), STRUCTURED, draws)
    return kind.build(EXACT, np.array(ints, dtype=object), rows, columns)


def full_member_of(kind: Kind, rows: int, columns: int, draws: Draws) -> Array:
    """Return an exact member of a kind whose integers are not 0, as far as they may be 1."""
    bounds = kind.bounds(rows, columns)
    ints = integers_of_regime(bounds, STRUCTURED, draws)
    ints = [x or int(within(1, each)) for x, each in zip(ints, bounds, strict=True)]
    return kind.build(EXACT, np.array(ints, dtype=object), rows, columns)


def commuting_pair(size: int, draws: Draws) -> tuple[list[int], list[int]]:
    """Return the numerators and denominators of two square matrices that commute."""
    one = np.array(integers_of_regime(pairs.first_bounds(size), STRUCTURED, draws), dtype=object)
    other = np.array(integers_of_regime(pairs.second_bounds(size), STRUCTURED, draws), dtype=object)
    found = pairs.first(EXACT, one, size), pairs.second(EXACT, one, other, size)
    return numerators_over(found[0]), numerators_over(found[1])


@dataclass(frozen=True)
class Slot:
    """A field's integers at a shape, as far as members of kinds can be written into them.

    The first ``before`` integers choose something else; the others are the numerators of a
    (rows, columns) array and their denominator, or what the ``inverse`` says.
    """

    bounds: tuple[Bounds, ...]
    before: int
    rows: int
    columns: int
    inverse: Inverse | None = None

    @property
    def is_square(self) -> bool:
        """Whether these are the numerators of a square matrix and nothing else."""
        return self.inverse is None and self.rows == self.columns and not self.before

    def drawn(self, draws: Draws) -> list[int] | None:
        """Return integers that stand for a member of a kind, None where none was found."""
        for _ in range(TRIES if self.inverse else 1):
            found = self.written(member_of_some_kind(self.rows, self.columns, draws), draws)
            if found is not None:
                return found
        return None

    def of_equal_entries(self, draws: Draws) -> list[int] | None:
        """Return integers of a matrix of ones or of a vector (1/k, ..., 1/k), None without."""
        entry = fmpq(1, self.rows if self.columns == 1 else 1)
        return self.written(arrays.exact([[entry] * self.columns] * self.rows), draws)

    def of_units(self, draws: Draws) -> list[int] | None:
        """Return integers of an identity matrix, or of equal entries where it is a vector."""
        if self.columns == 1:
            return self.of_equal_entries(draws)
        entries = [[fmpq(int(i == k)) for k in range(self.columns)] for i in range(self.rows)]
        return self.written(arrays.exact(entries), draws)

    def of_shift(self, draws: Draws) -> list[int] | None:
        """Return integers of [[0, I], [0, 0]], whose square is 0 and whose rank is half its size.

        None where there is no such matrix.
        """
        size, half = self.rows, (self.rows + 1) // 2
        if size != self.columns or size == 1:
            return None
        entries = [[fmpq(int(k == i + half)) for k in range(size)] for i in range(size)]
        return self.written(arrays.exact(entries), draws)

    def of_low_rank(self, draws: Draws) -> list[int] | None:
        """Return integers of a matrix of a third of full rank, None where there is none."""
        rank = min(self.rows, self.columns) // LOW
        if rank == 0 or self.columns == 1:
            return None
        return self.of_kind(ranks.of_given_rank(rank), draws)

    def of_kind(self, kind: Kind, draws: Draws, *, full: bool = False) -> list[int] | None:
        """Return integers that stand for a member of a kind, None where there is none.

        Of a ``full`` one no integer is 0 that may be 1: a nilpotent one has the highest index.
        """
        if kind.lacks(self.rows, self.columns):
            return None
        make = full_member_of if full else member_of
        return self.written(make(kind, self.rows, self.columns, draws), draws)

    def written(self, member: Array, draws: Draws) -> list[int] | None:
        """Return integers that stand for an array, None where the field does not have it."""
        found = self.inverse(member) if self.inverse else numerators_over(member)
        if found is None:
            return None
        return [*integers_of_regime(self.bounds[: self.before], STRUCTURED, draws), *found]


def slot_of(
    bounds: Sequence[Bounds], rows: int, columns: int, inverse: Inverse | None = None
) -> Slot | None:
    """Return where members of kinds go in a field's integers, None where they go nowhere.

    Numerators that are not as many as the entries are taken for a vector's.
    """
    if inverse is None:
        count = _numerators(bounds)
        if not count:
            return None
        if count != rows * columns:
            rows, columns = count, 1
        before = len(bounds) - count - 1
    else:
        before = 0
    return Slot(tuple(bounds), before, rows, columns, inverse) if kinds_at(rows, columns) else None


def _numerators(bounds: Sequence[Bounds]) -> int:
    """Return how many numerators of any sign stand before the last integer, a denominator."""
    if not bounds or not isinstance(bounds[-1], Denominator):
        return 0
    count = 0
    for each in reversed(bounds[:-1]):
        if each != ANY_NUMBER or isinstance(each, (Denominator, Root)):
            break
        count += 1
    return count
