"""The queue of answers to look at: once each, in an order, as a file to fill in, as a section."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from graded_students import answered, course, grade, student

from referee.reports.class_page import render
from referee.reports.grades import Student
from referee.reports.queue import answer_id, skeleton, waiting

CLAIM = "1.2-E5-gradient"
UNREAD: Mapping[str, Any] = {"fault": "sheet", "reason": "column 3: what is $?"}


def strength(word: str) -> dict[str, object]:
    about = {"says": "", "against": "1", "against_latex": "1", "instances": 1, "climbs": []}
    return {"word": word, **about}


def classroom() -> list[Student]:
    ambiguous = answered("ambiguous", "x/2y")
    return [
        student("Ana", grade(ambiguous)),
        student("Ben", grade(ambiguous)),
        student("Cem", grade(answered("held", "loose", 1, strength=strength("loose")))),
        student("Dora", grade(answered("error", 'a $ "b"', **UNREAD))),
        student("Emil", grade(answered("inconclusive", "never", strength=strength("worthless")))),
        student("Fay", grade(answered("inconclusive", "slow"), ambiguous)),
        student("Gus", grade(answered("refuted", "wrong"))),
        student("Hal", grade(answered("held", "tight", 2, strength=strength("tight")))),
        student("Ida", grade(answered("missing", "lost", fault="run"))),
        student("Jo", grade(answered("error", "", answer=None, **UNREAD))),
        student("Kim", grade(answered("error", "", answer=None, **UNREAD))),
    ]


def test_each_answer_waits_once_whoever_gave_it_and_the_undecided_ones_come_first() -> None:
    found = waiting(classroom())
    assert [(e["why"], e["form"], [who["name"] for who in e["who"]]) for e in found] == [
        ("not decided", "lost", ["Ida"]),
        ("ambiguous", "x/2y", ["Ana", "Ben", "Fay"]),
        ("inconclusive", "slow", ["Fay"]),
        ("not read", 'a $ "b"', ["Dora"]),
        ("not read", "", ["Jo"]),
        ("not read", "", ["Kim"]),
        ("loose", "loose", ["Cem"]),
    ]


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, ["slow", "x/2y"]),
        ({"decided": ["x/2y"]}, ["slow"]),
        ({"decided": ["slow"], "override": {"before": 0, "reason": "r"}}, ["x/2y"]),
        ({"override": {"before": 0, "reason": "r"}}, []),
    ],
)
def test_what_an_instructor_has_decided_waits_no_more(
    more: dict[str, object], left: list[str]
) -> None:
    several = grade(answered("inconclusive", "slow"), answered("ambiguous", "x/2y"), **more)
    found = waiting([student("Fay", several)])
    assert sorted(each["form"] for each in found) == left


def test_the_file_to_fill_in_names_answers_by_id_and_what_is_none_by_student() -> None:
    text = skeleton(course(), classroom())
    entries = tomllib.loads(text)["override"]
    assert [entry["points"] for entry in entries] == ["?"] * 7
    assert entries[1] == {
        "question": CLAIM,
        "answer": "x/2y",
        "id": answer_id(CLAIM, "x/2y"),
        "points": "?",
        "reason": "",
    }
    assert [entry.get("student") for entry in entries[4:6]] == ["Jo", "Kim"]
    assert "# 3 students: Ana, Ben and Fay; 0 of 2 points\n" in text


def test_nothing_that_an_answer_or_a_reason_holds_leaves_its_place_in_the_file() -> None:
    hostile = '"\n[[override]]\nquestion = "x"\x1b[31m\ud800'
    bad = answered("error", hostile, fault="sheet", reason=f"a\n[b]\n{hostile}")
    (entry,) = tomllib.loads(skeleton(course(), [student("A\n[[x]]", grade(bad))]))["override"]
    assert entry["answer"] == hostile.replace("\ud800", "\ufffd")


def test_an_answer_of_any_length_is_an_entry_of_bounded_length() -> None:
    text = skeleton(course(), [student("Ana", grade(answered("error", "x" * 100_000, **UNREAD)))])
    assert len(text) < 3_000


def test_where_nothing_waits_the_file_says_so_and_decides_nothing() -> None:
    assert (
        tomllib.loads(skeleton(course(), [student("Ana", grade(answered("held", "x", 2)))])) == {}
    )


def test_the_section_shows_what_waits_and_escapes_it() -> None:
    hostile = answered("error", "<script>alert(1)</script>", **UNREAD)
    html = render(course(), [student("<b>Ana</b>", grade(hostile))])
    section = html.partition('id="look"')[2].partition("</section>")[0]
    assert '<b>1 sheet</b>, <strong class="flag">not read</strong>' in section
    assert "&lt;script&gt;" in section
    assert "<script" not in section
    assert "&lt;b&gt;Ana" in section
    right = render(course(), [student("Ana", grade(answered("held", "x", 2)))])
    assert "Nobody: every answer was read and decided." in right
