"""Studies as plain data: an answer's mutants, and its claim without each hypothesis."""

from __future__ import annotations

from typing import cast

from referee.deciding.decision import Decision
from referee.evidence import schema
from referee.evidence.hypotheses import Finding
from referee.evidence.power import Power
from referee.evidence.witnesses import witness_of


def mutation(power: Power) -> schema.Mutation:
    """Return what became of an answer's mutants."""
    return {
        "generated": power.generated,
        "refuted": power.refuted,
        "equivalent": power.equivalent,
        "inconclusive": power.inconclusive,
        "survived": len(power.survivors),
        "survivors": list(power.survivors),
        "distinct": list(power.distinct),
    }


def finding(decision: Decision, found: Finding, names: list[str]) -> schema.Finding:
    """Return what became of a claim without a hypothesis; ``names`` are shown of an instance."""
    about = [name for name in (found.hypothesis.about,) if name and name not in names]
    return {
        "name": found.hypothesis.name,
        "says": found.hypothesis.says,
        "family": found.family.name,
        "verdict": cast("schema.Need", found.verdict),
        "instances": found.instances,
        "reason": found.reason,
        "counterexample": witness_of(decision, found.counterexample, [*names, *about]),
    }
