"""Any text comes out as formulas or as one clear line; what stands around it is no part of it."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_scopes import SCOPES, scope_named
from readings import Entry, entries

from referee.language.normal_form import normal_form
from referee.language.reading import Reading, Scope, parse, read
from referee.language.spelling import to_text
from referee.language.tree import MOST_NODES, FormulaError

properties = settings(deadline=None, database=None, max_examples=400)
TOKENS = (
    *"abcdefhknptuvwxyzABHILMPQRTX0123456789",
    *"+-*/^_=<>!&|~.,:;'\"`%$#@?()[]{}\\ \t\n",
    *"αβδλσθ²ᵀ⁻¹₀₁ᵢ½√‖⟨⟩·×∘⊙⊗∑∏∂∇≤≥≠∈⇒⇔∧∨¬⊤†′−∞⪰𝐗ℝ",
    *"\u200b\u202e\u0302\u00a0аΧо\x00\x7f",
    *(".T", ".*", "./", ".^", "**", "@", "==", "!=", "<=", ">=", "=>", "<=>", "||", "^T", "^{-1}"),
    *(
        "\\frac",
        "\\frac12",
        "\\sqrt",
        "\\left(",
        "\\right)",
        "\\left|",
        "\\right.",
        "\\|",
        "\\lVert",
    ),
    *("\\rVert", "\\sum", "\\sum_{i=1}^{n}", "\\prod_i", "\\top", "\\dagger", "\\cdot", "\\times"),
    *(
        "\\begin{pmatrix}",
        "\\end{pmatrix}",
        "\\begin{aligned}",
        "\\end{aligned}",
        "\\\\",
        "&",
        "\\,",
    ),
    *("\\mathbf{X}", "\\operatorname{tr}", "\\text{ and }", "\\nabla_w", "\\partial", "\\lambda_0"),
    *(
        "\\newcommand{\\f}[1]{#1#1}",
        "\\f",
        "\\tag{5}",
        "\\quad (5)",
        "\\over",
        "\\binom",
        "\\hat",
        "\\in",
    ),
    *(
        "np.",
        "np.linalg.norm(",
        "np.eye(",
        "torch.",
        ".dot(",
        ".sum()",
        "axis=0",
        "X[:, i]",
        "x[1]",
    ),
    *(
        "for i in range(n)",
        "lambda",
        "import os",
        "if",
        "then",
        "and",
        "or",
        "not",
        "is",
        "symmetric",
    ),
    *(
        "in",
        "span",
        "sqrt",
        "exp",
        "inv",
        "norm",
        "sum",
        "rank",
        "det",
        "choose",
        "e^",
        "1e9",
        "10^40",
    ),
    *(
        "\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}",
        "[1 2; 3 4]",
        "[[1, 2], [3, 4]]",
        "d/dt",
        "dw/dt",
    ),
)
MOST_BYTES = 50_000_000
WANTED = (None, "1 1", "n 1", "n n", "statement")
scopes = st.builds(scope_named, st.sampled_from(sorted(SCOPES)), st.just(None)) | st.builds(
    scope_named, st.just("square"), st.sampled_from(WANTED)
)
written = tuple(entry for entry in entries() if len(entry.text) < 200)


def check(text: str, scope: Scope) -> None:
    refusal = None
    try:
        check_readings(read(text, scope), scope)
    except FormulaError as error:
        refusal = error
    if refusal is not None:
        assert str(refusal).isprintable(), ascii(str(refusal))
        assert refusal.at is None or 0 <= refusal.at <= len(text)


def check_readings(reading: Reading, scope: Scope) -> None:
    keys = [normal_form(formula, scope.family) for formula in reading.formulas]
    assert keys
    assert len(set(keys)) == len(keys)
    names = dict.fromkeys([*scope.family.by_name, *scope.family.shapes[0]])
    for formula in reading.formulas:
        assert sum(1 for _ in formula.root.walk()) <= MOST_NODES
        assert parse(to_text(formula.root), names).root == formula.root


@properties
@given(st.lists(st.sampled_from(TOKENS), max_size=25).map("".join), scopes)
def test_any_row_of_tokens_is_read_or_refused(text: str, scope: Scope) -> None:
    check(text, scope)


@properties
@given(st.text(max_size=40), scopes)
def test_any_text_is_read_or_refused(text: str, scope: Scope) -> None:
    check(text, scope)


@properties
@given(st.sampled_from(written), st.data())
def test_a_text_that_was_damaged_is_read_or_refused(entry: Entry, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(entry.text)))
    last = data.draw(st.integers(first, min(first + 3, len(entry.text))))
    put = data.draw(st.sampled_from(("", *TOKENS)))
    check(entry.text[:first] + put + entry.text[last:], scope_named(entry.scope, entry.wants))


@properties
@given(st.sampled_from(written), st.sampled_from(written))
def test_a_text_in_the_scope_of_another_is_read_or_refused(one: Entry, other: Entry) -> None:
    check(one.text, scope_named(other.scope, other.wants))


def test_no_text_takes_much_memory() -> None:
    for entry in sorted(entries(), key=lambda each: -len(each.text))[:60]:
        scope = scope_named(entry.scope, entry.wants)
        tracemalloc.start()
        check(entry.text, scope)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MOST_BYTES, entry.name


AROUND = (
    "${}$",
    "$${}$$",
    "\\({}\\)",
    "\\[{}\\]",
    "\\[{}.\\]",
    "{} \\tag{{7}}",
    "\\displaystyle {}",
)
plain_latex = tuple(
    entry
    for entry in entries()
    if entry.name.startswith("latex-reads")
    and not (entry.not_yet or entry.or_ambiguous)
    and not any(mark in entry.text for mark in ("$", "\\[", "\\(", "\\tag", "%"))
)


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_latex_is_no_part_of_it(around: str) -> None:
    for entry in plain_latex:
        scope = scope_named(entry.scope, entry.wants)
        assert keys_of(around.format(entry.text), scope) == keys_of(entry.text, scope), entry.name


def keys_of(text: str, scope: Scope) -> set[str]:
    return {normal_form(formula, scope.family) for formula in read(text, scope).formulas}
