"""Growth of exact numbers at sizes that double: told from what tends to a limit, by one rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from referee.numerics.scalars import sign

STEPS = 3  # the last steps of a ladder, of which none may be shorter than the one before


def is_near(one: Any, other: Any) -> bool:
    """Say whether one number is between half of another and twice it."""
    if sign(other) == -1:
        one, other = -one, -other
    return sign(2 * one - other) != -1 and sign(2 * other - one) != -1


def grows(values: Sequence[Any]) -> bool:
    """Say whether exact numbers at sizes that double grow without an end in sight.

    The last steps all go up, and none is shorter than the one before: what tends to a limit has
    ever shorter ones, and a logarithm has steps of one length. What says nothing somewhere, and
    does so at the end, grows too.
    """
    if values and values[-1] is None:
        return True
    known = [value for value in values if value is not None]
    steps = [b - a for a, b in pairwise(known)][-STEPS:]
    if len(steps) < STEPS or sign(steps[-1]) != 1:
        return False
    return all(sign(b - a) in {0, 1} for a, b in pairwise(steps))


def largest(numbers: Sequence[Any]) -> Any:
    """Return the largest of some numbers."""
    best = numbers[0]
    for number in numbers[1:]:
        best = number if sign(number - best) == 1 else best
    return best


def is_one(values: Sequence[Any]) -> bool:
    """Say whether all numbers are one number."""
    return None not in values and all(value == values[0] for value in values)
