"""Exponents: rational numbers of which powers stay small enough to be computed exactly."""

from __future__ import annotations

from flint import fmpq

MOST = 60  # the product of an exponent's numerator and denominator is at most this
ROOTS = 11  # and the denominator this: α^(L − 1) is rational for a perfect power α, and no giant
ROOT = 7  # the square root of MOST, up to which a denominator leaves numerators that are larger


FINE = 32  # denominators up to this one where whatever is raised is a perfect power


def exponent_of(top: int, q: int, which: str = "any", *, fine: bool = False) -> fmpq:
    """Return an exponent a/b with |a|·b ≤ MOST from two integers, q ≥ 0.

    "any" of them, those that are not 0 ("nonzero"), "positive", "above 1", or "whole" and
    positive; (0, 0) gives the simplest one: 0, 1, 1, 2 and 1. A ``fine`` one comes near 1 from
    both sides, with b ≤ FINE and |a| ≤ b + 1 beside the others.
    """
    as_it_is = fine and q < FINE
    below = 1 + (q if as_it_is else q % (ROOT if which == "above 1" else ROOTS))
    below = 1 if which == "whole" else below
    most = max(MOST // below, below + 1 if fine else 0)
    if which == "any":
        return fmpq((1 if top >= 0 else -1) * (abs(top) % (most + 1)), below)
    least = below + 1 if which == "above 1" else 1
    size = least + abs(top) % (most - least + 1)
    return fmpq(-size if which == "nonzero" and top < 0 else size, below)
