"""Statements about traces and determinants, true and false, as an answer writes them.

Each holds, or does not, for all members of a family that is described here. Those that hold are in
Horn and Johnson, "Matrix Analysis" (2013), chapter 0; the others are what people write instead.
"""

from __future__ import annotations

from referee.strategies.families import Family, family
from referee.strategies.fields import vector
from referee.strategies.kinds import declared
from referee.strategies.matrices import d_field, free_matrix, n_field
from referee.strategies.shapes import Shapes


@family
def square_kinds() -> Family:
    """Describe an orthogonal U, a symmetric S, a projection P, an invertible K, any A, B, C."""
    kinds = {"U": "orthogonal", "S": "symmetric", "P": "projection", "K": "invertible"}
    fields = [declared.of_kind(kind, name, "d", "d") for name, kind in kinds.items()]
    fields += [free_matrix(name, "d", "d", "any matrix") for name in "ABC"]
    return Family("square_kinds", Shapes({"d": 1}, small=3, reach=0), (*fields, d_field))


@family
def rectangular() -> Family:
    """Describe any A (d, n) and B (n, d), an invertible K (d, d), and columns x and y (d, 1)."""
    fields = (
        free_matrix("A", "d", "n", "any matrix"),
        free_matrix("B", "n", "d", "any matrix"),
        declared.invertible("K", "d"),
        vector("x", "d", "any column"),
        vector("y", "d", "any column"),
        d_field,
        n_field,
    )
    return Family("rectangular", Shapes({"d": 1, "n": 1}, small=3, reach=0), fields)


