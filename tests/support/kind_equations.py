"""What defines each kind of matrix and vector, as questions about an exact array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_poly

from referee.numerics import linalg
from referee.numerics.rational_matrices import to_flint

Says = Callable[[np.ndarray], bool]


def same(a: np.ndarray, b: object) -> bool:
    return bool(np.all(a == b))


def one(a: np.ndarray) -> np.ndarray:
    return np.eye(len(a), dtype=np.int64)


def symmetric(a: np.ndarray) -> bool:
    return same(a, a.T)


def idempotent(a: np.ndarray) -> bool:
    return same(a @ a, a)


def orthogonal(a: np.ndarray) -> bool:
    return same(a @ a.T, one(a))


def normal(a: np.ndarray) -> bool:
    return same(a @ a.T, a.T @ a)


def rank(a: np.ndarray) -> int:
    return int(linalg.rank(a)[0, 0])


def semidefinite(a: np.ndarray) -> bool:
    """Say whether all principal minors of a symmetric matrix are at least 0."""
    sizes = range(1, 2 ** len(a))
    chosen = [[i for i in range(len(a)) if mask >> i & 1] for mask in sizes]
    return symmetric(a) and all(linalg.det(a[np.ix_(i, i)])[0, 0] >= 0 for i in chosen)


def characteristic(a: np.ndarray) -> fmpq_poly:
    return fmpq_poly(fmpq_mat(to_flint(a)).charpoly())


def has_repeated_root(f: fmpq_poly) -> bool:
    return f.gcd(f.derivative()).degree() > 0


def repeated_eigenvalue(a: np.ndarray) -> bool:
    return has_repeated_root(characteristic(a))


def gram(a: np.ndarray) -> np.ndarray:
    found: np.ndarray = a @ a.T if a.shape[0] < a.shape[1] else a.T @ a
    return found


def roots(f: fmpq_poly) -> list[fmpq]:
    """Return the rational roots."""
    return [-g[0] / g[1] for g, _ in f.factor()[1] if g.degree() == 1]


def close(values: list[fmpq]) -> bool:
    apart = [abs(x - y) for x in values for y in values]
    return any(x != 0 and x.p == 1 for x in apart)


def close_singular_values(a: np.ndarray) -> bool:
    """Say whether two singular values, up to their signs, are 1/2, 1/3, ... apart."""
    found = [
        x.sqrt() for x in roots(characteristic(gram(a))) if x.p.is_square() and x.q.is_square()
    ]
    return close([*found, *(-x for x in found)])


def toeplitz(a: np.ndarray) -> bool:
    return same(a[1:, 1:], a[:-1, :-1])


def circulant(a: np.ndarray) -> bool:
    return same(np.roll(np.roll(a, 1, 0), 1, 1), a)


def vandermonde(a: np.ndarray) -> bool:
    nodes = a[:, 1:2] if a.shape[1] > 1 else 0 * a
    return same(a[:, :1], 1) and all(
        same(a[:, j], a[:, j - 1] * nodes[:, 0]) for j in range(1, a.shape[1])
    )


def laplacian(a: np.ndarray) -> bool:
    off = a - np.diag(np.diag(a))
    return symmetric(a) and same(a.sum(axis=1), 0) and bool(np.all(off <= 0))


def stochastic(a: np.ndarray) -> bool:
    return bool(np.all(a >= 0)) and same(a.sum(axis=1), 1)


def parallel(a: np.ndarray) -> bool:
    pairs = ((i, j) for i in range(a.shape[1]) for j in range(i))
    return any(rank(a[:, [i, j]]) < 2 for i, j in pairs)


def permutation(a: np.ndarray) -> bool:
    return orthogonal(a) and bool(np.all((a == 0) | (a == 1)))


def permutation_column(a: np.ndarray) -> bool:
    return sorted(map(int, a[:, 0])) == [0] * (len(a) - 1) + [1]


def power(a: np.ndarray, exponent: int) -> np.ndarray:
    return a if exponent == 1 else a @ power(a, exponent - 1)


EQUATIONS: Mapping[str, Says] = {
    "symmetric": symmetric,
    "skew": lambda a: same(a, -a.T),
    "diagonal": lambda a: not np.any(a[np.eye(*a.shape, dtype=np.int64) == 0]),
    "upper triangular": lambda a: not np.any(a[np.tril_indices(len(a), -1, a.shape[1])]),
    "lower triangular": lambda a: not np.any(a[np.triu_indices(len(a), 1, a.shape[1])]),
    "Toeplitz": toeplitz,
    "circulant": circulant,
    "Vandermonde": vandermonde,
    "graph Laplacian": laplacian,
    "stochastic": stochastic,
    "orthogonal": orthogonal,
    "permutation": permutation,
    "projection": lambda a: idempotent(a) and symmetric(a),
    "reflection": lambda a: orthogonal(a) and symmetric(a),
    "idempotent": idempotent,
    "involution": lambda a: same(a @ a, one(a)),
    "nilpotent": lambda a: same(power(a, len(a)), 0),
    "repeated eigenvalues": repeated_eigenvalue,
    "close eigenvalues": lambda a: close(roots(characteristic(a))),
    "normal": normal,
    "positive semidefinite": semidefinite,
    "positive definite": lambda a: semidefinite(a) and rank(a) == len(a),
    "repeated singular values": lambda a: repeated_eigenvalue(gram(a)),
    "close singular values": close_singular_values,
    "invertible": lambda a: rank(a) == len(a),
    "full column rank": lambda a: rank(a) == a.shape[1],
    "full row rank": lambda a: rank(a) == a.shape[0],
    "rank one": lambda a: rank(a) == 1,
    "zero column": lambda a: bool(np.any(np.all(a == 0, axis=0))),
    "parallel columns": parallel,
    "unit vector": lambda a: same(a.T @ a, 1),
    "nonnegative unit vector": lambda a: same(a.T @ a, 1) and bool(np.all(a >= 0)),
    "probability vector": lambda a: stochastic(a.T),
    "coordinate vector": permutation_column,
    "ones": partial(same, b=1),
    "rank 2": lambda a: rank(a) == 2,
}
