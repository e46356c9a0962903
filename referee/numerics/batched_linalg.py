"""Linear algebra on batches of float matrices: torch's or NumPy's, NaN where one has no value.

What NumPy's library returns is a batch again; a first-order series has its inverse by
(A + Bε)⁻¹ = A⁻¹ − A⁻¹BA⁻¹ε, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Set
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from referee.numerics.array_series import ArraySeries, as_series
from referee.numerics.batches import Array, is_torch, kept, namespace
from referee.numerics.precision import NotComputed

NEGLIGIBLE = 1e-13  # relative size of an eigenvalue that float64 cannot tell from 0


def _linalg(a: Array) -> Any:
    if isinstance(a, ArraySeries):
        raise NotComputed("the derivative of a rank, a determinant or a decomposition")
    return namespace(a).linalg


def inv(a: Array) -> Array:
    """Return the inverses, NaN for a singular matrix of a batch; one alone raises its error."""
    if isinstance(a, ArraySeries):
        inverse = inv(a.value)
        return ArraySeries(inverse, -inverse @ a.slope @ inverse)
    if a.ndim == 2:
        return _linalg(a).inv(a)
    if is_torch(a):
        return _or_nan(*_linalg(a).inv_ex(a))
    return kept(_each(np.linalg.inv, a), a)


def solve(a: Array, b: Array) -> Array:
    """Return x with a·x = b, NaN where a matrix of a batch is singular."""
    if isinstance(a, ArraySeries) or isinstance(b, ArraySeries):
        return inv(as_series(a)) @ b
    if a.ndim == 2:
        return _linalg(a).solve(a, b)
    if is_torch(a):
        return _or_nan(*_linalg(a).solve_ex(a, b.expand(*a.shape[:-2], *b.shape[-2:])))
    return kept(_each(np.linalg.solve, a, b), a)


def _or_nan(result: Array, failures: Array) -> Array:
    """Return a batch of results with NaN where the elimination failed."""
    return result.masked_fill(failures.bool()[..., None, None], math.nan)


def _each(operation: Callable[..., np.ndarray], *batch: np.ndarray) -> np.ndarray:
    """Apply NumPy's operation to a batch, and if a matrix has no value one by one."""
    try:
        return operation(*batch)
    except np.linalg.LinAlgError:
        lead = np.broadcast_shapes(*(a.shape[:-2] for a in batch))
        rows = [np.broadcast_to(a, (*lead, *a.shape[-2:])) for a in batch]
        found = np.full((*lead, *rows[-1].shape[-2:]), math.nan)
        for index in np.ndindex(lead):
            with suppress(np.linalg.LinAlgError):
                found[index] = operation(*(a[index] for a in rows))
        return found


def pinv(a: Array) -> Array:
    """Return the Moore-Penrose pseudo-inverses; both libraries drop the same singular values."""
    if is_torch(a):
        return _linalg(a).pinv(a)
    return kept(_linalg(a).pinv(a, rtol=None), a)


def matrix_rank(a: Array) -> Array:
    """Return the ranks, (...)."""
    return kept(_linalg(a).matrix_rank(a), a)


def det(a: Array) -> Array:
    """Return the determinants, (...)."""
    return kept(_linalg(a).det(a), a)


def matrix_power(a: Array, exponent: int) -> Array:
    """Return the matrices to a whole power."""
    return kept(_linalg(a).matrix_power(a, exponent), a)


def inertia_within(a: Array, signs: Set[int]) -> Array:
    """Say of each symmetric matrix, (...), whether its eigenvalues have these signs.

    An eigenvalue that rounding can bring about counts as 0.
    """
    values = kept(_linalg(a).eigvalsh((a + a.mT) / 2), a)
    size = namespace(a).amax(abs(values), -1)[..., None] * (NEGLIGIBLE * a.shape[-1])
    positive, negative = values > size, values < -size
    of_sign = {1: positive, -1: negative, 0: ~(positive | negative)}
    return reduce(or_, (of_sign[sign] for sign in signs)).all(-1)
