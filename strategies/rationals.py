"""Rational arrays from integers: the one way in which all fields and kinds make their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import lcm
from typing import Any, Protocol

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.batches import beside, kept, namespace, whole
from referee.strategies.integer_vectors import DENOMINATOR, Bounds

Source = Callable[[int, int], Array]  # fresh numbers as a (rows, columns) array


class Arithmetic(Protocol):
    """What numbers are made in: an instance, or an arithmetic by itself."""

    @property
    def number(self) -> Any:
        """Turns integers and rationals into arrays."""


@dataclass(frozen=True)
class Alone:
    """An arithmetic by itself."""

    number: Any


EXACT = Alone(arrays.exact)


def free(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` integers of any sign: none."""
    return ((None, None),) * count


def natural(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` integers that are at least 0."""
    return ((0, None),) * count


def fractions(count: int) -> Sequence[Bounds]:
    """Return the bounds of ``count`` numerators of any sign and of their shared denominator."""
    return (*free(count), DENOMINATOR)


def rational(p: Arithmetic, ints: np.ndarray) -> Array:
    """Return numerators over their shared denominator, which is 1 plus the last integer.

    Every list of k rationals comes from some k + 1 integers: this is how all fields turn
    integers into numbers. The denominator 1, which is the simplest, is not divided by.
    """
    return over(p, ints[..., :-1], ints[..., -1:])


def over(p: Arithmetic, numerators: np.ndarray, denominator: np.ndarray) -> Array:
    """Return numerators (..., k) over the denominator that integers (..., 1) stand for."""
    if denominator.ndim == 1 and denominator[0] == 0:
        return p.number(numerators)
    return p.number(numerators) / p.number(1 + denominator)


def column(numbers: Array) -> Array:
    """Return numbers (..., k) as a column (..., k, 1)."""
    return numbers[..., None]


def choice(options: int) -> Sequence[Bounds]:
    """Return the bounds of one integer that chooses among 0, ..., options − 1."""
    return ((0, options - 1),)


def chosen(kinds: np.ndarray, options: Sequence[Callable[[], Array]]) -> Array:
    """Return the matrix of the option that an integer (..., 1) chooses, of a batch row by row.

    Of one instance no other option is made.
    """
    if kinds.ndim == 1:
        return options[int(kinds[0])]()
    found = options[0]()
    for number, option in enumerate(options[1:], 1):
        made = option()
        here = beside(kinds, made)[..., None] == number
        found = kept(namespace(made).where(here, made, found), made)
    return found


def around_one(ints: np.ndarray) -> np.ndarray:
    """Swap 0 and 1 among integers: what shrinks to 0 shrinks to 1, and signs are as frequent."""
    where = namespace(ints).where
    swapped: np.ndarray = where(ints == 0, 1, where(ints == 1, 0, ints))
    return swapped


def matrix_of(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    """Return a matrix (..., rows, columns) of numerators over their shared denominator."""
    return rational(p, ints).reshape(*ints.shape[:-1], rows, columns)


def numerators_over(array: np.ndarray) -> list[int]:
    """Return the entries of a rational array as numerators, then their denominator less 1."""
    below = lcm(*(int(x.q) for x in array.flat))
    return [*(int(x.p) * (below // int(x.q)) for x in array.flat), below - 1]


def identity(p: Arithmetic, size: int) -> Array:
    """Return the identity matrix."""
    return p.number(np.eye(size, dtype=np.int64))


def place(ints: Array, index: np.ndarray) -> Array:
    """Lay out numbers (..., k) as a matrix: index −1 puts a 0, −2 a 1, i ≥ 0 the i-th number."""
    one = ints[..., :1] ** 0 if ints.shape[-1] else None
    if one is None:
        raise ValueError("a layout needs at least one number")
    return arrays.concatenate([ints, one, 0 * one], -1)[..., index]


@cache
def trapezoid(rows: int, columns: int) -> tuple[np.ndarray, int]:
    """Return the layout of a unit lower trapezoidal (rows, columns) matrix, and its count.

    The layout is shared: copy it before writing to it.
    """
    index = np.where(np.eye(rows, columns, dtype=bool), -2, -1)
    below = np.tril_indices(rows, -1, columns)
    index[below] = np.arange(len(below[0]))
    return index, len(below[0])


def laid_out(p: Arithmetic, numbers: Array, index: np.ndarray) -> Array:
    """Lay out numbers (..., k), k ≥ 0, as :func:`place` does."""
    if numbers.shape[-1]:
        return place(numbers, index)
    ones = np.broadcast_to(index == -2, (*numbers.shape[:-1], *index.shape))
    return p.number(ones.astype(np.int64))


def permutation(swaps: np.ndarray, size_: int) -> np.ndarray:
    """Return the permutation matrix that swaps row i with row i + k_i, 0 ≤ k_i < size − i.

    Integers of zero give the identity; every choice of the first rows is reached.
    """
    swaps = whole(swaps)
    places = beside(np.arange(size_), swaps)
    order = places + 0 * swaps[..., :1] if swaps.shape[-1] else places
    where = namespace(order).where
    for i in range(swaps.shape[-1]):
        other = places == i + swaps[..., i : i + 1]
        here, there = order[..., i : i + 1], (order * other).sum(-1)[..., None]
        order = where(other, here, order)
        order = where(places == i, there, order)
    matrix: np.ndarray = whole(order[..., None, :] == places[:, None])
    return matrix


def split(ints: np.ndarray, counts: Sequence[int]) -> Iterator[np.ndarray]:
    """Yield the parts of integers (..., k) that are as long as counts say, and the rest."""
    start = 0
    for count in counts:
        yield ints[..., start : start + count]
        start += count
    yield ints[..., start:]
