"""A tracing: the letters, axioms and conditions that come up while a property runs on letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import numpy as np
from flint import fmpq, fmpz

from referee.numerics.free_algebra import real_matrices, vertices
from referee.numerics.free_algebra.axioms import Axiom, closed
from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate, irreducible
from referee.numerics.free_algebra.determinants import Determinants
from referee.numerics.free_algebra.letters import Letter
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.traces import trace
from referee.numerics.traced.epsilons import MARK, epsilon_in, slope, value_at_zero, without
from referee.numerics.traced.functions import Functions
from referee.numerics.traced.invertible import Invertible, is_nonzero
from referee.numerics.traced.kronecker import Kronecker
from referee.numerics.traced.layouts import Layouts
from referee.numerics.traced.matrices import Traced
from referee.numerics.traced.sizes import NamedSize, NotTranslated, Size, Written, vertex

FRESH = "∂"  # in the names of letters in which something is linear
RATIONAL = (int, fmpz, fmpq, np.integer)


class Letters:
    """An arithmetic whose arrays are polynomials in letters.

    ``shape`` gives dimensions their names; ``positive`` are the sizes that are at least 1, and
    ``inside`` says which sizes are at most which others: an n×n part of a d×n matrix is one
    where n ≤ d. ``conditions`` are those under which what was traced has a value, as far as
    nothing guarantees them; ``values`` say what a letter is at an instance. ``counts`` are the
    sizes that came up as numbers other than under their own names, as the trace of I does;
    ``polynomials`` are all matrices that came up outside fields, also those that cancelled.
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
        self.counts: list[str] = []
        self.polynomials: list[Polynomial] = []
        self.layouts = Layouts(self.presentation, self.positive, self.inside)
        self.values = self.layouts.values
        self.determinants = Determinants(self.presentation, self)
        self.kronecker = Kronecker(self.presentation)
        self.functions = Functions(self.presentation)
        self._origins: list[str] = []
        self._invertible = Invertible(self.positive)
        self._count = count(1)

    def __call__(self, values: Any) -> Traced:
        """Return one number, or a matrix that its sizes say, as a traced matrix."""
        if isinstance(values, Written):
            return self.wrap(self.layouts.written(values))
        found = np.asarray(values, dtype=object)
        if found.size != 1:
            raise NotTranslated("a matrix written entry by entry")
        return self.number(found.reshape(-1)[0])

    def number(self, value: Any) -> Traced:
        """Return a rational number or a size as a 1×1 matrix."""
        if isinstance(value, NamedSize):
            own = self.shape.get(self.origin)
            if own is None or own.name != value.name:
                self.count(value.name)
            return self.wrap(identity("1") * vertices.size(value.name))
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
        found = self.presentation.axioms
        if not self.kronecker.places:
            return found
        return closed([*found, *self.kronecker.axioms(lambda: self.presentation.axioms)])

    def axioms_under(self, premises: Iterable[Axiom]) -> list[Axiom]:
        """Return all that is known where some premises hold, closed under transposing."""
        given = list(premises)
        found = closed([*self.axioms, *given])
        more = real_matrices.consequences(given, found) if given else []
        more += self.functions.consequences(found) if self.functions.exponentials else []
        return closed([*found, *more]) if more else found

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

    def letter(self, name: str, rows: str, columns: str) -> Polynomial:
        """Return a letter of shape ``(rows, columns)``, dimensions of the shape or digits.

        An instance has its value under the same name.
        """
        found = self.new_letter(name, self.vertex(rows), self.vertex(columns))
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

    def new_letter(self, name: str, rows: str, columns: str) -> Polynomial:
        """Return a letter between two vertices."""
        return self.presentation.letter(name, rows, columns)

    def fresh_column(self, size: Size) -> Polynomial:
        """Return a letter of shape ``(size, 1)`` that nothing else has, and that may be any column.

        Where it has to stand for one, its entries are 1, 2, 3, ...
        """
        name = f"{FRESH}{next(self._count)}"
        self.values[name] = partial(_counting, size=vertex(size))
        return self.new_letter(name, vertex(size), "1")

    def fresh_matrix(self, rows: Size, columns: Size) -> Polynomial:
        """Return a letter of a shape that nothing else has, and that may be any matrix.

        Where it has to stand for one, its entries are 1, 2, 3, ..., row by row.
        """
        name = f"{FRESH}{next(self._count)}"
        self.values[name] = partial(_counting_rows, rows=vertex(rows), columns=vertex(columns))
        return self.new_letter(name, vertex(rows), vertex(columns))

    def fresh_epsilon(self) -> str:
        """Return the name of an indeterminate that nothing else has, whose square is dropped."""
        return f"{MARK}{next(self._count)}"

    def require(self, axioms: Iterable[Axiom]) -> None:
        """State axioms."""
        self.presentation.require(axioms)

    def guarantee_inverse(self, A: Polynomial) -> None:
        """Say that a square matrix is invertible for every instance of the family."""
        self._invertible.add(A, self.origin)

    def guarantee_root(self, A: Polynomial) -> None:
        """Say that a letter is positive semidefinite for every instance of the family."""
        self._invertible.add_semidefinite(A)

    def root(self, A: Polynomial) -> Polynomial:
        """Return the square root of a matrix that is certainly positive semidefinite."""
        if epsilon_in(A):
            raise NotTranslated("the derivative of a root of a matrix")
        if not self._invertible.is_semidefinite(A):
            raise NotTranslated(f"the root of {A}, which may not be positive semidefinite")
        found = self.functions.root(A)
        origin = self._guarantor(A)
        if origin is not None:
            self._invertible.add(found, origin)
        return found

    def exponential_of_number(self, c: Coefficient) -> Coefficient:
        """Return e^c, which is not 0."""
        return self.functions.exponential_of_number(c, self.determinants.nonzero)

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
        parts = self.kronecker.factors(A)
        if parts is not None and all(each.rows == each.columns for each in parts):
            return self.kronecker.product(*map(self.inverse, parts))
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
        parts = self.kronecker.factors(A)
        if parts is not None:
            return self.kronecker.product(*map(self.pseudo_inverse, parts))
        return self.presentation.pseudo_inverse(A, self.origin)

    def reciprocal(self, c: Coefficient) -> Coefficient:
        """Return 1/c; that it exists is noted as a condition where nothing says so."""
        if not c:
            raise NotTranslated("a division by zero")
        if not self.is_nonzero(value_at_zero(c)):
            self._needs(f"{value_at_zero(c)} is not 0")
        return 1 / c

    def met(self, polynomial: Polynomial) -> None:
        """Note a matrix that came up, unless it is a part of how a field is built."""
        if not self.origin:
            self.polynomials.append(polynomial)

    def determinant(self, A: Polynomial) -> Coefficient:
        """Return the determinant of a square matrix, to first order where it has an ε.

        The differential of det(A) is det(A)·tr(A⁻¹dA) (Jacobi 1841), where A is invertible.
        """
        epsilon = epsilon_in(A)
        try:
            if not epsilon:
                return self.determinants.of(A)
            plain = without(A, epsilon)
            rate = trace(self.inverse(plain) * slope(A, epsilon))
            change = self.presentation.number_of(rate) * indeterminate(epsilon)
        except ValueError as error:
            raise NotTranslated(str(error)) from None
        return self.determinant(plain) * (1 + change)

    def power(self, c: Coefficient, exponent: Coefficient) -> Coefficient | None:
        """Return a number to the power of a size or its opposite, None for another exponent."""
        sizes = {size.name for size in self.shape.values()}
        size = next((s for s in sizes if indeterminate(s) in {exponent, -exponent}), None)
        if size is None or not c:
            return None
        base = c if exponent == indeterminate(size) else self.reciprocal(c)
        return self.determinants.power(base, size)

    def is_invertible(self, A: Polynomial) -> bool:
        """Say whether a square matrix has an inverse, by its field or by what was asked for."""
        return self._guarantor(A) is not None or self.presentation.has_inverse(A)

    def _guarantor(self, A: Polynomial) -> str | None:
        """Return which field says that a matrix is invertible, None where none does.

        I ⊗ B ⊗ I is where B is; every e^A is.
        """
        letters = {letter for word in A.terms for letter in word}
        for letter in letters:
            if letter.name in self.functions.exponentials:
                self._invertible.add(of_letter(letter.T if letter.transposed else letter), "")
            at = self.in_place(letter.T if letter.transposed else letter)
            origin = at and self._invertible.guarantor(of_letter(at[0]))
            if at and origin is not None:
                plain = of_letter(letter.T if letter.transposed else letter)
                self._invertible.add(plain, origin)
        return self._invertible.guarantor(A)

    def of_function(self, letter: Letter) -> Coefficient | None:
        """Return the determinant of a letter e^A, which is e^tr(A); None for another letter."""
        A = self.functions.exponentials.get(letter.name)
        if A is None:
            return None
        return self.exponential_of_number(self.presentation.number_of(trace(A)))

    def in_place(self, letter: Letter) -> tuple[Letter, str] | None:
        """Return B and the size of the identities in a letter I ⊗ B ⊗ I, None for another."""
        return self.kronecker.determinant(letter)

    def is_nonzero(self, c: Coefficient) -> bool:
        """Say whether a number is known not to be 0: its factors are, or it has one sign."""
        if not c:
            return False
        known = self.determinants.nonzero
        return is_nonzero(c, self.positive) or all(
            str(factor) in known or is_nonzero(factor, self.positive)
            for factor, _ in irreducible(c)
        )

    def count(self, size: str) -> None:
        """Note that the indices of a size were counted."""
        self.counts.append(size)

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

    def diagonal(self, v: Polynomial) -> Polynomial:
        """Return the diagonal matrix of a column."""
        return self.layouts.diagonal(v)

    def ones(self, size: str) -> Polynomial:
        """Return the column of ones of a size."""
        return self.layouts.ones(size)

    def first(self, whole: Size, part: Size) -> Polynomial:
        """Return the first columns of an identity, of shape ``(whole, part)``."""
        return self.layouts.first(whole, part)


def _counting(p: Any, size: str) -> Any:
    return p.number(np.arange(1, p.shape[size] + 1).reshape(-1, 1))


def _counting_rows(p: Any, rows: str, columns: str) -> Any:
    shape = tuple(1 if size == "1" else p.shape[size] for size in (rows, columns))
    return p.number(np.arange(1, shape[0] * shape[1] + 1).reshape(shape))
