"""Derivatives of an expression by one of its names, and where it is least, others held fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    SCALAR,
    VARIABLE,
    Changes,
    Filled,
    Notation,
    Operation,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, calculus, limits, quadratics
from referee.numerics.arrays import Array
from referee.numerics.traced import derivatives as traced

Function = Callable[[Array], Array]


def _of_a_number(expression: Type, variable: Type) -> Type:
    a = array(expression, "a gradient")
    if a != SCALAR:
        raise IllTyped(f"the gradient of {spell(a)}; it is that of a number: write jacobian")
    return array(variable, "a gradient by")


def _by_a_number(expression: Type, variable: Type) -> Type:
    if array(variable, "a derivative by") != SCALAR:
        raise IllTyped(f"a derivative by {spell(variable)}; write gradient or jacobian")
    return array(expression, "a derivative")


def _of_columns(expression: Type, variable: Type) -> Type:
    a, b = array(expression, "a Jacobian"), array(variable, "a Jacobian by")
    if a[1] != 1 or b[1] != 1:
        raise IllTyped(f"the Jacobian of {spell(a)} by {spell(b)}; both are columns")
    return a[0], b[0]


def gradient(f: Function, w: Array) -> Array:
    """Return the partial derivatives of a number by the entries of w, of the shape of w.

    The entries are derived by as if each were free, also where w is symmetric. Raises
    NotDifferentiable at a kink.
    """
    if arrays.is_traced(w):
        return calculus.gradient(f, w) if w.is_column else traced.gradient(f, w)
    rows, columns = w.shape[-2:]
    parts = [calculus.directional_derivative(f, w, unit) for unit in _units(w)]
    lines = [parts[i * columns : (i + 1) * columns] for i in range(rows)]
    return arrays.concatenate([arrays.concatenate(line, -1) for line in lines], -2)


def jacobian(f: Function, w: Array) -> Array:
    """Return the partial derivatives (..., m, d) of a column by a column.

    Raises NotDifferentiable at a kink.
    """
    if arrays.is_traced(w):
        return calculus.jacobian(f, w)
    found = [calculus.directional_derivative(f, w, unit) for unit in _units(w)]
    return arrays.concatenate(found, -1)


def _units(w: Array) -> Iterator[Array]:
    """Yield the matrices of the shape of w with a single 1, one row after the other."""
    rows, columns = w.shape[-2:]
    for place in range(rows * columns):
        unit = np.zeros((rows, columns), dtype=np.int64)
        unit[divmod(place, columns)] = 1
        yield arrays.like(unit, w)


def _argument(expression: Type, *more: Type) -> Type:
    """Type where a number is least: what it is a function of."""
    _value(expression, *more)
    return array(more[-1], "a minimum over")


def _value(expression: Type, *more: Type) -> Type:
    """Type the least value of a number."""
    a = array(expression, "a minimum")
    if a != SCALAR:
        raise IllTyped(f"a minimum of {spell(a)}; it is that of a number")
    for constraint in more[:-1]:
        array(constraint, "a minimum under")
    return SCALAR


def minimiser(f: Function, *more: Any) -> Array:
    """Return where a quadratic function of w is least, of the shape of w, ``more`` ending with w.

    What stands between are linear functions of w that are 0 there.
    """
    *constraints, w = more
    return quadratics.minimiser(f, w, *constraints)


def least_value(f: Function, *more: Any) -> Array:
    """Return the least value of a quadratic function; see :func:`minimiser`."""
    *constraints, w = more
    return quadratics.least_value(f, w, *constraints)


def _operation(
    says: str,
    rule: Callable[..., Type],
    value: Callable[..., Array],
    latex: Notation,
    unicode: Mapping[str, Notation] | None = None,
) -> Operation:
    changes = Changes(offered=False)
    return Operation(
        says, 2, rule, value, latex, binds=VARIABLE, changes=changes, written=unicode or {}
    )


def _least(
    says: str, rule: Callable[..., Type], value: Callable[..., Array], sign: str
) -> Operation:
    word = sign.replace("\\", "")
    latex = Notation(f"{sign}_{{{{{{1}}}}}} \\left({{0}}\\right)", 3)
    return _operation(says, rule, value, latex, {"unicode": Notation(f"{word}_{{1}} ({{0}})", 3)})


def _of_one_number(expression: Type, *more: Type) -> Type:
    """Type a limit by a number: that of each entry."""
    for each in more:
        if array(each, "a limit by") != SCALAR:
            raise IllTyped(f"a limit by {spell(each)}; it is by a number, at a number")
    return array(expression, "a limit")


def _limit(says: str, arity: int, value: Callable[..., Array], to: str, name: str) -> Operation:
    latex = Filled(rf"\lim_{{{{{name} \to {to}}}}} \left({{0}}\right)", 3)
    arrow = to.replace(r"\infty", "∞").replace("^+", "⁺").replace("^-", "⁻").replace("-", "−")
    unicode = Filled(f"lim_{{{{{name} → {arrow}}}}} ({{0}})", 3)
    what = "number" if arity == 2 else "number, the last, at the second"
    found = _operation(
        f"the limit of each entry by a {what}, {says}", _of_one_number, value, latex,
        {"unicode": unicode},
    )  # fmt: skip
    return replace(found, arity=arity)


def _least_where(
    says: str, rule: Callable[..., Type], value: Callable[..., Array], sign: str
) -> Operation:
    word = sign.replace("\\", "")
    latex = Filled(f"{sign}_{{{{{{2}} : {{1}} = 0}}}} \\left({{0}}\\right)", 3)
    unicode = Filled(f"{word}_{{2}} ({{0}} : {{1}} = 0)", 3)
    found = _operation(says, rule, value, latex, {"unicode": unicode})
    return replace(found, arity=3)


FUNCTIONS: Mapping[str, Operation] = {
    "gradient": _operation(
        "the partial derivatives of a number by a name, of the name's shape",
        _of_a_number,
        gradient,
        Notation(r"\nabla_{{{1}}} \left({0}\right)", 3),
        {"unicode": Notation("∇_{1} ({0})", 3)},
    ),
    "derivative": _operation(
        "the derivative of each entry by a name that is a number",
        _by_a_number,
        calculus.derivative,
        Notation(r"\frac{{\partial}}{{\partial {1}}} \left({0}\right)", 3),
        {"unicode": Notation("∂/∂{1} ({0})", 3)},
    ),
    "jacobian": _operation(
        "the partial derivatives of a column by a column: a row for each entry",
        _of_columns,
        jacobian,
        Notation(r"\frac{{\partial \left({0}\right)}}{{\partial {1}^{{\top}}}}", 8, (0, 9)),
    ),
    "argmin": _least(
        "where a quadratic function of a name is least",
        _argument,
        minimiser,
        r"\arg\min",
    ),
    "least_value": _least(
        "the least value of a quadratic function of a name",
        _value,
        least_value,
        r"\min",
    ),
    "argmin_where": _least_where(
        "where a quadratic function of a name is least among those where the second vanishes",
        _argument,
        minimiser,
        r"\arg\min",
    ),
    "least_value_where": _least_where(
        "the least value of a quadratic function of a name where the second vanishes",
        _value,
        least_value,
        r"\min",
    ),
    "limit": _limit("from both sides", 3, limits.at_a_point, "{1}", "{2}"),
    "limit_above": _limit("from above", 3, partial(limits.at_a_point, sides=(1,)), "{1}^+", "{2}"),
    "limit_below": _limit("from below", 3, partial(limits.at_a_point, sides=(-1,)), "{1}^-", "{2}"),
    "limit_infinity": _limit("that grows", 2, limits.at_infinity, r"\infty", "{1}"),
    "limit_minus_infinity": _limit(
        "that falls", 2, partial(limits.at_infinity, side=-1), r"-\infty", "{1}"
    ),
}
