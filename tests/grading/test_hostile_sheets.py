"""A class of attacks, graded in one run: each is refused or defused, and the rest is graded."""

from __future__ import annotations

import csv
import json
import os
import unicodedata
from pathlib import Path

import pytest
from geometry_homework import Graded, build, grade
from hostile_sheets import CLAIM, ESCAPES, FILES, LOOKALIKES, NAMES, count, fill

from referee.reports.rendering import inlined

GOOD = ("aaa-good", "mmm-good", "zzz-good")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacked")


@pytest.fixture(scope="module")
def answers(place: Path) -> dict[str, str]:
    return fill(place / "sheets")


@pytest.fixture(scope="module")
def attacked(answers: dict[str, str], place: Path) -> Graded:
    assert answers
    corpus = build(place)
    limits = ("--seconds", "2", "--megabytes", "200")
    return grade(place / "sheets", place / "out", "--corpus", corpus, *limits)


def test_there_are_at_least_two_hundred_attacks() -> None:
    assert count() >= 200


def test_the_run_comes_to_its_end(attacked: Graded) -> None:
    assert attacked.code == 1, attacked.err
    assert "Traceback" not in attacked.err
    assert attacked.err.startswith(f"{len(attacked.rows)} sheets\n")
    assert len(attacked.rows) >= count()


def test_the_rest_of_the_class_is_graded(attacked: Graded) -> None:
    for name in GOOD:
        assert attacked.rows[name][CLAIM] == "4"
        assert attacked.rows[name]["status"] == "graded"


def test_no_attack_earns_more_than_a_wrong_answer_does(attacked: Graded) -> None:
    # "a" is right for d = 1, which the rubric credits with a quarter.
    assert {row["total"] for name, row in attacked.rows.items() if name not in GOOD} <= {"0", "1"}
    for kind in ("escape", "look", "bomb"):
        found = {row["total"] for name, row in attacked.rows.items() if name.startswith(kind)}
        assert found <= ({"0", "1"} if kind == "bomb" else {"0"})


@pytest.mark.parametrize("kind", ["escape", "look"])
def test_what_is_no_formula_is_refused_in_one_line_that_names_the_sheet(
    attacked: Graded, answers: dict[str, str], kind: str
) -> None:
    for name in (name for name in answers if name.startswith(kind)):
        first, line = attacked.results(name)["output"].splitlines()
        assert first.startswith("0 of "), name
        refused = (f"{name}: {CLAIM}: error: ", f"{name}: not TOML: ")
        assert line.startswith(refused), (name, answers[name])
        assert line.isprintable()
        assert len(line) < 400


def test_what_only_looks_like_an_attack_is_decided_to_be_wrong(
    attacked: Graded, answers: dict[str, str]
) -> None:
    for name in (name for name in answers if name.startswith("mild")):
        (test,) = [t for t in attacked.results(name)["tests"] if CLAIM in t["name"]]
        assert test["extra_data"]["verdict"] in {"refuted", "ill-typed"}, answers[name]


