"""ReLU networks with all their regions counted, and the bounds on how many there are.

Widths and depth are dimensions of the shape: a width m_h of 0 stands for no layer. The
regions are enumerated exactly (numerics.regions), once for each instance. At shapes beyond
those that are enumerated stand networks whose regions are known by construction, where one
integer says how many more layers follow the third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.region_bounds import montufar_bound, power_bound, serra_bound, telgarsky_bound
from referee.numerics.regions import Regions, activation_regions
from referee.numerics.scalars import Undefined
from referee.strategies.constructed_networks import (
    Certificate,
    Construction,
    bias_free,
    deepens,
    on_the_line,
)
from referee.strategies.extremal_networks import bent, extremal, sawtooth, split
from referee.strategies.families import (
    Constructions,
    Family,
    Field,
    Hypothesis,
    Instance,
    Limit,
    Shape,
    family,
)
from referee.strategies.fields import choice, column, derived, fractions, rational
from referee.strategies.integer_vectors import Bounds
from referee.strategies.networks import weight_count, weights_of
from referee.strategies.value_kinds import CHOICE

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
MOST_INPUTS = 9_999  # of a constructed network
MOST_LAYERS = 256  # that follow those of a shape
MOST_SUMMANDS = 1_000  # of a count of hyperplanes in general position
# Networks of growing size as (d, m_1, m_2, m_3) and the number of layers that follow: hyperplanes
# in general position, which grow with inputs and units; foldings side by side; fans, which grow
# with depth, alone and side by side.
GROWING: Sequence[tuple[Sequence[int], int | None]] = (
    *(((d, m), None) for d, m in ((2, 30), (3, 30), (5, 12), (8, 16), (2, 1000), (3, 1000))),
    *(((2, 3, 4), more) for more in (4, 8, 16, 32, 64, 128, 200)),
    *(((2, 3, m), more) for m in (6, 8, 16, 64) for more in (2, 4, 8, 16, 32)),
    *(((2, 3, 1000, 1000), more) for more in (0, 8)),
    *(((2 * c, 4 * c, 3 * c), None) for c in (2, 4, 16, 64)),
    *(((2 * c, 4 * c, 4 * c, 4 * c), None) for c in (2, 4, 16, 64)),
    *(((2 * c, 3 * c, 4 * c), more) for c in (2, 4, 8) for more in (2, 8, 32)),
    *(((d, m), None) for d, m in ((5, 100), (16, 32), (32, 32), (64, 128), (5, 400))),
    *(((d, m), None) for d, m in ((150, 150), (150, 300), (400, 800))),
)
# The same on the line with biases: zigzags of zigzags.
GROWING_ZIGZAGS: Sequence[tuple[Sequence[int], int]] = (
    *(((1, 4, 3, 3), more) for more in (0, 2, 4, 8, 16, 32, 64, 128, 200)),
    *(((1, m), more) for m in (5, 8, 16, 64) for more in (0, 2, 4, 8, 16, 32, 64)),
    *(((1, 1000), more) for more in (0, 1, 4, 16, 64)),
)
WIDE, DEEP, MANY = 2, 4, 64  # layers of what widens, units of what deepens and of what gains inputs
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


def _regions(p: Instance) -> Regions | Certificate:
    found: Regions | Certificate = p.regions
    return found


def reason_of(p: Instance) -> str:
    """Return why a constructed network has so many regions; empty where they are enumerated."""
    return str(getattr(_regions(p), "reason", ""))


def _values(shape: Shape) -> tuple[int, ...]:
    return tuple(shape.values())


@cache
def _enumerable(*, biased: bool) -> frozenset[tuple[int, ...]]:
    """Return the sizes of all shapes whose networks have free weights and are enumerated."""
    shapes = _biased_shapes() if biased else _network_shapes((1, 2, 3, 4))
    return frozenset(map(_values, shapes))


def construction(shape: Shape, *, biased: bool) -> Construction | None:
    """Return the construction of a shape beyond the enumerated ones, None where there is none."""
    sizes = _values(shape)
    gap = any(not low and high for low, high in pairwise(sizes[1:]))
    if gap or sizes in _enumerable(biased=biased):
        return None
    d, units = sizes[0], tuple(widths(shape))
    if biased:
        return on_the_line(units) if d == 1 else None
    return bias_free(d, units) if min(d, *units, MOST_SUMMANDS + 1) <= MOST_SUMMANDS else None


def _more(shape: Shape, *, biased: bool) -> Sequence[Bounds]:
    """Return the bounds of how many layers follow those of a constructed shape."""
    deep = deepens(shape["d"], tuple(widths(shape)), biased=biased)
    return choice(MOST_LAYERS + 1) if deep else ()


def _hidden(p: Instance, *, biased: bool) -> list[int]:
    """Return the widths of all hidden layers, also of those that follow a shape's."""
    units = widths(p.shape)
    made = construction(p.shape, biased=biased) is not None
    return units + units[-1:] * int(p.base[0, 0].p) if made else units


def _constructions(
    growing: Iterable[tuple[Sequence[int], int | None]], inputs: int, *, biased: bool
) -> Constructions:
    """Return the constructed networks of at most so many inputs."""
    names = ("d", *LAYERS)
    members = (
        (dict(zip(names, (*sizes, 0, 0)[:4], strict=True)), () if more is None else (more,))
        for sizes, more in growing
        if sizes[0] <= inputs
    )
    return Constructions(
        lambda s: s["d"] <= inputs and construction(s, biased=biased) is not None, tuple(members)
    )


def _sized(p: Instance, width: int, depth: int) -> Instance:
    """Return the numbers of an instance with so many layers of so many units."""
    return p.replace(layers=[width] * depth)


