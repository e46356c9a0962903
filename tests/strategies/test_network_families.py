"""Families of ReLU networks: what they promise, what they reach, what they shrink to."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import count, pairwise
from math import lcm, prod

import pytest
from flint import fmpq
from hypothesis import find, given, settings

from referee.deciding.shrink.steps import shrink
from referee.numerics import linalg, relu
from referee.numerics.regions import activation_regions
from referee.strategies.extremal_networks import (
    crowded,
    extremal,
    foldable,
    folding,
    sawtooth,
)
from referee.strategies.families import Family, Instance, named
from referee.strategies.layer_sizes import layer_sizes
from referee.strategies.networks import relu_networks, same_region
from referee.strategies.piecewise_linear import piecewise_linear_pairs
from referee.strategies.region_counts import (
    CROWDED,
    FOLDED,
    ZIGZAGGED,
    networks,
    networks_with_biases,
    widths,
)
from referee.strategies.tokens import from_token


def _samples(name: str, number: int, **options: str) -> list[Instance]:
    rng = random.Random(7)
    family = named(name, **options)
    return [family.sample(rng) for _ in range(number)]


@given(relu_networks())
def test_y_and_z_lie_in_the_region_of_x(p: Instance) -> None:
    assert same_region(p, p.x, p.y)
    assert same_region(p, p.x, p.z)
    assert ((p.alpha * p.x + p.beta * p.y) == p.z).all()


def test_points_of_a_region_include_negative_coefficients_kinks_and_zero() -> None:
    seen: Counter[str] = Counter()
    for p in _samples("relu_networks", 600):
        kinks = sum(1 for z in (p.weights[0] @ p.x).flat if z == 0)
        seen["negative coefficient"] += p.beta[0, 0] < 0 or p.alpha[0, 0] < 0
        seen["different points"] += bool((p.x != p.y).any() and (p.z != p.x).any())
        seen["generic"] += kinks == 0
        seen["one kink"] += kinks == 1
        seen["several kinks"] += kinks > 1
        seen["zero"] += bool((p.x == 0).all())
        seen["weak convention"] += bool(p.convention[0, 0] == 1)
        seen["deep"] += p.shape["H"] == 3
    assert all(seen[case] >= 10 for case in seen), seen
    assert len(seen) == 8


def test_networks_reach_dead_units_opposite_rows_and_deficient_ranks() -> None:
    seen: Counter[str] = Counter()
    for p in _samples("networks", 600):
        W = p.weights[0]
        rows = [tuple(row) for row in W.tolist()]
        seen["zero row"] += any(not any(row) for row in rows)
        seen["equal rows"] += len(set(rows)) < len(rows)
        seen["opposite rows"] += any(
            any(a) and a == tuple(-x for x in b) for a in rows for b in rows
        )
        seen["deficient rank"] += linalg.rank(W)[0, 0] < min(W.shape)
        seen["dead layer"] += any(
            all(x <= 0 for x in later.flat) for later in p.weights[1:-1] if later.size
        )
        seen["three layers"] += len(widths(p.shape)) == 3
    assert all(count >= 3 for count in seen.values()), seen


@given(networks())
def test_the_three_counts_and_the_bounds_are_in_order(p: Instance) -> None:
    k, lin, act = p.k[0, 0], p.k_lin[0, 0], p.k_act[0, 0]
    assert 1 <= k <= lin <= act <= p.R2[0, 0] <= p.R1[0, 0]
    assert act <= 2 ** int(p.M[0, 0].p)


def test_a_network_is_rebuilt_from_its_token() -> None:
    for name in ("relu_networks", "networks", "networks_with_biases", "piecewise_linear_pairs"):
        for p in _samples(name, 20):
            again = from_token(p.token)
            assert again.token == p.token
            for f in p.family.fields:
                if f.integers(p.shape) and f.name in {"x", "v"}:
                    assert (getattr(again, f.name) == getattr(p, f.name)).all()


def test_the_simplest_network_is_one_relu() -> None:
    alone = settings(database=None, deadline=None)
    p = find(networks(), lambda _: True, settings=alone)
    assert [W.tolist() for W in p.weights] == [[[1]], [[1]]]
    q = find(relu_networks(), lambda _: True, settings=alone)
    assert (q.x.tolist(), q.weights[0].tolist()) == ([[1]], [[1]])


def test_three_units_in_three_dimensions_shrink_to_the_identity() -> None:
    def fails(p: Instance) -> bool:
        return p.shape["m_2"] == 0 and p.k[0, 0] > 2 * p.M[0, 0]

    p = shrink(next(p for p in _samples("networks", 300) if fails(p)), fails)
    assert p.weights[0].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_sizes_keep_one_unit_a_layer_at_least() -> None:
    @settings(database=None)
    @given(layer_sizes())
    def check(p: Instance) -> None:
        assert 1 <= p.H[0, 0] <= p.M[0, 0]
        assert p.m[0, 0] >= 1
        assert max(p.m[0, 0], p.M[0, 0]) * p.H[0, 0] <= 64

    check()


def test_sizes_reach_wide_layers_and_many_layers() -> None:
    seen = _samples("layer_sizes", 400)
    assert max(p.m[0, 0] for p in seen) == 32
    assert max(p.M[0, 0] for p in seen) >= 20
    assert {int(p.H[0, 0].p) for p in seen} == set(range(1, 7))
    assert any(p.H[0, 0] == 6 and p.M[0, 0] * p.H[0, 0] == 60 for p in seen)


def _value(p: Instance, which: str, x: Fraction) -> fmpq:
    a, b, c, e = getattr(p, which)
    at = fmpq(x.numerator, x.denominator)
    units = (max(fmpq(0), s * at + t) * w for s, t, w in zip(a.flat, b.flat, c.flat, strict=True))
    total: fmpq = e + sum(units, fmpq(0))
    return total


def _kinks(p: Instance, which: str) -> list[Fraction]:
    a, b, _, _ = getattr(p, which)
    roots = (-t / s for s, t in zip(a.flat, b.flat, strict=True) if s != 0)
    return sorted({Fraction(int(r.p), int(r.q)) for r in roots})


def _pieces_by_slopes(p: Instance, kinks: list[Fraction], value: object) -> int:
    """Count pieces independently: slopes between and beyond all possible breakpoints."""
    assert callable(value)
    points = [kinks[0] - 1, *kinks, kinks[-1] + 1] if kinks else [Fraction(0), Fraction(1)]
    slopes = []
    for left, right in pairwise(points):
        rise = value(p, right) - value(p, left)
        slopes.append(rise / fmpq((right - left).numerator, (right - left).denominator))
    return 1 + sum(1 for one, other in pairwise(slopes) if one != other)


@given(piecewise_linear_pairs())
def test_pieces_are_counted_as_slopes_change(p: Instance) -> None:
    def total(p: Instance, x: Fraction) -> fmpq:
        return _value(p, "f", x) + _value(p, "g", x)

    f = _pieces_by_slopes(p, _kinks(p, "f"), lambda p, x: _value(p, "f", x))
    both = sorted(set(_kinks(p, "f")) | set(_kinks(p, "g")))
    assert p.N_f[0, 0] == f
    assert p.N_sum[0, 0] == _pieces_by_slopes(p, both, total)


def _preimages(p: Instance) -> list[Fraction]:
    """Return all possible breakpoints of f∘g: those of g, and where g meets one of f."""
    inner = _kinks(p, "g")
    ends = [inner[0] - 1, *inner, inner[-1] + 1] if inner else [Fraction(0), Fraction(1)]
    found = set(inner)
    for left, right in pairwise(ends):
        at_left, at_right = _value(p, "g", left), _value(p, "g", right)
        for target in _kinks(p, "f"):
            goal = fmpq(target.numerator, target.denominator)
            if at_left != at_right:
                step = (goal - at_left) / (at_right - at_left)
                found.add(left + Fraction(int(step.p), int(step.q)) * (right - left))
    return sorted(found)


@given(piecewise_linear_pairs())
def test_pieces_of_compositions_are_counted_as_slopes_change(p: Instance) -> None:
    def composed(p: Instance, x: Fraction) -> fmpq:
        inner = _value(p, "g", x)
        return _value(p, "f", Fraction(int(inner.p), int(inner.q)))

    assert p.N_comp[0, 0] == _pieces_by_slopes(p, _preimages(p), composed)


@given(networks_with_biases())
def test_biased_networks_count_the_same_regions_as_the_enumeration(p: Instance) -> None:
    """Every layer scaled to integer entries has the same regions, and so have larger inputs."""
    scale = lcm(*(int(x.q) for W in p.weights for x in W.flat))
    inputs = lcm(*(int(x.q) for b in p.biases for x in b.flat))
    weights = [[[int((scale * x).p) for x in row] for row in W] for W in p.weights]
    scales = (inputs * scale**h for h in count(1))
    biases = [[int((k * x).p) for x in b.flat] for k, b in zip(scales, p.biases, strict=False)]
    found = activation_regions(weights, biases=[*biases, None])
    assert p.k_act[0, 0] == found.activation_regions
    assert p.k_lin[0, 0] == found.connected_linear_regions


def _extremal(family: Family, *sizes: int) -> Instance:
    """Return the extremal network itself of a shape d, m_1, m_2, m_3."""
    shape = dict(zip(("d", "m_1", "m_2", "m_3"), (*sizes, 0, 0), strict=False))
    assert shape in family.shapes
    return family.build(shape, [1] + [0] * (len(family.layout(shape).bounds) - 1))


def _pieces_of_a_sawtooth(*hidden: int) -> int:
    weights, biases = sawtooth([1, *hidden, 1])
    found = activation_regions(
        [W.tolist() for W in weights], biases=[*(b[:, 0].tolist() for b in biases), None]
    )
    assert found.distinct_linear_functions == found.connected_linear_regions
    return found.connected_linear_regions


@pytest.mark.parametrize(
    "hidden", [(3,), (6,), (3, 3), (3, 2), (4, 7), (5, 6, 6), (3, 3, 3, 3), *ZIGZAGGED]
)
def test_sawteeth_of_three_units_and_more_have_all_pieces_there_can_be(
    hidden: tuple[int, ...],
) -> None:
    assert _pieces_of_a_sawtooth(*hidden) == prod(m + 1 for m in hidden)


@pytest.mark.parametrize(
    ("hidden", "pieces"),
    [((1,), 2), ((1, 1, 1), 2), ((1, 2), 4), ((2,), 3), ((2, 2), 7), ((2, 2, 2), 15), ((2, 3), 9)],
)
def test_pieces_of_a_narrow_sawtooth(hidden: tuple[int, ...], pieces: int) -> None:
    assert _pieces_of_a_sawtooth(*hidden) == pieces


def test_networks_near_a_sawtooth_have_very_many_pieces_often() -> None:
    family = named("networks_with_biases")
    assert _extremal(family, 1, 2, 2, 2).k_lin[0, 0] == 15
    assert _extremal(family, 1, 6, 6, 6).k_lin[0, 0] == 343
    seen = _samples("networks_with_biases", 400)
    assert sum(p.k_lin[0, 0] > 2 * p.M[0, 0] for p in seen) >= 25
    assert sum(p.k_lin[0, 0] > p.M[0, 0] ** 2 + 1 for p in seen) >= 8


@pytest.mark.parametrize(("first", "second"), [hidden for hidden in FOLDED if len(hidden) == 2])
def test_a_folding_has_more_regions_than_two_a_unit(first: int, second: int) -> None:
    p = _extremal(named("networks", inputs="2"), 2, first, second)
    assert p.k[0, 0] == p.k_act[0, 0] == 4 * (second + 1) > 2 * p.M[0, 0]


@pytest.mark.parametrize("hidden", [hidden for hidden in FOLDED if len(hidden) == 3])
def test_a_folding_of_three_layers_has_more_regions_than_two_a_unit_and_layer(
    hidden: tuple[int, ...],
) -> None:
    p = _extremal(named("networks", inputs="2"), 2, *hidden)
    assert p.k_act[0, 0] == 4 * hidden[1] * (hidden[2] + 1)
    assert p.k_act[0, 0] - 2 <= p.k[0, 0]  # of widths 4, 4, 4 two functions coincide
    assert p.k[0, 0] > 2 * p.M[0, 0] * p.H[0, 0]


def test_networks_near_a_folding_have_many_regions_often() -> None:
    seen = _samples("networks", 900, inputs="2")
    assert sum(p.k[0, 0] > 2 * p.M[0, 0] for p in seen) >= 40
    assert sum(p.k[0, 0] > 2 * p.M[0, 0] * p.H[0, 0] for p in seen) >= 20


@pytest.mark.parametrize("sizes", CROWDED)
def test_a_layer_in_general_position_has_all_regions_there_can_be(sizes: tuple[int, int]) -> None:
    p = _extremal(named("networks"), *sizes)
    assert p.k[0, 0] == p.k_act[0, 0] == p.R2[0, 0] > 2 * p.M[0, 0] ** 2


def test_only_shapes_with_enough_units_have_an_extremal_base() -> None:
    sizes = [[s["d"], *widths(s), 1] for s in named("networks").shapes]
    assert {tuple(s[1:-1]) for s in sizes if foldable(s)} == set(FOLDED)
    assert {tuple(s[:-1]) for s in sizes if crowded(s)} == set(CROWDED)
    assert not foldable([3, 5, 2, 1])
    assert not foldable([3, 6, 6, 6, 1])
    assert not foldable([2, 4, 3, 3, 1])
    assert not foldable([1, 4, 4, 1])
    assert extremal([2, 4, 3, 3, 1]) is None


def test_a_folding_of_more_than_two_inputs() -> None:
    W_1, W_2, _ = folding([3, 7, 2, 1])
    assert W_1.tolist()[:2] == [[1, 0, 0], [-1, 0, 0]]
    assert W_1.tolist()[6] == [0, 0, 0]
    assert W_2.tolist() == [[-1, -1, 4, 4, 4, 4, 0], [2, 2, -2, -2, -2, -2, 0]]


def test_networks_near_an_extremal_base_shrink_to_one_near_the_identity_or_to_the_base() -> None:
    def fails(p: Instance) -> bool:
        return bool(p.k[0, 0] > 2 * p.M[0, 0] * p.H[0, 0])

    p = shrink(next(p for p in _samples("networks", 900, inputs="2") if fails(p)), fails)
    assert p.integers[0] == 1
    assert not any(p.integers[1:])


def _zigzags(n: int, m: int) -> Instance:
    family = named("piecewise_linear_pairs")
    return family.build({"n": n, "m": m}, [1, *[0] * (3 * n + 2), 1, *[0] * (3 * m + 2)])


@pytest.mark.parametrize("n", range(2, 5))
@pytest.mark.parametrize("m", range(3, 5))
def test_pieces_of_composed_zigzags_multiply(n: int, m: int) -> None:
    """One unit does not show all: where it is 0, pieces of g are one piece of f∘g."""
    p = _zigzags(n, m)
    assert (p.N_f[0, 0], p.N_g[0, 0]) == (n + 1, m + 1)
    assert p.N_comp[0, 0] == p.N_f[0, 0] * p.N_g[0, 0]


def test_compositions_have_more_pieces_than_twice_the_sum_often() -> None:
    seen = _samples("piecewise_linear_pairs", 600)
    assert sum(p.N_comp[0, 0] > 2 * (p.N_f[0, 0] + p.N_g[0, 0]) for p in seen) >= 8


def test_the_simplest_pair_is_relu_and_relu() -> None:
    p = named("piecewise_linear_pairs").build({"n": 1, "m": 1}, [0] * 12)
    assert all([x.tolist() for x in f[:3]] == [[[1]], [[0]], [[1]]] for f in (p.f, p.g))


def test_an_unknown_depth_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        relu_networks(depth="deep").example()


def test_patterns_concatenate_all_layers() -> None:
    p = named("relu_networks").build({"d": 1, "k": 1, "m": 1, "H": 1}, [0] * 21)
    assert relu.pattern(p.weights, p.x) == (1,)
