"""The autograder in a folder laid out as Gradescope lays out its own: results, come what may."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from documented_formats import check_gradescope
from geometry_homework import build, command
from processes import HANGS, environment

from referee.__main__ import main

Record = dict[str, Any]
GOOD = '["2-projection"]\nanswer = "b @ b.T @ a / norm(b)**2"\n'


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the command writes."""
    place = tmp_path_factory.mktemp("autograder")
    done = command(
        "autograder", "--out", place / "zip", "--corpus", build(place),
        "--visibility", "after_due_date", "--leaderboard",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place / "zip"


@pytest.fixture
def layout(uploaded: Path, tmp_path: Path) -> Path:
    """Return /autograder as it is when a submission is about to be graded."""
    (tmp_path / "source").symlink_to(uploaded)
    shutil.copy(uploaded / "run_autograder", tmp_path / "run_autograder")
    (tmp_path / "submission").mkdir()
    (tmp_path / "results").mkdir()
    (tmp_path / "submission_metadata.json").write_text('{"id": 1}', encoding="utf-8")
    return tmp_path


def graded(root: Path, files: Mapping[str, str], **more: str) -> Record:
    """Run the autograder on a submission and return what it wrote."""
    for name, text in files.items():
        (root / "submission" / name).write_text(text, encoding="utf-8")
    options = {"AUTOGRADER_ROOT": str(root), "AUTOGRADER_OPTIONS": "-n 1 --examples 5 --proof 2"}
    done = subprocess.run(
        [sys.executable, str(root / "run_autograder")],
        cwd=root,
        env=environment(**options | more),
        stdout=subprocess.DEVNULL,
        timeout=HANGS,
        check=False,
    )
    assert done.returncode == 0
    found: Record = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    check_gradescope(found)
    return found


def test_the_folder_has_what_gradescope_needs_in_its_root(uploaded: Path) -> None:
    names = {path.name for path in uploaded.iterdir()}
    assert names == {"setup.sh", "run_autograder", "settings.json", "referee", "corpus"}
    for name in ("setup.sh", "run_autograder"):
        assert os.access(uploaded / name, os.X_OK)
        assert (uploaded / name).read_text(encoding="utf-8").startswith("#!")
    assert (uploaded / "corpus" / "geometry" / "sheets" / "reference.toml").is_file()
    assert not list(uploaded.rglob("__pycache__"))
    subprocess.run([shutil.which("bash") or "/bin/bash", "-n", uploaded / "setup.sh"], check=True)


def test_a_submission_is_graded(layout: Path) -> None:
    found = graded(layout, {"mine.toml": GOOD})
    scores = {test["extra_data"]["claim"]: test["score"] for test in found["tests"]}
    assert scores == {"1-parallelogram": 0, "2-projection": 4, "2-equality": 0}
    assert found["visibility"] == "after_due_date"
    assert {test["visibility"] for test in found["tests"]} == {"after_due_date"}
    assert [entry["name"] for entry in found["leaderboard"]] == ["Percent"]
    assert [path.name for path in (layout / "results").iterdir()] == ["results.json"]


def test_a_submission_in_markdown_is_graded(layout: Path) -> None:
    found = graded(layout, {"mine.md": "# 2-projection\n```\nb @ b.T @ a / norm(b)**2\n```\n"})
    assert sum(test["score"] for test in found["tests"]) == 4


def test_what_macos_puts_into_an_archive_is_no_sheet(layout: Path) -> None:
    (layout / "submission" / "__MACOSX").mkdir()
    (layout / "submission" / "folder.toml").mkdir()
    found = graded(layout, {"mine.toml": GOOD, "._mine.toml": "", "__MACOSX/._mine.toml": ""})
    assert sum(test["score"] for test in found["tests"]) == 4


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "There is no sheet among the files"),
        ({"mine.txt": GOOD}, "There is no sheet among the files"),
        ({"a.toml": GOOD, "b.toml": GOOD}, "There are several sheets: 'a.toml, b.toml'"),
        ({"mine.toml": "no sheet"}, "mine: not TOML: "),
        ({"mine.toml": '["2-projection"]\nanswer = "a @"\n'}, "mine: 2-projection: error: "),
    ],
)
def test_a_submission_that_is_no_good_gets_its_line(
    layout: Path, files: Mapping[str, str], says: str
) -> None:
    found = graded(layout, files)
    assert says in found["output"]
    assert sum(test["score"] for test in found["tests"]) == found.get("score", 0) == 0


