"""Statements on eigenvalues and singular values: what is true holds, what is nearly true does not.

Each true one has ties among its instances (equal matrices, 0, multiples of I), and each false one
is refuted. How a name is written does not change what is decided.
"""

from __future__ import annotations

import pytest

from referee.asking.judging import judge
from referee.evidence.plain_numbers import spell
from referee.numerics import spectra
from referee.numerics.arrays import exact

ONE = "A ∈ R^(n×n) symmetric"
TWO = "A, B ∈ R^(n×n) symmetric"
ANY = "A ∈ R^(m×n)"
SQUARE = "A, B ∈ R^(n×n)"
TRUE = [
    ("λ_min(A + B) ≥ λ_min(A) + λ_min(B)", TWO),
    (r"\lambda_{\max}(A) + \lambda_{\max}(A) = \lambda_{\max}(2A)", ONE),
    ("tr(A) = ∑_{i=1}^n λ_i(A)", ONE),
    (r"\det(A) = \prod_{i=1}^n \lambda_i(A)", ONE),
    (r"\|A\|_2^2 = \lambda_{\max}(A^\top A)", ANY),
    (r"\|A\|_F^2 = \sum_i \sigma_i(A)^2", "A ∈ R^(n×n)"),
    (r"\|A\|_* \le \sqrt{\operatorname{rank}(A)} \|A\|_F", ANY),
    ("ρ(AB) = ρ(BA)", SQUARE),
    ("κ(A^T A) = κ(A)^2", "A ∈ R^(n×n) invertible"),
    ("x^T A x ≤ λ_max(A) x^T x", "A ∈ R^(n×n) symmetric, x ∈ R^n"),
    ("A - λ_min(A) I ⪰ 0", ONE),
    ("λ_1(A) ≥ λ_n(A)", ONE),
    ("λ_max(A⁻¹) = 1/λ_min(A)", "A ∈ R^(n×n) positive definite"),
    ("signature(A) = signature(C^T A C)", "A ∈ R^(n×n) symmetric, C ∈ R^(n×n) invertible"),
]
FALSE = [
    ("λ_min(A + B) ≤ λ_min(A) + λ_min(B)", TWO),
    ("λ_max(A + B) = λ_max(A) + λ_max(B)", TWO),
    (r"\|A\|_F \le \|A\|_2", ANY),
    (r"\|A\|_* \le \|A\|_F", ANY),
    (r"\|AB\|_2 = \|A\|_2 \|B\|_2", SQUARE),
    ("ρ(A + B) ≤ ρ(A) + ρ(B)", SQUARE),
    ("λ_max(A) ≤ tr(A)", ONE),
    ("κ(AB) = κ(A) κ(B)", "A, B ∈ R^(n×n) invertible"),
    ("σ_min(A) σ_min(B) = σ_min(A B)", SQUARE),
    ("A - λ_max(A) I ⪰ 0", ONE),
    ("σ_max(A) = ‖A‖_F + 10^(-30)", ANY),
]


@pytest.mark.parametrize(("statement", "where"), TRUE)
def test_what_is_true_is_not_refuted_and_no_tie_stays_open(statement: str, where: str) -> None:
    judged = judge(statement, where=where)
    assert judged.verdict in {"held", "proved"}, judged.reason


@pytest.mark.parametrize(("statement", "where"), FALSE)
def test_what_is_false_is_refuted(statement: str, where: str) -> None:
    judged = judge(statement, where=where)
    assert judged.verdict == "refuted", judged.reason
    assert judged.counterexample


def test_the_characteristic_polynomial_is_proved_at_every_size() -> None:
    judged = judge("charpoly(A, t) = charpoly(A^T, t)", where="A ∈ R^(n×n), t ∈ R")
    assert judged.verdict == "proved", judged.reason


def test_what_is_not_computed_is_named() -> None:
    judged = judge("∇_A λ_max(A) = A", where=ONE)
    assert judged.verdict == "inconclusive"
    assert "the derivative of an eigenvalue" in judged.reason


def test_an_eigenvalue_is_spelled_by_its_polynomial_and_a_decimal() -> None:
    largest = spectra.eigenvalues(exact([[2, 1, 0], [1, 3, 1], [0, 1, 5]]))[0, 0]
    assert spell(largest) == "(the root 5.4605 of x^3 - 10*x^2 + 29*x - 23) ≈ 5.461"
    norm = spectra.nuclear_norm(exact([[1, 2, 3], [4, 5, 6], [7, 8, 10]]))[0, 0]
    assert spell(norm) == "≈ 18.48"
