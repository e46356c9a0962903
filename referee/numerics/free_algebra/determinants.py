"""Determinants: numbers that square matrices make, by the laws that hold at every size.

det(AB) = det(A)·det(B) and det(Aᵀ) = det(A); det(A⁻¹) = 1/det(A); det(cA) = cⁿ·det(A), where cⁿ is
a number of its own; det(I + AB) = det(I + BA) (Sylvester 1851), so that det(I + uvᵀ) = 1 + vᵀu;
det(A + B) = det(A)·det(I + A⁻¹B) where A is invertible. A determinant is brought to one form by
them, a rational function of those that they say no more of, and every one that was is a law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from flint import fmpq

from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
    irreducible,
)
from referee.numerics.free_algebra.letters import Letter, Word, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.rewriting import rewritten

DEEPEST = 12  # laws that are used one within the other
LONGEST = 64  # terms of a matrix whose determinant is looked at


class Known(Protocol):
    """What is known of matrices and numbers beyond the letters."""

    def is_invertible(self, A: Polynomial) -> bool:
        """Say whether a square matrix is known to be invertible."""

    def is_nonzero(self, c: Coefficient) -> bool:
        """Say whether a number is known not to be 0."""

    def of_function(self, letter: Letter) -> Coefficient | None:
        """Return the determinant of a letter that is a function of others, where one is known."""

    def in_place(self, letter: Letter) -> tuple[Letter, str] | None:
        """Return B and the size of the identities in a letter I ⊗ B ⊗ I, None for another."""


@dataclass(frozen=True, slots=True)
class Law:
    """That a number, by its name, is a rational function of others."""

    name: str
    value: Coefficient
    label: str


class Determinants:
    """The determinants of a presentation, and powers of numbers whose exponents are sizes.

    ``matrices`` and ``powers`` say what the indeterminates are of, by their names; ``nonzero`` are
    polynomials in them, as they are written, that do not vanish.
    """

    def __init__(self, presentation: Presentation, known: Known) -> None:
        self._presentation, self._known = presentation, known
        self.matrices: dict[str, Polynomial] = {}
        self.powers: dict[str, tuple[Coefficient, str]] = {}
        self.laws: dict[str, Law] = {}
        self.nonzero: set[str] = set()

    def of(self, A: Polynomial) -> Coefficient:
        """Return the determinant of a square matrix as a number of its own, with its law.

        Raises ValueError for a matrix that is not square by the names of its sizes.
        """
        if A.rows != A.columns:
            raise ValueError(f"{A} is {A.shape} and has no determinant")
        value = self._value(A, 0)
        if [*A.terms] == [()] or A.rows == "1" or not A:
            return value
        number = self._named(A)
        if value != number:
            name = str(number)
            self.laws[name] = Law(name, value, f"{name} = {said(value)}")
            self._note(A, value)
        return number

    def power(self, c: Coefficient, size: str) -> Coefficient:
        """Return a number to the power of a size, by the powers of its irreducible factors."""
        first, *more = vertices.factors(size) or ("1",)
        if more:
            return self.power(self.power(c, first), vertices.product(*more))
        if size.isdigit():
            return _whole_power(c, int(size))
        total: Coefficient = fmpq(1)
        for factor, exponent in irreducible(c):
            total = total * _whole_power(self._power_of(factor, size), exponent)
        return total

    def _power_of(self, factor: Coefficient, size: str) -> Coefficient:
        if factor == 1:
            return fmpq(1)
        written = str(factor)
        name = f"{written if written.isalnum() else f'({written})'}^{size}"
        if self.powers.setdefault(name, (factor, size)) != (factor, size):
            raise ValueError(f"{name} is the name of another number")
        number = indeterminate(name)
        if self._known.is_nonzero(factor):
            self.nonzero.add(str(number))
        return number

    def _named(self, A: Polynomial) -> RationalFunction:
        """Return the indeterminate of a determinant of which no more is said."""
        name = f"det({_written(A)})"
        if self.matrices.setdefault(name, A) != A:
            raise ValueError(f"{name} is the name of another number")
        number = indeterminate(name)
        self._note(A, number)
        return number

    def _note(self, A: Polynomial, value: Coefficient) -> None:
        """Note that no factor of a determinant vanishes where the matrix is invertible."""
        if self._known.is_invertible(A):
            self.nonzero.update(str(factor) for factor, _ in irreducible(value))

    def _value(self, A: Polynomial, depth: int) -> Coefficient:
        if len(A.terms) <= LONGEST:
            A = rewritten(A, self._presentation.axioms)
        if A.rows == "1":
            return self._presentation.number(A)
        if not A:
            if not self._known.is_nonzero(vertices.size(A.rows)):
                raise ValueError(f"the determinant of 0, which has {A.rows} rows or none")
            return fmpq(0)
        if len(A.terms) == 1:
            ((word, c),) = A.terms.items()
            return self.of_product(word, c, A.rows, depth)
        if depth > DEEPEST or len(A.terms) > LONGEST:
            return self._named(A)
        return self._of_shifted(A, depth) if () in A.terms else self._of_sum(A, depth)

    def of_product(self, word: Word, c: Coefficient, size: str, depth: int = 0) -> Coefficient:
        """Return the determinant of a multiple of a product: that of its square factors."""
        total = self.power(c, size)
        for factor in _square_factors(word, size):
            total = total * self._of_factor(factor, depth)
        return total

    def _of_factor(self, word: Word, depth: int) -> Coefficient:
        (letter, *more) = word
        if more:
            return self._named(_product(min(word, transpose(word))))
        plain = letter.T if letter.transposed else letter
        in_place = self._known.in_place(plain)
        if in_place is not None and depth <= DEEPEST:
            return self.power(self._value(of_letter(in_place[0]), depth + 1), in_place[1])
        known = self._known.of_function(plain)
        if known is not None:
            return known
        for (mark, A), G in [*self._presentation.made.items()]:
            if mark == "⁻¹" and [*G.terms] == [(plain,)] and depth <= DEEPEST:
                value = self._value(A, depth + 1) * self.power(G.terms[plain,], A.rows)
                self.nonzero.update(str(factor) for factor, _ in irreducible(value))
                return 1 / value
        return self._named(_product((plain,)))

    def _of_shifted(self, A: Polynomial, depth: int) -> Coefficient:
        """Return det(cI + R) by its plainest form among those where a factor of R changes sides."""
        c = A.terms[()]
        if c != 1 and self._known.is_nonzero(c):
            return self.power(c, A.rows) * self._value(A / c, depth + 1)
        found = [A]
        for turned in _turned(A - identity(A.rows) * c):
            if c != 1 and turned.rows != A.rows:
                continue
            whole = turned + identity(turned.rows) * c
            if turned.rows == "1":
                return self._presentation.number(whole)
            plain = rewritten(whole, self._presentation.axioms)
            if plain != whole:
                return self._value(plain, depth + 1)
            found.append(whole)
        return self._named(min((q for p in found for q in (p, p.T)), key=_plainest))

    def _of_sum(self, A: Polynomial, depth: int) -> Coefficient:
        """Return the determinant of a sum without I: a factor of all terms, or one term, goes."""
        for whole in (A, A.T):
            factor = _shared_factor(whole)
            if factor:
                terms = {word[len(factor) :]: c for word, c in whole.terms.items()}
                other = self._value(Polynomial(A.rows, A.rows, terms), depth + 1)
                return self.of_product(factor, fmpq(1), A.rows, depth) * other
        for word in sorted(A.terms, key=lambda word: (len(word), word)):
            K = Polynomial(A.rows, A.rows, {word: A.terms[word]})
            if self._known.is_invertible(K):
                rest = self._presentation.inverse(K) * (A - K) + identity(A.rows)
                of_term = self.of_product(word, A.terms[word], A.rows, depth)
                return of_term * self._value(rest, depth + 1)
        lead = A.terms[max(A.terms, key=lambda word: (len(word), word))]
        scale = lead if isinstance(lead, fmpq) else fmpq(1)
        unit = self._named(min(A / scale, A.T / scale, key=_plainest))
        return self.power(scale, A.rows) * unit


def said(value: Coefficient) -> str:
    """Return a number as it is written, its determinants without the brackets around each."""
    text = str(value)
    for name in value.names if isinstance(value, RationalFunction) else ():
        text = re.sub(rf"\({re.escape(name)}\)(?![⁰¹²³⁴⁵⁶⁷⁸⁹])", f"|{name}|", text)
    return re.sub(r"\|\||(?<=\w)\||\|(?=\w)(?<=\w\|)", "·", text).replace("|", "")


def _whole_power(c: Coefficient, exponent: int) -> Coefficient:
    total: Coefficient = fmpq(1)
    for _ in range(abs(exponent)):
        total = total * c
    return total if exponent >= 0 else 1 / total


def _square_factors(word: Word, size: str) -> Iterator[Word]:
    """Yield the shortest square factors of a product of a size, one after the other."""
    start = 0
    for end, letter in enumerate(word, 1):
        if letter.columns == size:
            yield word[start:end]
            start = end


def _product(word: Word) -> Polynomial:
    return Polynomial(word[0].rows, word[-1].columns, {word: fmpq(1)})


def _turned(R: Polynomial) -> Iterator[Polynomial]:
    """Yield SA, TSA, … for R = AS, SA = TB, …, where A is the first letter of every term."""
    met = {R}
    while all(R.terms) and len({word[0] for word in R.terms}) == 1:
        first = next(iter(R.terms))[0]
        terms = {(*word[1:], first): c for word, c in R.terms.items()}
        R = Polynomial(first.columns, first.columns, terms)
        if R in met:
            return
        met.add(R)
        yield R


def _shared_factor(A: Polynomial) -> Word:
    """Return the shortest square factor with which all terms begin."""
    words = [*A.terms]
    for end, letter in enumerate(words[0], 1):
        if any(word[:end] != words[0][:end] for word in words):
            break
        if letter.columns == A.rows:
            return words[0][:end]
    return ()


def _plainest(A: Polynomial) -> tuple[str, int, str]:
    written = _written(A)
    return A.rows, written.count("ᵀ"), written


def _written(A: Polynomial) -> str:
    """Return a matrix as it is written with its terms in one order."""
    words = sorted(A.terms, key=lambda word: (len(word), word))
    return str(Polynomial(A.rows, A.columns, {word: A.terms[word] for word in words}))
