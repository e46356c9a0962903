"""Exponents: within what is computed exactly, and all of those."""

from __future__ import annotations

import pytest
from flint import fmpq

from referee.strategies.exponents import MOST, ROOTS, exponent_of

SOME = [(top, q) for top in range(-70, 71) for q in range(70)]


@pytest.mark.parametrize(
    ("which", "first"), [("any", 0), ("nonzero", 1), ("positive", 1), ("above 1", 2), ("whole", 1)]
)
def test_exponents_are_what_they_are_called_and_no_giants(which: str, first: int) -> None:
    found = {exponent_of(top, q, which) for top, q in [*SOME, (10**30, 10**40), (-(10**30), 7)]}
    assert exponent_of(0, 0, which) == first
    assert all(abs(int(x.p)) * int(x.q) <= MOST and x.q <= ROOTS for x in found)
    assert (fmpq(0) in found) == (which == "any")
    assert any(x < 0 for x in found) == (which in {"any", "nonzero"})
    assert any(x.q > 1 for x in found) == (which != "whole")
    assert any(x <= 1 for x in found) == (which != "above 1")


def test_every_exponent_with_small_parts_is_reached() -> None:
    found = {exponent_of(top, q) for top, q in SOME}
    parts = [(a, b) for b in range(1, ROOTS + 1) for a in range(-(MOST // b), MOST // b + 1)]
    assert found == {fmpq(a, b) for a, b in parts}
