"""Constructed instances: what is right at every small size is refuted at a large one."""

from __future__ import annotations

import pytest

from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.evidence.record import from_decision
from referee.evidence.verify import certificates

CLAIMS = load()
# The small scope and what is drawn say nothing here: few instances are enough.
LITTLE = Effort(scope=10, sample=10, proof=0, search=0.0)


def decided(claim: str, text: str, seed: int = 0) -> Decision:
    return decide(CLAIMS[claim], Answer("mine", claim, text), seed=seed, effort=LITTLE)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("2.2-E27-bound", "10**40"),
        ("2.2-E27-bound-plane", "(m + 1)**9 * 10**9"),
        ("2.2-A4-count", "M**(2 * d) * 10**9"),
        ("2.2-A7-univariate", "10**40"),
        ("2.2-A9-smaller", "m**5 + 1 + 10**9"),
        ("2.2-A10-compositions", "N_f + N_g + 10**9"),
    ],
)
def test_a_bound_of_too_small_an_order_is_refuted_whatever_the_seed(
    claim: str, text: str, seed: int
) -> None:
    found = decided(claim, text, seed)
    assert found.verdict == "refuted"
    assert found.reason == "false at an instance whose count is known by construction"
    assert found.findings.found_by == "construction"


def test_a_certificate_by_construction_says_why_and_is_confirmed_from_its_token() -> None:
    record = from_decision(decided("2.2-E27-bound", "10**40"))
    found = record["counterexample"]
    assert found is not None
    assert found["smallest"] is not None
    assert "in general position" in found["smallest"]["note"] or "x_1" in found["smallest"]["note"]
    assert found["smallest"]["values"] == {}
    (check,) = certificates([record], CLAIMS)
    assert check.confirmed, check.finding


def test_a_constructed_counterexample_whose_token_is_another_is_not_confirmed() -> None:
    record = from_decision(decided("2.2-E27-bound", "10**40"))
    found = record["counterexample"]
    assert found is not None
    smaller, *_ = CLAIMS["2.2-E27-bound"].family.constructions()
    found["token"] = smaller.token
    (check,) = certificates([record], CLAIMS)
    assert not check.confirmed
    assert check.finding == f"true at {smaller.token}"


def test_a_giant_that_is_not_computed_says_nothing() -> None:
    found = decided("2.2-A9-no-larger", "2**(m * H)")
    assert found.verdict == "held"
    assert found.findings.undecided == 0
    phase = next(f for f in found.findings.found if f.phase == "construction")
    everywhere = len(list(CLAIMS["2.2-A9-no-larger"].family.constructions()))
    assert 10 < phase.tally.decided < everywhere


def test_what_is_refuted_without_them_keeps_its_small_counterexample() -> None:
    found = decided("2.2-E27-bound", "m")
    assert found.findings.found_by == "small scope"
    assert found.findings.of("construction").asked == 0
