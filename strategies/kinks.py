"""What breaks the theorems on homogeneous functions: kinks with partials, jumps, exponents."""

from __future__ import annotations

import numpy as np
from flint import fmpq

from referee.numerics.arrays import Array
from referee.numerics.calculus import gradient
from referee.numerics.subdifferential import limiting_gradients, partial_derivatives
from referee.strategies.families import Family, Field, Hypothesis, Instance, family
from referee.strategies.fields import choice, derived, free, natural
from referee.strategies.homogeneous_kinds import max_min_median
from referee.strategies.matrices import d_field, shapes_of_dimension


def median_type(w: Array) -> Array:
    """Return max + min − 2·median of the coordinates of w (3, 1)."""
    return max_min_median(w[:1], w[1:2], w[2:3])


def _spread_out(p: Instance, ints: np.ndarray) -> Array:
    """Return t·(1, 1, 1) plus k ≥ 0 times (0, 1, 2): all partial derivatives exist there."""
    t, k = ints
    return p.number([[1 + t + k * i] for i in range(3)])


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
        Field("x", "d", "1", "x", "a point", _spread_out, lambda _: ((None, None), (0, None))),
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

    Along v = k·(0, 1, 2) the order of the coordinates, and with it the gradient, is the same
    for all i as for i = 1; v = 0 is the constant sequence.
    """
    fields = (
        Field(
            "x",
            "d",
            "1",
            "x",
            "the limit of the sequence",
            lambda p, ints: p.number([[1 + ints[0]]] * 3),
            lambda _: ((None, None),),
        ),
        Field(
            "v",
            "d",
            "1",
            "v",
            "the direction of the sequence x_i = x + v/i",
            lambda p, ints: p.number([[ints[0] * i] for i in range(3)]),
            lambda _: natural(1),
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
    return z ** int(p.L[0, 0].p) if above else 0 * z


def _above(p: Instance) -> bool:
    """Say whether the sequence is above the plane w_d = 0 in the end."""
    height = p.x[-1, 0]
    return bool(height > 0 or (height == 0 and p.v[-1, 0] > 0))


def _on_the_plane(p: Instance, ints: np.ndarray) -> Array:
    """Return e_1 + integers, its last coordinate often 0."""
    x = p.number(ints[1:, None])
    x[0] += 1
    x[-1] *= int(ints[0])
    return x


def _upwards(p: Instance, ints: np.ndarray) -> Array:
    v = p.number([[0]] * p.shape["d"])
    v[-1] += 1 - 2 * int(ints[0])
    return v


def _first_row(p: Instance, ints: np.ndarray) -> Array:
    a = p.number(ints[:, None])
    a[0] += 1
    return a


@family
def step_functions() -> Family:
    """Sequences x_i = x + v/i at f(w) = (a·w)^L for w_d > 0, else 0: it jumps at w_d = 0."""
    fields = (
        Field(
            "L", "1", "1", "L", "the degree", lambda p, i: p.number([1 + i]), lambda _: choice(3)
        ),
        Field("x", "d", "1", "x", "a point", _on_the_plane, lambda s: (*choice(2), *free(s["d"]))),
        Field("v", "d", "1", "v", "the direction of x_i = x + v/i", _upwards, lambda _: choice(2)),
        Field("a", "d", "1", "a", "a vector", _first_row, lambda s: free(s["d"])),
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
    return p.number([[fmpq(int(ints[0]), 1 + int(ints[1]))]])


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


POSITIVE = Hypothesis("α, β > 0", "α and β are positive", {"signed": True}, about="beta")


@family
def exponents(*, signed: bool = False) -> Family:
    """Rational exponents L of any sign with numbers α and β, positive unless ``signed``.

    The bases are rational, and positive where L is no integer; δ > −1 and v are any.
    """
    sign = "≠ 0" if signed else "> 0"
    fields = (
        Field("L", "1", "1", "L", "a rational exponent", _exponent, lambda _: ((-6, 6), (0, 2))),
        Field(
            "alpha",
            "1",
            "1",
            r"\alpha",
            f"a number α {sign}",
            lambda p, ints: _base(p, ints, least=1),
            lambda _: ((None if signed else 0, None), *natural(1)),
        ),
        Field(
            "beta",
            "1",
            "1",
            r"\beta",
            f"a number β {sign}",
            _other_base,
            lambda _: (*choice(3 if signed else 2), (None if signed else 0, None), *natural(1)),
        ),
        Field(
            "v",
            "1",
            "1",
            "v",
            "a number that stands for f(0)",
            lambda p, ints: p.number(ints[None, :]),
            lambda _: free(1),
        ),
        Field(
            "delta",
            "1",
            "1",
            r"\delta",
            "a number δ > −1",
            lambda p, ints: p.number([[fmpq(1 + int(ints[0]), 1 + int(ints[1])) - 1]]),
            lambda _: natural(2),
        ),
    )
    return Family("exponents", ({"d": 1},), fields, hypotheses=(POSITIVE,))
