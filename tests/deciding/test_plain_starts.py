"""What is right but for a place that nothing drawn hits, and is not a number of the answer."""

from __future__ import annotations

import pytest

from referee.deciding.answer import Answer
from referee.deciding.behind import behind
from referee.deciding.case import Case
from referee.deciding.conditions import stated
from referee.deciding.corpora import claims_of
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.deciding.findings import EXCEPTIONS, NUMBERS, PREMISES, Findings
from referee.deciding.grounds import Grounds
from referee.language.premises import alternatives
from referee.language.reading import parse

CLAIMS = claims_of("referee.claims")
LITTLE = Effort(scope=20, sample=20, ladder=0, search=0, stop=True, device="numpy")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("claim", "answer", "phase"),
    [
        ("3.1-E29-which-points", "x == zeros(d, 1) or norm(x)**2 == 77/5", PREMISES),
        ("1.2-A15-where-it-lies", "in_span(w_t, X) and sum(w_t) != 77", PREMISES),
        ("1.2-A4-decomposition", "U @ S @ V.T * (2 - rank(norm(S)**2 - 77/5))", EXCEPTIONS),
        ("1.1-A6-speed-bound", "2 * lambda_min / n * (2 - rank(lambda_min - 2))", NUMBERS),
    ],
)
def test_what_is_false_at_one_place_is_refuted(
    claim: str, answer: str, phase: str, seed: int
) -> None:
    found = decide(CLAIMS[claim], Answer("test", claim, answer), effort=LITTLE, seed=seed)
    assert found.verdict == "refuted"
    assert phase in found.reason


def test_behind_a_product_are_its_factors() -> None:
    claim = CLAIMS["1.2-A7-first-columns"]
    case = Case(claim, parse("norm(X)**2 == 77/5", dict.fromkeys(claim.names)))
    condition = stated(case, alternatives(case.formula.root)[0])
    found = behind(condition, (), Grounds(case, Findings()).all)
    assert ("sigma",) in found
    assert not behind(condition, ("X",), Grounds(case, Findings()).all)
