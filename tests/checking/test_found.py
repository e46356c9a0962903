"""What a document's formulas are taken for, and what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from referee.checking.finding import found_in
from referee.checking.items import Item
from referee.checking.pieces import NoDocument
from referee.checking.sources import pieces_of


def items(folder: Path, text: str, name: str = "notes.md") -> list[Item]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return found_in(pieces_of(path))[0]


def kinds(folder: Path, text: str, name: str = "notes.md") -> list[tuple[str, str]]:
    return [(item.latex, item.kind) for item in items(folder, text, name)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (r"The trace is cyclic: $\operatorname{tr}(AB) = \operatorname{tr}(BA)$.", "statement"),
        (r"Setting $\nabla L(w) = 0$ gives the answer.", "no statement"),
        (r"Solve $A x = b$.", "no statement"),
        (r"The system $A x = b$ is large.", "no statement"),
        (r"We look at $X^\top X w = X^\top y$.", "no statement"),
        (r"An eigenvector has $A v = \lambda v$.", "no statement"),
        (r"We write $H = X X^\top$.", "definition"),
        (r"Here $H := X X^\top$.", "definition"),
        (r"The loss is $L(w) = \|X w - y\|^2$.", "definition"),
        (r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric.", "declaration"),
        (r"The matrix $A^\top A$ is large.", "no statement"),
        (r"In general $(AB)^\top \ne A^\top B^\top$.", "no statement"),
        (r"Here $x \approx A^{-1} b$.", "no statement"),
        (r"Choose $t > 0$.", "no statement"),
        (r"A matrix with $A^\top = A$ is called symmetric.", "declaration"),
        (r"We iterate $w_{t+1} = w_t - \eta \nabla L(w_t)$.", "no statement"),
    ],
)
def test_what_a_formula_is_taken_for(tmp_path: Path, text: str, kind: str) -> None:
    assert [each[1] for each in kinds(tmp_path, text)][-1] == kind or (
        kind in {each[1] for each in kinds(tmp_path, text)}
    )
    assert ("statement" in {each[1] for each in kinds(tmp_path, text)}) == (kind == "statement")


def test_what_is_defined_is_claimed_of_afterwards(tmp_path: Path) -> None:
    text = r"""# One

Let $X \in \mathbb{R}^{n \times d}$ have full column rank.
The hat matrix is $H = X (X^\top X)^{-1} X^\top$. It satisfies $H^2 = H$.

# Another section

Here $H^2 = H$ would say of which kind $H$ is.
"""
    found = items(tmp_path, text)
    assert [item.kind for item in found][1:] == [
        "definition",
        "statement",
        "no statement",
        "no statement",
    ]
    assert any("H := X" in each for each in found[2].tries[0].section)


def test_an_aligned_display_gives_a_statement_a_row(tmp_path: Path) -> None:
    text = r"""\begin{document}
\begin{align}
\operatorname{tr}(ABC) &= \operatorname{tr}(CAB) \\
  &= \operatorname{tr}(BCA), \\
\det(AB) &= \det(A) \det(B) \label{eq:det}
\end{align}
"""
    found = items(tmp_path, text, "notes.tex")
    assert [item.latex for item in found] == [
        r"\operatorname{tr}(ABC) = \operatorname{tr}(CAB)",
        r"\operatorname{tr}(CAB) = \operatorname{tr}(BCA)",
        r"\det(AB) = \det(A) \det(B)",
    ]
    assert [item.piece.place(item.at)[0] for item in found] == [3, 4, 5]


def test_a_table_of_derivatives_gives_a_statement_a_row(tmp_path: Path) -> None:
    text = r"""
| $f(x)$ | gradient | where |
|--------|----------|-------|
| $a^\top x$ | $a$ | |
| $x^\top A x$ | $2 A x$ | $A$ is symmetric |
"""
    found = [item for item in items(tmp_path, text) if item.tries]
    assert [item.tries[0].statement for item in found] == [
        r"$\nabla_{x} (a^\top x) = a$",
        r"$\nabla_{x} (x^\top A x) = 2 A x$ where $A$ is symmetric",
    ]


def test_conditions_around_a_formula_are_asked_with_it(tmp_path: Path) -> None:
    text = r"""If $A$ and $B$ commute, then $(A + B)^2 = A^2 + 2 A B + B^2$.

