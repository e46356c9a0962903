"""Verdicts on statements and their false neighbours, with the smallest instance where one fails."""

from __future__ import annotations

import pytest

from referee.asking.judging import AMBIGUOUS, HELD, PROVED, REFUTED, VACUOUS, Judged, judge
from referee.evidence.schema import VERSION
from referee.numerics.arrays import Array
from referee.strategies.tokens import from_token

# What holds, and whether it is proved for every size.
TRUE = {
    "tr(AB) = tr(BA) where A, B in R^(n x n)": PROVED,
    "tr(AB) = tr(BA) where A in R^(m x n), B in R^(n x m)": PROVED,
    "(A B)^T = B^T A^T": PROVED,
    "det(AB) = det(A) det(B)": PROVED,
    "(AB)^-1 = B^-1 A^-1": PROVED,
    "(A + UCV)^-1 = A^-1 - A^-1 U (C^-1 + V A^-1 U)^-1 V A^-1 where A in R^(n x n),"
    " C in R^(k x k) invertible, U in R^(n x k), V in R^(k x n)": PROVED,
    "(A + uv^T)^-1 = A^-1 - (A^-1 u v^T A^-1)/(1 + v^T A^-1 u)": PROVED,
    "(I + AB)^-1 A = A (I + BA)^-1 where A in R^(m x n), B in R^(n x m)": PROVED,
    "Let A, B be symmetric. Then AB is symmetric if and only if AB = BA": PROVED,
    "(A + B)^2 = A^2 + 2AB + B^2 where AB = BA": PROVED,
    "(I - 2uu^T)^2 = I where ‖u‖ = 1": PROVED,
    "If P² = P then (I − P)² = I − P": PROVED,
    "x^T A x = 0 where A is skew-symmetric": PROVED,
    "tr(ABC) = tr(CBA) where A, B, C symmetric": PROVED,
    "‖Qx‖ = ‖x‖ where Q is orthogonal": PROVED,
    "‖x + y‖² = ‖x‖² + ‖y‖² where x, y are orthogonal": PROVED,
    "H^2 = H where H := X(XᵀX)⁻¹Xᵀ, X ∈ ℝ^{n×d}": PROVED,
    "∇f(x) = A x + b where f(x) = ½ xᵀAx + bᵀx, A symmetric": PROVED,
    "A x = λ x implies A^2 x = λ^2 x": PROVED,
    r"\forall A \in \mathbb{R}^{m \times n}: A^\top A \text{ is symmetric}": PROVED,
    "k^2 = k where k in {0, 1}": PROVED,
    "1 + 1 = 2": PROVED,
    "(x^T y)^2 <= (x^T x)(y^T y) where x, y in R^n": HELD,
    "x^T A x > 0 where A ≻ 0 and x ≠ 0": HELD,
    "rank(A^T A) = rank(A) where A in R^(m x n)": HELD,
    "sqrt(a b) <= (a + b)/2 where a, b > 0": HELD,
    "(1 + x)^n >= 1 + n x where x > -1, n in N": HELD,
    "f(t x + (1 - t) y) <= t f(x) + (1 - t) f(y) where f(x) = ‖x‖, t in [0, 1]": HELD,
    "tr(A) = rank(A) where A is a projection": HELD,
    "n <= d where X in R^(d x n) has full column rank": HELD,
}
# What fails, with the sizes and arrays of the instance that is shown.
FALSE = {
    "tr(AB) = tr(A) tr(B) where A, B in R^(n x n)": {
        "n": 2, "A": [[1, 0], [0, 0]], "B": [[0, 0], [0, 1]],
    },
    "A B = B A": {"n": 2, "A": [[1, 0], [0, 0]], "B": [[0, 1], [0, 0]]},
    "A B = B A where A, B symmetric": {"n": 2, "A": [[1, 0], [0, 0]], "B": [[0, 1], [1, 0]]},
    "(AB)^-1 = A^-1 B^-1": {"n": 2, "A": [[1, 0], [1, 1]], "B": [[2, 0], [0, 1]]},
    "det(A + B) = det(A) + det(B)": {"n": 2, "A": [[1, 0], [0, 0]], "B": [[0, 0], [0, 1]]},
    "det(cA) = c det(A)": {"n": 2, "A": [[1, 0], [0, 1]], "c": [[-1]]},
    "x^T A x > 0 where A ≻ 0": {"n": 1, "A": [[1]], "x": [[0]]},
    "A B = 0 implies A = 0 or B = 0": {"n": 2, "A": [[1, 0], [0, 0]], "B": [[0, 0], [1, 0]]},
    "P^T = P where P is a projection": {"n": 2, "P": [[1, -1], [0, 0]]},
    "T^T = T where T is orthogonal": {"n": 2, "T": [[0, -1], [1, 0]]},
    "A^T A = A A^T": {"n": 2, "A": [[0, 1], [0, 0]]},
    "‖x‖_1 <= ‖x‖": {"n": 2, "x": [[1], [1]]},
    "t^2 >= t where t > 0": {"t": [["1/2"]]},
    "sqrt(t^2) = t": {"t": [[-1]]},
    "rank(A^2) = rank(A)": {"n": 2, "A": [[0, 1], [0, 0]]},
    "det(A) = 0 where A is nilpotent, n >= 3 implies A = 0": None,
    "(a + b)^2 = a^2 + b^2": {"a": [[1]], "b": [[1]]},
    "A^2 = A where A symmetric": {"n": 1, "A": [[-1]]},
    "rank(A) = 1 where A in R^(2 x 3)": {"A": [[0, 0, 0], [0, 0, 0]]},
    "∂/∂x x^T A x = 2 A x": {"n": 2, "A": [[0, 1], [0, 0]], "x": [[1], [0]]},
    "lambda^2 = 1 where lambda in R": {"lam": [[0]]},
    "n^2 < 2^n where n in N": {"n": 2},
    "k^2 > k where k is a positive integer": {"k": 1},
}  # fmt: skip
FALSE.pop("det(A) = 0 where A is nilpotent, n >= 3 implies A = 0")


