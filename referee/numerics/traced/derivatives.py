"""Derivatives of functions of traced matrices, at w + ε·v with ε² = 0.

Coefficients carry ε, so that derivatives of derivatives are no other case; an inverse is
A⁻¹ − εA⁻¹BA⁻¹. A gradient and a Jacobian are read off where a fresh letter stands last, a
gradient by a matrix off what stands around one: d tr(AXB) = tr(BA·dX).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod

from flint import fmpq

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
    slope_at_zero,
)
from referee.numerics.free_algebra.letters import Letter, Word, loops, transpose
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


def gradient(f: Function, w: Traced) -> Traced:
    """Return the matrix G of the shape of w with d/dε f(w + εV) = tr(GᵀV), for numbers f(w).

    The entries of w are derived by as if each were free, also where w is symmetric.
    """
    (rows, columns), like = w.shape, w.tracing
    V = like.fresh_matrix(rows, columns)
    found = directional_derivative(f, w, like.wrap(V)).polynomial
    if (found.rows, found.columns) != ("1", "1"):
        raise NotTranslated("the gradient of what is no number")
    ((letter,),) = V.terms
    total = zero(V.rows, V.columns)
    for loop, others, c in _loops(found, letter, w):
        names = [str(each) for other in others for each in other]
        if any(letter.name in name for name in (*names, *_names(c))):
            raise NotTranslated("a derivative that is not linear in its direction")
        numbers = [like.coefficient(Polynomial("1", "1", {other: fmpq(1)})) for other in others]
        total = total + _around(loop, letter, V) * prod(numbers, start=c)
    return like.wrap(total)


def _loops(
    found: Polynomial, letter: Letter, like: Traced
) -> Iterator[tuple[Word, list[Word], Coefficient]]:
    """Yield the terms of a number: what a letter stands in as a trace, other factors, coefficient.

    A letter stands in a factor of a word, or in a number that is the trace of a word.
    """
    numbers = like.tracing.presentation.numbers.items()
    linear = [(word, str(name)) for word, name in numbers if letter in word or letter.T in word]
    for word, c in found.terms.items():
        factors = loops(word)
        places = [k for k, loop in enumerate(factors) if letter in loop or letter.T in loop]
        if places:
            yield factors[places[0]], [f for k, f in enumerate(factors) if k != places[0]], c
            continue
        inside = [(loop, slope_at_zero(c, name)) for loop, name in linear]
        if not any(part for _, part in inside):
            raise NotTranslated("a derivative inside a product entry by entry")
        yield from ((loop, factors, part) for loop, part in inside if part)


def _around(loop: Word, letter: Letter, V: Polynomial) -> Polynomial:
    """Return G with tr(loop) = tr(GᵀV), of a loop a·V·b the matrix (ba)ᵀ."""
    turned = loop if letter in loop else transpose(loop)
    place = turned.index(letter)
    before, behind = turned[:place], turned[place + 1 :]
    if any(letter.name in each.name for each in before + behind):
        raise NotTranslated("a derivative that is not linear in its direction")
    around = tuple(transpose((*behind, *before)))
    return Polynomial(V.rows, V.columns, {around: fmpq(1)})


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
