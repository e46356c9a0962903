"""Derivatives of functions of traced matrices, at w + ε·v with ε² = 0.

Coefficients carry ε, so that derivatives of derivatives are no other case; an inverse is
A⁻¹ − εA⁻¹BA⁻¹. A gradient and a Jacobian are read off where a fresh letter stands last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flint import fmpq

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
    slope_at_zero,
)
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial, zero
from referee.numerics.traced.epsilons import slope
from referee.numerics.traced.matrices import Traced
from referee.numerics.traced.sizes import NotTranslated, Size
from referee.numerics.traced.words import ending_in

Function = Callable[[Traced], Traced]


def directional_derivative(f: Function, w: Traced, v: Traced) -> Traced:
    """Return d/dε f(w + ε·v) at ε = 0."""
    epsilon = w.tracing.fresh_epsilon()
    moved = w + w.tracing.wrap(v.polynomial * indeterminate(epsilon))
    return w.tracing.wrap(slope(f(moved).polynomial, epsilon))


def jacobian(f: Function, w: Traced) -> Traced:
    """Return the matrix of the derivative of f at a column w, for columns f(w)."""
    return matrix_of(lambda v: directional_derivative(f, w, v), w.shape[0], w)


def matrix_of(linear: Function, size: Size, like: Traced) -> Traced:
    """Return the matrix (m, size) of a linear map of columns."""
    column = like.tracing.fresh_column(size)
    found = linear(like.tracing.wrap(column)).polynomial
    if found.columns != "1":
        raise NotTranslated("the derivative of a matrix by a vector")
    total = zero(found.rows, column.rows)
    for word, c in _written_out(found, column, like):
        total = total + _without_last(word, c, found, column, like)
    return like.tracing.wrap(total)


def _written_out(
    found: Polynomial, column: Polynomial, like: Traced
) -> Iterator[tuple[Word, Coefficient]]:
    """Yield the terms of a column with the numbers that are linear in a letter as words again."""
    ((letter,),) = column.terms
    numbers = like.tracing.presentation.numbers.items()
    linear = [(word, str(name)) for word, name in numbers if letter in word or letter.T in word]
    for word, c in found.terms.items():
        inside = [(loop, slope_at_zero(c, name)) for loop, name in linear]
        used = [(loop, part) for loop, part in inside if part]
        if not used:
            yield word, c
        for loop, part in used:
            yield word + loop, part


def _without_last(
    word: Word, c: Coefficient, found: Polynomial, column: Polynomial, like: Traced
) -> Polynomial:
    """Return what a word's column is multiplied by, if it is linear in it."""
    ((letter,),) = column.terms
    parts = ending_in(word, found.rows, letter)
    if parts is None:
        raise NotTranslated("a derivative inside a product entry by entry")
    before, factors = parts
    names = [str(each) for each in before] + [str(each) for loop in factors for each in loop]
    if any(letter.name in name for name in (*names, *_names(c))):
        raise NotTranslated("a derivative that is not linear in its direction")
    for factor in factors:
        c = c * like.tracing.coefficient(Polynomial("1", "1", {factor: fmpq(1)}))
    return Polynomial(found.rows, column.rows, {before: c})


def _names(c: Coefficient) -> tuple[str, ...]:
    return c.names if isinstance(c, RationalFunction) else ()
