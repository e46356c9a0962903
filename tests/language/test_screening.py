"""Screening: what floats see of a batch agrees with exact arithmetic where numbers are small."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch_oracle import needs_torch

from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.deciding.one_instance import decide_at
from referee.deciding.search.in_batches import Search, exactly
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
from referee.language.reading import parse
from referee.language.screening import NotBatched, Screened
from referee.language.tree import Formula
from referee.numerics import arrays, batches
from referee.numerics.precision import NotComputed
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


@pytest.fixture(params=["numpy", pytest.param("torch", marks=needs_torch)], autouse=True)
def arithmetic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Screen with torch, and with NumPy as where torch is not installed."""
    if request.param == "numpy":
        without_torch(monkeypatch)
    with np.errstate(all="ignore"):  # as a search does
        yield str(request.param)


def without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "has_torch", lambda: False)


def batch(*numbers: float) -> Any:
    return arrays.batch_on("cpu")(np.array(numbers, dtype=float).reshape(-1, 1, 1))


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
            drawn = integers("sparse", claim.family.layout(shape).bounds, ROWS, rng)
            ints = np.where(np.abs(drawn) > 3, 0, drawn)  # denominators are of every size
            seen = screen.see(shape, ints)
            for row in range(ROWS):
                p = exactly(claim.family, shape, ints[row])
                exact = decide_at(claim.decide, screen.answer, p)
                if violated(exact):
                    assert seen.suspect[row], p.token
                    violations += 1
                false_finds += bool(seen.suspect[row] and exact.truth is Truth.TRUE)
                rows += 1
    assert violations
    assert false_finds < 0.1 * rows


@pytest.mark.parametrize("arithmetic", [pytest.param("torch", marks=needs_torch)], indirect=True)
@pytest.mark.parametrize("name", SWEPT)
@pytest.mark.usefixtures("arithmetic")
def test_numpy_suspects_what_torch_suspects(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = corpus.load("referee.claims")[name]
    rng = np.random.default_rng(10)
    differ = suspects = rows = 0
    for formula in formulas(claim):
        screen = Screen(claim, partial(value_of, formula))
        for shape in claim.family.shapes[:: max(1, len(claim.family.shapes) // 4)]:
            ints = integers("small", claim.family.layout(shape).bounds, 100, rng)
            with monkeypatch.context() as context:
                by_torch = screen.see(shape, ints)
                without_torch(context)
                by_numpy = screen.see(shape, ints)
            differ += int((by_torch.suspect != by_numpy.suspect).sum())
            suspects += int(by_torch.suspect.sum())
            rows += len(ints)
    assert suspects
    assert differ < 0.02 * rows  # what is true or false by a rounding error


def test_without_torch_there_is_the_cpu_alone(arithmetic: str) -> None:
    says = "--claims-device=cuda needs torch: pip install 'claims-referee[torch]'"
    assert not batches.trouble("cpu")
    if arithmetic == "numpy":
        assert batches.trouble("cuda") == says
        with pytest.raises(NotComputed, match="needs torch"):
            arrays.batch_on("cuda")
        with pytest.raises(NotComputed, match="needs torch"):
            arrays.torch64([[1]])
    else:
        assert batches.trouble("nonsense").startswith("--claims-device=nonsense: ")


def test_a_sweep_says_what_screened_it(arithmetic: str) -> None:
    claim = corpus.load("referee.claims")["1.2-E5-gradient"]
    screen = Screen(claim, partial(value_of, next(formulas(claim))))
    search = Search(screen, lambda _: Truth.TRUE, lambda _: True, "seed")
    search.run_briefly()
    assert not search.sweep.reason
    assert search.sweep.drawn
    assert search.sweep.arithmetic == arithmetic


def test_an_equality_has_minus_the_relative_difference_as_slack() -> None:
    found = equal(batch(2, 2, 0), batch(2, 1, 0))
    assert holds(found) == [True, False, True]
    assert slacks(found) == [0, -0.5, 0]


def test_rounding_is_no_difference_from_zero() -> None:
    found = equal(batch(1e-15, 1e-3), batch(0, 0))
    assert holds(found) == [True, False]


def test_a_strict_relation_that_is_attained_is_suspect_and_a_weak_one_is_not() -> None:
    lhs, rhs = batch(1, 1, 2), batch(2, 1, 1)
    assert holds(less(lhs, rhs)) == [True, False, False]
    assert holds(at_most(lhs, rhs)) == [True, True, False]
    assert slacks(at_most(lhs, rhs)) == [0.5, 0, -0.5]


def test_what_is_not_a_number_is_suspect() -> None:
    nothing = batch(float("nan"), float("inf"))
    assert holds(equal(nothing, nothing)) == [False, False]
    assert holds(at_most(nothing, nothing)) == [False, False]


def test_connectives_join_row_by_row() -> None:
    yes = at_most(batch(1, 1, 2, 2), batch(2, 2, 1, 1))
    no = at_most(batch(1, 2, 1, 2), batch(2, 1, 2, 1))
    assert holds(all_of(yes, no)) == [True, False, False, False]
    assert holds(any_of(yes, no)) == [True, True, True, False]
    assert holds(negation(yes)) == [False, False, True, True]
    assert holds(iff(yes, no)) == [True, False, False, True]


def test_an_implication_is_vacuous_where_its_premise_fails() -> None:
    premise, conclusion = fact(batch(1, 1, 0, 0), "a"), fact(batch(1, 0, 1, 0), "b")
    found = implies(premise, lambda: conclusion)
    assert holds(found) == [True, False, True, True]
    assert isinstance(found, Screened)
    assert [bool(x) for x in found.vacuous] == [False, False, True, True]


def test_a_statement_about_no_instance_joins_those_about_all() -> None:
    always, never = (Comparison(truth, "") for truth in (Truth.TRUE, Truth.FALSE))
    some = fact(batch(1, 0), "some")
    assert holds(all_of(always, some)) == [True, False]
    assert holds(any_of(some, never)) == [True, False]
    assert holds(implies(some, always)) == [True, True]


@pytest.mark.parametrize("ask", [bool, lambda found: found.truth], ids=["bool", "truth"])
def test_a_suspicion_has_no_truth(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NotBatched):
        ask(fact(batch(1, 0), "some"))


def test_exact_numbers_are_not_screened() -> None:
    assert not screening.is_batch(arrays.scalar(1), np.zeros((1, 1)))
    assert isinstance(equal(arrays.scalar(1), arrays.scalar(1)), Comparison)
