"""Gradient flows of least squares in closed form, from a singular value decomposition.

For L(w) = ‖Xᵀw − y‖²/(2n) the flow is ẇ = −(1/n)XXᵀw + (1/n)Xy. With X = UΣVᵀ it decouples
in the coordinates of U: the i-th decays to (v_iᵀy)/σ_i at the rate σ_i²/n, and stays where
it is if σ_i = 0 or i > n. With rational U, Σ, V and t the trajectory is a vector of
exponential sums, so nothing is rounded. That it solves the equation is tested, not trusted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from referee.numerics import arrays
from referee.numerics.arrays import Array


@dataclass(frozen=True)
class ExponentialModes:
    """A curve ``centre + Σ_k directions[:, k]·exp(−rates[k]·t)`` with rates ≥ 0.

    ``centre`` is (..., d, 1), ``directions`` (..., d, k), ``rates`` (..., k, 1).
    """

    centre: Array
    directions: Array
    rates: Array

    def at(self, t: Array) -> Array:
        """Return the point (..., d, 1) of the curve at time ``t`` (..., 1, 1)."""
        return self.centre + self.directions @ arrays.exp(-self.rates * t)

    def limit(self) -> Array:
        """Return the limit (..., d, 1) for t → ∞: the centre and the modes of rate 0."""
        return self.centre + self.directions @ arrays.is_zero(self.rates)


def gradient_flow(U: Array, sigma: Array, V: Array, y: Array, start: Array) -> ExponentialModes:
    """Return the solution of ẇ = −∇L(w), w(0) = start, for X = U[:, :k]·diag(σ)·Vᵀ.

    ``U`` is (..., d, d) and ``V`` (..., n, n), both orthogonal, ``sigma`` (..., k, 1) with
    k = min(d, n), ``y`` (..., n, 1), ``start`` (..., d, 1).
    """
    size, count = U.shape[-1], sigma.shape[-2]
    zero = arrays.is_zero(sigma)
    pull = (V.mT @ y)[..., :count, :]
    targets = pull * (1 - zero) / (sigma + zero)
    centre = U[..., :, :count] @ targets
    rates = _pad(sigma * sigma / y.shape[-2], size)
    return ExponentialModes(centre, U * (U.mT @ (start - centre)).mT, rates)


def _pad(column: Array, size: int) -> Array:
    """Extend a column (..., k, 1) with zeros to (..., size, 1)."""
    rows = arrays.like(np.eye(size, column.shape[-2], dtype=np.int64), column)
    return rows @ column
