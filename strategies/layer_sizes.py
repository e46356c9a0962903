"""Widths, layers and units of networks as numbers alone: what bounds on regions are compared at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from referee.numerics.arrays import Array
from referee.strategies.families import (
    Constructions,
    Family,
    Field,
    Hypothesis,
    Instance,
    Limit,
    Shape,
    family,
)
from referee.strategies.fields import choice, derived
from referee.strategies.integer_vectors import Bounds
from referee.strategies.networks import row_of
from referee.strategies.region_counts import DEEP, WIDE
from referee.strategies.value_kinds import ALL

FILLED = Hypothesis("M ≥ H", "every layer has a unit", {"filled": False}, about="M")


LARGEST_POWER = 64  # exponents mH and MH of formulas beyond are not computed


BEYOND = 2  # n of sizes that are taken as they are, however large
# m, H and M of growing size: narrow and deep, as wide as deep, wide and flat.
GROWING_SIZES: Sequence[tuple[int, int, int]] = (
    *((1, H, H) for H in (9, 16, 32, 64, 128)),
    *((2, H, 2 * H) for H in (9, 16, 32, 64)),
    *((m, m, m * m) for m in (9, 16, 32, 64, 128)),
    *((m, H, m * H) for m in (10**3, 10**6, 10**12) for H in (2, 4, 6, 8, 12, 16, 32)),
    *((10**15, H, 10**15) for H in (64, 128)),
    # (2m/H)^H is largest where H is 2m/e: then it is more than 2^m.
    *((m, H, m) for m, H in ((100, 74), (400, 294), (1000, 736), (2000, 1472), (5000, 3679))),
)


def _size_bounds(shape: Shape) -> Sequence[Bounds]:
    if shape["n"] == BEYOND:
        return (*choice(10**18), *choice(10**4), *choice(10**18))
    return (*choice(32), *choice(6), *choice(24))


def _layer_sizes(p: Instance, ints: np.ndarray) -> Array:
    """Return m − 1, H − 1 and M − H with mH and MH at most LARGEST_POWER."""
    width, layers, more = (int(i) for i in ints)
    if p.shape["n"] == BEYOND:
        return p.number([[width], [layers], [more]])
    most = LARGEST_POWER // (layers + 1)
    return p.number([[width % most], [layers], [more % (most - layers)]])


def _of_sizes(p: Instance, m: int, H: int, M: int) -> Instance:
    return p.replace(m=p.number([[m]]), H=p.number([[H]]), M=p.number([[M]]))


# Layers of as many units throughout, as networks have them.
SIZES: Mapping[str, Limit] = {
    "m": lambda p, size: _of_sizes(p, size, WIDE, WIDE * size),
    "H": lambda p, size: _of_sizes(p, DEEP, size, DEEP * size),
}


@family
def layer_sizes(*, filled: bool = True) -> Family:
    """Numbers m (width), H (layers), M (units) without any network.

    M ≥ H, a unit in every layer, unless ``filled`` is off. Widths go as far as what is
    exponential in them outgrows polynomials with a small factor before it.
    """
    fields = (
        Field("sizes", "1", "1", "", "m − 1, H − 1, M − H", _layer_sizes,
              _size_bounds,
              narrow={ALL: "counts of units and layers: whole, and powers of them no giants"}),
        derived("m", "1 1", "m", "the width", lambda p: 1 + row_of(p.sizes, 0)),
        derived("H", "1 1", "H", "hidden layers", lambda p: 1 + row_of(p.sizes, 1)),
        derived("M", "1 1", "M", "units, at least one a layer" if filled else "units",
                lambda p: (p.H if filled else 1) + row_of(p.sizes, 2)),
    )  # fmt: skip
    grown = ((m - 1, H - 1, M - H) for m, H, M in GROWING_SIZES)
    made = Constructions(
        lambda s: s["n"] == BEYOND, tuple(({"n": BEYOND}, sizes) for sizes in grown)
    )
    return Family(
        "layer_sizes", ({"n": 1},), fields, hypotheses=(FILLED,), constructed=made, limits=SIZES
    )
