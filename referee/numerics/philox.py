"""Random words by counter: Philox4x32-10, the same to the bit in NumPy and on a device.

A word is a function of a key, a row's number, the number of a draw and its place in it, and of
nothing else: any row of a batch that was drawn on a device is drawn again here, by itself. The
generator is that of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
(SC 2011). Words of 32 bits are held in int64, whose products wrap in both libraries alike, so
that one function serves both.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from referee.numerics.batches import Array, integers_beside, namespace

MASK = 0xFFFFFFFF
ROUNDS = 10
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85  # what is added to the key after each round
LANES = 4
Key = tuple[int, int]


def philox(counter: Sequence[Array | int], key: Key) -> list[Array]:
    """Return the four words that a counter of four words is turned into.

    A part of the counter is an int64 array or an integer, each in [0, 2³²); parts are broadcast.
    """
    a, b, c, d = counter
    first, second = key
    for _ in range(ROUNDS):
        (high, low), (other_high, other_low) = _product(a, 0), _product(c, 1)
        a, b, c, d = other_high ^ b ^ first, other_low, high ^ d ^ second, low
        first, second = (first + WEYL[0]) & MASK, (second + WEYL[1]) & MASK
    return [a, b, c, d]


def _product(word: Array | int, lane: int) -> tuple[Array | int, Array | int]:
    """Return the high and the low word of a word times a multiplier."""
    product = word * MULTIPLIERS[lane]
    return (product >> 32) & MASK, product & MASK


def words(key: Key, draw: int, rows: Array, count: int) -> Array:
    """Return the first ``count`` words of each row of a draw, (rows, count), in [0, 2³²).

    ``rows`` (int64) are their numbers, from 0 on; the words lie where these do.
    """
    xp = namespace(rows)
    if not count:
        return xp.zeros_like(rows)[:, None][:, :0]
    blocks = xp.arange(-(-count // LANES), **integers_beside(rows))
    found = philox((blocks[None, :], draw, (rows & MASK)[:, None], (rows >> 32)[:, None]), key)
    return xp.stack(found, -1).reshape(len(rows), -1)[:, :count]


def key_of(text: str) -> Key:
    """Return the key that a text stands for."""
    rng = random.Random(text)
    return rng.getrandbits(32), rng.getrandbits(32)
