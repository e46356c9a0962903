"""Texts that are not read: where they stop, the nearest that can be read, the names there are."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_scopes import scope_named
from readings import entries

from referee.deciding.claim import load
from referee.language.reading import (
    DoesNotFit,
    Refusal,
    Scope,
    parse,
    read,
    refusal_of,
    scope_of,
)
from referee.language.reading import refusal as refusals
from referee.language.reading.example import example
from referee.language.reading.near import near
from referee.language.tree import FormulaError
from referee.language.types import node_type

CLAIMS = load()
GRADIENT, RATE = "1.2-E5-gradient", "1.1-A5-exponential-decay"


def refused(text: str, scope: Scope) -> Refusal:
    with pytest.raises(FormulaError) as caught:
        read(text, scope)
    return refusal_of(caught.value, text, scope)


# claim, what was written with its place between ⟦ and ⟧, the nearest that can be read
NEAREST = [
    (GRADIENT, "X ⟦(⟧X' w - y", "X (X' w - y)"),
    (GRADIENT, "X ⟦(⟧X' w - y / n", "X (X' w - y / n)"),
    (GRADIENT, "X @ (X.T @ w - y) / n +⟦⟧", "X @ (X.T @ w - y) / n"),
    (GRADIENT, "X @⟦@⟧ (X.T @ w - y)", "X @ (X.T @ w - y)"),
    (GRADIENT, "X (X' w - y)⟦)⟧ / n", "X (X' w - y) / n"),
    (GRADIENT, "X (X' w - y⟦]⟧ / n", "X (X' w - y) / n"),
    (GRADIENT, "⟦x⟧ (X' w - y) / n", "X (X' w - y) / n"),
    (GRADIENT, "torch.matmul(X, X.T @ ⟦W⟧ - Y) / N", "torch.matmul(X, X.T @ w - y) / n"),
    (GRADIENT, "X⟦\u200b⟧ (X' w - y)", "X (X' w - y)"),
    (GRADIENT, "⟦Χ⟧ (X' w - y)", "X (X' w - y)"),
    (GRADIENT, r"$\frac{1}{n} X ⟦(⟧X^\top w - y$", r"$\frac{1}{n} X (X^\top w - y)$"),
    (GRADIENT, r"X \left⟦(⟧X^\top w - y", r"X \left(X^\top w - y\right)"),
    (GRADIENT, r"X ⟦(⟧X^\top w - ", "X (X^\\top w) "),
    (GRADIENT, r"⟦\fracc⟧{1}{n} w", r"\frac{1}{n} w"),
    (RATE, "⟦lamda⟧", "lambda_min"),
    (RATE, "2 ⟦lambdamax⟧ / n", "2 lambda_max / n"),
    (RATE, r"⟦\lambda⟧ / n", r"\lambda_{\min} / n"),
    (RATE, r"⟦\lamda⟧_{\min}", r"\lambda_{\min}"),
    (RATE, r"\frac{1}{⟦\lambdamin⟧}", r"\frac{1}{\lambda_{\min}}"),
    (RATE, "⟦Lambda_min⟧ / n", "lambda_min / n"),
    (RATE, "⟦tracee⟧(H)", "trace(H)"),
]


@pytest.mark.parametrize(("claim", "shown", "nearest"), NEAREST)
def test_the_nearest_that_can_be_read_is_in_the_same_notation(
    claim: str, shown: str, nearest: str
) -> None:
    start, end = shown.index("⟦"), shown.index("⟧") - 1
    found = refused(shown.replace("⟦", "").replace("⟧", ""), scope_of(CLAIMS[claim]))
    assert (found.place, found.nearest, found.example) == ((start, end), nearest, "")
    assert read(nearest, scope_of(CLAIMS[claim])).formulas


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("w for n in w", "-3 / 4 * w"),
        (r"\foo{w}", r"\frac{-3}{4} w"),
        ("X.T @ w ? y", "-3 / 4 * w"),
        ("X.*w ? y", "-3 / 4 * w"),
        ("‖w‖ else y", "(−3/4)·w"),
        ("", "-3 / 4 * w"),
    ],
)
def test_where_nothing_is_near_a_formula_that_fits_is_in_the_notation_of_the_text(
    text: str, written: str
) -> None:
    scope = scope_of(CLAIMS[GRADIENT])
    found = refused(text, scope)
    assert (found.nearest, found.example) == ("", written)
    assert node_type(read(written, scope).formulas[0].root, scope.family, scope.shape) == (23, 1)


def test_an_unknown_name_offers_the_names_with_what_they_stand_for_near_misses_first() -> None:
    found = refused("n * lamda", scope_of(CLAIMS[RATE]))
    offered = [(each.written, each.near) for each in found.names]
    assert offered == [
        ("lambda_min", True),
        ("lambda_max", True),
        ("H", False),
        ("n", False),
        ("d", False),
    ]
    assert found.names[0].meaning == "the smallest eigenvalue of XᵀX"


def test_names_are_offered_as_they_are_written_in_the_text() -> None:
    latex = refused(r"\frac{1}{\mu}", scope_of(CLAIMS[RATE]))
    assert r"\lambda_{\min}" in [each.written for each in latex.names]
    own = scope_of(CLAIMS[GRADIENT], aliases={"A": "X", r"\theta": "w"})
    for text in ("A (A' v)", r"\frac{1}{n} A A^\top v"):
        offered = [each.written for each in refused(text, own).names]
        assert offered == ["A", "y", r"\theta", "n", "d"]


def test_what_is_no_name_offers_none() -> None:
    for text in ("X (X' w", "w if n else w", "X @@ w", "erf(w)"):
        assert refused(text, scope_of(CLAIMS[GRADIENT])).names == ()


@pytest.mark.parametrize("text", ["erf(w)", r"\lambda w", "foo bar baz", "gamma(n) w"])
def test_another_formula_is_not_called_near(text: str) -> None:
    assert refused(text, scope_of(CLAIMS[GRADIENT])).nearest == ""


def test_near_names() -> None:
    known = ["lambda_min", "lambda_max", "X", "n", "trace", "norm", "norm_squared"]
    assert near("x", known) == ["X"]
    assert near("lambda", known)[:2] == ["lambda_min", "lambda_max"]
    assert near("lambdamin", known)[0] == "lambda_min"
    assert near("norm2", known)[0] == "norm"
    assert near("Z", known) == []
    assert near("q" * 100_000, known) == []


def test_every_refusal_of_the_corpus_has_a_place_and_what_is_near_is_read() -> None:
    checked = 0
    for each in entries():
        scope = scope_named(each.scope, each.wants)
        scope = replace(scope, notation=each.notation, aliases=each.aliases)
        try:
            read(each.text, scope)
        except FormulaError as error:
            check(each.text, scope, refusal_of(error, each.text, scope))
            checked += 1
    assert checked > 100


def check(text: str, scope: Scope, found: Refusal) -> None:
    if found.place is not None:
        start, end = found.place
        assert 0 <= start <= end <= len(text)
        assert start < end or start == len(text.rstrip())
    for other in filter(None, [found.nearest, found.example]):
        assert other != text
        # What fits nowhere can be read, and is told so where it is judged.
        with suppress(DoesNotFit):
            read(other, scope)


SIGNS = st.sampled_from(
    [*"XywnABx()[]{}|^_'+-*/=<,;?%&$ ", "lamda", "lambda_min", r"\frac", r"\lambda", r"\left(",
     r"\right)", r"\begin{pmatrix}", r"\end{pmatrix}", "np.", "**", "@", ".T", "\n", "\t", "Χ",
     "\u200b", "\u202e", "\x1b", "1", "0", "e", "inv(", "&amp;", "𝐗", "é", "中"]
)  # fmt: skip


@given(st.lists(SIGNS, max_size=14))
def test_whatever_is_refused_has_a_place_and_what_is_near_can_be_read(signs: list[str]) -> None:
    text, scope = "".join(signs), scope_of(CLAIMS[GRADIENT])
    try:
        read(text, scope)
    except FormulaError as error:
        check(text, scope, refusal_of(error, text, scope))


@pytest.mark.parametrize(
    "text", ["(" * 250 + "w", "lamda + " * 37 + "n", r"\frac{" * 40, "x" * 299, "w ? " * 70]
)
def test_few_texts_are_looked_at(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    scope, looked_at = scope_of(CLAIMS[RATE]), list[str]()

    def counting(other: str, within: Scope) -> object:
        looked_at.append(other)
        return read(other, within)

    with pytest.raises(FormulaError) as caught:
        read(text, scope)
    monkeypatch.setattr(refusals, "read", counting)
    refusal_of(caught.value, text, scope)
    assert len(looked_at) <= 2 * refusals.MOST_READ


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_example_is_canonical_and_reads_as_itself(claim: str) -> None:
    scope = scope_of(CLAIMS[claim])
    shown = example(scope)
    assert parse(shown, dict.fromkeys(scope.names)).root == read(shown, scope).formula.root
