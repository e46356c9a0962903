"""Assignments: what was asked, for how many points, until when; what is wrong is a line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of
from referee.grading.assignments import (
    AssignmentError,
    all_of,
    marked,
    of_questions,
    read,
    restricted,
)
from referee.grading.marking import rubric_at
from referee.grading.rubric import RubricError
from referee.grading.rubric import read as read_rubric
from referee.grading.submissions import Submission
from referee.running.rubric_file import written

FILE = """
title = "Homework 3"
questions = ["1.2-E5", "2.2"]
points = 20
due = 2027-02-01T18:00:00+01:00
after = "due"
show = ["reference", "points"]
"""


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    return dict(claims_of(OWN))


def write(folder: Path, text: str) -> Path:
    path = folder / "homework3.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_what_was_asked_until_when_and_what_is_shown(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    found = read(write(tmp_path, FILE), claims)
    assert set(found.claims) == {name for name in claims if name.startswith(("1.2-E5-", "2.2-"))}
    due = datetime(2027, 2, 1, 17, tzinfo=UTC)
    assert found.due == due == found.after
    assert found.is_shown_when_due
    assert found.show == ("points", "reference")
    assert not found.is_shown(due - timedelta(seconds=1))
    assert found.is_shown(due)
    assert found.is_reference_shown


def test_a_day_ends_at_its_end_and_what_is_not_said_is_usual(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    found = read(write(tmp_path, "due = 2027-02-01\n"), claims)
    assert found.due is not None
    assert found.due.astimezone().strftime("%H:%M:%S") == "23:59:59"
    assert found.claims == claims
    assert found.show == ("points", "counterexample", "slip")
    assert found.is_shown(datetime.min.replace(tzinfo=UTC))
    assert not found.is_shown_when_due


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'a'", "unknown key 'titel'; the keys are title, questions"),
        ("title = 3", "title: one line of text"),
        ('title = "a\\u001b"', "title: one line of text"),
        ("questions = []", "the list is empty"),
        ("questions = [1.2]", "questions: a list is needed"),
        ("questions = ['9.9']", "no question '9.9'"),
        ("questions = ['1.2-E5-gradiant']", "did you mean 1.2-E5-gradient?"),
        ("due = 'tomorrow'", "due: a date or a time without quotes"),
        ("due = 18:00:00", "due: a date or a time without quotes"),
        ("after = 'due'", 'after = "due": there is no due'),
        ("after = 'never'", "after = 'never': a date without quotes"),
        ("show = 'points'", "show: a list is needed"),
        ("show = ['grades']", "show: 'grades'; what can be shown is points"),
        ("points = 0", "something has to be worth something"),
        ("points = -1", "points = -1; a number from 0 on"),
        ("points = nan", "a number from 0 on"),
        ("points = true", "a number from 0 on"),
        (
            "points = { '1.2' = 3, '1.2-E5' = 2 }",
            "1.2-E5-gradient gets points by 1.2 and by 1.2-E5",
        ),
        ("points = { '1.2' = 'x' }", "points: 1.2 = 'x'; a number"),
        ("questions = ['1.2']\npoints = { '2.2' = 3 }", "no question '2.2'"),
        ("credit = { sing = 1 }", "credit: unknown key 'sing'"),
        ("credit = { sign = 2 }", "credit: sign = 2; a share is at most 1"),
        ("credit = 3", "credit: a table is needed"),
        ("x = " + "[" * 5_000, "nested too deeply"),
        ("due = ", "Invalid value"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line_that_names_it(
    claims: dict[str, Claim], tmp_path: Path, text: str, says: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(AssignmentError) as error:
        read(path, claims)
    said = str(error.value)
    assert said.startswith(f"{path}: ")
    assert says in said
    assert "\n" not in said


def test_a_file_that_is_not_there_is_a_line(claims: dict[str, Claim], tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="No such file"):
        read(tmp_path / "none.toml", claims)
    with pytest.raises(AssignmentError, match=r"^--questions: no question '9\.9'"):
        of_questions("9.9", claims)


def test_points_go_to_all_together_or_to_groups_and_are_shared_out_by_the_rubrics(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    path = rubric_at(OWN, None)
    usual = read_rubric(path, claims)
    asked = of_questions("1.2-E5,2.2", claims)
    assert marked(path, asked, claims).terms == {k: usual.terms[k] for k in asked.claims}
    assert marked(path, asked, claims).text == usual.text
    found = marked(path, read(write(tmp_path, FILE), claims), claims)
    assert sum(t.points for t in found.terms.values()) == pytest.approx(20, abs=1e-9)
    text = "questions = ['1.2-E5', '2.2']\npoints = { '2.2' = 8, '1.2-E5' = 4 }"
    found = marked(path, read(write(tmp_path, text), claims), claims)
    assert found.terms["1.2-E5-gradient"].points == 4
    parts = [t.points for name, t in found.terms.items() if name.startswith("2.2")]
    assert sum(parts) == pytest.approx(8, abs=1e-9)
    assert found.text != usual.text


def test_what_is_worth_nothing_cannot_share_points(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text("[rubric]\npoints = 0\n", encoding="utf-8")
    asked = read(write(tmp_path, FILE), claims)
    with pytest.raises(RubricError, match="what is asked is worth nothing to share out"):
        marked(rubric, asked, claims)


def test_shares_of_an_assignment_take_the_place_of_the_rubrics(
    claims: dict[str, Claim], tmp_path: Path
) -> None:
    asked = read(write(tmp_path, "credit = { sign = 0.875, ambiguous = 'better' }"), claims)
    found = marked(rubric_at(OWN, None), asked, claims).terms["1.2-E5-gradient"]
    assert (found.sign, found.transpose, found.ambiguous) == (0.875, 0.5, "better")


@pytest.mark.parametrize("text", ["points = 20", "credit = { factor = 0.125, ambiguous = 0.5 }"])
def test_a_rubric_that_is_written_for_workers_says_the_same(
    claims: dict[str, Claim], tmp_path: Path, text: str
) -> None:
    found = marked(rubric_at(OWN, None), read(write(tmp_path, text), claims), claims)
    path = tmp_path / "rubric.toml"
    path.write_text(written(found, claims), encoding="utf-8")
    assert found.altered
    assert read_rubric(path, claims).terms == found.terms


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (None, False),
        (datetime(2027, 2, 1, 17, tzinfo=UTC), False),
        (datetime(2027, 2, 1, 17, 0, 1, tzinfo=UTC), True),
        (datetime(2027, 2, 1, 18), False),  # noqa: DTZ001 - as Blackboard tells it
        (datetime(2027, 2, 1, 18, 0, 1), True),  # noqa: DTZ001
    ],
)
def test_who_hands_in_after_it_is_due_is_late(
    claims: dict[str, Claim], tmp_path: Path, at: datetime | None, late: bool
) -> None:
    asked = read(write(tmp_path, FILE), claims)
    assert restricted(Submission("ana", "ana", Path("ana"), {}, at=at), asked).late is late
    assert restricted(Submission("ana", "ana", Path("ana"), {}, late=True, at=at), asked).late


def test_what_nobody_asked_is_left_out_and_said_in_one_line(claims: dict[str, Claim]) -> None:
    names = ("1.2-E5-gradient", "2.2-A1-linear-on-regions", "1.1-A2-full-rank")
    answers = {name: [Answer("ana", name, "1")] for name in names}
    answers["1.3-A5-dimension"] = [Answer("ana", "1.3-A5-dimension", None)]
    given = Submission("ana", "ana", Path("ana.toml"), answers)
    found = restricted(given, of_questions("1.2-E5", claims))
    assert list(found.answers) == ["1.2-E5-gradient"]
    (line,) = found.problems
    named = "2.2-A1-linear-on-regions, 1.1-A2-full-rank"
    assert line == f"ana: not graded: answers to questions that were not asked: {named}"
    assert restricted(given, all_of(claims)).problems == ()
