"""Linear algebra of traced matrices, by the names that ``numpy.linalg`` and ``linalg`` have."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.free_algebra.traces import trace as traced_sum
from referee.numerics.traced.matrices import Entrywise, Products, Root, Traced, integer
from referee.numerics.traced.sizes import NotTranslated


def inv(a: Traced) -> Traced:
    """Return the inverse."""
    return a.tracing.wrap(a.tracing.inverse(a.polynomial))


def solve(a: Traced, b: Traced) -> Traced:
    """Return a⁻¹b."""
    return inv(a) @ b


def pinv(a: Traced) -> Traced:
    """Return the pseudo-inverse."""
    return a.tracing.wrap(a.tracing.pseudo_inverse(a.polynomial))


def is_square(a: Traced) -> bool:
    """Say whether rows and columns have one name."""
    return a.polynomial.rows == a.polynomial.columns


def matrix_power(a: Traced, exponent: Any) -> Traced:
    """Return a whole power of a square matrix."""
    if a.is_number:
        power: Traced = a**exponent
        return power
    k = integer(exponent)
    if not is_square(a):
        raise NotTranslated("a power of a matrix that is not square")
    return a.tracing.wrap((a if k >= 0 else inv(a)).polynomial ** abs(k))


def trace(a: Traced) -> Traced:
    """Return the trace, (1, 1)."""
    if not is_square(a):
        raise NotTranslated("a trace of a matrix that is not square")
    return _trace_of(a.polynomial, a)


def det(a: Traced) -> Traced:
    """Return the determinant, (1, 1)."""
    if not is_square(a):
        raise NotTranslated("a determinant of a matrix that is not square")
    return a.tracing.wrap(identity("1") * a.tracing.determinant(a.polynomial))


def total(a: Traced) -> Traced:
    """Return the sum of all entries, (1, 1)."""
    if isinstance(a, Entrywise):
        return a.total()
    if isinstance(a, Products):
        return _trace_of(a.one.polynomial.T * a.other.polynomial, a)
    rows, columns = a.polynomial.rows, a.polynomial.columns
    left: Polynomial = a.tracing.ones(rows).T if rows != "1" else identity("1")
    right = a.tracing.ones(columns) if columns != "1" else identity("1")
    return a.tracing.wrap(left * a.polynomial * right)


def norm_squared(a: Traced) -> Traced:
    """Return the squared Frobenius norm, (1, 1)."""
    if a.is_column:
        return a.mT @ a
    if a.is_row:
        return a @ a.mT
    return _trace_of(a.polynomial.T * a.polynomial, a)


def norm(a: Traced) -> Root:
    """Return the Frobenius norm."""
    return Root(norm_squared(a))


def _trace_of(square: Polynomial, like: Traced) -> Traced:
    if () in square.terms and square.rows != "1":
        like.tracing.count(square.rows)
    try:
        c, rest = _in_places(square, like)
        c = c + like.tracing.presentation.number_of(traced_sum(rest))
    except ValueError as error:
        raise NotTranslated(str(error)) from None
    return like.tracing.wrap(identity("1") * c)


def _in_places(square: Polynomial, like: Traced) -> tuple[Coefficient, Polynomial]:
    """Return the trace of the Kronecker products among the terms of a sum, and the other terms."""
    number: Coefficient = fmpq(0)
    rest = dict(square.terms)
    for word, c in square.terms.items():
        found = like.tracing.kronecker.trace(word, square.rows)
        if found is not None:
            number = number + c * found
            del rest[word]
    return number, Polynomial(square.rows, square.columns, rest)


def exponential(a: Traced) -> Traced:
    """Return e^A."""
    if not is_square(a) or a.is_number:
        raise NotTranslated("the exponential of a number, or of what is not square")
    return a.tracing.wrap(a.tracing.functions.exponential(a.polynomial))


def commutator_with_diagonals(a: Traced) -> Traced:
    """Return AK − KA for a diagonal matrix K that may be any: 0 exactly if A is diagonal."""
    if not is_square(a):
        raise NotTranslated("a matrix that is diagonal and not square")
    K = a.tracing.diagonal(a.tracing.fresh_column(a.shape[0]))
    return a.tracing.wrap(a.polynomial * K - K * a.polynomial)
