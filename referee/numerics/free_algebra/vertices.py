"""Sizes that are made of others: n·p rows of a Kronecker product, m + n of blocks.

A vertex is a name, a number, a product ``m·n`` with its factors in one order, or a sum ``(m+n)``
in brackets. Two are equal where they are written alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate


def product(*vertices: str) -> str:
    """Return the product of sizes."""
    found = [factor for each in vertices for factor in factors(each)]
    number = math.prod(int(each) for each in found if each.isdigit())
    named = sorted(each for each in found if not each.isdigit())
    return "·".join([str(number)] * (number != 1 or not named) + named)


def total(*vertices: str) -> str:
    """Return the sum of sizes."""
    found = [term for each in vertices for term in _terms(each)]
    number = sum(int(each) for each in found if each.isdigit())
    named = sorted(each for each in found if not each.isdigit())
    parts = [str(number)] * (number != 0 or not named) + named
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def factors(vertex: str) -> tuple[str, ...]:
    """Return the factors of a size in their order; the size 1 has none."""
    return tuple(each for each in _cut(vertex, "·") if each != "1")


def value(vertex: str, of: Callable[[str], Any]) -> Any:
    """Return a size where names have values: numbers, or what is computed with as they are."""
    found: Any = 1
    for factor in _cut(vertex, "·"):
        terms = _terms(factor)
        if len(terms) > 1:
            added = [value(term, of) for term in terms]
            found = found * sum(added[1:], added[0])
        else:
            found = found * (int(factor) if factor.isdigit() else of(factor))
    return found


def size(vertex: str) -> Coefficient:
    """Return a size as a number made of the indeterminates of its names."""
    found: Coefficient = fmpq(1) * value(vertex, indeterminate)
    return found


def _terms(vertex: str) -> list[str]:
    inner = vertex[1:-1] if vertex.startswith("(") and len(_cut(vertex, "·")) == 1 else ""
    return _cut(inner, "+") if inner else [vertex]


def _cut(text: str, sign: str) -> list[str]:
    """Return what stands between signs that no brackets enclose."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == sign and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
