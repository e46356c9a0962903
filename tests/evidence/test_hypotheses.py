"""Hypotheses dropped in turn: needed ones come with a certificate, the others with a count."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from small_claims import answer, claim_of, decided, examples

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.evidence import schema
from referee.evidence.hypotheses import Finding, decide_without, findings
from referee.evidence.record import from_decision
from referee.evidence.schema import Record
from referee.evidence.study import study
from referee.evidence.verify import certificates
from referee.grading.sheet import read
from referee.language.comparison import Comparison, Truth, all_of, at_most, equal, fact
from referee.numerics import linalg
from referee.strategies.clarke_combinations import clarke_combinations
from referee.strategies.families import FAMILIES, Family, Hypothesis, Instance, named
from referee.strategies.least_squares import flow_field, least_squares
from referee.strategies.matrices import matrices
from referee.strategies.spectral_least_squares import spectral_least_squares
from referee.strategies.tokens import read_family

CLAIMS = corpus.load()
SHEET = Path(referee.claims.__file__).parent / "sheets" / "reference.toml"
REFERENCE = read(SHEET, CLAIMS)


@cache
def found_of(claim_id: str, label: str = "") -> dict[str, Finding]:
    """Return the findings on a reference answer, decided with little effort."""
    claim = CLAIMS[claim_id]
    (given,) = (a for a in REFERENCE.to(claim_id) if a.label == label)
    with examples(claim, 5):
        decision = decide(claim, given, effort=Effort(scope=40, sample=40, proof=2))
    assert decision.verdict == "held", decision.reason
    return {each.hypothesis.name: each for each in findings(decision)}


# What an audit of the homework says of its hypotheses: claim, hypothesis, verdict.
AUDIT = [
    # w(t) stays in the span of the data: it must start there, and the rank does not matter.
    ("1.2-A15-where-it-lies", "w(0) in the span", "needed"),
    ("1.2-A15-where-it-lies", "w(0) = 0", "not needed"),
    ("1.2-A15-where-it-lies", "full rank", "not needed"),
    ("1.3-A1-span", "full rank", "not needed"),
    # Euler's identity survives affine combinations of limiting gradients.
    ("3.3-A4-theorem", "c_j ≥ 0", "not needed"),
    ("3.3-A4-theorem", "Σ c_j = 1", "needed"),
    ("3.3-E32-combination", "c_j ≥ 0", "not needed"),
    ("3.3-E32-combination", "Σ c_j = 1", "needed"),
    # f(0) = 0 for positive degrees only, and there without regularity away from 0.
    ("3.1-A1-positive-degree", "L > 0", "needed"),
    ("3.1-E28-homogeneity", "α > 0", "needed"),
    ("3.2-E30b-homogeneity", "δ > −1", "needed"),
    ("3.1-A2-exactly-when", "α, β > 0", "needed"),
    # The algebra of the flow does not need the rank, its limit does.
    ("1.1-E1-dissipation", "full rank", "proved not needed"),
    ("1.2-E5-gradient", "full rank", "proved not needed"),
    ("1.2-E5-gradient", "n ≤ d", "proved not needed"),
    ("1.3-E23-pseudo-inverse", "full rank", "proved not needed"),
    ("1.1-A4-least-eigenvalue", "full rank", "needed"),
    ("1.1-A5-exponential-decay", "full rank", "needed"),
    ("1.2-E9-columns", "V orthogonal", "needed"),
    ("1.2-E9-columns", "full rank", "proved not needed"),
    ("1.2-E12b-general-solution", "full rank", "needed"),
    ("1.3-E17-interpolation", "full rank", "needed"),
    ("1.3-E17-interpolation", "w(0) in the span", "proved not needed"),
    ("1.3-E20-limit", "full rank", "needed"),
    ("1.3-E20-limit", "w(0) = 0", "proved not needed"),
    ("1.3-E20-limit", "w(0) in the span", "needed"),
    ("1.3-A7-identity", "full rank", "needed"),
    ("1.3-A10-conclusion", "w(0) in the span", "needed"),
    # One activation region, and coefficients that stay in it.
    ("2.1-A2-linear-map", "one region", "needed"),
    ("2.1-E24-base", "z in the region", "needed"),
    ("2.1-A0-gates", "one region", "not needed"),
    # Bounds on the number of pieces, in the plane and on the line.
    ("2.2-E27-bound-plane", "d ≤ 2", "needed"),
    ("2.2-E27-bound-line", "d = 1", "needed"),
    ("2.2-E27-bound-line", "no biases", "needed"),
    ("2.2-A8-exponential-units", "M ≥ H", "needed"),
]


@pytest.mark.parametrize(("what", "name", "verdict"), AUDIT)
def test_the_answers_of_the_audit_are_found_again(what: str, name: str, verdict: str) -> None:
    found = found_of(*what.split())[name]
    assert found.verdict == verdict, found.reason
    assert (found.counterexample is not None) == (verdict == "needed")
    if found.counterexample is not None:
        assert found.counterexample.comparison.truth is Truth.FALSE
        assert found.counterexample.instance.family.name == found.family.name
    else:
        assert found.instances >= 20


def test_the_bound_of_the_plane_fails_for_three_axes() -> None:
    witness = found_of("2.2-E27-bound-plane")["d ≤ 2"].counterexample
    assert witness is not None
    p = witness.instance
    assert p.shape == {"d": 3, "m_1": 3, "m_2": 0, "m_3": 0}
    assert (p.W_1 == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]).all()
    assert p.k[0, 0] == 8  # 2³ octants, where (2M/H)^H = 6


def test_a_hypothesis_about_what_a_claim_never_reads_is_left_out() -> None:
    assert set(found_of("1.2-E5-gradient")) == {"full rank", "n ≤ d"}
    assert "V orthogonal" not in found_of("1.2-A9-orthonormal")


def test_a_property_written_for_a_hypothesis_says_so() -> None:
    found = found_of("2.2-A3-at-worst")["d = 1"]
    assert found.verdict == "undecided"
    assert "on a line" in found.reason
    names = {name for claim in CLAIMS.values() for name in claim.fixed}
    known = {h.name for claim in CLAIMS.values() for h in claim.family.hypotheses}
    assert names <= known


# ------------------------------------------------------------------- planted claims


def on(claim: Claim, text: str) -> dict[str, Finding]:
    decision = decided(claim, text)
    assert decision.verdict == "held", decision.reason
    return {found.hypothesis.name: found for found in findings(decision)}


def _rank(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.rank(p.X), answer(p))


def test_a_needed_hypothesis_has_the_smallest_counterexample() -> None:
    found = on(claim_of(matrices(), _rank), "n")
    assert found["full rank"].verdict == "needed"
    assert found["full rank"].counterexample is not None
    assert repr(found["full rank"].counterexample.instance) == (
        "<matrices(full_rank=False) d=1 n=1 deficiency=1:>"
    )
    assert found["n ≤ d"].counterexample is not None
    assert found["n ≤ d"].counterexample.instance.shape == {"d": 1, "n": 2}


def test_a_hypothesis_that_is_not_needed_is_counted_or_proved() -> None:
    def trace(p: Instance, answer: Answering) -> Comparison:
        return equal(linalg.trace(p.X.mT @ p.X), answer(p))

    def sign(p: Instance, answer: Answering) -> Comparison:
        return at_most(answer(p), linalg.trace(p.X.mT @ p.X))

    proved = on(claim_of(matrices(), trace, names="X"), "trace(X @ X.T)")
    assert {f.verdict for f in proved.values()} == {"proved not needed"}
    counted = on(claim_of(matrices(), sign, names="X"), "0")
    assert {f.verdict for f in counted.values()} == {"not needed"}
    assert all(f.instances >= 100 for f in counted.values())


def test_what_sampling_cannot_see_is_found_by_the_proof() -> None:
    def hidden(p: Instance, answer: Answering) -> Comparison:
        first = p.w[..., :1, :]
        wrong = first
        for k in (0, 1, 2, 3, 4, 5, 7, 10, 16, 31, 100, 10**3, 10**4, 10**6, 10**9):
            wrong = wrong * (first - k) * (first + k)
        return equal(wrong if p.shape["n"] > p.shape["d"] else 0 * wrong, answer(p))

    found = on(claim_of(least_squares(), hidden, names="n d"), "0")["n ≤ d"]
    assert found.verdict == "needed"
    assert found.counterexample is not None
    assert found.counterexample.instance.w[0, 0] not in range(-5, 6)


def test_a_statement_without_a_value_needs_its_hypothesis() -> None:
    def inverse(p: Instance, answer: Answering) -> Comparison:
        return equal(linalg.inv(p.X.mT @ p.X) @ p.X.mT @ p.X, answer(p))

    claim = claim_of(matrices(), inverse, names="n d", size="n n")
    found = on(claim, "eye(n)")["full rank"]
    assert found.verdict == "needed"
    assert found.counterexample is not None
    assert "has no value" in found.counterexample.comparison.note


def test_a_fault_is_no_verdict() -> None:
    def fussy(p: Instance, answer: Answering) -> Comparison:
        if p.shape["n"] > p.shape["d"]:
            raise RuntimeError("not written for this")
        return _rank(p, answer)

    found = on(claim_of(matrices(), fussy), "n")["n ≤ d"]
    assert (found.verdict, found.counterexample) == ("undecided", None)
    assert found.reason == "RuntimeError: not written for this"


def test_too_few_telling_instances_are_no_verdict() -> None:
    def vacuous(p: Instance, answer: Answering) -> Comparison:
        if p.shape["n"] > p.shape["d"] or "deficiency" in p.shape:
            return Comparison(Truth.TRUE, "implies", vacuous=True)
        return _rank(p, answer) if p.shape["n"] > 3 else fact(answer(p) is not None, "is there")

    claim = claim_of(matrices(), vacuous)
    assert on(claim, "n")["full rank"].verdict == "undecided"


def test_a_claim_that_does_not_assume_it_says_so_with_its_own_count() -> None:
    claim = claim_of(matrices(full_rank=False, tall=False), _rank, names="X")
    decision = decided(claim, "rank(X)")
    (found, _) = findings(decision)
    assert found.verdict == "not needed"
    assert found.family is claim.family
    assert found.instances == decision.findings.decided
    assert found.reason == "the claim does not assume it"


def test_an_undecided_answer_is_not_studied() -> None:
    claim = claim_of(matrices(), _rank)
    assert study(decided(claim, "n + 1")) is None
    assert study(decided(claim, None)) is None


# ------------------------------------------------------------------------- families


def _all_families() -> list[Family]:
    found = {claim.family.name: claim.family for claim in CLAIMS.values()}
    found |= {base: named(base) for base in FAMILIES}
    return list(found.values())


@pytest.mark.parametrize("family", _all_families(), ids=lambda f: f.name)
def test_a_family_without_a_hypothesis_can_be_read_back_and_has_all_its_fields(
    family: Family,
) -> None:
    names = [hypothesis.name for hypothesis in family.hypotheses]
    assert len(set(names)) == len(names)
    for hypothesis in family.hypotheses:
        assert hypothesis.says
        assert not hypothesis.about or hypothesis.about in family.by_name
        larger = family.without(hypothesis)
        assert read_family(larger.name).name == larger.name
        assert set(larger.by_name) >= set(family.by_name) - {"regions"}
        # Once it is dropped it is not assumed any more.
        again = [h for h in larger.hypotheses if h.name == hypothesis.name]
        assert all(larger.without(h) is larger for h in again)


def test_a_default_given_in_full_is_no_other_family() -> None:
    family = named("matrices", full_rank=True)
    (rank, _) = family.hypotheses
    assert isinstance(rank, Hypothesis)
    assert family.without(rank).name == "matrices(full_rank=False)"
    dropped = named("matrices", full_rank=False)
    assert dropped.without(rank) is dropped


# --------------------------------------------------------------- records, certificates


@cache
def _studied(claim_id: str) -> str:
    claim = CLAIMS[claim_id]
    (given,) = REFERENCE.to(claim_id)
    with examples(claim, 5):
        decision = decide(claim, given, effort=Effort(scope=40, sample=40, proof=2))
    return json.dumps(from_decision(decision, study(decision)))


def record(claim_id: str = "1.3-E20-limit") -> Record:
    row: Record = json.loads(_studied(claim_id))
    return row


def test_a_record_holds_what_was_studied() -> None:
    row = record()
    entries = {entry["name"]: entry for entry in row["evidence"]["hypotheses"]}
    needed = entries["w(0) in the span"]
    assert needed["verdict"] == "needed"
    assert needed["family"] == "least_squares(begin=anywhere,extra=)"
    shown = needed["counterexample"]
    assert shown is not None
    assert str(shown["token"]).startswith(needed["family"])
    assert {"X", "y", "w_0"} <= set(shown["values"])
    found = row["evidence"]["mutation"]
    assert found is not None
    assert found["survived"] == len(found["survivors"])
    decided = found["refuted"] + found["equivalent"] + found["inconclusive"]
    assert found["generated"] == decided + found["survived"]


def test_an_array_without_a_value_is_not_shown() -> None:
    row = record("3.3-E31-limit")
    (entry,) = row["evidence"]["hypotheses"]
    assert entry["name"] == "x ≠ 0"
    assert entry["counterexample"] is not None
    assert "x" in entry["counterexample"]["values"]
    assert "s" not in entry["counterexample"]["values"]


def test_certificates_of_needed_hypotheses_are_confirmed() -> None:
    row = record()
    checks = list(certificates([row], CLAIMS))
    needed = [e for e in row["evidence"]["hypotheses"] if e["verdict"] == "needed"]
    assert len(checks) == len(needed) == 3
    assert all(check.confirmed for check in checks), checks


FORGERIES: dict[str, dict[str, Any]] = {
    "another hypothesis": {"name": "w(0) = 0"},
    "an unknown hypothesis": {"name": "w(0) = 1"},
    "another family": {"family": "least_squares(extra=,tall=False)"},
    "an instance at which it holds": {
        "counterexample": {"token": "least_squares(begin=anywhere,extra=) d=1 n=1: 0 0 0 0 0"}
    },
    "an instance of the claim's own family": {
        "counterexample": {"token": "least_squares(extra=) d=1 n=1: 0 0 0"}
    },
    "no instance": {"counterexample": None},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_certificate_of_a_hypothesis_is_not_confirmed(forgery: str) -> None:
    row = record()
    entries = {entry["name"]: entry for entry in row["evidence"]["hypotheses"]}
    forged = entries["w(0) in the span"] | FORGERIES[forgery]
    row["evidence"]["hypotheses"] = [cast("schema.Finding", forged)]
    (check,) = certificates([row], CLAIMS)
    assert not check.confirmed
    assert check.finding


def test_a_counterexample_is_decided_as_it_was_found() -> None:
    found = found_of("1.3-A7-identity")["full rank"]
    assert found.counterexample is not None
    claim = CLAIMS["1.3-A7-identity"]
    with examples(claim, 5):
        case = decide(claim, answer("X.T @ pinv(X @ X.T)", to=claim.id)).case
    assert case is not None
    again = decide_without(claim.decide, case.formula, found.counterexample.instance)
    assert again.truth is Truth.FALSE


def test_equal_seeds_give_equal_findings() -> None:
    def solved(p: Instance, answer: Answering) -> Comparison:
        still = flow_field(p, p.w_inf)
        return all_of(equal(still, 0 * still), equal(linalg.off_span(p.w_inf, p.X), answer(p)))

    def both() -> list[tuple[str, str, int, str]]:
        claim = claim_of(spectral_least_squares(extra=""), solved, names="n d", size="d 1")
        return [
            (
                name,
                f.verdict,
                f.instances,
                f.counterexample.instance.token if f.counterexample else "",
            )
            for name, f in on(claim, "zeros(d, 1)").items()
        ]

    once = both()
    assert once == both()
    assert [verdict for _, verdict, _, _ in once][-1] == "needed"


def test_the_sum_of_coefficients_is_dropped_with_their_sign_kept() -> None:
    family = clarke_combinations(kinds="finite", weights="convex")
    claim = claim_of(family, lambda p, answer: equal(p.c, p.c + answer(p) * p.c), names="L")
    larger = {h.name: claim.family.without(h) for h in claim.family.hypotheses}
    for p in (larger["Σ c_j = 1"].sample(_rng(seed)) for seed in range(40)):
        assert (p.c >= 0).all()
    sums = [larger["c_j ≥ 0"].sample(_rng(seed)) for seed in range(40)]
    assert all(sum(p.c.flat) == 1 for p in sums)
    assert any((p.c < 0).any() for p in sums)


def _rng(seed: int) -> random.Random:
    return random.Random(seed)
