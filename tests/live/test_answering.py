"""What is said of a text: what is read of it, then what is known, then the verdict."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from report_pages import HOSTILE

from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.grading.marking import graded
from referee.grading.references import references_to
from referee.live import answering
from referee.live.answering import EFFORT, Said
from referee.live.corpus import Corpus
from referee.live.wanted import Wanted
from referee.reports import live

CLAIMS = load()
CORPUS = Corpus("referee.claims", CLAIMS)
STUDENTS = Corpus("referee.claims", CLAIMS, students=True)
GRADIENT = "1.2-E5-gradient"
BOUND = "2.2-E27-bound"  # of which not every true answer is as good
RIGHT, WRONG = "X @ (X.T @ w - y) / n", "X @ (X.T @ w - y) / 2"


def said(text: str, claim: str = GRADIENT, corpus: Corpus = CORPUS, where: str = "") -> list[Said]:
    found: list[Said] = []

    def go() -> None:
        assert found[-1]["kind"] == "read"

    answering.answer(Wanted("p", "a", text, claim, where), corpus, found.append, go)
    return found


def shown(found: list[Said]) -> str:
    return html.unescape(re.sub("<[^>]*>", "", "".join(each["html"] for each in found)))


@pytest.mark.parametrize(
    ("text", "verdict"), [(RIGHT, "held"), (WRONG, "refuted"), ("n", "ill-typed")]
)
def test_an_answer_is_read_then_known_so_far_then_decided(text: str, verdict: str) -> None:
    found = said(text)
    assert found[0]["kind"] == "read"
    assert "<math" in found[0]["html"]
    assert {each["kind"] for each in found[1:-1]} == {"so far"}
    assert {each["verdict"] for each in found[1:]} == {verdict}
    assert found[-1]["kind"] == "done"
    record = graded(CLAIMS[GRADIENT], Answer("live", GRADIENT, text), effort=EFFORT)
    assert record["verdict"] == verdict


def test_a_counterexample_is_shown_once_it_is_found() -> None:
    first, last = said(WRONG)[1], said(WRONG)[-1]
    assert "counterexample" in first["html"].lower()
    assert "Smallest counterexample, at d = 1, n = 1" in shown([last])


class Enough(Exception):
    """What is read is all that a test asks for."""


def test_any_notation_is_read_and_none_is_decided_before_its_turn() -> None:
    def go() -> None:
        raise Enough

    found: list[Said] = []
    for text in (r"\frac{X (X^\top w - y)}{n}", "X * (X' * w - y) / n", "X(Xᵀw − y)/n"):
        with pytest.raises(Enough):
            answering.answer(Wanted("p", "a", text, GRADIENT), CORPUS, found.append, go)
    assert [each["kind"] for each in found] == ["read"] * 3
    assert len({each["html"] for each in found}) == 1


def test_a_text_that_is_no_formula_is_marked_where_it_stops() -> None:
    (found,) = said("X @ (X.T @ w - y")
    assert (found["kind"], found["verdict"]) == ("unread", "not read")
    assert "<mark>" in found["html"]
    assert "never closed" in found["html"]


def test_nothing_is_said_of_nothing() -> None:
    (found,) = said(" \n")
    assert found == {"kind": "empty", "verdict": "", "html": ""}


def test_an_ambiguous_answer_says_what_it_may_be() -> None:
    found = said("w * w", "1.2-E5-gradient")
    assert found[-1]["kind"] in {"done", "unread"}
    assert found[-1]["html"]


@pytest.mark.parametrize(
    ("text", "where", "verdict"),
    [
        ("tr(AB) = tr(BA)", "A, B in R^(n x n)", "proved"),
        ("tr(AB) = tr(A) tr(B) where A, B in R^(n x n)", "", "refuted"),
    ],
)
def test_a_statement_of_ones_own(text: str, where: str, verdict: str) -> None:
    found = said(text, "", where=where)
    assert "A ∈ ℝ" in shown(found[:1])
    assert found[-1]["verdict"] == verdict


def test_a_statement_that_is_not_read_is_marked() -> None:
    (found,) = said("tr(A", "")
    assert found["kind"] == "unread"
    assert "<mark" in found["html"]
    assert said("A = B", "", where="A in")[0]["kind"] == "unread"


# ------------------------------------------------------------------- what students may not see


def test_the_reference_is_told_to_those_who_may_see_it() -> None:
    about = live.about(CORPUS.about(GRADIENT))
    assert "The reference’s answer" in about
    assert references_to(CLAIMS[GRADIENT])[0] in html.unescape(about)


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_answer_of_the_reference_is_told_to_students(claim: str) -> None:
    about = STUDENTS.about(claim)
    assert about["reference"] == []
    assert "reference" not in live.about(about).lower()


def test_a_true_answer_is_held_against_the_reference_for_others_alone() -> None:
    told, untold = (said("100 * R1", BOUND, corpus)[-1] for corpus in (CORPUS, STUDENTS))
    assert told["verdict"] == untold["verdict"] == "held"
    assert "at most 100 times" in told["html"]
    assert "weighed when it is handed in" in untold["html"]
    assert "times" not in untold["html"]


# ------------------------------------------------------------------- texts that would act

ACTIVE = {"script", "img", "link", "a", "b", "style", "iframe", "form", "object", "base", "meta"}


class Active(HTMLParser):
    """Finds the elements and attributes of a piece of HTML that could act or lead elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ACTIVE else []
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "src"]


def test_what_acts_is_found() -> None:
    assert Active(HOSTILE[1]).found == ["img", "src", "onerror"]


@pytest.mark.parametrize("claim", [GRADIENT, ""])
@pytest.mark.parametrize("text", [*HOSTILE, *(rf"\text{{{t}}}" for t in HOSTILE), "x" * 10_000])
def test_nothing_that_is_typed_acts(text: str, claim: str) -> None:
    for each in said(text, claim, where="" if claim else text):
        assert Active(each["html"]).found == []
        assert len(each["html"]) < 20_000
