"""What only floats take for a violation is not drawn as one under a claim that holds."""

from __future__ import annotations

import numpy as np
from report_records import record as example

from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.evidence.record import from_decision
from referee.reports import evidence

CLAIM = load()["1.1-A5-exponential-decay"]
SCREENED = Effort(scope=20, sample=20, proof=0, search=0.25)


def test_margins_that_rounding_makes_violations_are_counted_and_not_drawn() -> None:
    found = decide(CLAIM, Answer("mine", CLAIM.id, "2 * lambda_min / n"), effort=SCREENED)
    assert found.sweep is not None
    seen = np.concatenate([each.values for each in found.sweep.slacks])
    assert found.verdict == "held"
    assert (seen < -0.5).any()  # E(t) underflows, and what bounds it before
    record = from_decision(found)
    drawn = record["margin"]["histogram"]
    assert drawn is not None
    assert drawn["edges"][0] >= 0
    assert drawn["left_out"] == (seen < -1e-9).sum()
    assert sum(drawn["counts"]) + drawn["left_out"] == np.isfinite(seen).sum()
    assert evidence.left_out(record) == (
        f"without {drawn['left_out']:,} that rounding alone takes for violations"
    )


def test_margins_of_what_is_refuted_are_all_drawn() -> None:
    found = decide(CLAIM, Answer("mine", CLAIM.id, "3 * lambda_min"), effort=SCREENED)
    drawn = from_decision(found)["margin"]["histogram"]
    assert found.verdict == "refuted"
    assert drawn is not None
    assert drawn["edges"][0] < 0
    assert "left_out" not in drawn


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert evidence.left_out(example("held")) == ""
