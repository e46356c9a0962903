"""Gradebooks: what platforms make of them, by what documents that, and nobody left out silently."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from graded_classes import absent, course, grade, student
from platform_importers import (
    BlackboardCourse,
    CanvasCourse,
    MoodleAssignment,
    RefusedUpload,
    prairielearn_scores,
)

from referee.reports import gradebook
from referee.reports.formats import FORMATS, ForPlatform, publish
from referee.reports.gradebooks import comments, prairielearn, workbook
from referee.reports.gradebooks.bundles import zipped
from referee.reports.gradebooks.upload import people
from referee.reports.grades import Course, Student

EVIL = '=HYPERLINK("http://evil/","Mallory, ""M""")'
CANVAS_HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS_ROW = ["    Points Possible", "", "", "", ""]
CLASS: list[Student] = [
    student("Doe, Jane", 3, ids={"canvas": "71", "email": "jane@x.edu", "moodle": "901"}),
    student(EVIL, 4, points=(2.0, 2.0), ids={"canvas": "72", "moodle": "902"}, late=True),
    student("Refused Ray", 5, refused=True, problems=["ray: not TOML"], ids={"moodle": "903"}),
    absent("Nora Nothing", 6, {"moodle": "904"}),
    student("Walter Walkin", None, ids={"login": "walter@x.edu"}),
]


def canvas_rows(**columns: Sequence[str]) -> list[list[str]]:
    """Return Canvas's rows with columns of assignments, the points possible first."""
    people = [["Doe, Jane", "71"], [EVIL, "72"], ["Ray, Refused", "73"], ["Nothing, Nora", "74"]]
    rows = [
        ["", "", "", "", ""],
        POINTS_ROW,
        ["", "", "", "", ""],
        *([*who, f"0{who[1]}X", "login", "Section 1"] for who in people),
        ["Student, Test", "1", "", "0a", "Section 1"],
    ]
    for column in columns.values():
        cells = ["Manual Posting", column[0], "", *column[1:], ""]
        rows = [[*row, cell] for row, cell in zip(rows, cells, strict=True)]
    return rows


def upload(course: Course, students: Sequence[Student], name: str) -> tuple[Any, str]:
    """Return what a platform is to import, and the notes on it."""
    pages = {student["id"]: f"<!doctype html>{student['id']}" for student in students}
    (form,) = [form for form in FORMATS.values() if form.path == f"upload/{name}"]
    assert isinstance(form, ForPlatform)
    found = form.render(course, students, pages)
    if found is None:
        return None, ""
    return found.content, "\n".join([*found.lines, *people(course, students)])


def canvas() -> CanvasCourse:
    names = {71: "Jane", 72: EVIL, 73: "Ray", 74: "Nora", 1: "Test"}
    return CanvasCourse(names, {551: "HW 1", 552: "HW 2", 553: "Homework 1"})


# ------------------------------------------------------------------------------------ Canvas


def test_canvas_takes_the_points_into_the_column_that_is_empty() -> None:
    rows = canvas_rows(
        one=["10", "5", "6", "7", "8"],
        two=["20", "", "", "", ""],
        end=["(read only)", "0", "0", "0", "0"],
    )
    head = [*CANVAS_HEAD, "HW 1 (551)", "HW 2 (552)", "Final Score"]
    content, notes = upload(course("canvas", head, rows), CLASS, "canvas.csv")
    there = canvas()
    there.upload(content)
    assert {k: v for k, v in there.grades.items() if k[1] == "HW 2"} == {
        (71, "HW 2"): "15",  # 3 of 4, where 20 are possible
        (72, "HW 2"): "20",
        (73, "HW 2"): "",
        (74, "HW 2"): "",
        (1, "HW 2"): "",
    }
    assert [v for k, v in there.grades.items() if k[1] == "HW 1"] == ["5", "6", "7", "8", ""]
    assert (there.made, there.strangers) == ({}, [])
    assert "'HW 2 (552)' is filled in, the only column without points" in notes
    assert "points of 4 are scaled to 20, the most that 'HW 2 (552)' takes" in notes


def test_what_was_downloaded_comes_back_unchanged_but_for_the_points() -> None:
    rows = canvas_rows(one=["4", "", "", "", ""])
    head = [*CANVAS_HEAD, "HW 1 (551)"]
    content, _ = upload(course("canvas", head, rows), CLASS, "canvas.csv")
    found = list(csv.reader(io.StringIO(content, newline="")))
    assert found[0] == head
    assert [row[:5] for row in found[1:]] == [row[:5] for row in rows]
    assert [row[5] for row in found[1:]] == ["Manual Posting", "4", "", "3", "4", "", "", ""]


