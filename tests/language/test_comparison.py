"""The algebra of comparisons: Kleene's three truths, vacuity, slacks, and no silent bools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.language.comparison import (
    Comparison,
    IllTyped,
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
    zeros_like,
)
from referee.numerics import arrays
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNDECIDED
ORDER = {F: 0, U: 1, T: 2}
BACK = {0: F, 1: U, 2: T}
properties = settings(deadline=None, database=None, max_examples=60)
pairs = pytest.mark.parametrize(("left", "right"), list(product((T, U, F), repeat=2)))


def of(truth: Truth, **more: Any) -> Comparison:
    return Comparison(truth, "=", **more)


def kleene_and(*truths: Truth) -> Truth:
    return BACK[min(ORDER[t] for t in truths)]


def kleene_or(*truths: Truth) -> Truth:
    return BACK[max(ORDER[t] for t in truths)]


def kleene_not(truth: Truth) -> Truth:
    return BACK[2 - ORDER[truth]]


def column(*numbers: Any) -> np.ndarray:
    out = np.empty((len(numbers), 1), dtype=object)
    out[:, 0] = [fmpq(x) if isinstance(x, int) else x for x in numbers]
    return out


@pairs
def test_conjunction_is_the_smaller_truth(left: Truth, right: Truth) -> None:
    assert all_of(of(left), of(right)).truth is kleene_and(left, right)


@pairs
def test_disjunction_is_the_larger_truth(left: Truth, right: Truth) -> None:
    assert any_of(of(left), of(right)).truth is kleene_or(left, right)


@pytest.mark.parametrize("truths", list(product((T, U, F), repeat=3)))
def test_three_parts_combine_as_two_and_one(truths: tuple[Truth, ...]) -> None:
    parts = [of(t) for t in truths]
    assert all_of(*parts).truth is kleene_and(*truths)
    assert any_of(*parts).truth is kleene_or(*truths)
    assert all_of(all_of(*parts[:2]), parts[2]).truth is kleene_and(*truths)


@pytest.mark.parametrize("truth", [T, U, F])
def test_negation_reverses_the_order_and_undoes_itself(truth: Truth) -> None:
    assert negation(of(truth)).truth is kleene_not(truth)
    assert negation(negation(of(truth))).truth is truth


@pairs
def test_the_laws_of_de_morgan_hold(left: Truth, right: Truth) -> None:
    a, b = of(left), of(right)
    assert negation(all_of(a, b)).truth is any_of(negation(a), negation(b)).truth


@pairs
def test_implication_is_not_the_premise_or_the_conclusion(left: Truth, right: Truth) -> None:
    found = implies(of(left), of(right))
    assert found.truth is kleene_or(kleene_not(left), right)
    assert found.vacuous == (left is F)
    assert implies(of(left), lambda: of(right)).truth is found.truth


@pairs
def test_equivalence_holds_where_both_sides_agree(left: Truth, right: Truth) -> None:
    found = iff(of(left), of(right))
    both = kleene_and(implies(of(left), of(right)).truth, implies(of(right), of(left)).truth)
    assert found.truth is both
    assert bool(found.note) == (found.truth is F)


def test_an_equivalence_that_fails_says_which_side_does() -> None:
    assert iff(of(T), of(F)).note == "the left side holds, the right side fails"
    assert iff(of(F), of(T)).note == "the left side fails, the right side holds"


def test_a_conclusion_is_not_evaluated_under_a_false_premise() -> None:
    def fail() -> Comparison:
        raise AssertionError

    assert implies(of(F), fail).vacuous


def test_an_undecided_premise_is_no_excuse_for_a_false_conclusion_and_no_refutation() -> None:
    found = implies(of(U), of(F, slack=-1.0))
    assert found.truth is U
    assert not found.vacuous


@pytest.mark.parametrize("connective", [all_of, any_of])
def test_only_vacuous_parts_make_a_vacuous_whole(
    connective: Callable[..., Comparison],
) -> None:
    vacuous, plain = of(T, vacuous=True), of(T)
    assert connective(vacuous, vacuous).vacuous
    assert not connective(plain, plain).vacuous
    assert not all_of(vacuous, plain).vacuous
    assert not any_of(of(F), plain).vacuous


def test_a_decisive_part_is_shown_itself() -> None:
    bad = of(F, slack=-2.0, note="bad")
    parts = (of(T, slack=1.0), bad, of(F))
    assert all_of(*parts) == replace(bad, parts=parts)
    good = of(T, slack=2.0)
    assert any_of(of(F), good, of(T)) is good


def test_a_conjunction_that_holds_has_the_tightest_slack_and_a_failed_disjunction_the_loosest() -> (
    None
):
    assert all_of(of(T, slack=3.0), of(T, slack=1.0), of(T)).slack == 1.0
    assert any_of(of(F, slack=-3.0), of(F, slack=-1.0), of(F)).slack == -1.0
    assert all_of(of(T), of(T)).slack is None


@pytest.mark.parametrize("thing", [T, F, U, of(T), of(F), of(U)])
def test_neither_truths_nor_comparisons_are_bools(thing: Any) -> None:
    with pytest.raises(TypeError):
        bool(thing)
    with pytest.raises(TypeError):
        _ = not thing
    with pytest.raises(TypeError):
        _ = thing and thing


def test_a_fact_is_true_or_false() -> None:
    assert fact(True, "so").truth is T
    assert fact(False, "so").truth is F
    assert fact(True, "so").relation == "so"


@pytest.mark.parametrize("relation", [equal, at_most, less])
def test_sides_of_different_shape_are_ill_typed(
    relation: Callable[[Any, Any], Comparison],
) -> None:
    with pytest.raises(IllTyped, match=r"2×1 . 1×2"):
        relation(column(1, 2), column(1, 2).T)


# ------------------------------------------------------------------------------ relations

integers = st.integers(-4, 4)
columns = st.integers(1, 3).flatmap(
    lambda k: st.tuples(*[st.lists(integers, min_size=k, max_size=k)] * 2)
)


@given(columns)
@properties
def test_relations_hold_where_they_hold_for_every_entry(sides: tuple[list[int], list[int]]) -> None:
    left, right = sides
    lhs, rhs = column(*left), column(*right)
    zipped = list(zip(left, right, strict=True))
    assert equal(lhs, rhs).truth is (T if left == right else F)
    assert at_most(lhs, rhs).truth is (T if all(a <= b for a, b in zipped) else F)
    assert less(lhs, rhs).truth is (T if all(a < b for a, b in zipped) else F)


@given(columns)
@properties
def test_the_slack_of_an_order_is_the_least_relative_gap(
    sides: tuple[list[int], list[int]],
) -> None:
    left, right = sides
    gaps = [
        (b - a) / max(abs(a), abs(b)) if a or b else 0.0 for a, b in zip(left, right, strict=True)
    ]
    assert at_most(column(*left), column(*right)).slack == min(gaps)
    assert less(column(*left), column(*right)).slack == min(gaps)


@given(columns)
@properties
def test_the_slack_of_an_equality_is_zero_or_minus_the_relative_difference(
    sides: tuple[list[int], list[int]],
) -> None:
    left, right = sides
    found = equal(column(*left), column(*right)).slack
    scale = max(map(abs, left + right))
    difference = max(abs(a - b) for a, b in zip(left, right, strict=True))
    assert found == (0.0 if left == right else -difference / scale)


def test_the_slack_of_a_negation_changes_sign() -> None:
    assert negation(equal(column(1), column(2))).slack == 0.5
    assert negation(fact(True, "so")).slack is None


def test_both_sides_are_kept_to_be_shown() -> None:
    lhs, rhs = column(1), column(2)
    for relation in (equal, at_most, less):
        found = relation(lhs, rhs)
        assert found.lhs is lhs
        assert found.rhs is rhs


WIDE = arb(0, 1)  # a ball that holds 0 and numbers of either sign


@pytest.mark.parametrize(
    ("relation", "left", "right", "truth"),
    [
        (equal, (1, WIDE), (1, 0), U),
        (equal, (1, WIDE), (2, 0), F),
        (equal, (WIDE,), (3,), F),
        (at_most, (1, WIDE), (1, 0), U),
        (at_most, (1, WIDE), (0, 0), F),
        (at_most, (WIDE,), (3,), T),
        (less, (1, WIDE), (2, 0), U),
        (less, (1, WIDE), (1, 0), F),
        (less, (WIDE,), (3,), T),
    ],
)
def test_one_entry_may_decide_what_a_ball_leaves_open(
    relation: Callable[[Any, Any], Comparison], left: Any, right: Any, truth: Truth
) -> None:
    assert relation(column(*left), column(*right)).truth is truth


def test_equal_balls_are_not_known_to_be_equal() -> None:
    root = arb(2).sqrt()
    assert equal(column(root), column(root)).truth is U
    assert equal(column(arb(2)), column(arb(2))).truth is T


def test_exponential_sums_are_compared_exactly() -> None:
    tiny = fmpq(1, 10**40)
    close = exponential(tiny)
    assert less(column(1 + tiny), column(close)).truth is T
    assert equal(column(close), column(1 + tiny)).truth is F
    assert equal(column(close * close), column(exponential(2 * tiny))).truth is T


def test_complex_numbers_are_compared_for_equality() -> None:
    i = Gaussian(fmpq(0), fmpq(1))
    assert equal(column(i), column(i)).truth is T
    assert equal(column(i), column(-i)).truth is F
    assert equal(column(i), column(-i)).slack == -2.0


def test_a_slack_beyond_floats_is_infinite_or_zero_and_decides_nothing() -> None:
    huge = fmpq(10) ** 500
    assert less(column(0), column(1 / huge)).truth is T
    assert less(column(1 - 1 / huge), column(1)).truth is T
    assert less(column(1 - 1 / huge), column(1)).slack == 0.0


def test_zeros_have_the_shape_and_the_arithmetic_of_their_array() -> None:
    zeros = zeros_like(column(exponential(1), 2))
    assert zeros.tolist() == [[0], [0]]
    assert arrays.is_exact(zeros)
    assert zeros_like(np.ones((2, 3))).dtype == float
