"""Letters and words: matrices that are known by name, and products of them whose sizes meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TypeAlias

from referee.numerics.free_algebra.coefficients import SUPERSCRIPTS


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """A matrix of shape ``(rows, columns)``; sizes are names, the vertices of a quiver.

    Two sizes meet where their names are the same, so that an n×d matrix has no power even if n
    and d may be equal. A symmetric letter is its own transpose.
    """

    name: str
    rows: str
    columns: str
    symmetric: bool = False
    transposed: bool = False

    def __post_init__(self) -> None:
        if self.symmetric and (self.rows != self.columns or self.transposed):
            raise ValueError(f"{self.name} is {self.rows}×{self.columns} and not symmetric")

    @property
    def T(self) -> Letter:
        """The transpose, of shape ``(columns, rows)``."""
        if self.symmetric:
            return self
        other = not self.transposed
        return replace(self, rows=self.columns, columns=self.rows, transposed=other)

    def __str__(self) -> str:
        return f"{self.name}ᵀ" if self.transposed else self.name


# The empty word is the identity; its vertex is known from the polynomial in which it stands.
Word: TypeAlias = tuple[Letter, ...]


def transpose(word: Word) -> Word:
    """Return the transposed letters in the opposite order."""
    return tuple(letter.T for letter in reversed(word))


def meets(word: Word, rows: str, columns: str) -> bool:
    """Say whether a word is a path of the quiver from one vertex to the other."""
    at = rows
    for letter in word:
        if letter.rows != at:
            return False
        at = letter.columns
    return at == columns


def loops(word: Word) -> list[Word]:
    """Return the 1×1 factors of a word from the vertex "1" back to it."""
    ends = [0, *(i + 1 for i, letter in enumerate(word) if letter.columns == "1")]
    return [word[start:end] for start, end in pairwise(ends)]


def spelled(word: Word) -> str:
    """Return a product as people write it: powers collected, dots where a name is long."""
    runs = [(letter, len([*run])) for letter, run in groupby(word)]
    dotted = any(len(letter.name) > 1 and letter.name.isalnum() for letter in word)
    return ("·" if dotted else "").join(_power(letter, count) for letter, count in runs) or "I"


def _power(letter: Letter, exponent: int) -> str:
    if exponent == 1:
        return str(letter)
    base = str(letter) if letter.name.isalnum() and not letter.transposed else f"({letter})"
    return base + str(exponent).translate(SUPERSCRIPTS)