def _with_inputs(p: Instance, d: int) -> Instance:
    return _sized(p, MANY, 1).replace(d=p.number([[d]]))


# What may grow: a bound is a formula in these, whatever network has so many regions.
GROWING_NETWORKS: Mapping[str, Limit] = {
    "m": lambda p, size: _sized(p, size, WIDE),
    "H": lambda p, size: _sized(p, DEEP, size),
    "d": _with_inputs,
}


def _limits(inputs: str) -> Mapping[str, Limit]:
    """Return what may grow where the number of inputs is bounded, or is not."""
    return {name: of for name, of in GROWING_NETWORKS.items() if inputs == "3" or name != "d"}


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
    def build(p: Instance) -> Any:
        return bound(int(p.d[0, 0].p), p.layers)

    return _number(name, f"R_{name[1]}", meaning, build)


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


def _shared_fields(*, biased: bool) -> tuple[Field, ...]:
    def hidden(p: Instance) -> list[int]:
        return _hidden(p, biased=biased)

    return (
        *(_layer_field(i) for i in range(3)),
        _number("d", "d", "inputs", lambda p: p.shape["d"]),
        _number("H", "H", "hidden layers", lambda p: len(p.layers)),
        _number("m", "m", "the largest width", lambda p: max(p.layers)),
        _number("M", "M", "the number of hidden units", lambda p: sum(p.layers)),
        _number("m_1", "m_1", "the width of layer 1", lambda p: p.layers[0]),
        _number("k", "k", "the number of distinct linear functions",
                lambda p: _regions(p).distinct_linear_functions),
        _number("k_lin", r"k_{\mathrm{lin}}", "the number of connected linear regions",
                lambda p: _regions(p).connected_linear_regions),
        _number("k_act", r"k_{\mathrm{act}}", "the number of activation regions",
                lambda p: _regions(p).activation_regions),
        derived("layers", "1 1", "", "the widths of all hidden layers", hidden),
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


def _base_bounds(shape: Shape) -> Sequence[Bounds]:
    if construction(shape, biased=False) is not None:
        return _more(shape, biased=False)
    return () if extremal(_sizes_of(shape)) is None else choice(BASES)


def _certified(p: Instance, *, biased: bool) -> Regions | Certificate:
    """Return the regions: certified for a network that is constructed, else enumerated."""
    made = construction(p.shape, biased=biased)
    if made is not None:
        return made(int(p.base[0, 0].p))
    return enumerated(p.weights, p.biases if biased else None)


def _refuse_constructed(p: Instance, *, biased: bool) -> None:
    """Raise Undefined where a network is constructed: its weights are not laid out."""
    if construction(p.shape, biased=biased) is not None:
        raise Undefined("the weights of a network that is known by its construction")


def _weights(p: Instance, ints: np.ndarray) -> list[Array]:
    _refuse_constructed(p, biased=False)
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
              _base_bounds, narrow=CHOICE),
        Field("weights", "1", "1", "W", "all weights", _weights,
              partial(_free_weights, biased=False)),
        derived("regions", "1 1", "", "the regions", partial(_certified, biased=False)),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *_shared_fields(biased=False),
    )  # fmt: skip
    most = {"1": 0, "2": 2, "3": MOST_INPUTS}[inputs]  # on a line without biases nothing grows
    return Family(
        "networks",
        _network_shapes(dims),
        fields,
        hypotheses=ASSUMED[inputs],
        constructed=_constructions(GROWING, most, biased=False),
        limits=_limits(inputs),
    )


def _free_weights(shape: Shape, *, biased: bool) -> Sequence[Bounds]:
    made = construction(shape, biased=biased) is not None
    return () if made else fractions(weight_count(_sizes_of(shape)))


def _biased_weights(p: Instance, ints: np.ndarray) -> list[Array]:
    _refuse_constructed(p, biased=True)
    sizes = _sizes_of(p.shape)
    if not p.base[0, 0]:
        return weights_of(p, ints, sizes)
    return bent(p, sawtooth(sizes)[0], split(ints[:-1], sizes), int(ints[-1]))


def _biased_base_bounds(shape: Shape) -> Sequence[Bounds]:
    made = construction(shape, biased=True) is not None
    return _more(shape, biased=True) if made else choice(BASES)


def _free_biases(shape: Shape) -> Sequence[Bounds]:
    return () if construction(shape, biased=True) is not None else fractions(sum(widths(shape)))


def _biases(p: Instance, ints: np.ndarray) -> list[Array]:
    _refuse_constructed(p, biased=True)
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
              lambda p, i: p.number(i[:, None]), _biased_base_bounds, narrow=CHOICE),
        Field("weights", "1", "1", "W", "all weights", _biased_weights,
              partial(_free_weights, biased=True)),
        Field("biases", "1", "1", "b", "all biases", _biases, _free_biases),
        derived("regions", "1 1", "", "the regions", partial(_certified, biased=True)),
        derived("W_out", "1 1", "W_{H+1}", "the weights of the output", lambda p: p.weights[-1]),
        *(_bias_field(i) for i in range(3)),
        *_shared_fields(biased=True),
    )  # fmt: skip
    made = _constructions(GROWING_ZIGZAGS, 1, biased=True)
    return Family(
        "networks_with_biases", _biased_shapes(), fields, constructed=made, limits=_limits("1")
    )


def _bias_field(index: int) -> Field:
    def build(p: Instance) -> Array:
        return p.biases[index] if index < len(p.biases) else p.biases[0][:0]

    name = f"b_{index + 1}"
    return derived(name, f"{LAYERS[index]} 1", name, f"the biases of layer {index + 1}", build)
