"""What a kind is: integers of a shape, and the array that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from referee.numerics.arrays import Array
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.strategies.integer_vectors import Bounds
from referee.strategies.rationals import Arithmetic, Source

Axioms = Callable[[Polynomial, str], Iterable[Axiom]]
Way = Callable[[Arithmetic, Source], Array]
Axes = Sequence[tuple[tuple[int, int], ...]]  # of each integer: (0, row) and (1, column) indices


def no_axioms(_letter: Polynomial, _origin: str) -> Iterable[Axiom]:
    """Return nothing: what members satisfy is no equation, or none that is used."""
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of matrix, or of vector: of a matrix with one column.

    ``bounds(rows, columns)`` are those of the integers of a shape, from which ``build`` makes a
    member. Each of ``ways(rows, columns)`` makes one from free numbers by a rational map; all
    values together are dense in the kind, () where none are known. ``axes`` says to which rows
    and columns an integer belongs. ``lacks`` says why there is no member of a shape, in words
    that follow "needs"; "" where there is one. ``narrow`` is a field's. ``axioms`` are what every
    member satisfies, as a letter that comes from a field; every member may be
    ``invertible``, or positive ``semidefinite``.
    """

    name: str
    says: str
    bounds: Callable[[int, int], Sequence[Bounds]]
    build: Callable[[Arithmetic, np.ndarray, int, int], Array]
    ways: Callable[[int, int], Sequence[Way]] = lambda _rows, _columns: ()
    axes: Callable[[int, int], Axes] = lambda _rows, _columns: ()
    lacks: Callable[[int, int], str] = lambda _rows, _columns: ""
    narrow: Mapping[str, str] = field(default_factory=dict)
    axioms: Axioms = no_axioms
    invertible: bool = False
    semidefinite: bool = False

    def member(self, p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
        """Return the member that integers stand for. Raises ValueError for a shape without."""
        self.check(rows, columns)
        return self.build(p, ints, rows, columns)

    def check(self, rows: int, columns: int) -> None:
        """Raise ValueError, in one line, for a shape that the kind does not have."""
        why = self.lacks(rows, columns)
        if why:
            raise ValueError(f"there is no {rows}×{columns} {self.says}: it needs {why}")


def square(rows: int, columns: int) -> str:
    """Say what a shape lacks to be square."""
    return "" if rows == columns else "as many rows as columns"


def a_column(_rows: int, columns: int) -> str:
    """Say what a shape lacks to be a vector's."""
    return "" if columns == 1 else "one column"


def larger_square(rows: int, columns: int) -> str:
    """Say what a shape lacks to be square and larger than 1×1."""
    return square(rows, columns) or ("" if rows > 1 else "two rows at least")


def by_entry(indices: Sequence[tuple[int, int]], others: int = 1) -> Axes:
    """Return the axes of integers that are entries (i, j), and of others behind them."""
    return [*(((0, int(i)), (1, int(j))) for i, j in indices), *([()] * others)]
