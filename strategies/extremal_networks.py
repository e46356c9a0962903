"""Weights of networks with very many regions, which random weights seldom come near.

Bounds on region counts are false first at these: zigzags of zigzags on the line, of which every
piece meets every kink of the next layer (Serra, Tjandraatmadja and Ramalingam 2018, theorem 7;
after Telgarsky 2016), the folding of Montúfar, Pascanu, Cho and Bengio 2014 without biases, and
hyperplanes in general position (Zaslavsky 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from referee.numerics.arrays import Array
from referee.strategies.families import Instance

FINE = 256  # 16ths leave three layers of six units a tenth of their pieces, where 256ths keep 97 %

FINER = 4


def bent(
    p: Instance, base: Sequence[np.ndarray], free_parts: Sequence[Array], q: int = 0
) -> list[Array]:
    """Return arrays moved by 256ths: small integers bend networks and break no slope.

    The steps are finer by a denominator of up to FINER: finer ones make integers that take the
    enumeration of regions much longer and bend no other way.
    """
    steps = p.number([[FINE * (1 + q % FINER)]])
    pairs = zip(base, free_parts, strict=True)
    return [p.number(layer) + p.number(part) / steps for layer, part in pairs]


def split(ints: np.ndarray, sizes: Sequence[int]) -> list[np.ndarray]:
    """Lay out integers as matrices of the shapes of W_1, ..., W_H, W_{H+1}."""
    cuts = np.cumsum([a * b for a, b in pairwise(sizes)])[:-1]
    parts = zip(np.split(ints, cuts), pairwise(sizes), strict=True)
    return [part.reshape(b, a) for part, (a, b) in parts]


@dataclass(frozen=True)
class Zigzag:
    """h(t) = Σ c_i·relu(s_i(t − k_i)), of which as many pieces as possible cross (low, low + 4).

    They do so for −before < t < stretch·4 − before, so that stretch·(h' − low') − before, with
    h' another zigzag, meets all crossings on each of its own.
    """

    facing: np.ndarray  # s, +1 or −1
    kinks: np.ndarray  # k, increasing
    heights: np.ndarray  # c
    low: int
    stretch: int
    before: int


def zigzag(units: int) -> Zigzag:
    """Return a zigzag of so many units.

    From three units on its slopes are −2, 2, −1, 1, −1, ...: it goes up and down between 12 and
    16, and since unit 3 looks to the left no slope is 0, so that the first and the last piece
    cross as well. Two units have a slope too few for that: two of three pieces cross.
    """
    ones, kinks = np.ones(units, np.int64), np.array([0, *range(2, 4 * units - 4, 4)])
    if units == 1:
        return Zigzag(ones, kinks, ones, low=0, stretch=2, before=2)
    if units == 2:
        return Zigzag(np.array([1, -1]), kinks, np.array([2, 1]), low=4, stretch=4, before=9)
    ones[2] = -1
    heights = np.array([4, -3, *((2, -2) * units)[: units - 2]])
    return Zigzag(ones, kinks, heights, low=12, stretch=units + 1, before=4)


def _after(one: Zigzag, other: Zigzag) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and the constants by which a zigzag's units see the zigzag before it."""
    rows = np.outer(other.facing, other.stretch * one.heights)
    return rows, -other.facing * (other.stretch * one.low + other.before + other.kinks)


