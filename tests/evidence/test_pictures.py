"""Pictures say of an instance what its exact values say, and cost nothing where they fail."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from flint import fmpq
from small_claims import claim_of, decided

from referee.deciding import claim as corpus
from referee.evidence import pictures
from referee.evidence.record import from_decision
from referee.evidence.schema import Record, Witness
from referee.language.comparison import at_most, equal
from referee.reports import charts
from referee.strategies.families import Instance
from referee.strategies.matrices import matrices
from referee.strategies.tokens import from_token, read_family

CLAIMS = corpus.load()
RESIDUE = 1e-5  # of six digits


def picture(claim: str, text: str) -> dict[str, Any]:
    """Return the picture of the smallest counterexample, as a log has it."""
    record = from_decision(decided(CLAIMS[claim], text, scope=150, sample=400))
    assert record["verdict"] == "refuted"
    found: dict[str, Any] = json.loads(json.dumps(smallest(record)["picture"], allow_nan=False))
    return found


def smallest(record: Record) -> Witness:
    """Return the smallest counterexample of a record that has one."""
    assert record["counterexample"] is not None
    assert record["counterexample"]["smallest"] is not None
    return record["counterexample"]["smallest"]


def test_the_loss_and_the_claimed_bound_on_it() -> None:
    found = picture("1.1-E3-bound", "exp(-lambda_min * t / 2)")
    data = found["data"]
    # X = 1, y = 2: E(t) = ½·4·e^(−2t), and the bound is e^(−t/2).
    for t, loss in data["loss"]:
        assert loss == pytest.approx(2 * math.exp(-2 * t), rel=RESIDUE)
    for t, bound in data["bound"]:
        assert bound == pytest.approx(math.exp(-t / 2), rel=RESIDUE)
    assert data["at"] == 0
    assert found["kind"] == "loss"


def test_a_trajectory_and_the_flow_it_should_be() -> None:
    data = picture("1.2-E11-particular", "(t/n) * X @ y + D")["data"]
    # X = 1, y = 0, D = 1: the flow from 1 decays to 0, what is claimed stays.
    assert data["limit"] == pytest.approx(0, abs=RESIDUE)
    assert {w for _, w in data["claimed"]} == {1.0}
    for t, w in data["flow"]:
        assert w == pytest.approx(math.exp(-t), abs=RESIDUE)


def test_the_cones_of_a_network_of_two_inputs() -> None:
    p = from_token("networks(inputs=2) d=2 m_1=2 m_2=0 m_3=0: 0 0 0 0 0 0 0")
    found = pictures.of("regions", p, lambda q: q.m)
    assert found is not None
    data = found["data"]
    # W_1 = I: the quadrants, on which f is x_1 + x_2, x_2, 0 and x_1.
    assert [cone[:2] for cone in data["cones"]] == [
        [0, 0.25], [0.25, 0.5], [0.5, 0.75], [0.75, 1],
    ]  # fmt: skip
    assert len({number for _, _, number in data["cones"]}) == data["count"] == 4
    assert data["bound"] == 2


@pytest.mark.parametrize(
    "integers", ["1 2 -3 1 2 2 1 1 -1 2 0 1 1 0 0", "-1 0 0 0 5 1 2 3 1 1 4 -2 0 1 2"]
)
def test_cones_are_as_many_linear_functions_as_are_counted(integers: str) -> None:
    family = read_family("networks(inputs=2)")
    p = family.build(
        {"d": 2, "m_1": 3, "m_2": 2, "m_3": 0}, [*[int(i) for i in integers.split()][:14], 0]
    )
    found = pictures.of("regions", p, lambda q: q.m)
    assert found is not None
    cones = found["data"]["cones"]
    assert len({number for _, _, number in cones}) == found["data"]["count"]
    assert all(low < high for low, high, _ in cones)
    assert all(a[1] == b[0] for a, b in pairwise(cones))
    assert cones[-1][1] == pytest.approx(cones[0][0] + 1)


def test_where_the_instance_is_not_in_the_plane_another_network_is_drawn() -> None:
    data = picture("2.2-E27-bound-plane", "(2 * m / H)**H")["data"]
    assert data["count"] > data["bound"]
    assert len(data["weights"][0][0]) == 2


def test_a_network_of_one_input_is_a_graph() -> None:
    data = picture("2.2-E27-bound-line", "(2 * m / H)**H")["data"]
    assert data["graph"] == [[-1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]
    assert (data["count"], data["bound"]) == (2.0, 1.0)


def test_a_kink_and_a_vector_that_is_no_subgradient() -> None:
    data = picture("3.3-A3-membership", "sum(c) == 1")["data"]
    low, high = data["gradients"]
    assert not low <= data["claimed"] <= high
    for at, value in data["graph"]:
        slope = high if at > 0 else low
        assert value == pytest.approx(data["value"] + at * slope)


def test_partial_derivatives_that_are_no_gradient() -> None:
    data = picture("3.2-A1-existence", "true")["data"]
    assert all(value == 0 for _, value in data["graph"])
    assert data["claimed"] == 3


def test_what_fails_is_left_out_and_costs_nothing() -> None:
    p = from_token("matrices d=1 n=1: 0 0")

    def broken(_: Instance) -> object:
        raise RuntimeError("broken")

    for kind in pictures.KINDS:
        assert pictures.of(kind, p, broken) is None
    assert pictures.of("", p, broken) is None
    claim = claim_of(matrices(), lambda p, a: equal(a(p), 0 * p.n), picture="loss")
    record = from_decision(decided(claim, "n"))
    assert record["verdict"] == "refuted"
    assert "picture" not in smallest(record)


def test_what_is_not_finite_is_left_out() -> None:
    family = read_family("spectral_least_squares")
    shape = {"d": 1, "n": 1}
    p = family.build(shape, [1 if low is None else 0 for low, _ in family.layout(shape).bounds])
    assert p.E_0[0, 0] > 0
    assert pictures.of("loss", p, lambda q: q.number([[fmpq(10) ** 400]])) is None
    assert pictures.of("loss", p, lambda q: q.E_0) is not None


def test_pictures_can_be_drawn_and_claims_name_known_ones() -> None:
    assert set(pictures.KINDS) == set(charts.KINDS)
    named = {claim.picture for claim in CLAIMS.values()} - {""}
    assert named == set(pictures.KINDS)


def test_a_claim_without_a_picture_has_none() -> None:
    claim = claim_of(matrices(), lambda p, a: at_most(a(p), 0 * p.n))
    assert "picture" not in smallest(from_decision(decided(claim, "n")))
