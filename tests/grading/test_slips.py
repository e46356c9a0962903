"""Slips: by what a wrong answer differs from a right one, decided and never guessed."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import Answering
from referee.deciding.corpora import claims_of
from referee.deciding.drawn_once import smallest
from referee.deciding.effort import Effort
from referee.evidence.answered import Answered, answered, fitting
from referee.grading import slips
from referee.grading.marking import graded
from referee.grading.references import own_sheets
from referee.grading.rubric import Terms
from referee.grading.tree_differences import difference
from referee.language.comparison import Comparison, equal
from referee.language.reading import parse
from referee.reports.mistakes import sentence
from referee.strategies.families import Instance

GRADIENT = claims_of("referee.claims")["1.2-E5-gradient"]
NAMES = dict.fromkeys(GRADIENT.names)


def slip(text: str, claim: str = "1.2-E5-gradient") -> tuple[str, str]:
    """Return the kind of an answer's slip and what is said, formulas in their places."""
    found = slips.slip_of(claims_of("referee.claims")[claim], Answer("s", claim, text))
    if found is None:
        return "", ""
    said = found["says"].replace("{there}", found["there"]).replace("{right}", found["right"])
    return found["kind"], said


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("(1/n) * X @ (X.T @ w + y)", "sign", "the sign of y is what differs"),
        ("X @ (y - X.T @ w) / n", "sign", "the sign of the whole formula is what differs"),
        ("X @ (X.T @ w - y)", "factor", r"the factor \frac{1}{n} is missing"),
        ("(1/2) * X @ (X.T @ w - y)", "factor", r"\frac{1}{2} stands where \frac{1}{n} belongs"),
        ("X @ (X.T @ w - y) / 2", "factor",
         r"it is as if \frac{1}{2} stood where \frac{1}{n} belongs"),
        ("X @ X.T @ w / n", "term", "the term -y is missing"),
        ("X @ (X.T @ w - w) / n", "", ""),
        ("X.T @ (X.T @ w - y) / n", "transpose",
         r"X^{\top} stands where X belongs: a transpose differs"),
        ("X @ (X.T @ y - y) / n", "", ""),
    ],
)  # fmt: skip
def test_a_single_change_is_told_however_it_is_written(text: str, kind: str, said: str) -> None:
    assert slip(text) == (kind, said)


def test_a_right_answer_and_one_of_two_changes_have_no_slip() -> None:
    assert slip("X @ (X.T @ w - y) / n") == ("", "")
    assert slip("(X @ X.T @ w + X @ y) * 7") == ("", "")


def test_a_divisor_that_is_missing_is_a_missing_quotient() -> None:
    assert slip("norm(X.T @ w - y)**2 / n", "1.2-E4-loss") == (
        "factor", r"the factor \frac{1}{2} is missing",
    )  # fmt: skip


def test_what_the_corpus_says_of_a_wrong_variant_is_told_of_every_spelling_of_it() -> None:
    found = slips.slip_of(GRADIENT, Answer("s", GRADIENT.id, "(X @ X.T @ w) * (1/n)"))
    assert found is not None
    assert found["because"] == "y is dropped"


def test_every_explained_variant_of_the_corpus_is_known() -> None:
    known = claims_of("referee.claims")
    told = [
        answer
        for sheet in own_sheets("referee.claims")
        for answer in sheet.answers
        if answer.expect in slips.REJECTED and answer.because and answer.claim in known
    ]
    assert len(told) > 300
    for answer in told:
        found = slips.slip_of(known[answer.claim], answer)
        assert found is not None, answer
        assert found["because"]


def test_no_text_of_a_slip_has_a_formula_without_its_place() -> None:
    for claim in list(claims_of("referee.claims").values())[:40]:
        for apart in chain.from_iterable(slips._differences(claim).values()):
            assert ("{there}" in apart.says) == (apart.there is not None), apart
            assert ("{right}" in apart.says) == (apart.right is not None), apart


def test_a_difference_undone_is_the_other_one() -> None:
    right, wrong = (parse(text, NAMES).root for text in ("w - X @ y", "w + X @ y"))
    assert difference(wrong, right).kind == difference(right, wrong).kind == "sign"


def test_the_record_of_a_marked_answer_has_its_slip_and_both_values() -> None:
    effort = Effort(sample=5, proof=0, search=0)
    answer = Answer("s", GRADIENT.id, "X @ (X.T @ w + y) / n")
    record = graded(GRADIENT, answer, effort=effort, terms=Terms())
    assert record["slip"]["kind"] == "sign"
    assert record["counterexample"] is not None
    at = record["counterexample"]["smallest"]
    assert at is not None
    assert at["answer"] == at["rhs"]
    assert at["belongs"] == at["lhs"]
    assert "slip" not in graded(GRADIENT, answer, effort=effort)


def test_where_the_other_side_depends_on_the_answer_nothing_is_said_to_belong_there() -> None:
    claim = claims_of("referee.claims")["1.3-E20-limit"]
    effort = Effort(sample=5, proof=0, search=0)
    wrong = Answer("s", claim.id, "-X @ inv(X.T @ X) @ y")
    record = graded(claim, wrong, effort=effort)
    assert record["counterexample"] is not None
    at = record["counterexample"]["smallest"]
    assert at is not None
    assert at["answer"] == [["-1"]]
    assert not {"belongs", "fits"} & set(at)
    marked = graded(claim, wrong, effort=effort, terms=Terms())["counterexample"]
    assert marked is not None
    assert marked["smallest"] == {**at, "fits": [["1"]]}


def test_of_a_bound_one_value_is_told_that_would_be_right_there() -> None:
    claim = claims_of("referee.claims")["1.1-E3-bound"]
    effort = Effort(sample=5, proof=0, search=0)
    record = graded(claim, Answer("s", claim.id, "0"), effort=effort, terms=Terms())
    assert record["counterexample"] is not None
    at = record["counterexample"]["smallest"]
    assert at is not None
    assert (at["answer"], at["fits"], at.get("belongs")) == ([["0"]], [["1/2"]], None)
    assert "your formula gives 0; 1/2, for example, would be right" in sentence(record)


def test_a_reference_that_is_false_or_has_no_value_there_tells_none() -> None:
    claim = claims_of("referee.claims")["1.1-E3-bound"]
    texts = ("0 - 1", "1 / (t - t)")
    p = next(iter(smallest(claim.family, 1)))
    assert fitting(claim, (parse(text, {"t": None}) for text in texts), p) is None


@pytest.mark.parametrize("number", [-1, 0, 1])
def test_a_side_that_follows_the_answer_is_not_what_belongs_there(number: int) -> None:
    gradient = claims_of("referee.claims")["1.1-A4-least-eigenvalue"]

    def follows(p: Instance, answer: Answering) -> Comparison:
        value = answer(p)
        return equal(value * 2 + 5, value)

    claim = replace(gradient, decide=follows)
    case = Case(claim, parse(str(number).replace("-1", "0 - 1"), {}), 0, Effort())
    found = answered(case, next(iter(smallest(claim.family, 1))))
    assert found == Answered([[str(number)]], None)
