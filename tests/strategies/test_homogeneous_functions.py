"""Homogeneous functions: soundness of every kind, reach of the kinks, shrinking."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from torch_oracle import BATCHES, needs_torch

from referee.deciding.shrink.steps import shrink
from referee.numerics import arrays, calculus, scalars
from referee.numerics.subdifferential import limiting_gradient, partial_derivatives
from referee.strategies.families import Instance, named
from referee.strategies.homogeneous import all_gradients, function, kind_of, orthogonal_to
from referee.strategies.homogeneous_kinds import GROUPS, KINDS, MOST_GRADIENTS
from referee.strategies.kinks import median_type
from referee.strategies.tokens import from_token

EVERY_KIND = range(len(KINDS))


@cache
def instances(family: str, count: int, *options: tuple[str, Any]) -> tuple[Instance, ...]:
    made, rng = named(family, **dict(options)), random.Random(7)
    return tuple(made.sample(rng) for _ in range(count))


def of_kind(index: int, count: int = 12) -> Iterator[Instance]:
    """Yield instances of one kind: its integer replaced in independent samples."""
    for p in instances("homogeneous_functions", count, ("kinds", "all"), ("extra", "alpha")):
        yield p.family.build(p.shape, [index, *p.integers[1:]])


@pytest.mark.parametrize("index", EVERY_KIND)
def test_every_kind_is_homogeneous(index: int) -> None:
    for p in of_kind(index):
        f, factor = function(p), scalars.real_power(p.alpha[0, 0], p.L[0, 0])
        assert isinstance(p.f_x[0, 0], fmpq)
        assert f(p.alpha * p.x)[0, 0] == factor * f(p.x)[0, 0]


@pytest.mark.parametrize("index", EVERY_KIND)
def test_every_limiting_gradient_satisfies_eulers_identity(index: int) -> None:
    for p in of_kind(index):
        assert all(x == (p.L * p.f_x)[0, 0] for x in (p.x.mT @ all_gradients(p)).flat)


@pytest.mark.parametrize("index", EVERY_KIND)
def test_the_gradient_is_the_one_of_series_where_there_is_one(index: int) -> None:
    for p in of_kind(index):
        if p.pieces == 1:
            assert (calculus.gradient(function(p), p.x) == p.g).all()


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("index", GROUPS["dyadic"])
def test_batches_agree_at_smooth_points(index: int, number: Any) -> None:
    position = GROUPS["dyadic"].index(index)
    for other in instances("homogeneous_functions", 8, ("kinds", "dyadic"), ("whole", True)):
        p = other.family.build(other.shape, [position, *other.integers[1:]])
        tensors = p.cast(number)
        found = np.asarray(calculus.gradient(function(tensors), tensors.x))
        assert scalars.to_float(p.f_x[0, 0]) == function(tensors)(tensors.x).item()
        sizes = [abs(z) for z in (p.A @ p.x).flat]  # where two agree a batch is at a kink's rule
        if p.pieces == 1 and 0 not in sizes and len({*sizes}) == len(sizes):
            assert np.array_equal(found, arrays.float64(p.g))


@needs_torch
@pytest.mark.parametrize("index", GROUPS["dyadic"])
def test_at_kinks_numpy_has_the_gradient_of_torch(index: int) -> None:
    position, kinks = GROUPS["dyadic"].index(index), 0
    options = ("kinds", "dyadic"), ("origin", True), ("whole", True)
    for other in instances("homogeneous_functions", 120, *options):
        p = other.family.build(other.shape, [position, *other.integers[1:]])
        by_numpy, by_torch = (
            np.asarray(calculus.gradient(function(q), q.x))
            for q in (p.cast(number) for number in (arrays.batch64, arrays.torch64))
        )
        assert np.array_equal(by_numpy, by_torch), p.token
        kinks += p.pieces != 1
    assert kinks or KINDS[index].text in SMOOTH


SMOOTH = {"z₁", "z₁²", "v₁", "z₁ z₂", "z₁³", "z₁² z₂ + v₁ z₃³", "|z₁|³", "z₁ |z₁|³", "|z₁|⁵"}


def test_floats_see_the_same_functions() -> None:
    for p in instances("homogeneous_functions", 60, ("kinds", "lipschitz"), ("whole", True)):
        rounded = p.cast(arrays.float64)
        assert function(rounded)(rounded.x) == pytest.approx(scalars.to_float(p.f_x[0, 0]))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_orthogonal_to_x_is(size: int) -> None:
    x = arrays.exact([[3], [-2], [5]])[:size]
    assert (x.mT @ orthogonal_to(x, [1, -4, 2]) == 0).all()


def test_the_smallest_function_is_x1_at_the_first_axis() -> None:
    p = next(named("homogeneous_functions").in_order())
    assert kind_of(p).text == "z₁"
    assert p.A.tolist() == p.x.tolist() == p.f_x.tolist() == [[1]]


def test_every_kind_is_reached() -> None:
    found = {kind_of(p).text for p in instances("homogeneous_functions", 400)}
    assert found == {kind.text for kind in KINDS}


def test_kinks_are_reached_with_up_to_many_pieces() -> None:
    pieces = [int(p.pieces[0, 0].p) for p in instances("homogeneous_functions", 2_000)]
    assert {1, 2, 3, 4} <= set(pieces)
    assert sum(k > 1 for k in pieces) > 200


def test_the_origin_is_reached_where_asked_for() -> None:
    there = instances("homogeneous_functions", 100, ("kinds", "finite"), ("origin", True))
    assert 20 < sum((p.x == 0).all() for p in there) < 80
    assert not any((p.x == 0).all() for p in instances("homogeneous_functions", 400))


def test_constants_are_never_zero() -> None:
    constant = [kind.text for kind in KINDS].index("v₁")
    assert all(p.f_x != 0 for p in of_kind(constant))


def test_combinations_have_the_weights_asked_for() -> None:
    for how in ("convex", "conic", "affine", "negative", "unit", "mixed", "any", "one"):
        drawn = instances("clarke_combinations", 80, ("weights", how))
        sums = [sum(p.c.flat) == 1 for p in drawn]
        least = [min(p.c.flat) >= 0 for p in drawn]
        assert all(sums) if how in {"convex", "affine", "negative", "one"} else not all(sums)
        assert all(least) if how in {"convex", "conic", "unit", "one"} else not all(least)
        assert any(sums)
        if how == "negative":
            assert all(len(p.c) == 1 or p.c[1, 0] < 0 for p in drawn)
        lengths = [sum(c * c for c in p.c.flat) == 1 for p in drawn]
        assert all(lengths) if how in {"unit", "one"} else not all(lengths)
        assert all((p.s == p.S @ p.c).all() for p in drawn)


def test_the_columns_of_G_are_all_limiting_gradients() -> None:
    options = (("kinds", "clarke"), ("hull", True), ("kinked", True), ("moved", True))
    most = 0
    for p in instances("clarke_combinations", 300, *options):
        found = {tuple(column) for column in p.G.T}
        most = max(most, len(found))
        assert p.G.shape[1] == MOST_GRADIENTS
        assert {tuple(column) for column in p.S.T} <= found
    assert most >= 3


def test_partial_derivatives_exist_at_the_points_of_the_median() -> None:
    kinks = 0
    for p in instances("median_points", 40):
        assert partial_derivatives(median_type, p.x) is not None
        kinks += bool(p.pieces != 1)
    assert 5 < kinks < 35


def test_sequences_at_the_median_have_their_gradients_limit() -> None:
    for p in instances("median_sequences", 40):
        if p.pieces == 1:
            assert (limiting_gradient(median_type, p.x, p.v) == p.s).all()


def test_steps_jump_and_do_not() -> None:
    jumps = {bool((p.f_x != p.f_lim).all()) for p in instances("step_functions", 60)}
    assert jumps == {True, False}


def test_exponents_of_all_kinds_are_reached() -> None:
    drawn = instances("exponents", 200, ("signed", True))
    degrees = [p.L[0, 0] for p in drawn]
    assert any(L == 0 for L in degrees)
    assert any(L < 0 for L in degrees)
    assert any(L.q > 1 for L in degrees)
    assert any(p.alpha[0, 0] < 0 for p in drawn)
    assert all(p.alpha[0, 0] > 0 and p.beta[0, 0] > 0 for p in drawn if p.L[0, 0].q > 1)
    assert all(p.delta[0, 0] > -1 for p in drawn)


@pytest.mark.parametrize(
    "family", ["homogeneous_functions", "clarke_combinations", "step_functions", "exponents"]
)
def test_tokens_rebuild_and_the_smallest_instances_are_valid(family: str) -> None:
    for p in islice(named(family).in_order(), 80):
        again = from_token(p.token)
        for field in p.family.fields:
            assert str(getattr(again, field.name)) == str(getattr(p, field.name))


def test_a_kink_shrinks_to_an_axis() -> None:
    found = next(
        p
        for p in instances("homogeneous_functions", 1200)
        if p.pieces == 2 and p.shape["d"] >= 3 and kind_of(p).text == "|z₁|"
    )
    small = shrink(found, lambda p: bool(p.pieces == 2))
    assert small.shape == {"d": 2}
    assert sum(abs(int(i)) for i in small.integers[1:]) <= 2
