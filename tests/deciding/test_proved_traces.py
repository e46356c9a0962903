"""Traces, norms and inner products in claims: rotation and transposition are used in proofs."""

from __future__ import annotations

import pytest
from small_claims import claim_of, decided
from test_every_size import proof_at

from benchmarks.number_facts import FALSE_OF_TRACES, TRUE_OF_TRACES, square_kinds
from referee.deciding.claim import Answering
from referee.deciding.every_size import EverySize
from referee.evidence.proof_check import fault
from referee.language.comparison import Comparison
from referee.numerics.free_algebra.encoding import encode
from referee.strategies.families import Family, Instance, family
from referee.strategies.fields import vector
from referee.strategies.kinds import declared
from referee.strategies.matrices import d_field
from referee.strategies.shapes import Shapes


def stated(p: Instance, answer: Answering) -> Comparison:
    found: Comparison = answer(p)
    return found


STATED = claim_of(square_kinds(), stated, size=None, names="U S P K A B C d")


def proof(text: str) -> EverySize:
    return proof_at(STATED, text)


@pytest.mark.parametrize("text", TRUE_OF_TRACES)
def test_what_follows_under_the_trace_is_proved(text: str) -> None:
    found = proof(text)
    assert found.holds, found.reason
    assert [fault(encode(each)) for each in found.certificates] == [""]


@pytest.mark.parametrize("text", FALSE_OF_TRACES)
def test_what_does_not_follow_under_the_trace_stays_open(text: str) -> None:
    assert not proof(text).holds


@pytest.mark.parametrize("text", FALSE_OF_TRACES)
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
