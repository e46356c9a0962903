"""Weights of networks with very many regions, which random weights seldom come near.

Bounds on region counts are false first at these: the sawtooth of Telgarsky 2016 on the line,
the folding of Montúfar, Pascanu, Cho and Bengio 2014 without biases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from numerics.arrays import Array
from strategies.families import Instance


def bent(p: Instance, base: Sequence[np.ndarray], free_parts: Sequence[Array]) -> list[Array]:
    """Return layers moved by 16ths: small integers bend them and break no slope."""
    pairs = zip(base, free_parts, strict=True)
    return [p.number(layer) + p.number(part) / p.number([[16]]) for layer, part in pairs]


def split(ints: np.ndarray, sizes: Sequence[int]) -> list[np.ndarray]:
    """Lay out integers as matrices of the shapes of W_1, ..., W_H, W_{H+1}."""
    cuts = np.cumsum([a * b for a, b in pairwise(sizes)])[:-1]
    parts = zip(np.split(ints, cuts), pairwise(sizes), strict=True)
    return [part.reshape(b, a) for part, (a, b) in parts]


def _zigzag(units: int, *, first: bool) -> np.ndarray:
    """Return the row that turns a layer of a sawtooth into a function that goes up and down."""
    if first or units == 1:
        return np.array([[1, *((-2, 2) * units)[: units - 1]]])
    return np.array([[*((2, -2) * units)[: units - 1], 1]])


def sawtooth(sizes: Sequence[int]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return W_1, ..., W_{H+1} and b_1, ..., b_H of a sawtooth (after Telgarsky 2016).

    Layer 1 has its kinks at 0, ..., m_1 − 1: relu(x) − 2 relu(x − 1) + 2 relu(x − 2) − ... goes
    up and down between 0 and 1. Every unit of a later layer has a kink on each slope of what
    comes in. Its last one looks down, so that the kinks at the bottom are seen as well; what
    goes out is between m_h − 1 and m_h.
    """
    hidden = sizes[1:-1]
    weights, biases = [np.ones((hidden[0], 1), np.int64)], [-np.arange(hidden[0])[:, None]]
    for h, (before, units) in enumerate(pairwise(hidden)):
        up = np.ones((units, 1), np.int64)
        up[-1] -= 2 * (units > 1)
        bottom = (before - 1) * (h > 0)
        levels = (units + 1) * bottom + 1 + np.arange(units)
        weights.append((units + 1) * up @ _zigzag(before, first=h == 0))
        biases.append(-up * levels[:, None])
    return [*weights, np.ones((1, hidden[-1]), np.int64)], biases


def foldable(sizes: Sequence[int]) -> bool:
    """Say whether d, m_1, m_2, 1 leave two units for each of at least two inputs."""
    return len(sizes) == 4 and sizes[0] >= 2 and sizes[1] >= 2 * sizes[0]


def folding(sizes: Sequence[int]) -> list[np.ndarray]:
    """Return W_1, W_2, W_3 of a network that folds space (Montúfar et al. 2014, section 3).

    Two units of layer 1 make |x_i| of each input, so that all orthants look alike to layer 2:
    each of its units has a kink in every one of them, 2^i |x_1| against 2^(m_2 − i) of the
    others. Unit 0 looks the other way, so that nowhere all are 0. In the plane these are
    4(m_2 + 1) linear functions, all different.
    """
    d, first, second, _ = sizes
    signs = np.kron(np.eye(d, dtype=np.int64), [[1], [-1]])
    into = np.vstack([signs, np.zeros((first - 2 * d, d), np.int64)])
    powers = 2 ** np.arange(second)[:, None]
    rows = np.hstack([powers, powers, *[-(2**second) // powers] * (2 * d - 2)])
    rows[0] *= -1
    onto = np.hstack([rows, np.zeros((second, first - 2 * d), np.int64)])
    return [into, onto, np.ones((1, second), np.int64)]
