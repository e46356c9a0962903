"""Inverses inside of inverses: what is assumed inside comes before what is assumed around it."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge


@pytest.mark.parametrize(
    "statement",
    [
        "A - A B A = (A^-1 + B (I - A B)^-1)^-1 where A, B in R^(n x n)",
        "(A^-1 + (I - A)^-1)^-1 = A - A^2",
        "(I - (I - A)^-1)^-1 = I - A^-1",
        "1/(1 + 1/x) = x/(x + 1)",
    ],
)
def test_what_holds_where_all_inverses_exist_is_not_refuted_where_one_does_not(
    statement: str,
) -> None:
    assert judge(statement).verdict in {"proved", "held"}


def test_what_is_false_where_all_inverses_exist_is_refuted_there() -> None:
    judged = judge("(I - (I - A)^-1)^-1 = (I - A)^-1")
    assert judged.verdict == "refuted"
    assert judged.sides is not None
