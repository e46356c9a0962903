"""ReLU networks layer by layer: gates, forms, and how far a region reaches along a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_oracle import needs_torch

from referee.numerics import arrays, relu
from referee.numerics.arrays import Array

SMALL = st.integers(-3, 3)
properties = settings(deadline=None, database=None)


@st.composite
def small_networks(draw: st.DrawFn) -> tuple[list[Array], Array, Array]:
    """Draw weights of up to three hidden layers, a point and a direction."""
    sizes = [draw(st.integers(1, 3)) for _ in range(draw(st.integers(2, 4)))] + [1]

    def matrix(rows: int, columns: int) -> Array:
        return arrays.exact([[draw(SMALL) for _ in range(columns)] for _ in range(rows)])

    weights = [matrix(b, a) for a, b in pairwise(sizes)]
    return weights, matrix(sizes[0], 1), matrix(sizes[0], 1)


@given(small_networks(), st.booleans())
@properties
def test_the_gated_product_is_the_network(
    net: tuple[list[Array], Array, Array], weak: bool
) -> None:
    weights, x, _ = net
    layers = relu.forward(weights, x, weak=weak)
    gated = layers[-1].gates * relu.forms(weights, [layer.gates for layer in layers])[-1]
    assert ((weights[-1] @ gated @ x) == relu.value(weights, x)).all()
    assert ((layers[-1].A @ layers[-1].z) == layers[-1].output).all()


@needs_torch
@given(small_networks())
@properties
def test_the_network_agrees_with_torch(net: tuple[list[Array], Array, Array]) -> None:
    import torch

    weights, x, _ = net
    at = arrays.torch64(x)
    for W in weights[:-1]:
        at = torch.relu(arrays.torch64(W) @ at)
    # Small integers: every product and sum is exact in float64.
    found = arrays.torch64(weights[-1]) @ at
    assert found.tolist() == arrays.float64(relu.value(weights, x)).tolist()


@given(small_networks(), st.booleans())
@properties
def test_a_region_reaches_exactly_as_far_as_its_interval_says(
    net: tuple[list[Array], Array, Array], weak: bool
) -> None:
    weights, x, v = net
    here = relu.pattern(weights, x, weak=weak)
    low, high = relu.region_interval(weights, x, v, weak=weak)

    def stays(t: fmpq) -> bool:
        return relu.pattern(weights, x + arrays.scalar(t) * v, weak=weak) == here

    for end in (low, high):
        if end is None:
            continue
        assert end == 0 or stays(end * fmpq(999, 1000))
        # Beyond the end the pattern differs, at once if the end is 0.
        side = -1 if end is low else 1
        assert not stays(end + side * fmpq(1, 10**6))
    if low is None:
        assert stays(fmpq(-(10**9)))
    if high is None:
        assert stays(fmpq(10**9))


def test_the_conventions_differ_at_zero_only() -> None:
    weights = [arrays.exact([[1]]), arrays.exact([[-1]]), arrays.exact([[1]])]
    one, zero = arrays.exact([[1]]), arrays.exact([[0]])
    assert relu.pattern(weights, one) == (1, 0)
    assert relu.pattern(weights, one, weak=True) == (1, 0)
    assert relu.pattern(weights, zero) == (0, 0)
    assert relu.pattern(weights, zero, weak=True) == (1, 1)


def test_maximum_decides_by_exact_signs() -> None:
    tiny = fmpq(1, 10**40)
    a, b = arrays.scalar(fmpq(1)), arrays.scalar(1 + tiny)
    assert arrays.maximum(a, b)[0, 0] == 1 + tiny
    assert arrays.maximum(np.array([[1.0]]), np.array([[2.0]])).tolist() == [[2.0]]
