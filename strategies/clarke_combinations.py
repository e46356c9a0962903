"""Homogeneous functions with limiting gradients at x, combined: Clarke's subdifferential.

The limiting gradients are those of the pieces that x + εv lies in, for directions v; all
convex combinations of them are the subdifferential (Clarke 1983, theorem 2.5.1).
"""

from __future__ import annotations

import numpy as np
from flint import fmpq

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.subdifferential import limiting_gradient
from referee.strategies.families import Family, Field, Hypothesis, Instance, family
from referee.strategies.fields import choice, derived, fractions, over, size
from referee.strategies.homogeneous import (
    AWAY,
    DERIVED,
    all_gradients,
    assumed_of,
    function,
    function_fields,
    orthogonal_to,
)
from referee.strategies.homogeneous_kinds import MOST_GRADIENTS
from referee.strategies.shapes import Shapes
from referee.strategies.value_kinds import ALL

REACH = 8  # of a sample and the ladder

# What is assumed of the coefficients c, by the option `weights` of clarke_combinations.
COEFFICIENTS: dict[str, tuple[Hypothesis, ...]] = {
    "convex": (
        Hypothesis("c_j ≥ 0", "the coefficients c_j are not negative", {"weights": "affine"}),
        Hypothesis("Σ c_j = 1", "the coefficients c_j sum to 1", {"weights": "conic"}),
    ),
    "affine": (
        Hypothesis("c_j ≥ 0", "the coefficients c_j are not negative", {"weights": "affine"}),
        Hypothesis("Σ c_j = 1", "the coefficients c_j sum to 1", {"weights": "any"}),
    ),
}


def _padded(p: Instance) -> Array:
    """Return the limiting gradients in MOST_GRADIENTS columns, the first one repeated."""
    found = all_gradients(p)
    missing = MOST_GRADIENTS - found.shape[1]
    if missing < 0:
        raise ValueError(f"{p.token} has more than {MOST_GRADIENTS} limiting gradients")
    return arrays.concatenate([found, *[found[:, :1]] * missing], -1)


