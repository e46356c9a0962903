"""A tracing: the letters, axioms and conditions that come up while a property runs on letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import numpy as np
from flint import fmpq, fmpz

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate, is_positive
from referee.numerics.free_algebra.letters import Word, spelled, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.traced.epsilons import MARK, epsilon_in, slope, value_at_zero, without
from referee.numerics.traced.matrices import Traced
from referee.numerics.traced.sizes import NamedSize, NotTranslated, Size, Written, vertex

FRESH = "∂"  # in the names of letters in which something is linear
RATIONAL = (int, fmpz, fmpq, np.integer)


class Letters:
    """An arithmetic whose arrays are polynomials in letters.

    ``shape`` gives dimensions their names; ``positive`` are the sizes that are at least 1, and
    ``inside`` says which sizes are at most which others: an n×n part of a d×n matrix is one
    where n ≤ d. ``conditions`` are those under which what was traced has a value, as far as
    nothing guarantees them; ``values`` say what a letter is at an instance, ``diagonals`` of which
    column it is the diagonal matrix.
    """

    def __init__(
        self,
        shape: Mapping[str, NamedSize],
        positive: Iterable[str],
        inside: Iterable[tuple[str, str]],
    ) -> None:
        self.shape, self.positive, self.inside = shape, {*positive}, {*inside}
        self.presentation = Presentation()
        self.conditions: list[str] = []
        self.values: dict[str, Callable[[Any], Any]] = {}
        self.diagonals: dict[str, Word] = {}
        self._origins: list[str] = []
        self._invertible: list[tuple[Polynomial, str]] = []
        self._diagonals: dict[Word, Polynomial] = {}
        self._first: dict[tuple[str, str], Polynomial] = {}
        self._count = count(1)

    def __call__(self, values: Any) -> Traced:
        """Return one number, or a matrix that its sizes say, as a traced matrix."""
        if isinstance(values, Written):
            return self.wrap(self._written(values))
        found = np.asarray(values, dtype=object)
        if found.size != 1:
            raise NotTranslated("a matrix written entry by entry")
        return self.number(found.reshape(-1)[0])

    def number(self, value: Any) -> Traced:
        """Return a rational number or a size as a 1×1 matrix."""
        if isinstance(value, NamedSize):
            return self.wrap(identity("1") * indeterminate(value.name))
        if not isinstance(value, RATIONAL):
            raise NotTranslated(f"a {type(value).__name__}")
        one = identity("1")
        return self.wrap(one * (int(value) if isinstance(value, np.integer) else value))

    def wrap(self, polynomial: Polynomial) -> Traced:
        """Return a polynomial as a traced matrix."""
        return Traced(polynomial, self)

    @property
    def axioms(self) -> list[Axiom]:
        """All that is known of what was met, closed under transposing."""
        return self.presentation.axioms

    @property
    def origin(self) -> str:
        """The field that is being built, "" for what the claim itself uses."""
        return self._origins[-1] if self._origins else ""

    @contextmanager
    def of(self, field: str) -> Iterator[None]:
        """Say of axioms that are stated inside the block that a field carries them."""
        self._origins.append(field)
        try:
            yield
        finally:
            self._origins.pop()

    def letter(self, name: str, rows: str, columns: str, *, symmetric: bool = False) -> Polynomial:
        """Return a letter of shape ``(rows, columns)``, dimensions of the shape or digits.

        An instance has its value under the same name.
        """
        found = self.new_letter(name, self.vertex(rows), self.vertex(columns), symmetric=symmetric)
        self.values[name] = lambda p: getattr(p, name)
        return found

    def scalar(self, name: str) -> Traced:
        """Return a number that may be any as an indeterminate, a 1×1 matrix."""
        if name in [size.name for size in self.shape.values()]:
            raise NotTranslated(f"the number {name}, which has the name of a size")
        return self.wrap(identity("1") * indeterminate(name))

    def vertex(self, dimension: str) -> str:
        """Return the vertex of a dimension's symbol."""
        return dimension if dimension.isdigit() else vertex(self.shape[dimension])

    def new_letter(
        self, name: str, rows: str, columns: str, *, symmetric: bool = False
    ) -> Polynomial:
        """Return a letter between two vertices."""
        return self.presentation.letter(name, rows, columns, symmetric=symmetric)

    def fresh_column(self, size: Size) -> Polynomial:
        """Return a letter of shape ``(size, 1)`` that nothing else has, and that may be any column.

        Where it has to stand for one, its entries are 1, 2, 3, ...
        """
        name = f"{FRESH}{next(self._count)}"
        self.values[name] = partial(_counting, size=vertex(size))
        return self.new_letter(name, vertex(size), "1")

    def fresh_epsilon(self) -> str:
        """Return the name of an indeterminate that nothing else has, whose square is dropped."""
        return f"{MARK}{next(self._count)}"

    def require(self, axioms: Iterable[Axiom]) -> None:
        """State axioms."""
        self.presentation.require(axioms)

    def guarantee_inverse(self, A: Polynomial, axioms: Iterable[Axiom] = ()) -> None:
        """Say that a square matrix is invertible for every instance of the family."""
        self._invertible.append((A, self.origin))
        self.require(axioms)

    def inverse(self, A: Polynomial) -> Polynomial:
        """Return the inverse; that it exists is noted as a condition where nothing says so."""
        if A.rows != A.columns:
            raise NotTranslated(f"the inverse of the {A.shape} matrix {A}")
        epsilon = epsilon_in(A)
        if epsilon:
            G = self.inverse(without(A, epsilon))
            return G - G * slope(A, epsilon) * G * indeterminate(epsilon)
        if not A:
            raise NotTranslated("the inverse of 0")
        if [*A.terms] == [()]:
            return identity(A.rows) * self.reciprocal(A.terms[()])
        origin = self._guarantor(A)
        if origin is None:
            self._needs(f"{A} is invertible")
        return self.presentation.inverse(A, origin or "")

    def pseudo_inverse(self, A: Polynomial) -> Polynomial:
        """Return the pseudo-inverse; that of a number is 1 over it, where that is not 0."""
        if (A.rows, A.columns) == ("1", "1") and A:
            return identity("1") * self.reciprocal(self.coefficient(A))
        if epsilon_in(A):
            raise NotTranslated("the derivative of a pseudo-inverse")
        if [*A.terms] == [()]:
            return identity(A.rows) * self.reciprocal(A.terms[()])
        return self.presentation.pseudo_inverse(A, self.origin)

    def reciprocal(self, c: Coefficient) -> Coefficient:
        """Return 1/c; that it exists is noted as a condition where nothing says so."""
        if not c:
            raise NotTranslated("a division by zero")
        if self._may_be_zero(c):
            self._needs(f"{value_at_zero(c)} is not 0")
        return 1 / c

    def _may_be_zero(self, c: Coefficient) -> bool:
        return not (is_positive(c, self.positive) or is_positive(-c, self.positive))

    def _needs(self, condition: str) -> None:
        """Note a condition under which what was traced has a value."""
        if condition not in self.conditions:
            self.conditions.append(condition)

    def coefficient(self, s: Polynomial) -> Coefficient:
        """Return a 1×1 matrix as a number, which multiplies matrices of every shape."""
        if not s:
            return fmpq(0)
        if [*s.terms] == [()]:
            return s.terms[()]
        return self.presentation.number(s)

    def _guarantor(self, A: Polynomial) -> str | None:
        """Return which field says that a matrix is invertible, None where none does."""
        for B, origin in self._invertible:
            if _proportional(A, B) or _proportional(A, B.T):
                return origin
        factors = self._factored(A)
        if factors is not None:
            return ", ".join(dict.fromkeys(factors))
        return "" if self._is_definite(A) else None

    def _factored(self, A: Polynomial) -> list[str] | None:
        """Return the fields that say of the factors of one product that they are invertible."""
        rest = next(iter(A.terms)) if len(A.terms) == 1 else ()
        if not rest or self._may_be_zero(A.terms[rest]):
            return None
        words = [
            (each, origin)
            for B, origin in self._invertible
            if len(B.terms) == 1
            for each in (*B.terms, *B.T.terms)
        ]
        found: list[str] = []
        while rest:
            step = next(((w, o) for w, o in words if w == rest[: len(w)]), None)
            if step is None:
                return None
            rest = rest[len(step[0]) :]
            found.append(step[1])
        return found

    def _is_definite(self, A: Polynomial) -> bool:
        """Say whether a matrix is a positive multiple of I and of products CᵀC, summed."""
        return () in A.terms and all(
            is_positive(c, self.positive) and _is_gram(word) for word, c in A.terms.items()
        )

    def ones(self, size: str) -> Polynomial:
        """Return the column of ones of a size."""
        name = f"1_{size}"
        if size == "1":
            return identity("1")
        if name not in self.values:
            e = self.new_letter(name, size, "1")
            self.values[name] = partial(_ones, size=size)
            self.require(known.ones(e))
            for word, D in [*self._diagonals.items()]:
                self._sums_up(word, D, e)
        return self.new_letter(name, size, "1")

    def first(self, whole: Size, part: Size) -> Polynomial:
        """Return the first columns of an identity, of shape ``(whole, part)``.

        Raises NotTranslated where they may be more than there are.
        """
        rows, columns = vertex(whole), vertex(part)
        if rows == columns:
            return identity(rows)
        inside = rows in self.positive if columns == "1" else (columns, rows) in self.inside
        if not inside:
            raise NotTranslated(f"the first {columns} of {rows} indices")
        if (rows, columns) not in self._first:
            name = f"I_{rows}×{columns}" if columns != "1" else f"e_{rows}"
            E = self.new_letter(name, rows, columns)
            self.values[name] = partial(_first, rows=rows, columns=columns)
            self.require(known.orthonormal_columns(E))
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
        D = self.new_letter(name, size, size, symmetric=True)
        self.diagonals[name] = word
        for other in [C for C in self._diagonals.values() if C.rows == size]:
            label = f"the diagonal {D} and {other} commute"
            self.require([known.equation(D * other, other * D, label)])
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
            self.require([known.equation(D * e, column, f"{D}{e} = {column}")])

    def _cut(self, word: Word, E: Polynomial) -> None:
        """State that a diagonal matrix leaves the first coordinates among themselves."""
        D = self._diagonals[word]
        if D.rows != E.rows or E.columns == "1":
            return
        (E_letter,) = next(iter(E.T.terms))
        part = self._diagonal((E_letter, *word), E.columns)
        self.require([known.equation(D * E, E * part, f"{D} is diagonal")])

    def _written(self, values: Written) -> Polynomial:
        rows, columns = vertex(values.rows), vertex(values.columns)
        if values.kind == "zeros":
            return zero(rows, columns)
        if values.kind == "ones":
            return self.ones(rows) * self.ones(columns).T
        if (columns, rows) in self.inside or rows == columns:
            return self.first(values.rows, values.columns)
        return self.first(values.columns, values.rows).T


def _proportional(A: Polynomial, B: Polynomial) -> bool:
    """Say whether one polynomial is a rational multiple of the other."""
    if A.terms.keys() != B.terms.keys() or A.rows != B.rows:
        return False
    word = next(iter(A.terms))
    factor = A.terms[word] / B.terms[word]
    return isinstance(factor, fmpq) and B * factor == A


def _is_gram(word: Word) -> bool:
    half, odd = divmod(len(word), 2)
    return not odd and word[:half] == transpose(word[half:])


def _ones(p: Any, size: str) -> Any:
    return p.number(np.ones((p.shape[size], 1), dtype=np.int64))


def _counting(p: Any, size: str) -> Any:
    return p.number(np.arange(1, p.shape[size] + 1).reshape(-1, 1))


def _first(p: Any, rows: str, columns: str) -> Any:
    shape = (p.shape[rows], 1 if columns == "1" else p.shape[columns])
    return p.number(np.eye(*shape, dtype=np.int64))
