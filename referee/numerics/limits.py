"""Limits of functions of one number whose values are arrays, entry by entry and exact."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import numpy as np

from referee.numerics import arrays, scalars
from referee.numerics.arrays import Array
from referee.numerics.germs import Germ, as_germ, germ_at
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series
from referee.numerics.traced.sizes import NotTranslated

Function = Callable[[Array], Array]


def at_infinity(f: Function, t: Array, side: int = 1) -> Array:
    """Return lim f(t) for t → ∞, or t → −∞ with side −1; t itself says the arithmetic alone.

    Raises Undefined where it is not finite, NotComputed where it is not known.
    """
    _check(t)
    return _limits(f, germ_at(None, side))


def at_a_point(f: Function, point: Function, t: Array, sides: tuple[int, ...] = (1, -1)) -> Array:
    """Return lim f(t) for t → point from some sides; see :func:`at_infinity`.

    Raises Undefined where the sides differ.
    """
    _check(t)
    at = point(t)[0, 0]
    found = [_limits(f, germ_at(at, side)) for side in sides]
    for other in found[1:]:
        same = [scalars.vanishes(x) for x in (found[0] - other).reshape(-1)]
        if False in same:
            raise Undefined("a limit that differs from both sides")
        if None in same:
            raise NotComputed("whether a limit is the same from both sides")
    return found[0]


def _check(t: Array) -> None:
    if arrays.is_traced(t):
        raise NotTranslated("a limit")
    if not arrays.is_exact(t):
        raise NotComputed("a limit in floating point")


_within: ContextVar[bool] = ContextVar("_within", default=False)


def _limits(f: Function, t: Germ) -> np.ndarray:
    """Return the limit of each entry of f(t). Raises NotComputed for a limit within a limit.

    Germs have one variable s, and know of no other that is larger or smaller still.
    """
    if _within.get():
        raise NotComputed("a limit within a limit")
    token = _within.set(True)
    try:
        values = f(arrays.scalar(t))
    finally:
        _within.reset(token)
    return arrays.elementwise(_limit, values)


def _limit(number: Any) -> Any:
    if isinstance(number, Series):
        raise NotComputed("the derivative of a limit")
    found = number.limit() if isinstance(number, Germ) else as_germ(number).limit()
    if found is None:
        raise Undefined("a limit that is not finite")
    return found
