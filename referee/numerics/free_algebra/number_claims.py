"""Equations between numbers that matrices make, as sums of traces of words.

A 1×1 product is its own trace, so that an equation of which every term has one such number, or one
trace, is one between traces, which rotation and transposition help to prove. One that is a product
holds if a factor is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import mul

from flint import fmpq, fmpq_mpoly

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    Names,
    RationalFunction,
    factors,
    indeterminate,
)
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.traces import Traces, number, trace

Numbers = Mapping[Word, RationalFunction]


def as_traces(claim: Polynomial, numbers: Numbers, *, of_words: bool = False) -> Iterator[Traces]:
    """Yield sums of traces, each of which proves that a 1×1 matrix is 0 where it is 0 itself.

    ``numbers`` are the words that indeterminates stand for. None is yielded for another shape, or
    where no term of the claim has such a number, unless a claim ``of_words`` alone is asked for.
    """
    words = {name: word for word, found in numbers.items() for name in found.names}
    if (claim.rows, claim.columns) != ("1", "1"):
        return
    if not names_of(claim) & words.keys() and (not of_words or [*claim.terms] == [()]):
        return
    if [*claim.terms] == [()]:
        yield from _of_number(claim.terms[()], words)
        return
    total = Traces({})
    for word, c in claim.terms.items():
        part = trace(Polynomial("1", "1", {word: fmpq(1)})) * c if word else _linear(c, words)
        if part is None:
            return
        total = total + part
    yield total


def names_of(polynomial: Polynomial) -> set[str]:
    """Return the indeterminates in the coefficients of a polynomial."""
    return {name for c in polynomial.terms.values() for name in _names(c)}


def _of_number(c: Coefficient, words: Mapping[str, Word]) -> Iterator[Traces]:
    """Yield a number as a multiple of each of its factors that is a sum of traces."""
    for polynomial in factors(c):
        found = _sum(polynomial, _names(c), words)
        if found is not None:
            yield found * (c / _value(polynomial, _names(c)))


def _linear(c: Coefficient, words: Mapping[str, Word]) -> Traces | None:
    """Return a number as a sum of traces; None where a term has two of them."""
    if not isinstance(c, RationalFunction):
        return number(c)
    found = _sum(c.numerator, c.names, words)
    return None if found is None else found / _value(c.denominator, c.names)


def _sum(polynomial: fmpq_mpoly, names: Names, words: Mapping[str, Word]) -> Traces | None:
    total = Traces({})
    for powers, c in polynomial.terms():
        made = [name for name, e in zip(names, powers, strict=True) for _ in range(int(e))]
        traced = [name for name in made if name in words]
        rest = reduce(mul, (indeterminate(name) for name in made if name not in words), c)
        if len(traced) > 1:
            return None
        total = total + (_trace(words[traced[0]]) if traced else number(1)) * rest
    return total


def _trace(word: Word) -> Traces:
    return trace(Polynomial(word[0].rows, word[-1].columns, {word: fmpq(1)}))


def _value(polynomial: fmpq_mpoly, names: Names) -> Coefficient:
    total: Coefficient = fmpq(0)
    for powers, c in polynomial.terms():
        made = (indeterminate(n) for n, e in zip(names, powers, strict=True) for _ in range(int(e)))
        total = total + reduce(mul, made, c)
    return total


def _names(c: Coefficient) -> Names:
    return c.names if isinstance(c, RationalFunction) else ()
