"""Traces, norms and inner products in claims: rotation and transposition are used in proofs."""

from __future__ import annotations

import pytest
from small_claims import claim_of, decided
from test_every_size import proof_at

from referee.deciding.claim import Answering
from referee.deciding.every_size import EverySize
from referee.evidence.proof_check import fault
from referee.language.comparison import Comparison
from referee.numerics.free_algebra.encoding import encode
from referee.strategies.families import Family, Instance, family
from referee.strategies.fields import vector
from referee.strategies.kinds import declared
from referee.strategies.matrices import d_field, free_matrix
from referee.strategies.shapes import Shapes


@family
def square_kinds() -> Family:
    """Describe an orthogonal U, a symmetric S, a projection P, an invertible K, any A, B, C."""
    kinds = {"U": "orthogonal", "S": "symmetric", "P": "projection", "K": "invertible"}
    fields = [declared.of_kind(kind, name, "d", "d") for name, kind in kinds.items()]
    fields += [free_matrix(name, "d", "d", "any matrix") for name in "ABC"]
    return Family("square_kinds", Shapes({"d": 1}, small=3, reach=0), (*fields, d_field))


def stated(p: Instance, answer: Answering) -> Comparison:
    found: Comparison = answer(p)
    return found


STATED = claim_of(square_kinds(), stated, size=None, names="U S P K A B C d")


def proof(text: str) -> EverySize:
    return proof_at(STATED, text)


TRUE = (
    "trace(A @ A.T) == norm(A)**2",
    "trace(A @ B - B @ A) == 0",
    "trace(A @ B @ C) == trace(C.T @ B.T @ A.T)",
    "norm(A - B)**2 == norm(A)**2 - 2 * trace(A.T @ B) + norm(B)**2",
    "trace(U @ A @ U.T) == trace(A)",
    "trace(U @ A @ U.T) / d == trace(A) / d",
    "trace(U @ A @ U.T) * trace(B) == trace(B) * trace(A)",
    "norm(U @ A)**2 == norm(A)**2",
    "norm(U @ A)**4 == norm(A)**4",
    "norm(U)**2 == d",
    "trace(P @ A @ P) == trace(P @ A)",
    "norm(P @ A)**2 + norm((eye(d) - P) @ A)**2 == norm(A)**2",
    "trace(inv(K) @ A @ K) == trace(A)",
    "trace(S @ A) == trace(S @ A.T)",
    "norm(A @ pinv(A))**2 == trace(pinv(A) @ A)",
    "trace(A @ pinv(A) @ A @ B) == trace(B @ A)",
)
FALSE = (
    "trace(A @ B) == trace(A) * trace(B)",
    "trace(A @ B @ C) == trace(A @ C @ B)",
    "trace(A @ B) == trace(A @ B.T)",
    "trace(U @ A) == trace(A)",
    "trace(U @ A @ U) == trace(A)",
    "norm(A @ B)**2 == norm(B @ A)**2",
    "norm(A @ B)**2 == norm(A)**2 * norm(B)**2",
    "norm(A + B)**2 == norm(A)**2 + norm(B)**2",
    "norm(P @ A)**2 == norm(A)**2",
    "norm(P)**2 == d",
    "trace(A @ pinv(A)) == d",
    "trace(A)**2 == trace(A @ A)",
    "trace(K @ A @ K) == trace(A)",
    "trace(inv(K)) == 1 / trace(K)",
    "norm(U @ A)**2 * trace(B) == norm(A)**2 * trace(C)",
    "trace(U) == d",
    "norm(U)**2 == 3",
)


@pytest.mark.parametrize("text", TRUE)
def test_what_follows_under_the_trace_is_proved(text: str) -> None:
    found = proof(text)
    assert found.holds, found.reason
    assert [fault(encode(each)) for each in found.certificates] == [""]


@pytest.mark.parametrize("text", FALSE)
def test_what_does_not_follow_under_the_trace_stays_open(text: str) -> None:
    assert not proof(text).holds


@pytest.mark.parametrize("text", FALSE)
def test_it_is_false_at_an_instance(text: str) -> None:
    assert decided(STATED, text, drawn=5, scope=300, sample=60).verdict == "refuted"


def test_numbers_that_columns_make_are_traces_too() -> None:
    @family
    def columns() -> Family:
        fields = [vector(name, "d", "any column") for name in "xy"]
        U = declared.of_kind("orthogonal", "U", "d", "d")
        return Family("columns", Shapes({"d": 1}, small=3, reach=0), (*fields, U, d_field))

    claim = claim_of(columns(), stated, size=None, names="x y U d")
    assert proof_at(claim, "norm(U @ x)**2 * norm(U @ y)**2 == norm(x)**2 * norm(y)**2").holds
    assert proof_at(claim, "norm(x @ y.T)**2 == norm(x)**2 * norm(y)**2").holds
    assert not proof_at(claim, "norm(U @ x)**2 * norm(y)**2 == norm(x)**2").holds
    assert not proof_at(claim, "(x.T @ U @ y) * eye(d) == (y.T @ U @ x) * eye(d)").holds
