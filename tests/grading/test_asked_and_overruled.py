"""A class of an assignment through the real command: what was asked, overruled, kept, shown."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from geometry_homework import Graded, build, grade, write

from referee.__main__ import main

ASKED = """
title = "Lengths and angles"
questions = ["1-parallelogram", "2-projection"]
points = { "1" = 4, "2" = 6 }
due = 2099-01-01
show = ["points", "reference"]
credit = { sign = 0.75 }
"""
RIGHT, SUM = "b @ b.T @ a / norm(b)**2", "2 * norm(a)**2 + 2 * norm(b)**2"
CLASS = {
    "ana": {"1-parallelogram": SUM, "2-projection": f"-({RIGHT})"},
    "ben": {"1-parallelogram": "2 * * a", "2-equality": "a == b"},
    "cem": {"1-parallelogram": "2  * * a", "2-projection": "𝑎 + b"},
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("homework"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("class")
    write(found / "sheets", {"ana": CLASS["ana"], "ben": CLASS["ben"]})
    cem = [f'["{claim}"]\nanswer = "{text}"\n' for claim, text in CLASS["cem"].items()]
    (found / "sheets" / "cem.toml").write_text("".join(cem), encoding="utf-8")
    (found / "asked.toml").write_text(ASKED, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def first(corpus: Path, place: Path) -> Graded:
    asked = ("--assignment", place / "asked.toml")
    return grade(place / "sheets", place / "out", "--corpus", corpus, *asked)


@pytest.fixture(scope="module")
def queued(first: Graded) -> str:
    """Return the queue as the first run left it."""
    return first.text("queue.toml")


@pytest.fixture(scope="module")
def again(first: Graded, queued: str, corpus: Path, place: Path) -> Graded:
    """Grade again, with the queue filled in and an override of one student's."""
    filled = queued.replace('points = "?"', "points = 1.5").replace(
        'reason = ""', 'reason = "typo"'
    )
    (first.folder / "queue.toml").write_text(filled, encoding="utf-8")
    own = place / "mine.toml"
    own.write_text(
        '[[override]]\nstudent = "BEN"\nquestion = "2-projection"\npoints = 6\n'
        'reason = "on paper"\n',
        encoding="utf-8",
    )
    asked = ("--assignment", place / "asked.toml", "--overrides", own, "--quiet")
    return grade(place / "sheets", place / "out", "--corpus", corpus, *asked)


def test_only_what_was_asked_is_graded_for_the_points_of_the_assignment(first: Graded) -> None:
    assert first.code == 0, first.err
    assert set(first.rows["ana"]) >= {"1-parallelogram", "2-projection"}
    assert "2-equality" not in first.rows["ana"]
    totals = {name: (row["total"], row["out of"]) for name, row in first.rows.items()}
    assert totals == {"ana": ("8.5", "10"), "ben": ("0", "10"), "cem": ("0", "10")}


def test_what_was_not_asked_is_one_line(first: Graded) -> None:
    line = "ben: not graded: answers to a question that was not asked: 2-equality"
    assert first.err.count(line) == 1


def test_a_letter_of_mathematics_spoils_no_sheet(first: Graded) -> None:
    decided = {d["claim"]: d["record"]["verdict"] for d in first.decisions if "𝑎" in str(d)}
    assert decided == {"2-projection": "refuted"}


def test_the_queue_has_each_answer_once(first: Graded, queued: str) -> None:
    (entry,) = tomllib.loads(queued)["override"]
    assert (entry["question"], entry["answer"]) == ("1-parallelogram", "2 * * a")
    assert "# 2 students: ben and cem; 0 of 4 points" in queued
    assert "1 answer waits for you to look" in first.err


def test_deciding_one_decides_all_and_a_student_has_points_of_the_students_own(
    again: Graded,
) -> None:
    assert again.code == 0, again.err
    points = {n: (r["1-parallelogram"], r["2-projection"]) for n, r in again.rows.items()}
    assert points == {"ana": ("4", "4.5"), "ben": ("1.5", "6"), "cem": ("1.5", "0")}
    assert "typo" in again.text("feedback/cem.html")
    assert "on paper" in again.text("feedback/ben.html")
    assert "typo" not in again.text("feedback/ana.html")
    assert again.text("queue.toml").startswith("# No answer waits")


def test_quiet_says_what_is_wrong_and_nothing_of_progress(again: Graded) -> None:
    assert "not asked" in again.err
    assert not [word for word in ("sheets", "decided", "waits") if word in again.err]


def test_what_was_decided_is_kept_for_the_next_run(
    again: Graded, corpus: Path, place: Path
) -> None:
    rows = again.rows
    asked = ("--assignment", place / "asked.toml")
    third = grade(place / "sheets", place / "out", "--corpus", corpus, *asked)
    assert third.rows == rows
    assert "3 distinct answers: 3 known, 0 to decide" in third.err
    assert len(tomllib.loads(third.text("overrides.toml"))["override"]) == 2


def test_students_see_the_reference_and_no_counterexample(first: Graded) -> None:
    page = first.text("feedback/cem.html")
    assert f"<code>{RIGHT}</code>" in page
    assert "Smallest counterexample" not in page
    assert "left side" not in str(first.results("cem"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--questions", "9.9"), "--questions: no question '9.9'"),
        (("--assignment", "none.toml"), "none.toml: No such file"),
        (("--overrides", "none.toml"), "none.toml: No such file"),
        (("--questions", "1.2", "--rubric", "none.toml"), "none.toml: no such file"),
    ],
)
def test_what_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    sheet = tmp_path / "ana.toml"
    sheet.write_text('"1.2-E5-gradient" = "w"\n', encoding="utf-8")
    assert main(["grade", str(sheet), "--out", str(tmp_path / "out"), *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def test_the_template_is_of_what_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.toml"
    asked.write_text('title = "Least squares"\nquestions = ["1.2-E5", "2.2-A1"]\n', "utf-8")
    assert main(["sheet", "--assignment", str(asked)]) == 0
    text = capsys.readouterr().out
    assert set(tomllib.loads(text)) == {"sheet", "1.2-E5-gradient", "2.2-A1-linear-on-regions"}
    assert "# Least squares" in text
    assert "referee grade mine.toml --questions=1.2-E5,2.2-A1 --out graded" in text


def test_of_list_and_file_one_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sheet", "--assignment", "asked.toml", "--questions", "1.2"])
    assert "not allowed with argument" in capsys.readouterr().err
