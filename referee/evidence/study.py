"""What an answer that holds is studied for: the power of its claim and its hypotheses.

The sheet says so: ``study = true`` in its head.
"""

from __future__ import annotations

from dataclasses import dataclass

from referee.deciding.decision import Decision
from referee.evidence.hypotheses import Finding, findings
from referee.evidence.power import Power, power


@dataclass(frozen=True)
class Study:
    """What became of an answer's mutants, and of its claim without each hypothesis."""

    power: Power
    findings: tuple[Finding, ...]


def study(decision: Decision) -> Study | None:
    """Study an answer that was held; None for any other verdict."""
    if decision.verdict != "held" or decision.trial is None:
        return None
    trial = decision.trial
    return Study(power(decision.claim, trial.formula, seed=trial.seed), tuple(findings(decision)))
