"""Positively homogeneous functions f: R^d → R with f(αx) = α^L f(x) for α > 0, at a point x.

A function is one of ``homogeneous_kinds.KINDS``, made from z_i = a_i·x with the rows a_i of
A and from coefficients v. Rows are generic, or built so that z_i = z_1 or z_i = 0 at x
exactly: kinks are constructed, not met by chance. Zero integers give f(x) = x_1 at x = e_1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from flint import fmpq

from referee.numerics import arrays, scalars
from referee.numerics.arrays import Array
from referee.numerics.subdifferential import limiting_gradient, limiting_gradients
from referee.strategies.exponents import exponent_of
from referee.strategies.families import Family, Field, Hypothesis, Instance, Shape, family
from referee.strategies.fields import (
    around_one,
    choice,
    column,
    derived,
    entries_of,
    fractions,
    over,
    rational,
)
from referee.strategies.homogeneous_kinds import GROUPS, KINDS, ROWS, Kind, Parts
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.matrices import d_field, shapes_of_dimension
from referee.strategies.value_kinds import ALL, CHOICE, ONE_NUMBER, POSITIVE

REACH = 20  # of a sample and the ladder


def kind_of(p: Instance) -> Kind:
    """Return the kind of an instance's function."""
    return KINDS[int(scalars.to_float(p.kind[..., 0, 0]))]


def degree_of(p: Instance) -> fmpq:
    """Return the degree L of an instance's function: v₁ says it where the kind leaves it open."""
    kind, degree = kind_of(p), kind_of(p).degree
    if kind.exponent is not None:
        return _exponent(p) + kind.more
    return fmpq(p.shape["d"]) if degree is None else fmpq(degree.numerator, degree.denominator)


def _exponent(p: Instance) -> fmpq:
    """Return what the integers of the coefficients are as an exponent v_1."""
    first, *others, q = (int(i) for i in p.integers_of("v"))
    more = sum(map(abs, others))  # exponents are spread wider than single integers are
    top = first + more if first >= 0 else first - more
    return exponent_of(top, abs(q), kind_of(p).exponent or "any", fine=True)


def function(p: Instance) -> Callable[[Array], Array]:
    """Return f: columns (d, 1) of any numbers, germs and series among them, to (1, 1)."""
    kind, A, v = kind_of(p), p.A, p.v

    def f(w: Array) -> Array:
        z = [A[..., i : i + 1, :] @ w for i in range(kind.rows)]
        coordinates = [w[..., i : i + 1, :] for i in range(p.shape["d"])]
        coefficients = [v[..., i : i + 1, :] for i in range(kind.weights)]
        return kind.value(Parts(z, coordinates, coefficients, A))

    return f


def _kind(group: str) -> Field:
    members = GROUPS[group]
    return Field(
        "kind",
        "1",
        "1",
        "k",
        "the number of the function's kind",
        lambda p, ints: p.number([[members[int(ints[0])]]]),
        lambda _: choice(len(members)),
        narrow=CHOICE,
    )


def _unit(p: Instance, index: int) -> Array:
    units = np.eye(p.shape["d"], dtype=np.int64)
    return p.number(units[index % p.shape["d"]].reshape(-1, 1))


def _is_zero(array: Array) -> bool:
    return bool((array == 0).all())


def _point(p: Instance, ints: np.ndarray, *, origin: bool, whole: bool) -> Array:
    """Return x = (e_1 + integers)/(1 + q); with ``origin`` often 0, else never."""
    if origin and ints[0]:
        return 0 * _unit(p, 0)
    steps = p.number(ints[int(origin) : int(origin) + p.shape["d"], None])
    scale = 1 if whole else p.number([[1 + ints[-1]]])
    if kind_of(p).rational_norm:
        return _reflected(steps, _unit(p, 0)) / scale
    x = (_unit(p, 0) + steps) / scale
    return _unit(p, 0) if _is_zero(x) and not origin else x


