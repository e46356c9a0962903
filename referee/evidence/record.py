"""Records: decisions as plain data, one JSON object each, from which every report follows."""

from __future__ import annotations

from typing import cast

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.decision import Decision, spelled
from referee.evidence import schema
from referee.evidence.counted import counted
from referee.evidence.replay import replay_command
from referee.evidence.schema import Record
from referee.evidence.studied import finding, mutation
from referee.evidence.study import Study
from referee.evidence.unread import from_refusal
from referee.evidence.witnesses import shown, witness_of
from referee.language.latex import to_latex
from referee.language.spelling import to_text


def stub(claim: Claim | None, answer: Answer) -> Record:
    """Return what is known of an item before it is decided: the row of a lost claim."""
    found: Record = {
        "schema": schema.VERSION,
        "claim": answer.claim,
        "part": claim.part if claim else "",
        "equation": _equation(claim),
        "sheet": answer.sheet,
        "label": answer.label,
        "reading": answer.reading,
        "answer": answer.text,
        "answer_latex": None,
        "statement": claim.states if claim else "",
        "blank": claim.blank if claim else "",
        "given": claim.given if claim else "",
        "verdict": "missing",
        "reason": "the run ended before this claim was decided",
        "expected": cast("schema.Verdict | None", answer.expect),
        "as_expected": False,
        "because": answer.because,
        "rests_on": answer.rests_on.split(),
        "instances": 0,
        "undecided": 0,
        "vacuous": 0,
        "violations": 0,
        "margin": {"smallest": None, "median": None, "float64": None},
        "counterexample": None,
        "tightest": None,
        "evidence": {},
        "seconds": 0.0,
        "replay": replay_command(claim, answer) if claim else "",
    }
    if answer.notation:
        found["notation"] = answer.notation
    if answer.names:
        found["names"] = dict(answer.names)
    return found


def answer_of(record: Record) -> Answer:
    """Return the answer that a record tells of, for it to be read again."""
    return Answer(
        record["sheet"],
        record["claim"],
        record["answer"],
        record["label"],
        record["reading"],
        record["expected"],
        record["because"],
        " ".join(record.get("rests_on", ())),
        study="mutation" in record["evidence"],
        notation=record.get("notation", ""),
        names=tuple(record.get("names", {}).items()),
    )


def _equation(claim: Claim | None) -> int | list[int] | None:
    equation = claim.equation if claim else None
    return list(equation) if isinstance(equation, tuple) else equation


def from_decision(decision: Decision, study: Study | None = None) -> Record:
    """Return the record of a decision, and of its study, made of plain Python values only."""
    record = stub(decision.claim, decision.answer)
    record |= {
        "verdict": cast("schema.Verdict", decision.verdict),
        "reason": decision.reason,
        "as_expected": decision.expected,
        "replay": replay_command(
            decision.claim, decision.answer, decision.case.seed if decision.case else None
        ),
        "seconds": round(decision.seconds, 4),
    }
    if decision.fault:
        record["fault"] = cast("schema.Fault", decision.fault)
    if decision.refusal is not None:
        record["unread"] = from_refusal(decision.refusal)
    if decision.case is not None:
        record = counted(record, decision, decision.case)
    if decision.readings:
        record |= {"readings": [_reading(each) for each in decision.readings]}
    if study is not None and decision.case is not None:
        names = shown(decision.case)
        record["evidence"] |= {
            "mutation": mutation(study.power),
            "hypotheses": [finding(decision, found, names) for found in study.findings],
        }
    return record


def _reading(decision: Decision) -> schema.Reading:
    """Return one of several ways in which an answer can be read."""
    if decision.case is None:
        raise ValueError("a reading that was not decided")
    return {
        "answer": spelled(decision),
        "canonical": to_text(decision.case.formula.root),
        "answer_latex": to_latex(decision.case.formula, decision.case.family),
        "verdict": cast("schema.Verdict", decision.verdict),
        "reason": decision.reason,
        "counterexample": witness_of(decision, decision.smallest, shown(decision.case)),
    }


def key(record: Record) -> tuple[str, str, str]:
    """Return what identifies a record within a run."""
    return str(record["claim"]), str(record["sheet"]), str(record["label"])
