"""The row of an answer: the decision it shares with its twins, in its own words."""

from __future__ import annotations

from typing import cast

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.evidence.record import stub
from referee.evidence.schema import Record
from referee.grading.reading import printable
from referee.language.comparison import IllTyped
from referee.language.latex import to_latex
from referee.language.tree import Formula
from referee.language.types import type_of
from referee.running.classes.run import ClassRun
from referee.strategies.families import say_shape


def row_of(run: ClassRun, claim_id: str, answer: Answer) -> Record:
    """Return the record of an answer with its own text in place of a twin's."""
    claim = run.claims[claim_id]
    if answer.problem:
        _, _, why = answer.problem.partition(f": {claim_id}: ")
        return _unread(claim, answer, printable(why or answer.problem, 300))
    if answer.text is None:
        return _anonymous(stub(claim, answer), answer) | {
            "verdict": "unanswered",
            "as_expected": True,
            "reason": "no answer was given",
        }
    asked = run.ask(answer)
    if asked.key is None or asked.formula is None:
        found = _unread(claim, answer, asked.trouble)
        return found if asked.unread is None else found | {"unread": asked.unread}
    record = run.decisions.get(asked.key) or run.lost.get(asked.key)
    if record is None:
        record = stub(claim, answer)
    latex = to_latex(asked.formula, claim.family)
    reason = _own_reason(claim, asked.formula, record)
    return _anonymous(record, answer) | {"answer_latex": latex, "reason": reason}


def _unread(claim: Claim, answer: Answer, why: str) -> Record:
    """Return the record of what is the sheet's own fault."""
    found = _anonymous(stub(claim, answer), answer)
    return found | {"verdict": "error", "fault": "sheet", "reason": why}


def _anonymous(record: Record, answer: Answer) -> Record:
    """Return a record as one for everybody who wrote this text."""
    own = stub(None, answer)
    told = {k: own[k] for k in ("notation", "names") if k in own}
    kept = {k: v for k, v in record.items() if k not in {"notation", "names"}}
    return cast(Record, kept | told) | {
        "sheet": "",
        "label": "",
        "reading": printable(answer.reading, 300),
        "answer": answer.text,
        "expected": None,
        "as_expected": record["verdict"] in {"held", "unanswered"},
        "because": "",
        "replay": "",
    }


def _own_reason(claim: Claim, formula: Formula, record: Record) -> str:
    """Say what does not fit, in the columns of an answer's own text and not of a twin's."""
    reason, found = record["reason"], record["counterexample"]
    misfit = found.get("misfit") if found and record["verdict"] == "ill-typed" else None
    if misfit is None:
        return reason
    shape = misfit["shape"]
    try:
        type_of(formula, claim.family, shape)
    except IllTyped as error:
        why = str(error) if error.at is None else f"{formula.place(error.at)}: {error}"
        _, also, where = reason.partition("; where it fits")
        return f"at {say_shape(shape)}: {why}{also}{where}"
    return reason
