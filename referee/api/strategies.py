"""Hypothesis strategies for matrices and vectors of every kind, for other people's tests.

A member of a kind is built from integers that Hypothesis draws, and never filtered for: each is
exactly what its kind says, all of them can come, and they shrink to the simplest one.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.strategies.integer_vectors import Bounds
from referee.strategies.kinds.every import KINDS, kind_of_name
from referee.strategies.kinds.kind import Kind
from referee.strategies.rationals import EXACT, Arithmetic, fractions, rational

ANY = "any"
NAMES = (ANY, *KINDS)  # of kinds; "rank 2", "rank 3", ... are others
LARGEST, MOST = 4, 64  # dimension that is drawn where none is given, and that may be asked for


def matrices(
    *,
    kind: str = ANY,
    rows: int | None = None,
    columns: int | None = None,
    largest: int = LARGEST,
    numbers: type[Fraction] | type[float] = Fraction,
) -> st.SearchStrategy[np.ndarray]:
    """Return a strategy for (rows, columns) arrays of a kind, as "orthogonal" or "rank 2".

    With ``numbers=Fraction`` entries are exact, in an array of objects, and members are exactly of
    their kind. With ``numbers=float`` they are the nearest float64, which are of it up to rounding
    (entries beyond the range of floats are infinite). Dimensions that are not given are drawn, up
    to ``largest`` or to the one that is. Raises ValueError, in one line, for a kind that there is
    not, for one without members of such a shape, and for numbers of another type.
    """
    if numbers not in {Fraction, float}:
        raise ValueError(f"numbers={numbers!r}: they are Fraction or float")
    found = _kind(kind)
    return _members(found, _shapes(found, rows, columns, largest), numbers)


def vectors(
    *,
    kind: str = ANY,
    size: int | None = None,
    largest: int = LARGEST,
    numbers: type[Fraction] | type[float] = Fraction,
) -> st.SearchStrategy[np.ndarray]:
    """Return a strategy for arrays (size,) of a kind of vector, as "probability vector".

    Options are those of :func:`matrices`, and so are the errors.
    """
    drawn = matrices(kind=kind, rows=size, columns=1, largest=largest, numbers=numbers)
    return drawn.map(_flat)


def _flat(column: np.ndarray) -> np.ndarray:
    return column[:, 0]


@cache
def _any() -> Kind:
    """Return the kind of all matrices with rational entries."""
    return Kind(ANY, "matrix", lambda rows, columns: fractions(rows * columns), _of_entries)


def _of_entries(p: Arithmetic, ints: np.ndarray, rows: int, columns: int) -> Array:
    return rational(p, ints).reshape(rows, columns)


def _kind(name: str) -> Kind:
    return _any() if name == ANY else kind_of_name(name)


def _shapes(kind: Kind, rows: int | None, columns: int | None, largest: int) -> list[Any]:
    """Return the shapes that there are, the smallest first. Raises ValueError for none."""
    for name, size in (("rows", rows), ("columns", columns), ("largest", largest)):
        if size is not None and not (isinstance(size, int) and 1 <= size <= MOST):
            raise ValueError(f"{name}={size}: from 1 to {MOST}")
    if rows is not None and columns is not None:
        kind.check(rows, columns)
    sizes = range(1, max(largest, rows or 0, columns or 0) + 1)
    asked = product([rows] if rows else sizes, [columns] if columns else sizes)
    found = sorted((shape for shape in asked if not kind.lacks(*shape)), key=sum)
    if not found:
        raise ValueError(
            f"there is no {kind.says} of rows={rows}, columns={columns}, largest={largest}"
        )
    return found


@st.composite
def _members(
    draw: st.DrawFn, kind: Kind, shapes: list[tuple[int, int]], numbers: type
) -> np.ndarray:
    rows, columns = draw(st.sampled_from(shapes))
    drawn = [draw(_integer(bounds)) for bounds in kind.bounds(rows, columns)]
    member = kind.build(EXACT, np.array(drawn, dtype=object), rows, columns)
    return arrays.float64(member) if numbers is float else _in_fractions(member)


def _integer(bounds: Bounds) -> st.SearchStrategy[int]:
    low, high = bounds
    return st.integers(low, high)


def _in_fractions(member: Array) -> np.ndarray:
    found = np.empty(member.shape, dtype=object)
    for place, number in np.ndenumerate(member):
        found[place] = Fraction(str(number))
    return found
