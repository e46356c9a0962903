"""Premises that are met by construction, and what counts as evidence where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy
from small_claims import claim_of, decided, examples

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.claim import Answering, Claim
from referee.deciding.conditions import conditions
from referee.deciding.corpora import claims_of
from referee.deciding.decision import Decision
from referee.deciding.drawn_once import smallest
from referee.deciding.elsewhere import asked_elsewhere
from referee.deciding.findings import PREMISES, SMALL_SCOPE, Finding, Findings
from referee.deciding.grounds import Grounds
from referee.deciding.meeting import key_of
from referee.deciding.phases import learned
from referee.deciding.phases.premises import Premises
from referee.deciding.phases.small_scope import SmallScope
from referee.deciding.spaces import Attempts, Space
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, Truth, at_most, equal, iff, implies, less
from referee.language.reading import parse
from referee.language.vocabulary import in_hull
from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies.clarke_combinations import clarke_combinations
from referee.strategies.families import Family, Instance, family
from referee.strategies.fields import number, size, vector
from referee.strategies.homogeneous import all_gradients
from referee.strategies.matrices import free_matrix
from referee.strategies.shapes import Shapes
from referee.strategies.tokens import from_token

SEEDS = range(1, 4)
NONE: dict[str, Any] = {"counterexample": None}  # what is found is to be found again
Property = Callable[[Instance, Answering], Comparison]


@family
def pairs_of_numbers() -> Family:
    """Return pairs of numbers x and y."""
    fields = (number("x", "a number"), number("y", "a number"), size("d", "the dimension"))
    return Family("pairs_of_numbers", Shapes({"d": 1}, small=1, most={"d": 1}), fields)


@family
def matrices_and_vectors() -> Family:
    """Return square matrices Q with vectors b."""
    fields = (free_matrix("Q", "d", "d", "any matrix"), vector("b", "d", "any vector"))
    shapes = Shapes({"d": 2}, small=3)
    return Family("matrices_and_vectors", shapes, (*fields, size("d", "the dimension")))


def made(over: SearchStrategy[Instance], decide: Property, names: str) -> Claim:
    return claim_of(over, decide, size=None, names=names)


def one(p: Instance, number: int = 1) -> Array:
    return p.number([[number]])


def on_circle(p: Instance) -> Comparison:
    return equal(p.x * p.x + p.y * p.y, one(p))


def on_larger_circle(p: Instance) -> Comparison:
    return equal(p.x * p.x + p.y * p.y, one(p, 2))


def is_orthogonal(p: Instance) -> Comparison:
    return equal(p.Q.mT @ p.Q, arrays.eye(p.shape["d"], p.Q))


def moved(claim: Claim, text: str, seed: int) -> Books:
    """Return the books of the phase, where the smallest instances alone were decided before."""
    case = Case(claim, parse(text, dict.fromkeys(claim.names)), seed)
    before = Finding(SMALL_SCOPE, replace(learned(SmallScope(), case, Findings()).tally, **NONE))
    books = Books(case)
    Premises().run(case, Findings((before,)), books)
    return books


NUMBERS, MATRICES = pairs_of_numbers(), matrices_and_vectors()
FALSE_CLAIMS: dict[str, tuple[Claim, str]] = {
    "a condition that is a circle": (
        made(NUMBERS, lambda p, a: implies(a(p), equal(p.x * p.y, one(p, 0))), "x y"),
        "x**2 + y**2 == 1",
    ),
    "an answer that is an implication": (
        made(NUMBERS, lambda p, a: a(p), "x y"),
        "implies(x**2 + y**2 == 1, x*y == 0)",
    ),
    "a line": (
        made(NUMBERS, lambda p, a: implies(a(p), at_most(p.x, one(p, 5))), "x y"),
        "x + y == 1",
    ),
    "one alternative of two": (
        made(NUMBERS, lambda p, a: implies(a(p), less(p.x, one(p, 0))), "x y"),
        "x < 0 or y == 7/3",
    ),
    "the border of a half-line": (
        made(NUMBERS, lambda p, a: implies(a(p), at_most(one(p, 0), p.x)), "x y"),
        "x > -1/1000",
    ),
    "just beyond a border": (
        made(NUMBERS, lambda p, a: iff(at_most(one(p, 1), p.x), a(p)), "x y"),
        "x >= 1001/1000",
    ),
    "a sum of magnitudes": (
        made(MATRICES, lambda p, a: implies(a(p), at_most(linalg.norm(p.b), one(p, 0))), "b d"),
        "norm_1(b) == 1",
    ),
    "a sphere that is cut": (
        made(MATRICES, lambda p, a: implies(a(p), at_most(0 * p.b, p.b)), "b d"),
        "sum(b) == 1 and norm(b) == 1",
    ),
    "orthogonal matrices": (
        made(MATRICES, lambda p, a: implies(a(p), equal(linalg.norm_inf(p.Q), one(p))), "Q d"),
        "Q.T @ Q == eye(d)",
    ),
    "two that are bent, one of them a pair of planes": (
        made(MATRICES, lambda p, a: implies(a(p), at_most(0 * p.b, p.b)), "b d"),
        "norm(b)**2 == sum(b) and sum(b)**2 == 1",
    ),
    "a sphere and a product": (
        made(MATRICES, lambda p, a: implies(a(p), at_most(p.b, 3 + 0 * p.b)), "b d"),
        "norm(b)**2 == 25 and (sum(b) - 7)*(sum(b) - 1/2) == 0",
    ),
    "a linear system": (
        made(
            MATRICES, lambda p, a: implies(a(p), equal(p.Q, arrays.eye(p.shape["d"], p.Q))), "Q b d"
        ),
        "Q @ b == b and sum(b) == 1",
    ),
}
OWN_PREMISES: dict[str, tuple[Claim, str]] = {
    "a circle": (made(NUMBERS, lambda p, a: implies(on_circle(p), a(p)), "x y"), "x*y == 0"),
    "another circle": (
        made(NUMBERS, lambda p, a: implies(on_larger_circle(p), a(p)), "x y"),
        "x == y or x == -y",
    ),
    "orthogonal matrices": (
        made(MATRICES, lambda p, a: implies(is_orthogonal(p), a(p)), "Q d"),
        "max(abs(Q)) == 1",
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FALSE_CLAIMS)
def test_a_premise_is_met_and_the_claim_is_false_there(name: str, seed: int) -> None:
    books = moved(*FALSE_CLAIMS[name], seed)
    found = books.counterexample
    assert found is not None
    assert from_token(found.token).token == found.token
    assert books.case.compared_at(found).truth is Truth.FALSE


@pytest.mark.parametrize("name", OWN_PREMISES)
def test_a_premise_of_the_claims_own_is_met_as_well(name: str) -> None:
    claim, text = OWN_PREMISES[name]
    # Hypothesis draws before instances are moved, and may happen to meet it: it draws one here.
    with examples(claim, 1):
        found = decided(claim, text, scope=80, sample=150)
    assert found.verdict == "refuted"
    assert found.findings.found_by == PREMISES
    assert found.smallest is not None
    assert max(map(abs, map(int, found.smallest.instance.integers))) <= 8


def test_what_is_true_where_its_premise_holds_is_held_with_enough_that_differ() -> None:
    bounded = made(NUMBERS, lambda p, a: implies(a(p), at_most(p.x, one(p))), "x y")
    found = decided(bounded, "x**2 + y**2 == 1", sample=150)
    assert found.verdict == "held"
    assert found.findings.distinct >= 20
    assert "the condition holds at" in found.reason


def test_repeats_of_a_few_points_are_no_evidence() -> None:
    bounded = made(NUMBERS, lambda p, a: implies(a(p), at_most(p.x, one(p))), "x y")
    found = decided(bounded, "x**2 == 1 and y == x", scope=150, sample=250)
    assert found.verdict == "inconclusive"
    assert "2 of" in found.reason or "instances were decided" in found.reason
    assert len(found.findings.met.telling) == 2


def premise_of(found: Decision) -> object:
    return from_decision(found)["evidence"].get("premise")


def test_the_record_says_how_often_a_condition_holds() -> None:
    both = made(NUMBERS, lambda p, a: iff(less(one(p, 0), p.x), a(p)), "x y")
    found = decided(both, "x > 0")
    met = found.findings.met
    assert 0 < met.instances < found.findings.decided
    assert premise_of(found) == {
        "instances": met.instances,
        "distinct": len(met.distinct),
        "general": len(met.general),
    }
    assert len(met.general) < len(met.distinct) <= met.instances  # x = 1, y = 0 is special
    plain = claim_of(NUMBERS, lambda p, a: equal(p.x + p.x, a(p)), names="x y")
    assert premise_of(decided(plain, "2*x")) is None


def test_instances_are_the_same_where_their_values_are() -> None:
    claim = FALSE_CLAIMS["a line"][0]
    one_way, other, third = (
        claim.family.build({"d": 1}, ints) for ints in ([1, 0, 2, 1], [2, 1, 1, 0], [1, 0, 1, 0])
    )
    for p in (one_way, other, third):
        assert p.x is not None
    assert key_of(one_way) == key_of(other) == key_of(third)
    assert third.y is not None
    assert key_of(third) != key_of(one_way)


def test_nothing_is_moved_where_there_is_no_premise() -> None:
    plain = claim_of(NUMBERS, lambda p, a: equal(p.x + p.x, a(p)), names="x y")
    case = Case(plain, parse("2*x", dict.fromkeys(plain.names)), 1)
    books = Books(case)
    Premises().run(case, Findings(), books)
    assert books.tally().asked == 0


def test_a_condition_without_a_value_somewhere_is_moved_onto_all_the_same() -> None:
    claim = made(NUMBERS, lambda p, a: implies(a(p), at_most(p.x, one(p, 5))), "x y")
    assert moved(claim, "1/x + y == 1 or x == 9", 1).counterexample is not None


COMBINATIONS = clarke_combinations(kinds="clarke", kinked=True)


def test_larger_shapes_are_among_those_that_are_moved() -> None:
    short = made(COMBINATIONS, lambda p, a: implies(a(p), at_most(0 * p.c, p.c)), "c")
    found = moved(short, "sum(c) == 1 and norm(c)**2 <= 1/2", 1).counterexample
    assert found is not None
    assert found.shape["m"] > 3


@pytest.mark.parametrize("seed", [4, 7, 33, 52, 56, 65, 87, 92])  # few points were tried
def test_a_short_combination_is_led_out_of_the_hull(seed: int) -> None:
    claim = claims_of("referee.claims")["3.3-A3-membership"]
    found = moved(claim, "sum(c) == 1 and norm(c)**2 <= 1/2", seed).counterexample
    assert found is not None
    assert min(found.c[:, 0]) < 0


def test_what_a_condition_has_to_exclude_is_found_out_once_for_all_answers() -> None:
    claim = claims_of("referee.claims")["3.3-A3-membership"]
    first, second = (
        Grounds(Case(claim, parse(text, dict.fromkeys(claim.names)), 5), Findings())
        for text in ("sum(c) == 1", "norm_1(c) == 1")
    )
    assert [p.token for p in first.all] == [p.token for p in second.all]
    place, p = next((i, p) for i, p in enumerate(first.all) if p.kept and first.is_excluded(p))
    again = second.all[place].kept
    assert again is not None
    assert ("excluded", claim.decide) in again.notes
    assert not p.cache  # what is read of it hangs on no one who asked before


@pytest.mark.parametrize("answer", ["norm(c)**2 <= 1/3", "norm_inf(c) <= 1/3"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_condition_that_fails_at_larger_sizes_alone_is_refuted(answer: str, seed: int) -> None:
    short = made(COMBINATIONS, lambda p, a: implies(a(p), in_hull(p.s, all_gradients(p))), "c")
    found = moved(short, f"sum(c) == 1 and {answer}", seed).counterexample
    assert found is not None
    assert found.shape["m"] > 4


def test_a_point_of_a_smaller_instance_is_continued() -> None:
    claim = made(MATRICES, lambda p, a: implies(a(p), equal(p.Q, p.Q.mT)), "Q d")
    case = Case(claim, parse("Q @ Q == eye(d)", dict.fromkeys(claim.names)), 1)
    in_order = list(smallest(case.family, 60))
    small, large = (next(p for p in in_order if p.shape["d"] == d) for d in (2, 3))
    condition = conditions(case, small)[0]
    space = Space(condition, large, ("Q",), Attempts(100))
    swap = small.replace(Q=arrays.exact([[0, 1], [1, 0]]))
    zero, one = space.padded(swap)
    assert zero == [0, 1, 0, 1, 0, 0, 0, 0, 0]
    assert one == [0, 1, 0, 1, 0, 0, 0, 0, 1]
    assert space.holds(one)
    assert not space.holds(zero)
    assert list(Space(condition, small, ("Q",), Attempts(9)).padded(large)) == []


def with_the_other(p: Instance) -> Instance:
    return p.replace(x=p.x - p.y)


def test_a_condition_is_met_where_a_claim_asks_for_it_with_other_values() -> None:
    def decide(p: Instance, answer: Answering) -> Comparison:
        return iff(answer(with_the_other(p)), at_most(p.y, p.x))

    claim = made(NUMBERS, decide, "x")
    text = "x >= 0 or x == -77"
    found = moved(claim, text, 1).counterexample
    assert found is not None
    assert found.x[0, 0] - found.y[0, 0] == -77
    case = Case(claim, parse(text, dict.fromkeys(claim.names)), 1)
    some = list(smallest(case.family, 20))
    assert {c.names for c in asked_elsewhere(case, some)} == {("x", "y")}


def test_nothing_is_asked_elsewhere_of_a_claim_about_the_instance_itself() -> None:
    claim, text = FALSE_CLAIMS["a line"]
    case = Case(claim, parse(text, dict.fromkeys(claim.names)), 1)
    assert asked_elsewhere(case, list(smallest(case.family, 4))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_condition_on_a_flow_is_met_where_it_starts_elsewhere(seed: int) -> None:
    claim = claims_of("referee.claims")["1.2-A15-where-it-lies"]
    found = moved(claim, "in_span(w_t, X) or sum(w_t) == 77", seed).counterexample
    assert found is not None
    assert sum(found.v_t[:, 0]) == 77
