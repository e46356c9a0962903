"""ReLU networks with all their regions counted, and the bounds on how many there are.

Widths and depth are dimensions of the shape: a width m_h of 0 stands for no layer. The
regions are enumerated exactly (numerics.regions), once for each instance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq

from numerics import arrays
from numerics.arrays import Array
from numerics.region_bounds import montufar_bound, power_bound, serra_bound, telgarsky_bound
from numerics.regions import Regions, activation_regions
from strategies.families import Family, Field, Hypothesis, Instance, Shape, family
from strategies.fields import choice, derived, free
from strategies.networks import row_of, weight_count, weights_of

LAYERS = ("m_1", "m_2", "m_3")


def widths(shape: Shape) -> list[int]:
    """Return the widths of the hidden layers; a width of 0 stands for no layer."""
    return [shape[name] for name in LAYERS if shape[name]]


# Shallow and narrow first: most of what is false of region counts is false there already,
# and shapes are drawn evenly.
WIDTHS = (
    *((m,) for m in range(1, 5)),
    *((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3)),
    *((1, 1, 1), (2, 2, 2), (3, 2, 1)),
)


def _network_shapes(inputs: Sequence[int]) -> tuple[Shape, ...]:
    """Return the shapes of networks with the given numbers of inputs, smallest first."""
    found = [(d, *hidden) for d in inputs for hidden in WIDTHS]
    found += [sizes for sizes in ((4, 4, 4), (5, 5, 1)) if 4 in inputs]
    shapes = [dict(zip(("d", *LAYERS), (*sizes, 0, 0), strict=False)) for sizes in found]
    return tuple(sorted(shapes, key=lambda s: (sum(s.values()), *s.values())))


def _sizes_of(shape: Shape) -> list[int]:
    return [shape["d"], *widths(shape), 1]


def _regions(p: Instance) -> Regions:
    found: Regions = p.regions
    return found


def _number(name: str, latex: str, meaning: str, of: Callable[[Instance], Any]) -> Field:
    def build(p: Instance) -> Array:
        value: Any = of(p)
        return arrays.scalar(fmpq(value.numerator, value.denominator))

    return derived(name, "1 1", latex, meaning, build)


@cache
def _bound_fields() -> tuple[Field, ...]:
    bounds = {
        "R0": (power_bound, "2m_1^(d-1)·Π(m_h+1)^(d-1)"),
        "R1": (montufar_bound, "the central form of Montúfar's bound"),
        "R2": (serra_bound, "the central form of Serra's bound"),
        "RT": (telgarsky_bound, "(2M/H)^(H·max(d−1, 1))"),
    }
    return tuple(_bound_field(name, *entry) for name, entry in bounds.items())


def _bound_field(name: str, bound: Callable[[int, list[int]], Any], meaning: str) -> Field:
    return _number(name, f"R_{name[1]}", meaning, lambda p: bound(p.shape["d"], widths(p.shape)))


def _layer_field(index: int) -> Field:
    def build(p: Instance) -> Array:
        hidden = len(widths(p.shape))
        if index < hidden:
            return p.weights[index]
        return p.weights[0][:0]

    columns = ("d", *LAYERS)[index]
    return derived(
        f"W_{index + 1}", f"{LAYERS[index]} {columns}", f"W_{index + 1}",
        f"the weights of layer {index + 1}", build,
    )  # fmt: skip


def _shared_fields() -> tuple[Field, ...]:
    return (
        *(_layer_field(i) for i in range(3)),
        _number("d", "d", "inputs", lambda p: p.shape["d"]),
        _number("H", "H", "hidden layers", lambda p: len(widths(p.shape))),
        _number("m", "m", "the largest width", lambda p: max(widths(p.shape))),
        _number("M", "M", "the number of hidden units", lambda p: sum(widths(p.shape))),
        _number("m_1", "m_1", "the width of layer 1", lambda p: p.shape["m_1"]),
        _number("k", "k", "the number of distinct linear functions",
                lambda p: _regions(p).distinct_linear_functions),
        _number("k_lin", r"k_{\mathrm{lin}}", "the number of connected linear regions",
                lambda p: _regions(p).connected_linear_regions),
        _number("k_act", r"k_{\mathrm{act}}", "the number of activation regions",
                lambda p: _regions(p).activation_regions),
        *_bound_fields(),
    )  # fmt: skip


def _plain(matrix: Array) -> list[list[int]]:
    return [[int(x.p) for x in row] for row in matrix]


NO_BIASES = Hypothesis("no biases", "no unit has a bias", {}, base="networks_with_biases")
# What the number of inputs is taken for, by the option `inputs` of networks.
ASSUMED: dict[str, tuple[Hypothesis, ...]] = {
    "1": (Hypothesis("d = 1", "there is one input", {"inputs": "2"}), NO_BIASES),
    "2": (Hypothesis("d ≤ 2", "there are at most two inputs", {"inputs": "3"}),),
    "3": (),
}


@family
def networks(*, inputs: str = "3") -> Family:
    """Bias-free networks with all their regions counted; ``inputs`` bounds d."""
    dims = {"1": (1,), "2": (1, 2), "3": (1, 2, 3, 4)}[inputs]
    fields = (
        Field("weights", "1", "1", "W", "all weights",
              lambda p, i: weights_of(p, i, _sizes_of(p.shape)),
              lambda s: free(weight_count(_sizes_of(s)))),
        derived("regions", "1 1", "", "the regions",
                lambda p: activation_regions([_plain(W) for W in p.weights])),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *_shared_fields(),
    )  # fmt: skip
    return Family("networks", _network_shapes(dims), fields, hypotheses=ASSUMED[inputs])


def _zigzag(units: int, *, first: bool) -> np.ndarray:
    """Return the row that turns a layer of a sawtooth into a function that goes up and down."""
    if first or units == 1:
        return np.array([[1, *((-2, 2) * units)[: units - 1]]])
    return np.array([[*((2, -2) * units)[: units - 1], 1]])


def _sawtooth(sizes: Sequence[int]) -> tuple[list[np.ndarray], list[np.ndarray]]:
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


def _bent(p: Instance, base: Sequence[np.ndarray], free_parts: Sequence[Array]) -> list[Array]:
    """Return a sawtooth's layers, moved by 16ths: small integers bend it and break no slope."""
    pairs = zip(base, free_parts, strict=True)
    return [p.number(layer) + p.number(part) / p.number([[16]]) for layer, part in pairs]


