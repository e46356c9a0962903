r"""Documents of LaTeX: tables, commands that open environments, and the files they take in."""

from __future__ import annotations

from pathlib import Path

import pytest

from referee.checking.deciding import Effort, check
from referee.checking.finding import found_in
from referee.checking.items import STATEMENT, Item
from referee.checking.sources import pieces_of

TABULAR = r"""
\begin{tabular}{l|l l}
\toprule
$f(x)$ & gradient & where \\ \midrule
$a^\top x$ & $a$ & \\[2pt]
$x^\top A x$ &
  $2 A x$ & $A$ symmetric \\
\bottomrule
\end{tabular}
"""
ARRAY = r"""
\[ \begin{array}{c|c}
f(x) & \text{derivative} \\ \hline
a^\top x & a \\
x^\top \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix} x & 2x
\end{array} \]
"""
MATRIX = r"\[ A = \begin{array}{cc} a & b \\ c & d \end{array} \]"
EQUATIONS = r"\[ \begin{array}{rcl} (A^\top)^\top &=& A \\ A + A &=& 2A \end{array} \]"
MAIN = r"""\documentclass{article}
\input{macros}
\begin{document}
Let $A, B \in \R^{n \times n}$.
\be
 \tr(AB) = \tr(BA)
\ee
\input{chapters/one} \bthm
Then $\tr(A) = \tr(A^\top)$. \ethm
\include{chapters/two.tex} \input ../outside
\import{chapters/}{nothing}
\end{document}
"""
MACROS = r"""\newcommand{\R}{\mathbb{R}}
\newcommand{\tr}{\operatorname{tr}}
\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}}
\def\bthm{\begin{theorem}}\def\ethm{\end{theorem}}
"""
ONE = "Here $\\det(A B) = \\det(B A)$.\n\\input{chapters/one}\n"
TWO = "\\be (A B)^\\top = B^\\top A^\\top \\ee\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"main": MAIN, "macros": MACROS, "chapters/one": ONE, "chapters/two": TWO}
    for name, text in texts.items():
        path = tmp_path / "notes" / f"{name}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "outside.tex").write_text("$1 = 2$", encoding="utf-8")
    return tmp_path / "notes"


def found(path: Path) -> tuple[list[Item], list[str]]:
    items, problems = found_in(pieces_of(path))
    return items, [each.reason for each in problems]


def statements(path: Path) -> list[tuple[str, tuple[int, int]]]:
    items, _ = found(path)
    return [(i.latex, i.piece.place(i.at)) for i in items if i.kind == STATEMENT]


def of(folder: Path, text: str) -> list[tuple[str, tuple[int, int]]]:
    path = folder / "tables.tex"
    path.write_text(text, encoding="utf-8")
    return statements(path)


def test_a_tabular_gives_a_statement_a_row(tmp_path: Path) -> None:
    assert of(tmp_path, TABULAR) == [
        (r"\nabla_{x} (a^\top x) = a", (5, 15)),
        (r"\nabla_{x} (x^\top A x) = 2 A x", (7, 4)),
    ]
    items, _ = found(tmp_path / "tables.tex")
    (asked,) = [i.tries[0].statement for i in items if "2 A x" in i.latex and i.tries]
    assert asked.endswith("where $A$ symmetric")


def test_an_array_with_a_head_gives_a_statement_a_row(tmp_path: Path) -> None:
    whole = r"\nabla_{x} (x^\top \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix} x) = 2x"
    assert of(tmp_path, ARRAY) == [(r"\nabla_{x} (a^\top x) = a", (4, 12)), (whole, (5, 57))]


def test_an_array_that_is_a_matrix_or_equations_is_no_table(tmp_path: Path) -> None:
    assert of(tmp_path, MATRIX) == []
    assert [latex for latex, _ in of(tmp_path, EQUATIONS)] == [r"(A^\top)^\top = A", "A + A = 2A"]


def test_commands_open_environments_and_files_stand_where_they_are_named(folder: Path) -> None:
    assert statements(folder / "main.tex") == [
        (r"\operatorname{tr} (AB) = \operatorname{tr} (BA)", (6, 2)),
        (r"\det(A B) = \det(B A)", (1, 7)),
        (r"\operatorname{tr} (A) = \operatorname{tr} (A^\top)", (9, 7)),
        (r"(A B)^\top = B^\top A^\top", (1, 5)),
    ]


def test_what_is_not_taken_in_is_a_line_each(folder: Path) -> None:
    assert found(folder / "main.tex")[1] == [
        r"\input{chapters/one} is not followed: the file takes itself in",
        r"\input ../outside is not followed: it is outside of the document's folder",
        r"\import{chapters/}{nothing} is not followed: there is no such file",
    ]


def test_a_link_that_points_outside_is_not_followed(folder: Path) -> None:
    (folder / "link.tex").symlink_to(folder.parent / "outside.tex")
    path = folder / "other.tex"
    path.write_text("\\input{link}\n", encoding="utf-8")
    assert found(path)[1] == [
        r"\input{link} is not followed: it is outside of the document's folder"
    ]


def test_files_are_taken_in_so_deep_and_so_often(tmp_path: Path) -> None:
    for number in range(20):
        text = f"$a_{{{number}}}$ \\input{{f{number + 1}}}"
        (tmp_path / f"f{number}.tex").write_text(text, encoding="utf-8")
    items, problems = found(tmp_path / "f0.tex")
    assert len(items) == 11
    assert problems == [r"\input{f11} is not followed: 10 files deep"]
    (tmp_path / "one.tex").write_text("$a$", encoding="utf-8")
    (tmp_path / "many.tex").write_text("\\input{one}\n" * 203, encoding="utf-8")
    items, problems = found(tmp_path / "many.tex")
    assert len(items) == 200
    assert problems == [r"\input{one} is not followed: more than 200 files are taken in"] * 3


def test_a_file_that_another_takes_in_is_checked_there_alone(folder: Path) -> None:
    known = check([folder / "chapters" / "one.tex", folder / "main.tex"], Effort())
    files = [Path(each["file"]).name for each in known["formulas"]]
    assert files == ["main.tex", "main.tex", "one.tex", "main.tex", "two.tex"]
    assert [Path(each).name for each in known["files"]] == ["main.tex", "one.tex", "two.tex"]
    assert {each["verdict"] for each in known["formulas"]} == {"proved", None}


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{tabular}{l}" * 40_000,
        r"\begin{tabular}{" * 40_000,
        r"\newcommand{\be}{\begin{equation}}" + r"\be " * 100_000,
        r"\newcommand{\be}{\be\begin{equation}}" + r"\be x \ee",
        r"\input{" * 40_000,
        "\\newcommand{\\be}{\\begin{equation}}\n" * 5_000 + "\\be\n" * 5_000,
    ],
)
def test_what_never_closes_ends(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hostile.tex"
    path.write_text(text + "\n\nThen $\\det(A) = \\det(A^\\top)$.", encoding="utf-8")
    found(path)
