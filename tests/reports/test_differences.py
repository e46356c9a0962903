"""Differences are marked where they are, and nowhere else."""

from __future__ import annotations

import re

from report_records import record

from referee.reports import differences
from referee.reports.mathematics import Typesetter


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


def marks(one: str, other: str) -> list[str]:
    typeset = Typesetter()
    marked = differences.marked(typeset.formula(one), typeset.formula(other), "out")
    return re.findall(r'class="out">([^<]*)<', marked)


def test_a_symbol_is_compared_with_its_transpose() -> None:
    assert marks(r"U \Sigma V", r"U \Sigma V^{\top}") == ["V"]
    assert marks(r"U \Sigma V^{\top}", r"U \Sigma V") == ["V", "⊤"]


def test_parentheses_are_marked_only_where_nothing_else_differs() -> None:
    assert marks("-(a + b)", "-a + c") == ["b"]
    assert marks("-(a + b)", "-a + b") == ["(", ")"]


def test_what_is_written_too_differently_has_no_marks() -> None:
    far = r"a b c d e f g h i j k l", r"m n o p q r s t u v w x"
    assert marks(*far) == []
    assert marks("y = a", "y = b") == ["a"]