TRUE_OF_TRACES = (
    "trace(A @ A.T) == norm(A)**2",
    "trace(A @ B - B @ A) == 0",
    "trace(A @ B @ C) == trace(C.T @ B.T @ A.T)",
    "norm(A - B)**2 == norm(A)**2 - 2 * trace(A.T @ B) + norm(B)**2",
    "trace(U @ A @ U.T) == trace(A)",
    "trace(U @ A @ U.T) / d == trace(A) / d",
    "trace(U @ A @ U.T) * trace(B) == trace(B) * trace(A)",
    "norm(U @ A)**2 == norm(A)**2",
    "norm(U @ A)**4 == norm(A)**4",
    "norm(U)**2 == d",
    "sum(A * B) == trace(A.T @ B)",
    "sum(U @ A * (U @ B)) == sum(B * A)",
    "sum(2 * A * A) / d == 2 * norm(A)**2 / d",
    "norm(U @ A) == norm(A)",
    "norm(A) == norm(A.T)",
    "norm(A) * norm(U @ B) == norm(B @ U) * norm(A)",
    "norm(A) * norm(A) == trace(A.T @ A)",
    "2 * norm(A) / d == norm(A / d - (-A) / d)",
    "trace(P @ A @ P) == trace(P @ A)",
    "norm(P @ A)**2 + norm((eye(d) - P) @ A)**2 == norm(A)**2",
    "trace(inv(K) @ A @ K) == trace(A)",
    "trace(S @ A) == trace(S @ A.T)",
    "norm(A @ pinv(A))**2 == trace(pinv(A) @ A)",
    "trace(A @ pinv(A) @ A @ B) == trace(B @ A)",
)
FALSE_OF_TRACES = (
    "trace(A @ B) == trace(A) * trace(B)",
    "trace(A @ B @ C) == trace(A @ C @ B)",
    "trace(A @ B) == trace(A @ B.T)",
    "trace(U @ A) == trace(A)",
    "trace(U @ A @ U) == trace(A)",
    "norm(A @ B)**2 == norm(B @ A)**2",
    "norm(A @ B)**2 == norm(A)**2 * norm(B)**2",
    "norm(A + B)**2 == norm(A)**2 + norm(B)**2",
    "norm(P @ A)**2 == norm(A)**2",
    "norm(P)**2 == d",
    "trace(A @ pinv(A)) == d",
    "trace(A)**2 == trace(A @ A)",
    "trace(K @ A @ K) == trace(A)",
    "trace(inv(K)) == 1 / trace(K)",
    "norm(U @ A)**2 * trace(B) == norm(A)**2 * trace(C)",
    "trace(U) == d",
    "norm(U)**2 == 3",
    "sum(A * B) == sum(A) * sum(B)",
    "sum(A * B) == trace(A @ B)",
    "sum(U * A) == sum(A)",
    "norm(A) == norm(B)",
    "norm(P @ A) == norm(A)",
    "norm(A @ B) == norm(A) * norm(B)",
    "-2 * norm(A) == norm(2 * A)",
    "trace(A) * norm(B) == norm(trace(A) * B)",
    "norm(A + B) == norm(A) + norm(B)",
)
TRUE_OF_DETERMINANTS = (
    "det(A @ B) == det(A) * det(B)",
    "det(A @ B) == det(B @ A)",
    "det(A.T) == det(A)",
    "det(inv(K)) == 1 / det(K)",
    "det(K) * det(inv(K)) == 1",
    "1 / det(K @ K) == det(inv(K))**2",
    "det(U)**2 == 1",
    "det(U @ A @ U.T) == det(A)",
    "det(U @ A)**2 == det(A)**2",
    "det(U @ A) * det(U) == det(A)",
    "det(U) * A * det(U) == A",
    "det(inv(K) @ A @ K) == det(A)",
    "det(A @ A.T) == det(A)**2",
    "det(A @ A @ A) == det(A)**3",
    "det(P)**2 == det(P)",
    "det(P)**5 == det(P)",
    "det(eye(d)) == 1",
    "det(2 * eye(d)) == 2**d",
    "det(A / 2) == 2**(-d) * det(A)",
    "det(trace(A)) == trace(A)",
    "det(2 * A) == 2**d * det(A)",
    "det(6 * A) == 2**d * det(3 * A)",
    "det(A / d) == det(A) / d**d",
    "det(-A) == (-1)**d * det(A)",
    "det(-A)**2 == det(A)**2",
    "det(A - B) == (-1)**d * det(B - A)",
    "det(0 * A) == 0",
    "det(A + B) == det(A.T + B.T)",
    "det(U @ A + U @ B) == det(U) * det(A + B)",
    "det(eye(d) + A @ B) == det(eye(d) + B @ A)",
    "det(eye(d) + A @ B @ C) == det(eye(d) + C @ A @ B)",
    "det(eye(d) + U @ A @ U.T) == det(eye(d) + A)",
    "det(d * eye(d) - inv(K) @ A @ K) == det(d * eye(d) - A)",
    "det(K + A) == det(K) * det(eye(d) + inv(K) @ A)",
    "det(K - A) == det(K) * det(eye(d) - A @ inv(K))",
    "trace(A @ B) * det(A @ B) == det(A) * det(B) * trace(B @ A)",
)
FALSE_OF_DETERMINANTS = (
    "det(A + B) == det(A) + det(B)",
    "det(A @ B) == det(A) + det(B)",
    "det(A @ B @ C) == det(A) * det(B)",
    "det(-A) == det(A)",
    "det(-A) == -det(A)",
    "det(2 * A) == 2 * det(A)",
    "det(U) == 1",
    "det(U @ A) == det(A)",
    "det(P) == 1",
    "det(P) == 0",
    "det(inv(K)) == det(K)",
    "det(K + A) == det(K) + det(A)",
    "det(K + A) == det(K) * det(eye(d) + K @ A)",
    "det(eye(d) + A) == 1 + det(A)",
    "det(eye(d) + A) == 1 + trace(A)",
    "det(eye(d) + A @ B) == det(eye(d) + A.T @ B)",
    "det(eye(d) + A @ U) == det(eye(d) + A)",
    "det(A) == trace(A)",
    "det(A) * det(pinv(A)) == 1",
    "det(A @ pinv(A)) == 1",
    "(-1)**d == 1",
    "(-1)**d == -1",
    "2**d == 2",
    "2**d * 3**d == 5**d",
    "det(A) / det(A) == 1",
    "det(A)**2 / det(A) == det(A)",
)
TRUE_OF_RECTANGLES = (
    "det(eye(d) + A @ B) == det(eye(n) + B @ A)",
    "det(2 * eye(d) + A @ B) * 2**n == 2**d * det(2 * eye(n) + B @ A)",
    "det(eye(d) + x @ y.T) == 1 + y.T @ x",
    "det(K + x @ y.T) == det(K) * (1 + y.T @ inv(K) @ x)",
    "det(K + A @ B) == det(K) * det(eye(n) + B @ inv(K) @ A)",
    "det(A @ B) == det(B.T @ A.T)",
    "det(eye(d) + A @ A.T) * det(K)**2 == det(K @ K.T) * det(eye(n) + A.T @ A)",
    "det(eye(n) + A.T @ A) / det(eye(d) + A @ A.T) == 1",
)
FALSE_OF_RECTANGLES = (
    "det(A @ B) == det(B @ A)",
    "det(2 * eye(d) + A @ B) == det(2 * eye(n) + B @ A)",
    "det(eye(d) + A @ B) == det(eye(d) + A @ A.T)",
    "det(K + x @ y.T) == det(K) + y.T @ inv(K) @ x",
    "det(K + x @ y.T) == det(K) * (1 + y.T @ K @ x)",
    "det(eye(d) + x @ y.T) == 1 + x.T @ x",
    "2**d == 2**n",
)
