"""The search: it finds what hides, confirms it exactly, counts its errors and repeats."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import numpy as np
import pytest
from searched_claims import never_37, only_at_seven_samples, rounds_away
from small_claims import answer, claim_of, decided, is_false

from referee.deciding import claim as corpus
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.deciding.one_instance import decide_at
from referee.deciding.phases.search import BESIDE_PROOF
from referee.deciding.search.batched import LARGEST_INTEGER
from referee.deciding.search.climb import NEIGHBOURS, neighbours
from referee.deciding.search.in_batches import BATCH_BYTES, MOST_SUSPECTS, Search, rows_of
from referee.deciding.search.one_by_one import RATE as ONE_BY_ONE
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import cells
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, Truth, at_most, equal, fact, less, negation
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.screening import NotBatched
from referee.numerics import arrays, linalg, relu
from referee.strategies.distributions import DISTRIBUTIONS
from referee.strategies.families import Family, Field, Instance, family_of
from referee.strategies.homogeneous import homogeneous_functions
from referee.strategies.integer_vectors import STRUCTURED, Bounds
from referee.strategies.least_squares import least_squares, nonlinear_models
from referee.strategies.matrices import matrices
from referee.strategies.networks import relu_networks
from referee.strategies.spectral_least_squares import spectral_least_squares

import_module("referee.strategies.clarke_combinations")  # its families are registered by that


def searched(claim: Claim, text: str = "n", seconds: float = 1.0) -> Decision:
    return decided(claim, text, drawn=1, scope=30, sample=1, search=seconds)


def two_equal_columns(p: Instance, _: Answering) -> Comparison:
    first, *others = (p.X[..., :, j : j + 1] for j in range(p.shape["n"]))
    zero = 0 * linalg.total(p.X)
    for column in others:
        first = first * linalg.norm_squared(column - first) if p.shape["n"] == 2 else first
    found = linalg.norm_squared(first) if p.shape["n"] == 2 else 1 + zero
    return negation(equal(found, zero))


def depends_on_truth(p: Instance, given_answer: Answering) -> Comparison:
    return (
        equal(given_answer(p), p.n) if equal(p.w, p.w).truth is Truth.TRUE else equal(p.w, 0 * p.w)
    )


def same_point(p: Instance, _: Answering) -> Comparison:
    return equal(p.x, p.x)


def patterns_agree(p: Instance, _: Answering) -> Comparison:
    pattern = relu.pattern(p.weights, p.x)
    return fact(pattern == relu.pattern(p.weights, 2 * p.x), "the same")


def no_weight_is_huge(p: Instance, _: Answering) -> Comparison:
    return fact(all(abs(w) < 2**20 for w in p.weights[0].flat), "small")


def undecided_where_huge(p: Instance, asked: Answering) -> Comparison:
    small = no_weight_is_huge(p, asked).truth is Truth.TRUE
    return Comparison(Truth.TRUE if small else Truth.UNDECIDED, "small")


def takes_the_first_row(p: Instance, _: Answering) -> Comparison:
    """Compare by the sign of the first instance of a batch."""
    first = 1 if float(p.w.reshape(-1)[0]) > 0 else -1
    return at_most(first * p.w[..., :1, :], 0 * p.w[..., :1, :])


def about_nothing(_: Instance, __: Answering) -> Comparison:
    return fact(True, "true")


def no_square_is_negative(p: Instance, _: Answering) -> Comparison:
    return at_most(0 * p.w, p.w * p.w)


def sweep_of(found: Decision) -> dict[str, object]:
    return dict(from_decision(found)["evidence"]["sweep"] or {})


def test_what_fails_at_large_shapes_only_is_found_and_shrunk() -> None:
    found = searched(claim_of(matrices(), only_at_seven_samples))
    assert found.verdict == "refuted"
    assert found.findings.found_by == "search"
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": 7, "n": 7}
    assert is_false(found)


def test_a_climb_reaches_what_no_distribution_draws() -> None:
    found = searched(claim_of(least_squares(), never_37))
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert int(found.smallest.instance.w[0, 0]) == 37
    assert found.smallest.instance.shape == {"d": 1, "n": 1}


def test_coincidences_are_found() -> None:
    found = searched(claim_of(nonlinear_models(), two_equal_columns))
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape["n"] == 2


def half_the_rate(p: Instance, _: Answering) -> Comparison:
    return at_most(p.E_t, arrays.exp(-p.lambda_min * p.t / 2) * p.E_0)


def test_rounding_errors_of_many_shapes_do_not_use_up_the_search() -> None:
    """False from n = 5 on; at n < 5 ≤ d floats suspect what is no more than rounding."""
    found = searched(claim_of(spectral_least_squares(), half_the_rate))
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape["n"] >= 5


def test_what_only_floats_see_is_a_false_find_and_no_verdict() -> None:
    found = searched(claim_of(least_squares(), rounds_away))
    assert found.verdict == "held"
    sweep = sweep_of(found)
    assert sweep["suspected"] == sweep["false_finds"]
    counts = sweep["distributions"]
    assert isinstance(counts, dict)
    places = len(cells(family_of(least_squares()), lambda _: True)) + 1
    assert 0 < int(str(sweep["false_finds"])) <= MOST_SUSPECTS * places
    assert counts["small"]["open"] > 0
    assert all(c["violations"] == 0 for c in counts.values())


@pytest.mark.parametrize(
    ("claim", "text", "why"),
    [
        (
            claim_of(homogeneous_functions(), same_point, names="d"),
            "d",
            "the field “kind” is not built in batches",
        ),
        (claim_of(least_squares(), depends_on_truth), "n", "whether a statement is true"),
        (claim_of(least_squares(), about_nothing), "n", "does not depend on the instance"),
        (claim_of(relu_networks(), patterns_agree, names="d"), "d", "not decided in batches"),
    ],
    ids=["family", "branch", "constant", "pattern"],
)
def test_a_claim_that_has_no_batches_says_why_and_is_swept_one_by_one(
    claim: Claim, text: str, why: str
) -> None:
    found = searched(claim, text, seconds=0.5)
    sweep = sweep_of(found)
    assert sweep["batched"] is False
    assert why in str(sweep["reason"])
    counts = sweep["distributions"]
    assert isinstance(counts, dict)
    assert set(counts) <= {*DISTRIBUTIONS, STRUCTURED, "mixed"}
    proved = found.proof is not None and found.proof.holds
    wanted = ONE_BY_ONE * (BESIDE_PROOF if proved else 1) / 2
    assert sum(c["instances"] for c in counts.values()) == wanted
    assert all(c["violations"] == c["open"] == 0 for c in counts.values())


def test_a_property_that_mixes_the_rows_of_a_batch_is_not_screened() -> None:
    found = searched(claim_of(least_squares(), takes_the_first_row), seconds=0.1)
    assert found.verdict == "refuted"
    claim = claim_of(least_squares(), takes_the_first_row)
    search = Search(Screen(claim, answer_n, "numpy"), lambda _: Truth.TRUE, lambda _: True, "mixed")
    assert search.run(0.1) is None
    assert search.sweep.reason == "what it says of an instance depends on the others of a batch"


def answer_n(p: Instance) -> object:
    return p.n


def test_members_that_belong_together_are_screened_together() -> None:
    claim = corpus.load("referee.claims")["1.2-A2-every-svd"]
    formula = parse("A @ A == A", dict.fromkeys(claim.names))
    asked = partial(value_of, formula)
    search = Search(
        Screen(claim, asked, "numpy"),
        lambda p: decide_at(claim.decide, asked, p).truth,
        lambda _: True,
        "idempotent",
    )
    found = search.run(1.0)
    assert not search.sweep.reason
    assert found is not None
    assert (found.A @ found.A == found.A).all()


def test_what_only_a_distribution_draws_is_found_one_by_one() -> None:
    found = searched(claim_of(relu_networks(), no_weight_is_huge, names="d"), "1")
    assert found.verdict == "refuted"
    assert found.findings.found_by == "search"
    assert found.sweep is not None
    assert sum(c.violations for c in found.sweep.drawn.values()) == 1
    assert is_false(found)


def test_what_stays_undecided_one_by_one_is_left_open() -> None:
    found = searched(claim_of(relu_networks(), undecided_where_huge, names="d"), "1")
    assert found.verdict == "inconclusive"
    assert found.sweep is not None
    assert found.sweep.drawn["heavy"].open > 0


def test_every_distribution_is_drawn_in_equal_parts_from_all_shapes() -> None:
    found = searched(claim_of(least_squares(), no_square_is_negative), seconds=0.5)
    counts = sweep_of(found)["distributions"]
    assert isinstance(counts, dict)
    assert {counts[name]["instances"] for name in DISTRIBUTIONS} == {counts["small"]["instances"]}
    assert counts["mixed"]["instances"] > 0
    assert 0.8 * 2**13 <= sum(c["instances"] for c in counts.values()) <= 1.2 * 2**13
    assert all(c["open"] == c["violations"] == 0 for c in counts.values())


def test_no_seconds_are_no_search() -> None:
    found = searched(claim_of(least_squares(), never_37), seconds=0)
    assert found.verdict == "held"
    assert from_decision(found)["evidence"]["sweep"] is None


def test_a_search_repeats_bit_for_bit_and_another_seed_is_another_search() -> None:
    claim = claim_of(least_squares(), rounds_away)

    def record(seed: int) -> dict[str, object]:
        effort = Effort(scope=30, sample=1, search=0.3)
        found = from_decision(decide(claim, answer("n"), seed=seed, effort=effort))
        return {"sweep": found["evidence"]["sweep"], "margin": found["margin"]}

    assert record(3) == record(3)
    assert record(3) != record(4)


def test_of_what_is_refuted_a_worse_violation_is_kept() -> None:
    def bounded(p: Instance, _: Answering) -> Comparison:
        return less(linalg.norm_squared(p.w), 2 + 0 * linalg.norm_squared(p.w))

    found = searched(claim_of(least_squares(), bounded))
    assert found.smallest is not None
    assert found.worst is not None
    assert found.smallest.comparison.slack == -0.5  # w = 2
    assert found.worst.comparison.slack is not None
    assert found.worst.comparison.slack < -0.9


def test_batches_are_bounded_by_bytes_and_never_empty() -> None:
    assert rows_of({"d": 1}, 100) == 100
    assert rows_of({"d": 8, "n": 8}, 10**9) * 8 * 64 <= BATCH_BYTES
    assert rows_of({"d": 10**6}, 10) == 1


def test_neighbours_differ_in_a_place_or_two_and_keep_their_bounds() -> None:
    bounds: tuple[Bounds, ...] = ((None, None), (0, None), (0, 2), (None, None))
    start = np.array([5, 0, 2, LARGEST_INTEGER])
    found = neighbours(start, bounds, np.random.default_rng(1))
    assert found.shape == (NEIGHBOURS, 4)
    assert ((found != start).sum(axis=1) <= 2).all()
    assert (found != start).any()
    assert found[:, 1].min() >= 0
    assert found[:, 2].min() >= 0
    assert found[:, 2].max() <= 2
    assert np.abs(found).max() <= LARGEST_INTEGER


def test_neighbours_within_bounds_beyond_machine_integers_are_screened_ones() -> None:
    bounds: tuple[Bounds, ...] = ((-(2**70), 2**70), (None, 2**64), (-(2**63), None))
    found = neighbours(np.array([2**40, -(2**40), 7]), bounds, np.random.default_rng(1))
    assert found.dtype == np.int64
    assert np.abs(found).max() <= LARGEST_INTEGER


def test_a_family_of_larger_integers_than_machines_hold_is_not_screened() -> None:
    beyond = Field(
        *("x", "1", "1", "x", "a number from 2^70 on"),
        build=lambda p, ints: p.number(ints[..., None]),
        integers=lambda _: ((2**70, None),),
    )
    huge = Family("huge", ({"n": 1},), (beyond,))
    claim = claim_of(huge.instances(), lambda p, _: at_most(0 * p.x, p.x), names="x")
    with pytest.raises(NotBatched, match="larger ones than floats tell apart"):
        Screen(claim, lambda p: p.x).check()
    assert Screen(claim, lambda p: p.x).suspects() is None
