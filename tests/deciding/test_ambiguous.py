"""Answers with several readings: each is decided, and nobody guesses which one is meant."""

from __future__ import annotations

from functools import cache

import pytest
from small_claims import examples

from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.decision import AMBIGUOUS, Decision, decide, readings, spelled
from referee.deciding.effort import Effort
from referee.evidence.record import answer_of, from_decision
from referee.grading.marking import graded
from referee.grading.rubric import Terms
from referee.language.normal_form import normal_form
from referee.reports import page

CLAIMS = corpus.load()
LITTLE = Effort(scope=60, sample=40, ladder=0, proof=0, search=0)
LOSS, GRADIENT = "1.2-E4-loss", "1.2-E5-gradient"
UNLIKE = "||X^T w - y||^2/2n"  # over 2n it holds, over 2 and times n it does not
ALIKE = "X(X^T w - y)/2n"  # either is false


@cache
def found(claim: str, text: str) -> Decision:
    with examples(CLAIMS[claim], 5):
        return decide(CLAIMS[claim], Answer("s", claim, text), effort=LITTLE)


def marked(claim: str, text: str, terms: Terms) -> tuple[float, float]:
    with examples(CLAIMS[claim], 5):
        answer = Answer("s", claim, text)
        record = graded(CLAIMS[claim], answer, effort=LITTLE, terms=terms)
    return record["points"]["given"], record["points"]["most"]


def test_readings_with_different_verdicts_are_ambiguous_and_never_as_expected() -> None:
    decision = found(LOSS, UNLIKE)
    assert decision.verdict == AMBIGUOUS
    assert not decision.expected
    assert {each.verdict for each in decision.readings} == {"held", "refuted"}
    for each in decision.readings:
        assert f"as {spelled(each)} it is {each.verdict}" in decision.reason


def test_readings_with_one_verdict_have_that_verdict_and_both_are_told() -> None:
    decision = found(GRADIENT, ALIKE)
    assert decision.verdict == "refuted"
    assert decision.smallest is not None
    assert len(decision.readings) == 2
    assert all(spelled(each) in decision.reason for each in decision.readings)


@pytest.mark.parametrize(("claim", "text"), [(LOSS, UNLIKE), (GRADIENT, ALIKE)])
def test_what_is_to_be_written_instead_has_that_reading_alone(claim: str, text: str) -> None:
    family = CLAIMS[claim].family
    for each in found(claim, text).readings:
        assert each.case is not None
        (back,) = readings(CLAIMS[claim], Answer("s", claim, spelled(each)))
        assert normal_form(back, family) == normal_form(each.case.formula, family)


def test_the_record_has_each_reading_with_its_counterexample() -> None:
    record = from_decision(found(LOSS, UNLIKE))
    assert record["answer"] == UNLIKE
    by_verdict = {each["verdict"]: each for each in record["readings"]}
    wrong, right = by_verdict["refuted"], by_verdict["held"]
    assert wrong["counterexample"] is not None
    assert right["counterexample"] is None
    again = decide(CLAIMS[LOSS], answer_of(record), effort=LITTLE)
    assert again.reason == record["reason"]


def test_the_page_shows_how_to_write_each_reading() -> None:
    record = from_decision(found(LOSS, UNLIKE))
    html = page.render([record], None)
    assert "It can be read in 2 ways" in html
    for each in record["readings"]:
        assert each["answer"] in html


@pytest.mark.parametrize(
    ("terms", "given"),
    [
        (Terms(4), 0),
        (Terms(4, ambiguous="worse"), 0),
        (Terms(4, ambiguous="better"), 4),
        (Terms(4, ambiguous=0.5), 2),
    ],
)
def test_a_rubric_says_what_an_ambiguous_answer_is_worth(terms: Terms, given: float) -> None:
    assert marked(LOSS, UNLIKE, terms) == (given, 4)


def test_partial_credit_is_that_of_the_reading_that_counts() -> None:
    # X(Xᵀw − y)/(2n) is right up to a factor; times n it is right for no constant.
    assert marked(GRADIENT, ALIKE, Terms(4, factor=0.5)) == (0, 4)
