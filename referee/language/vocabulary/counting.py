"""Numbers that count: factorials and binomial coefficients."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import fmpq

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import SCALAR, Changes, Notation, Operation, Type, spell
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, batches
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import RATIONAL, Undefined
from referee.numerics.traced.sizes import NotTranslated

LARGEST = 2_000  # of which there is a factorial


def _numbers(word: str) -> Callable[..., Type]:
    def typed(*args: Type) -> Type:
        for arg in args:
            if array(arg, word) != SCALAR:
                raise IllTyped(f"{word} of {spell(arg)}; it takes numbers")
        return SCALAR

    return typed


def _whole(a: Array, word: str) -> int:
    """Return a number that is whole and not negative. Raises Undefined for another."""
    entry = a.flat[0]
    if not isinstance(entry, RATIONAL):
        raise NotComputed(f"a {word} of a number that is not rational")
    number = fmpq(entry)
    if number.q != 1 or number < 0:
        raise Undefined(f"a {word} of {number}: it takes whole numbers from 0")
    if number > LARGEST:
        raise NotComputed(f"a {word} of a number beyond {LARGEST:,}")
    return int(number.p)


def factorial(k: Array) -> Array:
    """Return k!, (1, 1). Raises Undefined for what is no whole number from 0."""
    if arrays.is_traced(k):
        raise NotTranslated("a factorial")
    if not arrays.is_exact(k):
        return _in_floats(lambda x: math.gamma(x + 1), k)
    return arrays.scalar(fmpq(math.factorial(_whole(k, "factorial"))))


def binomial(n: Array, k: Array) -> Array:
    """Return the number of k-subsets of n, (1, 1): 0 for k > n.

    Raises Undefined for what is no whole number from 0.
    """
    if arrays.is_traced(n) or arrays.is_traced(k):
        raise NotTranslated("a binomial coefficient")
    if not arrays.is_exact(n) or not arrays.is_exact(k):
        return _in_floats(_binomial, n, k)
    size, part = (_whole(each, "binomial coefficient") for each in (n, k))
    return arrays.scalar(fmpq(math.comb(size, part)))


def _binomial(n: float, k: float) -> float:
    return float(math.comb(round(n), round(k))) if n >= 0 <= k and k < LARGEST else math.nan


def _in_floats(function: Callable[..., float], *of: Array) -> Array:
    """Return a function of floats, NaN where it has no value or none that a float holds."""

    def guarded(*numbers: Any) -> float:
        try:
            return function(*map(float, numbers))
        except (ValueError, OverflowError):
            return math.nan

    plain = [batches.to_numpy(each) if batches.is_torch(each) else each for each in of]
    if not all(hasattr(each, "dtype") for each in plain):
        raise NotComputed("the derivative of what counts")
    found = np.vectorize(guarded, otypes=[float])(*(np.asarray(each) for each in plain))
    return arrays.like(found, of[0]) if arrays.is_batch(of[0]) else found


FUNCTIONS: Mapping[str, Operation] = {
    "factorial": Operation(
        "the product of the whole numbers up to one",
        1,
        _numbers("factorial"),
        factorial,
        Notation("{0}!", 7, (9,)),
        changes=Changes(offered=False),
        written={"numpy": Notation("math.factorial({0})"), "unicode": Notation("{0}!", 8, (9,))},
    ),
    "binomial": Operation(
        "the number of subsets of so many of so many things: n choose k",
        2,
        _numbers("binomial"),
        binomial,
        Notation(r"\binom{{{0}}}{{{1}}}"),
        changes=Changes(swapped=True, offered=False),
        written={
            "numpy": Notation("math.comb({0}, {1})"),
            "matlab": Notation("nchoosek({0}, {1})"),
        },
    ),
}
