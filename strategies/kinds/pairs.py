"""Pairs of matrices that commute: polynomials f(C) and g(C) of one matrix.

These pairs are dense among all that commute (Motzkin and Taussky 1955).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from referee.numerics.arrays import Array
from referee.numerics.batches import beside, namespace
from referee.strategies.integer_vectors import Bounds
from referee.strategies.rationals import Arithmetic, around_one, fractions, identity, matrix_of
from referee.strategies.rationals import rational as numbers_of


def first_bounds(size: int) -> Sequence[Bounds]:
    """Return the bounds of the integers of C and f."""
    return (*fractions(size * size), *fractions(size))


def second_bounds(size: int) -> Sequence[Bounds]:
    """Return the bounds of the integers of g."""
    return fractions(size)


def first(p: Arithmetic, ints: np.ndarray, size: int) -> Array:
    """Return f(C): where all integers of f are 0, it is C."""
    of_f = ints[..., size * size + 1 :]
    linear = np.arange(size + 1) == min(1, size - 1)
    numbers = namespace(of_f).where(beside(linear, of_f), around_one(of_f), of_f)
    return _polynomial(p, _common(p, ints, size), numbers)


def second(p: Arithmetic, of_first: np.ndarray, ints: np.ndarray, size: int) -> Array:
    """Return g(C), for the integers of the first one and those of g."""
    return _polynomial(p, _common(p, of_first, size), ints)


def _common(p: Arithmetic, ints: np.ndarray, size: int) -> Array:
    return matrix_of(p, ints[..., : size * size + 1], size, size)


def _polynomial(p: Arithmetic, matrix: Array, ints: np.ndarray) -> Array:
    """Return Σ cₖCᵏ by Horner's rule, for coefficients of which the constant one comes first."""
    coefficients = numbers_of(p, ints)[..., None, None]
    one = identity(p, matrix.shape[-1])
    found = one * coefficients[..., -1, :, :]
    for k in reversed(range(coefficients.shape[-3] - 1)):
        found = found @ matrix + one * coefficients[..., k, :, :]
    return found
