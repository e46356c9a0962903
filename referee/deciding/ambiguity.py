"""Answers that can be read in several ways: each is decided, and what they have in common counts.

Where all readings come to one verdict, that is the verdict. Where they do not, the answer is
*ambiguous*: the writer says which is meant, and nobody guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from referee.language.spelling import to_text

if TYPE_CHECKING:
    from referee.deciding.decision import Decision

AMBIGUOUS = "ambiguous"


def joined(decisions: Sequence[Decision]) -> Decision:
    """Return what the decisions of an answer's readings, one or more, amount to.

    A fault of the run in one of them is one of the whole.
    """
    first = decisions[0]
    if len(decisions) == 1:
        return first
    fault = next((each for each in decisions if each.verdict == "error"), None)
    if fault is not None:
        return replace(fault, readings=tuple(decisions))
    if len({each.verdict for each in decisions}) == 1:
        return replace(first, reason=_alike(decisions), readings=tuple(decisions))
    return replace(
        first,
        verdict=AMBIGUOUS,
        reason=_unlike(decisions),
        case=None,
        findings=type(first.findings)(),
        smallest=None,
        worst=None,
        readings=tuple(decisions),
    )


def spelled(decision: Decision) -> str:
    """Return a reading as text that can be read in no other way; raises ValueError for none."""
    if decision.case is None:
        raise ValueError("nothing was read")
    return to_text(decision.case.formula.root)


def _alike(decisions: Sequence[Decision]) -> str:
    ways = " or as ".join(spelled(each) for each in decisions)
    reason, verdict = decisions[0].reason, decisions[0].verdict
    return f"{reason}; it can be read as {ways}, and is {verdict} either way"


def _unlike(decisions: Sequence[Decision]) -> str:
    told = "; ".join(f"as {spelled(each)} it is {each.verdict}" for each in decisions)
    return f"it can be read in {len(decisions)} ways: {told}. Write the one that is meant"
