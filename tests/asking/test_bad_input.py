"""Bad input: one clear line that says what is wrong, where, and what would be right."""

from __future__ import annotations

import pytest

from referee.asking.judging import NOT_READ, judge

# The statement, and what its line says; the column where one is told.
UNREAD = {
    "A = 0 where A in R^(n x n), A in R^(m x m)": "column 34: A is declared twice: n×n, and m×m",
    "tr(A) = 0 where A in R^(n x n), A in R^(n x n)": "column 38: A is declared twice",
    "a = b where a := 1, a := 2": "column 21: a is declared twice",
    "tr(A) = 0 where A is symetric": "column 22: “symetric” is no kind that is known; did you mean",
    "tr(A) = 0 where A is a unicorn": "“unicorn” is no kind that is known",
    "tr(A) = 0 where A is symmetric and foo": "“foo” is no kind that is known",
    "A is symetric": "“symetric” is no name that is declared and no function that is known",
    "tr(A) = 0 where": "column 10: nothing stands behind “where”; write for example",
    "tr(A) = 0 where A in": "column 21: a set is missing here, as R^n or R^(n x n)",
    "tr(A) = 0 where A in R^(n x)": "column 28: a size is a name or a whole number",
    "tr(A) = 0 where A in R^(0 x 0)": "column 25: a size is a whole number from 1 to 64",
    "tr(A) = 0 where A in R^(-1 x 2)": "column 25: a size is a name or a whole number",
    "tr(A) = 0 where A in R^(n+1 x n)": "column 25: a size that is computed: give it a name",
    "tr(A) = 0 where A in R^(2n x n)": "column 25: a size that is a product: give it a name",
    "tr(A) = 0 where A in Q8": "column 22: Q8 is no set that is known; write R^n",
    "n = 1 where n in R^n": "n is a size and a vector; give one another name",
    "tr(A) = 0 where n in R, A in R^(n x n)": "n is a size: a whole number, as in n ∈ ℕ",
    "x^T x = 1 where x in R^n symmetric": "x is a vector, and cannot be symmetric",
    "t = 1 where t in (0 1)": "an interval is written (0, 1)",
    "σ(x) = 1 where σ: ℝ → ℝ": "functions are not declared by a set; define it",
    "tr(AB) = tr(BA) where A in R^(n x n), B in R^(m x k)": "the sizes do not fit: n×n times m×k",
    "A B = B A where A in R^(m x n), B in R^(m x n)": "the sizes do not fit: m×n times m×n",
    "foo(A) = 1": "“foo” is no name that is declared and no function that is known",
    "f(x) = 1": "f is not defined: add where f(x) = …",
    "A = ": "the formula ends too early",
    "= A": "= cannot stand here",
    "x": "this is a formula, and no statement",
    "": "the statement is empty; write for example tr(AB) = tr(BA)",
    "where A in R^(n x n)": "there is no claim, only what it is about",
    "Let A in R^(n x n).": "there is no claim, only what it is about",
    "tr(AB) = tr(BA). tr(A) = tr(A^T).": "these are several statements; ask one at a time",
    "∃ x: A x = b": "column 1: a statement is about every instance of its declarations",
    "for all A there exists B such that AB = I": "that something exists is not read",
    "A x = 0 for all x implies A = 0": "“for all” is read of a whole statement alone",
    "A = 0 if A x = 0 for all x": "“for all x” seems to belong to a part of it alone",
    "∀x: xᵀAx ≥ 0 ⇒ A ⪰ 0": "“for all x” seems to belong to a part of it alone",
    "A ⪰ 0 iff x^T A x >= 0 for all x": "“for all x” seems to belong to a part of it alone",
    "A = B where A = B, B = A": "these definitions go round",
    "A^T = A where A := A^T": "these definitions go round",
    "__import__('os').system('ls')": "_ cannot stand here",
    "A.__class__ = B": ".__class__ cannot stand here",
    "A\u200bB = B A": "U+200B (ZERO WIDTH SPACE)",
    "\u2603 = 1": "U+2603 (SNOWMAN)",
    "x" * 10_001: "the statement has 10,001 characters; at most 10,000 are read",
    "tr(A) = 0 where " + "A in R^n, " * 90: "A is declared twice",
    "(" * 500 + "A" + ")" * 500 + " = A": "",
    "A = B where A is not invertible": "write what holds instead of what does not",
}


@pytest.mark.parametrize("statement", UNREAD, ids=lambda text: text[:40])
def test_what_is_not_read_is_told_in_one_line(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == NOT_READ
    assert UNREAD[statement] in judged.reason
    assert judged.reason
    assert "\n" not in judged.reason
    assert len(judged.reason) < 400
    assert judged.record is None


def test_the_place_of_a_declaration_apart_is_told() -> None:
    judged = judge("tr(A) = 0", where="A in R^(n x n), A in R^(m x m)")
    assert judged.reason.startswith("where, column 22: A is declared twice")


def test_a_name_that_is_a_function_is_never_a_factor() -> None:
    for statement in ("λ_foo(A + B) <= λ_foo(A)", "foo(A) = foo(A)", "g(x) = g(x)", "E(X) = 0"):
        assert judge(statement).verdict == NOT_READ
