"""Terms: how many factors the matrices of a tracing have, and which letters they are."""

from __future__ import annotations

from itertools import pairwise

from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Letter, Word
from referee.numerics.traced.tracing import Letters


class NotCounted(Exception):
    """A term whose factors have no number; the message says why."""


class Terms:
    """The terms of all matrices that came up, as factors: those of diagonals and numbers too.

    ``degree`` is the most factors that one has, ``letters`` are all factors. Raises NotCounted for
    a quotient by what matrices make, and where the indices of a size are counted.
    """

    def __init__(self, tracing: Letters) -> None:
        self._columns, self.degree = tracing.layouts.columns, 0
        self.letters: dict[Letter, None] = {}
        numbers = tracing.presentation.numbers.items()
        self._words = {name: word for word, number in numbers for name in number.names}
        if tracing.counts:
            raise NotCounted("indices are counted in it, as in the trace of I")
        if tracing.determinants.matrices or tracing.determinants.powers:
            raise NotCounted("its degree grows with its size")
        for polynomial in tracing.polynomials:
            for word, c in polynomial.terms.items():
                self.degree = max(self.degree, self._factors(word) + self._in_number(c))

    def _factors(self, word: Word) -> int:
        if any(is_ones(a) and is_ones(b) and a.columns != "1" for a, b in pairwise(word)):
            raise NotCounted("indices are counted in it, as in 1ᵀ1")
        return sum(self._of_letter(letter) for letter in word)

    def _of_letter(self, letter: Letter) -> int:
        if letter.name in self._columns:
            return self._factors(self._columns[letter.name])
        self.letters[letter.T if letter.transposed else letter] = None
        return 1

    def _in_number(self, c: Coefficient) -> int:
        """Return the most factors that the numbers in a coefficient are made of."""
        if not isinstance(c, RationalFunction):
            return 0
        lengths = [self._factors(self._words.get(name, ())) for name in c.names]
        if any(n and d for n, d in zip(lengths, c.denominator.degrees(), strict=True)):
            raise NotCounted("it divides by a number that matrices make")
        terms = (powers for powers, _ in c.numerator.terms())
        return max(sum(n * int(e) for n, e in zip(lengths, each, strict=True)) for each in terms)


def is_ones(letter: Letter) -> bool:
    """Say whether a letter is the column of ones of a size."""
    return letter.name in {f"1_{letter.rows}", f"1_{letter.columns}"}
