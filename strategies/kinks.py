"""What breaks the theorems on homogeneous functions: kinks with partials, jumps, exponents."""

from __future__ import annotations

import numpy as np
from flint import fmpq

from referee.numerics.arrays import Array
from referee.numerics.calculus import gradient
from referee.numerics.scalars import times_of
from referee.numerics.subdifferential import limiting_gradients, partial_derivatives
from referee.strategies.exponents import exponent_of
from referee.strategies.families import Family, Field, Hypothesis, Instance, family
from referee.strategies.fields import (
    choice,
    column,
    derived,
    fractions,
    free,
    natural,
    over,
    rational,
)
from referee.strategies.homogeneous_kinds import max_min_median
from referee.strategies.integer_vectors import DENOMINATOR
from referee.strategies.matrices import d_field, shapes_of_dimension
from referee.strategies.value_kinds import ALL, ONE_NUMBER
from referee.strategies.value_kinds import POSITIVE as POSITIVE_NUMBER


def median_type(w: Array) -> Array:
    """Return max + min − 2·median of the coordinates of w (3, 1)."""
    return max_min_median(w[:1], w[1:2], w[2:3])


def _spread_out(p: Instance, ints: np.ndarray) -> Array:
    """Return t·(1, 1, 1) plus k ≥ 0 times (0, 1, 2): all partial derivatives exist there."""
    t, k, _ = ints
    return column(over(p, np.array([1 + t + k * i for i in range(3)], dtype=object), ints[2:]))


def _partials(p: Instance, at: Array) -> Array:
    found = partial_derivatives(median_type, at)
    if found is None:
        raise ValueError(f"{p.token} has no partial derivatives")
    return found


def _pieces(p: Instance, at: Array) -> Array:
    return p.number([[limiting_gradients(median_type, at).shape[1]]])


_MEDIAN_VALUE = derived("f_x", "1 1", "f(x)", "the value of f at x", lambda p: median_type(p.x))


@family
def median_points() -> Family:
    """Points of R³ at which f = max + min − 2·median has all its partial derivatives g."""
    fields = (
        Field(
            "x",
            "d",
            "1",
            "x",
            "a point",
            _spread_out,
            lambda _: (*free(1), *natural(1), DENOMINATOR),
        ),
        derived(
            "g",
            "d 1",
            r"\nabla f(x)",
            "the vector of partial derivatives",
            lambda p: _partials(p, p.x),
        ),
        derived(
            "pieces",
            "1 1",
            "k",
            "how many limiting gradients f has at x: 1 exactly if the pieces there agree",
            lambda p: _pieces(p, p.x),
        ),
        _MEDIAN_VALUE,
        d_field,
    )
    return Family("median_points", ({"d": 3},), fields)


@family
def median_sequences() -> Family:
    """Sequences x_i = x + v/i to the kink x = t·(1, 1, 1) of f, with limits of partials s.

    Along v = k·(0, 1, 2) + c·(1, 1, 1) the order of the coordinates, and with it the gradient, is
    the same for all i as for i = 1; where k = 0 all of the sequence is on the kink.
    """
    fields = (
        Field(
            "x",
            "d",
            "1",
            "x",
            "the limit of the sequence",
            lambda p, ints: column(over(p, np.array([1 + ints[0]] * 3, dtype=object), ints[1:])),
            lambda _: fractions(1),
            narrow={"mixed magnitudes": "f is kinked where all coordinates are equal"},
        ),
        Field(
            "v",
            "d",
            "1",
            "v",
            "the direction of the sequence x_i = x + v/i",
            lambda p, ints: column(
                over(p, np.array([ints[0] * i + ints[1] for i in range(3)], dtype=object), ints[2:])
            ),
            lambda _: fractions(2),
        ),
        derived(
            "s",
            "d 1",
            "s",
            "the limit of the partial derivatives at x_i",
            lambda p: _partials(p, p.x + p.v),
        ),
        derived(
            "pieces",
            "1 1",
            "k",
            "how many limiting gradients f has at each x_i: 1 exactly if the pieces agree",
            lambda p: _pieces(p, p.x + p.v),
        ),
        _MEDIAN_VALUE,
        d_field,
    )
    return Family("median_sequences", ({"d": 3},), fields)


def step_function(p: Instance, w: Array, *, above: bool) -> Array:
    """Return (a·w)^L where w is above the plane w_d = 0, else 0."""
    z = p.a.mT @ w
    return z ** times_of(p.L[0, 0]) if above else 0 * z


def _above(p: Instance) -> bool:
    """Say whether the sequence is above the plane w_d = 0 in the end."""
    height = p.x[-1, 0]
    return bool(height > 0 or (height == 0 and p.v[-1, 0] > 0))


def _on_the_plane(p: Instance, ints: np.ndarray) -> Array:
    """Return e_1 + rationals, its last coordinate often 0."""
    x = _first_axis(p, ints[1:])
    x[-1] *= int(ints[0])
    return x


def _off_the_plane(p: Instance, ints: np.ndarray) -> Array:
    """Return any rational vector whose last coordinate is not 0."""
    tops = ints[:-1].copy()
    tops[-1] += int(tops[-1] >= 0)
    return column(over(p, tops, ints[-1:]))


