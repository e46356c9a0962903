"""Grading one answer: decided within limits, then marked by the terms of a rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import sheets_of
from referee.deciding.decision import AMBIGUOUS, Decision, Memory, decide, readings
from referee.deciding.effort import Effort
from referee.deciding.faults import is_exhaustion
from referee.deciding.limits import Clock, Limits, OverTime, held
from referee.deciding.strength.judgement import strength_of
from referee.evidence import schema
from referee.evidence.answered import fitting
from referee.evidence.record import from_decision, stub
from referee.evidence.schema import Record
from referee.evidence.strength import from_strength
from referee.evidence.study import study
from referee.grading.references import references_to
from referee.grading.rubric import BETTER, Credit, Rubric, RubricError, Terms, credit, read
from referee.grading.slips import slip_of
from referee.language.reading import parse
from referee.language.spelling import to_text

NEARLY = ("refuted", "ill-typed")  # verdicts that partial credit is asked about


def rubric_of(package: str, claims: Mapping[str, Claim], named: Path | None) -> Rubric:
    """Return the rubric that was named, or else the corpus's, which may be absent.

    Raises RubricError.
    """
    return read(rubric_at(package, named), claims)


def rubric_at(package: str, named: Path | None) -> Path:
    """Return where the rubric is that was named, or the corpus's. Raises RubricError."""
    if named is not None and not named.exists():
        raise RubricError(f"{named}: no such file; a rubric is needed")
    return named or sheets_of(package) / "rubric.toml"


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
    limits, memory = limits or Limits(), memory or Memory()
    decided = partial(_decided, claim, answer, seed, effort, limits, memory=memory)
    record = decided(studied=studied, marked=terms is not None)
    if terms is None:
        return record
    if "readings" in record:
        mark = partial(graded, claim, seed=seed, effort=effort, limits=limits, terms=terms)
        meant = [answer.meaning(reading["canonical"]) for reading in record["readings"]]
        return _of_readings(record, terms, [mark(each, memory=memory) for each in meant])
    found = _credit(claim, answer, seed, effort, limits, terms, record, memory)
    share = found["share"] if found else 0.0
    if record["verdict"] == "held":
        share = 1.0
        if "strength" in record:
            share = terms.strengths[record["strength"]["word"]]
            record = record | {"strength": record["strength"] | {"share": share}}
    marked: Record = record | {
        "credit": found,
        "points": {"given": round(share * terms.points, 4), "most": round(terms.points, 4)},
    }
    slip = slip_of(claim, answer) if record["verdict"] in NEARLY else None
    return marked if slip is None else marked | {"slip": slip}


def _of_readings(record: Record, terms: Terms, marked: Sequence[Record]) -> Record:
    """Return the record of an answer with several readings, marked by the one that counts."""
    by_points = sorted(marked, key=lambda each: each["points"]["given"])
    counts = by_points[-1 if terms.ambiguous == BETTER else 0]
    if record["verdict"] == AMBIGUOUS and not isinstance(terms.ambiguous, str):
        given = round(terms.ambiguous * terms.points, 4)
        return record | {"credit": None, "points": counts["points"] | {"given": given}}
    if record["verdict"] != AMBIGUOUS:
        counts = by_points[0]
    found: Record = record | {"credit": counts["credit"], "points": counts["points"]}
    return found | {"strength": counts["strength"]} if "strength" in counts else found


def _decided(
    claim: Claim,
    answer: Answer,
    seed: int,
    effort: Effort | None,
    limits: Limits,
    *,
    studied: bool,
    marked: bool,
    memory: Memory,
) -> Record:
    clock = Clock()
    try:
        with held(limits) as clock:
            decision = decide(claim, answer, seed=seed, effort=effort, memory=memory)
            record = from_decision(decision, study(decision) if studied else None)
            record = _with_strength(record, decision)
            if marked:
                _add_fitting(record, decision)
    except (OverTime, Exception) as error:
        if not clock.spent and not is_exhaustion(error):
            raise
        record = stub(claim, answer) | {"verdict": "error", "reason": "MemoryError"}
    if clock.spent:
        return _over(claim, answer, f"more than {limits.seconds:g} s of computing")
    if record["verdict"] == "error" and record["reason"].startswith("MemoryError"):
        memory.exhausted = True
        if limits.megabytes is None:
            return record | {"fault": "run"}
        return _over(claim, answer, f"more than {limits.megabytes} MB of memory")
    return record


def _with_strength(record: Record, decision: Decision) -> Record:
    """Return a record with how much its answer says, where the claim asks for that."""
    if decision.claim.asks is None:
        return record
    found = strength_of(decision, references_to(decision.claim))
    if found is None:
        return record
    return record | {"strength": from_strength(found, decision.claim.family)}


def _add_fitting(record: Record, decision: Decision) -> None:
    """Add what the reference gives at a counterexample at which nothing is known to belong."""
    found = record["counterexample"]
    smallest = found["smallest"] if found else None
    if smallest is None or decision.smallest is None:
        return
    if "answer" in smallest and "belongs" not in smallest:
        claim = decision.claim
        right = (parse(text, dict.fromkeys(claim.names)) for text in references_to(claim))
        value = fitting(claim, right, decision.smallest.instance)
        if value is not None:
            smallest["fits"] = value


def _over(claim: Claim, answer: Answer, what: str) -> Record:
    """Return the record of an answer that its limits have stopped, whatever came of it then."""
    reason = f"stopped: the answer took {what}"
    return stub(claim, answer) | {"verdict": "inconclusive", "reason": reason}


def _credit(
    claim: Claim,
    answer: Answer,
    seed: int,
    effort: Effort | None,
    limits: Limits,
    terms: Terms,
    record: Record,
    memory: Memory,
) -> schema.Credit | None:
    if record["verdict"] not in NEARLY:
        return None
    clock = Clock()
    try:
        with held(limits) as clock:
            found = credit(claim, _as_read(claim, answer), terms, seed=seed, effort=effort)
    except (OverTime, Exception) as error:
        memory.exhausted |= is_exhaustion(error)
        if not clock.spent and not is_exhaustion(error):
            raise
        return None  # what could not be decided in time is not credited
    return None if found is None or clock.spent else _plain(found)


def _as_read(claim: Claim, answer: Answer) -> Answer:
    """Return an answer in the canonical notation, in which statements about it can be made."""
    return answer.meaning(to_text(readings(claim, answer)[0].root))


def _plain(found: Credit) -> schema.Credit:
    """Return a credit as plain data: what was decided, and on what evidence."""
    decision = found.decision
    if decision is None:  # one normal form: an identity
        answer, instances, proved = found.answer, 0, True
    else:
        decided = from_decision(decision)
        answer, instances = decided["answer"] or "", decided["instances"]
        proved = bool(decision.proof and decision.proof.holds)
    return {
        "case": found.case,
        "share": found.share,
        "says": found.says,
        "answer": answer,
        "instances": instances,
        "proved": proved,
    }
