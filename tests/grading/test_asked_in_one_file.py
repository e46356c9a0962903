"""A homework in one file that asks for bounds and conditions: what its true answers are worth."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from geometry_homework import Graded, command, grade, write
from homework_file import DOCUMENT

HEAD = "# Bounds\n\nLet $a \\in \\mathbb{R}^d$.\n\n"


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the questions of the document that ask for the strongest answer."""
    text = DOCUMENT.read_text("utf-8")
    found = re.findall(r"```markdown\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    text = HEAD + next(each for each in found if "\nasks:" in each)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "bounds.md").write_text(text, encoding="utf-8")
    return folder / "bounds.md"


ANSWERS = {
    "tight": ("sqrt(d) * norm(a)", "n == rank(X)"),
    "weaker": ("2 * sqrt(d) * norm(a)", "invertible(X.T @ X)"),
    "weakest": ("d * norm(a)", "n > n"),
    "false": ("norm(a)", "n <= d"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    homework = written(tmp_path_factory.mktemp("homework"))
    answers = {
        name: {"1-length": bound, "1-enough": condition}
        for name, (bound, condition) in ANSWERS.items()
    }
    sheets = write(tmp_path_factory.mktemp("sheets"), answers)
    return grade(sheets, tmp_path_factory.mktemp("out") / "out", "--corpus", homework)


def test_true_answers_are_worth_what_they_say(graded: Graded) -> None:
    assert graded.code == 0, graded.err
    points = {name: (row["1-length"], row["1-enough"]) for name, row in graded.rows.items()}
    assert points == {
        "tight": ("4", "1"),
        "weaker": ("2", "0"),
        "weakest": ("2", "0"),
        "false": ("0", "0"),
    }


def test_their_records_have_the_words(graded: Graded) -> None:
    lines = (graded.folder / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = list(map(json.loads, lines))
    words = sorted(r["strength"]["word"] for r in records if "strength" in r)
    assert words == ["circular", "loose", "of the same order", "tight", "tight", "worthless"]


def test_what_is_weaker_is_measured_and_not_listed(tmp_path: Path) -> None:
    done = command("sheet", "--corpus", written(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


BAD = [
    (("asks: smallest;", "asks: small;"), 7, "asks: small; along d; trivial"),
    (("along d;", "among d;"), 7, "asks: smallest; among d; "),
    (("along d;", "along n;"), 7, "1-length: declared"),
    (("trivial $d^2 \\|a\\|$", "trivial"), 7, "asks: smallest; along d; trivial: smallest"),
    (("trivial $d^2 \\|a\\|$", "trivial $a$"), 7, "1-length: 'a' is"),
    (("about $X^\\top X$", "about $Y$"), 13, "1-enough: 'Y': "),
    (("weakest; about $X^\\top X$", "smallest"), 13, "1-enough: it asks for a bound"),
    (("points: 4", "asks: largest"), 8, "1-length: a second line asks:"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line", "says"), BAD, ids=[says for _, _, says in BAD])
def test_what_asks_for_nothing_is_one_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    path = written(tmp_path, change)
    done = command("sheet", "--corpus", path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"referee: {path}:{line}: {says}"), done.stderr
