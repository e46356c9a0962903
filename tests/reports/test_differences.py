"""Differences are marked where they are, in text and in MathML, and nowhere else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from report_records import record

from reports import differences
from reports.mathematics import Typesetter


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("X / 2", "X / n", "X / <del>2</del><ins>n</ins>"),
        ("X", "X", "X"),
        ("", "a", "<ins>a</ins>"),
        ("X.T @ X", "X @ X.T", "<del>X.T</del><ins>X</ins> @ <del>X</del><ins>X.T</ins>"),
        ("a < 2", "a <= 2", "a <del>&lt;</del><ins>&lt;=</ins> 2"),
    ],
)
def test_text(old: str, new: str, shown: str) -> None:
    assert differences.source(old, new) == shown


@pytest.mark.parametrize("old", ["<b>&amp;", "a" * 2000, "((((", "é\x00"])
def test_both_texts_can_be_read_back(old: str) -> None:
    new = "X @ <i>y</i>"
    html = str(differences.source(old, new))
    gone = unescape(re.sub(r"<ins>.*?</ins>|</?del>", "", html))
    come = unescape(re.sub(r"<del>.*?</del>|</?ins>", "", html))
    assert gone == old.replace("\x00", "\ufffd")
    assert come == new


def test_symbols_of_a_formula() -> None:
    typeset = Typesetter()
    one, other = typeset.formula(r"\frac{X}{2} + y"), typeset.formula(r"\frac{X}{n} + y")
    marked = differences.marked(one, other, "out")
    assert '<mn class="out">2</mn>' in marked
    assert marked.count("class=") == one.count("class=") + 1
    assert re.sub(' class="out"', "", marked) == one


def test_equal_formulas_have_no_marks() -> None:
    one = Typesetter().formula("a + b")
    assert differences.marked(one, one, "in") == one


def test_the_repair_is_the_answer_that_holds_and_is_most_alike() -> None:
    wrong = record("refuted", answer="X @ y / 2")
    near, far = record(answer="X @ y / n"), record(answer="zeros(d, 1)")
    assert differences.repair(wrong, [far, near]) is near
    assert differences.repair(wrong, [record("refuted", answer="X @ y / n")]) is None
    assert differences.repair(wrong, [near | {"expected": None}]) is None
    assert differences.repair(wrong | {"answer": None}, [near]) is None
