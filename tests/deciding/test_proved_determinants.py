"""Determinants in claims: their laws are true of instances, and nothing false follows from them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from small_claims import claim_of, decided
from test_every_size import proof_at
from test_proved_traces import STATED, proof, stated

from benchmarks.number_facts import (
    FALSE_OF_DETERMINANTS,
    FALSE_OF_RECTANGLES,
    FALSE_OF_TRACES,
    TRUE_OF_DETERMINANTS,
    TRUE_OF_RECTANGLES,
    TRUE_OF_TRACES,
    rectangular,
)
from referee.deciding.case import Case
from referee.deciding.claim import Answering
from referee.deciding.every_size import prove_for_every_size, trace
from referee.deciding.one_instance import decide_at
from referee.evidence.proof_check import fault
from referee.language.comparison import Comparison, Truth, equal, implies
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.numerics import arrays, calculus, linalg
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of, value_of_number
from referee.strategies.families import Instance
from referee.strategies.matrices import matrices


@pytest.mark.parametrize("text", TRUE_OF_DETERMINANTS)
def test_what_the_laws_say_is_proved_with_a_certificate(text: str) -> None:
    found = proof(text)
    assert found.holds, found.reason
    assert [fault(encode(each)) for each in found.certificates] == [""]


@pytest.mark.parametrize("text", FALSE_OF_DETERMINANTS)
def test_what_they_do_not_say_stays_open_and_is_false(text: str) -> None:
    assert not proof(text).holds
    assert decided(STATED, text, drawn=5, scope=400, sample=60).verdict == "refuted"


RECTANGULAR = claim_of(rectangular(), stated, size=None, names="A B K x y d n")


@pytest.mark.parametrize("text", TRUE_OF_RECTANGLES)
def test_factors_change_sides_with_their_sizes(text: str) -> None:
    found = proof_at(RECTANGULAR, text)
    assert found.holds, found.reason
    assert [fault(encode(each)) for each in found.certificates] == [""]


@pytest.mark.parametrize("text", FALSE_OF_RECTANGLES)
def test_and_not_without_them(text: str) -> None:
    assert not proof_at(RECTANGULAR, text).holds
    assert decided(RECTANGULAR, text, drawn=5, scope=600, sample=60).verdict == "refuted"


def cases() -> Iterator[Case]:
    for text in (*TRUE_OF_DETERMINANTS, *FALSE_OF_DETERMINANTS):
        yield Case(STATED, parse(text, dict.fromkeys(STATED.names)))
    for text in (*TRUE_OF_RECTANGLES, *FALSE_OF_RECTANGLES):
        yield Case(RECTANGULAR, parse(text, dict.fromkeys(RECTANGULAR.names)))


def instances(case: Case) -> Iterator[Instance]:
    rng = random.Random(case.name)
    for shape in case.family.shapes:
        yield case.family.sparse(shape, rng, plain=False)
        yield case.family.sample_large(shape, rng)


def test_every_law_that_is_used_is_true_of_instances() -> None:
    checked: set[str] = set()
    for case in cases():
        tracing = trace(case.claim.decide, case.answer, case.family).tracing
        for p in [] if tracing.conditions else instances(case):
            for law in tracing.determinants.laws.values():
                number = tracing.determinants.matrices[law.name]
                exact = linalg.det(value_of(number, tracing, p))[0, 0]
                assert exact == value_of_number(law.value, tracing, p), (law.label, p.token)
                checked.add(law.label)
    assert len(checked) > 30


def test_what_is_not_zero_is_not_zero_at_instances() -> None:
    checked = 0
    for case in cases():
        tracing = trace(case.claim.decide, case.answer, case.family).tracing
        made = tracing.determinants
        for p in [] if tracing.conditions else instances(case):
            for name in made.nonzero & made.matrices.keys():
                assert linalg.det(value_of(made.matrices[name], tracing, p))[0, 0] != 0
                checked += 1
    assert checked > 100


def test_what_is_proved_of_statements_a_node_away_is_true_of_instances() -> None:
    proved = 0
    statements = [
        (STATED, text)
        for text in (
            *TRUE_OF_DETERMINANTS,
            *TRUE_OF_TRACES,
            *FALSE_OF_DETERMINANTS,
            *FALSE_OF_TRACES,
        )
    ]
    statements += [(RECTANGULAR, text) for text in (*TRUE_OF_RECTANGLES, *FALSE_OF_RECTANGLES)]
    for claim, text in statements:
        for changed in mutants(parse(text, dict.fromkeys(claim.names)), claim):
            case = Case(claim, changed)
            if not prove_for_every_size(claim.decide, case.answer, case.family).holds:
                continue
            proved += 1
            for p in instances(case):
                found = decide_at(claim.decide, case.answer, p)
                assert found.truth is Truth.TRUE, (changed.text, p.token)
    assert proved > 20


def differential(p: Instance, answer: Answering) -> Comparison:
    K, A = p.K, p.A @ p.B
    along = calculus.directional_derivative(linalg.det, K, A)
    return equal(along, answer(p))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("det(K) * trace(inv(K) @ A @ B)", True),
        ("det(K) * trace(B @ inv(K) @ A)", True),
        ("det(K) * trace(K @ A @ B)", False),
        ("trace(inv(K) @ A @ B)", False),
    ],
)
def test_the_differential_of_a_determinant(text: str, holds: bool) -> None:
    claim = claim_of(rectangular(), differential, size="1 1", names="A B K d n")
    assert proof_at(claim, text).holds == holds


def test_a_determinant_of_a_matrix_that_may_be_singular_has_no_differential_here() -> None:
    def along(p: Instance, answer: Answering) -> Comparison:
        return equal(calculus.directional_derivative(linalg.det, p.A @ p.B, p.K), answer(p))

    claim = claim_of(rectangular(), along, size="1 1", names="A B K d n")
    found = proof_at(claim, "det(A @ B) * trace(inv(A @ B) @ K)")
    assert not found.holds
    assert found.conditions == ("AB is invertible",)


def test_a_premise_says_something_of_determinants_too() -> None:
    def involution(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        one = arrays.eye(p.shape["d"], A)
        return implies(equal(A @ A, one), equal(linalg.det(A) ** 2, linalg.det(one)))

    def nothing(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        one = arrays.eye(p.shape["d"], A)
        return implies(equal(A @ A @ A, A), equal(linalg.det(A) ** 2, linalg.det(one)))

    def idempotent(p: Instance, answer: Answering) -> Comparison:
        A = answer(p)
        return implies(equal(A @ A, A), equal(linalg.det(A) ** 2, linalg.det(A)))

    proved = [
        proof_at(claim_of(matrices(square=True), each, size="d d", names="X d n"), "X").holds
        for each in (involution, nothing, idempotent)
    ]
    assert proved == [True, False, True]


def test_a_full_rank_is_a_determinant_that_is_not_0() -> None:
    claim = claim_of(matrices(), stated, size=None, names="X d n")
    assert proof_at(claim, "det(X.T @ X) / det(X.T @ X) == 1").holds
    assert proof_at(claim, "det(inv(X.T @ X)) == 1 / det(X.T @ X)").holds
    found = proof_at(claim, "det(X @ X.T) / det(X @ X.T) == 1")
    assert found.reason == "it is proved only where det(XXᵀ) is not 0"


def test_a_determinant_of_another_shape_has_no_translation() -> None:
    def of_rectangle(p: Instance, answer: Answering) -> Comparison:
        return equal(linalg.det(p.X), answer(p))

    case = Case(claim_of(matrices(), of_rectangle), parse("1", {}))
    with pytest.raises(NotTranslated, match="a determinant of a matrix that is not square"):
        trace(case.claim.decide, case.answer, case.family)


@pytest.mark.parametrize(
    "text",
    [
        "((det(A @ B) + det(B @ C) + det(A @ C) + det(U @ B @ C))**12)**2 == 0",
        "(det(A) / det(B) + det(B) / det(C) + det(C) / det(A) + det(U) / det(P))**12 == 1",
    ],
)
def test_a_number_of_too_many_terms_is_given_up(text: str) -> None:
    assert proof(text).reason == "its numbers have more than 80 terms"
