"""Indeterminates whose squares are dropped: what a polynomial is to first order in one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    at_zero,
    slope_at_zero,
    without_squares,
)
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.sizes import NotTranslated

MARK = "ε"


def epsilon_in(polynomial: Polynomial) -> str:
    """Return the first of these indeterminates that a polynomial has, "" where it has none."""
    names = {
        name
        for c in polynomial.terms.values()
        if isinstance(c, RationalFunction)
        for name in c.names
        if name.startswith(MARK)
    }
    return min(names, default="")


def without(polynomial: Polynomial, epsilon: str) -> Polynomial:
    """Return a polynomial where an indeterminate is 0."""
    return _each(polynomial, partial(at_zero, name=epsilon))


def first_order(polynomial: Polynomial) -> Polynomial:
    """Return a polynomial without the squares of these indeterminates."""
    if not epsilon_in(polynomial):
        return polynomial
    return _each(polynomial, partial(without_squares, mark=MARK))


def value_at_zero(number: Coefficient) -> Coefficient:
    """Return a coefficient where all of these indeterminates are 0."""
    names = number.names if isinstance(number, RationalFunction) else ()
    for name in (name for name in names if name.startswith(MARK)):
        number = at_zero(number, name)
    return number


def slope(polynomial: Polynomial, epsilon: str) -> Polynomial:
    """Return the derivative of a polynomial where an indeterminate is 0."""
    return _each(polynomial, partial(slope_at_zero, name=epsilon))


def _each(polynomial: Polynomial, step: Callable[[Coefficient], Coefficient]) -> Polynomial:
    try:
        terms = {word: step(c) for word, c in polynomial.terms.items()}
    except ZeroDivisionError:
        raise NotTranslated("a derivative of a quotient by what vanishes") from None
    return Polynomial(polynomial.rows, polynomial.columns, terms)
