"""A class whose sheets are in every format: graded as one, its names shown as they were given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from geometry_homework import Graded, build, grade
from processes import python

RIGHT = "b @ b.T @ a / norm(b)**2"
SET = r"\frac{v v^\top a}{\lVert v \rVert^2}"
SHEETS = {
    "ana.toml": f'"2-projection" = "{RIGHT}"\n',
    "ben.md": f"---\nnames: v = b\n---\n# 2-projection\n\n$$ {SET} $$\n",
    "cem.tex": "\\begin{document}\nLet $v$ stand for $b$.\n\\section{2-projection}\n"
    f"\\[ {SET} \\]\n\\end{{document}}\n",
    "dora.ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "source": "# 2-projection"},
                {"cell_type": "code", "source": "b @ b.T @ a / np.linalg.norm(b)**2"},
            ],
            "metadata": {"kernelspec": {"language": "python"}},
        }
    ),
    "emil.md": "# 2-projection\n\n$$ v v^\\top a $$\n",
    "fay.docx": "no text",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("homework"))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    for name, text in SHEETS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def graded(corpus: Path, sheets: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    return grade(sheets, tmp_path_factory.mktemp("graded"), "--corpus", corpus)


def test_one_answer_in_every_format_is_decided_once(graded: Graded) -> None:
    assert "1 distinct answer: 0 known, 1 to decide" in graded.err
    totals = {name: row["total"] for name, row in graded.rows.items()}
    assert {totals[name] for name in ("ana", "ben", "cem", "dora")} == {"4"}
    assert (totals["emil"], totals["fay"]) == ("0", "0")


def test_what_is_wrong_is_told_in_a_line(graded: Graded) -> None:
    assert "fay: not a sheet: its name does not end in .toml, .md, .tex or .ipynb" in graded.err
    (line,) = [each for each in graded.err.splitlines() if each.startswith("emil: ")]
    assert line.startswith("emil: 2-projection: error: ")


@pytest.mark.parametrize("student", ["ben", "cem"])
def test_names_are_shown_beside_what_was_written(graded: Graded, student: str) -> None:
    page = graded.text(f"feedback/{student}.html")
    assert "where <code>v</code> is <code>b</code>" in page
    assert "where <code>" not in graded.text("feedback/ana.html")


def test_pytest_takes_a_sheet_of_any_format(corpus: Path, sheets: Path, tmp_path: Path) -> None:
    options = ["--claims-corpus", corpus, "--claims-report", tmp_path, "--claims-examples", "5"]
    words = ["--sheet", sheets / "ben.md", "-p", "no:cacheprovider", "--claims-search", "0"]
    done = python("-m", "pytest", *options, *words, "--claims-proof", "2", cwd=tmp_path)
    rows = [json.loads(x) for x in (tmp_path / "records.jsonl").read_text("utf-8").splitlines()]
    (record,) = [row for row in rows if row["claim"] == "2-projection"]
    assert record["verdict"] == "held", done.stdout
    assert (record["notation"], record["names"]) == ("mathematics", {"v": "b"})
    assert "where <code>v</code> is <code>b</code>" in (tmp_path / "index.html").read_text("utf-8")
