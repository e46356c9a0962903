"""Linear algebra of traced matrices, by the names that ``numpy.linalg`` and ``linalg`` have."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.free_algebra.traces import trace as traced_sum
from referee.numerics.traced.matrices import Entrywise, Products, Root, Traced, integer
from referee.numerics.traced.sizes import NotTranslated

Blocks = list[list[Polynomial]]


def inv(a: Traced) -> Traced:
    """Return the inverse; of blocks along the diagonal that of each."""
    blocks = a.tracing.functions.blocks_of(a.polynomial)
    if blocks is not None and not _below(blocks) and not _below(_turned(blocks)):
        frames = a.tracing.functions.frames(tuple(row[0].rows for row in blocks))
        inverses = [a.tracing.inverse(row[k]) for k, row in enumerate(blocks)]
        placed = [E * B * E.T for E, B in zip(frames, inverses, strict=True)]
        return a.tracing.wrap(sum(placed[1:], placed[0]))
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
    if not is_square(a):
        raise NotTranslated("a power of a matrix that is not square")
    if _is_half(exponent):
        return root(a)
    k = integer(exponent)
    return a.tracing.wrap((a if k >= 0 else inv(a)).polynomial ** abs(k))


def _is_half(exponent: Any) -> bool:
    if not isinstance(exponent, Traced) or not exponent.is_number:
        return False
    return bool(exponent.tracing.coefficient(exponent.polynomial) == fmpq(1, 2))


def trace(a: Traced) -> Traced:
    """Return the trace, (1, 1)."""
    if not is_square(a):
        raise NotTranslated("a trace of a matrix that is not square")
    return _trace_of(a.polynomial, a)


def det(a: Traced) -> Traced:
    """Return the determinant, (1, 1)."""
    if not is_square(a):
        raise NotTranslated("a determinant of a matrix that is not square")
    blocks = a.tracing.functions.blocks_of(a.polynomial)
    found = None if blocks is None else _of_blocks(blocks, a)
    number = a.tracing.determinant(a.polynomial) if found is None else found
    return a.tracing.wrap(identity("1") * number)


def _of_blocks(blocks: Blocks, like: Traced) -> Coefficient | None:
    """Return the determinant of blocks: of a triangle, or of two by two by Schur's complement.

    det [A B; C D] = det(A)·det(D − CA⁻¹B) where A, or det(D)·det(A − BD⁻¹C) where D is invertible.
    """
    tracing = like.tracing
    if not _below(blocks) or not _below(_turned(blocks)):
        found: Coefficient = fmpq(1)
        for k, row in enumerate(blocks):
            found = found * tracing.determinant(row[k])
        return found
    if len(blocks) != 2:
        return None
    (A, B), (C, D) = blocks
    if not tracing.is_invertible(A):
        (A, B), (C, D) = (D, C), (B, A)
    if not tracing.is_invertible(A):
        return None
    return tracing.determinant(A) * tracing.determinant(D - C * tracing.inverse(A) * B)


def _below(blocks: Blocks) -> bool:
    """Say whether a block below the diagonal is not 0."""
    return any(bool(block) for i, row in enumerate(blocks) for block in row[:i])


def _turned(blocks: Blocks) -> Blocks:
    """Return the blocks at exchanged places."""
    return [[*column] for column in zip(*blocks, strict=True)]


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


def root(a: Traced) -> Traced:
    """Return the square root of a matrix that is certainly positive semidefinite."""
    if not is_square(a) or a.is_number:
        raise NotTranslated("the root of a number, or of what is not square")
    return a.tracing.wrap(a.tracing.root(a.polynomial))


def exponential_of_number(a: Traced) -> Traced:
    """Return e to the power of a number."""
    if not a.is_number:
        raise NotTranslated("exp of every entry")
    c = a.tracing.coefficient(a.polynomial)
    return a.tracing.wrap(identity("1") * a.tracing.exponential_of_number(c))


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
