"""All partial derivatives at once: series whose slope is a row of rationals, which flint adds.

An array of series with one direction for each ε takes as many evaluations as there are
directions. Where a function of a rational column is made of +, −, × and ÷ by rationals, one
evaluation does with a slope that is a row; measured, it takes a half to a third of the time.
Whatever looks at a slope, as a sign at a kink does, or makes numbers that are not rational
raises :class:`NotARow`, and the directions are taken one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
from flint import fmpq, fmpq_mat

from referee.numerics.series import Series

# What an evaluation raises that is not made for rows: the same is asked again without them.
FAILED = (TypeError, AttributeError, ArithmeticError, ValueError)


class NotARow(TypeError):
    """Rows are added, and multiplied by rationals; nothing else is done with them."""


def _refused(*_: object) -> NoReturn:
    raise NotARow


class Row:
    """A row (1, d) of rationals: the partial derivatives of a number."""

    __slots__ = ("entries",)

    def __init__(self, entries: fmpq_mat) -> None:
        self.entries = entries

    def __add__(self, other: Any) -> Row:
        if isinstance(other, Row):
            return Row(self.entries + other.entries)
        return self if _is_nothing(other) else _refused()

    __radd__ = __add__

    def __sub__(self, other: Any) -> Row:
        if isinstance(other, Row):
            return Row(self.entries - other.entries)
        return self if _is_nothing(other) else _refused()

    def __rsub__(self, other: Any) -> Row:
        return -self if _is_nothing(other) else _refused()

    def __neg__(self) -> Row:
        return Row(-self.entries)

    def __mul__(self, other: Any) -> Row:
        return Row(self.entries * other) if type(other) in {fmpq, int} else _refused()

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Row:
        return Row(self.entries / other) if type(other) in {fmpq, int} else _refused()

    __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __abs__ = __float__ = _refused


def _is_nothing(number: Any) -> bool:
    return type(number) in {fmpq, int} and number == 0


def rational_jacobian(f: Callable[[Any], Any], w: np.ndarray) -> np.ndarray | None:
    """Return the matrix (m, d) of partial derivatives of f at a column w (d, 1) of rationals.

    None where they cannot be taken all at once, for whatever reason.
    """
    numbers = w.ravel().tolist()
    if w.ndim != 2 or {*map(type, numbers)} != {fmpq}:
        return None
    seeded = np.empty(w.shape, dtype=object)
    size = len(numbers)
    seeded[:, 0] = [Series(number, _unit(i, size)) for i, number in enumerate(numbers)]
    try:
        found = f(seeded)
        rows = [_entries(number, size) for number in found.ravel().tolist()]
    except FAILED:
        return None
    out = np.empty((len(rows), size), dtype=object)
    out[:] = rows
    return out if found.shape == (len(rows), 1) else None


def _unit(index: int, size: int) -> Row:
    return Row(fmpq_mat(1, size, [int(i == index) for i in range(size)]))


def _entries(number: Any, size: int) -> list[fmpq]:
    """Return a number's partial derivatives. Raises NotARow for what are none of rationals."""
    if not isinstance(number, Series):
        return [fmpq(0)] * size
    if isinstance(number.slope, Row):
        return number.slope.entries.entries()
    return [fmpq(0)] * size if _is_nothing(number.slope) else _refused()
