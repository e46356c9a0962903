"""A formula that fits a scope, to show how one is written there; it answers nothing."""

from __future__ import annotations

from referee.language.reading.scope import STATEMENT, Scope

WRITTEN = "-3/4"


def example(scope: Scope) -> str:
    """Return a formula in the canonical spelling that fits what is wanted, and is no answer.

    It names an array of the question that fits, else one of ones, or a number.
    """
    if scope.wants is None:
        return next(iter(scope.names), WRITTEN)
    sizes = [name for name in scope.names if name in scope.family.shapes[0]]
    if scope.wants == STATEMENT:
        return f"{sizes[0]} <= 3 or {sizes[-1]} != 2" if sizes else "not (2/3 < 1/2)"
    rows, columns = scope.wants.split()
    if rows == columns == "1":
        return f"3 / (2 * {sizes[0]} + 1)" if sizes else WRITTEN
    return f"{WRITTEN} * {_array(scope, rows, columns)}"


def _array(scope: Scope, rows: str, columns: str) -> str:
    """Return an array of some rows and columns: one that the question names, else of ones."""
    shapes = {name: (scope.field(name).rows, scope.field(name).columns) for name in scope.names}
    fits = [name for name, shape in shapes.items() if shape == (rows, columns)]
    turned = [f"{name}.T" for name, shape in shapes.items() if shape == (columns, rows)]
    known = all(word in scope.names or word.isdigit() for word in (rows, columns))
    return next(iter([*fits, *turned]), f"ones({rows}, {columns})" if known else "1")
