"""The closed form of the gradient flow: it solves the equation, from its start to its limit."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from flint import arb_mat, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_oracle import FLOATS

from referee.numerics import arrays, calculus, linalg
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.flows import ExponentialModes, gradient_flow
from referee.numerics.precision import precision
from referee.strategies.families import Instance, named
from referee.strategies.least_squares import flow_field

Array = Any
properties = settings(deadline=None, database=None, max_examples=40)
FULL = named("spectral_least_squares", extra="t+v0")
ANY_RANK = named("spectral_least_squares", full_rank=False, extra="t+v0")
instances = st.one_of(FULL.instances(), ANY_RANK.instances())


def flow(p: Instance) -> ExponentialModes:
    return gradient_flow(p.U, p.sigma, p.V, p.y, p.v0)


def same(left: Array, right: Array) -> bool:
    return left.shape == right.shape and bool((left == right).all())


def system(p: Instance) -> tuple[np.ndarray, np.ndarray]:
    """Return A and b of ẇ = Aw + b, written out from the data."""
    return -(p.X @ p.X.mT) / p.n, p.X @ p.y / p.n


@given(instances)
@properties
def test_the_curve_solves_the_equation(p: Instance) -> None:
    curve = flow(p)
    slope = calculus.derivative(curve.at, p.t)
    A, b = system(p)
    assert same(slope, A @ curve.at(p.t) + b)
    assert same(slope, flow_field(p, curve.at(p.t)))


@given(instances)
@properties
def test_the_curve_starts_at_its_start(p: Instance) -> None:
    assert same(flow(p).at(arrays.exact([[0]])), p.v0)


@given(instances)
@properties
def test_the_limit_is_stationary_and_reached_within_the_span_of_the_data(p: Instance) -> None:
    limit = flow(p).limit()
    assert not flow_field(p, limit).any()
    assert not linalg.off_span(limit - p.v0, p.X).any()


@given(instances)
@properties
def test_the_curve_never_leaves_its_start_plus_the_span_of_the_data(p: Instance) -> None:
    moved = flow(p).at(p.t) - p.v0
    projector = p.X @ linalg.pinv(p.X)
    assert same(projector @ moved, moved)


@given(instances)
@properties
def test_what_is_not_yet_the_limit_decays(p: Instance) -> None:
    curve = flow(p)
    rest = curve.at(arrays.exact([[1]])) - curve.limit()
    for number in rest.flat:
        assert number == 0 or all(exponent < 0 for exponent, _ in number.terms)


@given(instances)
@properties
def test_a_curve_is_a_flow_of_its_own_points(p: Instance) -> None:
    """Flowing for s and then for t is flowing for s + t: the rates are right, not only signed."""
    s, t = arrays.exact([[1]]), p.t
    curve = flow(p)
    middle = curve.at(s)
    again = gradient_flow(p.U, p.sigma, p.V, p.y, middle)
    assert same(again.at(t), curve.at(s + t))


def augmented_exponential(p: Instance) -> list[Any]:
    """Return the solution at p.t from the exponential of [[A, b], [0, 0]], as balls."""
    A, b = system(p)
    d = len(A)
    top = np.concatenate([A, b], axis=1)
    whole = np.concatenate([top, arrays.exact(np.zeros((1, d + 1), dtype=int))]) * p.t
    start = [*p.v0.flat, fmpq(1)]
    end = arb_mat(linalg.to_flint(whole)).exp() * arb_mat(linalg.to_flint(column(start)))
    return [end[i, 0] for i in range(d)]


def column(numbers: list[fmpq]) -> np.ndarray:
    return np.array(numbers, dtype=object).reshape(-1, 1)


def tame(p: Instance) -> bool:
    """Say whether the matrix is small enough for the Taylor series of flint."""
    return all(abs(x) < 1000 for x in (*p.X.flat, *p.y.flat, *p.v0.flat, *p.t.flat))


@pytest.mark.parametrize("family", [FULL, ANY_RANK], ids=["full rank", "any rank"])
def test_the_curve_meets_the_matrix_exponential_of_the_augmented_system(family: Any) -> None:
    rng = random.Random(20)
    drawn = [p for p in (family.sample(rng) for _ in range(120)) if tame(p)]
    moving = 0
    for p in drawn:
        with precision(300):
            for number, ball in zip(flow(p).at(p.t).flat, augmented_exponential(p), strict=True):
                exact = number.ball() if isinstance(number, ExponentialSum) else number
                assert ball.overlaps(exact if not isinstance(exact, fmpq) else 0 * ball + exact)
                assert ball.rad() < fmpq(1, 2**60)
                moving += isinstance(number, ExponentialSum)
    assert moving > 20


def test_a_zero_singular_value_leaves_its_coordinate_where_it_is() -> None:
    identity = arrays.exact(np.eye(2, dtype=int))
    start, y = arrays.exact([[5], [7]]), arrays.exact([[3], [4]])
    curve = gradient_flow(identity, arrays.exact([[2], [0]]), identity, y, start)
    assert same(curve.limit(), arrays.exact([[fmpq(3, 2)], [7]]))
    assert curve.at(arrays.exact([[9]]))[1, 0] == 7


@pytest.mark.parametrize("number", FLOATS)
def test_the_flow_in_floats_follows_the_exact_one(number: Any) -> None:
    # Few integers are bounded above: those in the list keep the bounds of each.
    bounds = FULL.layout({"d": 2, "n": 1}).bounds
    p = FULL.build({"d": 2, "n": 1}, [min(2, 2 if b is None else b) for _, b in bounds])
    exact = arrays.float64(flow(p).at(p.t))
    q = p.cast(number)
    found = flow(q).at(q.t)
    found = found.numpy() if arrays.is_torch(found) else found
    assert np.allclose(found, exact, rtol=1e-12, atol=0)


def need(d: int, n: int) -> int:
    return len(FULL.layout({"d": d, "n": n}).bounds)


def test_a_batch_of_flows_is_the_flows_one_by_one() -> None:
    rng = random.Random(7)
    shape = {"d": 3, "n": 2}
    rows = [[rng.randint(0, 2) for _ in range(need(3, 2))] for _ in range(5)]
    batch = FULL.build(shape, np.array(rows))
    whole = flow(batch).at(batch.t)
    assert whole.shape == (5, 3, 1)
    for index, row in enumerate(rows):
        p = FULL.build(shape, row)
        assert same(whole[index], flow(p).at(p.t))
        assert same(flow(batch).limit()[index], flow(p).limit())
