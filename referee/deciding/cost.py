"""What an evaluation costs, counted in operations: of arrays, of their numbers' bits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from referee.language.indices import whole
from referee.language.tree import Formula, Node
from referee.language.vocabulary import BINDERS, INDEX
from referee.language.vocabulary.ranges import MOST_TERMS
from referee.numerics import arrays, scalars
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.logarithms import Logarithmic
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.numerics.surds import Surd
from referee.numerics.trigonometric import Trigonometric
from referee.strategies.families import Instance

SUMS = (ExponentialSum, Surd, Trigonometric, Logarithmic)
WORD = 64  # bits that are multiplied at once
LOOKED_AT = 16  # entries of an array, for how large its numbers are


def cost_of(formula: Formula, p: Instance) -> float:
    """Return about how many operations on words an instance has taken, once it was decided.

    Every array that was built, and every node of the formula, counts as a product of matrices
    as large as the largest dimension, of numbers as large as the largest that were built.
    """
    built = [array for array in p.cache.values() if arrays.is_exact(array)]
    steps = len(built) + _steps(formula.root, p)
    size = max(p.shape.values(), default=1)
    return steps * size**2 * (1.0 + size * max(map(_weight, built), default=0) / WORD)


def _steps(node: Node, p: Instance) -> int:
    """Return how many nodes are evaluated, those under an index once for each."""
    inside = sum(_steps(arg, p) for arg in node.args)
    if node.kind not in BINDERS:
        return 1 + inside
    if BINDERS[node.kind].binds_leaf:
        return 1 + inside * (_terms(node, p) if BINDERS[node.kind].binds == INDEX else 1)
    return 1 + inside * _entries(node, p)


def _terms(node: Node, p: Instance) -> int:
    """Return how many indices a range has; where that hangs on another index, the largest size."""
    try:
        low, high = (whole(each, p, {}) for each in node.args[1:3])
    except (OutOfReach, Undefined):
        return max(p.shape.values(), default=1)
    return min(max(int(high) - int(low) + 1, 1), MOST_TERMS)


def _entries(node: Node, p: Instance) -> int:
    return int(math.prod(getattr(p, str(node.args[BINDERS[node.kind].variable].value)).shape[-2:]))


def _weight(array: np.ndarray) -> int:
    """Return how many bits the largest of some entries has, all terms of a sum counted."""
    flat = array.reshape(-1)
    some = flat[:: max(1, len(flat) // LOOKED_AT)]
    return max((_bits(number) for number in some), default=0)


def _bits(number: Any) -> int:
    terms = len(number.terms) if isinstance(number, SUMS) else 1
    return terms * scalars.height_bits(number)
