"""Many draws at once: numbers of many instances, from NumPy's generator or by counter.

A distribution (:mod:`referee.strategies.distributions`) is written once, for both. By counter a
row's numbers follow from its own number, wherever they are computed: what is drawn on a device is
drawn again on the CPU, to the bit. For that they are made of whole numbers only: no library's
logarithm takes part.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import floor
from statistics import NormalDist
from typing import Protocol

import numpy as np

from referee.numerics.batches import Array, beside, integers_beside, namespace, real
from referee.numerics.philox import MASK, Key, words

WORD = 2**32
INDEX = 12  # bits of a word that choose a part of a table; the others say where in it
FRACTION = 2**24  # of a normal number that is drawn by counter
FARTHEST = 6  # standard deviations, of the same
ONE_WORD = 2**31  # so many choices at most are made by one word: their product stays in int64


class ManyDraws(Protocol):
    """Where the numbers of ``rows`` instances come from, (rows, count) of each at a time."""

    @property
    def rows(self) -> int:
        """How many instances there are."""

    def whole(self, low: int, high: int, count: int) -> Array:
        """Return integers from low to high, drawn evenly."""

    def uniform(self, count: int) -> Array:
        """Return numbers in [0, 1), drawn evenly."""

    def normal(self, count: int) -> Array:
        """Return standard normal numbers."""

    def powers(self, bits: int, count: int) -> Array:
        """Return integers ⌊2^(bits·u)⌋ with u drawn evenly from [0, 1)."""

    def within(self, bounds: Sequence[tuple[int, int]]) -> Array:
        """Return (rows, len(bounds)) integers, drawn evenly, each within its own bounds."""

    def constant(self, value: int, count: int) -> Array:
        """Return one integer everywhere."""


class ByGenerator:
    """Draws of a generator of NumPy's: the fastest on a processor."""

    def __init__(self, rng: np.random.Generator, rows: int) -> None:
        self.rng, self.rows = rng, rows

    def whole(self, low: int, high: int, count: int) -> np.ndarray:
        """Return integers from low to high, drawn evenly."""
        return self.rng.integers(low, high + 1, (self.rows, count))

    def uniform(self, count: int) -> np.ndarray:
        """Return numbers in [0, 1), drawn evenly."""
        return self.rng.random((self.rows, count))

    def normal(self, count: int) -> np.ndarray:
        """Return standard normal numbers."""
        return self.rng.standard_normal((self.rows, count))

    def powers(self, bits: int, count: int) -> np.ndarray:
        """Return integers ⌊2^(bits·u)⌋ with u drawn evenly from [0, 1)."""
        found: np.ndarray = np.exp2(bits * self.uniform(count)).astype(np.int64)
        return found

    def within(self, bounds: Sequence[tuple[int, int]]) -> np.ndarray:
        """Return (rows, len(bounds)) integers, drawn evenly, each within its own bounds."""
        columns = [self.rng.integers(low, high + 1, self.rows) for low, high in bounds]
        return np.stack(columns, -1) if columns else np.zeros((self.rows, 0), dtype=np.int64)

    def constant(self, value: int, count: int) -> np.ndarray:
        """Return one integer everywhere."""
        return np.full((self.rows, count), value, dtype=np.int64)


class ByCounter:
    """Draws by counter (:mod:`referee.numerics.philox`), of the rows with these numbers.

    ``numbers`` is an int64 array of NumPy's or a tensor on any device, where all is drawn then.
    Rows drawn apart are what they are together, if they are asked for the same in the same order.
    """

    def __init__(self, key: Key, numbers: Array) -> None:
        self.key, self.numbers, self.rows = key, numbers, len(numbers)
        self._drawn = 0

    def _words(self, count: int) -> Array:
        self._drawn += 1
        return words(self.key, self._drawn, self.numbers, count)

    def whole(self, low: int, high: int, count: int) -> Array:
        """Return integers from low to high, drawn evenly but for a share of (high − low)/2³²."""
        return low + (self._words(count) * (high - low + 1) >> 32)

    def uniform(self, count: int) -> Array:
        """Return multiples of 2⁻³² in [0, 1), drawn evenly."""
        return real(self._words(count)) / WORD

    def normal(self, count: int) -> Array:
        """Return normal numbers, as a table of quantiles has them, up to 6 deviations."""
        return real(self._tabled(_quantiles(), count)) / FRACTION

    def powers(self, bits: int, count: int) -> Array:
        """Return integers ⌊2^(bits·u)⌋, as a table of quantiles has them."""
        return self._tabled(_powers(bits), count)

    def _tabled(self, table: np.ndarray, count: int) -> Array:
        """Return what a table says at even places, and what is between them on straight lines."""
        drawn, values = self._words(count), beside(table, self.numbers)
        index, within = drawn >> (32 - INDEX), drawn & (MASK >> INDEX)
        return values[index] + ((values[index + 1] - values[index]) * within >> (32 - INDEX))

    def within(self, bounds: Sequence[tuple[int, int]]) -> Array:
        """Return (rows, len(bounds)) integers, drawn evenly, each within its own bounds."""
        ends = np.array(bounds, dtype=np.int64).reshape(-1, 2)
        low, choices = (beside(a, self.numbers) for a in (ends[:, 0], ends[:, 1] - ends[:, 0] + 1))
        drawn = self._words(len(bounds))
        if (ends[:, 1] - ends[:, 0] < ONE_WORD).all():
            return low + (drawn * choices >> 32)
        return low + ((drawn << 31) | (self._words(len(bounds)) >> 1)) % choices

    def constant(self, value: int, count: int) -> Array:
        """Return one integer everywhere."""
        like = integers_beside(self.numbers)
        return namespace(self.numbers).full((self.rows, count), value, **like)


@cache
def _quantiles() -> np.ndarray:
    """Return the 2^INDEX + 1 quantiles of normal numbers, times FRACTION."""
    parts, normal = 2**INDEX, NormalDist()
    inner = [round(FRACTION * normal.inv_cdf(i / parts)) for i in range(1, parts // 2)]
    ends = FARTHEST * FRACTION
    return np.array([-ends, *inner, 0, *(-each for each in reversed(inner)), ends])


@cache
def _powers(bits: int) -> np.ndarray:
    """Return 2^(bits·i/2^INDEX), rounded down, for all i up to 2^INDEX."""
    return np.array([floor(2 ** (bits * i / 2**INDEX)) for i in range(2**INDEX + 1)])