@pytest.mark.parametrize("statement", TRUE)
def test_what_holds(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == TRUE[statement], judged.reason
    assert judged.record is not None
    assert judged.record["schema"] == VERSION


@pytest.mark.parametrize("statement", FALSE)
def test_what_fails_is_shown_at_the_smallest_instance(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == REFUTED, judged.reason
    assert _shown(judged) == FALSE[statement]
    assert judged.sides is not None
    (_, left), (_, right) = judged.sides
    assert left.shape == right.shape
    assert judged.relation
    assert judged.decision is not None
    assert judged.decision.smallest is not None
    assert from_token(_token(judged)).shape == judged.decision.smallest.instance.shape


# Names that are random in a declaration, with a false neighbour.
RANDOM = {
    "E[x^T A x] = tr(A S) + m^T A m where x ~ N(m, S), A in R^(n x n)": HELD,
    "E[x^T A x] = tr(A S) where x ~ N(m, S), A in R^(n x n)": REFUTED,
    "Var(a^T x) = a^T S a where x ~ N(m, S), a in R^n": HELD,
    "Let x ~ N(0, I), A in R^(n x n). Then E[x^T A x] = tr(A)": HELD,
    r"\mathbb{E}[x x^\top] = S + m m^\top \text{ where } x \sim N(m, S)": HELD,
    r"\mathbb{E}[x x^\top] = S \text{ where } x \sim N(m, S)": REFUTED,
}


@pytest.mark.parametrize("statement", RANDOM)
def test_names_that_are_random(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == RANDOM[statement], judged.reason
    assert any("∼ N(" in line for line in judged.declared)


SECTION = "Let A, B in R^(n x n) be symmetric, x in R^n and c > 0."


def test_a_section_declares_what_a_statement_uses() -> None:
    judged = judge("x^T A x = x^T A^T x", section=SECTION)
    assert judged.verdict == PROVED
    assert judged.declared == ("A ∈ ℝⁿˣⁿ, symmetric", "x ∈ ℝⁿ")
    own = judge("A = A^T where A in R^(n x n)", section=SECTION)
    assert (own.verdict, own.declared) == (REFUTED, ("A ∈ ℝⁿˣⁿ",))
    assert judge("c x = x c", section=SECTION).declared == ("x ∈ ℝⁿ", "c > 0")


NEEDS = {
    "AB is symmetric where A, B symmetric and AB = BA": ["A B = B A"],
    "x^T A y = y^T A x where A symmetric": ["A is symmetric"],
    "det(Q)^2 = 1 where Q orthogonal": ["Q is orthogonal"],
    "t^2 >= t where t >= 1": ["t ≥ 1"],
    "x^T A x > 0 where A ≻ 0 and x ≠ 0": ["A is positive definite", "x ≠ 0_{n×1}"],
    "(AB)^T = B^T A^T where A symmetric": [],
    "A A^-1 = I where A invertible": [],
}


@pytest.mark.parametrize("statement", NEEDS)
def test_hypotheses_without_which_it_fails(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict in {PROVED, HELD}
    assert [each.hypothesis for each in judged.needed] == NEEDS[statement]
    assert all(each.counterexample for each in judged.needed)


EMPTY = (
    "t = 1 where t > 2 and t < 1",
    "t = 1 where t > 1, t < 1",
    "k = 1 where k in Z, 0 < k < 1",
    "A = 0 where A in R^(n x n), n >= 3, n <= 2",
    "rank(A) = 3 where A in R^(2 x 2), rank(A) = 3",
    "rank(A) = 2 where A in R^(1 x 1), rank(A) = 2",
    "det(A) = 0 where A in R^(3 x 3), A^2 = -I",
    "x^T x = 1 implies x^T x = 2 where x in R^n, x^T x = -1",
)


@pytest.mark.parametrize("statement", EMPTY)
def test_what_says_nothing_is_vacuous(statement: str) -> None:
    assert judge(statement).verdict == VACUOUS


def test_a_statement_with_two_readings_is_ambiguous_where_they_differ() -> None:
    judged = judge("1/2n = n/2 where n in N")
    assert judged.verdict == AMBIGUOUS
    assert {each.verdict for each in judged.readings} == {PROVED, REFUTED}


# True of small sizes, of commuting, symmetric or invertible matrices alone, or away from a point.
ALMOST = (
    "tr(AB) = tr(A) tr(B)",
    "det(A + B) <= det(A) + det(B) + 2 where A, B in R^(2 x 2), A, B psd",
    "(A + B)^3 = A^3 + 3 A^2 B + 3 A B^2 + B^3",
    "A^T = A",
    "det(A)^2 > 0",
    "rank(A) = n where A in R^(n x n)",
    "x^T x > 0",
    "t/t = t^2/t^2 + t - 1",
    "|t| < 1000000 where t in R",
    "A^2 = 0 implies A = 0",
    "A B = I where A, B in R^(n x n), B A = A B",
    "(A B)^2 = A^2 B^2",
    "n^3 + 11 n >= 6 n^2 + 7 where n in N",
    "tr(A)^2 = tr(A^2)",
    "det(A) = a d where A in R^(n x n)",
)


@pytest.mark.parametrize("statement", ALMOST)
def test_what_is_almost_true_is_refuted(statement: str) -> None:
    assert judge(statement).verdict == REFUTED


def test_the_same_is_judged_again() -> None:
    one, other = (judge("A B = B A where A, B psd", seed=3) for _ in range(2))
    assert (one.reason, _shown(one)) == (other.reason, _shown(other))


def test_more_time_searches_further() -> None:
    judged = judge("tr(A^T A) >= 0", seconds=0.05)
    assert judged.verdict == HELD
    assert judged.record is not None
    assert judged.record["evidence"]["sweep"] is not None


def _shown(judged: Judged) -> dict[str, object]:
    assert judged.counterexample is not None
    arrays = {name: _plain(array) for name, array in judged.counterexample.items()}
    return {**judged.sizes, **arrays}


def _plain(array: Array) -> list[list[object]]:
    rows = array.tolist()
    return [[int(x) if int(x.q) == 1 else str(x) for x in row] for row in rows]


def _token(judged: Judged) -> str:
    assert judged.record is not None
    found = judged.record["counterexample"]
    assert found is not None
    assert found["token"] is not None
    return found["token"]
