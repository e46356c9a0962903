"""Limiting gradients, the Clarke subdifferential and kinks, decided without a step size.

A function made of sums, products, quotients, powers, maxima, minima and absolute values is
evaluated on *germs*: a value at x together with the gradient there. Where a maximum ties at
x, the first-order change along a direction v says which side is the larger one at x + ε·v
for all small ε > 0, and the gradient of that side is carried on. The limiting gradients are
those of all sides that some direction reaches (Clarke, "Optimization and Nonsmooth
Analysis", 1983, theorem 2.5.1).

First order sees every cell that is as wide as a cone at x. All cells are, where kinks are
hyperplanes or single smooth surfaces; a cusp between two tangent surfaces is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from referee.numerics import arrays, calculus, scalars
from referee.numerics.arrays import Array, is_batch, is_exact, is_torch
from referee.numerics.precision import OutOfReach
from referee.numerics.series import Series, as_series

Vector = tuple[Any, ...]
Side = Callable[[Vector], int]  # the sign of normal·v, for the direction v of approach
Function = Callable[[Array], Array]  # maps a column (d, 1) to a number (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Germ:
    """A function near a point: ``series`` holds its value there and, as slope, its gradient."""

    series: Series
    side: Side

    def _with(self, series: Series) -> Germ:
        return Germ(series, self.side)

    def __add__(self, other: Any) -> Germ:
        return self._with(self.series + _series(other))

    __radd__ = __add__

    def __neg__(self) -> Germ:
        return self._with(-self.series)

    def __sub__(self, other: Any) -> Germ:
        return self._with(self.series - _series(other))

    def __rsub__(self, other: Any) -> Germ:
        return self._with(_series(other) - self.series)

    def __mul__(self, other: Any) -> Germ:
        return self._with(self.series * _series(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Germ:
        return self._with(self.series / _series(other))

    def __rtruediv__(self, other: Any) -> Germ:
        return self._with(_series(other) / self.series)

    def sign(self) -> int | None:
        """Return the sign at x + ε·v for all small ε > 0; 0 where all of the germ vanishes."""
        first = scalars.sign(self.series.value)
        if first != 0:
            return first
        normal = tuple(np.ravel(self.series.slope))
        return self.side(normal) if any(scalars.sign(n) for n in normal) else 0


def _series(number: Any) -> Series:
    return number.series if isinstance(number, Germ) else as_series(number)


def sign(number: Any) -> int:
    """Return the sign of a number or a germ; raises OutOfReach where a ball is too wide."""
    found = number.sign() if isinstance(number, Germ) else scalars.sign(number)
    if found is None:
        raise OutOfReach("the larger of two balls that overlap")
    return found


def _larger(a: Any, b: Any) -> Any:
    return b if sign(a - b) == -1 else a


def _positive_part(a: Any) -> Any:
    return 0 * a if sign(a) == -1 else a


def _magnitude(a: Any) -> Any:
    return -a if sign(a) == -1 else a


def maximum(a: Array, b: Array) -> Array:
    """Return the larger of two arrays, entry by entry, in their own arithmetic."""
    return np.frompyfunc(_larger, 2, 1)(a, b) if is_exact(a) else arrays.maximum(a, b)


def minimum(a: Array, b: Array) -> Array:
    """Return the smaller of two arrays, entry by entry."""
    return -maximum(-a, -b)


def absolute(a: Array) -> Array:
    """Return |a|, entry by entry."""
    return arrays.elementwise(_magnitude, a) if is_exact(a) else abs(a)


def relu(a: Array) -> Array:
    """Return max(a, 0), entry by entry."""
    if is_torch(a):
        return a.relu()
    if is_batch(a):
        return a * (a > 0)  # whose slope at 0 is 0, as torch's is
    return arrays.elementwise(_positive_part, a) if is_exact(a) else np.maximum(a, 0.0)


def power(a: Array, exponent: fmpq) -> Array:
    """Return a^exponent, entry by entry, for a ≥ 0."""

    def raised(number: Any) -> Any:
        if isinstance(number, Germ):
            return Germ(scalars.real_power(number.series, exponent), number.side)
        return scalars.real_power(number, exponent)

    return arrays.elementwise(raised, a) if is_exact(a) else a ** scalars.to_float(exponent)


def _germs(x: Array, side: Side) -> Array:
    """Return the coordinates near x (d, 1) as germs."""
    units = arrays.exact(np.eye(len(x), dtype=np.int64))
    coordinates = np.empty(x.shape, dtype=object)
    for i, value in enumerate(x[:, 0]):
        coordinates[i, 0] = Germ(Series(value, units[i]), side)
    return coordinates


def _gradient(f: Function, x: Array, side: Side) -> Array:
    slope = _series(f(_germs(x, side))[0, 0]).slope
    return np.broadcast_to(np.asarray(slope, dtype=object), (len(x),)).reshape(-1, 1)


def limiting_gradient(f: Function, x: Array, v: Array) -> Array:
    """Return lim ∇f(x + ε·v) for ε → 0⁺, (d, 1), for rational x and v.

    Where v lies in a kink itself it gives way to v + η·e_1 + η²·e_2 + ... with η > 0 so
    small that no sign changes; such a direction lies in no kink.
    """

    def side(normal: Vector) -> int:
        along = sum(n * step for n, step in zip(normal, v[:, 0], strict=True))
        return next(s for s in map(scalars.sign, (along, *normal)) if s)

    return _gradient(f, x, side)


class _Walk:
    """One way through the ties at x: the sides chosen, and what else could be chosen."""

    def __init__(self, prefix: tuple[int, ...]) -> None:
        self.prefix = prefix
        self.cone: list[Vector] = []  # v·normal > 0 for each: the directions of this way
        self.chosen: tuple[int, ...] = ()
        self.alternatives: list[tuple[int, ...]] = []

    def side(self, normal: Vector) -> int:
        """Choose a side of a tie among those that a direction of the cone still reaches."""
        opposite = tuple(-n for n in normal)
        if normal in self.cone or opposite in self.cone:
            return 1 if normal in self.cone else -1
        reached = [s for s, n in ((1, normal), (-1, opposite)) if _directed([*self.cone, n])]
        if len(reached) == 1:
            return reached[0]
        position = len(self.chosen)
        if position < len(self.prefix):
            choice = self.prefix[position]
        else:
            choice = 1
            self.alternatives.append((*self.chosen, -1))
        self.chosen = (*self.chosen, choice)
        self.cone.append(normal if choice == 1 else opposite)
        return choice


def _directed(normals: Sequence[Vector]) -> bool:
    """Say whether some v has v·normal > 0 for all: none does if 0 is in their hull (Gordan)."""
    return not _in_hull((fmpq(0),) * len(normals[0]), normals)


def limiting_gradients(f: Function, x: Array) -> Array:
    """Return the distinct limiting gradients of f at a rational x as columns (d, k)."""
    found: dict[Vector, None] = {}
    pending: list[tuple[int, ...]] = [()]
    while pending:
        walk = _Walk(pending.pop())
        found[tuple(_gradient(f, x, walk.side)[:, 0])] = None
        pending += walk.alternatives
    return np.array(list(found), dtype=object).T


def is_differentiable(f: Function, x: Array) -> bool:
    """Say whether all pieces that are active at a rational x have the same gradient."""
    return len(limiting_gradients(f, x).T) == 1


def in_hull(point: Array, points: Array) -> bool:
    """Say whether a rational point (d, 1) is a convex combination of columns (d, k)."""
    return _in_hull(tuple(point[:, 0]), {tuple(column): None for column in points.T})


def _in_hull(point: Vector, points: Iterable[Vector]) -> bool:
    """Decide by Carathéodory's theorem: d + 1 affinely independent points suffice."""
    corners = list(points)
    return any(
        _in_simplex(point, chosen)
        for size in range(1, min(len(point) + 1, len(corners)) + 1)
        for chosen in combinations(corners, size)
    )


