"""Proofs at every size: what is true is proved with a certificate, and nothing false ever is."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flint import fmpq
from small_claims import claim_of, decided

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.deciding.every_size import (
    LIMITS,
    EverySize,
    Traced,
    limits_of,
    prove_for_every_size,
    trace,
)
from referee.deciding.findings import Finding, Findings, Tally
from referee.deciding.identity import Proof
from referee.deciding.one_instance import decide_at
from referee.deciding.verdict import verdict_of
from referee.evidence.proof_check import fault
from referee.evidence.record import from_decision
from referee.grading.sheet import read
from referee.language.comparison import Comparison, Truth, equal, iff, implies, negation
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.numerics import linalg, scalars
from referee.numerics.free_algebra.coefficients import indeterminate, may_vanish
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.strategies.families import Instance
from referee.strategies.least_squares import least_squares
from referee.strategies.matrices import matrices

CLAIMS = corpus.load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
ANSWERS: list[Answer] = [
    each
    for name in ("reference", "worked_solution", "mutants")
    for each in read(FOLDER / f"{name}.toml", CLAIMS).answers
    if each.text is not None
]
# The answers of the reference that are proved up to 6×6, too.
IDENTITIES = (
    "1.1-E1-dissipation",
    "1.1-E1-any-model",
    "1.1-E2-kernel",
    "1.1-A1-linear-kernel",
    "1.1-A3-constant-kernel",
    "1.2-E4-loss",
    "1.2-E5-gradient",
    "1.2-E6-flow",
    "1.2-E6-flow-square",
    "1.2-A1-superposition",
    "1.2-A3-system-matrix",
    "1.2-A4-decomposition",
    "1.2-A4-transposed-reading",
    "1.2-A5-gram-powers",
    "1.2-E8-gram",
    "1.2-E8-gram-economy",
    "1.2-E9-columns",
    "1.2-A9-orthonormal",
    "1.2-A10-cancelled",
    "1.2-A11-separable",
    "1.2-A11-truncated",
    "1.2-E11-particular",
    "1.2-E11-particular-truncated",
    "1.2-A12-fixed-modes",
    "1.2-E14-constant",
    "1.2-A16-constants",
    "1.3-E16-limit-in-span",
    "1.3-A2-loss-limit",
    "1.3-E17-interpolation",
    "1.3-E18-normal-coefficients",
    "1.3-E19-limit-coefficients",
    "1.3-E20-limit",
    "1.3-A4-projection",
    "1.3-E23-pseudo-inverse",
    "1.3-A7-identity",
    "1.3-A8-symmetric-inverse",
    "1.3-A8-symmetric-pseudo-inverse",
    "1.3-A9-transposed-identity",
    "1.3-A10-conclusion",
    "1.3-A10-from-anywhere",
)
# Statements of the reference that are no identity of rational functions, and follow all the same.
ALSO = (
    "1.2-A5-powers",
    "1.2-A15-where-it-lies",
    "1.3-A1-span",
    "1.3-E22-normal-equation",
    "1.3-E22-characterisation",
)
INSTANCES = 4


def case_of(each: Answer) -> Case:
    assert each.text is not None
    claim = CLAIMS[each.claim]
    return Case(claim, parse(each.text, dict.fromkeys(claim.names)))


def proof_of(each: Answer) -> EverySize:
    case = case_of(each)
    return prove_for_every_size(case.claim.decide, case.answer, case.family)


def of_reference(claim_id: str) -> Answer:
    return next(a for a in ANSWERS if a.sheet == "reference" and a.claim == claim_id)


@pytest.mark.parametrize("claim_id", [*IDENTITIES, *ALSO])
def test_answers_of_the_reference_are_proved_with_certificates(claim_id: str) -> None:
    found = proof_of(of_reference(claim_id))
    assert found.holds, found.reason
    assert found.certificates
    assert [fault(encode(certificate)) for certificate in found.certificates] == [""] * len(
        found.certificates
    )


def test_there_are_forty_of_them() -> None:
    assert len(set(IDENTITIES)) == len(IDENTITIES) == 40


def false_ones() -> list[Answer]:
    return [a for a in ANSWERS if a.expect not in {None, "held"}]


def test_the_search_is_bounded_by_the_effort_that_is_asked_for() -> None:
    usual, more = limits_of(6), limits_of(8)
    assert usual == limits_of(2) == LIMITS
    assert (more.rules, more.weight, more.steps) == (200, 10, 7_111)
    claim = case_of(of_reference("1.2-E14-constant"))
    few = replace(LIMITS, steps=100)
    found = prove_for_every_size(claim.claim.decide, claim.answer, claim.family, few)
    assert found.reason == "no proof in 100 steps"
    again = [proof_of(of_reference("1.3-A7-identity")) for _ in range(2)]
    assert again[0] == again[1]  # but for the time, which is no part of what is compared
    assert all(each.seconds > 0 for each in again)


def test_nothing_false_is_proved() -> None:
    tried = false_ones()
    assert len(tried) > 500
    assert [(a.claim, a.text) for a in tried if proof_of(a).holds] == []


def test_what_has_no_translation_says_which_step_has_none() -> None:
    def step(claim_id: str) -> str:
        return proof_of(of_reference(claim_id)).untranslated

    assert step("1.2-E10-homogeneous") == "exp of every entry"
    assert step("1.1-A2-full-rank") == "a rank"
    assert step("1.3-A6-unique") == "an inequality"


def holds_at(traced: Traced, p: Instance) -> bool:
    """Say whether the goals hold at an instance, each where its premises do."""

    def vanishes(polynomial: Polynomial) -> bool:
        zero = value_of(polynomial, traced.tracing, p)
        return all(scalars.vanishes(x) for x in zero.flat)

    return all(
        vanishes(goal.left - goal.right) or not all(vanishes(a.polynomial) for a in goal.premises)
        for goal in traced.goals
    )


def translated() -> Iterator[tuple[Case, Traced]]:
    for each in ANSWERS:
        case = case_of(each)
        try:
            yield case, trace(case.claim.decide, case.answer, case.family)
        except NotTranslated:
            continue


def instances(case: Case) -> Iterator[Instance]:
    rng = random.Random(case.name)
    small = [s for s in case.family.shapes if max(s.values()) <= 3 and not case.misfit(s)]
    for _ in range(INSTANCES):
        yield case.family.sparse(rng.choice(small), rng, plain=False)


def test_what_is_stated_of_letters_is_what_is_decided_of_instances() -> None:
    compared = 0
    for case, traced in translated():
        for p in instances(case):
            exact = decide_at(case.claim.decide, case.answer, p)
            if exact.relation == "is defined":  # the answer has no value there, nor have letters
                assert traced.tracing.conditions
                continue
            stated = holds_at(traced, p)
            if stated or not exact.vacuous:
                assert stated == (exact.truth is Truth.TRUE), (case.name, p.token)
                compared += 1
    assert compared > 500


def test_what_a_claim_adds_to_the_axioms_of_its_fields_is_true_of_instances() -> None:
    checked: set[Polynomial] = set()
    for case, traced in translated():
        p = next(instances(case))
        for axiom in [] if traced.tracing.conditions else traced.tracing.axioms:
            zero = value_of(axiom.polynomial, traced.tracing, p)
            assert all(scalars.vanishes(x) for x in zero.flat), (axiom.label, p.token)
            checked.add(axiom.polynomial)
    assert len(checked) > 60


def test_answers_are_the_same_in_letters_and_in_numbers() -> None:
    compared = 0
    for case, traced in translated():
        if case.claim.size is None:
            continue
        p = next(instances(case))
        # Named sizes stand for numbers: an instance of letters has a shape of another type.
        letters = Instance(p.family, traced.tracing.shape, p.integers, traced.tracing)  # type: ignore[arg-type]
        try:
            exact = case.answer(p)
        except ArithmeticError:
            continue
        found: Any = case.answer(letters)
        value = value_of(found.polynomial, traced.tracing, p)
        assert all(scalars.vanishes(x) for x in (value - exact).flat), (case.name, p.token)
        compared += 1
    assert compared > 100


def test_what_is_proved_of_formulas_a_node_away_is_true_of_instances() -> None:
    proved = 0
    for claim_id in (*IDENTITIES, *ALSO):
        case = case_of(of_reference(claim_id))
        for changed in mutants(case.formula, case.claim):
            other = Case(case.claim, changed)
            if not prove_for_every_size(case.claim.decide, other.answer, case.family).holds:
                continue
            proved += 1
            for p in instances(other):
                found = decide_at(case.claim.decide, other.answer, p)
                assert found.truth is Truth.TRUE, (other.name, p.token)
    assert proved > 20


ALMOST = {
    "(1/n) * X @ (X.T @ w - y) * (pinv(sum(y) - 17) * (sum(y) - 17))": "1_nᵀy − 17 is not 0",
    "(1/n) * X @ (X.T @ w - y) * ((sum(y) - 17) / (sum(y) - 17))": "1_nᵀy − 17 is not 0",
    "(1/n) * X @ (X.T @ w - y) * ((n - 17) / (n - 17))": "n − 17 is not 0",
    "(1/n) * inv(X @ X.T) @ (X @ X.T) @ X @ (X.T @ w - y)": "XXᵀ is invertible",
}


@pytest.mark.parametrize(("text", "where"), ALMOST.items(), ids=list(ALMOST.values()))
def test_what_holds_almost_everywhere_is_not_proved(text: str, where: str) -> None:
    found = proof_of(Answer("test", "1.2-E5-gradient", text))
    assert not found.holds
    assert not found.certificates
    assert found.reason == f"it is proved only where {where}"
    assert found.conditions == (where,)


GUARANTEED = (
    "(1/n) * X @ inv(X.T @ X) @ (X.T @ X) @ (X.T @ w - y)",
    "(1/n) * X @ inv(2 * X.T @ X / n) @ (2 * X.T @ X / n) @ (X.T @ w - y)",
    "(1/n) * inv(eye(d) + X @ X.T) @ (eye(d) + X @ X.T) @ X @ (X.T @ w - y)",
    "((n + d) / (n * n + n * d)) * X @ (X.T @ w - y)",
)


@pytest.mark.parametrize("text", GUARANTEED)
def test_what_the_family_guarantees_may_be_inverted(text: str) -> None:
    assert proof_of(Answer("test", "1.2-E5-gradient", text)).holds


def made(decide: Any, size: str | None = "d d", names: str = "X d n", **options: Any) -> Claim:
    return claim_of(matrices(**options), decide, size=size, names=names)


def proof_at(claim: Claim, text: str) -> EverySize:
    case = Case(claim, parse(text, dict.fromkeys(claim.names)))
    return prove_for_every_size(claim.decide, case.answer, claim.family)


def test_an_equation_in_a_premise_is_an_axiom() -> None:
    def follows(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return implies(equal(A @ A, A), equal(A @ A @ A @ A, A))

    def backwards(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return implies(equal(A @ A @ A @ A, A), equal(A @ A, A))

    assert proof_at(made(follows, square=True), "X").holds
    assert not proof_at(made(backwards, square=True), "X").holds


def test_equivalences_need_both_directions() -> None:
    def powers(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return iff(equal(A @ A @ A, A), equal(A @ A, A))

    found = proof_at(made(powers, square=True), "X")
    assert not found.holds
    assert not found.untranslated

    def inverses(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return iff(equal(p.X @ A, A), equal(p.X @ A @ A, A @ A))

    assert proof_at(made(inverses, square=True), "X").holds  # X is invertible


def test_an_implication_in_a_premise_is_no_axiom() -> None:
    def unfounded(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        first = implies(equal(A @ A @ A, A), equal(A @ A, A))
        return implies(first, equal(A @ A, A))

    assert not proof_at(made(unfounded, square=True), "X").holds


def test_an_open_condition_of_a_premise_is_left_out_and_nowhere_else() -> None:
    def follows(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return implies(negation(equal(A, 0 * A)), equal(A + A, 2 * A))

    def nonzero(p: Instance, answer: Answering) -> Comparison:
        return negation(equal(answer(p), 0 * answer(p)))

    assert proof_at(made(follows, square=True), "X").holds
    assert proof_at(made(nonzero, square=True), "X").untranslated == "a negation"


def test_a_step_that_looks_at_truth_is_named() -> None:
    def looks(p: Instance, answer: Answering) -> Comparison:
        first = equal(p.X, answer(p))
        return first if first.truth is Truth.FALSE else equal(p.X, p.X)

    found = proof_at(made(looks, size="d n"), "X")
    assert found.untranslated == "a step that depends on whether a statement is true"


LOOKS: dict[str, Callable[[Instance], bool]] = {
    "a size": lambda p: p.shape["n"] == 7,
    "a size of an array": lambda p: p.X.shape[-1] == 7,
    "one of some sizes": lambda p: p.shape["n"] in {3, 4},
    "two sizes": lambda p: p.shape["n"] == p.shape["d"],
    "an order": lambda p: p.shape["d"] > 8,
    "the integers": lambda p: p.integers[0] > 9,
    "how many integers": lambda p: len(p.integers) > 9,
    "an entry": lambda p: p.X[0, 0] == 0,
    "entries": lambda p: bool((p.X == 0).all()),
    "the token": lambda p: p.token == "",
}


@pytest.mark.parametrize("looks", LOOKS.values(), ids=list(LOOKS))
def test_nothing_is_proved_of_a_property_that_looks_at(looks: Callable[[Instance], bool]) -> None:
    def sometimes_false(p: Instance, answer: Answering) -> Comparison:
        return equal(p.X, answer(p) + (p.X if looks(p) else 0 * p.X))

    found = proof_at(made(sometimes_false, size="d n"), "X")
    assert found.untranslated


def test_whatever_a_property_raises_is_a_step_without_translation() -> None:
    def raises(_: Instance, __: Answering) -> Comparison:
        raise RuntimeError("no letters please")

    assert "no letters please" in proof_at(made(raises), "eye(d)").untranslated


def squared(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.norm_squared(p.w), answer(p))


SQUARED = claim_of(least_squares(full_rank=False, tall=False), squared, names="X w n d")


def test_a_decision_says_so_and_its_record_holds_the_certificate() -> None:
    found = decided(SQUARED, "w.T @ w")
    assert found.verdict == "held"
    assert "proved for every n and d" in found.reason
    record = from_decision(found)["evidence"]["every_size"]
    assert record is not None
    assert record["proved"]
    assert record["names"] == ["n", "d"]
    assert [fault(each) for each in record["certificates"]] == [""]


def test_a_proof_and_a_counterexample_at_once_are_a_fault_of_the_run() -> None:
    p = next(SQUARED.family.in_order())
    proved = Finding("proof at every size", evidence=EverySize(names=("n", "d")))
    false = Finding("exceptional points", Tally(asked=1, decided=1, false=1, counterexample=p))
    verdict, reason = verdict_of(Findings((proved, false)))
    assert verdict == "error"
    assert reason.startswith("proved for every n and d, and false at an instance")
    assert verdict_of(Findings((false,)))[0] == "refuted"


def test_a_proof_and_a_random_point_that_denies_it_are_a_fault_of_the_run() -> None:
    proved = Finding("proof at every size", evidence=EverySize(names=("n", "d")))
    denied = Finding("identity test", evidence=Proof(reason="it fails", fails_at={"d": 1, "n": 1}))
    assert verdict_of(Findings((denied, proved)))[0] == "error"


def test_nothing_is_proved_where_no_proof_was_asked_for() -> None:
    given = Answer("test", SQUARED.id, "w.T @ w")
    found = decide(SQUARED, given, effort=Effort(scope=30, sample=30, proof=0, search=0))
    assert found.every_size is None
    assert from_decision(found)["evidence"]["every_size"] is None


def test_proofs_are_the_same_whenever_they_are_looked_for() -> None:
    one, other = (proof_of(of_reference("1.3-E19-limit-coefficients")) for _ in range(2))
    assert [*map(encode, one.certificates)] == [*map(encode, other.certificates)]
    assert (one.rules, one.steps) == (other.rules, other.steps)


def test_divisors_that_may_vanish_are_found() -> None:
    n, t = indeterminate("n"), indeterminate("t")
    assert may_vanish(1 / (n * n + 2 * n), {"n"}) == []
    assert may_vanish(1 / (n - 1), {"n"}) == ["n − 1"]
    assert may_vanish(n / t, {"n"}) == ["t"]
    assert may_vanish(fmpq(1, 2), {"n"}) == []
