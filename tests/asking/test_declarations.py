"""What is read of declarations: names, sizes, kinds, in every notation and on either side."""

from __future__ import annotations

import pytest

from referee.asking.reading import read_statement
from referee.asking.statement import Statement

MATRIX, VECTOR = "A.n.n", "x.n.1"
# The declaration behind "where", and the fields and bounds of sizes that it makes.
BEHIND = {
    "A in R^(n x n)": "A.n.n",
    "A ∈ ℝ^{n×n}": "A.n.n",
    "A ∈ ℝⁿˣⁿ": "A.n.n",
    "A in R^{n,n}": "A.n.n",
    "A in R^(n, n)": "A.n.n",
    "A in R^n x n": "A.n.n",
    "A in R^nxn": "A.n.n",
    "A ∈ matrix(n, n)": "A.n.n",
    "A: n x n": "A.n.n",
    "A is an n-by-n matrix": "A.n.n",
    "A is an n × n matrix": "A.n.n",
    r"A \in \mathbb{R}^{n \times n}": "A.n.n",
    r"$A \in \mathbb R^{n\times n}$": "A.n.n",
    "A in R^(2 x 2)": "A.2.2",
    "A in Z^(n x n)": "A.n.n.whole",
    "A ∈ ℝ^(n×n) symmetric": "A.n.n.symmetric",
    "A ∈ ℝ^(n×n) is symmetric": "A.n.n.symmetric",
    "A ∈ ℝ^(n×n), symmetric": "A.n.n.symmetric",
    "A ∈ ℝ^(n×n), A = Aᵀ": "A.n.n.symmetric",
    "A ∈ ℝ^(n×n), A' = A": "A.n.n.symmetric",
    "A ∈ ℝ^(n×n), A^T = -A": "A.n.n.skew",
    "A is skew-symmetric": "A.n.n.skew",
    "A is symmetric": "A.n.n.symmetric",
    "A symmetric": "A.n.n.symmetric",
    "a symmetric matrix A": "A.n.n.symmetric",
    "A is a symmetric n x n matrix": "A.n.n.symmetric",
    "A is invertible": "A.n.n.invertible",
    "A nonsingular": "A.n.n.invertible",
    "A non-singular": "A.n.n.invertible",
    "A ∈ GL(n)": "A.n.n.invertible",
    "A ∈ O(n)": "A.n.n.orthogonal",
    "A^T A = I": "A.n.n.orthogonal",
    "A A^T = I": "A.n.n.orthogonal",
    "A^2 = A": "A.n.n.idempotent",
    "A is a projection": "A.n.n.idempotent",
    "A is an orthogonal projection": "A.n.n.projection",
    "A is symmetric and idempotent": "A.n.n.projection",
    "A^2 = I": "A.n.n.involution",
    "A ≻ 0": "A.n.n.positive-definite",
    r"A \succ 0": "A.n.n.positive-definite",
    "A ⪰ 0": "A.n.n.positive-semidefinite",
    "A is psd": "A.n.n.positive-semidefinite",
    "A ∈ S^n": "A.n.n.symmetric",
    "A ∈ S^n_{++}": "A.n.n.positive-definite",
    "A ∈ S^n_+": "A.n.n.positive-semidefinite",
    "A is symmetric positive definite": "A.n.n.positive-definite",
    "A is positive semi-definite and invertible": "A.n.n.positive-definite",
    "A in R^(n x n) of rank 2": "A.n.n.rank-2",
    "A in R^(n x n), rank(A) = 2": "A.n.n.rank-2",
    "A in R^(n x n), rank(A) = n": "A.n.n.invertible",
    "A in R^(n x n) with full rank": "A.n.n.invertible",
    "A in R^(n x n), n >= 2": "A.n.n | n.ge.2",
    "A in R^(n x n), n ≥ 2": "A.n.n | n.ge.2",
    "A in R^(n x n), 2 <= n <= 5": "A.n.n | n.ge.2+n.le.5",
    "A in R^(n x n), n = 3": "A.n.n | n.eq.3",
}


