"""Named distributions of an instance's integers, drawn in batches.

Violations hide in different places: among small integers, where much is zero, at condition
numbers beyond 1e8, where columns nearly coincide. No single distribution finds them all, so
there are several, each an independent and identically distributed sample of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from referee.strategies.integer_vectors import Bounds

LARGEST_BITS = 30  # of a drawn integer
Rng = np.random.Generator
Draw = Callable[[Rng, int, int], np.ndarray]  # signed integers as (rows, count)


def _small(rng: Rng, rows: int, count: int) -> np.ndarray:
    return rng.integers(-3, 4, (rows, count))


def _sparse(rng: Rng, rows: int, count: int) -> np.ndarray:
    return rng.integers(-1, 2, (rows, count)) * (rng.random((rows, count)) < 0.5)


def _dyadic(rng: Rng, rows: int, count: int) -> np.ndarray:
    """Return normal numbers rounded to multiples of 1/64, times 64."""
    return np.rint(64 * rng.standard_normal((rows, count))).astype(np.int64)


def _heavy(rng: Rng, rows: int, count: int) -> np.ndarray:
    """Return integers whose logarithms are uniform: every size up to 2³⁰ is as frequent."""
    sizes: np.ndarray = np.exp2(LARGEST_BITS * rng.random((rows, count))).astype(np.int64)
    return np.where(rng.random((rows, count)) < 0.5, -sizes, sizes)


def _repeated(rng: Rng, rows: int, count: int) -> np.ndarray:
    """Return integers of which most coincide up to sign, some of them nearly.

    Columns coincide or nearly do, units share their kinks.
    """
    pool = np.where(rng.random((rows, 3)) < 0.5, _small(rng, rows, 3), _heavy(rng, rows, 3))
    chosen = np.take_along_axis(pool, rng.integers(0, 3, (rows, count)), axis=1)
    signs = np.where(rng.random((rows, count)) < 0.25, -1, 1)
    nearly = rng.integers(-1, 2, (rows, count)) * (rng.random((rows, count)) < 0.1)
    return chosen * signs + nearly


@dataclass(frozen=True)
class Distribution:
    """How integers are drawn, and what that is in words."""

    draw: Draw
    says: str


DISTRIBUTIONS: Mapping[str, Distribution] = {
    "small": Distribution(_small, "integers from −3 to 3"),
    "sparse": Distribution(_sparse, "mostly 0, else ±1"),
    "dyadic": Distribution(_dyadic, "normal numbers rounded to multiples of a power of two"),
    "heavy": Distribution(_heavy, "integers of every size up to 2^30"),
    "repeated": Distribution(_repeated, "most coincide, or nearly: dependent columns, kinks"),
}
MIXED = "mixed"  # each instance from one of the distributions, which is drawn evenly
IN_WORDS: Mapping[str, str] = {
    **{name: each.says for name, each in DISTRIBUTIONS.items()},
    MIXED: "each instance from one of the others, at larger shapes",
}


def integers(name: str, bounds: Sequence[Bounds], rows: int, rng: Rng) -> np.ndarray:
    """Return (rows, len(bounds)) integers of a named distribution, within their bounds.

    A choice between finitely many is even; an integer with a least value takes the absolute
    value of what is drawn, from there on. Raises KeyError for an unknown name.
    """
    drawn = _drawn(name, rng, rows, len(bounds)).astype(np.int64)
    for column, (low, high) in enumerate(bounds):
        if low is not None and high is not None:
            drawn[:, column] = rng.integers(low, high + 1, rows)
        elif low is not None:
            drawn[:, column] = low + np.abs(drawn[:, column])
    return drawn


def _drawn(name: str, rng: Rng, rows: int, count: int) -> np.ndarray:
    if name != MIXED:
        return DISTRIBUTIONS[name].draw(rng, rows, count)
    drawn = np.stack([each.draw(rng, rows, count) for each in DISTRIBUTIONS.values()])
    chosen: np.ndarray = drawn[rng.integers(0, len(drawn), rows), np.arange(rows)]
    return chosen
