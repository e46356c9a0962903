"""Activation regions of ReLU networks in batches of floats: what a search screens by.

Kinks are constructed, and what rounding leaves of a 0 is no sign: it counts as 0 there, so that
gates are as in exact arithmetic wherever numbers are not that close.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from referee.numerics.batches import Array, namespace, where

ROUNDING = 1e-11  # of the size of a sum, in which its terms may cancel


def settled(sums: Array, W: Array, x: Array) -> Array:
    """Return W·x with 0 where it is no larger than rounding errors of its terms."""
    return where(abs(sums) > ROUNDING * (abs(W) @ abs(x)), sums, 0.0)


def interval(
    sums: Sequence[Array], along: Sequence[Array], *, weak: Array | bool
) -> tuple[Array, Array]:
    """Return how far points move along directions within their regions: −∞ and ∞ for no end.

    ``sums`` are pre-activations (..., m, 1) of each layer and ``along`` how they change,
    (..., m, 1); both ends are (..., 1, 1), as those of :func:`numerics.relu.region_interval`.
    """
    xp = namespace(sums[0])
    z, q = (xp.concatenate(parts, -2) for parts in (sums, along))
    moving = q != 0
    end = -z / where(moving, q, 1.0)
    upward = where(z == 0, ((q > 0) == weak) * 1.0, (end < 0) * 1.0) > 0
    low = xp.amax(where(moving & upward, end, -math.inf), -2)[..., None]
    high = xp.amin(where(moving & ~upward, end, math.inf), -2)[..., None]
    return low, high


def within(low: Array, high: Array, far: Array, near: Array) -> Array:
    """Return numbers strictly between low ≤ 0 and high ≥ 0, chosen by two integers each.

    The sign of the first chooses the side, the two together how far.
    """
    end = where(far >= 0, high, low)
    size, bounded = abs(far), abs(end) < math.inf
    part = size / (size + 1 + near) * where(bounded, end, 0.0)
    return where(bounded, part, far / (1 + near))
