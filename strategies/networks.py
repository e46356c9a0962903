"""ReLU networks without biases, points of them, and pairs of points of one activation region.

f(x) = W_{H+1} A_H(x) W_H ⋯ A_1(x) W_1 x. Weights are the rectangular identity (ones in the
output layer) plus free integers, over a denominator, so that zero integers give f = the sum of
the coordinates' positive parts; dead units, equal and opposite rows and deficient ranks are all
reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from flint import fmpq

from referee.numerics import arrays, linalg, relu
from referee.numerics.arrays import Array
from referee.numerics.batched_relu import interval, settled, within
from referee.numerics.batches import beside, where
from referee.strategies.families import Family, Field, Hypothesis, Instance, Places, family
from referee.strategies.fields import (
    around_one,
    choice,
    column,
    derived,
    fractions,
    free,
    natural,
    numerators_of,
    over,
    size,
    vector,
)
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.kinds.orthogonal import projection_onto
from referee.strategies.rationals import chosen
from referee.strategies.shapes import Shape, Shapes
from referee.strategies.value_kinds import CHOICE, ONE_NUMBER


def identity_like(rows: int, columns: int) -> np.ndarray:
    """Return the rectangular identity, as integers."""
    return np.eye(rows, columns, dtype=np.int64)


def weights_of(p: Instance, ints: np.ndarray, sizes: Sequence[int]) -> list[Array]:
    """Lay out integers as W_1, ..., W_H, W_{H+1} of the sizes d, m_1, ..., m_H, 1.

    The last integer is the denominator of all of them.
    """
    matrices, start = [], 0
    for layer, (columns, rows) in enumerate(pairwise(sizes), start=1):
        free_part = ints[..., start : start + rows * columns].reshape(
            *ints.shape[:-1], rows, columns
        )
        last = layer == len(sizes) - 1
        base = np.ones((rows, columns), np.int64) if last else identity_like(rows, columns)
        numerators = (beside(base, ints) + free_part).reshape(*ints.shape[:-1], -1)
        made = over(p, numerators, ints[..., -1:])
        matrices.append(made.reshape(*ints.shape[:-1], rows, columns))
        start += rows * columns
    return matrices


def weight_count(sizes: Sequence[int]) -> int:
    """Return how many weights a chain of layers of the given sizes has."""
    return sum(a * b for a, b in pairwise(sizes))


def _weight_places(shape: Shape) -> Sequence[Places]:
    """Return the places of the weights: a layer between the first and the last is one of H."""
    *inner, last, _ = list(pairwise(_named_chain(shape)))
    places: list[Places] = []
    for layer, (columns, rows) in enumerate(inner):
        here: Places = (("H", layer),) if layer else ()
        pairs = np.ndindex(shape[rows], shape[columns])
        places += [(*here, (rows, i), (columns, j)) for i, j in pairs]
    pairs = np.ndindex(shape[last[1]], shape[last[0]])
    places += [((last[1], i), (last[0], j)) for i, j in pairs]
    return [*places, *((("m", i),) for i in range(shape["m"]))]


def _named_chain(shape: Shape) -> list[str]:
    return ["d", *["k"] * (shape["H"] - 1), "m", ""]


def _chain(shape: Shape) -> list[int]:
    """Return the sizes d, k, ..., k, m, 1 of a network whose last hidden layer is m×k."""
    if shape["H"] == 1:
        return [shape["d"], shape["m"], 1]
    return [shape["d"], *[shape["k"]] * (shape["H"] - 1), shape["m"], 1]


REACH = 12  # of a sample and the ladder: twelve layers of twelve units


def _relu_shapes(depth: str) -> Shapes:
    """Return the shapes of networks of any depth, or of one; with one layer k is d."""

    def allowed(shape: Shape) -> bool:
        return shape["H"] > 1 or shape["k"] == shape["d"]

    layers = 1 if depth == "any" else int(depth)
    least = {"d": 1, "k": 1, "m": 1, "H": layers}
    most = {} if depth == "any" else {"H": layers}
    return Shapes(least, allowed, 3, most, REACH)


def _point(p: Instance, ints: np.ndarray) -> Array:
    """Return x: anywhere, on the kink of one unit of layer 1, of two, or 0."""
    numerators = beside(identity_like(p.shape["d"], 1)[:, 0], ints) + ints[..., 1:-1]
    x = column(over(p, numerators, ints[..., -1:]))
    return chosen(
        ints[..., :1],
        (
            lambda: x,
            lambda: _off_kinks(x, p.weights[0][..., :1, :].mT),
            lambda: _off_kinks(x, p.weights[0][..., :2, :].mT),
            lambda: 0 * x,
        ),
    )


def _off_kinks(x: Array, rows: Array) -> Array:
    """Return what is left of x beside the span of the units whose kink it is moved onto."""
    if arrays.is_batch(x):
        return x - projection_onto(rows) @ x  # by orthogonalisation, which costs less there
    return linalg.off_span(x, rows)


def _within(low: fmpq | None, high: fmpq | None, steps: np.ndarray) -> fmpq:
    """Return a number strictly between low ≤ 0 and high ≥ 0, chosen by two integers.

    The sign of the first chooses the side, the two together how far; (0, 0) gives 0 and
    every rational between is reached.
    """
    far, near = int(steps[0]), int(steps[1])
    end = high if far >= 0 else low
    part = fmpq(far, 1 + near) if end is None else fmpq(abs(far), abs(far) + 1 + near) * end
    return part if end is None or end != 0 else fmpq(0)


def _interval(p: Instance) -> tuple[fmpq | None, fmpq | None]:
    return relu.region_interval(p.weights, p.x, p.v, weak=bool(_is_weak(p)))


def _is_weak(p: Instance) -> bool | Array:
    weak = p.convention != 0
    return weak if arrays.is_batch(p.convention) else bool(weak[0, 0])


def _ends(p: Instance) -> tuple[Array, Array]:
    """Return how far a batch may go from x along v within its region."""
    layers = _hidden(p, p.x)
    forms = relu.forms(p.weights, [layer.gates for layer in layers])
    along = [settled(M @ p.v, M, p.v) for M in forms]
    return interval([layer.z for layer in layers], along, weak=_is_weak(p))


def _step(p: Instance, ints: np.ndarray) -> Array:
    """Return t such that x + tv lies in the region of x."""
    if ints.ndim > 1:
        return within(*_ends(p), *_numbers(p, ints))
    return arrays.scalar(_within(*_interval(p), ints))


def _numbers(p: Instance, ints: np.ndarray) -> list[Array]:
    """Return integers of a batch as numbers (..., 1, 1), one after the other."""
    return [p.number(ints[..., i : i + 1, None]) for i in range(ints.shape[-1])]


def _combinations(p: Instance, ints: np.ndarray) -> Array:
    """Return what :func:`_combination` is of a batch."""
    top, below, far, near = _numbers(p, ints)
    c, still = (top + 1) / (below + 1), p.step == 0
    moved = c * within(*_ends(p), far, near) / where(still, 1.0 + 0 * p.step, p.step)
    beta = where(still, far / (1 + near), moved)
    return arrays.concatenate([c - beta, beta], -2)


def _combination(p: Instance, ints: np.ndarray) -> Array:
    """Return (α, β) as a column such that αx + βy lies in the region of x and y.

    With y = x + tv and a point x + τv of the region, α + β = c > 0 and β = cτ/t.
    """
    if ints.ndim > 1:
        return _combinations(p, ints)
    c = fmpq(int(ints[0]) + 1, int(ints[1]) + 1)
    t = p.step[0, 0]
    beta = (
        fmpq(int(ints[2]), 1 + int(ints[3]))
        if t == 0
        else c * _within(*_interval(p), ints[2:4]) / t
    )
    return p.number(np.array([[c - beta], [beta]], dtype=object))


def row_of(array: Array, row: int) -> Array:
    """Return one entry of a column as a (1, 1) array."""
    return array[..., row : row + 1, :]


def _quotients(p: Instance, ints: np.ndarray) -> Array:
    """Return three arbitrary rationals as a column."""
    return p.number(around_one(ints[..., :3, None])) / p.number(1 + ints[..., 3:, None])


def _free_step(p: Instance, ints: np.ndarray) -> Array:
    """Return any rational t, so that y = x + tv need not lie in the region of x."""
    return column(over(p, around_one(ints[..., :1]), ints[..., 1:]))


def _free_combination(p: Instance, ints: np.ndarray) -> Array:
    """Return any rational (α, β) as a column."""
    return p.number(around_one(ints[..., ::2, None])) / p.number(1 + ints[..., 1::2, None])


ONE_REGION = Hypothesis(
    "one region", "x, y and z = αx + βy lie in one activation region", {"one_region": False}
)
STAYS = Hypothesis(
    "z in the region", "with x and y also z = αx + βy lies in the region", {"stays": False}, "z"
)


def _hidden(p: Instance, at: Array) -> list[relu.Layer]:
    return relu.forward(p.weights, at, weak=_is_weak(p))


def _before_last(p: Instance, at: Array) -> Array:
    layers = _hidden(p, at)
    return layers[-2].output if len(layers) > 1 else at


def _gated_product(p: Instance, at: Array) -> Array:
    """Return A_h W_h ⋯ A_1 W_1 with the gates of a point, (m, d)."""
    layers = _hidden(p, at)
    return layers[-1].gates * relu.forms(p.weights, [a.gates for a in layers])[-1]


def _plain_product(p: Instance) -> Array:
    product_ = p.weights[0]
    for W in p.weights[1:-1]:
        product_ = W @ product_
    return product_


def _at(point: str, name: str, meaning: str) -> tuple[Field, ...]:
    """Return the fields that belong to one point: gates, layers, value."""

    def here(p: Instance) -> Array:
        return getattr(p, name)

    return (
        derived(
            f"A_{point}", "m m", f"A_h({point})", f"the last hidden layer's gates at {meaning}",
            lambda p: _hidden(p, here(p))[-1].A,
        ),
        derived(
            f"p_{point}", "k 1", f"x_{{h-1}}({point})", f"the layer before it at {meaning}",
            lambda p: _before_last(p, here(p)),
        ),
        derived(
            f"h_{point}", "m 1", f"x_h({point})", f"the last hidden layer at {meaning}",
            lambda p: _hidden(p, here(p))[-1].output,
        ),
        derived(
            f"f_{point}", "1 1", f"f({point})", f"the network at {meaning}",
            lambda p: relu.value(p.weights, here(p)),
        ),
    )  # fmt: skip


@family
def relu_networks(*, depth: str = "any", one_region: bool = True, stays: bool = True) -> Family:
    """Networks with points x, y and z = αx + βy of one activation region, and a free point v.

    ``depth`` is "any", "1" or "2" hidden layers. The gate at 0 follows either
    convention, drawn as well. Without ``one_region`` the points are anywhere, without
    ``stays`` z is.
    """
    stays = stays and one_region
    fields = (
        Field("weights", "1", "1", "W", "all weights",
              lambda p, i: weights_of(p, i, _chain(p.shape)),
              lambda s: fractions(weight_count(_chain(s))),
              axes=lambda s: [*_weight_places(s), ()]),
        Field("convention", "1", "1", r"\text{the gate at } 0",
              "0: gates 1{z > 0}; 1: gates 1{z ≥ 0}",
              lambda p, i: p.number(i[..., None]), lambda _: choice(2), narrow=CHOICE),
        Field("x", "d", "1", "x", "a point, often on kinks", _point,
              lambda s: (*choice(4), *fractions(s["d"])),
              axes=lambda s: [(), *numerators_of("d")(s)]),
        vector("v", "d", "an arbitrary point"),
        Field("step", "1", "1", "t", "y = x + tv",
              _step if one_region else _free_step, lambda _: _steps(), narrow=ONE_NUMBER),
        Field("combination", "1", "1", "", "α and β",
              _combination if stays else _free_combination,
              lambda _: (*natural(1), DENOMINATOR, *_steps()) if stays else (*_steps(), *_steps())),
        Field("numbers", "1", "1", "", "three arbitrary numbers", _quotients,
              lambda _: (*free(3), *(DENOMINATOR,) * 3)),
        derived("mu", "1 1", r"\mu", "an arbitrary number", lambda p: row_of(p.numbers, 0)),
        derived("nu", "1 1", r"\nu", "an arbitrary number", lambda p: row_of(p.numbers, 1)),
        derived("c", "1 1", "c", "an arbitrary number", lambda p: row_of(p.numbers, 2)),
        derived("y", "d 1", "y", "another point of the region of x", lambda p: p.x + p.step * p.v),
        derived("alpha", "1 1", r"\alpha", "a coefficient", lambda p: row_of(p.combination, 0)),
        derived("beta", "1 1", r"\beta", "a coefficient", lambda p: row_of(p.combination, 1)),
        derived("z", "d 1", "z", "αx + βy, in the same region",
                lambda p: p.alpha * p.x + p.beta * p.y),
        derived("xy", "d 1", "x + y", "the sum of x and y", lambda p: p.x + p.y),
        *_at("x", "x", "x"),
        *_at("y", "y", "y"),
        *_at("z", "z", "z = αx + βy"),
        derived("A_s", "m m", "A_h(x + y)", "the gates at x + y", lambda p: _hidden(p, p.xy)[-1].A),
        derived("A_v", "m m", "A_h(v)", "the gates at v", lambda p: _hidden(p, p.v)[-1].A),
        derived("G", "m d", "G", "A_h(y)W_h⋯A_1(y)W_1, the gated product of the region",
                lambda p: _gated_product(p, p.y)),
        derived("G_v", "m d", "G_v", "the gated product with the gates of v",
                lambda p: _gated_product(p, p.v)),
        derived("W_all", "m d", r"W_h \cdots W_1", "W_h⋯W_1 without gates", _plain_product),
        derived("W_h", "m k", "W_h", "the weights of the last hidden layer",
                lambda p: p.weights[-2]),
        derived("W_1", "m d", "W_1", "the weights of the first layer", lambda p: p.weights[0]),
        derived("W_out", "1 m", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *(size(dim, meaning) for dim, meaning in _SIZES.items()),
    )  # fmt: skip
    assumed = (ONE_REGION, STAYS)
    return Family("relu_networks", _relu_shapes(depth), fields, hypotheses=assumed)


_SIZES = {
    "d": "inputs",
    "k": "the width of the layer before the last hidden one",
    "m": "the width of the last hidden layer",
    "H": "hidden layers",
}


def _steps() -> Sequence[Bounds]:
    return fractions(1)


def same_region(p: Instance, one: Array, other: Array) -> Array | bool:
    """Say whether two points have the same activation pattern in every layer."""
    return relu.same_pattern(p.weights, one, other, weak=_is_weak(p))
