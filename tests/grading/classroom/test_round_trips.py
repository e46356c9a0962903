"""Round trips: as a platform packs it, graded by the command, as the platform imports it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from geometry_homework import Graded, build, grade
from platform_downloads import ABSENT, LAYOUTS, Pupil, packed, pupils, rosters, sheet, write
from platform_importers import BlackboardCourse, CanvasCourse, MoodleAssignment, prairielearn_scores

RIGHT = "b @ b.T @ a / norm(b)**2"
# Of 8 points: the parallelogram gives 2, the projection 4, the equality 2.
ANSWERS: tuple[dict[str, str], ...] = (
    {"1-parallelogram": "2 * norm(a)**2 + 2 * norm(b)**2", "2-projection": RIGHT},
    {"1-parallelogram": "norm(b)**2 * 2 + norm(a)**2 * 2"},
    {"2-projection": RIGHT},
    {},
)
POINTS = (6, 2, 4, 0)
PUPILS = pupils(16)  # names of every kind; what is decided is the same for more


def points(who: Pupil) -> int:
    return POINTS[who.number % 4]


def handed_in() -> list[tuple[Pupil, bytes]]:
    return [(who, sheet(ANSWERS[who.number % 4])) for who in PUPILS]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round-trips")


@pytest.fixture(scope="module")
def corpus(place: Path) -> Path:
    return build(place / "homework")


def trip(place: Path, corpus: Path, platform: str, *words: object) -> Graded:
    """Grade what a platform packed and listed; decisions are shared by all of them."""
    sheets = write(place / platform / "in", LAYOUTS[platform](handed_in()))
    if platform == "moodle":
        (place / platform / "in.zip").write_bytes(packed(LAYOUTS[platform](handed_in())))
        sheets = place / platform / "in.zip"
    listed = place / platform / "roster.csv"
    listed.write_bytes(rosters([*PUPILS, *ABSENT])[platform])
    cache = "--cache", place / "decisions.jsonl"
    options = "--corpus", corpus, "--roster", listed, *cache, *words
    graded = grade(sheets, place / platform / "out", *options)
    assert graded.code == 0, graded.err
    return graded


def test_canvas(place: Path, corpus: Path) -> None:
    graded = trip(place, corpus, "canvas")
    people = [*PUPILS, *ABSENT]
    there = CanvasCourse({who.canvas: who.name for who in people} | {1: "Test"}, {551: "HW 1"})
    there.upload(graded.text("upload/canvas.csv"))
    scaled = {0: "0", 2: "2.5", 4: "5", 6: "7.5"}  # of 10 that the roster has possible
    assert there.grades == {
        **{(who.canvas, "HW 1"): scaled[points(who)] for who in PUPILS},
        **{(who.canvas, "HW 1"): "" for who in ABSENT},
        (1, "HW 1"): "",
    }
    assert (there.made, there.strangers) == ({}, [])
    notes = graded.text("upload/notes.txt")
    assert "2 handed in nothing: what the roster has stays as it is: Nora Nothing; Otto" in notes
    assert "2 late; no points are taken off: Ana-Maria de la Cruz; " in notes
    assert "canvas.csv: points of 8 are scaled to 10" in graded.err


def test_moodle(place: Path, corpus: Path) -> None:
    graded = trip(place, corpus, "moodle")
    numbers: Mapping[int, str] = {who.moodle: who.name for who in [*PUPILS, *ABSENT]}
    there = MoodleAssignment(numbers, most=10)
    there.upload(graded.text("upload/moodle.csv"))
    there.upload_feedback((graded.folder / "upload" / "moodle-feedback.zip").read_bytes())
    assert there.passed_over == []
    assert there.grades == {who.moodle: round(points(who) / 0.8, 2) for who in PUPILS}
    assert {number for number, _ in there.files} == {who.moodle for who in PUPILS}
    assert {who.moodle for who in ABSENT} == {n for n, said in there.comments.items() if not said}
    for who in PUPILS:
        assert there.comments[who.moodle].startswith(f"<p>Automatic feedback: {points(who)} of 8")
        page = there.files[who.moodle, "feedback.html"].decode()
        assert f"<strong>{points(who)}" in page or f"{points(who)} of 8" in page


def test_blackboard_with_a_column_a_part(place: Path, corpus: Path) -> None:
    graded = trip(place, corpus, "blackboard", "--columns", "part", "--column", "Geometry")
    users = {who.login: who.name for who in [*PUPILS, *ABSENT]}
    for name in ("blackboard.xls", "blackboard-column.xls"):
        there = BlackboardCourse(users, {})  # the roster has no column of points
        there.upload((graded.folder / "upload" / name).read_bytes())
        assert (there.made, there.strangers) == (["Geometry 1", "Geometry 2"], [])
    assert "'Geometry 2' is a new column" in graded.text("upload/notes.txt")


def test_scores_for_prairielearn_and_the_gradebook(place: Path, corpus: Path) -> None:
    graded = trip(place, corpus, "gradescope")
    found = prairielearn_scores(graded.text("upload/prairielearn.csv"))
    assert found == {(who.email, 1): round(100 * points(who) / 8, 1) for who in PUPILS}
    with (graded.folder / "gradebook.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["email"]: row for row in csv.DictReader(stream)}
    assert {who.email: rows[who.email]["total"] for who in PUPILS} == {
        who.email: str(points(who)) for who in PUPILS
    }
    assert {rows[who.email]["status"] for who in ABSENT} == {"handed in nothing"}