def _reflected(normal: Array, unit: Array) -> Array:
    """Return a vector of the length of ``unit``, mirrored at the plane with this normal."""
    length = normal.mT @ normal
    return unit - 2 * normal * (normal.mT @ unit) / (length + arrays.is_zero(length))


def _point_field(*, origin: bool, whole: bool) -> Field:
    def integers(shape: Shape) -> Sequence[Bounds]:
        if whole:
            return (*choice(2)[: int(origin)], *((-3, 3),) * shape["d"])
        return (*choice(2)[: int(origin)], *fractions(shape["d"]))

    return Field(
        "x",
        "d",
        "1",
        "x",
        "a point",
        lambda p, ints: _point(p, ints, origin=origin, whole=whole),
        integers,
        axes=lambda s: [*[()] * origin, *entries_of("d")(s), *[()] * (not whole)],
        narrow=SMALL if whole else {},
    )


# What float64 computes with and does not round, where a claim is about floats.
SMALL = {ALL: "small integers, on which float64 does not round"}


def orthogonal_to(x: Array, ints: Sequence[int]) -> Array:
    """Return Tx with T antisymmetric, hence orthogonal to x; 0 for d = 1."""
    d = x.shape[-2]
    T = np.zeros((d, d), dtype=object)
    places = ((1, 0), (2, 0), (2, 1), *((i, 0) for i in range(3, d)))
    for (i, j), entry in zip(places, ints, strict=False):
        if i < d:
            T[i, j], T[j, i] = entry, -entry
    return arrays.like(T, x) @ x


def _rows(p: Instance, ints: np.ndarray, *, kinked: bool) -> Array:
    """Return the rows of A that the kind uses: generic, with z_i = z_1, or with z_i = 0 at x.

    The first choice is a generic row; if ``kinked``, one with z_i = 0. An integer more than the
    rows need is the denominator of their entries.
    """
    kind, width = kind_of(p), 1 + p.shape["d"]
    scale = p.number([[1 + int(i) for i in ints[ROWS * width :]] or [1]])
    rows: list[Array] = []
    for i in range(kind.rows):
        mode, *entries = ints[i * width : (i + 1) * width]
        turned = orthogonal_to(p.x, [1 + entries[0], *entries[1:]]) / scale
        generic = (_unit(p, i) + p.number(np.array(entries, dtype=object)[:, None])) / scale
        tied = rows[0] + turned if i else generic
        options = (turned, tied, generic) if kinked else (generic, tied, turned)
        rows.append(_fitted(p, options[int(mode)], i))
    empty = p.number(np.zeros((0, p.shape["d"]), dtype=np.int64))
    return arrays.concatenate([empty, *(row.mT for row in rows)], -2)


def _fitted(p: Instance, row: Array, index: int) -> Array:
    """Return the row, moved off the zero set of z or scaled to a square where f asks for it."""
    kind = kind_of(p)
    if index in kind.nonzero and _is_zero(row.mT @ p.x):
        row = row + p.x
    z = row.mT @ p.x
    root = int(degree_of(p).q)  # z times z^(root - 1) has a rational root
    return row * z ** (root - 1) if index in kind.rooted and not _is_zero(z) else row


def _rows_field(*, whole: bool, kinked: bool = False) -> Field:
    entry: Bounds = (-3, 3) if whole else (None, None)

    def integers(shape: Shape) -> Sequence[Bounds]:
        rows = (*choice(3), *(entry,) * shape["d"]) * ROWS
        return rows if whole else (*rows, DENOMINATOR)

    return Field(
        "A",
        str(ROWS),
        "d",
        "A",
        "the rows a_i of z_i = a_i·x",
        lambda p, ints: _rows(p, ints, kinked=kinked),
        integers,
        axes=lambda shape: [*([(), *entries_of("d")(shape)] * ROWS), *[()] * (not whole)],
        narrow=SMALL if whole else {},
    )


