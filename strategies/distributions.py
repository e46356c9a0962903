"""Named distributions of an instance's integers, drawn in batches.

Violations hide in different places: among small integers, where much is zero, at condition
numbers beyond 1e8, where columns nearly coincide. No single distribution finds them all, so
there are several, each an independent and identically distributed sample of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from referee.numerics.batches import Array, namespace, take_along, whole
from referee.strategies.integer_vectors import STRUCTURED, Bounds, Denominator, Root
from referee.strategies.many_draws import ByGenerator, ManyDraws

LARGEST_BITS = 40  # of a drawn integer: from 10⁻¹² to 10¹² over a denominator
TINY = 1 / 12  # the share of denominators of every size
Draw = Callable[[ManyDraws, int], Array]  # signed integers as (rows, count)


def _small(draws: ManyDraws, count: int) -> Array:
    return draws.whole(-3, 3, count)


def _sparse(draws: ManyDraws, count: int) -> Array:
    return draws.whole(-1, 1, count) * (draws.uniform(count) < 0.5)


def _dyadic(draws: ManyDraws, count: int) -> Array:
    """Return normal numbers rounded to multiples of 1/64, times 64."""
    normal = draws.normal(count)
    return whole(namespace(normal).round(64 * normal))


def _heavy(draws: ManyDraws, count: int) -> Array:
    """Return integers whose logarithms are uniform: every size up to 2⁴⁰ is as frequent."""
    sizes = draws.powers(LARGEST_BITS, count)
    return namespace(sizes).where(draws.uniform(count) < 0.5, -sizes, sizes)


def _repeated(draws: ManyDraws, count: int) -> Array:
    """Return integers of which most coincide up to sign, some of them nearly.

    Columns coincide or nearly do, units share their kinks.
    """
    chance = draws.uniform(3)
    where = namespace(chance).where
    pool = where(chance < 0.5, _small(draws, 3), _heavy(draws, 3))
    chosen = take_along(pool, draws.whole(0, 2, count))
    signs = where(draws.uniform(count) < 0.25, -1, 1)
    nearly = draws.whole(-1, 1, count) * (draws.uniform(count) < 0.1)
    return chosen * signs + nearly


def _mostly_0(draw: Draw, share: float) -> Draw:
    """Return what draws 0 but for a share, and now and then what makes all numbers tiny."""

    def drawn(draws: ManyDraws, count: int) -> Array:
        chance = draws.uniform(count)
        found = abs(draw(draws, count)) * (chance < share)
        return namespace(chance).where(chance > 1 - TINY, abs(_heavy(draws, count)), found)

    return drawn


def _always(value: int) -> Draw:
    """Return what draws one integer only."""
    return lambda draws, count: draws.constant(value, count)


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


def integers(
    name: str, bounds: Sequence[Bounds], rows: int, rng: np.random.Generator
) -> np.ndarray:
    """Return (rows, len(bounds)) integers of a named distribution, drawn by a generator."""
    found: np.ndarray = drawn(name, bounds, ByGenerator(rng, rows))
    return found


def drawn(name: str, bounds: Sequence[Bounds], draws: ManyDraws) -> Array:
    """Return (rows, len(bounds)) integers of a named distribution, within their bounds.

    A choice between finitely many is even; an integer with a least value takes the absolute
    value of what is drawn, from there on; denominators have a draw of their own. Raises KeyError
    for an unknown name.
    """
    below = [i for i, each in enumerate(bounds) if isinstance(each, Denominator)]
    found, parts = _drawn(name, draws, len(bounds), len(below))
    found[:, below] = parts
    roots = [i for i, each in enumerate(bounds) if isinstance(each, Root)]
    found[:, roots] = 0
    ends = {i: b for i, b in enumerate(bounds) if not isinstance(b, Root) and b[0] is not None}
    choices = {i: (low, high) for i, (low, high) in ends.items() if low is not None is not high}
    if choices:
        found[:, list(choices)] = draws.within(list(choices.values()))
    for column, (low, high) in ends.items():
        if high is None:
            found[:, column] = low + abs(found[:, column])
    return found


def _drawn(name: str, draws: ManyDraws, count: int, below: int) -> tuple[Array, Array]:
    """Return signed integers (rows, count), and denominators less 1 (rows, below)."""
    if name != MIXED:
        only = DISTRIBUTIONS[name]
        return only.draw(draws, count), only.below(draws, below)
    among = DISTRIBUTIONS.values()
    found = [each.draw(draws, count) for each in among]
    parts = [each.below(draws, below) for each in among]
    turn = draws.whole(0, len(among) - 1, 1)
    return _by_turns(found, turn), _by_turns(parts, turn)


def _by_turns(options: Sequence[Array], turn: Array) -> Array:
    """Return in each row what the option says whose number it is."""
    chosen = options[0]
    for number, option in enumerate(options[1:], 1):
        chosen = namespace(turn).where(turn == number, option, chosen)
    return chosen
