"""Presentations: the letters of a claim and what is known of them, made as they are met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import mul
from typing import TypeAlias

from flint import fmpq

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import Axiom, closed, name_of
from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
)
from referee.numerics.free_algebra.letters import Letter, Word, loops, spelled, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter, zero
from referee.numerics.free_algebra.traces import Traces

Equations: TypeAlias = Callable[[Polynomial, Polynomial, str], list[Axiom]]


class Presentation:
    """Letters, axioms, and one inverse and one pseudo-inverse for each polynomial.

    The inverse of a transpose is the transposed inverse, and that of a rational multiple a
    multiple: both are the same letter, as their equations are the same.
    """

    def __init__(self) -> None:
        self._letters: dict[str, Letter] = {}
        self._stated: list[Axiom] = []
        self._made: dict[tuple[str, Polynomial], Polynomial] = {}
        self._numbers: dict[Word, RationalFunction] = {}

    @property
    def axioms(self) -> list[Axiom]:
        """All that is known, closed under transposing."""
        return closed(self._stated)

    @property
    def numbers(self) -> Mapping[Word, RationalFunction]:
        """The words that stand for numbers, with the indeterminates that they are."""
        return self._numbers

    @property
    def made(self) -> Mapping[tuple[str, Polynomial], Polynomial]:
        """The inverses and pseudo-inverses of polynomials, by their marks ⁻¹ and ⁺."""
        return self._made

    def letter(self, name: str, rows: str, columns: str, *, symmetric: bool = False) -> Polynomial:
        """Return a matrix of shape ``(rows, columns)``.

        Raises ValueError for a name that is taken by another matrix, or a size by a number.
        """
        if {rows, columns} & {str(number) for number in self._numbers.values()}:
            raise ValueError(f"the size of {name} is the name of a number")
        letter = Letter(name, rows, columns, symmetric)
        if self._letters.setdefault(name, letter) != letter:
            raise ValueError(f"{name} is {self._letters[name].rows}×{self._letters[name].columns}")
        return of_letter(letter)

    def require(self, axioms: Iterable[Axiom]) -> None:
        """State axioms of one's own."""
        self._stated.extend(axioms)

    def inverse(self, A: Polynomial, origin: str = "") -> Polynomial:
        """Return the inverse of a square matrix, which is thereby said to exist.

        Raises ValueError for the matrix 0 and one that is not square by the names of its sizes.
        """
        if A.rows != A.columns or not A:
            raise ValueError(f"{A} has no inverse")
        if [*A.terms] == [()]:
            return identity(A.rows) * (1 / A.terms[()])
        return self._of("⁻¹", known.inverse, A, origin)

    def has_inverse(self, A: Polynomial) -> bool:
        """Say whether the inverse of a matrix was made, which is thereby said to exist."""
        return ("⁻¹", A / _scale(A)) in self._made

    def pseudo_inverse(self, A: Polynomial, origin: str = "") -> Polynomial:
        """Return the pseudo-inverse of a matrix, of its transpose's shape."""
        if not A:
            return zero(A.columns, A.rows)
        return self._of("⁺", known.moore_penrose, A, origin)

    def number(self, A: Polynomial) -> Coefficient:
        """Return a 1×1 matrix as a number, which multiplies matrices of every shape.

        Each 1×1 factor of a word is an indeterminate, that of its transpose the same, and an axiom
        says so. Sizes, times and these have their names in common. Raises ValueError for another
        shape, or where a factor has the name of a size or of another factor.
        """
        if (A.rows, A.columns) != ("1", "1"):
            raise ValueError(f"{A} is {A.shape} and no number")
        total: Coefficient = fmpq(0)
        for word, c in A.terms.items():
            total = total + reduce(mul, map(self._factor, loops(word)), c)
        return total

    def number_of(self, traces: Traces) -> Coefficient:
        """Return a sum of traces as a number, which multiplies matrices of every shape.

        A word that passes the vertex "1" is a product of 1×1 factors; of another nothing is used
        but what rotation and transposition give. Raises ValueError as ``number`` does.
        """
        total: Coefficient = fmpq(0)
        for word, c in traces.terms.items():
            starts = [i for i, letter in enumerate(word) if letter.rows == "1"]
            turned = word[starts[0] :] + word[: starts[0]] if starts else word
            if starts or not word:
                total = total + self.number(Polynomial("1", "1", {turned: c}))
            else:
                total = total + c * self._named(word, f"tr({spelled(word)})")
        return total

    def _factor(self, loop: Word) -> RationalFunction:
        word = min(loop, transpose(loop), key=spelled)
        if word in self._numbers:
            return self._numbers[word]
        number = self._named(word, spelled(word))
        matrix = Polynomial("1", "1", {word: fmpq(1)})
        said = (matrix, " is a number")
        self._stated.append(known.equation(matrix, number * identity("1"), said=said))
        return number

    def _named(self, word: Word, name: str) -> RationalFunction:
        """Return the indeterminate of a word. Raises ValueError for a name that is taken."""
        if word not in self._numbers:
            taken = {size for a in self._letters.values() for size in (a.rows, a.columns)}
            if name in taken | {str(number) for number in self._numbers.values()}:
                raise ValueError(f"{name} is the name of another number")
            self._numbers[word] = indeterminate(name)
        return self._numbers[word]

    def pseudo_inverted(self, P: Polynomial) -> Polynomial | None:
        """Return the matrix whose pseudo-inverse is a letter, if there is one."""
        found = (A for (mark, A), H in self._made.items() if mark == "⁺" and H == P)
        return next(found, None)

    def _of(self, mark: str, equations: Equations, A: Polynomial, origin: str) -> Polynomial:
        """Return the letter of what was met first; a multiple's is divided by the number."""
        number = _scale(A)
        unit = A / number
        if (mark, unit) not in self._made:
            named = A if len(A.terms) > 1 else unit  # a sum keeps its signs, as in (I − K)⁻¹
            base = named.T if _written_after(named, named.T) else named
            G = self.letter(name_of(base, mark), base.columns, base.rows)
            self._stated += equations(base, G, origin)
            if base.symmetric:
                self._stated += known.symmetric(G, origin)
            for B, H in ((base.T, G.T), (base, G)):
                scale = _scale(B)
                self._made[mark, B / scale] = H * scale
        return self._made[mark, unit] / number


def _scale(A: Polynomial) -> fmpq:
    """Return the rational number by which a polynomial is larger than one of leading 1."""
    lead = A.terms[max(A.terms, key=lambda word: (len(word), word))]
    return lead if isinstance(lead, fmpq) else fmpq(1)


def _written_after(one: Polynomial, other: Polynomial) -> bool:
    """Say which of a matrix and its transpose has the other as its plainer spelling."""
    words = [
        min((len(w), spelled(w).count("ᵀ"), spelled(w)) for w in p.terms) for p in (one, other)
    ]
    return words[0] > words[1]
