"""The kinds of positively homogeneous functions, from x_1 to networks and quotients.

A kind is written in z_i = a_i·w with the rows a_i of A, in coefficients v and in the point w
itself. It is evaluated on any numbers: rationals, series, germs, floats and torch tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from flint import fmpq

from referee.numerics.arrays import Array
from referee.numerics.subdifferential import absolute, maximum, minimum, power, relu

ROWS = 3
MOST_GRADIENTS = 8


@dataclass(frozen=True)
class Parts:
    """What a kind is made of: z_i = a_i·w, the point w itself, coefficients v and rows A."""

    z: Sequence[Array]
    w: Sequence[Array]
    v: Sequence[Array]
    A: Array


@dataclass(frozen=True)
class Kind:
    """A shape of function: its text, its degree (None: the number of coordinates).

    ``rows`` of A and ``weights`` of v are used. ``nonzero`` rows have z_i ≠ 0 at x, where f
    needs that to be defined; ``rooted`` rows have a |z_i| of which the power is rational. Where
    ``exponent`` is said v_1 is one of these exponents, and the degree is v_1 + ``more``.
    """

    text: str
    degree: Fraction | None
    value: Callable[[Parts], Array]
    rows: int = 1
    nonzero: tuple[int, ...] = ()
    rooted: tuple[int, ...] = ()
    rational_norm: bool = False
    weights: int = 0
    exponent: str | None = None
    more: int = 0


def max_min_median(a: Array, b: Array, c: Array) -> Array:
    """Return max + min − 2·median: at a = b = c it has partial derivatives and is kinked."""
    middle = maximum(minimum(a, b), minimum(maximum(a, b), c))
    return maximum(maximum(a, b), c) + minimum(minimum(a, b), c) - 2 * middle


def _hidden(z: Sequence[Array], v: Sequence[Array]) -> Array:
    return sum(weight * relu(unit) for weight, unit in zip(v, z, strict=True))


def _two_hidden(p: Parts) -> Array:
    return relu(_hidden(p.z, p.v)) - relu(_hidden(p.z, p.v[::-1]))


def _deep(p: Parts) -> Array:
    """Return w_d relu(... w_2 relu(w_1)), a network with one unit per layer, in its weights."""
    return reduce(lambda inner, weight: weight * relu(inner), p.w[1:], p.w[0])


def _two_layers(p: Parts) -> Array:
    """Return w_d relu(a·(w_1, ..., w_{d−1})), a network of two layers, in its weights."""
    if len(p.w) == 1:
        return p.w[0] * absolute(p.w[0])
    inputs = [p.A[..., :1, i : i + 1] for i in range(len(p.w) - 1)]
    unit = sum(a * w for a, w in zip(inputs, p.w[:-1], strict=True))
    return p.w[-1] * relu(unit)


def _norm(p: Parts) -> Array:
    return power(sum(w * w for w in p.w), fmpq(1, 2))


def _cubic(p: Parts) -> Array:
    return p.z[0] * p.z[0] * p.z[1] + p.v[0] * p.z[2] * p.z[2] * p.z[2]


def _powered(p: Parts) -> Array:
    """Return |z_1|^v_1 for a rational v_1."""
    return power(absolute(p.z[0]), p.v[0][0, 0])


def _multiplied(p: Parts) -> Array:
    """Return |z_1|^v_1 for a whole v_1 > 0, as a product: it has germs at 0 as well."""
    return _product(p, int(p.v[0][0, 0]))


def _product(p: Parts, times: int) -> Array:
    """Return |z_1|^times."""
    return reduce(mul, [absolute(p.z[0])] * times)


def _odd_or_even(p: Parts) -> Array:
    """Return z_1·|z_1|^v_1, which is odd also where its degree is even."""
    return p.z[0] * _multiplied(p)


def _quotient(p: Parts, times: int) -> Array:
    below = absolute(p.z[0])
    return maximum(p.z[1], p.z[2]) / (below if times == 1 else below * below)


# Degrees between those of the other kinds, where conditions on the degree have their thresholds.
FRACTIONS = tuple(
    Fraction(*pair) for pair in ((1, 10), (1, 3), (2, 3), (3, 4), (9, 10), (7, 3), (5, 2), (-1, 3))
)


def _fractional(degree: Fraction) -> Kind:
    """Return |z_1|^degree: defined away from 0, or not Lipschitz there, unless it is above 1."""
    exponent = fmpq(degree.numerator, degree.denominator)
    return Kind(
        f"|z₁|^({degree})",
        degree,
        lambda p: power(absolute(p.z[0]), exponent),
        nonzero=() if degree > 1 else (0,),
        rooted=(0,),
    )


ONE, TWO, THREE = Fraction(1), Fraction(2), Fraction(3)
KINDS: tuple[Kind, ...] = (
    Kind("z₁", ONE, lambda p: p.z[0]),
    Kind("z₁²", TWO, lambda p: p.z[0] * p.z[0]),
    Kind("v₁", Fraction(0), lambda p: p.v[0] + 0 * p.w[0], rows=0, weights=1),
    Kind("|z₁|", ONE, lambda p: absolute(p.z[0])),
    Kind("z₁ z₂", TWO, lambda p: p.z[0] * p.z[1], 2),
    Kind("relu(z₁)", ONE, lambda p: relu(p.z[0])),
    Kind("max(z₁, z₂)", ONE, lambda p: maximum(*p.z), 2),
    Kind("min(z₁, z₂)", ONE, lambda p: minimum(*p.z), 2),
    Kind("z₁³", THREE, lambda p: p.z[0] * p.z[0] * p.z[0]),
    Kind("z₁² z₂ + v₁ z₃³", THREE, _cubic, 3, weights=1),
    Kind("z₁ |z₂|", TWO, lambda p: p.z[0] * absolute(p.z[1]), 2),
    Kind("max(z₁², z₂²)", TWO, lambda p: maximum(p.z[0] * p.z[0], p.z[1] * p.z[1]), 2),
    Kind("|z₁| + |z₂|", ONE, lambda p: absolute(p.z[0]) + absolute(p.z[1]), 2),
    Kind("max(|z₁|, |z₂|)", ONE, lambda p: maximum(absolute(p.z[0]), absolute(p.z[1])), 2),
    Kind("max(z₁, z₂, z₃)", ONE, lambda p: maximum(maximum(*p.z[:2]), p.z[2]), 3),
    Kind("max + min − 2 median of z₁, z₂, z₃", ONE, lambda p: max_min_median(*p.z), 3),
    Kind("Σ vⱼ relu(zⱼ)", ONE, lambda p: _hidden(p.z, p.v), 3, weights=3),
    Kind("two hidden layers", ONE, _two_hidden, 3, weights=3),
    Kind("xd relu(... relu(x₁))", None, _deep, 0),
    Kind("xd relu(Σ aᵢxᵢ)", TWO, _two_layers, 1),
    Kind("‖x‖₂", ONE, _norm, 0, rational_norm=True),
    Kind("|z₁|^(3/2)", Fraction(3, 2), lambda p: power(absolute(p.z[0]), fmpq(3, 2)), rooted=(0,)),
    Kind(
        "|z₁|^(1/2)",
        Fraction(1, 2),
        lambda p: power(absolute(p.z[0]), fmpq(1, 2)),
        nonzero=(0,),
        rooted=(0,),
    ),
    Kind("1/z₁", Fraction(-1), lambda p: 1 / p.z[0], nonzero=(0,)),
    Kind("z₁/z₂", Fraction(0), lambda p: p.z[0] / p.z[1], 2, nonzero=(1,)),
    Kind("max(z₂, z₃)/|z₁|", Fraction(0), lambda p: _quotient(p, 1), 3, nonzero=(0,)),
    Kind("max(z₂, z₃)/z₁²", Fraction(-1), lambda p: _quotient(p, 2), 3, nonzero=(0,)),
    Kind(
        "|z₁|^(1/2) max(z₂, z₃)",
        Fraction(3, 2),
        lambda p: power(absolute(p.z[0]), fmpq(1, 2)) * maximum(p.z[1], p.z[2]),
        3,
        nonzero=(0,),
        rooted=(0,),
    ),
    *(_fractional(degree) for degree in FRACTIONS),
    Kind("|z₁|³", THREE, lambda p: _product(p, 3)),
    Kind("z₁ |z₁|³", Fraction(4), lambda p: p.z[0] * _product(p, 3)),
    Kind("|z₁|⁵", Fraction(5), lambda p: _product(p, 5)),
    # Of every degree: what is true at the degrees above alone is false at one of these.
    Kind("|z₁|^v₁", None, _powered, nonzero=(0,), rooted=(0,), weights=1, exponent="nonzero"),
    Kind(
        "|z₁|^v₁, v₁ > 0",
        None,
        _powered,
        nonzero=(0,),
        rooted=(0,),
        weights=1,
        exponent="positive",
    ),
    Kind("|z₁|^v₁, v₁ > 1", None, _powered, rooted=(0,), weights=1, exponent="above 1"),
    Kind("|z₁|^v₁, v₁ = 1, 2, ...", None, _multiplied, weights=1, exponent="whole"),
    Kind("z₁ |z₁|^v₁, v₁ = 1, 2, ...", None, _odd_or_even, weights=1, exponent="whole", more=1),
)


def _named(*texts: str) -> tuple[int, ...]:
    by_text = {kind.text: index for index, kind in enumerate(KINDS)}
    return tuple(by_text[text] for text in texts)


_ALL = tuple(range(len(KINDS)))
_AWAY = tuple(i for i in _ALL if KINDS[i].nonzero)  # defined away from 0 only, or not Lipschitz
_LIPSCHITZ = tuple(i for i in _ALL if i not in _AWAY)  # locally Lipschitz on all of R^d
_ROOTS = tuple(
    i for i in _AWAY if KINDS[i].rows == 1 and 0 < (KINDS[i].degree or 0) < 1
)  # have the value 0 at 0
GROUPS: dict[str, tuple[int, ...]] = {
    "all": _ALL,
    "lipschitz": _LIPSCHITZ,
    "positive": tuple(i for i in _LIPSCHITZ if KINDS[i].degree != 0),
    "finite": tuple(i for i in _LIPSCHITZ if not KINDS[i].rational_norm),  # gradients at 0
    "integer": tuple(i for i in _LIPSCHITZ if not KINDS[i].rooted),
    "at_origin": (*_LIPSCHITZ, *_ROOTS, *_named("|z₁|^v₁, v₁ > 0")),
    # Any degree; what has no value at 0 gets the 0 that a degree L ≠ 0 demands.
    "valued_at_origin": (
        *_LIPSCHITZ,
        *_ROOTS,
        *_named("1/z₁", "max(z₂, z₃)/z₁²", "|z₁|^(-1/3)", "|z₁|^v₁"),
    ),
    # Few pieces: no more than MOST_GRADIENTS limiting gradients at a point of R².
    "clarke": _named(
        *("|z₁|", "z₁", "max(z₁, z₂)", "z₁²", "relu(z₁)", "min(z₁, z₂)", "z₁ |z₂|"),
        *("|z₁| + |z₂|", "max(|z₁|, |z₂|)", "max(z₁, z₂, z₃)", "Σ vⱼ relu(zⱼ)", "v₁"),
        *("max(z₁², z₂²)", "max + min − 2 median of z₁, z₂, z₃", "max(z₂, z₃)/|z₁|"),
    ),
    # Made of sums, products and maxima: float64 computes them without rounding on small
    # dyadic numbers.
    "dyadic": tuple(
        i
        for i in _LIPSCHITZ
        if not (KINDS[i].rooted or KINDS[i].rational_norm or KINDS[i].exponent)
    ),
}
