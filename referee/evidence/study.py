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
    if decision.verdict != "held" or decision.case is None:
        return None
    case = decision.case
    return Study(power(case.claim, case.formula, seed=case.seed), tuple(findings(decision)))
