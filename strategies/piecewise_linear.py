"""Pairs of univariate piecewise linear functions, with the number of their pieces.

f(x) = Σ c_i·relu(a_i x + b_i) + e is a network with one hidden layer, a sum of two such
functions another one, a composition a network with two: their pieces are counted exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.scalars import Undefined
from referee.strategies.constructed_networks import Certificate, zigzags
from referee.strategies.extremal_networks import FINE, FINER, bent, zigzag
from referee.strategies.families import Constructions, Family, Field, Instance, Limit, Shape, family
from referee.strategies.fields import choice, derived, fractions
from referee.strategies.integer_vectors import Bounds
from referee.strategies.region_counts import enumerated

# What carries the values that all pieces of a zigzag take, 12 to 16, beyond the kinks of another
# one of up to four units: N_A(f∘g) = N_A(f)·N_A(g) with three units or more in g.
STRETCH = 5
OWN = 4  # units of functions that are drawn, and counted piece by piece
MOST_LAYERS = 128
# Units and depths of f and g, of growing size.
GROWING = (
    *((n, n, 1, 1) for n in (5, 10, 30, 100, 1000)),
    *((n, m, 1, 1) for n, m in ((5, 1000), (1000, 5))),
    *((n, n, times, times) for n in (5, 10) for times in (2, 4, 8, 16, 32, 64, 128)),
    *((n, m, 64, 1) for n, m in ((5, 5), (1000, 5))),
    *((n, m, 1, 64) for n, m in ((5, 5), (5, 1000))),
)
Piecewise = tuple[Array, Array, Array, fmpq]  # slopes a, biases b, coefficients c, constant


def _pieces(p: Instance, ints: np.ndarray) -> Any:
    """Return Σ c_i·relu(a_i x + b_i) + e as (a, b, c, e); relu(x) − relu(−x) makes it any.

    The first integer says whether it is near relu or near a zigzag, the last one is the
    denominator of all others.
    """
    if _is_constructed(p.shape):
        return int(ints[0]) + 1
    kind, constant, q = int(ints[0]), int(ints[-2]), int(ints[-1])
    abc = np.split(ints[1:-2, None], 3)
    n = len(abc[0])
    if not kind:
        a, b, c = (
            p.number(part + near) / (1 + q) for part, near in zip(abc, (1, 0, 1), strict=True)
        )
        return a, b, c, fmpq(constant, 1 + q)
    line = zigzag(n)
    base = (line.facing, -line.facing * line.kinks, STRETCH * line.heights)
    a, b, c = bent(p, [part[:, None] for part in base], abc, q)
    return a, b, c, -(STRETCH * line.low + line.before) + fmpq(constant, FINE * (1 + q % FINER))


def _bounds(shape: Shape, units: int) -> Sequence[Bounds]:
    """Return the bounds of a function's integers; a constructed one reads how deep it is."""
    if _is_constructed(shape):
        return choice(MOST_LAYERS)
    return (*choice(3), *fractions(3 * units + 1))


def _is_constructed(shape: Shape) -> bool:
    """Say whether f and g are zigzags of zigzags, as deep as they read, of n and m units each.

    g is moved to the right of all kinks of f, and scaled so that each of its pieces runs
    through all of them.
    """
    return min(shape.values()) >= 3 and max(shape.values()) > OWN


def _depths(p: Instance) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (p.shape["n"],) * p.f, (p.shape["m"],) * p.g


def _constructed(name: str, p: Instance) -> Certificate:
    """Certify a number of pieces of a constructed pair."""
    f, g = _depths(p)
    if name == "N_comp":
        return zigzags((*g, *f))
    return zigzags(f if name == "N_f" else g)


def _number_of(name: str, p: Instance) -> int:
    if name == "N_sum":
        return _number_of("N_f", p) + _number_of("N_g", p) - 1
    return _constructed(name, p).connected_linear_regions


def reason_of(p: Instance) -> str:
    """Return why constructed functions have so many pieces; empty where these are counted."""
    if not _is_constructed(p.shape):
        return ""
    f, g = (zigzags(units).reason for units in _depths(p))
    return f"f is {f}; g is {g}, to the right of all kinks of f, and runs through all of them"


