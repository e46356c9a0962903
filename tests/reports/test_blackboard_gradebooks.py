"""Blackboard takes the whole of what was downloaded, or a column of it."""

from __future__ import annotations

from typing import Any

from graded_classes import course
from platform_classes import CLASS, EVIL, upload
from platform_importers import BlackboardCourse

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
