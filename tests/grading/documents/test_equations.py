"""The equations of a document: where they stand, what they are numbered, what is none."""

from __future__ import annotations

import pytest

from referee.grading.documents.equations import Equation, equations

DOLLARS = "$$"


def numbers(text: str) -> list[int | None]:
    return [each.number for each in equations(text)]


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("so $a = b$ holds", "a = b"),
        ("so \\(a = b\\) holds", "a = b"),
        ("so\n\\[\n  a = b\n\\]", "a = b"),
        ("$$a = b$$", "a = b"),
        ("$$a = b \\quad (7)$$", "a = b"),
        ("$$a = b \\tag{7}$$", "a = b"),
        ("$$a = b$$ (7)", "a = b"),
        ("\\begin{equation}\\label{eq:x} a = b \\end{equation}", "a = b"),
        ("\\begin{equation*} a = b \\end{equation*}", "a = b"),
    ],
)
def test_an_equation_is_found_without_its_number_and_label(text: str, latex: str) -> None:
    assert [each.latex for each in equations(text)] == [latex]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$a = b \\quad (7)$$", [7]),
        ("$$a = b \\tag{7}$$", [7]),
        ("$$a = b$$ (7)", [7]),
        ("$$f(1)$$", [None]),  # an argument is no number
        ("$a = b$ (7)", [None]),  # nor is what a sentence says in brackets
        ("\\begin{equation}a\\end{equation}\\begin{equation}b\\end{equation}", [1, 2]),
        ("\\begin{align} a &= b \\\\ c &= d \\end{align}", [1, 2]),
        ("\\begin{align} a &= b \\\\ &= d \\end{align}", [1]),  # one chain
        ("\\begin{align} a &= b \\nonumber \\\\ c &= d \\end{align}", [None, 1]),
        ("\\begin{align*} a &= b \\\\ c &= d \\end{align*}", [None, None]),
        ("\\begin{equation}a \\tag{9}\\end{equation}\\begin{equation}b\\end{equation}", [9, 10]),
    ],
)
def test_numbers_are_tags_or_counted(text: str, expected: list[int | None]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```\n$$a = b$$\n```",
        "% $a = b$",
        "<!-- $a = b$ -->",
        "`$a = b$`",
        "\\begin{verbatim}$a = b$\\end{verbatim}",
        "it costs 5\\$ and 7\\$ more",
        "",
    ],
)
def test_code_comments_and_prices_are_no_mathematics(text: str) -> None:
    assert equations(text) == []


def test_lines_count_from_the_top_and_rows_have_their_own() -> None:
    text = "one\n\n$$\na = b\n$$\n\\begin{align}\n a &= b \\\\\n c &= d\n\\end{align}\n"
    assert [(e.latex, e.line) for e in equations(text)] == [
        ("a = b", 4),
        ("a &= b", 7),
        ("c &= d", 8),
    ]


def test_inline_formulas_are_told_apart() -> None:
    assert equations("$a = b$") == [Equation("a = b", 1, None, display=False)]


@pytest.mark.parametrize(
    ("defined", "written", "plain"),
    [
        (r"\newcommand{\T}{^{\top}}", r"X\T X", r"X^{\top}  X"),
        (
            r"\newcommand{\norm}[1]{\lVert #1 \rVert}",
            r"\norm{X\norm{w}}",
            r"\lVert X\lVert w \rVert \rVert",
        ),
        (r"\newcommand\R{\mathbb{R}}", r"\R^n", r"\mathbb{R} ^n"),
        (r"\def\half{\frac12}", r"\half w", r"\frac12  w"),
        (r"\def\pair#1#2{\langle #1, #2\rangle}", r"\pair a{b c}", r"\langle a, b c\rangle"),
        (r"\DeclareMathOperator{\tr}{tr}", r"\tr(A)", r"\operatorname{tr} (A)"),
    ],
)
def test_commands_of_the_document_are_written_out(defined: str, written: str, plain: str) -> None:
    (found,) = equations(f"{defined}\n\\[{written}\\]")
    assert found.latex.split() == plain.split()


@pytest.mark.parametrize("body", [r"\loop", r"\loop\loop", r"x\loop"])
def test_a_command_that_calls_itself_ends(body: str) -> None:
    (found,) = equations(f"\\newcommand{{\\loop}}{{{body}}}\n$\\loop$")
    assert len(found.latex) <= 8_000