def _directions(p: Instance, ints: np.ndarray) -> Array:
    """Return directions (d, m): integers added to ±e_d, ±e_1, over a denominator."""
    d, m = p.shape["d"], p.shape["m"]
    start = np.zeros((d, m), dtype=object)
    for j in range(m):
        start[(d - 1, 0)[j // 2 % 2], j] = (1, -1)[j % 2]
    return over(p, (start.reshape(-1) + ints[:-1]), ints[-1:]).reshape(d, m)


def _limits(p: Instance) -> Array:
    f = function(p)
    columns = [limiting_gradient(f, p.x, p.V[:, j : j + 1]) for j in range(p.shape["m"])]
    return arrays.concatenate(columns, -1)


MIXED_WEIGHTS = ("any", "affine", "convex", "unit", "negative")


def _weights(p: Instance, ints: np.ndarray, how: str) -> Array:
    """Return coefficients c: convex, ≥ 0, with sum 1, also with c_2 < 0, of length 1, any, mixed.

    Of "mixed" ones the first integer chooses.
    """
    if how == "mixed":
        how, ints = MIXED_WEIGHTS[int(ints[0])], ints[1:]
    if how == "one":
        return p.number(np.eye(p.shape["m"], 1, dtype=np.int64))
    *steps, below = ints
    first, rest = steps[0], steps[1:]
    if how == "unit":  # e_1 mirrored: every rational vector ≥ 0 of length 1
        length = sum(i * i for i in steps) or 1
        entries = [fmpq(2 * first * i, length) for i in steps]
        return p.number([[abs(e - (k == 0))] for k, e in enumerate(entries)])
    if how in {"convex", "conic"}:
        parts = [1 + abs(first), *map(abs, rest)]
        total = sum(parts) if how == "convex" else 1 + below
        return p.number([[part] for part in parts]) / p.number([[total]])
    if how == "negative" and rest:  # (3, −1, 3)/5 at least: the length may still be below 1
        below_zero = 1 + abs(rest[0])  # of s_2, which V takes from the other side of a kink
        parts = [(1 + below) * (1 + 2 * below_zero + abs(i)) for i in (first, 0, *rest[1:])]
        parts[1] = -below_zero  # as near to 0 as the others are large
        return p.number([[part] for part in parts]) / p.number([[sum(parts)]])
    if how == "any":
        return p.number([[part] for part in (1 + first, *rest)]) / p.number([[1 + below]])
    scaled = p.number([[part] for part in (first, *rest)]) / p.number([[1 + below]])
    unit = np.eye(len(steps), 1, dtype=np.int64)
    return scaled + p.number(unit) * (1 - linalg.total(scaled))


def _narrow_weights(how: str) -> dict[str, str]:
    """Return why coefficients of these have no values of some kinds."""
    if how == "one":
        return {ALL: "the coefficient is 1"}
    bounded = dict.fromkeys(("beyond 10^3", "beyond 10^9"), "between −1 and 1")
    small = dict.fromkeys(("below 1/10", "below 1/1000"), "of sum or length 1")
    signed = {"negative": "the coefficients are not negative"}
    return {
        "convex": bounded | small | signed,
        "unit": bounded | small | signed,
        "negative": bounded | small,
        "conic": signed,
        "affine": small,
    }.get(how, {})


def _combination_fields(how: str) -> tuple[Field, ...]:
    return (
        Field(
            "V",
            "d",
            "m",
            "V",
            "directions of approach",
            _directions,
            lambda shape: fractions(shape["d"] * shape["m"]),
        ),
        Field(
            "c",
            "m",
            "1",
            "c",
            {
                "convex": "weights c_j ≥ 0 with sum 1",
                "conic": "coefficients c_j ≥ 0",
                "affine": "coefficients with sum 1",
                "unit": "coefficients c_j ≥ 0 of length 1",
                "negative": "coefficients with sum 1, the second below 0",
                "any": "any coefficients",
                "one": "1",
                "mixed": "any coefficients, often with sum 1, often ≥ 0, often of length 1",
            }[how],
            lambda p, ints: _weights(p, ints, how),
            lambda shape: (
                *(choice(len(MIXED_WEIGHTS)) if how == "mixed" else ()),
                *(() if how == "one" else fractions(shape["m"])),
            ),
            narrow=_narrow_weights(how),
        ),
        derived("S", "d m", "S", "limiting gradients s_j as columns", _limits),
        derived("combined", "d 1", "s", "the combination Σ c_j s_j", lambda p: p.S @ p.c),
        derived("s_1", "d 1", "s_1", "a limiting gradient of f at x", lambda p: p.S[:, :1]),
    )


def _moved(p: Instance, ints: np.ndarray) -> Array:
    """Return Σ c_j s_j, or that moved orthogonally to x, or moved anywhere."""
    mode, *entries = ints[:-1]
    moves = (
        0 * p.x,
        orthogonal_to(p.x, [1 + entries[0], *entries[1:]]),
        p.number(np.array(entries, dtype=object)[:, None]),
    )
    return p.combined + moves[int(mode)] / p.number([[1 + int(ints[-1])]])


MOVED = Field(
    "s",
    "d",
    "1",
    "s",
    "a vector, often a combination of limiting gradients",
    _moved,
    lambda shape: (*choice(3), *fractions(shape["d"])),
)
COMBINED = derived("s", "d 1", "s", "the combination Σ c_j s_j", lambda p: p.combined)
GRADIENTS = derived(
    "G",
    f"d {MOST_GRADIENTS}",
    "G",
    "all limiting gradients of f at x as columns, the first one repeated",
    _padded,
)


@family
def clarke_combinations(
    *,
    kinds: str = "all",
    origin: bool = False,
    weights: str = "mixed",
    moved: bool = False,
    hull: bool = False,
    kinked: bool = False,
) -> Family:
    """Homogeneous functions with m limiting gradients at x and their combination s.

    ``weights`` are "convex", "conic" (≥ 0), "affine" (with sum 1), "negative" (and c_2 < 0),
    "unit" (≥ 0, of length 1), "any", "mixed", or "one" limiting gradient alone; with ``moved``
    the vector s is often no combination; ``hull`` offers all limiting gradients G; with
    ``kinked`` most x are kinks, and d ≥ 2.
    """
    alone = {"m": 1} if weights == "one" else {}
    shapes = Shapes({"d": 1 + kinked, "m": 1}, small=3, most=alone, reach=REACH)
    fields = (
        *function_fields(kinds=kinds, origin=origin, kinked=kinked),
        *_combination_fields(weights),
        MOVED if moved else COMBINED,
        *((GRADIENTS,) if hull else ()),
        *DERIVED,
        size("m", "the number of limiting gradients s_j"),
    )
    assumed = (AWAY, *assumed_of(kinds), *COEFFICIENTS.get(weights, ()))
    return Family("clarke_combinations", shapes, fields, assumed)
