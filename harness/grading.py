"""Grading one answer: decided within limits, then marked by the terms of a rubric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.claim import Claim
from harness.decision import Memory, decide
from harness.limits import Limits, OverTime, held
from harness.record import Record, from_decision, stub
from harness.rubric import Credit, Terms, credit
from harness.sheet import Answer
from harness.study import study
from harness.trial import Effort

NEARLY = ("refuted", "ill-typed")  # verdicts that partial credit is asked about


def graded(
    claim: Claim,
    answer: Answer,
    *,
    seed: int = 0,
    effort: Effort | None = None,
    limits: Limits | None = None,
    terms: Terms | None = None,
    studied: bool = False,
    memory: Memory | None = None,
) -> Record:
    """Return the record of an answer; with terms also its credit and its points."""
    limits = limits or Limits()
    record = _decided(claim, answer, seed, effort, limits, studied=studied, memory=memory)
    if terms is None:
        return record
    found = _credit(claim, answer, seed, effort, limits, terms, record)
    share = 1.0 if record["verdict"] == "held" else found["share"] if found else 0.0
    points = {"given": round(share * terms.points, 4), "most": round(terms.points, 4)}
    return record | {"credit": found, "points": points}


def _decided(
    claim: Claim,
    answer: Answer,
    seed: int,
    effort: Effort | None,
    limits: Limits,
    *,
    studied: bool,
    memory: Memory | None,
) -> Record:
    try:
        with held(limits):
            decision = decide(claim, answer, seed=seed, effort=effort, memory=memory)
            record = from_decision(decision, study(decision) if studied else None)
    except OverTime:
        return stub(claim, answer) | _over(f"more than {limits.seconds:g} s of computing")
    except MemoryError:
        return stub(claim, answer) | _over(f"more than {limits.megabytes} MB of memory")
    if record["verdict"] == "error" and record["reason"].startswith("MemoryError"):
        return record | _over(f"more than {limits.megabytes} MB of memory")
    return record


def _over(what: str) -> Record:
    return {"verdict": "inconclusive", "reason": f"stopped: the answer took {what}"}


def _credit(
    claim: Claim,
    answer: Answer,
    seed: int,
    effort: Effort | None,
    limits: Limits,
    terms: Terms,
    record: Mapping[str, Any],
) -> Record | None:
    if record["verdict"] not in NEARLY:
        return None
    try:
        with held(limits):
            found = credit(claim, answer, terms, seed=seed, effort=effort)
    except (OverTime, MemoryError):
        return None  # what could not be decided in time is not credited
    return None if found is None else _plain(found)


def _plain(found: Credit) -> Record:
    """Return a credit as plain data: what was decided, and on what evidence."""
    decided = from_decision(found.decision)
    return {
        "case": found.case,
        "share": found.share,
        "says": found.says,
        "answer": decided["answer"],
        "instances": decided["instances"],
        "proved": bool(found.decision.proof and found.decision.proof.holds),
    }
