"""Screening: what floats see of a batch agrees with exact arithmetic where numbers are small."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.deciding.one_instance import decide_at
from referee.deciding.search.batches import exactly
from referee.deciding.search.screen import Screen
from referee.grading.sheet import read
from referee.language import screening
from referee.language.comparison import (
    Comparison,
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    fact,
    iff,
    implies,
    less,
    negation,
)
from referee.language.evaluation import value_of
from referee.language.formula import Formula, parse
from referee.language.screening import NotBatched, Screened
from referee.numerics import arrays
from referee.strategies.distributions import integers

SHEETS = Path(__file__).parents[2] / "claims" / "sheets"
SWEPT = (
    "1.1-E1-dissipation", "1.1-E2-kernel", "1.1-A2-full-rank", "1.1-A4-least-eigenvalue",
    "1.1-A5-exponential-decay", "1.1-E3-bound", "1.2-E5-gradient", "1.2-A3-system-matrix",
    "1.2-E8-gram", "1.2-A6-nonzero-diagonal", "1.2-E10-homogeneous", "1.2-A11-separable",
    "1.3-A1-span", "1.3-A3-inverse", "1.3-E20-limit", "1.3-E21-feasible", "1.3-A7-identity",
    "1.3-E23-pseudo-inverse", "1.3-A10-from-anywhere",
)  # fmt: skip
ROWS = 12
CERTAIN = 1e-6  # a violation of this size floats cannot miss among small integers


def tensor(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64).reshape(-1, 1, 1)


def holds(found: object) -> list[bool]:
    assert isinstance(found, Screened)
    return [bool(x) for x in found.holds]


def slacks(found: object) -> list[float]:
    assert isinstance(found, Screened)
    return [float(x) for x in found.slack]


def violated(exact: Comparison) -> bool:
    """Say whether a comparison is false by so much that floats cannot miss it.

    That an inverse does not exist they miss: elimination leaves a tiny pivot.
    """
    if exact.truth is not Truth.FALSE or exact.relation == "is defined":
        return False
    return exact.slack is None or exact.slack < -CERTAIN


def formulas(claim: Claim) -> Iterator[Formula]:
    """Yield all answers to a claim that fit at every shape: right ones and wrong ones."""
    for sheet in ("reference", "worked_solution", "mutants"):
        for answer in read(SHEETS / f"{sheet}.toml", {claim.id: claim}).to(claim.id):
            if answer.text is not None and answer.expect != "ill-typed":
                yield parse(answer.text, dict.fromkeys(claim.names))


@pytest.mark.parametrize("name", SWEPT)
def test_what_floats_see_among_small_integers_is_what_is_true(name: str) -> None:
    claim = corpus.load("referee.claims")[name]
    rng = np.random.default_rng(9)
    violations = false_finds = rows = 0
    for formula in formulas(claim):
        screen = Screen(claim, partial(value_of, formula))
        for shape in claim.family.shapes[:: max(1, len(claim.family.shapes) // 4)]:
            ints = integers("sparse", claim.family.layout(shape).bounds, ROWS, rng)
            batch = screen.see(shape, ints)
            for row in range(ROWS):
                p = exactly(claim.family, shape, ints[row])
                exact = decide_at(claim.decide, screen.answer, p)
                if violated(exact):
                    assert batch.suspect[row], p.token
                    violations += 1
                false_finds += bool(batch.suspect[row] and exact.truth is Truth.TRUE)
                rows += 1
    assert violations
    assert false_finds < 0.1 * rows


def test_an_equality_has_minus_the_relative_difference_as_slack() -> None:
    found = equal(tensor(2, 2, 0), tensor(2, 1, 0))
    assert holds(found) == [True, False, True]
    assert slacks(found) == [0, -0.5, 0]


def test_rounding_is_no_difference_from_zero() -> None:
    found = equal(tensor(1e-15, 1e-3), tensor(0, 0))
    assert holds(found) == [True, False]


def test_a_strict_relation_that_is_attained_is_suspect_and_a_weak_one_is_not() -> None:
    lhs, rhs = tensor(1, 1, 2), tensor(2, 1, 1)
    assert holds(less(lhs, rhs)) == [True, False, False]
    assert holds(at_most(lhs, rhs)) == [True, True, False]
    assert slacks(at_most(lhs, rhs)) == [0.5, 0, -0.5]


def test_what_is_not_a_number_is_suspect() -> None:
    nothing = tensor(float("nan"), float("inf"))
    assert holds(equal(nothing, nothing)) == [False, False]
    assert holds(at_most(nothing, nothing)) == [False, False]


def test_connectives_join_row_by_row() -> None:
    yes = at_most(tensor(1, 1, 2, 2), tensor(2, 2, 1, 1))
    no = at_most(tensor(1, 2, 1, 2), tensor(2, 1, 2, 1))
    assert holds(all_of(yes, no)) == [True, False, False, False]
    assert holds(any_of(yes, no)) == [True, True, True, False]
    assert holds(negation(yes)) == [False, False, True, True]
    assert holds(iff(yes, no)) == [True, False, False, True]


def test_an_implication_is_vacuous_where_its_premise_fails() -> None:
    premise, conclusion = fact(tensor(1, 1, 0, 0), "a"), fact(tensor(1, 0, 1, 0), "b")
    found = implies(premise, lambda: conclusion)
    assert holds(found) == [True, False, True, True]
    assert isinstance(found, Screened)
    assert [bool(x) for x in found.vacuous] == [False, False, True, True]


def test_a_statement_about_no_instance_joins_those_about_all() -> None:
    always, never = (Comparison(truth, "") for truth in (Truth.TRUE, Truth.FALSE))
    some = fact(tensor(1, 0), "some")
    assert holds(all_of(always, some)) == [True, False]
    assert holds(any_of(some, never)) == [True, False]
    assert holds(implies(some, always)) == [True, True]


@pytest.mark.parametrize("ask", [bool, lambda found: found.truth], ids=["bool", "truth"])
def test_a_suspicion_has_no_truth(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NotBatched):
        ask(fact(tensor(1, 0), "some"))


def test_exact_numbers_are_not_screened() -> None:
    assert not screening.is_batch(arrays.scalar(1), np.zeros((1, 1)))
    assert isinstance(equal(arrays.scalar(1), arrays.scalar(1)), Comparison)
