"""Class page and feedback: what they open with, and what is no part of them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from class_records import COURSE, blank, grade, right, student, wrong
from unread_records import not_read

from referee.reports import class_page, feedback, grades
from referee.reports.class_charts import points

NEARLY = {"case": "sign", "share": 0.5, "says": "right up to its sign", "answer": "-a",
          "instances": 9, "proved": False}  # fmt: skip


def text(html: str) -> str:
    """Return what a page shows as text."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def four() -> list[grades.Grade]:
    return [
        grade(right(claim="a"), 2.0),
        grade(blank("b")),
        grade(wrong(claim="c", credit=NEARLY), 1.0),
        grade(wrong(claim="d")),
    ]


def test_feedback_goes_from_wrong_over_nearly_right_to_right_and_folds_the_rest() -> None:
    page = feedback.pages(COURSE)(student("Ana", *four()))
    places = [page.index(f'id="claim-{name}"') for name in ("d", "c", "a")]
    assert places == sorted(places)
    assert 'id="claim-b"' not in page
    shown = text(page)
    assert "1 question is unanswered (2 points)" in shown
    assert "Of 4 questions: 1 wrong, 1 nearly right, 1 right and 1 unanswered." in shown
    assert "Nearly right a part of the points" in shown


def test_feedback_speaks_to_a_student() -> None:
    page = feedback.pages(COURSE)(student("Ana", grade(wrong())))
    shown = text(page)
    assert "your formula gives 3 , the gradient of L at w is 1 ." in shown
    assert "The sign of y is what differs." in shown
    assert "The smallest example that shows it, with d = 1, n = 2" in shown
    assert "X = np.array([[1, -1/2]]) # 1 × 2" in shown
    assert r"\begin{pmatrix}" in shown
    for word in ("shrunk", "instance of all", "deficiency", "Refuted", "instances"):
        assert word not in shown


def test_what_an_instructor_decided_and_who_was_late_is_shown() -> None:
    decided = grade(wrong(), 2.0, override={"before": 0.0, "reason": "the sign was ours <b>"})
    page = feedback.pages(COURSE)(student("Ana", decided, late=True))
    shown = text(page)
    assert "decided the points : 2 in place of 0. the sign was ours <b>" in shown
    assert "handed in late" in shown
    assert "decided by the instructor: the sign was ours" in grades.explained(decided)


def test_a_class_page_counts_who_handed_in_and_who_did_not() -> None:
    people = [
        student("Ana", grade(right(), 2.0)),
        student("Bo", grade(wrong()), late=True),
        student("Cy", grade(blank()), absent=True),
    ]
    shown = text(class_page.render(COURSE, people))
    assert "handed in 2 of 3" in shown
    assert "late 1" in shown
    assert "nothing handed in 1" in shown
    assert "median of 2 points 1 " in shown


def test_a_wrong_answer_is_a_card_with_everybody_who_gave_it() -> None:
    people = [student(name, grade(wrong())) for name in ("Ana", "Bo")]
    page = class_page.render(COURSE, [*people, student("Cy", grade(right(), 2.0))])
    card = page[page.index('class="wrong-answer"') :]
    shown = text(card[: card.index("</article>")])
    assert "2 sheets sign" in shown
    assert "The sign of y is what differs." in shown
    assert '<a href="feedback/Ana.html#claim-1.2-E5">Ana</a>' in card
    assert 'href="feedback/Cy.html#claim' not in page
    assert "Reference" in page


def test_questions_that_nobody_answered_lead_no_list_and_link_nowhere() -> None:
    people = [student("Ana", grade(blank("b")), grade(wrong()))]
    page = class_page.render(COURSE, people)
    targets = set(re.findall(r' id="([^"]*)"', page))
    links = {unescape(link) for link in re.findall(r'href="#([^"]*)"', page)}
    assert {link for link in links if not link.startswith("mark-")} <= targets
    head = page[: page.index("questions that nobody") if "questions that nobody" in page
                else page.index("question that nobody")]  # fmt: skip
    assert "claim-b" not in head


def test_a_reference_is_shown_to_no_student() -> None:
    page = feedback.pages(COURSE)(student("Ana", grade(wrong()), grade(blank("1.2-E5"))))
    assert COURSE["references"]["1.2-E5"][0] not in page


def test_a_class_of_nobody_and_one_without_points_have_a_page() -> None:
    assert "No answer is wrong." in class_page.render(COURSE, [])
    assert not points([])
    assert not points([(0.0, 0.0)])
    assert "20 sheets from 0 to 10" in points([(0.0, 100.0)] * 20)


def test_what_is_told_of_an_answer_is_not_told_above_again() -> None:
    lines = ["Ana: 1.2-E5: error: no formula", "Ana.toml: nothing to read"]
    page = feedback.pages(COURSE)(student("Ana", grade(not_read("n *")), problems=lines))
    assert "Ana.toml: nothing to read" in page
    assert "Ana: 1.2-E5: error" not in page


def test_students_of_a_large_class_have_pages_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_page, "MOST_ROWS", 2)
    monkeypatch.setattr(class_page, "MOST_NAMES", 13)
    people = [student(f"s{i:02}", grade(wrong())) for i in range(15)]
    page = class_page.render(COURSE, people)
    assert "15 students" in text(page)
    assert 'aria-label="Table of students"' not in page
    assert '<a href="students/8.html">s14 to s14</a>, 1' in page
    assert "and 2 others" in text(page)
    first, second, *_, last = class_page.pages_of_students(COURSE, people)
    assert [re.findall(r'href="\.\./feedback/(\w+)\.html"', each) for each in (first, last)] == [
        ["s00", "s01"],
        ["s14"],
    ]
    for each, ways in ((first, ["next"]), (last, ["prev"])):
        assert [*dict.fromkeys(re.findall(r'rel="(prev|next)"', each))] == ways
    assert '<a href="../students/1.html" rel="prev">s00 to s01</a>' in second
    assert list(class_page.pages_of_students(COURSE, people[:2])) == []
