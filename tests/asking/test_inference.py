"""What is not declared is inferred: conventions first, the smallest sizes that fit, said before."""

from __future__ import annotations

import pytest

from referee.asking import inference
from referee.asking.judging import NOT_READ, judge
from referee.asking.problems import NotRead
from referee.asking.reading import read_statement
from referee.language.reading import Reading, Scope
from referee.language.reading import read as read_formula

INFERRED = {
    "tr(AB) = tr(BA)": ["A, B ∈ ℝⁿˣⁿ"],
    "xᵀAx = 0": ["x ∈ ℝⁿ", "A ∈ ℝⁿˣⁿ"],
    "A x = λ x": ["A ∈ ℝⁿˣⁿ", "x ∈ ℝⁿ", "λ ∈ ℝ"],
    "det(cA) = c^n det(A)": ["c ∈ ℝ", "A ∈ ℝⁿˣⁿ"],
    "‖x + y‖ <= ‖x‖ + ‖y‖": ["x, y ∈ ℝⁿ"],
    "(a + b)^2 = a^2 + 2 a b + b^2": ["a, b ∈ ℝ"],
    "a b <= (a^2 + b^2)/2": ["a, b ∈ ℝ"],
    "uᵀv = vᵀu": ["u, v ∈ ℝⁿ"],
    "x_1^2 + x_2^2 >= 2 x_1 x_2": ["x₁, x₂ ∈ ℝ"],
    "‖x‖_1 <= sqrt(n) ‖x‖": ["x ∈ ℝⁿ"],
    "2^n > n": ["n ∈ ℕ"],
    "m + n = n + m": ["m ∈ ℕ", "n ∈ ℕ"],
    "sum(x) = sum_{i=1}^n x_i": ["x ∈ ℝⁿ"],
    "T x = x": ["T ∈ ℝⁿˣⁿ", "x ∈ ℝⁿ"],
    "x^T T x = x^T T^T x": ["x ∈ ℝⁿ", "T ∈ ℝⁿˣⁿ"],
    "I A = A": ["A ∈ ℝⁿˣⁿ"],
    "E^2 = E": ["E ∈ ℝⁿˣⁿ"],
    "e^(s + t) = e^s e^t": ["s, t ∈ ℝ"],
    "Σ = Σᵀ": ["Σ ∈ ℝⁿˣⁿ"],
    "A B C = (A B) C": ["A, B, C ∈ ℝⁿˣⁿ"],
    r"\alpha x = x \alpha": ["α ∈ ℝ", "x ∈ ℝⁿ"],
    "X w = y where X in R^(n x d)": ["w ∈ ℝᵈ", "y ∈ ℝⁿ"],
    "A B = C where C in R^(m x k), A in R^(m x n)": ["B ∈ ℝⁿˣᵏ"],
    "A^T y = x where A in R^(m x n)": ["y ∈ ℝᵐ", "x ∈ ℝⁿ"],
    "u v^T = A where A in R^(m x n)": ["u ∈ ℝᵐ", "v ∈ ℝⁿ"],
    "x^T A x >= 0 where A symmetric": ["A ∈ ℝⁿˣⁿ", "x ∈ ℝⁿ"],
    "t^2 >= 0 where t in R": [],
    "H^2 = H where H := X(XᵀX)⁻¹Xᵀ": ["X ∈ ℝⁿˣⁿ"],
    "f(x + y) = f(x) + f(y) where f(x) = A x": ["A ∈ ℝⁿˣⁿ", "x, y ∈ ℝⁿ"],
    "∇f(x) = A x + b where f(x) = ½ xᵀAx + bᵀx": ["x, b ∈ ℝⁿ", "A ∈ ℝⁿˣⁿ"],
}
ASSUMED = {
    "A^-1 A = I": ["A is invertible"],
    "(AB)^-1 = B^-1 A^-1": ["A is invertible", "B is invertible"],
    "(A + B)^-1 = A^-1 where A invertible": ["A + B is invertible"],
    "A^-1 = A^T where A orthogonal": [],
    "A^-1 is symmetric where A symmetric": ["A is invertible"],
    "A A^-1 = I where A ≻ 0": [],
    "(XᵀX)⁻¹ = (XᵀX)⁻ᵀ": ["Xᵀ X is invertible"],
    "t/t = 1": ["t ≠ 0"],
    "t/t = 1 where t > 0": [],
    "1/(1 + t^2) <= 1": [],
    "x^T x/‖x‖ = ‖x‖": ["‖x‖ ≠ 0"],
    "sqrt(t)^2 = t": ["t ≥ 0"],
    "sqrt(t^2) = |t|": [],
    "1/n <= 1": [],
    "n/(n - 1) > 1": ["n − 1 ≠ 0"],
    "1/det(A) = det(A^-1)": ["A is invertible"],
}


@pytest.mark.parametrize("statement", INFERRED)
def test_what_is_inferred(statement: str) -> None:
    assert list(read_statement(statement).inferred) == INFERRED[statement]


@pytest.mark.parametrize("statement", ASSUMED)
def test_what_is_assumed_to_exist(statement: str) -> None:
    assert list(read_statement(statement).assumed) == ASSUMED[statement]


def test_strict_refuses_what_is_inferred_in_one_line() -> None:
    judged = judge("x^T A x = 0 where A in R^(n x n)", strict=True)
    assert (judged.verdict, judged.reason) == (NOT_READ, "not declared: x ∈ ℝⁿ")
    assert judge("tr(A) = tr(A^T) where A in R^(n x n)", strict=True).verdict == "proved"


def test_what_the_grammar_refuses_is_read_once_for_what_are_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = []

    def read(text: str, scope: Scope) -> Reading:
        numbers = [
            field.name for field in scope.family.fields if {field.rows, field.columns} == {"1"}
        ]
        taken.append((frozenset(numbers), frozenset(scope.shape)))
        return read_formula(text, scope)

    monkeypatch.setattr(inference, "read", read)
    with pytest.raises(NotRead, match="ends too early"):
        read_statement("a b c + d =")
    assert len(taken) == len({*taken}) > 1
