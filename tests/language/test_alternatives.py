"""Premises: the alternatives that a condition is made of."""

from __future__ import annotations

import pytest
from formula_family import read

from referee.language.premises import MOST, alternatives
from referee.language.spelling import to_text


def said(text: str) -> list[list[str]]:
    return [[to_text(leaf) for leaf in leaves] for leaves in alternatives(read(text).root)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a == 1", [["a == 1"]]),
        ("a == 1 and b > 0", [["a == 1", "b > 0"]]),
        ("a >= 0 or b == 3", [["a >= 0"], ["b == 3"]]),
        ("(a == 1 or a == 2) and b > 0", [["a == 1", "b > 0"], ["a == 2", "b > 0"]]),
        ("implies(a == 1 and b == 2, a < b)", [["a == 1", "b == 2"]]),
        ("not (a != 1 or b < 2)", [["a == 1", "b >= 2"]]),
        ("not (a == 1 and b <= 2)", [["a != 1"], ["b > 2"]]),
        ("not not a == 1", [["a == 1"]]),
        ("a**2 == 1/4", [["a == 0.5"], ["a == -0.5"]]),
        ("a*a == 4 and b > 0", [["a == 2", "b > 0"], ["a == -2", "b > 0"]]),
        ("a**2 == 0", [["a == 0"]]),
        ("(a - 1)*(b - 2) == 0", [["a - 1 == 0"], ["b - 2 == 0"]]),
        ("a**2 == 2", [["a**2 == 2"]]),
        ("a**2 == -4", [["a**2 == -4"]]),
        ("a**3 == 8", [["a**3 == 8"]]),
        ("a*b == 1", [["a * b == 1"]]),
        ("a**2 != 1", [["a**2 != 1"]]),
        ("norm(w)**2 == 4", [["norm_squared(w) == 4"]]),
        ("not symmetric(Q)", [["not symmetric(Q)"]]),
        ("iff(a == 1, b == 1)", [["iff(a == 1, b == 1)"]]),
    ],
)
def test_a_condition_has_these_alternatives(text: str, found: list[list[str]]) -> None:
    assert said(text) == found


def test_too_many_alternatives_are_none() -> None:
    both = " and ".join(["(a == 1 or b == 2)"] * 4)
    assert MOST < 2**4
    assert said(both) == []
    assert said(" or ".join(["a == 1"] * (MOST + 1))) == []


def test_products_that_would_be_too_many_alternatives_stay_whole() -> None:
    found = said(" and ".join(["a**2 == 1", "b**2 == 4", "(a - 1)*b == 0", "a*b == 0"]))
    assert MOST < 2**4
    assert found == [["a**2 == 1", "b**2 == 4", "(a - 1) * b == 0", "a * b == 0"]]