@pytest.mark.parametrize(
    ("asked", "filled", "made"),
    [
        ("", "Homework 1", ""),  # the title of the assignment
        ("HW 1 (551)", "HW 1", ""),
        ("hw  1", "HW 1", ""),
        ("552", "HW 2", ""),
        ("Quiz", "", "Quiz"),
        ("=Quiz", "", "'=Quiz"),
    ],
)
def test_a_column_is_the_one_that_is_named(asked: str, filled: str, made: str) -> None:
    full = ["4", "1", "1", "1", "1"]
    rows = canvas_rows(one=full, two=["4", "", "", "", ""], three=full)
    head = [*CANVAS_HEAD, "HW 1 (551)", "HW 2 (552)", "Homework 1 (553)"]
    wanted = {"column": asked, "by": "total"}
    about = course("canvas", head, rows, gradebook=wanted)
    content, notes = upload(about, CLASS, "canvas.csv")
    there = canvas()
    there.upload(content)
    assert there.grades[71, filled or made] == "3"
    assert there.made == ({made: "4"} if made else {})
    assert (f"{asked!r} is a new column" in notes) == bool(made)


def test_points_of_others_are_not_overwritten_without_being_asked_for() -> None:
    rows = canvas_rows(own=["", "", "", "", ""], one=["4", "1", "1", "1", "1"])
    head = [*CANVAS_HEAD, "Notes", "HW 9 (559)"]
    content, notes = upload(course("canvas", head, rows), CLASS, "canvas.csv")
    there = CanvasCourse(canvas().students, {559: "HW 9"})
    there.upload(content)
    assert [v for (_, title), v in there.grades.items() if title == "HW 9"][:4] == ["1"] * 4
    assert there.made == {"Notes": "", "Homework 1": "4"}
    assert "there are 'Notes', 'HW 9 (559)' (--column says which)" in notes


def test_a_column_a_part() -> None:
    rows = canvas_rows(one=["10", "", "", "", ""])
    head = [*CANVAS_HEAD, "Homework 1 2 (551)"]
    about = course("canvas", head, rows, gradebook={"column": "", "by": "part"})
    content, _ = upload(about, CLASS, "canvas.csv")
    there = CanvasCourse(canvas().students, {551: "second"})
    there.upload(content)
    jane = {title: value for (who, title), value in there.grades.items() if who == 71}
    assert jane == {"second": "5", "Homework 1 1": "2"}
    assert there.made == {"Homework 1 1": "2"}


def test_a_title_that_canvas_passes_over_is_told() -> None:
    wanted = {"column": "My Final Score", "by": "total"}
    about = course("canvas", CANVAS_HEAD, canvas_rows(), gradebook=wanted)
    _, notes = upload(about, CLASS, "canvas.csv")
    assert "Canvas passes over a column that is called so" in notes


def test_ragged_rows_are_as_long_as_the_head() -> None:
    rows = [["Points Possible", "", ""], ["Doe", "71", "A", "", "", ""], ["Ray", "73"]]
    students = [student("Doe", 1), student("Ray", 99), student("Bob", -1)]
    head = ["Student", "ID", "Section"]
    content, notes = upload(course("canvas", head, rows), students, "canvas.csv")
    found = list(csv.reader(io.StringIO(content, newline="")))
    assert {len(row) for row in found} == {4}
    assert found[2] == ["Doe", "71", "A", "3"]
    assert "2 not on the roster" in notes


def test_the_constraints_of_canvas_can_fail() -> None:
    for text in ("a,b,c,d\n", "Student,ID,Group,HW\n", "Student,ID\n"):
        with pytest.raises(RefusedUpload):
            canvas().upload(text)


# ------------------------------------------------------------------------------------ Moodle

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


# -------------------------------------------------------------------------------- Blackboard

BLACKBOARD_HEAD = [
    "Last Name",
    "First Name",
    "Username",
    "Student ID",
    "Last Access",
    "Availability",
]
HW1, HW2 = "HW 1 [Total Pts: 10 Score] |9001", "HW 2 [Total Pts: 8 Score] |9002"
COMPUTED = "Total [Total Pts: up to 18 Score] |9003"
OFFLINE = ["Grading Notes", "Notes Format", "Feedback to Learner", "Feedback Format"]