def sawtooth(sizes: Sequence[int]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return W_1, ..., W_{H+1} and b_1, ..., b_H of a zigzag of zigzags.

    Widths of three and more make (m_1 + 1)⋯(m_H + 1) pieces, as many as there can be (Serra et
    al. 2018); H layers of two units make 2^{H+1} − 1. The weights of the output are those by
    which another layer would see the last one: no kink cancels.
    """
    layers = [zigzag(units) for units in sizes[1:-1]]
    first = layers[0]
    seen = [(first.facing[:, None], -first.facing * first.kinks)]
    seen += [_after(one, other) for one, other in pairwise(layers)]
    weights = [rows for rows, _ in seen]
    return [*weights, layers[-1].heights[None, :]], [b[:, None] for _, b in seen]


def crowded(sizes: Sequence[int]) -> bool:
    """Say whether one layer has at least two units more than inputs, and these are at least three.

    With fewer inputs a layer has at most two regions a unit, and random weights reach that.
    """
    return len(sizes) == 3 and sizes[0] >= 3 and sizes[1] >= sizes[0] + 2


def generic(sizes: Sequence[int]) -> list[np.ndarray]:
    """Return W_1, W_2 of one layer whose rows (1, t, t², ...) are in general position.

    Any d rows are independent, since Vandermonde determinants are not 0: there are 2ΣC(m − 1, i)
    regions, i < d, as many as hyperplanes through the origin can make (Zaslavsky 1975).
    """
    d, units, _ = sizes
    rows = np.vander(np.arange(units) - units // 2, d, increasing=True)
    return [rows, np.ones((1, units), np.int64)]


def foldable(sizes: Sequence[int]) -> bool:
    """Say whether a folding has these sizes d, m_1, ..., 1.

    Layer 1 needs two units for each of at least two inputs. A third layer is for the plane
    only, where layer 2 needs a unit for |x_1| and three for a zigzag.
    """
    d, *hidden, _ = sizes
    if d < 2 or hidden[0] < 2 * d:
        return False
    return len(hidden) == 2 or (len(hidden) == 3 and d == 2 and hidden[1] >= 4)


def folding(sizes: Sequence[int]) -> list[np.ndarray]:
    """Return W_1, ..., W_{H+1} of a network that folds space (Montúfar et al. 2014, section 3).

    Two units of layer 1 make |x_i| of each input, so that all orthants look alike to layer 2.
    """
    d, first, *later, _ = sizes
    signs = np.kron(np.eye(d, dtype=np.int64), [[1], [-1]])
    into = np.vstack([signs, np.zeros((first - 2 * d, d), np.int64)])
    onto, *rest = _halving(d, *later) if len(later) == 1 else _zigzagging(*later)
    onto = np.repeat(onto, 2, axis=1)
    padded = np.hstack([onto, np.zeros((len(onto), first - 2 * d), np.int64)])
    return [into, padded, *rest]


def extremal(sizes: Sequence[int]) -> list[np.ndarray] | None:
    """Return bias-free weights of very many regions, or None where we know of none."""
    if foldable(sizes):
        return folding(sizes)
    return generic(sizes) if crowded(sizes) else None


def _halving(d: int, units: int) -> list[np.ndarray]:
    """Return W_2 of |x_1|, ..., |x_d|, and W_3: each unit has a kink in every orthant.

    2^i |x_1| is held against 2^(m_2 − i) of the others. Unit 0 looks the other way, so that
    nowhere all are 0. In the plane these are 4(m_2 + 1) linear functions, all different.
    """
    powers = 2 ** np.arange(units)[:, None]
    rows = np.hstack([powers, *[-(2**units) // powers] * (d - 1)])
    rows[0] *= -1
    return [rows, np.ones((1, units), np.int64)]


def _zigzagging(units: int, last: int) -> list[np.ndarray]:
    """Return W_2 of |x_1| and |x_2|, W_3 and W_4: zigzags of zigzags of |x_2|/|x_1|.

    Unit 0 of layer 2 is |x_1|, the constant of what is homogeneous; the others make a zigzag,
    whose kinks are moved to ratios above those that its first piece needs. Each of its pieces
    meets every kink of layer 3: in each quadrant m_2 pieces, and m_2(m_3 + 1) in the end.
    """
    one, other = zigzag(units - 1), zigzag(last)
    onto = np.vstack([[1, 0], np.stack([-one.facing * (one.kinks + 3), one.facing], axis=1)])
    rows, constants = _after(one, other)
    return [onto, np.hstack([constants[:, None], rows]), np.array([[*other.heights]])]
