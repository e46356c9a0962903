"""Kinds of complex matrix, exact over the Gaussian rationals: all, Hermitian, unitary.

They are drawn where they are declared and nowhere else: fields of real numbers have no member of
them. Letters stand for real matrices, so that nothing of them is proved at every size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from flint import fmpq

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.degrees import NotRational, Tracked
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed
from referee.strategies.integer_vectors import Bounds
from referee.strategies.kinds.kind import Axes, Kind, by_entry, square
from referee.strategies.rationals import Arithmetic, fractions, free, natural, rational

Where = Callable[[int, int], np.ndarray]


def from_parts(real: Array, imaginary: Array) -> Array:
    """Return a + bi for arrays of rationals.

    Raises NotComputed in floating point, NotRational where numbers know their degrees.
    """
    if not arrays.is_exact(real):
        raise NotComputed("complex numbers in floating point")
    out = np.empty(real.shape, dtype=object)
    for at, number in np.ndenumerate(real):
        if isinstance(number, Tracked):
            raise NotRational("a complex number")
        out[at] = Gaussian(fmpq(number), fmpq(imaginary[at]))
    return out


def _complex(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    numbers = rational(p, ints)
    parts = numbers.reshape(*numbers.shape[:-1], 2, rows, columns)
    return from_parts(parts[..., 0, :, :], parts[..., 1, :, :])


def _hermitian(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    upper, above = np.triu_indices(rows), np.triu_indices(rows, 1)
    numbers = rational(p, ints)
    parts = p.number(np.zeros((2, rows, columns), dtype=np.int64)) + 0 * numbers[..., :1, None]
    count = len(upper[0])
    parts[0][upper], parts[0][upper[::-1]] = numbers[:count], numbers[:count]
    parts[1][above], parts[1][above[::-1]] = numbers[count:], -numbers[count:]
    return from_parts(parts[0], parts[1])


def _unitary(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    """Return phases times the reflections I − 2vvᴴ/vᴴv; v = 0 stands for the identity."""
    if p.number is not arrays.exact:
        raise NotComputed("a unitary matrix in floating point")
    whole = [int(x) for x in ints]
    found = arrays.exact(np.zeros((rows, columns), dtype=np.int64))
    for k in range(rows):
        found[k, k] = phase(whole[2 * k], whole[2 * k + 1])
    for k in range(rows):
        at = 2 * rows * (k + 1)
        v = np.empty((rows, 1), dtype=object)
        for i in range(rows):
            v[i, 0] = Gaussian(fmpq(whole[at + 2 * i]), fmpq(whole[at + 2 * i + 1]))
        adjoint = arrays.conjugate(v).mT
        length = linalg.norm_squared(v).item()
        if length != 0:
            found = found - (2 / length) * (found @ v) @ adjoint
    return found


def _gram(definite: bool) -> Callable[[Arithmetic, np.ndarray, int, int], Array]:
    """Return how BBᴴ is built, with a positive multiple of the identity added if definite."""

    def build(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
        factor = _complex(p, ints[..., int(definite) :], rows, columns)
        found: Array = factor @ arrays.conjugate(factor).mT
        if definite:
            found = found + p.number(np.eye(rows, dtype=np.int64) * (1 + int(ints[0])))
        return found

    return build


def phase(a: int, b: int) -> Gaussian:
    """Return (a + bi)²/|a + bi|², which runs through all rational points of the circle; 1 for 0."""
    length = a * a + b * b
    if length == 0:
        return Gaussian(fmpq(1), fmpq(0))
    return Gaussian(fmpq(a * a - b * b, length), fmpq(2 * a * b, length))


def _hermitian_bounds(rows: int, _: int) -> tuple[Bounds, ...]:
    return tuple(fractions(rows * rows))


def _axes_of_hermitian(rows: int, _: int) -> Axes:
    upper = [(i, j) for i in range(rows) for j in range(i, rows)]
    return by_entry([*upper, *(place for place in upper if place[0] < place[1])])


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "complex",
            "complex matrix",
            lambda r, c: fractions(2 * r * c),
            _complex,
            axes=lambda r, c: by_entry([*np.ndindex(r, c)] * 2),
        ),
        Kind(
            "hermitian",
            "Hermitian complex matrix",
            _hermitian_bounds,
            _hermitian,
            axes=_axes_of_hermitian,
            lacks=square,
        ),
        Kind(
            "hermitian positive semidefinite",
            "Hermitian positive semidefinite complex matrix",
            lambda r, c: fractions(2 * r * c),
            _gram(definite=False),
            lacks=square,
        ),
        Kind(
            "hermitian positive definite",
            "Hermitian positive definite complex matrix",
            lambda r, c: (*natural(1), *fractions(2 * r * c)),
            _gram(definite=True),
            lacks=square,
            invertible=True,
        ),
        Kind(
            "unitary",
            "unitary complex matrix",
            lambda r, _: free(2 * r * (r + 1)),
            _unitary,
            lacks=square,
            invertible=True,
        ),
    )
}
