"""The kinds of value that every field has, unless it says in its ``narrow`` why it cannot.

A false answer hides where no value goes: below 1/10, beyond 10⁹, at fractions. A test holds
every field of every family to these kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics.gaussian import Gaussian

ALL = "all"  # in a field's ``narrow``: a reason that holds for every kind
MIXED = 10**6  # from where on the magnitudes in one array are mixed

# Frequent reasons of a field that is narrow.
CHOICE: Mapping[str, str] = {ALL: "a choice between finitely many"}
NOT_NEGATIVE: Mapping[str, str] = {"negative": "it is not negative"}
POSITIVE: Mapping[str, str] = {"negative": "it is positive", "zero": "it is positive"}
ONE_NUMBER: Mapping[str, str] = {"mixed magnitudes": "it is one number"}
SMALL, LARGE = ("below 1/10", "below 1/1000"), ("beyond 10^3", "beyond 10^9")
UNIT_COLUMNS: Mapping[str, str] = dict.fromkeys(SMALL, "columns of length 1")
ORTHOGONAL: Mapping[str, str] = dict.fromkeys((*SMALL, *LARGE), "columns of length 1")

Numbers = Sequence[fmpq]
KINDS: Mapping[str, Callable[[Numbers], bool]] = {
    "zero": lambda xs: any(x == 0 for x in xs),
    "whole": lambda xs: any(x != 0 and x.q == 1 for x in xs),
    "negative": lambda xs: any(x < 0 for x in xs),
    "fraction": lambda xs: any(x.q > 1 for x in xs),
    "below 1/10": lambda xs: _norm(xs) < fmpq(1, 10),
    "below 1/1000": lambda xs: _norm(xs) < fmpq(1, 1000),
    "beyond 10^3": lambda xs: any(abs(x) > 10**3 for x in xs),
    "beyond 10^9": lambda xs: any(abs(x) > 10**9 for x in xs),
    "mixed magnitudes": lambda xs: _ratio(xs) > MIXED,
}


def _norm(numbers: Numbers) -> fmpq:
    """Return the largest absolute value, which is to be small and not 0; 1 where all are 0."""
    return max((abs(x) for x in numbers if x != 0), default=fmpq(1))


def _ratio(numbers: Numbers) -> fmpq:
    sizes = [abs(x) for x in numbers if x != 0]
    return max(sizes) / min(sizes) if sizes else fmpq(1)


def kinds_of(value: Any) -> set[str]:
    """Return the kinds of value that a field's value is of."""
    numbers = list(numbers_of(value))
    return {name for name, has in KINDS.items() if has(numbers)}


def numbers_of(value: Any) -> Iterator[fmpq]:
    """Yield the rational numbers a field's value is made of: arrays, lists of them, fractions."""
    if isinstance(value, Gaussian):
        yield from (value.re, value.im)
    elif isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        for part in value:
            yield from numbers_of(part)
    else:
        yield fmpq(value) if isinstance(value, int) else value
