"""Polynomials in noncommuting letters: maps from words of one shape to coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from flint import fmpq, fmpz

from referee.numerics.free_algebra.coefficients import NUMBERS, Coefficient, spelled_sum
from referee.numerics.free_algebra.letters import Letter, Word, meets, spelled, transpose

Number: TypeAlias = Coefficient | fmpz | int


class SizesDiffer(ValueError):
    """A sum or a product of matrices whose sizes have different names."""


class Polynomial:
    """A sum of products of letters, of shape ``(rows, columns)``; the empty word is I.

    Numbers multiply; a matrix is added to a matrix only, so the identity is written out.
    """

    __slots__ = ("_hash", "columns", "rows", "terms")

    def __init__(self, rows: str, columns: str, terms: Mapping[Word, Coefficient]) -> None:
        self.rows, self.columns = rows, columns
        self.terms = {word: c for word, c in terms.items() if c}
        for word in self.terms:
            if not meets(word, rows, columns):
                raise SizesDiffer(f"{spelled(word)} is not {rows}×{columns}")
        self._hash: int | None = None

    @property
    def T(self) -> Polynomial:
        """The transpose, of shape ``(columns, rows)``."""
        terms = {transpose(word): c for word, c in self.terms.items()}
        return Polynomial(self.columns, self.rows, terms)

    def __add__(self, other: Polynomial) -> Polynomial:
        if (self.rows, self.columns) != (other.rows, other.columns):
            raise SizesDiffer(f"{self.shape} + {other.shape}")
        terms = dict(self.terms)
        for word, c in other.terms.items():
            terms[word] = terms[word] + c if word in terms else c
        return Polynomial(self.rows, self.columns, terms)

    def __neg__(self) -> Polynomial:
        return Polynomial(self.rows, self.columns, {w: -c for w, c in self.terms.items()})

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + (-other)

    def __mul__(self, other: Polynomial | Number) -> Polynomial:
        if isinstance(other, NUMBERS):
            return self._times(other)
        if self.columns != other.rows:
            raise SizesDiffer(f"{self.shape} · {other.shape}")
        terms: dict[Word, Coefficient] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                word = left + right
                terms[word] = terms[word] + a * b if word in terms else a * b
        return Polynomial(self.rows, other.columns, terms)

    def __rmul__(self, number: Number) -> Polynomial:
        return self._times(number)

    def __truediv__(self, number: Number) -> Polynomial:
        return self._times(1 / (fmpq(1) * number))

    def __pow__(self, exponent: int) -> Polynomial:
        """Return a power, exponent ≥ 0, of a matrix whose rows and columns have one name."""
        power = identity(self.rows)
        for _ in range(exponent):
            power = power * self
        return power

    def _times(self, number: Number) -> Polynomial:
        terms = {w: c * number for w, c in self.terms.items()}
        return Polynomial(self.rows, self.columns, terms)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Polynomial):
            return NotImplemented
        same = (self.rows, self.columns) == (other.rows, other.columns)
        return same and self.terms == other.terms

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.rows, self.columns, frozenset(self.terms.items())))
        return self._hash

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return spelled_sum((spelled(word), c) for word, c in self.terms.items())

    def __repr__(self) -> str:
        return f"{self} ({self.shape})"

    @property
    def shape(self) -> str:
        """The shape as people write it."""
        return f"{self.rows}×{self.columns}"

    @property
    def symmetric(self) -> bool:
        """Whether it is its own transpose as it is written, whatever its letters are."""
        return self.rows == self.columns and self == self.T


def of_letter(letter: Letter) -> Polynomial:
    """Return a matrix that is one letter."""
    return Polynomial(letter.rows, letter.columns, {(letter,): fmpq(1)})


def identity(vertex: str) -> Polynomial:
    """Return the identity of a size."""
    return Polynomial(vertex, vertex, {(): fmpq(1)})


def zero(rows: str, columns: str) -> Polynomial:
    """Return the matrix of zeros of a shape."""
    return Polynomial(rows, columns, {})
