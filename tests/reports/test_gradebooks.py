"""Gradebooks: nobody is left out silently, and what is written for people."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from graded_classes import absent, course, grade, student
from platform_classes import CANVAS_HEAD, CLASS, EVIL, canvas_rows, upload

from referee.reports import gradebook
from referee.reports.formats import publish
from referee.reports.gradebooks import comments, workbook
from referee.reports.gradebooks.bundles import zipped


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