def _no_settings(root: Path) -> None:
    (root / "source").unlink()
    (root / "source").mkdir()


def _broken_referee(root: Path) -> None:
    _no_settings(root)
    settings = {
        "corpus": "nothing", "visibility": "visible", "leaderboard": False,
        "seconds": 1, "megabytes": 1,
    }  # fmt: skip
    (root / "source" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (root / "source" / "referee").mkdir()


@pytest.mark.parametrize(
    ("spoil", "more", "says"),
    [
        (_no_settings, {}, "The autograder failed: FileNotFoundError"),
        (_broken_referee, {}, "The referee ended with status"),
        (lambda _: None, {"AUTOGRADER_SECONDS": "0"}, "Grading took more than 0 s"),
        (lambda _: None, {"AUTOGRADER_OPTIONS": "--nonsense"}, "The referee ended with status 2"),
    ],
)
def test_results_are_written_whatever_happens(
    layout: Path, spoil: Callable[[Path], None], more: Mapping[str, str], says: str
) -> None:
    spoil(layout)
    found = graded(layout, {"mine.toml": GOOD}, **more)
    assert says in found["output"]
    assert found["score"] == 0
    assert found["extra_data"] == {"failed": True}


def test_what_was_asked_goes_along(tmp_path: Path) -> None:
    asked = tmp_path / "asked.toml"
    own = tmp_path / "own_rubric.toml"
    own.write_text("[rubric]\npoints = 3\n", encoding="utf-8")
    lines = ['questions = ["1.2-E5"]', 'rubric = "own_rubric.toml"', "due = 2099-01-01"]
    asked.write_text("\n".join([*lines, 'after = "due"']), encoding="utf-8")
    out = tmp_path / "zip"
    assert main(["autograder", "--out", str(out), "--assignment", str(asked)]) == 0
    found = json.loads((out / "settings.json").read_text(encoding="utf-8"))
    assert found["visibility"] == "after_due_date"
    assert found["asked"] == [
        "--assignment={source}/assignment.toml",
        "--rubric={source}/rubric.toml",
    ]
    assert (out / "rubric.toml").read_bytes() == own.read_bytes()
    again = [str(out), "--assignment", str(out / "assignment.toml"), "--visibility", "hidden"]
    shutil.copy(own, out / "own_rubric.toml")
    assert main(["autograder", "--out", *again]) == 0
    assert (out / "assignment.toml").read_bytes() == asked.read_bytes()
    assert main(["autograder", "--out", str(out), "--questions", "1.2-E5,2.2"]) == 0
    found = json.loads((out / "settings.json").read_text(encoding="utf-8"))
    assert found["asked"] == ["--questions=1.2-E5,2.2"]
    assert found["visibility"] == "visible"
    assert not (out / "rubric.toml").exists()


def test_a_submission_is_graded_by_what_was_asked(uploaded: Path, layout: Path) -> None:
    (layout / "source").unlink()
    shutil.copytree(uploaded, layout / "source", symlinks=True)
    settings = json.loads((uploaded / "settings.json").read_text(encoding="utf-8"))
    settings["asked"] = ["--assignment={source}/assignment.toml"]
    (layout / "source" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    text = 'questions = ["2-projection"]\npoints = 7\n'
    (layout / "source" / "assignment.toml").write_text(text, encoding="utf-8")
    found = graded(layout, {"mine.toml": GOOD})
    scores = {test["extra_data"]["claim"]: test["score"] for test in found["tests"]}
    assert scores == {"2-projection": 7}
