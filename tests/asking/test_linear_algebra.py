"""Identities of matrices as notes state them, each beside what is written by mistake."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from referee.asking.judging import judge

# As in Petersen and Pedersen, "The Matrix Cookbook" (2012): sections 1, 2, 3.6, 5, 9.1, 9.5, 10;
# the others in Horn and Johnson, "Matrix Analysis" (2013), 0.4, 0.8 and 1.0.
PAIRS = tomllib.loads(Path(__file__).with_name("linear_algebra.toml").read_text("utf-8"))["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=[each["true"] for each in PAIRS])
def test_what_is_true_is_proved_or_held(pair: dict[str, str]) -> None:
    found = judge(pair["true"])
    assert found.verdict == pair["found"], found.reason


@pytest.mark.parametrize("pair", PAIRS, ids=[each["false"] for each in PAIRS])
def test_what_is_written_by_mistake_is_refuted(pair: dict[str, str]) -> None:
    found = judge(pair["false"])
    assert found.verdict == "refuted", found.reason
    assert found.counterexample is not None


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("adj(A) = 1 where A ∈ R^(1×1)", "proved", ""),
        ("A adj(A) = A where A ∈ R^(1×1)", "proved", ""),
        ("adj(A) = 0 where A ∈ R^(1×1)", "refuted", ""),
        ("A^{1/2} = A where A ∈ R^(n×n) symmetric", "refuted", ""),
        ("(A B)^{1/2} = A^{1/2} B^{1/2} where A, B ∈ R^(n×n) positive definite", "refuted", ""),
        ("exp(A) = e^A where A ∈ R^(n×n)", "proved", ""),
        ("A^k A = A^{k+1} where A ∈ R^(n×n), k ∈ N", "held", ""),
        ("tr(A^k) = tr(A)^k where A ∈ R^(n×n), k ∈ N", "refuted", ""),
        ("vec(A) = vec(B) ⟹ A = B where A, B ∈ R^(m×n)", "held", ""),
        ("det(A ⊕ B) = det(A) det(B) where A ∈ R^(m×m), B ∈ R^(n×n)", "ambiguous", "blkdiag"),
        ("u × v = u where u, v ∈ R^2", "not read", "sizes"),
        ("minor(A, 1, 1) = det(A) where A ∈ R^(n×n)", "refuted", ""),
    ],
)
def test_the_edges_of_a_word(text: str, verdict: str, reason: str) -> None:
    found = judge(text)
    assert found.verdict == verdict, found.reason
    assert reason in found.reason


def test_a_counterexample_is_the_one_a_person_would_write() -> None:
    found = judge("det(A ⊗ B) = det(A)^m det(B)^n where A ∈ R^(m×m), B ∈ R^(n×n)")
    assert found.counterexample is not None
    assert max(x for a in found.counterexample.values() for x in a.shape) == 2
    assert {abs(int(x.p)) for a in found.counterexample.values() for x in a.flat} <= {0, 1, 2}
