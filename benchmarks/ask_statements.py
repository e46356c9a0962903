"""Statements with their truth, as ``referee ask`` reads them, and as two peers are told them.

For SymPy and NumPy somebody has to write down both sides, the shapes and, for NumPy, how a matrix
of a kind is drawn: that is part of what they cost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp
from numpy.linalg import det, inv, norm

Sides = Callable[..., tuple[Any, Any]]


@dataclass(frozen=True)
class Told:
    """A statement; its two sides for peers, by names of the shapes and kinds that are given.

    ``shapes`` are as "A n n, x n 1"; ``kinds`` say of names what they are. ``sympy`` and ``numpy``
    return the two sides, None where nobody has written them down.
    """

    text: str
    where: str
    truth: bool
    shapes: str = ""
    relation: str = "="
    kinds: Mapping[str, str] = field(default_factory=dict)
    sympy: Sides | None = None
    numpy: Sides | None = None


def in_toml(path: Path) -> Iterator[Told]:
    """Yield the statements of a file with tables ``[[statement]]``: text, where, truth."""
    for each in tomllib.loads(path.read_text(encoding="utf-8"))["statement"]:
        yield Told(each["text"], each.get("where", ""), each["truth"])


SQUARE = "A, B in R^(n x n)"
TWO = "A n n, B n n"
tr, trace = np.trace, sp.Trace
STATEMENTS: tuple[Told, ...] = (
    Told("tr(A B) = tr(B A)", SQUARE, True, TWO,
         sympy=lambda A, B: (trace(A * B), trace(B * A)),
         numpy=lambda A, B: (tr(A @ B), tr(B @ A))),
    Told("tr(A B) = tr(A) tr(B)", SQUARE, False, TWO,
         sympy=lambda A, B: (trace(A * B), trace(A) * trace(B)),
         numpy=lambda A, B: (tr(A @ B), tr(A) * tr(B))),
    Told("(A B)^T = B^T A^T", SQUARE, True, TWO,
         sympy=lambda A, B: ((A * B).T, B.T * A.T), numpy=lambda A, B: ((A @ B).T, B.T @ A.T)),
    Told("(A B)^T = A^T B^T", SQUARE, False, TWO,
         sympy=lambda A, B: ((A * B).T, A.T * B.T), numpy=lambda A, B: ((A @ B).T, A.T @ B.T)),
    Told("det(A B) = det(A) det(B)", SQUARE, True, TWO,
         sympy=lambda A, B: (sp.Determinant(A * B), sp.Determinant(A) * sp.Determinant(B)),
         numpy=lambda A, B: (det(A @ B), det(A) * det(B))),
    Told("det(A + B) = det(A) + det(B)", SQUARE, False, TWO,
         sympy=lambda A, B: (sp.Determinant(A + B), sp.Determinant(A) + sp.Determinant(B)),
         numpy=lambda A, B: (det(A + B), det(A) + det(B))),
    Told("(A + B)^2 = A^2 + A B + B A + B^2", SQUARE, True, TWO,
         sympy=lambda A, B: ((A + B) ** 2, A**2 + A * B + B * A + B**2),
         numpy=lambda A, B: ((A + B) @ (A + B), A @ A + A @ B + B @ A + B @ B)),
    Told("(A + B)^2 = A^2 + 2 A B + B^2", SQUARE, False, TWO,
         sympy=lambda A, B: ((A + B) ** 2, A**2 + 2 * A * B + B**2),
         numpy=lambda A, B: ((A + B) @ (A + B), A @ A + 2 * A @ B + B @ B)),
    Told("(A B)^-1 = B^-1 A^-1", f"{SQUARE} invertible", True, TWO,
         sympy=lambda A, B: ((A * B) ** -1, B**-1 * A**-1),
         numpy=lambda A, B: (inv(A @ B), inv(B) @ inv(A))),
    Told("(A + B)^-1 = A^-1 + B^-1", f"{SQUARE} invertible", False, TWO,
         sympy=lambda A, B: ((A + B) ** -1, A**-1 + B**-1),
         numpy=lambda A, B: (inv(A + B), inv(A) + inv(B))),
    Told("(I + A B)^-1 A = A (I + B A)^-1", "A in R^(n x k), B in R^(k x n)", True, "A n k, B k n",
         sympy=lambda A, B: ((_one(A) + A * B) ** -1 * A, A * (_one(B) + B * A) ** -1),
         numpy=lambda A, B: (inv(np.eye(len(A)) + A @ B) @ A, A @ inv(np.eye(len(B)) + B @ A))),
    Told("(I + A B)^-1 A = A (I + A B)^-1", SQUARE, False, TWO,
         sympy=lambda A, B: ((_one(A) + A * B) ** -1 * A, A * (_one(A) + A * B) ** -1),
         numpy=lambda A, B: (inv(np.eye(len(A)) + A @ B) @ A, A @ inv(np.eye(len(A)) + A @ B))),
    Told("A - A B A = (A^-1 + B (I - A B)^-1)^-1", SQUARE, True, TWO,
         sympy=lambda A, B: (A - A * B * A, (A**-1 + B * (_one(A) - A * B) ** -1) ** -1),
         numpy=lambda A, B: (A - A @ B @ A, inv(inv(A) + B @ inv(np.eye(len(A)) - A @ B)))),
    Told("A + A B A = (A^-1 + B (I - A B)^-1)^-1", SQUARE, False, TWO,
         sympy=lambda A, B: (A + A * B * A, (A**-1 + B * (_one(A) - A * B) ** -1) ** -1),
         numpy=lambda A, B: (A + A @ B @ A, inv(inv(A) + B @ inv(np.eye(len(A)) - A @ B)))),
    Told("x^T A x = 0", "A in R^(n x n) skew symmetric, x in R^n", True, "A n n, x n 1",
         kinds={"A": "skew"}, sympy=lambda A, x: (x.T * A * x, 0 * x.T * x),
         numpy=lambda A, x: (x.T @ A @ x, 0)),
    Told("x^T A x = 0", "A in R^(n x n) symmetric, x in R^n", False, "A n n, x n 1",
         kinds={"A": "symmetric"}, sympy=lambda A, x: (x.T * A * x, 0 * x.T * x),
         numpy=lambda A, x: (x.T @ A @ x, 0)),
    Told("A B = B A", f"{SQUARE} symmetric", False, TWO, kinds={"A": "symmetric", "B": "symmetric"},
         sympy=lambda A, B: (A * B, B * A), numpy=lambda A, B: (A @ B, B @ A)),
    Told("||Q x|| = ||x||", "Q in R^(n x n) orthogonal, x in R^n", True, "Q n n, x n 1",
         kinds={"Q": "orthogonal"}, numpy=lambda Q, x: (norm(Q @ x), norm(x))),
    Told("Q = Q^T", "Q in R^(n x n) orthogonal", False, "Q n n", kinds={"Q": "orthogonal"},
         numpy=lambda Q: (Q, Q.T)),
    Told("||A x|| <= ||A|| ||x||", "A in R^(m x n), x in R^n", True, "A m n, x n 1", "<=",
         numpy=lambda A, x: (norm(A @ x), norm(A) * norm(x))),
    Told("||A x|| <= ||A|| ||x|| / 2", "A in R^(m x n), x in R^n", False, "A m n, x n 1", "<=",
         numpy=lambda A, x: (norm(A @ x), norm(A) * norm(x) / 2)),
    Told("(x^T y)^2 <= (x^T x) (y^T y)", "x, y in R^n", True, "x n 1, y n 1", "<=",
         sympy=lambda x, y: ((x.T * y) ** 2, (x.T * x) * (y.T * y)),
         numpy=lambda x, y: ((x.T @ y) ** 2, (x.T @ x) * (y.T @ y))),
    Told("(x^T y)^2 >= (x^T x) (y^T y)", "x, y in R^n", False, "x n 1, y n 1", ">=",
         sympy=lambda x, y: ((x.T * y) ** 2, (x.T * x) * (y.T * y)),
         numpy=lambda x, y: ((x.T @ y) ** 2, (x.T @ x) * (y.T @ y))),
    Told("tr(A)^2 <= n tr(A^T A)", "A in R^(n x n)", True, "A n n", "<=",
         sympy=lambda A: (trace(A) ** 2, A.shape[0] * trace(A.T * A)),
         numpy=lambda A: (tr(A) ** 2, len(A) * tr(A.T @ A))),
    Told("det(A) <= tr(A)^n / n^n", "A in R^(n x n) symmetric", False, "A n n", "<=",
         kinds={"A": "symmetric"},
         sympy=lambda A: (sp.Determinant(A), (trace(A) / A.shape[0]) ** A.shape[0]),
         numpy=lambda A: (det(A), (tr(A) / len(A)) ** len(A))),
    Told("rank(A B) <= rank(A)", SQUARE, True, TWO, "<=",
         numpy=lambda A, B: (np.linalg.matrix_rank(A @ B), np.linalg.matrix_rank(A))),
    Told("rank(A B) = rank(B A)", SQUARE, False, TWO,
         numpy=lambda A, B: (np.linalg.matrix_rank(A @ B), np.linalg.matrix_rank(B @ A))),
    Told("x^2 + y^2 >= 2 x y", "x, y in R", True, "x 1 1, y 1 1", ">=",
         sympy=lambda x, y: (x**2 + y**2, 2 * x * y),
         numpy=lambda x, y: (x**2 + y**2, 2 * x * y)),
    Told("x^3 + 1 >= x", "x in R, x >= -1/3", True, "x 1 1", ">="),
    Told("x^2 + 1/10^6 > x/500", "x in R", False, "x 1 1", ">=",
         sympy=lambda x: (x**2 + sp.eye(1) / 10**6, x / 500),
         numpy=lambda x: (x**2 + 1e-6, x / 500)),
    Told("(x - 1000)^2 (x - 1001)^2 > 0", "x in R", False, "x 1 1", ">=",
         numpy=lambda x: ((x - 1000) ** 2 * (x - 1001) ** 2 - 1e-300, 0 * x)),
)  # fmt: skip


def _one(A: Any) -> Any:
    """Return the identity of as many rows as a matrix of SymPy's has."""
    return sp.Identity(A.shape[0]) if isinstance(A, sp.MatrixExpr) else sp.eye(A.shape[0])
