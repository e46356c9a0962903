"""Formulas whose sizes cannot fit are findings; what fits by a habit of writing is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from published_schemas import validator

from referee.checking import baseline
from referee.checking.deciding import Effort, check
from referee.commands.check import status
from referee.evidence.check_schema import Check
from referee.reports.checks import github, lines, page, plain, sarif

SIZES = (
    r"""Let $A, B \in \mathbb{R}^{m \times n}$, $x, y \in \mathbb{R}^n$, $c \in \mathbb{R}^m$."""
)
NEVER = [
    r"(A B)^\top = B^\top A^\top",
    r"x y^\top + y x^\top = 2 x^\top y",
    r"\det(A^\top A) = \det(A)^2",
    r"(A^\top A)^{-1} = A^{-1} (A^\top)^{-1}",
    r"\nabla_x (c^\top A x) = A c",
    r"\|x - y\|^2 = \|x\|^2 + \|y\|^2 - 2 x y",
    r"(A^\top A + \lambda I)^{-1} A c = A^\top (A A^\top + \lambda I)^{-1} c",
    r"A x + y = y + A x",
]
# By habit: λ for λI, entries of vectors, vectors as rows, an index that may count vectors, a
# derivative as a row; and a size that nothing declares.
PERHAPS = [
    r"A^\top A + \lambda = \lambda + A^\top A",
    r"x^2 + y^2 = y^2 + x^2",
    r"x A^\top = (A x^\top)^\top",
    r"x_i x_i^\top + x x^\top = x x^\top + x_i x_i^\top",
    r"\frac{\partial}{\partial x} \|x\|^2 = 2 x^\top",
    r"x (1 - x) = x - x^2",
    r"A Z A = A Z A",
]


def checked(folder: Path, text: str) -> Check:
    path = folder / "notes.md"
    path.write_text(text, encoding="utf-8")
    return check([path], Effort())


def verdict(folder: Path, formula: str, before: str = SIZES) -> str | None:
    return checked(folder, f"{before} We have $${formula}$$\n")["formulas"][-1]["verdict"]


@pytest.mark.parametrize("formula", NEVER)
def test_what_fits_at_no_declared_sizes_is_ill_typed(tmp_path: Path, formula: str) -> None:
    assert verdict(tmp_path, formula) == "ill-typed"


@pytest.mark.parametrize("formula", PERHAPS)
def test_what_fits_by_a_habit_is_not(tmp_path: Path, formula: str) -> None:
    assert verdict(tmp_path, formula) != "ill-typed"


@pytest.mark.parametrize(
    "before",
    [
        r"Let $A, B$ be matrices.",
        r"Let $A \in \mathbb{R}^{m \times n}$ and let $B$ be a matrix for which all is defined.",
        rf"{SIZES} Now let $B$ be the blue matrix of the last chapter.",
        rf"{SIZES} Now let all matrices be square.",
    ],
)
def test_sizes_that_are_not_certain_rule_nothing_out(tmp_path: Path, before: str) -> None:
    assert verdict(tmp_path, NEVER[0], before) != "ill-typed"


def test_sizes_of_a_section_around_count_where_a_statement_beside_agrees(tmp_path: Path) -> None:
    head, wrong, right = f"# One\n\n{SIZES}\n\n## Two\n\n", "$(A B)^2 = 0$", "$(A+B)^2$"
    beside = r"$(A + B)^\top = A^\top + B^\top$"
    assert checked(tmp_path, f"{head}We have {wrong}.")["formulas"][-1]["verdict"] == "not read"
    found = checked(tmp_path, f"{head}We have {beside}. We have {wrong}. See {right}.")
    assert [f["verdict"] for f in found["formulas"][-3:]] == ["proved", "ill-typed", None]


def test_derivatives_laid_out_as_rows_all_through_are_a_layout(tmp_path: Path) -> None:
    row = r"We have $\frac{\partial}{\partial x} \|x\|^2 = 2 x^\top$."
    column = r"We have $\nabla_x \|x - y\|^2 = 2 (x - y)$ and $\nabla_x (x^\top y) = y$."
    assert checked(tmp_path, f"{SIZES} {row}")["formulas"][-1]["verdict"] == "not read"
    assert checked(tmp_path, f"{SIZES} {column} {row}")["formulas"][-1]["verdict"] == "ill-typed"


def test_it_is_said_everywhere_and_fails_a_run(tmp_path: Path) -> None:
    found = checked(tmp_path, f"{SIZES} We have ${NEVER[0]}$.")
    assert status(found, strict=False) == 1
    validator("check").validate(json.loads(plain.written(found)))
    (result,) = json.loads(sarif.written(found))["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("ill-typed", "error")
    assert github.written(found).startswith("::error ")
    assert "m×n times m×n" in lines.text(found)
    assert "1 of 1 statements decided: 1 ill-typed" in lines.text(found)
    assert "Ill-typed" in page.page(found)
    known = tmp_path / "known.json"
    known.write_text(baseline.written(found, known), encoding="utf-8")
    assert status(baseline.compared(found, known), strict=False) == 0