def test_bombs_are_refused_or_decided_within_the_limits(
    attacked: Graded, answers: dict[str, str]
) -> None:
    for name in (name for name in answers if name.startswith("bomb")):
        (test,) = [t for t in attacked.results(name)["tests"] if CLAIM in t["name"]]
        verdict = test["extra_data"]["verdict"]
        assert verdict in {"error", "refuted", "ill-typed", "inconclusive"}, (name, test["output"])
        assert len(test["output"]) < 10_000
        assert attacked.results(name)["execution_time"] < 60


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_told_of_in_lines_that_name_it(attacked: Graded, name: str) -> None:
    sheet = f"file-{name}"
    _, *lines = attacked.results(sheet)["output"].splitlines()
    assert 1 <= len(lines) <= 21
    assert all(line.startswith(f"{sheet}: ") for line in lines)
    assert all(line.isprintable() and len(line) <= 400 for line in lines)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("thing-pipe", "not a file"),
        ("thing-link", "a symbolic link; hand in the file itself"),
        ("thing-device", "a symbolic link; hand in the file itself"),
        ("thing-loop", "a symbolic link; hand in the file itself"),
        ("thing-up", "a symbolic link; hand in the file itself"),
        ("thing-text", "not a sheet: its name does not end in .toml, .md, .tex or .ipynb"),
        ("thing-python", "not a sheet: its name does not end in .toml, .md, .tex or .ipynb"),
        ("thing-huge", "100,000,000 bytes; a sheet has at most 1,000,000"),
        ("file-deep-array", "not a sheet: nested too deeply"),
        ("file-dotted-key", "not read: it takes more than 2 s to read"),
        ("file-long-integer", "not a sheet: a number of thousands of digits"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(
    attacked: Graded, name: str, says: str
) -> None:
    assert f"{name}: {says}" in attacked.results(name)["output"]
    assert attacked.rows[name]["status"] == "not read"


def test_sheets_of_one_name_are_both_graded(attacked: Graded) -> None:
    assert attacked.rows["one/same"]["total"] == attacked.rows["two/same"]["total"] == "1"
    assert ".hidden" not in attacked.rows
    named = {unicodedata.normalize("NFC", name).lower() for name in attacked.rows}
    twins = [name for name in named if name.startswith("résumé")]
    assert len(twins) == 2
    outputs = [attacked.text(f"gradescope/{stem}.json") for stem in ("resume", "resume-2")]
    assert sum("another sheet goes by this name" in text for text in outputs) == 1
    assert len({path.name.lower() for path in (attacked.folder / "feedback").iterdir()}) == len(
        attacked.rows
    )


def test_nothing_is_written_outside_of_the_folder_of_the_run(attacked: Graded, place: Path) -> None:
    assert sorted(path.name for path in place.iterdir()) == ["geometry", "out", "sheets"]
    assert not list(place.rglob("pwned"))
    assert not Path("pwned").exists()
    ours = {"run", "feedback", "comments", "gradescope", "prairielearn", "junit", "ctrf"}
    files = {"gradebook.csv", "gradebook.xlsx", "class.html", "queue.toml", "decisions.jsonl"}
    assert {path.name for path in attacked.folder.iterdir()} == ours | files


def test_no_file_has_a_name_that_does_anything(attacked: Graded) -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    for folder in ("feedback", "gradescope", "junit", "ctrf"):
        for path in (attacked.folder / folder).iterdir():
            assert set(path.name) <= allowed
            assert path.name[0] not in ".-"
            assert len(os.fsencode(path.name)) < 100


def test_no_cell_of_the_gradebook_is_a_formula(attacked: Graded) -> None:
    text = attacked.text("gradebook.csv")
    for row in csv.reader(text.splitlines()):
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert "'=1+1" in attacked.rows
    assert "'@SUM(A1)" in attacked.rows
    assert len(text.splitlines()) == len(attacked.rows) + 1


# What sorts the table of a class, and what copies, which their policies allow by their hashes.
OWN_SCRIPTS = [
    f"<script>{inlined('script', name)['script']}</script>" for name in ("class.js", "copying.js")
]


@pytest.mark.parametrize("folder", ["feedback", "."])
def test_no_page_holds_what_a_name_or_a_formula_brought(attacked: Graded, folder: str) -> None:
    for path in (attacked.folder / folder).glob("*.html"):
        page = path.read_text(encoding="utf-8")
        for own in OWN_SCRIPTS:
            page = page.replace(own, "")
        assert "<script" not in page
        assert "<img" not in page
        assert 'onmouseover="' not in page
        assert not set(page) & {"\u202e", "\u2066", "\x1b", "\x00"}


def test_json_and_xml_stay_readable(attacked: Graded) -> None:
    for path in (attacked.folder / "ctrf").iterdir():
        json.loads(path.read_text(encoding="utf-8"))
    for path in (attacked.folder / "junit").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not set(text) & {chr(c) for c in range(32) if chr(c) not in "\n\t"}


def test_attacks_of_every_kind_are_among_them() -> None:
    assert len(ESCAPES) >= 100
    assert len(LOOKALIKES) >= 20
    assert len(NAMES) >= 30
