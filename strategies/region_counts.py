"""ReLU networks with all their regions counted, and the bounds on how many there are.

Widths and depth are dimensions of the shape: a width m_h of 0 stands for no layer. The
regions are enumerated exactly (numerics.regions), once for each instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.region_bounds import montufar_bound, power_bound, serra_bound, telgarsky_bound
from referee.numerics.regions import Regions, activation_regions
from referee.strategies.extremal_networks import bent, extremal, sawtooth, split
from referee.strategies.families import Family, Field, Hypothesis, Instance, Shape, family
from referee.strategies.fields import choice, column, derived, fractions, rational
from referee.strategies.networks import row_of, weight_count, weights_of
from referee.strategies.value_kinds import ALL, CHOICE

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
# What two inputs need to be folded; three layers for more than 2MH or (m + 1)² functions.
FOLDED = (
    *((4, 3), (4, 4), (4, 5), (5, 4)),
    *((4, 4, 4), (4, 4, 5), (4, 5, 4), (4, 5, 5), (4, 6, 6)),
)
CROWDED = ((4, 9), (5, 7), (5, 8))  # inputs and one layer: more than 2M² functions
# One input with biases: wide and deep, for pieces grow as (m + 1)^H. From 6, 6, 6 on these are
# more than M² + 1.
ZIGZAGGED = ((3, 3, 3), (4, 4, 4), (6, 6, 6), (6, 6, 7))
BASES = 4  # of a choice: 0 is near the identity, all others are near the most regions


def _network_shapes(inputs: Sequence[int]) -> tuple[Shape, ...]:
    """Return the shapes of networks with the given numbers of inputs, smallest first."""
    found = [(d, *hidden) for d in inputs for hidden in WIDTHS]
    found += [sizes for sizes in ((4, 4, 4), (5, 5, 1), *CROWDED) if 4 in inputs]
    found += [(2, *hidden) for hidden in FOLDED if 2 in inputs]
    return _in_order(found)


def _biased_shapes() -> tuple[Shape, ...]:
    """Return the shapes of networks of one input with biases, smallest first."""
    return _in_order([(1, *hidden) for hidden in (*WIDTHS, *ZIGZAGGED)])


def _in_order(sizes: Iterable[tuple[int, ...]]) -> tuple[Shape, ...]:
    shapes = [dict(zip(("d", *LAYERS), (*each, 0, 0), strict=False)) for each in sizes]
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


NO_BIASES = Hypothesis("no biases", "no unit has a bias", {}, base="networks_with_biases")
# What the number of inputs is taken for, by the option `inputs` of networks.
ASSUMED: dict[str, tuple[Hypothesis, ...]] = {
    "1": (Hypothesis("d = 1", "there is one input", {"inputs": "2"}), NO_BIASES),
    "2": (Hypothesis("d ≤ 2", "there are at most two inputs", {"inputs": "3"}),),
    "3": (),
}


def enumerated(weights: Sequence[Array], biases: Sequence[Array] | None = None) -> Regions:
    """Return the regions of a network; biases are columns, those of the output may be missing."""
    return _enumerated(_hashable(weights), None if biases is None else _hashable(biases))


Layers = tuple[tuple[tuple[fmpq, ...], ...], ...]


def _hashable(matrices: Iterable[Array]) -> Layers:
    return tuple(tuple(map(tuple, matrix)) for matrix in matrices)


@lru_cache(maxsize=256)
def _enumerated(weights: Layers, biases: Layers | None) -> Regions:
    """Return the regions; shrinking asks for the same few networks of a shape many times."""
    columns = None if biases is None else [[x for (x,) in b] for b in biases]
    if columns is not None and len(columns) < len(weights):
        columns.append([fmpq(0)] * len(weights[-1]))
    return activation_regions(weights, biases=columns)


def _base(p: Instance, ints: np.ndarray) -> Array:
    return p.number([[int(ints[0]) if len(ints) else 0]])


def _weights(p: Instance, ints: np.ndarray) -> list[Array]:
    sizes = _sizes_of(p.shape)
    base = extremal(sizes) if p.base[0, 0] else None
    return (
        weights_of(p, ints, sizes)
        if base is None
        else bent(p, base, split(ints[:-1], sizes), int(ints[-1]))
    )


@family
def networks(*, inputs: str = "3") -> Family:
    """Bias-free networks with all their regions counted; ``inputs`` bounds d.

    Three in four of those with enough units are near a folding, or near general position,
    which have many regions.
    """
    dims = {"1": (1,), "2": (1, 2), "3": (1, 2, 3, 4)}[inputs]
    fields = (
        Field("base", "1", "1", "", "0: near the identity; else near very many regions", _base,
              lambda s: () if extremal(_sizes_of(s)) is None else choice(BASES), narrow=CHOICE),
        Field("weights", "1", "1", "W", "all weights", _weights,
              lambda s: fractions(weight_count(_sizes_of(s)))),
        derived("regions", "1 1", "", "the regions",
                lambda p: enumerated(p.weights)),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *_shared_fields(),
    )  # fmt: skip
    return Family("networks", _network_shapes(dims), fields, hypotheses=ASSUMED[inputs])


def _biased_weights(p: Instance, ints: np.ndarray) -> list[Array]:
    sizes = _sizes_of(p.shape)
    if not p.base[0, 0]:
        return weights_of(p, ints, sizes)
    return bent(p, sawtooth(sizes)[0], split(ints[:-1], sizes), int(ints[-1]))


def _biases(p: Instance, ints: np.ndarray) -> list[Array]:
    sizes = widths(p.shape)
    cuts = np.cumsum(sizes)[:-1]
    if not p.base[0, 0]:
        return [column(part) for part in np.split(rational(p, ints), cuts)]
    parts = [part[:, None] for part in np.split(ints[:-1], cuts)]
    return bent(p, sawtooth(_sizes_of(p.shape))[1], parts, int(ints[-1]))


@family
def networks_with_biases() -> Family:
    """Networks of one input with biases, all their pieces counted (Telgarsky's setting).

    Three in four are near a sawtooth, which has the most pieces where no layer is narrower
    than three units.
    """
    fields = (
        Field("base", "1", "1", "", "0: from the identity; else from a sawtooth",
              lambda p, i: p.number(i[:, None]), lambda _: choice(BASES), narrow=CHOICE),
        Field("weights", "1", "1", "W", "all weights", _biased_weights,
              lambda s: fractions(weight_count(_sizes_of(s)))),
        Field("biases", "1", "1", "b", "all biases", _biases,
              lambda s: fractions(sum(widths(s)))),
        derived("regions", "1 1", "", "the regions",
                lambda p: enumerated(p.weights, p.biases)),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *(_bias_field(i) for i in range(3)),
        *_shared_fields(),
    )  # fmt: skip
    return Family("networks_with_biases", _biased_shapes(), fields)


def _bias_field(index: int) -> Field:
    def build(p: Instance) -> Array:
        return p.biases[index] if index < len(p.biases) else p.biases[0][:0]

    name = f"b_{index + 1}"
    return derived(name, f"{LAYERS[index]} 1", name, f"the biases of layer {index + 1}", build)


FILLED = Hypothesis("M ≥ H", "every layer has a unit", {"filled": False}, about="M")


LARGEST_POWER = 64  # exponents mH and MH of formulas beyond are not computed


def _layer_sizes(p: Instance, ints: np.ndarray) -> Array:
    """Return m − 1, H − 1 and M − H with mH and MH at most LARGEST_POWER."""
    width, layers, more = (int(i) for i in ints)
    most = LARGEST_POWER // (layers + 1)
    return p.number([[width % most], [layers], [more % (most - layers)]])


@family
def layer_sizes(*, filled: bool = True) -> Family:
    """Numbers m (width), H (layers), M (units) without any network.

    M ≥ H, a unit in every layer, unless ``filled`` is off. Widths go as far as what is
    exponential in them outgrows polynomials with a small factor before it.
    """
    fields = (
        Field("sizes", "1", "1", "", "m − 1, H − 1, M − H", _layer_sizes,
              lambda _: (*choice(32), *choice(6), *choice(24)),
              narrow={ALL: "counts of units and layers: whole, and powers of them no giants"}),
        derived("m", "1 1", "m", "the width", lambda p: 1 + row_of(p.sizes, 0)),
        derived("H", "1 1", "H", "hidden layers", lambda p: 1 + row_of(p.sizes, 1)),
        derived("M", "1 1", "M", "units, at least one a layer" if filled else "units",
                lambda p: (p.H if filled else 1) + row_of(p.sizes, 2)),
    )  # fmt: skip
    return Family("layer_sizes", ({"n": 1},), fields, hypotheses=(FILLED,))