def _coefficients_field(*, whole: bool) -> Field:
    entry: Bounds = (-3, 3) if whole else (None, None)

    def build(p: Instance, ints: np.ndarray) -> Array:
        kind = kind_of(p)
        if kind.exponent is not None:
            return p.number([[_exponent(p)]])
        nonzero = ints[:ROWS] + (ints[:ROWS] >= 0)
        numbers = p.number(nonzero) if whole else over(p, nonzero, ints[ROWS:])
        return column(numbers[: kind.weights])

    return Field(
        "v",
        str(ROWS),
        "1",
        "v",
        "coefficients v_i ≠ 0",
        build,
        lambda _: (entry,) * ROWS if whole else fractions(ROWS),
        narrow=SMALL if whole else {"zero": "v_i ≠ 0: a constant f is not 0"},
    )


def _rooted(p: Instance, ratio: Array) -> Array:
    """Return a ratio raised to the power whose L-th power is rational again."""
    return ratio ** int(degree_of(p).q)


def _positive(p: Instance, ints: np.ndarray) -> Array:
    """Return (2 + a)/(1 + b), or a power of it where L is not an integer."""
    return _rooted(p, column(over(p, 2 + ints[:1], ints[1:])))


def _signed(p: Instance, ints: np.ndarray) -> Array:
    """Return a/(1 + b) ≠ 0 of any sign, or a power of it that is positive where L is no integer."""
    ratio = column(over(p, ints[:1] + (ints[:1] >= 0), ints[1:]))
    return _rooted(p, ratio if degree_of(p).q == 1 else arrays.absolute(ratio))


def _above_minus_one(p: Instance, ints: np.ndarray) -> Array:
    """Return δ > −1 such that 1 + δ has a rational root of the degree's denominator."""
    top, below = int(around_one(ints)[0]), 1 + int(ints[1])
    return _rooted(p, 1 + p.number([[fmpq(top, below - min(top, 0))]])) - 1


def _not_minus_one(p: Instance, ints: np.ndarray) -> Array:
    """Return δ ≠ −1 such that 1 + δ has a rational root of the degree's denominator."""
    near = 1 + column(over(p, around_one(ints[:1]), ints[1:]))
    base = near + 2 * (near == 0)
    return _rooted(p, base if degree_of(p).q == 1 else arrays.absolute(base)) - 1


def _positive_field(name: str, meaning: str) -> Field:
    return Field(
        name,
        "1",
        "1",
        rf"\{name}",
        meaning,
        _positive,
        lambda _: ((-1, None), DENOMINATOR),
        narrow={**POSITIVE, **ONE_NUMBER},
    )


def _signed_field(name: str, meaning: str) -> Field:
    return Field(
        name,
        "1",
        "1",
        rf"\{name}",
        meaning,
        _signed,
        lambda _: fractions(1),
        narrow={"zero": "it is not 0", **ONE_NUMBER},
    )


def _shift_field(meaning: str, build: Callable[[Instance, np.ndarray], Array]) -> Field:
    return Field(
        "delta", "1", "1", r"\delta", meaning, build, lambda _: fractions(1), narrow=ONE_NUMBER
    )


def _origin_value(p: Instance) -> Array:
    """Return f(0), for kinds without a value there the 0 that f(αx) = α^L f(x) suggests."""
    defined = degree_of(p) > 0 or kind_of(p).text == "v₁"
    return function(p)(0 * p.x) if defined else p.number([[0]])


def _text(p: Instance) -> Array:
    return np.array([[kind_of(p).text]], dtype=object)


def gradient_at(p: Instance) -> Array:
    """Return ∇f(x) where f is differentiable at x, else one of the limiting gradients."""
    return limiting_gradient(function(p), p.x, _unit(p, 0))


def all_gradients(p: Instance) -> Array:
    """Return the limiting gradients of f at x as columns (d, k)."""
    return limiting_gradients(function(p), p.x)


