"""An answer on a terminal, as a page, as LaTeX and as Python: what it says, and that it is safe."""

from __future__ import annotations

import ast
import re
import unicodedata
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from answers import HOSTILE, asked, hostile, instance, value

from referee.reports.answers import python
from referee.reports.answers.ascii import SIGNS, ascii_of
from referee.reports.answers.latex import latex
from referee.reports.answers.page import fragment, page
from referee.reports.answers.python import code, identifiers
from referee.reports.answers.text import text

VERDICTS = ("proved", "held", "refuted", "ambiguous", "inconclusive", "vacuous", "not read")


# ------------------------------------------------------------------------------- the terminal


def test_a_refutation_is_a_line_that_begins_with_its_verdict() -> None:
    lines = text(asked()).splitlines()
    assert lines == [
        "inferred  x_1 ∈ ℝⁿ",
        "refuted   n = 2:  A = [1 0; 0 1/2],  x_1 = [1; −2]      tr(A) = 3/2,  n = 2",
        "          a reason for refuted",
    ]


def test_the_two_sides_have_a_line_of_their_own_where_the_first_is_full() -> None:
    narrow = text(asked(), width=60).splitlines()
    assert narrow[1:3] == [
        "refuted   n = 2:  A = [1 0; 0 1/2],  x_1 = [1; −2]",
        "          tr(A) = 3/2,  n = 2",
    ]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_word(verdict: str) -> None:
    assert re.search(rf"^{verdict}\s\s", text(asked(verdict)), re.MULTILINE)


def test_what_it_needs_is_said_with_where_it_fails() -> None:
    needed = [{"hypothesis": "A is symmetric", "counterexample": instance(sides=[])}]
    said = text(asked("held", needed=needed))
    assert "needed    without “A is symmetric” it fails at n = 2:  A = [1 0; 0 1/2]" in said


def test_each_way_to_read_it_is_said_with_its_verdict() -> None:
    ways = [
        {"statement": "A * B", "verdict": "held", "reason": "", "counterexample": None},
        {
            "statement": "A @ B",
            "verdict": "refuted",
            "reason": "",
            "counterexample": instance(sides=[]),
        },
    ]
    said = text(asked("ambiguous", readings=ways)).splitlines()
    assert said[-2:] == [
        "reading   A * B: held",
        "reading   A @ B: refuted at n = 2:  A = [1 0; 0 1/2],  x_1 = [1; −2]",
    ]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nothing_that_is_shown_moves_a_cursor(verdict: str) -> None:
    said = text(hostile(verdict))
    assert all(unicodedata.category(c) not in {"Cc", "Cf"} for c in said if c != "\n")


# ----------------------------------------------------------------------------------- in ASCII


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("A ∈ ℝⁿˣⁿ, λ ≥ 0", "A in R^(n x n), lambda >= 0"),
        ("A⁻¹ ≠ Aᵀ ⊙ Σ", "A^(-1) != A^T .* Sigma"),
        ("‖x‖² ≤ 10⁻¹²", "||x||^2 <= 10^(-12)"),
    ],
)
def test_signs_are_spelled_in_ascii(written: str, typed: str) -> None:
    assert ascii_of(written) == typed


def test_whatever_there_is_becomes_ascii() -> None:
    everything = "".join(map(chr, (*range(0x20, 0x2FFF), 0x1D400, 0x1F600)))
    assert ascii_of(everything).isascii()
    assert all(ascii_of(sign).isascii() for sign in SIGNS)


# ----------------------------------------------------------------------------------- as Python


def run(text: str) -> dict[str, Any]:
    """Run what was made for somebody to paste, as they would."""
    found: dict[str, Any] = {}
    exec(compile(text, "pasted", "exec"), found)  # noqa: S102
    return found


