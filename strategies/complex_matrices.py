"""Complex matrices with a known singular value decomposition, exact over Gaussian rationals."""

from __future__ import annotations

import numpy as np
from flint import fmpq

from referee.numerics.arrays import Array, conjugate
from referee.numerics.gaussian import Gaussian
from referee.strategies.families import Family, Field, Instance, family
from referee.strategies.fields import derived, free, reflections, singular_values
from referee.strategies.matrices import d_field, n_field, rectangular_diagonal, shapes_of_rank
from referee.strategies.value_kinds import ORTHOGONAL

UNITARY = dict.fromkeys(ORTHOGONAL, "entries of a unitary matrix are at most 1")

REACH = 12  # of a sample and the ladder: 30 ms there, 0.5 s at 32×32, where flint has no part


def _phase(a: int, b: int) -> Gaussian:
    """Return (a + bi)²/|a + bi|², which runs through all rational points of the circle."""
    size = a * a + b * b
    if size == 0:
        return Gaussian(fmpq(1), fmpq(0))
    return Gaussian(fmpq(a * a - b * b, size), fmpq(2 * a * b, size))


def _unitary(name: str, rows: str, meaning: str) -> Field:
    """Return a field of unitary matrices: diagonal phases times an orthogonal matrix."""

    def build(p: Instance, ints: np.ndarray) -> Array:
        size = p.shape[rows]
        phases = np.full((size, size), 0, dtype=object)
        for k in range(size):
            phases[k, k] = _phase(int(ints[2 * k]), int(ints[2 * k + 1]))
        return phases @ reflections(p, p.number(ints[2 * size :]), size)

    return Field(
        name,
        rows,
        rows,
        name,
        meaning,
        build,
        lambda s: free(2 * s[rows] + s[rows] ** 2),
        narrow=UNITARY,
    )


@family
def complex_matrices_with_svd() -> Family:
    """Complex X = UΣV* (d, n) with n ≤ d ≤ 3, U and V unitary, σ rational."""
    fields = (
        singular_values(
            "sigma", "n", positive=True, meaning="the singular values of X", rational=True
        ),
        _unitary("U", "d", "left singular vectors"),
        _unitary("V", "n", "right singular vectors"),
        derived(
            "S",
            "d n",
            r"\Sigma",
            "the singular values on the diagonal of a d×n matrix",
            lambda p: rectangular_diagonal(p.sigma, p.shape["d"], p.shape["n"]),
        ),
        derived("X", "d n", "X", "a complex matrix", lambda p: p.U @ p.S @ conjugate(p.V).mT),
        d_field,
        n_field,
    )
    return Family(
        "complex_matrices_with_svd", shapes_of_rank(small=3, reach=REACH, searched=0), fields
    )
