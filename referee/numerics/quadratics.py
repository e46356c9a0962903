"""Where a quadratic function has its least value, under linear equations too, exactly.

That a function is quadratic is certain, not fitted: it runs on numbers that know their degree
(numerics.degrees). Its coefficients are then read off its values at the unit vectors. On the
solutions of Cx = c it is least where its gradient is orthogonal to them and no direction within
them is one of negative curvature (Nocedal and Wright, "Numerical Optimization", 2006, ch. 16).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays, degrees, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.traced.sizes import NotTranslated

Function = Callable[[Array], Array]
MOST_ENTRIES = 40  # of a variable: as many values as pairs of them are taken


@dataclass(frozen=True)
class Quadratic:
    """xᵀHx/2 + gᵀx + c of columns x, over the points x₀ + P·v: H, P (k, k), g, x₀ (k, 1)."""

    H: np.ndarray
    g: np.ndarray
    c: Any
    start: np.ndarray
    P: np.ndarray

    def value(self, x: np.ndarray) -> np.ndarray:
        """Return the value (1, 1) at a column."""
        found: np.ndarray = x.T @ (self.H @ x) / 2 + self.g.T @ x + arrays.scalar(self.c)
        return found


def minimiser(f: Function, w: Array, *constraints: Function) -> Array:
    """Return the one point of the shape of w at which a quadratic f is least.

    Where constraints are given they are 0 there. Raises Undefined where there is no such point or
    more than one, NotComputed for a function that is not quadratic in w.
    """
    return _least(f, w, constraints)[0].reshape(w.shape)


def least_value(f: Function, w: Array, *constraints: Function) -> Array:
    """Return the least value (1, 1) of a quadratic f; see :func:`minimiser`.

    It may be attained at many points. Raises Undefined where there is none.
    """
    return _least(f, w, constraints, one=False)[1]


def _least(
    f: Function, w: Array, constraints: tuple[Function, ...], *, one: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    q = _quadratic(f, w, constraints)
    inside = q.P @ q.H @ q.P
    pivots = [scalars.sign(pivot) for pivot in linalg.inertia_pivots(inside)]
    if -1 in pivots:
        raise Undefined("a minimum of what falls without end")
    if None in pivots:
        raise NotComputed("a curvature that may be negative")
    slope = q.P @ (q.g + q.H @ q.start)
    inverse = linalg.pinv(inside)
    if not _vanish(slope - inside @ (inverse @ slope)):
        raise Undefined("a minimum of what falls without end")
    if one and not _vanish(inverse @ inside - q.P):
        raise Undefined("a minimum that is attained at more than one point")
    x = q.start - inverse @ slope
    return x, q.value(x)


def _quadratic(f: Function, w: Array, constraints: tuple[Function, ...]) -> Quadratic:
    if arrays.is_traced(w):
        raise NotTranslated("where a function is least")
    if not arrays.is_exact(w):
        raise NotComputed("a minimum in floating point")
    size, shape = w.size, w.shape
    if size > MOST_ENTRIES:
        raise NotComputed(f"a minimum over more than {MOST_ENTRIES} entries")
    _check_degree(f, shape, 2, "a minimum of what is not quadratic")
    for constraint in constraints:
        _check_degree(constraint, shape, 1, "a minimum under what is not linear")

    def at(*places: int) -> np.ndarray:
        x = np.zeros(size, dtype=np.int64)
        for place in places:
            x[place] += 1
        return arrays.exact(x.reshape(shape))

    c, ones = f(at())[0, 0], [f(at(i))[0, 0] for i in range(size)]
    H = np.empty((size, size), dtype=object)
    for i in range(size):
        for j in range(i + 1):
            H[i, j] = H[j, i] = f(at(i, j))[0, 0] - ones[i] - ones[j] + c
    g = np.array([each - c for each in ones], dtype=object).reshape(-1, 1) - _half_diagonal(H)
    start, P = _solutions(constraints, at, size)
    return Quadratic(H, g, c, start, P)


def _half_diagonal(H: np.ndarray) -> np.ndarray:
    found: np.ndarray = H.diagonal().reshape(-1, 1) * fmpq(1, 2)
    return found


def _solutions(
    constraints: tuple[Function, ...], at: Callable[..., np.ndarray], size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return a solution of linear equations and the projection onto what may be added to it."""
    start, P = (
        arrays.exact(np.zeros((size, 1), dtype=np.int64)),
        arrays.exact(np.eye(size, dtype=int)),
    )
    if not constraints:
        return start, P
    rest = np.concatenate([each(at()).reshape(-1, 1) for each in constraints])
    columns = [
        np.concatenate([each(at(i)).reshape(-1, 1) for each in constraints]) - rest
        for i in range(size)
    ]
    C = np.concatenate(columns, axis=1)
    inverse = linalg.pinv(C)
    start = -(inverse @ rest)
    if not _vanish(C @ start + rest):
        raise Undefined("a minimum over nothing: no point meets the equations")
    return start, P - inverse @ C


def _check_degree(f: Function, shape: tuple[int, ...], most: int, why: str) -> None:
    """Raise NotComputed where a function is not certainly a polynomial of a degree."""
    x = np.empty(shape, dtype=object)
    x.reshape(-1)[:] = [degrees.variable(k + 2) for k in range(x.size)]
    try:
        with degrees.assumptions() as assumed:
            found = [degrees.as_tracked(number) for number in f(x).flat]
    except (degrees.NotRational, ZeroDivisionError, Undefined):
        raise NotComputed(why) from None
    if assumed or any(each.bottom or each.top > most for each in found):
        raise NotComputed(why)


def _vanish(array: np.ndarray) -> bool:
    zeros = [scalars.vanishes(number) for number in array.flat]
    if False not in zeros and None in zeros:
        raise NotComputed("whether a minimum is attained")
    return all(zeros)
