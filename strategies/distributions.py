"""Named distributions of an instance's integers, drawn in batches.

Violations hide in different places: among small integers, where much is zero, at condition
numbers beyond 1e8, where columns nearly coincide. No single distribution finds them all, so
there are several, each an independent and identically distributed sample of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from referee.strategies.integer_vectors import STRUCTURED, Bounds, Denominator, Root

LARGEST_BITS = 40  # of a drawn integer: from 10⁻¹² to 10¹² over a denominator
TINY = 1 / 12  # the share of denominators of every size
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
    """Return integers whose logarithms are uniform: every size up to 2⁴⁰ is as frequent."""
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


def _mostly_0(draw: Draw, share: float) -> Draw:
    """Return what draws 0 but for a share, and now and then what makes all numbers tiny."""

    def drawn(rng: Rng, rows: int, count: int) -> np.ndarray:
        chance = rng.random((rows, count))
        found: np.ndarray = np.abs(draw(rng, rows, count)) * (chance < share)
        return np.where(chance > 1 - TINY, np.abs(_heavy(rng, rows, count)), found)

    return drawn


def _always(value: int) -> Draw:
    """Return what draws one integer only."""
    return lambda _, rows, count: np.full((rows, count), value, dtype=np.int64)


@dataclass(frozen=True)
class Distribution:
    """How numerators are drawn, and their denominators less 1, and what that is in words."""

    draw: Draw
    below: Draw
    says: str


DISTRIBUTIONS: Mapping[str, Distribution] = {
    "small": Distribution(
        _small, _mostly_0(_small, 1 / 4), "integers from −3 to 3, also halves to quarters"
    ),
    "sparse": Distribution(_sparse, _mostly_0(_always(1), 1 / 8), "mostly 0, else ±1 or ±1/2"),
    "dyadic": Distribution(
        _dyadic,
        _mostly_0(_always(63), 1 / 2),
        "normal numbers rounded to multiples of a power of two",
    ),
    "heavy": Distribution(_heavy, _mostly_0(_heavy, 1 / 2), "every size from 2^-40 to 2^40"),
    "repeated": Distribution(
        _repeated, _mostly_0(_small, 1 / 4), "most coincide, or nearly: dependent columns, kinks"
    ),
}
MIXED = "mixed"  # each instance from one of the distributions, which is drawn evenly
IN_WORDS: Mapping[str, str] = {
    **{name: each.says for name, each in DISTRIBUTIONS.items()},
    STRUCTURED: "members of named kinds of matrix and vector: symmetric, idempotent, of length 1",
    MIXED: "each instance from one of the others but these, at larger shapes",
}


def integers(name: str, bounds: Sequence[Bounds], rows: int, rng: Rng) -> np.ndarray:
    """Return (rows, len(bounds)) integers of a named distribution, within their bounds.

    A choice between finitely many is even; an integer with a least value takes the absolute
    value of what is drawn, from there on; denominators have a draw of their own. Raises KeyError
    for an unknown name.
    """
    below = np.array([isinstance(each, Denominator) for each in bounds], dtype=bool)
    drawn, parts = _drawn(name, rng, rows, len(bounds), int(below.sum()))
    drawn[:, below] = parts
    for column, (low, high) in enumerate(bounds):
        if isinstance(bounds[column], Root):
            drawn[:, column] = 0
        elif low is not None and high is not None:
            drawn[:, column] = rng.integers(low, high + 1, rows)
        elif low is not None:
            drawn[:, column] = low + np.abs(drawn[:, column])
    return drawn


def _drawn(name: str, rng: Rng, rows: int, count: int, below: int) -> tuple[np.ndarray, np.ndarray]:
    """Return signed integers (rows, count), and denominators less 1 (rows, below)."""
    among = DISTRIBUTIONS.values() if name == MIXED else (DISTRIBUTIONS[name],)
    drawn = np.stack([each.draw(rng, rows, count) for each in among])
    parts = np.stack([each.below(rng, rows, below) for each in among])
    turn = rng.integers(0, len(among), rows), np.arange(rows)
    return drawn[turn].astype(np.int64), parts[turn].astype(np.int64)