def _in_simplex(point: Vector, corners: Sequence[Vector]) -> bool:
    """Say whether barycentric coordinates are unique and none is negative."""
    rows = [*zip(*corners, point, strict=True), (1,) * (len(corners) + 1)]
    size = len(corners)
    reduced, rank = fmpq_mat(len(rows), size + 1, [fmpq(n) for row in rows for n in row]).rref()
    independent = all(reduced[i, i] == 1 for i in range(size))
    if rank != size or not independent:
        return False
    return all(reduced[i, size] >= 0 for i in range(size))


def one_sided_derivative(f: Function, x: Array, v: Array) -> Array:
    """Return lim (f(x + ε·v) − f(x))/ε for ε → 0⁺, (1, 1)."""
    return calculus.one_sided_derivative(f, x, v)


def partial_derivatives(f: Function, x: Array) -> Array | None:
    """Return the partial derivatives at x (d, 1), None where one does not exist."""
    units = arrays.eye(len(x), x)
    steps = [units[:, i : i + 1] for i in range(len(x))]
    forward = [one_sided_derivative(f, x, e)[0, 0] for e in steps]
    backward = [-one_sided_derivative(f, x, -e)[0, 0] for e in steps]
    same = all(scalars.sign(a - b) == 0 for a, b in zip(forward, backward, strict=True))
    return np.array(forward, dtype=object).reshape(-1, 1) if same else None
