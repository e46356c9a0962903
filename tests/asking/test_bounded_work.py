"""What is asked ends: after so many operations, which are counted, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from referee.asking import judging
from referee.asking.judging import HELD, QUICK, judge
from referee.deciding import phases
from referee.deciding.case import Case
from referee.deciding.findings import Finding, Findings
from referee.numerics.work import meter

HARD = (
    "hessian(log(sum(exp(x))), x) is positive semidefinite where x in R^n",
    "lim_{t -> 0} (X^T X + t I)^-1 X^T = X^+ where X in R^(n x d), t > 0",
    "expm(A) expm(-A) = I where A in R^(n x n)",
    "(A B C)^H = C^H B^H A^H where A, B, C in C^(n x n)",
    "det(expm(A)) > 0 where A in R^(n x n)",
    "‖A B‖_2 <= ‖A‖_2 ‖B‖_2 where A, B in R^(n x n)",
)
# Every phase but the first ends with the instance, or the step, at which its part is spent; the
# first has some instances, whatever they cost.
MOST = QUICK.work + (len(phases.PHASES) + phases.AT_LEAST) * 2 * QUICK.each


@pytest.mark.parametrize("text", HARD)
def test_every_statement_ends_within_its_work(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[float] = []
    learned = phases.learned

    def counted(phase: phases.Phase, case: Case, known: Findings) -> Finding:
        found = learned(phase, case, known)
        spent.append(meter().spent)
        return found

    monkeypatch.setattr(phases, "learned", counted)
    judge(text)
    assert 0 < max(spent) < MOST


def _without_times(data: Any) -> Any:
    """Return a record's data without what is measured."""
    if isinstance(data, dict):
        return {key: _without_times(x) for key, x in data.items() if key != "seconds"}
    return [_without_times(x) for x in data] if isinstance(data, list) else data


@pytest.mark.parametrize("text", HARD)
def test_what_is_known_already_changes_nothing(text: str) -> None:
    first, second = judge(text), judge(text)
    assert first.reason == second.reason
    assert _without_times(first.record) == _without_times(second.record)


def test_what_was_left_out_is_said() -> None:
    found = judge(HARD[0])
    assert found.verdict == HELD
    assert "were left out where one took too many operations" in found.reason
    assert found.decision is not None
    assert found.decision.findings.undecided == 0


def test_with_less_work_less_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "sigmoid(-x) = 1 - sigmoid(x) where x in R"

    def decided(work: float) -> int:
        monkeypatch.setattr(judging, "QUICK", replace(QUICK, work=work))
        decision = judge(text).decision
        assert decision is not None
        return decision.findings.decided

    assert phases.AT_LEAST <= decided(10_000) < decided(inf)