DERIVED = (
    derived("f", "1 1", "f", "the function, with z = Ax", _text),
    derived("L", "1 1", "L", "the degree of f", lambda p: p.number([[degree_of(p)]])),
    derived("f_x", "1 1", "f(x)", "the value of f at x", lambda p: function(p)(p.x)),
    derived("f_0", "1 1", "f(0)", "the value of f at 0", _origin_value),
    derived("g", "d 1", r"\nabla f(x)", "the gradient of f at x", gradient_at),
    derived(
        "pieces",
        "1 1",
        "k",
        "how many limiting gradients f has at x: 1 exactly if the pieces there agree",
        lambda p: p.number([[all_gradients(p).shape[1]]]),
    ),
    d_field,
)


EXTRAS: dict[str, Field] = {
    "alpha": _positive_field("alpha", "a number α > 0"),
    "beta": _positive_field("beta", "a number β > 0"),
    "shift": _shift_field("a number δ > −1", _above_minus_one),
    "step": derived("delta", "1 1", r"\delta", "a number that tends to 0", lambda p: 0 * p.f_x),
    "factor": Field(
        "a",
        "1",
        "1",
        "a",
        "any real number",
        lambda p, ints: column(over(p, around_one(ints[:1]), ints[1:])),
        lambda _: fractions(1),
        narrow=ONE_NUMBER,
    ),
    "s_any": Field(
        "s",
        "d",
        "1",
        "s",
        "any vector",
        lambda p, ints: column(rational(p, ints)),
        lambda shape: fractions(shape["d"]),
    ),
}


# What stands in their place where no sign is assumed.
SIGNED: dict[str, Field] = {
    "alpha": _signed_field("alpha", "a number α ≠ 0"),
    "beta": _signed_field("beta", "a number β ≠ 0"),
    "shift": _shift_field("a number δ ≠ −1", _not_minus_one),
}
AWAY = Hypothesis("x ≠ 0", "x is not the origin", {"origin": True}, about="x")
LIPSCHITZ = Hypothesis(
    "Lipschitz", "f is locally Lipschitz on R^d; without it, where it is defined", {"kinds": "all"}
)
POSITIVE_DEGREE = Hypothesis("L > 0", "the degree is positive", {"kinds": "lipschitz"})
ALPHA = Hypothesis("α > 0", "α is positive", {"signed": True}, about="alpha")
DELTA = Hypothesis("δ > −1", "1 + δ is positive", {"signed": True}, about="delta")


def assumed_of(kinds: str) -> tuple[Hypothesis, ...]:
    """Return what the group of kinds assumes of f."""
    about = {"positive": POSITIVE_DEGREE, "lipschitz": LIPSCHITZ, "finite": LIPSCHITZ}
    return (about[kinds],) if kinds in about else ()


def function_fields(
    *, kinds: str, origin: bool, whole: bool = False, kinked: bool = False
) -> tuple[Field, ...]:
    """Return what makes f and x: the kind, x, A and the coefficients v."""
    return (
        _kind(kinds),
        _point_field(origin=origin, whole=whole),
        _rows_field(whole=whole, kinked=kinked),
        _coefficients_field(whole=whole),
    )


@family
def homogeneous_functions(
    *,
    kinds: str = "all",
    origin: bool = False,
    whole: bool = False,
    extra: str = "",
    signed: bool = False,
) -> Family:
    """Homogeneous functions of the group ``kinds`` at a point x of R^d, d ≤ 3.

    With ``origin`` the point is often 0, else never; ``whole`` keeps all integers small and
    x whole, so that float64 computes without rounding; ``extra`` names fields of
    :data:`EXTRAS`, and with ``signed`` those of :data:`SIGNED`.
    """
    named = [name for name in extra.split("+") if name]
    fields = (
        *function_fields(kinds=kinds, origin=origin, whole=whole),
        *(SIGNED[name] if signed and name in SIGNED else EXTRAS[name] for name in named),
        *DERIVED,
    )
    assumed = (
        AWAY,
        *assumed_of(kinds),
        *((ALPHA,) if "alpha" in named else ()),
        *((DELTA,) if "shift" in named else ()),
    )
    shapes = shapes_of_dimension(small=3, reach=REACH)
    return Family("homogeneous_functions", shapes, fields, hypotheses=assumed)