def _part(p: Instance, name: str, index: int) -> Array:
    """Return the slopes, biases or coefficients. Raises Undefined for a constructed function."""
    if _is_constructed(p.shape):
        raise Undefined("a function that is known by its construction")
    part: Array = getattr(p, name)[index]
    return part


def _count_pieces(weights: Sequence[Array], biases: Sequence[Array]) -> fmpq:
    return fmpq(enumerated(weights, biases).connected_linear_regions)


def _network_of(f: Piecewise) -> tuple[list[Array], list[Array]]:
    a, b, c, e = f
    return [a, c.T], [b, arrays.scalar(e)]


def _sum_of(f: Piecewise, g: Piecewise) -> tuple[list[Array], list[Array]]:
    a, b, c = (np.concatenate([f[i], g[i]]) for i in range(3))
    return [a, c.T], [b, arrays.scalar(f[3] + g[3])]


def _composed(f: Piecewise, g: Piecewise) -> tuple[list[Array], list[Array]]:
    """Return f∘g: the units of f see a_i·g(x) + b_i."""
    a, b, c, e = f
    return [g[0], a @ g[2].T, c.T], [g[1], a * g[3] + b, arrays.scalar(e)]


MANY = 4  # pieces of the one where those of the other grow
# Numbers of pieces that may grow: whatever functions have so many.
PIECES: Mapping[str, Limit] = {
    "N_f": lambda p, size: p.replace(N_f=p.number([[size]]), N_g=p.number([[MANY]])),
    "N_g": lambda p, size: p.replace(N_f=p.number([[MANY]]), N_g=p.number([[size]])),
    "N": lambda p, size: p.replace(N_f=p.number([[size]]), N_g=p.number([[size]])),
}


@family
def piecewise_linear_pairs() -> Family:
    """Pairs of univariate piecewise linear functions with N_A, their number of pieces.

    f is made of n units and g of m: one may have many pieces and the other few. Two in three of
    each are near a zigzag, of which every piece crosses the kinks of another one.
    """

    def count(name: str, latex: str, meaning: str, of: Callable[[Instance], Any]) -> Field:
        def build(p: Instance) -> Array:
            made = _is_constructed(p.shape)
            return arrays.scalar(fmpq(_number_of(name, p)) if made else _count_pieces(*of(p)))

        return derived(name, "1 1", latex, meaning, build)

    fields = (
        Field("f", "1", "1", "f", "a piecewise linear function", _pieces,
              lambda s: _bounds(s, s["n"])),
        Field("g", "1", "1", "g", "a piecewise linear function", _pieces,
              lambda s: _bounds(s, s["m"])),
        derived("a_f", "n 1", "a_f", "slopes: f = Σ c_i relu(a_i x + b_i)",
                lambda p: _part(p, "f", 0)),
        derived("b_f", "n 1", "b_f", "biases of f", lambda p: _part(p, "f", 1)),
        derived("c_f", "n 1", "c_f", "coefficients of f", lambda p: _part(p, "f", 2)),
        derived("a_g", "m 1", "a_g", "slopes of g", lambda p: _part(p, "g", 0)),
        derived("b_g", "m 1", "b_g", "biases of g", lambda p: _part(p, "g", 1)),
        derived("c_g", "m 1", "c_g", "coefficients of g", lambda p: _part(p, "g", 2)),
        count("N_f", "N_A(f)", "the pieces of f", lambda p: _network_of(p.f)),
        count("N_g", "N_A(g)", "the pieces of g", lambda p: _network_of(p.g)),
        count("N_sum", "N_A(f + g)", "the pieces of f + g", lambda p: _sum_of(p.f, p.g)),
        count("N_comp", r"N_A(f \circ g)", "the pieces of f∘g", lambda p: _composed(p.f, p.g)),
    )  # fmt: skip
    shapes = ({"n": n, "m": m} for n, m in product(range(1, OWN + 1), repeat=2))
    ordered = tuple(sorted(shapes, key=lambda s: (sum(s.values()), *s.values())))
    grown = tuple(({"n": n, "m": m}, (f - 1, g - 1)) for n, m, f, g in GROWING)
    made = Constructions(_is_constructed, grown)
    return Family("piecewise_linear_pairs", ordered, fields, constructed=made, limits=PIECES)