@pytest.mark.parametrize("declared", BEHIND)
def test_a_matrix_is_declared_behind_the_claim(declared: str) -> None:
    read = read_statement("tr(A) = 0", declared)
    assert _spelled(read) == BEHIND[declared]
    if "$" not in declared and not declared.startswith("a "):
        assert _spelled(read_statement(f"tr(A) = 0 where {declared}")) == BEHIND[declared]


IN_FRONT = {
    "Let A ∈ ℝ^{n×n} be symmetric. Then xᵀAx = 0": "A.n.n.symmetric+x.n.1",
    "Let A be a symmetric matrix and x a vector. Then x^T A x = 0.": "A.n.n.symmetric+x.n.1",
    "Suppose A is symmetric. Show that x^T A x = 0.": "A.n.n.symmetric+x.n.1",
    "If A is symmetric, then x^T A x = 0": "A.n.n.symmetric+x.n.1",
    "If A is symmetric then x^T A x = 0": "A.n.n.symmetric+x.n.1",
    "For all symmetric A ∈ ℝ^{n×n} and x ∈ ℝ^n: x^T A x = 0": "A.n.n.symmetric+x.n.1",
    "for any symmetric n × n matrix A and vector x, x^T A x = 0": "A.n.n.symmetric+x.n.1",
    "A ∈ ℝ^{n×n}, x ∈ ℝ^n: x^T A x = 0": "A.n.n+x.n.1",
    "∀ A ∈ ℝ^{n×n}, x ∈ ℝ^n: x^T A x = 0": "A.n.n+x.n.1",
    r"\forall A \in \mathbb{R}^{n \times n}, x \in \mathbb{R}^n: x^\top A x = 0": "A.n.n+x.n.1",
    r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric. Then $x^\top A x = 0$.": (
        "A.n.n.symmetric+x.n.1"
    ),
    r"x^\top A x = 0, \quad A \in \mathbb{R}^{n\times n},\ x \in \mathbb{R}^n": "A.n.n+x.n.1",
    r"x^\top A x = 0 \text{ for all } A \in \mathbb{R}^{n\times n}": "A.n.n+x.n.1",
    "x^T A x = 0 if A is symmetric": "A.n.n.symmetric+x.n.1",
    "x^T A x = 0 for all x where A is symmetric": "A.n.n.symmetric+x.n.1",
    "x^T A x = 0 for symmetric A": "A.n.n.symmetric+x.n.1",
    "x^T A x = 0, A is symmetric": "A.n.n.symmetric+x.n.1",
}


@pytest.mark.parametrize("statement", IN_FRONT)
def test_declarations_stand_anywhere(statement: str) -> None:
    assert _spelled(read_statement(statement)) == IN_FRONT[statement]


OF_SEVERAL = {
    ("A B = B A", "A, B in R^(n x n)"): "A.n.n+B.n.n",
    ("A B = B A", "A and B in R^(n x n)"): "A.n.n+B.n.n",
    ("A B = B A", "A, B symmetric"): "A.n.n.symmetric+B.n.n.symmetric",
    ("A B = B A", "A and B are symmetric matrices"): "A.n.n.symmetric+B.n.n.symmetric",
    ("A B = B A", "symmetric matrices A, B"): "A.n.n.symmetric+B.n.n.symmetric",
    ("A B = B A", "A symmetric, B invertible"): "A.n.n.symmetric+B.n.n.invertible",
    ("A B = C", "A in R^(m x n), B in R^(n x k)"): "A.m.n+B.n.k+C.m.k",
    ("A x = b", "A in R^(m x n)"): "A.m.n+x.n.1+b.m.1",
    ("A^2 = B^2", "AB = BA"): "A.n.n+B.n.n.commutes~A",
    ("A^2 = B^2", "A and B commute"): "A.n.n+B.n.n.commutes~A",
    ("x^T y = 0", "x, y in R^n"): "x.n.1+y.n.1",
    ("x_1 + x_2 = 0", "x_1, x_2 in R^n"): "x_1.n.1+x_2.n.1",
    ("x' y = 0", "x and y are unit vectors in R^n"): "x.n.1.unit-vector+y.n.1.unit-vector",
    ("x^T x = 1", "‖x‖ = 1"): "x.n.1.unit-vector",
    ("x^T x = 1", "x^T x = 1"): "x.n.1.unit-vector",
    ("n <= d", "X in R^(d x n) has full column rank"): "X.d.n.full-column-rank",
    ("n <= d", "X in R^(d x n) with linearly independent columns"): "X.d.n.full-column-rank",
    ("n <= d", "X in R^(d x n), rank(X) = n"): "X.d.n.full-column-rank",
    ("X w = 0", "X in R^(d x n), n <= d"): "X.d.n+w.n.1 | n.le.d",
    ("sum(x) = 1", "x in R^n_+"): "x.n.1.nonnegative",
    ("sum(x) = 1", "x is a probability vector"): "x.n.1.probability-vector",
    ("λ x = 0", "λ ∈ ℝ, x ∈ ℝ^n"): "lam.1.1+x.n.1",
    ("w^* = w", "w^*, w ∈ ℝ^n"): "w_star.n.1+w.n.1",
    ("β^T β = 0", "β ∈ ℝ^p"): "beta.p.1",
}


