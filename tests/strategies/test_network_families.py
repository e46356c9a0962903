"""Families of ReLU networks: what they promise, what they reach, what they shrink to."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import count, pairwise

import pytest
from flint import fmpq
from hypothesis import find, given, settings

from harness.shrink import shrink
from numerics import linalg, relu
from numerics.regions import activation_regions
from strategies.extremal_networks import foldable, folding
from strategies.families import Instance, named
from strategies.networks import relu_networks, same_region
from strategies.piecewise_linear import piecewise_linear_pairs
from strategies.region_counts import (
    FOLDED,
    layer_sizes,
    networks,
    networks_with_biases,
    widths,
)
from strategies.tokens import from_token


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
        assert p.M[0, 0] * p.H[0, 0] <= 64

    check()


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
    """Every layer scaled by 16 has integer entries, and the same regions."""
    weights = [[[int((16 * x).p) for x in row] for row in W] for W in p.weights]
    scales = (16**h for h in count(1))
    biases = [[int((k * x).p) for x in b.flat] for k, b in zip(scales, p.biases, strict=False)]
    found = activation_regions(weights, biases=[*biases, None])
    assert p.k_act[0, 0] == found.activation_regions
    assert p.k_lin[0, 0] == found.connected_linear_regions


def test_a_sawtooth_has_more_pieces_than_two_a_unit() -> None:
    family = named("networks_with_biases")
    shape = {"d": 1, "m_1": 2, "m_2": 2, "m_3": 2}
    p = family.build(shape, [1] + [0] * (len(family.layout(shape).bounds) - 1))
    assert p.k_lin[0, 0] == 15
    often = sum(p.k_lin[0, 0] > 2 * p.M[0, 0] for p in _samples("networks_with_biases", 300))
    assert often >= 10


@pytest.mark.parametrize(("first", "second"), FOLDED)
def test_a_folding_has_more_regions_than_two_a_unit(first: int, second: int) -> None:
    family = named("networks", inputs="2")
    shape = {"d": 2, "m_1": first, "m_2": second, "m_3": 0}
    assert shape in family.shapes
    p = family.build(shape, [1] + [0] * (len(family.layout(shape).bounds) - 1))
    assert p.k[0, 0] == p.k_act[0, 0] == 4 * (second + 1) > 2 * p.M[0, 0]
    often = sum(p.k[0, 0] > 2 * p.M[0, 0] for p in _samples("networks", 900, inputs="2"))
    assert often >= 15


def test_only_shapes_with_two_units_an_input_are_folded() -> None:
    family = named("networks")
    folded = [s for s in family.shapes if foldable([s["d"], *widths(s), 1])]
    assert {(s["d"], s["m_1"], s["m_2"]) for s in folded} == {(2, *hidden) for hidden in FOLDED}
    assert not foldable([3, 5, 2, 1])
    W_1, W_2, _ = folding([3, 7, 2, 1])
    assert W_1.tolist()[:2] == [[1, 0, 0], [-1, 0, 0]]
    assert W_1.tolist()[6] == [0, 0, 0]
    assert W_2.tolist() == [[-1, -1, 4, 4, 4, 4, 0], [2, 2, -2, -2, -2, -2, 0]]


def test_an_unknown_depth_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        relu_networks(depth="deep").example()


def test_patterns_concatenate_all_layers() -> None:
    p = named("relu_networks").build({"d": 1, "k": 1, "m": 1, "H": 1}, [0] * 18)
    assert relu.pattern(p.weights, p.x) == (1,)
