"""Matrices known by where their entries are: ones, first columns of identities, diagonal ones."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.letters import Word, spelled
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.traced.sizes import NotTranslated, Size, Written, vertex


class Layouts:
    """Letters with what is true of them, made as they are met.

    A diagonal matrix is linear in its column, commutes with others of its size, has its column for
    the product with ones, and leaves the first coordinates among themselves. ``columns`` are the
    columns of diagonal letters, by name; ``values`` say what the other letters are at an instance.
    """

    def __init__(
        self,
        presentation: Presentation,
        positive: Container[str],
        inside: Container[tuple[str, str]],
    ) -> None:
        self._presentation, self._positive, self._inside = presentation, positive, inside
        self.values: dict[str, Callable[[Any], Any]] = {}
        self.columns: dict[str, Word] = {}
        self._diagonals: dict[Word, Polynomial] = {}
        self._first: dict[tuple[str, str], Polynomial] = {}

    def ones(self, size: str) -> Polynomial:
        """Return the column of ones of a size."""
        name = f"1_{size}"
        if size == "1":
            return identity("1")
        if name not in self.values:
            e = self._letter(name, size, "1")
            self.values[name] = partial(_ones, size=size)
            self._presentation.require(known.ones(e))
            for word, D in [*self._diagonals.items()]:
                self._sums_up(word, D, e)
        return self._letter(name, size, "1")

    def first(self, whole: Size, part: Size) -> Polynomial:
        """Return the first columns of an identity, of shape ``(whole, part)``.

        Raises NotTranslated where they may be more than there are.
        """
        rows, columns = vertex(whole), vertex(part)
        if rows == columns:
            return identity(rows)
        inside = rows in self._positive if columns == "1" else (columns, rows) in self._inside
        if not inside:
            raise NotTranslated(f"the first {columns} of {rows} indices")
        if (rows, columns) not in self._first:
            name = f"I_{rows}×{columns}"
            E = self._letter(name, rows, columns)
            self.values[name] = partial(_first, rows=rows, columns=columns)
            self._presentation.require(known.orthonormal_columns(E))
            self._first[rows, columns] = E
            for word in [*self._diagonals]:
                self._cut(word, E)
        return self._first[rows, columns]

    def diagonal(self, v: Polynomial) -> Polynomial:
        """Return the diagonal matrix of a column, which is linear in it."""
        total = zero(v.rows, v.rows)
        for word, c in v.terms.items():
            total = total + self._diagonal(word, v.rows) * c
        return total

    def _diagonal(self, word: Word, size: str) -> Polynomial:
        if size == "1":
            return Polynomial("1", "1", {word: fmpq(1)})
        if len(word) == 1 and word[0].name == f"1_{size}":
            return identity(size)
        if word in self._diagonals:
            return self._diagonals[word]
        name = f"diag({spelled(word)})"
        D = self._letter(name, size, size, symmetric=True)
        self.columns[name] = word
        for other in [C for C in self._diagonals.values() if C.rows == size]:
            self._presentation.require([known.diagonals_commute(D, other)])
        self._diagonals[word] = D
        if f"1_{size}" in self.values:
            self._sums_up(word, D, self.ones(size))
        for (rows, columns), E in [*self._first.items()]:
            if rows == size and columns != "1":
                self._cut(word, E)
        return D

    def _sums_up(self, word: Word, D: Polynomial, e: Polynomial) -> None:
        """State that a diagonal matrix times the column of ones is its diagonal."""
        if D.rows == e.rows:
            column = Polynomial(D.rows, "1", {word: fmpq(1)})
            self._presentation.require([known.equation(D * e, column, f"{D}{e} = {column}")])

    def _cut(self, word: Word, E: Polynomial) -> None:
        """State that a diagonal matrix leaves the first coordinates among themselves."""
        D = self._diagonals[word]
        if D.rows != E.rows or E.columns == "1":
            return
        (E_letter,) = next(iter(E.T.terms))
        part = self._diagonal((E_letter, *word), E.columns)
        self._presentation.require([known.equation(D * E, E * part, said=(D, " is diagonal"))])

    def written(self, values: Written) -> Polynomial:
        """Return a matrix that its name and its sizes say."""
        rows, columns = vertex(values.rows), vertex(values.columns)
        if values.kind == "zeros":
            return zero(rows, columns)
        if values.kind == "ones":
            return self.ones(rows) * self.ones(columns).T
        if (columns, rows) in self._inside or rows == columns:
            return self.first(values.rows, values.columns)
        return self.first(values.columns, values.rows).T

    def _letter(self, name: str, rows: str, columns: str, *, symmetric: bool = False) -> Polynomial:
        return self._presentation.letter(name, rows, columns, symmetric=symmetric)


def _ones(p: Any, size: str) -> Any:
    return p.number(np.ones((vertices.value(size, p.shape.__getitem__), 1), dtype=np.int64))


def _first(p: Any, rows: str, columns: str) -> Any:
    shape = [vertices.value(size, p.shape.__getitem__) for size in (rows, columns)]
    return p.number(np.eye(*shape, dtype=np.int64))
