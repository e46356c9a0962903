"""Integrals over an interval, a half-line or the line, of each entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    REAL,
    SCALAR,
    Changes,
    Filled,
    Operation,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, integrals
from referee.numerics.arrays import Array
from referee.numerics.exponential_polynomials import at_letters, letter, letter_of
from referee.numerics.integrals import Whole
from referee.numerics.precision import NotComputed
from referee.numerics.traced.sizes import NotTranslated

Function = Callable[[Array], Array]
Number = Callable[[Any], Array]


def over_interval(f: Function, low: Array, high: Array, number: Number) -> Array:
    """Return ∫ f(s) ds from low to high, both (1, 1), of each entry of f(s)."""
    return _integrated(f, number, lambda: integrals.between(low.item(), high.item()))


def over_ray(f: Function, low: Array, number: Number) -> Array:
    """Return ∫ f(s) ds from low (1, 1) to infinity; raises Undefined where it diverges."""
    return _integrated(f, number, lambda: integrals.from_there(low.item()))


def over_line(f: Function, number: Number) -> Array:
    """Return ∫ f(s) ds over all numbers; raises Undefined where it diverges."""
    return _integrated(f, number, lambda: integrals.everywhere)


def _integrated(f: Function, number: Number, whole: Callable[[], Whole]) -> Array:
    if arrays.makes_traced(number):
        raise NotTranslated("an integral")
    if number is not arrays.exact:
        raise NotComputed("an integral in floating point")
    found = letter()
    own, known = letter_of(found), whole()
    values = at_letters(f, _of_one(found))
    return arrays.elementwise(lambda each: integrals.integrated(each, own, known), values)


def _of_one(number: Any) -> np.ndarray:
    out = np.empty((1, 1), dtype=object)
    out[0, 0] = number
    return out


def _types(letter_: Type, *ends_and_body: Type) -> Type:
    del letter_
    *ends, body = ends_and_body
    for end in ends:
        if array(end, "an end of an integral") != SCALAR:
            raise IllTyped(f"an integral from or to {spell(end)}; its ends are numbers")
    return array(body, "an integral")


def _operation(
    says: str, arity: int, value: Callable[..., Array], latex: str, unicode: str
) -> Operation:
    body = arity - 1
    needs = (*[0] * body, 4)
    return Operation(
        says,
        arity,
        _types,
        value,
        Filled(rf"\int{latex} {{{body}}} \, d{{0}}", 3, needs),
        binds=REAL,
        changes=Changes(offered=False),
        written={"unicode": Filled(f"∫{unicode} {{{body}}} d{{0}}", 3, needs)},
    )


FUNCTIONS: Mapping[str, Operation] = {
    "integral": _operation(
        "the integral between two ends: integral(s, 0, t, exp(-s))",
        4,
        over_interval,
        "_{{{1}}}^{{{2}}}",
        "_({1})^({2})",
    ),
    "integral_ray": _operation(
        "the integral from an end to infinity: integral_ray(s, 0, exp(-s))",
        3,
        over_ray,
        r"_{{{1}}}^{{\infty}}",
        "_({1})^∞",
    ),
    "integral_line": _operation(
        "the integral over all numbers: integral_line(s, exp(-s**2))",
        2,
        over_line,
        r"_{{-\infty}}^{{\infty}}",
        "_(-∞)^∞",
    ),
}