def _first_axis(p: Instance, ints: np.ndarray) -> Array:
    """Return (e_1 + integers)/(1 + q)."""
    tops = ints[:-1].copy()
    tops[0] += 1
    return column(over(p, tops, ints[-1:]))


@family
def step_functions() -> Family:
    """Sequences x_i = x + v/i at f(w) = (a·w)^L for w_d > 0, else 0: it jumps at w_d = 0."""
    fields = (
        Field(
            "L",
            "1",
            "1",
            "L",
            "the degree",
            lambda p, ints: p.number([[exponent_of(int(ints[0]), 0, "whole")]]),
            lambda _: natural(1),
            narrow={ALL: "whole and positive, and no giant: z^L is computed exactly"},
        ),
        Field(
            "x",
            "d",
            "1",
            "x",
            "a point",
            _on_the_plane,
            lambda s: (*choice(2), *fractions(s["d"])),
        ),
        Field(
            "v",
            "d",
            "1",
            "v",
            "the direction of x_i = x + v/i",
            _off_the_plane,
            lambda s: fractions(s["d"]),
        ),
        Field("a", "d", "1", "a", "a vector", _first_axis, lambda s: fractions(s["d"])),
        derived(
            "f_x",
            "1 1",
            "f(x)",
            "the value of f at x",
            lambda p: step_function(p, p.x, above=bool(p.x[-1, 0] > 0)),
        ),
        derived(
            "f_lim",
            "1 1",
            r"\lim f(x_i)",
            "the limit of f(x_i)",
            lambda p: step_function(p, p.x, above=_above(p)),
        ),
        derived(
            "s",
            "d 1",
            "s",
            "the limit of ∇f(x_i)",
            lambda p: gradient(lambda w: step_function(p, w, above=_above(p)), p.x),
        ),
        d_field,
    )
    return Family("step_functions", shapes_of_dimension(least=2, small=3), fields)


def _exponent(p: Instance, ints: np.ndarray) -> Array:
    return p.number([[exponent_of(int(ints[0]), int(ints[1]))]])


def _base(p: Instance, ints: np.ndarray, *, least: int) -> Array:
    """Return a nonzero rational: positive where L is no integer."""
    top = int(ints[0])
    number = fmpq(top + least if top >= 0 else top, 1 + int(ints[1]))
    return p.number([[number if p.L[0, 0].q == 1 else abs(number)]])


def _other_base(p: Instance, ints: np.ndarray) -> Array:
    """Return another base, often the same up to its sign: their even powers agree."""
    kind = ints[0]
    if kind == 0:
        return _base(p, ints[1:], least=2)
    return p.alpha if kind == 1 or p.L[0, 0].q != 1 else -p.alpha


def _above_minus_one(p: Instance, ints: np.ndarray) -> Array:
    """Return a/(1 + q) where a ≥ 0, else −|a|/(1 + q + |a|), which is above −1."""
    top, below = int(ints[0]), 1 + int(ints[1])
    return p.number([[fmpq(top, below - min(top, 0))]])


NO_GIANT = {
    "below 1/1000": "a root of degree 11 at most: powers are computed exactly",
    "beyond 10^3": "60 at most: powers are computed exactly",
    "beyond 10^9": "60 at most: powers are computed exactly",
    **ONE_NUMBER,
}
POSITIVE = Hypothesis("α, β > 0", "α and β are positive", {"signed": True}, about="beta")


@family
def exponents(*, signed: bool = False) -> Family:
    """Rational exponents L of any sign with numbers α and β, positive unless ``signed``.

    The bases are rational, and positive where L is no integer; δ > −1 and v are any.
    """
    sign = "≠ 0" if signed else "> 0"
    base = {"zero": "it is not 0"} if signed else POSITIVE_NUMBER
    fields = (
        Field(
            "L",
            "1",
            "1",
            "L",
            "a rational exponent",
            _exponent,
            lambda _: fractions(1),
            narrow=NO_GIANT,
        ),
        Field(
            "alpha",
            "1",
            "1",
            r"\alpha",
            f"a number α {sign}",
            lambda p, ints: _base(p, ints, least=1),
            lambda _: ((None if signed else 0, None), DENOMINATOR),
            narrow={**base, **ONE_NUMBER},
        ),
        Field(
            "beta",
            "1",
            "1",
            r"\beta",
            f"a number β {sign}",
            _other_base,
            lambda _: (*choice(3 if signed else 2), (None if signed else 0, None), DENOMINATOR),
            narrow={**base, **ONE_NUMBER},
        ),
        Field(
            "v",
            "1",
            "1",
            "v",
            "a number that stands for f(0)",
            lambda p, ints: column(rational(p, ints)),
            lambda _: fractions(1),
            narrow=ONE_NUMBER,
        ),
        Field(
            "delta",
            "1",
            "1",
            r"\delta",
            "a number δ > −1",
            _above_minus_one,
            lambda _: fractions(1),
            narrow=ONE_NUMBER,
        ),
    )
    return Family("exponents", ({"d": 1},), fields, hypotheses=(POSITIVE,))