def blackboard(
    head: list[str], *cells: list[str], **more: Any
) -> tuple[BlackboardCourse, BlackboardCourse, str]:
    """Upload the whole and the column of a class into two courses; return these and the notes."""
    users = ["jane", EVIL, "ray", "nora"]
    people = [["Doe", "Jane", user, "07", "2024-01-01", "Yes"] for user in users]
    rows = [["", *[""] * 5]] * 3 + people
    rows = [
        [*row, *extra]
        for row, extra in zip(
            rows,
            [[""] * len(head)] * 3 + [*cells] if cells else [[""] * len(head)] * 7,
            strict=True,
        )
    ]
    about = course("blackboard", [*BLACKBOARD_HEAD, *head], rows, **more)
    whole, notes = upload(about, CLASS, "blackboard.xls")
    column, _ = upload(about, CLASS, "blackboard-column.xls")
    found = [
        BlackboardCourse(dict.fromkeys(users, ""), {9001: "HW 1", 9002: "HW 2", 9003: "Total"})
        for _ in "ab"
    ]
    found[0].upload(whole)
    found[1].upload(column)
    return found[0], found[1], notes


def test_blackboard_takes_the_points_of_a_column() -> None:
    cells = [["5", "", "5"], ["6", "Needs Grading", "6"], ["7", "", "7"], ["8", "In Progress", "8"]]
    whole, column, notes = blackboard([HW1, HW2, COMPUTED], *cells)
    taken = {user: grade for (user, number), grade in whole.grades.items() if number == 9002}
    assert taken == {"jane": "6", EVIL: "8", "ray": "", "nora": "In Progress"}
    assert column.grades == {("jane", 9002): "6", (EVIL, 9002): "8"}
    assert whole.made == column.made == column.strangers == []
    assert f"{HW2!r} is filled in, the only column without points" in notes


def test_blackboard_takes_comments_where_they_were_downloaded() -> None:
    whole, column, _ = blackboard([HW1, *OFFLINE])
    assert column.comments == {user: whole.comments[user] for user in ("jane", EVIL)}
    text, form = column.comments["jane"]
    assert (text[:31], form) == ("<p>Automatic feedback: 3 of 4 p", "HTML")
    assert whole.comments["ray"] == ("", "")


def test_a_new_column_of_blackboard_is_told() -> None:
    wanted = {"column": "Extra\tpoints", "by": "total"}
    _, column, notes = blackboard([HW1], gradebook=wanted)
    assert column.made == ["Extra points"]
    assert "Blackboard makes it a column of text, worth 0 points" in notes


# ------------------------------------------------------------------------------ PrairieLearn

TEXT = {"type": "string"}
RESULTS = {  # https://prairielearn.readthedocs.io/en/latest/externalGrading/#grading-results
    "type": "object",
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": {"type": "string"},
        "format_errors": {"type": "array", "items": {"type": "string"}},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "points", "max_points"],
                "properties": {
                    "points": {"type": "number"},
                    "max_points": {"type": "number"},
                    **dict.fromkeys(["name", "description", "message", "output"], TEXT),
                },
                "additionalProperties": False,
            },
        },
    },
    "if": {"properties": {"gradable": {"const": True}}},
    "then": {"required": ["score"]},
    "else": {"required": ["format_errors"]},
    "additionalProperties": False,
}  # fmt: skip


def test_prairielearn_takes_scores_in_percent() -> None:
    content, notes = upload(course(), CLASS, "prairielearn.csv")
    assert prairielearn_scores(content) == {
        ("jane@x.edu", 1): 75.0,
        ("walter@x.edu", 1): 75.0,
    }
    assert "1 without an address, and not in it: =HYPERLINK" in notes
    evil = [student("E", None, ids={"email": "=cmd|'/c calc'!A0@x"})]
    assert upload(course(), evil, "prairielearn.csv")[0] is None


@pytest.mark.parametrize(("who", "score"), [("doejane", 0.75), ("refusedray", None)])
def test_results_are_as_prairielearn_documents_them(who: str, score: float | None) -> None:
    one = next(each for each in CLASS if each["id"] == who)
    found = json.loads(prairielearn.results(course())(one))
    jsonschema.validate(found, RESULTS)
    assert (found.get("score"), found["gradable"]) == (score, score is not None)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"gradable": True}, RESULTS)


def test_results_of_many_questions_are_below_a_megabyte() -> None:
    long = grade("1-line", "refuted", 0.0)
    long["records"][0]["answer"] = "\x01" * 500
    many = student("Jane", None, grades=[long] * 400)
    assert len(prairielearn.results(course())(many).encode()) < 1_000_000


# ---------------------------------------------------------------------------- for people


def test_everybody_who_is_not_simply_there_is_a_line() -> None:
    rows = canvas_rows(one=["4", "", "", "", ""])
    head = [*CANVAS_HEAD, "HW 1 (551)"]
    _, notes = upload(course("canvas", head, rows), CLASS, "canvas.csv")
    assert notes.splitlines() == [
        "'HW 1 (551)' is filled in, the only column without points",
        "1 not on the roster, and in no file that is filled in: Walter Walkin",
        "1 handed in nothing: what the roster has stays as it is: Nora Nothing",
        "1 sheet not read: what the roster has stays as it is: Refused Ray",
        f"1 late; no points are taken off: {EVIL}",
    ]


