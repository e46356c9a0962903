"""Sums over an index of letters: column i of X is X eᵢ, and Σ eᵢeᵢᵀ is I.

A unit vector is a letter that may be any column. What is summed is a polynomial in it, of degree
at most two for a translation: with Σ 1 = n, Σ eᵢ = 1, Σ eᵢeᵢᵀ = I and Σ eᵢᵀAeᵢ = tr A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from flint import fmpq

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
)
from referee.numerics.free_algebra.letters import Letter, Word, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.traced.linear_algebra import trace
from referee.numerics.traced.matrices import Traced, Tracing
from referee.numerics.traced.sizes import NamedSize, NotTranslated, vertex
from referee.numerics.traced.words import parts_of

FRESH = "∂"  # in the names of letters that may be any column


@dataclass(frozen=True)
class Unit:
    """An index from 1 to a size, by its unit vector (size, 1)."""

    vector: Traced

    def __int__(self) -> int:
        raise NotTranslated("an index as a number")


Index: TypeAlias = int | NamedSize | Unit


class Numbers(Tracing, Protocol):
    """A tracing, as a sum over an index needs it."""

    def number(self, value: object) -> Traced:
        """Return a number or a size as a 1×1 matrix."""


def column(a: Traced, j: Index) -> Traced:
    """Return the column of a matrix at an index, (rows, 1)."""
    if not isinstance(j, Unit):
        raise NotTranslated("a row, a column or an entry at a fixed index")
    if j.vector.polynomial.rows != a.polynomial.columns:
        raise NotTranslated(f"an index up to {j.vector.polynomial.rows} of {a.says_shape} matrices")
    return a @ j.vector


def total_over(term: Callable[[Index], Traced], low: Index, high: Index, at: Numbers) -> Traced:
    """Return the sum of a term over an index from 1 to a size."""
    if low != 1 or not isinstance(high, NamedSize):
        raise NotTranslated("a sum over an index that does not run from 1 to a size")
    unit = at.fresh_column(high)
    ((letter,),) = unit.terms
    summed = term(Unit(at.wrap(unit))).polynomial
    terms = [_summed(each, letter, high, at) for each in _written_out(summed, letter, at)]
    zero = at.wrap(summed * 0)
    return sum(terms, zero)


@dataclass(frozen=True)
class _Term:
    """A number times 1×1 words, times a word of shape ``(rows, columns)``."""

    number: Coefficient
    factors: tuple[Word, ...]
    word: Word
    rows: str
    columns: str


def _written_out(polynomial: Polynomial, letter: Letter, at: Numbers) -> Iterator[_Term]:
    """Yield the terms with the numbers that have a letter in them as words again."""
    named = {str(number): word for word, number in at.presentation.numbers.items()}
    for word, c in polynomial.terms.items():
        for rest, names in _expanded(c, letter):
            if not all(name in named for name in names):
                raise _not_a_product()
            loops = tuple(named[name] for name in names)
            yield _Term(rest, loops, word, polynomial.rows, polynomial.columns)


def _expanded(c: Coefficient, letter: Letter) -> Iterator[tuple[Coefficient, tuple[str, ...]]]:
    """Yield the terms of a coefficient, each with the numbers in it that have a letter."""
    if not isinstance(c, RationalFunction) or not any(letter.name in name for name in c.names):
        yield c, ()
        return
    below = _sum(c.names, c.denominator)
    if isinstance(below, RationalFunction) and any(letter.name in name for name in below.names):
        raise NotTranslated("a sum over an index that is divided by")
    for powers, number in c.numerator.terms():
        whole = [(name, int(e)) for name, e in zip(c.names, powers, strict=True)]
        rest = [(name, e) for name, e in whole if letter.name not in name]
        inside = [name for name, e in whole if letter.name in name for _ in range(e)]
        yield _product(rest, number) / below, tuple(inside)


def _sum(names: Sequence[str], polynomial: Any) -> Coefficient:
    total: Coefficient = fmpq(0)
    for powers, number in polynomial.terms():
        total = total + _product(zip(names, map(int, powers), strict=True), number)
    return total


def _product(powers: Iterable[tuple[str, int]], number: fmpq) -> Coefficient:
    found: Coefficient = fmpq(number)
    for name, power in powers:
        for _ in range(power):
            found = found * indeterminate(name)
    return found


def _not_a_product() -> NotTranslated:
    return NotTranslated("a sum over an index of what is no product of columns, rows and entries")


def _summed(term: _Term, letter: Letter, size: NamedSize, at: Numbers) -> Traced:
    """Return the sum of one term over all unit vectors in place of a letter."""
    before, loops, after = parts_of(term.word, term.rows)
    pieces = _Pieces(before, after, [*term.factors, *loops], term, letter, at)
    pieces.check()
    matrix = pieces.replaced(size)
    return matrix * at.wrap(identity("1") * term.number)


class _Pieces:
    """A word as what leads to the vertex "1", 1×1 factors and what leads away, and a letter in it.

    The letter is a column: it stands last in a piece, or first and transposed.
    """

    def __init__(
        self,
        before: Word,
        after: Word,
        loops: Sequence[Word],
        term: _Term,
        letter: Letter,
        at: Numbers,
    ) -> None:
        self.before, self.after, self.term, self.letter, self.at = before, after, term, letter, at
        self.passes = "1" in {term.rows, *(each.rows for each in term.word)} or (
            term.columns == "1"
        )
        self.both = [each for each in loops if self._first(each) and self._last(each)]
        # A number is its own transpose: with the letter it ends.
        turned = (transpose(each) if self._first(each) else each for each in loops)
        others = [each for each in turned if not self._last(each) or not self._first(each)]
        self.one = [each for each in others if self._last(each)]
        self.plain = [each for each in others if not self._last(each)]

    def _first(self, word: Word) -> bool:
        return word[:1] == (self.letter.T,)

    def _last(self, word: Word) -> bool:
        return word[-1:] == (self.letter,)

    def check(self) -> None:
        """Refuse what is of degree above two, or has the letter inside of anything."""
        every = [self.before, self.after, *self.both, *self.one, *self.plain]
        names = [each.name for piece in every for each in piece]
        ends = 2 * len(self.both) + len(self.one)
        ends += self._last(self.before) + self._first(self.after)
        hidden = [
            name
            for name in names
            if self.letter.name in name and not name.removeprefix(FRESH).isdigit()
        ]
        if hidden or names.count(self.letter.name) != ends:
            raise _not_a_product()
        if ends > 2:
            raise NotTranslated("a sum over an index of more than two factors with the index")

    def replaced(self, size: NamedSize) -> Traced:
        """Return what the word is when the unit vectors in it are summed."""
        ones = self._of(self.at.ones(vertex(size)))
        rows = [self._word(each[:-1]) for each in self.one]  # (1, size) each
        before, after = self._word(self.before), self._word(self.after)
        leads, follows = self._last(self.before), self._first(self.after)
        numbers = [self._word(each) for each in self.plain]
        if leads:
            before = self._word(self.before[:-1], vertex(size))
        if follows:
            after = self._word(self.after[1:], vertex(size))
        if leads and follows:
            pass  # Σ a eᵢ eᵢᵀ b is ab
        elif leads:
            before = before @ (rows.pop().mT if rows else ones)
        elif follows:
            after = (rows.pop() if rows else ones.mT) @ after
        elif len(rows) == 2:
            numbers.append(rows[0] @ rows[1].mT)
        elif rows:
            numbers.append(rows[0] @ ones)
        elif self.both:
            numbers.append(self._trace(self.both[0][1:-1], size))
        else:
            numbers.append(self.at.number(size))
        whole = before @ after if self.passes else before
        for number in numbers:
            whole = whole * number
        return whole

    def _trace(self, word: Word, size: NamedSize) -> Traced:
        inside = Polynomial(vertex(size), vertex(size), {word: fmpq(1)})
        return trace(self._of(inside))

    def _word(self, word: Word, empty: str = "") -> Traced:
        """Return a word as a matrix; an empty one is an identity."""
        if word:
            return self._of(Polynomial(word[0].rows, word[-1].columns, {word: fmpq(1)}))
        return self._of(identity(empty or ("1" if self.passes else self.term.rows)))

    def _of(self, polynomial: Polynomial) -> Traced:
        return self.at.wrap(polynomial)
