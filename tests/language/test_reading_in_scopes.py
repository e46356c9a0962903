"""Texts read in a scope: the canonical spelling, sizes, aliases, declared notations, refusals."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_scopes import scope_named

from referee.deciding.claim import Claim, load
from referee.language.comparison import IllTyped
from referee.language.latex import to_latex
from referee.language.normal_form import normal_form
from referee.language.reading import (
    DoesNotFit,
    Reading,
    Scope,
    parse,
    read,
    scope_of,
)
from referee.language.reading.grammar.cursor import Setting
from referee.language.reading.grammar.parsing import Parser
from referee.language.reading.naming import spellings
from referee.language.reading.notations.latex.macros import definitions
from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.recognise import Evidence
from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of

SHEETS = Path(__file__).parents[2] / "claims" / "sheets"


def answers() -> Iterator[tuple[str, str]]:
    """Yield claim and answer of every sheet of the corpus."""
    claims = load()
    for path in sorted(SHEETS.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, found in tables.items():
            entries = found if isinstance(found, list) else [found]
            for each in entries if name in claims else ():
                if "answer" in each:
                    yield name, each["answer"]


def shown(reading: Reading) -> list[str]:
    return [to_text(each.root) for each in reading.formulas]


def test_every_answer_of_the_corpus_is_read_as_the_canonical_spelling_has_it() -> None:
    claims = load()
    pairs = sorted(set(answers()))
    assert len(pairs) > 600
    for name, text in pairs:
        claim = claims[name]
        reading = read(text, scope_of(claim))
        root = parse(text, dict.fromkeys(claim.names)).root
        assert [each.root for each in reading.formulas] == [root], (name, text)


def test_every_answer_of_the_corpus_is_read_back_from_its_latex() -> None:
    claims = load()
    read_back = 0
    for name, text in sorted(set(answers())):
        claim = claims[name]
        formula = parse(text, dict.fromkeys(claim.names))
        if "min_on_support" in text or not fits(formula, claim):
            continue  # its LaTeX is a set with a condition; what does not fit has no reading
        reading = read(to_latex(formula, claim.family), scope_of(claim))
        keys = [normal_form(each, claim.family) for each in reading.formulas]
        assert keys == [normal_form(formula, claim.family)], (name, text)
        read_back += 1
    assert read_back > 600


def fits(formula: Formula, claim: Claim) -> bool:
    try:
        return all(
            type_of(formula, claim.family, shape) == claim.type_at(shape)
            for shape in claim.family.shapes
        )
    except IllTyped:
        return False


def gradient(**changes: Any) -> Scope:
    return replace(scope_of(load()["1.2-E5-gradient"]), **changes)


@pytest.mark.parametrize(
    "text",
    [
        "2X(X.T w - y)/(2n)",
        "X @ (X^T @ w - y) / n",
        "(1/n)·X·(Xᵀ·w − y)",
        "X.dot(X.T.dot(w) - y) / n",
        "np.matmul(X, np.matmul(X.T, w) - y) / n",
        r"$\frac{1}{n}X(X^\top w - y)$",
        "X * (X.T * w - y) / n",
        "grad L = X @ (X.T @ w - y) / n",
        "X*(X'*w - y)/n",
    ],
)
def test_hands_that_write_one_gradient(text: str) -> None:
    (formula,) = read(text, gradient()).formulas
    assert to_text(formula.root).count("X.T @ w - y") == 1


def test_a_reading_says_its_notation_and_what_was_left_out() -> None:
    reading = read(r"\nabla L(w) = \frac1n X(X^\top w - y)", gradient())
    assert reading.notation == "latex"
    assert reading.said == ("the left side is left out",)
    assert not reading.is_ambiguous
    assert reading.formula.written == reading.written


def test_an_ambiguous_reading_has_no_one_formula() -> None:
    reading = read("1/2n", scope_named("numbers", "1 1"))
    with pytest.raises(FormulaError, match=r"1 / 2 \* n or 1 / \(2 \* n\)"):
        _ = reading.formula


@pytest.mark.parametrize(
    ("notation", "readings"),
    [
        ("", ["A * B", "A @ B"]),
        ("python", ["A * B"]),
        ("matlab", ["A @ B"]),
        ("mathematics", ["A @ B"]),
    ],
)
def test_a_declared_notation_says_what_a_star_is(notation: str, readings: list[str]) -> None:
    scope = replace(scope_named("square", "n n"), notation=notation)
    assert shown(read("A * B", scope)) == readings


def test_an_unknown_notation_is_refused() -> None:
    with pytest.raises(ValueError, match="there are python, matlab, mathematics"):
        scope_of(load()["1.2-E5-gradient"], notation="fortran")


def test_a_name_of_the_writers_is_read_for_the_claims() -> None:
    scope = gradient(aliases={"A": "X", "b": "y", "\\theta": "w"})
    reading = read("A(A'w - b)/n", scope)
    assert shown(reading) == ["X @ (X.T @ w - y) / n"]
    assert reading.said == ("A stands for X", "b stands for y")
    assert shown(read(r"\frac1n A(A^\top\theta - b)", scope)) == ["1 / n * X @ (X.T @ w - y)"]


def test_an_alias_of_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="A stands for Z, which is no name here: X, y, w, n, d"):
        scope_of(load()["1.2-E5-gradient"], aliases={"A": "Z"})
    with pytest.raises(FormulaError, match="cannot be read"):
        read("X y", gradient(aliases={"\u0416": "X"}))


def test_an_alias_goes_before_a_name_of_the_claim() -> None:
    scope = replace(scope_named("square", "n n"), aliases={"A": "B"})
    assert shown(read("A^-1", scope)) == ["inv(B)"]


def test_commands_of_a_document_are_read() -> None:
    macros = definitions(r"\newcommand{\data}{X} \newcommand{\res}[1]{(\data^\top #1 - y)}")
    assert shown(read(r"\tfrac1n \data \res{w}", gradient(macros=macros))) == [
        "1 / n * X @ (X.T @ w - y)"
    ]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("X(X'w - y", 1, "never closed"),
        ("X(X'w - y))/n", 10, "closes no bracket"),
        ("X(X'v - y)/n", 4, "unknown name 'v'"),
        (r"\frac1n X(X^\top v - y)", 17, r"the names here are X, y, w, n, d"),
        (r"\frca{1}{n} X", 0, r"the command \\frca is not read \(did you mean \\frac\?\)"),
        ("X(Xw - y)/n", 2, "the sizes do not fit: d×n times d×1"),
        ("X(X'w - y) 2", 11, "a number behind a factor"),
        ("X y +", 5, "ends too early"),
        ("w_0", 0, "counts from 1 here"),
        (r"\hat X y", 0, "no name here with a hat"),
        ("X\u200b y", 1, r"U\+200B .ZERO WIDTH SPACE. is not seen where it stands"),
        ("\u0425 y", 0, r"U\+0425 .CYRILLIC CAPITAL LETTER HA. is no letter of a formula"),
    ],
)
def test_a_refusal_names_the_place_in_what_was_written(text: str, at: int, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        read(text, gradient())
    assert caught.value.at == at


def test_the_place_of_a_refusal_is_pointed_at() -> None:
    text = "X (\n\tX'v - y)"
    with pytest.raises(FormulaError, match="line 2, column 4") as caught:
        read(text, gradient())
    assert caught.value.at is not None
    assert caught.value.at == text.index("v")


def test_sizes_that_do_not_fit_are_a_kind_of_refusal() -> None:
    with pytest.raises(DoesNotFit):
        read("X X y", gradient())


def test_a_name_is_offered_with_what_it_stands_for() -> None:
    scope = scope_of(load()["1.1-A5-exponential-decay"])
    with pytest.raises(FormulaError, match="lambda_min, the smallest eigenvalue of XᵀX"):
        read("2 lambda_mn / n", scope)


def test_a_wrong_answer_of_another_size_is_read_as_it_is() -> None:
    assert shown(read("X'X", gradient())) == ["X.T @ X"]


signs = st.lists(st.sampled_from([*"abx|()[]{}^_+-*/!'= ", "1", "\\frac", "sqrt ", "a/bc "]))


@given(signs.map("".join))
@settings(deadline=None, database=None, max_examples=300)
def test_one_way_through_a_text_takes_steps_in_proportion(text: str) -> None:
    try:
        tokens = plain_tokens(text)
    except FormulaError:
        return
    parser = Parser(tokens, Setting(spellings(scope_named("numbers", None)), Evidence()), ())
    with suppress(FormulaError):
        parser.whole()
    assert parser.steps <= 4 * len(tokens) + 4


@pytest.mark.parametrize("text", ["|a|" * 5, "a/bc " * 30, "|a|b" * 9, "e^-2t " * 20, "x[1]+" * 30])
def test_a_text_of_many_readings_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(FormulaError, match=r"too many|too long|ends too early"):
        read(text, scope_named("numbers", "1 1"))


@pytest.mark.parametrize(
    "text",
    [
        "transpose()",
        "np.concatenate(axis=0)",
        "np.logical_or(a < b)",
        "np.logical_not(a < b, a < b)",
        "size()",
        "multi_dot([])",
        "np.linalg.norm(ord=1)",
        "sum(axis=0)",
        "hstack()",
        "diff(t)",
        "np.linalg.lstsq(a)[0]",
    ],
)
def test_a_call_without_what_it_takes_is_refused(text: str) -> None:
    for wants in (None, "1 1", "statement"):
        with pytest.raises(FormulaError):
            read(text, scope_named("numbers", wants))


def test_what_stands_for_itself_is_refused() -> None:
    with pytest.raises(FormulaError, match="stands for itself"):
        latex_tokens(r"\newcommand{\a}{\a\a}\a")
