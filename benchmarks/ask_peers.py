"""Peers of ``referee ask``: SymPy in two ways, and Hypothesis with NumPy and a tolerance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy as sp
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.extra import numpy as hnp

from benchmarks.ask_statements import Told

Says = Callable[[Told], bool | None]
LARGEST = 2  # explicit matrices of SymPy's; of 3×3, an inverse takes minutes
RELATIVE, ABSOLUTE = 1e-7, 1e-7  # the tolerance of the floats
ASSUMED = {"symmetric": sp.Q.symmetric, "orthogonal": sp.Q.orthogonal}
DRAWS = settings(
    max_examples=200,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def shapes(told: Told) -> list[tuple[str, str, str]]:
    """Return names with the names of their dimensions."""
    found = [part.split() for part in told.shapes.split(",") if part.strip()]
    return [(name, rows, columns) for name, rows, columns in found]


# --------------------------------------------------------------------------------------- SymPy


def by_symbols(told: Told) -> bool | None:
    """Return True where SymPy simplifies the difference of both sides to zero, else None."""
    if told.sympy is None or told.relation != "=":
        return None
    sizes = {name: sp.Symbol(name, integer=True, positive=True) for name in "nkm"} | {"1": 1}
    names = {
        name: sp.MatrixSymbol(name, sizes[rows], sizes[columns])
        for name, rows, columns in shapes(told)
    }
    try:
        left, right = told.sympy(*names.values())
        difference = sp.expand((left - right).doit())
        found = sp.refine(sp.simplify(difference), _assumptions(told, names))
        zero = found == 0 or bool(getattr(found, "is_ZeroMatrix", False))
    # What SymPy raises where it cannot; what it has not implemented is a RuntimeError.
    except (TypeError, ValueError, AttributeError, RuntimeError, ArithmeticError):
        return None
    return True if zero else None


def _assumptions(told: Told, names: Mapping[str, Any]) -> Any:
    known = [ASSUMED[kind](names[name]) for name, kind in told.kinds.items() if kind in ASSUMED]
    return sp.And(*known) if known else True


def by_explicit_matrices(told: Told) -> bool | None:
    """Return whether both sides are the same at 1×1 and 2×2 matrices of symbols.

    An inequality is what SymPy can say of it: true or false, or open.
    """
    if told.sympy is None or not set(told.kinds.values()) <= {"symmetric", "skew"}:
        return None
    verdicts = []
    for size in range(1, LARGEST + 1):
        verdicts.append(_explicitly(told, size))
        if verdicts[-1] is False:
            return False
    return True if all(verdicts) else None


def _explicitly(told: Told, size: int) -> bool | None:
    sides = told.sympy
    if sides is None:
        return None
    names = [_explicit(name, rows, columns, told, size) for name, rows, columns in shapes(told)]
    left, right = (sp.sympify(side).doit() for side in sides(*names))
    difference = sp.simplify(left - right)
    if told.relation == "=":
        return bool(difference == 0 * difference)
    entries = list(difference) if isinstance(difference, sp.MatrixBase) else [difference]
    wanted = [x.is_nonpositive if told.relation == "<=" else x.is_nonnegative for x in entries]
    return False if False in wanted else True if all(wanted) else None


def _explicit(name: str, rows: str, columns: str, told: Told, size: int) -> Any:
    shape = [1 if dimension == "1" else size for dimension in (rows, columns)]
    kind = told.kinds.get(name, "")
    sign = {"symmetric": 1, "skew": -1}.get(kind)

    def entry(row: Any, column: Any) -> Any:
        i, j = int(row), int(column)
        if sign is None or i < j:
            return _symbol(name, i, j)
        if i == j:
            return 0 if sign < 0 else _symbol(name, i, i)
        return sign * _symbol(name, j, i)

    return sp.Matrix(*shape, entry)


def _symbol(name: str, i: int, j: int) -> Any:
    return sp.Symbol(f"{name}_{i}{j}", real=True)


# ---------------------------------------------------------------------------- Hypothesis and NumPy

MADE: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "": lambda A: A,
    "symmetric": lambda A: A + A.T,
    "skew": lambda A: A - A.T,
    "orthogonal": lambda A: np.linalg.qr(A)[0],
}


class Differs(Exception):
    """A relation that floats do not keep to, up to the tolerance."""


def by_floats(told: Told) -> bool | None:
    """Return whether floats that Hypothesis draws keep to the relation, up to a tolerance."""
    if told.numpy is None:
        return None

    @DRAWS
    @given(st.data())
    def test(data: st.DataObject) -> None:
        if not _keeps(told, data):
            raise Differs

    try:
        test()
    except Differs:
        return False
    except (Unsatisfiable, np.linalg.LinAlgError):
        return None
    return True


def _keeps(told: Told, data: st.DataObject) -> bool:
    sides = told.numpy
    if sides is None:
        return True
    sizes = {name: data.draw(st.integers(1, 4)) for name in "nkm"} | {"1": 1}
    floats = st.floats(-10, 10, allow_subnormal=False)
    drawn = []
    for name, rows, columns in shapes(told):
        array = data.draw(hnp.arrays(np.float64, (sizes[rows], sizes[columns]), elements=floats))
        drawn.append(MADE[told.kinds.get(name, "")](array))
    try:
        with np.errstate(all="ignore"):
            left, right = (np.asarray(side, dtype=np.float64) for side in sides(*drawn))
    except np.linalg.LinAlgError:
        return True  # not invertible: what is said supposes that it is
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return True  # an overflow says nothing
    room = ABSOLUTE + RELATIVE * np.abs(right)
    if told.relation == "<=":
        return bool(np.all(left <= right + room))
    if told.relation == ">=":
        return bool(np.all(left >= right - room))
    return bool(np.all(np.abs(left - right) <= room))