def _biased_weights(p: Instance, ints: np.ndarray) -> list[Array]:
    sizes = _sizes_of(p.shape)
    if not p.sawtooth[0, 0]:
        return weights_of(p, ints, sizes)
    cuts = np.cumsum([a * b for a, b in pairwise(sizes)])[:-1]
    parts = zip(np.split(ints, cuts), pairwise(sizes), strict=True)
    return _bent(p, _sawtooth(sizes)[0], [part.reshape(b, a) for part, (a, b) in parts])


def _biases(p: Instance, ints: np.ndarray) -> list[Array]:
    sizes = widths(p.shape)
    parts = [part[:, None] for part in np.split(ints, np.cumsum(sizes)[:-1])]
    if not p.sawtooth[0, 0]:
        return [p.number(part) for part in parts]
    return _bent(p, _sawtooth(_sizes_of(p.shape))[1], parts)


@family
def networks_with_biases() -> Family:
    """Networks of one input with biases, all their pieces counted (Telgarsky's setting).

    Half of them are near a sawtooth, which has the most pieces.
    """
    fields = (
        Field("sawtooth", "1", "1", "", "0: from the identity; 1: from a sawtooth",
              lambda p, i: p.number(i[:, None]), lambda _: choice(2)),
        Field("weights", "1", "1", "W", "all weights", _biased_weights,
              lambda s: free(weight_count(_sizes_of(s)))),
        Field("biases", "1", "1", "b", "all biases", _biases,
              lambda s: free(sum(widths(s)))),
        derived("regions", "1 1", "", "the regions",
                lambda p: activation_regions(
                    p.weights, biases=[*(b[:, 0] for b in p.biases), None])),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *(_bias_field(i) for i in range(3)),
        *_shared_fields(),
    )  # fmt: skip
    return Family("networks_with_biases", _network_shapes((1,)), fields)


def _bias_field(index: int) -> Field:
    def build(p: Instance) -> Array:
        return p.biases[index] if index < len(p.biases) else p.biases[0][:0]

    name = f"b_{index + 1}"
    return derived(name, f"{LAYERS[index]} 1", name, f"the biases of layer {index + 1}", build)


FILLED = Hypothesis("M ≥ H", "every layer has a unit", {"filled": False}, about="M")


@family
def layer_sizes(*, filled: bool = True) -> Family:
    """Numbers m (width), H (layers), M (units) without any network.

    M ≥ H, a unit in every layer, unless ``filled`` is off.
    """
    fields = (
        Field("sizes", "1", "1", "", "m − 1, H − 1, M − H", lambda p, i: p.number(i[:, None]),
              lambda _: (*choice(8), *choice(5), *choice(8))),
        derived("m", "1 1", "m", "the width", lambda p: 1 + row_of(p.sizes, 0)),
        derived("H", "1 1", "H", "hidden layers", lambda p: 1 + row_of(p.sizes, 1)),
        derived("M", "1 1", "M", "units, at least one a layer" if filled else "units",
                lambda p: (p.H if filled else 1) + row_of(p.sizes, 2)),
    )  # fmt: skip
    return Family("layer_sizes", ({"n": 1},), fields, hypotheses=(FILLED,))
