"""What an evaluation costs, counted in operations: of arrays, of their numbers' bits."""

from __future__ import annotations

from typing import Any

import numpy as np

from referee.language.tree import Formula
from referee.numerics import arrays, scalars
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.surds import Surd
from referee.strategies.families import Instance

WORD = 64  # bits that are multiplied at once
LOOKED_AT = 16  # entries of an array, for how large its numbers are


def cost_of(formula: Formula, p: Instance) -> float:
    """Return about how many operations on words an instance has taken, once it was decided.

    Every array that was built, and every node of the formula, counts as a product of matrices
    as large as the largest dimension, of numbers as large as the largest that were built.
    """
    built = [array for array in p.cache.values() if arrays.is_exact(array)]
    steps = len(built) + sum(1 for _ in formula.root.walk())
    size = max(p.shape.values(), default=1)
    return steps * size**2 * (1.0 + size * max(map(_weight, built), default=0) / WORD)


def _weight(array: np.ndarray) -> int:
    """Return how many bits the largest of some entries has, all terms of a sum counted."""
    flat = array.reshape(-1)
    some = flat[:: max(1, len(flat) // LOOKED_AT)]
    return max((_bits(number) for number in some), default=0)


def _bits(number: Any) -> int:
    terms = len(number.terms) if isinstance(number, (ExponentialSum, Surd)) else 1
    return terms * scalars.height_bits(number)
