"""Somebody may watch a decision; it is then the decision that it is without."""

from __future__ import annotations

import pytest

from referee.deciding import phases
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import load
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.deciding.findings import Findings
from referee.deciding.watching import watched
from referee.evidence.record import from_decision
from referee.running.redeciding import differences

GRADIENT = load()["1.2-E5-gradient"]
QUICK = Effort(scope=30, sample=10, ladder=0, proof=2, search=0.0, device="numpy")


@pytest.mark.parametrize("text", ["X @ (X.T @ w - y) / n", "X @ (X.T @ w - y) / 2"])
def test_each_phase_is_told_as_it_ends(text: str) -> None:
    seen: list[tuple[str, int]] = []

    def see(phase: str, _: Case, known: Findings) -> None:
        seen.append((phase, known.decided))

    answer = Answer("test", GRADIENT.id, text)
    with watched(see):
        decision = decide(GRADIENT, answer, effort=QUICK)
    assert [phase for phase, _ in seen] == [phase.name for phase in phases.PHASES]
    assert [count for _, count in seen] == sorted(count for _, count in seen)
    assert seen[-1][1] == decision.findings.decided > 0
    unwatched = decide(GRADIENT, answer, effort=QUICK)
    assert [*differences(from_decision(decision), from_decision(unwatched))] == []
    assert len(seen) == len(phases.PHASES)  # nobody watched the second


def test_what_the_watcher_raises_ends_the_decision() -> None:
    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), watched(leave):
        decide(GRADIENT, Answer("test", GRADIENT.id, "w"), effort=QUICK)
