"""Eigenvalues and singular values in floating point, of one matrix or a batch: they search only."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from referee.numerics.array_series import ArraySeries
from referee.numerics.batches import Array, is_torch, kept, namespace, where
from referee.numerics.precision import NotComputed

NEGLIGIBLE = 1e-6  # imaginary part, relative, that rounding gives a real eigenvalue


def _linalg(a: Array) -> Any:
    if isinstance(a, ArraySeries):
        raise NotComputed("the derivative of an eigenvalue or a singular value")
    return namespace(a).linalg


def eigenvalues(a: Array) -> Array:
    """Return the eigenvalues in decreasing order, (..., n, 1), NaN where they are not real."""
    linalg = _linalg(a)
    if _is_symmetric(a):
        return _decreasing(kept(linalg.eigvalsh(a), a), a)
    finite, bad = _finite(a)
    values = linalg.eigvals(finite)
    largest = namespace(a).amax(abs(values), -1)[..., None]
    bad = bad | (abs(values.imag) > NEGLIGIBLE * largest).any(-1)[..., None]
    return _decreasing(where(~bad, kept(_sorted(values.real, a), a), math.nan), a)


def singular_values(a: Array) -> Array:
    """Return the singular values in decreasing order, (..., min(m, k), 1)."""
    linalg = _linalg(a)
    finite, bad = _finite(a)
    found = linalg.svdvals(finite) if is_torch(a) else linalg.svd(finite, compute_uv=False)
    return where(~bad, kept(found, a), math.nan)[..., None]


def spectral_radius(a: Array) -> Array:
    """Return the largest modulus of an eigenvalue, (..., 1, 1)."""
    linalg = _linalg(a)
    finite, bad = _finite(a)
    found = namespace(a).amax(abs(linalg.eigvals(finite)), -1)[..., None]
    return where(~bad, kept(found, a), math.nan)[..., None]


def indices_of_inertia(a: Array) -> tuple[Array, Array]:
    """Return how many eigenvalues are positive, and negative, (..., 1, 1); rounding counts as 0."""
    values = eigenvalues((a + a.mT) / 2)
    size = namespace(a).amax(abs(values), -2)[..., None] * (NEGLIGIBLE**2 * a.shape[-1])
    return tuple((sign * values > size).sum(-2)[..., None] * 1.0 for sign in (1, -1))


def _is_symmetric(a: Array) -> bool:
    """Say whether all matrices are symmetric to the last bit; one that is not finite is not."""
    return bool((a == a.mT).all()) and bool((abs(a) < math.inf).all())


def _finite(a: Array) -> tuple[Array, Array]:
    """Return the matrices with 0 for what is not finite, which libraries refuse, and where it is.

    What is returned second, (..., 1), says of each matrix whether it has such an entry.
    """
    finite = abs(a) < math.inf
    return where(finite, a, 0.0), ~finite.all(-1).all(-1)[..., None]


def _sorted(values: Array, a: Array) -> Array:
    return values.sort(-1).values if is_torch(a) else np.sort(np.asarray(values), -1)


def _decreasing(values: Array, a: Array) -> Array:
    """Return ascending values (..., n) the other way, as columns."""
    if is_torch(a):
        return values.flip(-1)[..., None]
    return values[..., ::-1, None]