@pytest.mark.parametrize(("claim", "where"), OF_SEVERAL)
def test_several_names_are_declared(claim: str, where: str) -> None:
    assert _spelled(read_statement(claim, where)) == OF_SEVERAL[claim, where]


NUMBERS = {
    "t in R": "",
    "t > 0": "number_gt_0",
    "0 < t": "number_gt_0",
    "t >= 0": "number_ge_0",
    "t ≥ 1/2": "number_ge_1/2",
    "t in (0, 1)": "number_gt_0_lt_1",
    "t ∈ [0, 1)": "number_ge_0_lt_1",
    "t ∈ [0, ∞)": "number_ge_0",
    "0 < t < 1": "number_gt_0_lt_1",
    "-1 <= t <= 1": "number_ge_-1_le_1",
    "t > 0, t < 1": "number_gt_0_lt_1",
    "t ≠ 0": "number_ne_0",
    "t in R_+": "number_ge_0",
    "t ∈ ℝ_{>0}": "number_gt_0",
    "t is positive": "number_gt_0",
    "a number t > 0": "number_gt_0",
    "t ∈ ℤ": "integer",
    "t is an integer": "integer",
    "t ∈ {0, 1}": "integer_ge_0_le_1",
    "t ∈ {1, …, 5}": "integer_ge_1_le_5",
    r"t \in (0, 1]": "number_gt_0_le_1",
    r"t \ge 0": "number_ge_0",
}


@pytest.mark.parametrize("declared", NUMBERS)
def test_a_number_is_declared(declared: str) -> None:
    spec = read_statement("t^2 = t", declared).specs[0]
    assert (spec.name, spec.rows, spec.columns, spec.kind) == ("t", "1", "1", NUMBERS[declared])


PREMISES = {
    ("x^T y = 0", "x and y are orthogonal"): ["xᵀ y = 0"],
    ("A = 0", "A in R^(n x n) with tr(A) = 0"): ["tr(A) = 0"],
    ("A = 0", "A in R^(n x n), det(A) > 0"): ["det(A) > 0"],
    ("x > 0", "A x = 0"): ["A x = 0_{n×1}"],
    ("x > 0", "x ≠ 0, x in R^n"): ["x ≠ 0_{n×1}"],
    ("s < t", "0 < s < t"): ["s < t"],
}


@pytest.mark.parametrize(("claim", "where"), PREMISES)
def test_a_condition_that_is_no_kind_is_a_premise(claim: str, where: str) -> None:
    wanted, read = PREMISES[claim, where], read_statement(claim, where)
    assert list(read.declared[-len(wanted) :]) == wanted
    assert len(read.premises) == len(wanted)


def _spelled(read: Statement) -> str:
    of = "+".join(spec.spelled for spec in read.specs)
    bounds = (size for size in read.sizes if (size.sign, size.right) != ("ge", "1"))
    sizes = "+".join(size.spelled for size in bounds)
    return f"{of} | {sizes}" if sizes else of