def test_the_counterexample_runs_and_shows_both_sides() -> None:
    found = run(code(asked()))
    assert found["A_exactly"].tolist() == [[1, 0], [0, Fraction(1, 2)]]
    assert all(isinstance(x, Fraction) for x in found["A_exactly"].flat)
    assert found["A"].dtype == np.float64
    assert (found["left"], found["right"]) == (1.5, 2)


def test_what_numpy_cannot_run_is_a_comment() -> None:
    sides = [value("s", [["1"]], numpy="in_span(A, A)"), value("t", [["2"]], numpy="A.T[")]
    found = run(code(asked(counterexample=instance(sides=sides))))
    assert not {"left", "right"} & set(found)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_text_of_a_statement_is_code(verdict: str) -> None:
    tree = ast.parse(code(hostile(verdict)))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Name)}  # fmt: skip
    assert called <= {"Fraction", "float", "assert_holds"}


def test_without_a_counterexample_it_is_a_test_of_the_statement() -> None:
    tree = ast.parse(code(hostile("held")))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert ast.literal_eval(call.args[0]) == HOSTILE
    assert ast.literal_eval(call.keywords[0].value) == HOSTILE


def test_a_side_does_not_run_where_a_name_had_to_be_another_one() -> None:
    sides = [value("np", [["1"]], numpy="np"), value("2·np", [["2"]], numpy="2 * np")]
    named = instance(values=[value("np", [["1"]])], sides=sides)
    assert not {"left", "right"} & set(run(code(asked(counterexample=named))))


def test_names_become_names_of_python_all_different() -> None:
    names = ["λ", "lambda", "x'", "x_prime", "1", "np", "é", "_", "left"]
    found = identifiers(names)
    assert len(set(found.values())) == len(names)
    assert all(name.isidentifier() and name.isascii() for name in found.values())
    assert not {"np", "lambda", "left", "right"} & set(found.values())
    assert identifiers(["A", "x_1"]) == {"A": "A", "x_1": "x_1"}


@pytest.mark.parametrize(
    "text", ["__import__('os')", "open('x')", "(lambda: 0)()", "print(A)", "A.__class__"]
)
def test_what_calls_anything_else_does_not_run(text: str) -> None:
    assert not python.runs(text, {"A"})
    assert python.runs("np.trace(A)", {"A"})


# ------------------------------------------------------------------------------------ as LaTeX


def test_the_latex_has_the_instance_and_the_two_sides() -> None:
    said = latex(asked())
    assert r"A = \begin{pmatrix} 1 & 0 \\ 0 & \tfrac{1}{2} \end{pmatrix}" in said
    assert r"x_{1} = \begin{pmatrix} 1 \\ -2 \end{pmatrix}" in said
    assert r"\operatorname{tr}(A) = \tfrac{3}{2} \neq 2 = n" in said
    assert said.isascii()


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_text_is_a_command_of_latex(verdict: str) -> None:
    said = latex(hostile(verdict, latex="") | {"record": None})
    body = "\n".join(line for line in said.splitlines() if not line.startswith("%"))
    assert r"\input" not in body
    assert not re.search(r"(?<!\\)[%#]", body)


# ------------------------------------------------------------------------------------ as a page


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_text_is_markup(verdict: str) -> None:
    for html in (page(hostile(verdict)), fragment(hostile(verdict))):
        tags = Tags()
        tags.feed(html)
        assert "img" not in {tag for tag, _ in tags.found}
        assert not any(name.startswith("on") for _, given in tags.found for name in given)
        assert "\x1b" not in html
        assert "\u202e" not in html


def test_a_page_says_what_the_terminal_says() -> None:
    html = page(asked())
    assert html.startswith("<!DOCTYPE html>")
    assert "Content-Security-Policy" in html
    for part in ("tr(A) = n", "<b>Inferred</b>", "Refuted", "at n = 2", "a reason for refuted"):
        assert part in html


def test_a_page_shows_the_shape_of_a_verdict_that_reports_do_not_have() -> None:
    assert 'class="mark held"' in page(asked("proved"))
    assert 'class="mark error"' in page(asked("not read", record=None))
