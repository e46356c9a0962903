"""ReLU networks evaluated layer by layer, with their gates, in any arithmetic of exact numbers.

f(x) = W_{H+1} A_H(x) W_H ⋯ A_1(x) W_1 x, where A_h(x) is the diagonal matrix of the gates of
layer h: 1 where the pre-activation is positive. At 0 the gate is 0 (the strict convention,
1{z > 0}) or 1 (the weak one, 1{z ≥ 0}); since ReLU(0) = 0 the network is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from flint import fmpq

from referee.numerics import arrays, batched_relu
from referee.numerics.arrays import Array
from referee.numerics.batches import whole
from referee.numerics.precision import NotComputed

Weak = bool | Array  # whether the gate at 0 is 1


@dataclass(frozen=True)
class Layer:
    """One hidden layer at one point: pre-activations z (m, 1), gates (m, 1), output (m, 1)."""

    z: Array
    gates: Array
    output: Array

    @property
    def A(self) -> Array:
        """The diagonal matrix (m, m) of the gates."""
        return diagonal(self.gates)


def diagonal(column: Array) -> Array:
    """Return the (m, m) matrix with a column (m, 1) on its diagonal."""
    return arrays.eye(column.shape[-2], column) * column


def forward(weights: Sequence[Array], x: Array, *, weak: Weak = False) -> list[Layer]:
    """Return the hidden layers of a network at x (d, 1); ``weights`` are W_1, ..., W_{H+1}.

    In a batch each instance may have its own convention, (..., 1, 1).
    """
    layers = []
    for W in weights[:-1]:
        z = W @ x
        if arrays.is_batch(z):
            z = batched_relu.settled(z, W, x)
            on = (z > 0) | ((z == 0) & weak)
        else:
            on = (z >= 0) if weak else (z > 0)
        gates = arrays.like(whole(on), z)
        layers.append(Layer(z, gates, arrays.maximum(z, 0 * z)))
        x = layers[-1].output
    return layers


def value(weights: Sequence[Array], x: Array) -> Array:
    """Return f(x), of shape (rows of W_{H+1}, 1), by the recursion x_h = max(0, W_h x_{h-1})."""
    for W in weights[:-1]:
        x = arrays.maximum(W @ x, 0 * (W @ x))
    return weights[-1] @ x


def same_pattern(
    weights: Sequence[Array], one: Array, other: Array, *, weak: Weak = False
) -> Array | bool:
    """Say whether two points have the same activation pattern; of a batch as (..., 1, 1)."""
    if not arrays.is_batch(one):
        convention = bool(weak)
        return pattern(weights, one, weak=convention) == pattern(weights, other, weak=convention)
    both = (forward(weights, at, weak=weak) for at in (one, other))
    pairs = [a.gates == b.gates for a, b in zip(*both, strict=True)]
    return reduce(and_, (pair.all(-2)[..., None] for pair in pairs))


def pattern(weights: Sequence[Array], x: Array, *, weak: bool = False) -> tuple[int, ...]:
    """Return the activation pattern of x, all layers in order; those of a batch are compared.

    Raises NotComputed for a batch, whose instances have a pattern each.
    """
    if arrays.is_batch(x):
        raise NotComputed("the one pattern of many instances")
    layers = forward(weights, x, weak=weak)
    return tuple(int(g) for layer in layers for g in layer.gates.flat)


def forms(weights: Sequence[Array], gates: Sequence[Array]) -> list[Array]:
    """Return M_h = W_h·diag(a_{h-1})⋯diag(a_1)·W_1, (m_h, d), the pre-activations under gates a."""
    found = [weights[0]]
    for W, a in zip(weights[1:-1], gates, strict=False):
        found.append(W @ (a * found[-1]))
    return found


def region_interval(
    weights: Sequence[Array], x: Array, v: Array, *, weak: bool = False
) -> tuple[fmpq | None, fmpq | None]:
    """Return how far one may go from x along v without leaving the activation region of x.

    All t with low < t < high keep the pattern, and t = 0 does; None stands for infinity. On
    a kink an end may be 0: then that side leaves at once.
    """
    layers = forward(weights, x, weak=weak)
    low: fmpq | None = None
    high: fmpq | None = None
    for layer, M in zip(layers, forms(weights, [a.gates for a in layers]), strict=True):
        for p, q in zip(layer.z.flat, (M @ v).flat, strict=True):
            if q == 0:
                continue
            end = -p / q
            # On the kink itself (p = 0) the allowed side is the one the gate stands for.
            upward = (q > 0) == weak if p == 0 else end < 0
            if upward:
                low = end if low is None or end > low else low
            else:
                high = end if high is None or end < high else high
    return low, high
