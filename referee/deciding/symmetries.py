"""Moves that what is known of matrices often allows: rotations, changes of basis, from one side.

Nothing says that a condition is kept: whoever moves an instance looks again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import numpy as np

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies.kinds.orthogonal import reflections
from referee.strategies.rationals import EXACT

Values = Mapping[str, Array]
SMALL = (-2, -1, 0, 1, 2)


def turned(values: Values, rng: random.Random) -> Iterator[Values]:
    """Yield arrays in which what has as many rows as the largest is moved, all in one way."""
    size = max((array.shape[0] for array in values.values()), default=1)
    if size < 2:
        return
    rotation, basis = _rotation(size, rng), _basis(size, rng)
    inverse = linalg.inv(basis)
    identity = arrays.eye(size, rotation)
    for left, right in (
        (rotation, identity),
        (identity, rotation),
        (rotation, rotation.mT),
        (basis, inverse),
    ):
        yield {name: _moved(array, left, right) for name, array in values.items()}


def _moved(array: Array, left: Array, right: Array) -> Array:
    size = left.shape[0]
    rows, columns = array.shape
    found = left @ array if rows == size else array
    return found @ right if rows == columns == size else found


def _rotation(size: int, rng: random.Random) -> Array:
    """Return a rational orthogonal matrix: a product of two reflections, or one."""
    normals = [rng.choice(SMALL) for _ in range(size * rng.choice((1, 2)))]
    normals += [0] * (size * size - len(normals))
    return reflections(EXACT, EXACT.number(normals), size)


def _basis(size: int, rng: random.Random) -> Array:
    """Return the identity with one more entry: its inverse has whole numbers, too."""
    found = np.eye(size, dtype=np.int64)
    i, j = rng.sample(range(size), 2)
    found[i, j] = rng.choice((-2, -1, 1, 2))
    return arrays.exact(found)
