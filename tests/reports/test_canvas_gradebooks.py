"""Canvas takes what is uploaded, as what reads it there does."""

from __future__ import annotations

import csv
import io

import pytest
from graded_classes import course, student
from platform_classes import CANVAS_HEAD, CLASS, EVIL, canvas_rows, upload
from platform_importers import CanvasCourse, RefusedUpload


def canvas() -> CanvasCourse:
    names = {71: "Jane", 72: EVIL, 73: "Ray", 74: "Nora", 1: "Test"}
    return CanvasCourse(names, {551: "HW 1", 552: "HW 2", 553: "Homework 1"})


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