We have $\nabla_x (x^\top A x) = 2 A x$ for symmetric $A$, and so the claim.
"""
    found = [item for item in items(tmp_path, text) if item.tries]
    assert [item.tries[0].statement for item in found] == [
        r"If $A$ and $B$ commute, then $(A + B)^2 = A^2 + 2 A B + B^2$",
        r"$\nabla_x (x^\top A x) = 2 A x$ for symmetric $A$",
    ]
    assert [each.whole for each in found[0].tries] == [True, False]


def test_a_section_declares_and_its_end_forgets(tmp_path: Path) -> None:
    text = r"""# One

Let $A \in \mathbb{R}^{n \times n}$ be symmetric.

## Below

$\det(A^\top) = \det(A)$

# Two

$\det(A^\top) = \det(A)$
"""
    below, two = [item for item in items(tmp_path, text) if item.tries]
    assert len(below.tries[0].section) == 1
    assert two.tries[0].section == ()


def test_commands_of_the_document_are_written_out(tmp_path: Path) -> None:
    text = "\\newcommand{\\tp}{^\\top}\n\\begin{document}\nHence $(AB)\\tp = B\\tp A\\tp$.\n"
    (found,) = items(tmp_path, text, "notes.tex")
    assert r"(AB)^\top" in found.tries[0].statement


def test_docstrings_are_read_and_no_line_of_code_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    text = f'''"""The trace: :math:`\\\\operatorname{{tr}}(AB) = \\\\operatorname{{tr}}(BA)`."""
open({str(ran)!r}, "w")


def f():
    r"""For square $A$:

    .. math::

        \\det(A^\\top) = \\det(A)
    """
'''
    found = [item for item in items(tmp_path, text, "code.py") if item.tries]
    assert [item.latex for item in found] == [
        r"\operatorname{tr}(AB) = \operatorname{tr}(BA)",
        r"\det(A^\top) = \det(A)",
    ]
    assert found[1].piece.place(found[1].at)[0] == 10
    assert not ran.exists()


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.md", b"\x89PNG\xff", "no text in UTF-8"),
        ("a.md", b"a\0b", "zero byte"),
        ("a.ipynb", b'{"cells": [', "no notebook: line 1"),
        ("a.ipynb", b"[1]", "no list of cells"),
        ("a.ipynb", b'{"cells": [3]}', "cell 1"),
        ("a.py", b"def f(:\n", "no Python: line 1"),
        ("a.doc", b"", "no format"),
    ],
)
def test_a_file_that_is_no_document_is_one_line(
    tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(NoDocument, match=says) as caught:
        pieces_of(path)
    assert "\n" not in str(caught.value)


def test_what_never_closes_is_said_and_the_rest_is_found(tmp_path: Path) -> None:
    text = r"""\begin{document}
\begin{align}
\det(A) = 1

\input{../../secret}
Then $\det(A^\top) = \det(A)$, and $x

Also $\operatorname{tr}(A^\top) = \operatorname{tr}(A)$.
"""
    path = tmp_path / "open.tex"
    path.write_text(text, encoding="utf-8")
    found, problems = found_in(pieces_of(path))
    assert [each.reason.split(":")[0] for each in problems] == [
        r"\input{../../secret} is not followed",
        r"\begin{align} without its end \end{align}",
        "$ without its end $ in its paragraph",
    ]
    assert len([item for item in found if item.tries]) == 2


@pytest.mark.parametrize(
    "formula",
    [
        "A+" * 300_000 + "A",
        "(" * 60_000,
        r"\frac{1}{" * 20_000,
        "^{-1}" * 700 + "!",
        "|" * 3_000,
        "a_" * 1_900,
    ],
)
def test_a_formula_of_any_length_is_gone_through_at_once(tmp_path: Path, formula: str) -> None:
    found = items(tmp_path, f"Then ${formula} = A$ and $\\det(A) = \\det(A^\\top)$.\n")
    assert found[-1].latex == r"\det(A) = \det(A^\top)"


def test_more_formulas_than_are_read_are_said(tmp_path: Path) -> None:
    path = tmp_path / "many.md"
    path.write_text("$a$\n" * 5_003, encoding="utf-8")
    found, problems = found_in(pieces_of(path))
    assert len(found) == 5_000
    assert [each.reason for each in problems] == ["more than 5,000 formulas; these are left"]
