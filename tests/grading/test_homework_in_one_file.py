"""A homework in one file of text: the one of docs/own-homework.md, proofread and graded."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest
from geometry_homework import Graded, command, grade, write
from homework_file import written
from processes import ROOT, python

CLAIMS = ("1-parallelogram", "1-distance", "2-gram", "2-ridge")
RIGHT = {
    "1-parallelogram": "2*norm(a)**2 + 2*norm(b)**2",
    "1-distance": "-b + a",
    "2-gram": r"\operatorname{rank}(X^\top X) = n",
    "2-ridge": "Xᵀ(X Xᵀ + λI)⁻¹ y",
}
NEARLY = {
    "1-parallelogram": "norm(a)**2 + norm(b)**2",  # half of it: a constant factor
    "1-distance": "b - a",  # the sign
    "2-gram": "d >= n",  # equal to what the file says of it
    "2-ridge": "X.T @ y / (norm(X)**2 + lambda)",  # right for one column
}


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def homework(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("homework"))


@pytest.fixture(scope="module")
def graded(homework: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    sheets = write(tmp_path_factory.mktemp("sheets"), {"right": RIGHT, "nearly": NEARLY})
    return grade(sheets, tmp_path_factory.mktemp("out") / "out", "--corpus", homework)


def sheet(path: Path) -> subprocess.CompletedProcess[str]:
    return command("sheet", "--corpus", path)


def test_its_template_asks_every_question_and_answers_none(homework: Path) -> None:
    done = sheet(homework)
    assert (done.returncode, done.stderr) == (0, "")
    found = {name: text for name, text in tomllib.loads(done.stdout).items() if name != "sheet"}
    assert found == dict.fromkeys(CLAIMS, "")
    assert "The sum of the squared diagonals" in done.stdout
    assert r"\operatorname{rank}" not in done.stdout


def test_right_answers_in_every_notation_earn_all_points(graded: Graded) -> None:
    assert graded.code == 0, graded.err
    row = graded.rows["right"]
    assert [row[claim] for claim in CLAIMS] == ["2", "2", "3", "4"]
    assert (row["total"], row["out of"]) == ("11", "11")


def test_partial_credit_is_what_the_file_says(graded: Graded) -> None:
    row = graded.rows["nearly"]
    assert [row[claim] for claim in CLAIMS] == ["1", "0.5", "1", "1"]
    records = (graded.folder / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    said = [r["credit"]["says"] for r in map(json.loads, records) if r.get("credit")]
    assert "necessary, and no more" in said


def test_a_log_is_verified_in_a_fresh_process(graded: Graded, homework: Path) -> None:
    log = graded.folder / "run" / "records.jsonl"
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    tokens = [r["counterexample"]["token"] for r in records if r["verdict"] == "refuted"]
    assert tokens
    assert all(token.startswith("declared") for token in tokens)
    assert all(str(homework) in r["replay"] for r in records)
    done = command("verify", log, "--corpus", homework, "--workers", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(records)} of {len(records)} rows" in done.stdout


def test_another_file_decides_another_way(graded: Graded, tmp_path: Path) -> None:
    other = written(tmp_path, ("- b\\|^2 = \\boxed{2", "- 2 b\\|^2 = \\boxed{2"))
    done = command("verify", graded.folder / "run" / "records.jsonl", "--corpus", other, "--fast")
    assert done.returncode != 0


def test_pytest_decides_its_sheets(homework: Path, tmp_path: Path) -> None:
    few = ("-p", "no:cacheprovider", "--claims-examples=5", "--claims-proof=2", "--claims-search=0")
    words = (*few, f"--claims-corpus={homework}", f"--claims-report={tmp_path}")
    done = python("-m", "pytest", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    lines = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    verdicts = [(r["sheet"], r["verdict"]) for r in map(json.loads, lines)]
    assert sorted(verdicts) == [("mutants", "refuted")] * 5 + [("reference", "held")] * 4


def test_an_autograder_has_all_it_needs(homework: Path, tmp_path: Path) -> None:
    done = command("autograder", "--corpus", homework, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    settings = json.loads((tmp_path / "out" / "settings.json").read_text(encoding="utf-8"))
    corpus = tmp_path / "out" / settings["corpus"]
    sheets = write(tmp_path / "sheets", {"right": RIGHT})
    found = grade(sheets, tmp_path / "graded", "--corpus", corpus)
    assert found.rows["right"]["total"] == "11"


def test_a_formula_is_read_as_an_answer_to_it(homework: Path) -> None:
    words = ("read", "2(b - a)", "--claim", "1-distance", "--to", "latex", "--corpus", homework)
    assert command(*words).stdout.strip() == r"2 \left(b - a\right)"


def test_what_a_question_takes_though_it_says_something_else_is_listed(tmp_path: Path) -> None:
    weak = "**upper** A bound: $\\|a + b\\| \\leq \\boxed{\\|a\\| + \\|b\\|}$\n\n## 2 Matrices"
    done = sheet(written(tmp_path, ("## 2 Matrices", weak)))
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert lines
    assert all(":22: 1-upper: also taken for right: " in line for line in lines)
    assert any("norm_1(a) + norm(b)" in line for line in lines)
    assert sheet(tmp_path / "homework.md").stderr == done.stderr  # kept, and said again


INSIDE = "1-distance: the blank stands inside of a sum, a derivative or an extremum, where"
BAD = [
    (("\\boxed{2 \\|a", "□ + \\boxed{2 \\|a"), 7, "1-parallelogram: 2 blanks in a paragraph"),
    (("answer: a - b\n", ""), 14, "1-distance: no answer: write \\boxed{answer}"),
    (("answer: a - b\n", "answer: a - b\nanswer: a\n"), 17, "1-distance: a second answer"),
    (("answer: a - b", "answer: a + b"), 16, "1-distance: the answer a + b is refuted: false at"),
    (("same: -(b - a)", "same: b - a"), 17, "1-distance: the answer b - a is refuted: false at"),
    (("wrong: b - a", "wrong: -b + a"), 18, "1-distance: the wrong variant -b + a holds: "),
    (("answer: a - b", "answer: a - c"), 14, "1-distance: the answer uses c, which the question"),
    (("points: 3", "points: three"), 29, "points: three: a number above 0 is needed"),
    (("points: 3", "points: -1"), 29, "points: -1: a number above 0 is needed"),
    (("points: 3", "points: nan"), 29, "points: nan: a number above 0 is needed"),
    (("sign 0.5", "sign 5"), 20, "partial: 5 points of 2"),
    (("sign 0.5", "sign"), 20, "partial: sign: a word (sign, transpose, factor, same order"),
    (("partial: n = 1: 1", "partial: m = 1: 1"), 36, "2-ridge: partial credit: where = 'm = 1':"),
    (("**distance**", "**parallelogram**"), 14, "two questions are called 1-parallelogram"),
    (("## 2 Matrices", "## 1 Matrices"), 22, "there are two parts 1"),
    (("n \\leq d$: 1 ", "n \\leq d$ "), 28, "nearly: $n \\leq d$: a wrong formula and its points"),
    (("n \\leq d$: 1 ", "n \\leq d$: 4 "), 28, "nearly: 4 points of 3"),
    (("n \\leq d$: 1 ", "n \\leq d$: 1.2.3 "), 28, "nearly: $n \\leq d$: 1.2.3: a wrong"),
    (("$n \\leq d$: 1", "rank(X.T) == n: 1"), 28, "2-gram: the wrong variant rank(X.T) == n holds"),
    (("rank}(X) = n}", "rank}(X) = n"), 26, "2-gram: \\boxed{ is not closed"),
    (("points: 3", "wrong:"), 29, "wrong: nothing stands there"),
    (("## 1 Lengths", "points: 1"), 5, "points: belongs to no question"),
    (("$\\lambda > 0$", "$\\lambda \\in$"), 31, "2-ridge: "),
    (("\\nabla_a \\tfrac12 \\|a - b\\|^2 = □", "\\sum_{i=1}^d □ = a"), 14, "1-distance: "),
    (("$\\nabla_a \\tfrac12 \\|a - b\\|^2 = □$\nanswer: a - b\nsame: -(b - a)\n",
      "$\\nabla_a □ = a - b$\nanswer: \\tfrac12 \\|a - b\\|^2\n"), 14, INSIDE),
    (("$\\nabla_a \\tfrac12 \\|a - b\\|^2 = □$\nanswer: a - b\nsame: -(b - a)\n",
      "$\\sum_{i=1}^d □ = \\|a\\|^2$\nanswer: $a_i^2$\n"), 14, INSIDE),
]  # fmt: skip


# The first part alone: the second has nothing to do with what is wrong in it.
FIRST = (("## 2 Matrices", "## 2 Nothing\n\n```\n## 2 Matrices"),)


@pytest.mark.parametrize(("change", "line", "says"), BAD, ids=[says for _, _, says in BAD])
def test_bad_input_is_one_line_with_its_number(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    path = written(tmp_path, change, *(FIRST if says.startswith("1-distance: the ") else ()))
    done = sheet(path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"referee: {path}:{line}: {says}"), done.stderr


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"nothing is asked", "no question: a paragraph with a blank"),
        (b"# " + b"x" * 1_000_001, "more than 1,000,000 characters"),
    ],
)
def test_what_is_no_homework_is_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "homework.md").write_bytes(data)
    done = sheet(tmp_path / "homework.md")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = sheet(tmp_path / "none.md")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No such file" in done.stderr


def test_nothing_of_a_file_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f'"""); open({str(mark)!r}, "w"); ("""'
    change = ("The geometry of vectors", f"Of vectors {code} {{x!r}}")
    done = sheet(written(tmp_path, change, *FIRST, name='it"s a.b.md'))
    assert done.returncode == 0, done.stderr
    assert not mark.exists()


def test_the_second_homework_is_sound() -> None:
    done = sheet(ROOT / "examples" / "second-homework.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count('" = ""') == 13
