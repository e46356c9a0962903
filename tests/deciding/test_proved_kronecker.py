"""Kronecker products, vec, blocks, Hadamard products and adjugates in proofs at every size."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from small_claims import claim_of, decided
from test_every_size import proof_at
from test_proved_traces import stated

from referee.deciding.case import Case
from referee.deciding.every_size import prove_for_every_size, trace
from referee.deciding.one_instance import decide_at
from referee.evidence.proof_check import fault
from referee.evidence.record import from_decision
from referee.evidence.sympy_check import lines
from referee.evidence.sympy_script import identities
from referee.language.comparison import Truth
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.numerics import scalars
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.strategies.families import Family, Instance, family
from referee.strategies.fields import vector
from referee.strategies.kinds import declared
from referee.strategies.matrices import d_field, free_matrix, n_field
from referee.strategies.shapes import Shapes


@family
def factors() -> Family:
    """Describe any A (d, n), B (n, d), C (d, d), D (n, n), K and L invertible, U orthogonal."""
    fields = (
        free_matrix("A", "d", "n", "any matrix"),
        free_matrix("B", "n", "d", "any matrix"),
        free_matrix("C", "d", "d", "any matrix"),
        free_matrix("D", "n", "n", "any matrix"),
        declared.invertible("K", "d"),
        declared.invertible("L", "n"),
        declared.of_kind("symmetric", "S", "d", "d"),
        declared.of_kind("orthogonal", "U", "d", "d"),
        declared.of_kind("positive definite", "P", "d", "d"),
        vector("x", "d", "any column"),
        vector("y", "n", "any column"),
        d_field,
        n_field,
    )
    return Family("kronecker_factors", Shapes({"d": 1, "n": 1}, small=2, reach=0), fields)


CLAIM = claim_of(factors(), stated, size=None, names="A B C D K L P S U x y d n")

# Horn and Johnson, "Topics in Matrix Analysis" (1991), chapters 4 and 5; Petersen and Pedersen,
# "The Matrix Cookbook" (2012), sections 9.1 and 10.2. Each stands beside what people write instead.
LAWS = (
    ("kron(A, B) @ kron(B, A) == kron(A @ B, B @ A)", "kron(C, D)**2 == kron(C, D**2)"),
    ("kron(A, C).T == kron(A.T, C.T)", "kron(C, D).T == kron(D.T, C.T)"),
    ("inv(kron(K, L)) == kron(inv(K), inv(L))", "inv(kron(K, L)) == kron(inv(L), inv(K))"),
    ("pinv(kron(A, C)) == kron(pinv(A), pinv(C))", "pinv(kron(C, D)) == kron(pinv(D), pinv(C))"),
    ("trace(kron(C, D)) == trace(C) * trace(D)", "trace(kron(C, D)) == n * trace(C) * trace(D)"),
    ("det(kron(C, D)) == det(C)**n * det(D)**d", "det(kron(C, D)) == det(C)**d * det(D)**n"),
    ("kron(C + S, D) == kron(C, D) + kron(S, D)", "kron(C + S, D + D) == kron(C, D) + kron(S, D)"),
    ("kron(kron(A, B), C) == kron(A, kron(B, C))", "kron(kron(C, D), S) == kron(kron(S, D), C)"),
    ("kron(C, eye(n)) @ kron(eye(d), D) == kron(C, D)", "kron(C, D) == kron(D, C)"),
    ("norm(kron(A, C)) == norm(A) * norm(C)", "norm(kron(A, C)) == norm(A) + norm(C)"),
    ("vec(A @ D @ B) == kron(B.T, A) @ vec(D)", "vec(C @ S @ U) == kron(C, U.T) @ vec(S)"),
    ("vec(C @ S) == kron(eye(d), C) @ vec(S)", "vec(C @ S) == kron(C, eye(d)) @ vec(S)"),
    ("vec(C).T @ vec(S) == trace(C.T @ S)", "vec(C).T @ vec(U) == trace(C @ U)"),
    (
        "vec(A).T @ kron(D.T, C) @ vec(A) == trace(A.T @ C @ A @ D)",
        "vec(A).T @ kron(D, C) @ vec(A) == trace(A.T @ C @ A @ D)",
    ),
    ("vec(x @ y.T) == kron(y, x)", "vec(x @ y.T) == kron(x, y)"),
    ("kron(x, y).T @ kron(C, D) @ kron(x, y) == (x.T @ C @ x) * (y.T @ D @ y)",
     "kron(x, y).T @ kron(D, C) @ kron(x, y) == (x.T @ C @ x) * (y.T @ D @ y)"),
    ("trace(kron_sum(C, D)) == n * trace(C) + d * trace(D)",
     "trace(kron_sum(C, D)) == d * trace(C) + n * trace(D)"),
    ("kron_sum(C, D) @ kron(C, D) == kron(C, D) @ kron_sum(C, D)",
     "kron_sum(C, D) @ kron(C, D) == kron(C @ C, D @ D)"),
    ("C * S == S * C", "C * S == C @ S"),
    ("(C * S).T == C.T * S", "(C * U).T == C * U.T"),
    ("C * (S + U) == C * S + U * C", "C * (S @ U) == (C * S) @ U"),
    ("sum(C * S) == trace(C.T @ S)", "sum(C * U) == trace(C @ U)"),
    ("C @ adj(C) == det(C) * eye(d)", "C @ cofactor(C) == det(C) * eye(d)"),
    ("adj(C @ S) == adj(S) @ adj(C)", "adj(C @ S) == adj(C) @ adj(S)"),
    ("adj(K) == det(K) * inv(K)", "adj(K) == det(K) * inv(K).T"),
    ("det(K) * det(adj(K)) == det(K)**d", "det(adj(K)) == det(K)**d"),
    ("expm(C) @ expm(-C) == eye(d)", "expm(C) @ expm(C) == eye(d)"),
    ("expm(C).T == expm(C.T)", "expm(C).T == expm(-C)"),
    ("inv(blkdiag(K, L)) == blkdiag(inv(K), inv(L))", "inv(blkdiag(K, L)) == blkdiag(K, L)"),
    ("det(blkdiag(C, D)) == det(C) * det(D)", "det(blkdiag(C, D)) == det(C) + det(D)"),
    ("trace(blkdiag(C, D)) == trace(C) + trace(D)", "trace(blkdiag(C, D)) == trace(C) * trace(D)"),
    (
        "det(vstack(hstack(K, A), hstack(B, D))) == det(K) * det(D - B @ inv(K) @ A)",
        "det(vstack(hstack(K, A), hstack(B, D))) == det(K) * det(D) - det(B @ inv(K) @ A)",
    ),
    (
        "det(vstack(hstack(C, A), hstack(B, L))) == det(L) * det(C - A @ inv(L) @ B)",
        "det(vstack(hstack(C, S), hstack(U, K))) == det(C @ K - S @ U)",
    ),
    ("hstack(C, A) @ vstack(S, B) == C @ S + A @ B", "hstack(C, A) @ vstack(S, B) == C @ S"),
    ("det(expm(C)) == exp(trace(C))", "det(expm(C)) == exp(det(C))"),
    ("implies(C @ S == S @ C, expm(C + S) == expm(C) @ expm(S))", "expm(C + S) == expm(C @ S)"),
    ("expm(3 * C) == expm(C) @ expm(2 * C)", "expm(3 * C) == expm(C) + expm(2 * C)"),
    ("sqrtm(P) @ sqrtm(P) == P", "sqrtm(P) == P"),
    ("sqrtm(K.T @ K) @ sqrtm(K.T @ K) == K.T @ K", "sqrtm(K.T @ K) == K"),
    ("det(sqrtm(P))**2 == det(P)", "det(sqrtm(P)) == det(P)"),
    ("proj(A) @ A == A", "A @ proj(B) == A"),
    ("proj(A).T == proj(A)", "proj(C) == proj(C.T)"),
)  # fmt: skip
TRUE, FALSE = zip(*LAWS, strict=True)


@pytest.mark.parametrize("text", TRUE)
def test_a_law_is_proved_for_every_size_with_a_certificate(text: str) -> None:
    found = proof_at(CLAIM, text)
    assert found.holds, found.reason
    assert [fault(encode(each)) for each in found.certificates] == [""]


@pytest.mark.parametrize("text", FALSE)
def test_what_is_written_instead_is_not_proved_and_is_refuted(text: str) -> None:
    assert not proof_at(CLAIM, text).holds
    assert decided(CLAIM, text, drawn=5, scope=150, sample=60).verdict == "refuted"


def instances(case: Case) -> Iterator[Instance]:
    rng = random.Random(case.name)
    for shape in ({"d": 1, "n": 2}, {"d": 2, "n": 1}, {"d": 2, "n": 2}):
        if not case.misfit(shape):
            yield case.family.sparse(shape, rng, plain=False)


@pytest.mark.parametrize("text", [*TRUE, *FALSE])
def test_letters_and_what_is_stated_of_them_are_true_of_instances(text: str) -> None:
    """Hold every axiom, and both sides of the goals, against exact arrays."""
    case = Case(CLAIM, parse(text, dict.fromkeys(CLAIM.names)))
    try:
        traced = trace(CLAIM.decide, case.answer, case.family)
    except NotTranslated:
        return
    for p in [] if traced.tracing.conditions else instances(case):
        axioms = traced.tracing.axioms
        for axiom in axioms[:: 1 + len(axioms) // 60]:
            zero = value_of(axiom.polynomial, traced.tracing, p)
            assert all(scalars.vanishes(x) is not False for x in zero.flat), axiom.label
        # The numbers e^c and det(√P) have no rational value.
        if traced.own and "exp(" not in text and "det(sqrtm" not in text:
            (goal,) = traced.goals
            zero = value_of(goal.left - goal.right, traced.tracing, p)
            found = decide_at(CLAIM.decide, case.answer, p).truth
            zeros = [scalars.vanishes(x) for x in zero.flat]
            assert None in zeros or (found is Truth.TRUE) == all(zeros)


@pytest.mark.parametrize(
    "text",
    [
        "kron(A, B) @ kron(B, A) == kron(A @ B, B @ A)",
        "vec(A @ D @ B) == kron(B.T, A) @ vec(D)",
        "C @ adj(C) == det(C) * eye(d)",
        "C @ expm(C) == expm(C) @ C",
        "sqrtm(P) @ sqrtm(P) == P",
        "det(kron(C, D)) == det(C)**n * det(D)**d",
    ],
)
def test_a_script_for_sympy_checks_the_certificate(text: str) -> None:
    record = from_decision(decided(CLAIM, text, drawn=5, scope=40, sample=10))
    checked = [*lines(identities([record], {CLAIM.id: CLAIM}))]
    assert [good for good, _ in checked] == [True], checked


def test_what_is_proved_of_statements_a_node_away_is_true_of_instances() -> None:
    proved = 0
    for text in (*TRUE[::3], *FALSE[::3]):
        for changed in mutants(parse(text, dict.fromkeys(CLAIM.names)), CLAIM):
            case = Case(CLAIM, changed)
            if len(changed.text) > 60 or not _is_proved(case):
                continue
            proved += 1
            for p in instances(case):
                found = decide_at(CLAIM.decide, case.answer, p)
                assert found.truth is not Truth.FALSE, (changed.text, p.token)
    assert proved > 10


def _is_proved(case: Case) -> bool:
    return prove_for_every_size(CLAIM.decide, case.answer, case.family).holds
