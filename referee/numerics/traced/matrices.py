"""Traced matrices: polynomials in letters that compute as arrays do."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NoReturn, Protocol

import numpy as np
from flint import fmpq, fmpz

from referee.numerics.free_algebra.coefficients import Coefficient, is_positive
from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.traced.epsilons import first_order
from referee.numerics.traced.functions import Functions
from referee.numerics.traced.kronecker import Kronecker
from referee.numerics.traced.sizes import NamedSize, NotTranslated, Size, size_at, vertex
from referee.numerics.traced.words import in_order

NUMBERS = (int, fmpz, fmpq, np.integer)


class Tracing(Protocol):
    """Where traced matrices come from: letters, and what is known of them.

    It is :class:`referee.numerics.traced.tracing.Letters`.
    """

    @property
    def presentation(self) -> Presentation:
        """The letters with their axioms."""

    @property
    def positive(self) -> Container[str]:
        """The sizes that are at least 1."""

    def __call__(self, values: Any) -> Traced:
        """Return a number, or a matrix that its sizes say."""

    def wrap(self, polynomial: Polynomial) -> Traced:
        """Return a polynomial as a traced matrix."""

    def fresh_column(self, size: Size) -> Polynomial:
        """Return a letter of shape ``(size, 1)`` to be linear in."""

    def fresh_matrix(self, rows: Size, columns: Size) -> Polynomial:
        """Return a letter of a shape to be linear in."""

    def fresh_epsilon(self) -> str:
        """Return the name of an indeterminate whose square is dropped."""

    def inverse(self, A: Polynomial) -> Polynomial:
        """Return the inverse."""

    def pseudo_inverse(self, A: Polynomial) -> Polynomial:
        """Return the pseudo-inverse."""

    def reciprocal(self, c: Coefficient) -> Coefficient:
        """Return 1/c."""

    def coefficient(self, s: Polynomial) -> Coefficient:
        """Return a 1×1 matrix as a number."""

    def determinant(self, A: Polynomial) -> Coefficient:
        """Return the determinant of a square matrix."""

    def power(self, c: Coefficient, exponent: Coefficient) -> Coefficient | None:
        """Return a number to the power of a size."""

    @property
    def kronecker(self) -> Kronecker:
        """The letters in places of Kronecker products."""

    @property
    def functions(self) -> Functions:
        """The letters that are functions of matrices."""

    def root(self, A: Polynomial) -> Polynomial:
        """Return the square root of a positive semidefinite matrix."""

    def exponential_of_number(self, c: Coefficient) -> Coefficient:
        """Return e^c."""

    def is_invertible(self, A: Polynomial) -> bool:
        """Say whether a matrix is known to be invertible."""

    def count(self, size: str) -> None:
        """Note that the indices of a size were counted."""

    def met(self, polynomial: Polynomial) -> None:
        """Note a matrix that came up."""

    def diagonal(self, v: Polynomial) -> Polynomial:
        """Return the diagonal matrix of a column."""

    def ones(self, size: str) -> Polynomial:
        """Return the column of ones."""

    def first(self, whole: Size, part: Size) -> Polynomial:
        """Return the first columns of an identity."""


class Traced:
    """A matrix of shape ``(rows, columns)``, sizes by their names, as a polynomial in letters.

    It has no entries. A step without a translation raises NotTranslated.
    """

    __array_ufunc__ = None  # NumPy leaves operators to this class
    ndim = 2

    def __init__(self, polynomial: Polynomial, tracing: Tracing) -> None:
        self._polynomial, self.tracing = in_order(first_order(polynomial)), tracing
        tracing.met(self._polynomial)

    @property
    def polynomial(self) -> Polynomial:
        """What it is in letters."""
        return self._polynomial

    @property
    def shape(self) -> tuple[Size, Size]:
        """The sizes of rows and columns."""
        return size_at(self.polynomial.rows), size_at(self.polynomial.columns)

    @property
    def mT(self) -> Traced:
        """The transpose."""
        return self._of(self.polynomial.T)

    T = mT

    @property
    def is_number(self) -> bool:
        """Whether it is a 1×1 matrix."""
        return (self.polynomial.rows, self.polynomial.columns) == ("1", "1")

    @property
    def is_column(self) -> bool:
        """Whether it has one column."""
        return self.polynomial.columns == "1"

    @property
    def is_row(self) -> bool:
        """Whether it has one row."""
        return self.polynomial.rows == "1"

    def __add__(self, other: Any) -> Traced:
        term = self._operand(other)
        if term.says_shape != self.says_shape:
            raise NotTranslated(f"a sum of {self.says_shape} and {term.says_shape} matrices")
        return self._of(self.polynomial + term.polynomial)

    __radd__ = __add__

    def __neg__(self) -> Traced:
        return self._of(-self.polynomial)

    def __sub__(self, other: Any) -> Traced:
        return self + (-self._operand(other))

    def __rsub__(self, other: Any) -> Traced:
        return self._operand(other) - self

    def __mul__(self, other: Any) -> Traced:
        factor = self._operand(other)
        if factor.is_number:
            return self.scaled(factor)
        if self.is_number:
            return factor.scaled(self)
        return self.entrywise(factor)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Traced:
        divisor = self._operand(other)
        if divisor.is_number:
            return self * divisor.reciprocal()
        if divisor.is_row:
            return (self.mT / divisor.mT).mT
        if not divisor.is_column:
            raise NotTranslated("a quotient of matrices entry by entry")
        by = self._of(self.tracing.inverse(self.tracing.diagonal(divisor.polynomial)))
        return by @ self

    def __rtruediv__(self, other: Any) -> Traced:
        return self._operand(other) / self

    def __matmul__(self, other: Any) -> Traced:
        factor = self._operand(other)
        if self.polynomial.columns != factor.polynomial.rows:
            raise NotTranslated(f"a product of {self.says_shape} and {factor.says_shape} matrices")
        product = self.polynomial * factor.polynomial
        if (product.rows, product.columns) == ("1", "1") and self.tracing.kronecker.places:
            product = self.tracing.kronecker.settled(product)
        return self._of(product)

    def __pow__(self, exponent: Any) -> Traced:
        """Return a power of a number, or of each entry of a column."""
        if self.is_number and isinstance(exponent, Traced) and exponent.is_number:
            of, by = (self.tracing.coefficient(each.polynomial) for each in (self, exponent))
            found = self.tracing.power(of, by)
            if found is not None:
                return self._of(identity("1") * found)
        k = integer(exponent)
        if self.is_number:
            base = self if k >= 0 else self.reciprocal()
            return self._of(base.polynomial ** abs(k))
        if not self.is_column or k < 0:
            raise NotTranslated("a power of every entry")
        return self._of(self.tracing.diagonal(self.polynomial) ** k * self._ones())

    def __getitem__(self, index: Any) -> Traced:
        """Return the first rows and columns, as far as slices ask for these."""
        given = index if isinstance(index, tuple) else ()
        places = [place for place in given if place is not Ellipsis]
        if len(places) != 2:
            raise NotTranslated("an entry at an index")
        rows, columns = places
        return self.first_rows(rows).mT.first_rows(columns).mT

    def first_rows(self, places: Any) -> Traced:
        """Return the rows of a slice that begins at the first."""
        size = self.shape[0]
        if not isinstance(places, slice) or places.step is not None or places.start is not None:
            raise NotTranslated("a part of a matrix that does not begin at its first entry")
        stop = places.stop
        if stop is None or vertex(stop) == self.polynomial.rows:
            return self
        if vertex(stop) != "1" and not isinstance(stop, NamedSize):
            raise NotTranslated(f"the first {stop} indices")
        return self._of(self.tracing.first(size, stop).T * self.polynomial)

    def reciprocal(self) -> Traced:
        """Return 1 over a number."""
        c = self.tracing.reciprocal(self.tracing.coefficient(self.polynomial))
        return self._of(identity("1") * c)

    def scaled(self, number: Traced) -> Traced:
        """Return the product with a 1×1 matrix, which stands beside a column or a row."""
        words = number.polynomial.terms
        if words and [*words] != [()]:
            if self.is_column:
                return self._of(self.polynomial * number.polynomial)
            if self.is_row:
                return self._of(number.polynomial * self.polynomial)
        return self._of(self.polynomial * self.tracing.coefficient(number.polynomial))

    def entrywise(self, other: Traced) -> Traced:
        """Return the product entry by entry, where one factor is a column or a row."""
        same = self.polynomial.rows == other.polynomial.rows
        if same and self.is_column and other.is_column:
            return Entrywise(self, other)
        if same and other.is_column:
            return self._of(self.tracing.diagonal(other.polynomial) * self.polynomial)
        if same and self.is_column:
            return other.entrywise(self)
        if self.is_row or other.is_row:
            return (self.mT.entrywise(other.mT)).mT
        if same and self.polynomial.columns == other.polynomial.columns:
            return Products(self, other)
        raise NotTranslated("a product of matrices entry by entry")

    def _ones(self) -> Polynomial:
        return self.tracing.ones(self.polynomial.rows)

    def _of(self, polynomial: Polynomial) -> Traced:
        return Traced(polynomial, self.tracing)

    def _operand(self, other: Any) -> Traced:
        if isinstance(other, Traced):
            return other
        if isinstance(other, (*NUMBERS, np.ndarray)):
            return self.tracing(other)
        raise NotTranslated(f"arithmetic with a {type(other).__name__}")

    @property
    def says_shape(self) -> str:
        """The shape in words: sizes are equal where their names are."""
        return self.polynomial.shape

    def _refuse(self, _: object = None) -> NoReturn:
        raise NotTranslated("a step that depends on the entries")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = __iter__ = __len__ = __float__ = __int__ = __index__ = _refuse
    __hash__ = object.__hash__

    def __abs__(self) -> NoReturn:
        raise NotTranslated("a magnitude")

    def __repr__(self) -> str:
        return f"<{self.polynomial!r}>"


class Entrywise(Traced):
    """The product u∘v of two columns entry by entry, diag(u)v; the sum of its entries is uᵀv."""

    def __init__(self, one: Traced, other: Traced) -> None:
        self.one, self.other = one, other
        tracing, total = one.tracing, None
        for u, a in one.polynomial.terms.items():
            for v, b in other.polynomial.terms.items():
                first, second = sorted((u, v), key=_heaviest)
                D = tracing.diagonal(Polynomial(one.polynomial.rows, "1", {first: a * b}))
                term = D * Polynomial(one.polynomial.rows, "1", {second: fmpq(1)})
                total = term if total is None else total + term
        super().__init__(one.polynomial * 0 if total is None else total, tracing)

    def total(self) -> Traced:
        """Return the sum of all entries."""
        return self.one.mT @ self.other

    def scaled(self, number: Traced) -> Traced:
        """Return the product with a 1×1 matrix, which is that of one factor."""
        return Entrywise(self.one.scaled(number), self.other)


class Products(Traced):
    """The product A∘B of two matrices entry by entry, letters of its own; its sum is tr(AᵀB)."""

    def __init__(self, one: Traced, other: Traced) -> None:
        self.one, self.other, self.tracing = one, other, one.tracing

    @property
    def polynomial(self) -> Polynomial:
        """What it is in letters, one for each pair of terms."""
        found = self.tracing.functions.product(self.one.polynomial, self.other.polynomial)
        self.tracing.met(found)
        return found

    @property
    def shape(self) -> tuple[Size, Size]:
        """The sizes of rows and columns."""
        return self.one.shape

    @property
    def is_number(self) -> bool:
        """Whether it is a 1×1 matrix: it is not."""
        return False

    def scaled(self, number: Traced) -> Traced:
        """Return the product with a 1×1 matrix, which is that of one factor."""
        return Products(self.one.scaled(number), self.other)


class Root(Traced):
    """The norm of a matrix, or a product of norms and of a number that is not negative.

    Its square has a translation; two of them are equal where their squares are.
    """

    def __init__(self, square: Traced) -> None:
        self.square, self.tracing = square, square.tracing

    @property
    def polynomial(self) -> Polynomial:
        """Refuse."""
        raise NotTranslated("a norm that is not squared")

    @property
    def is_number(self) -> bool:
        """Whether it is a 1×1 matrix: it is."""
        return True

    @property
    def shape(self) -> tuple[Size, Size]:
        """The sizes of rows and columns."""
        return 1, 1

    def __mul__(self, other: Any) -> Traced:
        """Return the product with another norm, or with a number that is not negative."""
        if isinstance(other, Root):
            same = self.square.polynomial == other.square.polynomial
            return self.square if same else Root(self.square * other.square)
        factor = self._operand(other)
        c = self.tracing.coefficient(factor.polynomial) if factor.is_number else fmpq(-1)
        if c and not is_positive(c, self.tracing.positive):
            raise NotTranslated("a norm that is not squared")
        return Root(self.square * factor * factor)

    __rmul__ = __mul__

    def __pow__(self, exponent: Any) -> Traced:
        half, odd = divmod(integer(exponent), 2)
        if odd or half < 0:
            raise NotTranslated("a norm that is not squared")
        return self.square**half


def is_traced(array: Any) -> bool:
    """Say whether an array is made of letters."""
    return isinstance(array, Traced)


def _heaviest(word: Any) -> tuple[int, int, str]:
    """Return what orders words: those in which something is linear last, then the long ones."""
    names = "".join(str(letter) for letter in word)
    return names.count("∂"), len(word), names


def integer(exponent: Any) -> int:
    """Return a whole number that is given as such or as a 1×1 matrix."""
    c = exponent
    if isinstance(exponent, Traced):
        c = exponent.tracing.coefficient(exponent.polynomial) if exponent.is_number else None
    if isinstance(c, (int, np.integer)):
        return int(c)
    if not isinstance(c, fmpq) or c.q != 1 or abs(c) > 12:
        raise NotTranslated(f"the power {c}" if c is not None else "a power of matrices")
    return int(c.p)