def test_the_gradebook_says_who_is_late_absent_and_overruled(tmp_path: Path) -> None:
    own = grade("1-line", "refuted", 2.0, override={"before": 0.5, "reason": "=a typo"})
    both = [own, grade("2-plane")]
    students = [student("Ann", None, grades=both, ids={"email": "-a@x"}), *CLASS]
    (tmp_path / "g.csv").write_text("".join(gradebook.render(course(), students)), "utf-8")
    with (tmp_path / "g.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert rows["Ann"]["overridden"] == "1-line: 0.5 to 2 (=a typo)"
    assert rows["Ann"]["email"] == "'-a@x"
    assert rows[f"'{EVIL}"]["late"] == "late"
    assert rows["Nora Nothing"]["status"] == "handed in nothing"
    assert rows["Refused Ray"]["status"] == "not read"


def test_a_workbook_holds_no_formula_and_no_time(tmp_path: Path) -> None:
    students = [*CLASS, student("+1\x00\x0b\ud800\ufffe", None, ids={"sid": "007"})]
    first = workbook.render(course(), students)
    (tmp_path / "g.xlsx").write_bytes(first)
    book = openpyxl.load_workbook(tmp_path / "g.xlsx")
    points, questions = book["Points"], book["Questions"]
    cells = [cell for row in points.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert points["A3"].value == EVIL
    assert [points.cell(2, column).value for column in (2, 3, 4)] == [2, 1, 3]
    assert "007" in [cell.value for cell in points[7]]
    assert [cell.value for cell in questions[3]][:4] == ["2-plane", "2", 2, 1.25]
    assert book.properties.created == book.properties.modified == datetime(1980, 1, 1)  # noqa: DTZ001
    assert workbook.render(course(), students) == first


def test_a_class_of_nobody_has_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "g.xlsx").write_bytes(workbook.render(course(), []))
    assert openpyxl.load_workbook(tmp_path / "g.xlsx").sheetnames == ["Points", "Questions"]


def test_a_comment_fits_a_box() -> None:
    many = student("Jane", None, grades=[grade(f"1-{n}", "refuted", 0.0) for n in range(200)])
    text = comments.texts(course())(many)
    assert len(text) < comments.MOST + 200
    assert text.splitlines()[-1].endswith("more questions went wrong: see the page of feedback.")
    assert comments.texts(course())(absent("Nora", 1)) == (
        "Automatic feedback: nothing was handed in.\n"
    )
    own = grade("1-line", "refuted", 2.0, override={"before": 0.5, "reason": "a <typo>"})
    one = student("Ann", None, grades=[own])
    assert "1-line: 2 of 2, as your instructor decided: a <typo>" in comments.texts(course())(one)
    assert "a &lt;typo&gt;" in comments.html(course(), one)
    assert "\n" not in comments.html(course(), one)


# ------------------------------------------------------------------------------------- files


def state(out: Path) -> Mapping[Path, tuple[int, bytes]]:
    return {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in out.rglob("*") if p.is_file()}


def test_a_class_is_written_once(tmp_path: Path) -> None:
    rows = canvas_rows(one=["4", "", "", "", ""])
    about = course("canvas", [*CANVAS_HEAD, "HW 1 (551)"], rows)
    publish(about, CLASS, tmp_path)
    before = state(tmp_path)
    with zipfile.ZipFile(tmp_path / "upload" / "moodle-feedback.zip") as archive:
        page = archive.read("Doe, Jane_901_assignsubmission_file/feedback.html")
    assert page == (tmp_path / "feedback" / "doejane.html").read_bytes()
    assert {p.name for p in before if p.parent.name == "upload"} == {
        "canvas.csv", "moodle-feedback.zip", "prairielearn.csv", "notes.txt",
    }  # fmt: skip
    publish(about, CLASS, tmp_path)
    assert state(tmp_path) == before
    publish(course(), [student("Doe, Jane", None)], tmp_path)
    assert not any(path.parent.name == "upload" for path in state(tmp_path))


def test_a_zip_is_what_is_in_it() -> None:
    assert zipped({"a/b.html": "x"}) == zipped({"a/b.html": b"x"})
    assert zipped({"a": "x"}) != zipped({"b": "x"})
    with zipfile.ZipFile(io.BytesIO(zipped({"a": "x" * 1000}))) as archive:
        (entry,) = archive.infolist()
    assert datetime(*entry.date_time, tzinfo=UTC) == datetime(1980, 1, 1, tzinfo=UTC)
