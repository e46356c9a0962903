"""Moodle takes grades, comments and pages of feedback, as it documents them."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from graded_classes import course, student
from platform_classes import CLASS, EVIL, upload
from platform_importers import MoodleAssignment

MOODLE_HEAD = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
    "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
    "Feedback comments",
]  # fmt: skip


def moodle_rows(most: str = "10.00", said: str = "") -> list[list[str]]:
    people = {901: "Jane_Q Doe", 902: EVIL, 903: "Refused Ray", 904: "Nora Nothing"}
    blank = [["", ""]] * 3  # places are as in the other rosters
    return [[*row, *[""] * 8] for row in blank] + [
        [f"Participant {n}", name, "", "", "", most, "Yes", "-", "-", said]
        for n, name in people.items()
    ]


def moodle(most: float = 10.0) -> MoodleAssignment:
    return MoodleAssignment({901: "Jane", 902: "M", 903: "Ray", 904: "Nora"}, most)


def worksheet(rows: list[list[str]], **more: Any) -> tuple[str, str]:
    rows = [row for row in rows if row[0]]
    at = {3: 0, 4: 1, 5: 2, 6: 3, None: None}
    moved = [{**s, "place": at[s.get("place")]} for s in CLASS]
    students: Any = moved
    found, notes = upload(course("moodle", MOODLE_HEAD, rows, **more), students, "moodle.csv")
    return found, notes


def test_moodle_takes_grades_and_comments() -> None:
    content, notes = worksheet(moodle_rows())
    there = moodle()
    there.upload(content)
    assert (there.grades, there.passed_over) == ({901: 7.5, 902: 10.0}, [])
    assert there.comments[903] == there.comments[904] == ""
    said = there.comments[901]
    assert said.startswith("<p>Automatic feedback: 3 of 4 points.<br>")
    assert "2-plane: wrong, 1 of 2: a reason for refuted &lt;&amp;" in said
    assert "at d = 1: x = -1/2<br>left side: 3; right side: 1" in said
    assert "Handed in late." in there.comments[902]
    assert "points of 4 are scaled to 10, the most there are" in notes
    kept = [row[:4] for row in csv.reader(io.StringIO(content, newline=""))]
    assert kept[2] == ["Participant 902", EVIL, "", ""]


def test_a_comment_of_ours_is_replaced_and_one_of_others_kept() -> None:
    first, _ = worksheet(moodle_rows(said="<p>See me.</p>"))
    there = moodle()
    there.upload(first)
    assert there.comments[901].startswith("<p>See me.</p><p>Automatic feedback: ")
    rows = moodle_rows(said=there.comments[901])
    again, _ = worksheet(rows)
    there.upload(again)
    assert there.comments[901].count("Automatic feedback") == 1
    assert there.comments[901].startswith("<p>See me.</p>")
    assert there.comments[904] == rows[-1][-1]


@pytest.mark.parametrize(
    ("most", "grade", "says"),
    [
        ("4", 3.0, "'Grade' is filled in"),
        ("2,5", 1.88, "points of 4 are scaled to 2.5"),
        ("Good", 3.0, "2 rows have no maximum that is a number"),
        ("nan", 3.0, "2 rows have no maximum that is a number"),
    ],
)
def test_a_worksheet_says_the_most(most: str, grade: float, says: str) -> None:
    content, notes = worksheet(moodle_rows(most))
    there = moodle(100)
    there.upload(content)
    assert there.grades[901] == grade
    assert says in notes


def test_a_locked_grade_and_a_missing_column_are_told() -> None:
    rows = [[*row[:6], "No", *row[7:]] for row in moodle_rows()]
    _, notes = worksheet(rows)
    assert "2 grades are locked, which Moodle passes over: Doe, Jane; =HYPERLINK" in notes
    _, notes = worksheet(moodle_rows(), gradebook={"column": "Mark", "by": "part"})
    assert "no column is called 'Mark'; no points are filled in" in notes


def test_pages_of_feedback_find_their_students() -> None:
    rows = [row for row in moodle_rows() if row[0]]
    about = course("moodle", MOODLE_HEAD, rows)
    students: Any = [{**each, "place": at} for at, each in enumerate(CLASS[:4])]
    content, _ = upload(about, students, "moodle-feedback.zip")
    there = moodle()
    there.upload_feedback(content)
    assert sorted(there.files) == [(901, "feedback.html"), (902, "feedback.html")]
    assert there.passed_over == []
    assert there.files[901, "feedback.html"] == b"<!doctype html>doejane"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names[0] == "Jane Q Doe_901_assignsubmission_file/feedback.html"
    assert not any(set(name) & set('\\:*?"<>|') or name.count("/") > 1 for name in names)


def test_folders_need_a_number_of_moodles_and_no_roster() -> None:
    students = [
        student("A_B/../C", None, ids={"moodle": "901"}),
        student("D", None),
        student("...", None, id="dots", ids={"moodle": "902"}),
        student("E", None, ids={"moodle": "../9"}),
    ]
    content, notes = upload(course(), students, "moodle-feedback.zip")
    there = moodle()
    there.upload_feedback(content)
    assert sorted(there.files) == [(901, "feedback.html"), (902, "feedback.html")]
    assert "2 without a number of Moodle's, in no folder: D; E" in notes
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name.split("/")[0] for name in names] == [
        "A B..C_901_assignsubmission_file", "Participant_902_assignsubmission_file",
    ]  # fmt: skip
