"""Products, blocks and adjugates of traced matrices, by the names that arrays have for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from flint import fmpq

from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.traced.epsilons import epsilon_in
from referee.numerics.traced.linear_algebra import det, is_square
from referee.numerics.traced.matrices import Traced
from referee.numerics.traced.sizes import NotTranslated, Size


def kron(a: Any, b: Any) -> Traced:
    """Return the Kronecker product; that with a number is a multiple."""
    A, B = _both(a, b)
    if A.is_number or B.is_number:
        return A * B
    return A.tracing.wrap(A.tracing.kronecker.product(A.polynomial, B.polynomial))


def vec(a: Traced) -> Traced:
    """Return the columns one above another."""
    if a.is_column:
        return a
    return a.mT if a.is_row else a.tracing.wrap(a.tracing.kronecker.stacked(a.polynomial))


def joined(parts: Sequence[Any], axis: int) -> Traced:
    """Return matrices one above another (axis −2) or side by side (−1)."""
    traced = _all(parts)
    if axis == -1:
        return joined([part.mT for part in traced], -2).mT
    tracing = traced[0].tracing
    return tracing.wrap(tracing.functions.joined([part.polynomial for part in traced]))


def block_diagonal(parts: Sequence[Any]) -> Traced:
    """Return matrices along the diagonal: ΣEₖAₖFₖᵀ."""
    traced = _all(parts)
    tracing = traced[0].tracing
    matrices = [part.polynomial for part in traced]
    left = tracing.functions.frames(tuple(each.rows for each in matrices))
    right = tracing.functions.frames(tuple(each.columns for each in matrices))
    placed = [E * A * F.T for E, A, F in zip(left, matrices, right, strict=True)]
    return tracing.wrap(sum(placed[1:], placed[0]))


def adjugate(a: Traced) -> Traced:
    """Return the adjugate: of a product that of its factors in the opposite order."""
    if not is_square(a):
        raise NotTranslated("the adjugate of a matrix that is not square")
    A = a.polynomial
    if epsilon_in(A):
        raise NotTranslated("the derivative of an adjugate")
    if a.is_number:
        return a.tracing.wrap(identity("1"))
    if a.tracing.is_invertible(A):
        return det(a) * a.tracing.wrap(a.tracing.inverse(A))
    if len(A.terms) == 1 and [*A.terms.values()] == [fmpq(1)]:
        (word,) = A.terms
        places = [k for k, letter in enumerate(word) if letter.columns == A.rows]
        if len(places) > 1:
            first = Polynomial(A.rows, A.rows, {word[: places[0] + 1]: fmpq(1)})
            rest = Polynomial(A.rows, A.rows, {word[places[0] + 1 :]: fmpq(1)})
            return adjugate(a.tracing.wrap(rest)) @ adjugate(a.tracing.wrap(first))
        if word and str(A.T) < str(A):
            return adjugate(a.mT).mT
    number = a.tracing.coefficient(det(a).polynomial)
    return a.tracing.wrap(a.tracing.functions.adjugate(A, number))


def commutation(rows: Size, columns: Size) -> NoReturn:
    """Refuse: the matrix that turns vec(A) into vec(Aᵀ) has no letter."""
    raise NotTranslated(f"the commutation matrix of {rows}×{columns}")


def selection(first: Size, last: Size, size: Size) -> NoReturn:
    """Refuse: which rows are meant depends on numbers."""
    raise NotTranslated(f"the rows {first} to {last} of {size}")


def _both(a: Any, b: Any) -> tuple[Traced, Traced]:
    one, other = _all((a, b))
    return one, other


def _all(parts: Sequence[Any]) -> list[Traced]:
    """Return all parts as traced matrices; one of them is."""
    tracing = next(part.tracing for part in parts if isinstance(part, Traced))
    return [part if isinstance(part, Traced) else tracing(part) for part in parts]
