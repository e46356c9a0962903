"""Whole numbers at which a part of a formula vanishes."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge


@pytest.mark.parametrize(
    "statement",
    [
        "for integers x, y, z: x^2 + y^2 + z^2 != 2014",
        "for integers x, y: x^3 + y^3 != 1729",
        "for integers x, y: x^2 - 7*y^2 != 29",
        "for integers x, y: x*y + x + y != 57",
        "for integers x, y: x^4 + y^5 != 113",
    ],
)
def test_an_equation_in_whole_numbers_that_has_solutions_is_found_to_have_some(
    statement: str,
) -> None:
    assert judge(statement).verdict == "refuted"


@pytest.mark.parametrize(
    "statement",
    [
        "for integers x, y, z: x^2 + y^2 + z^2 != 2015",
        "for integers x, y: x^2 + y^2 != 3",
        "for integers x, y: x^2 - 3*y^2 != 2",
    ],
)
def test_an_equation_without_solutions_is_held_to_have_none(statement: str) -> None:
    assert judge(statement).verdict in {"held", "proved"}
