r"""Values and derivatives of functions that are declared by a property: f(x), ∇f(x), ∇²f(x).

The first argument is the name of a function; the reader of statements writes these words for
``f(x)`` and ``\nabla f(x)``.
"""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    SCALAR,
    Changes,
    Notation,
    Operation,
    Size,
    Type,
    spell,
)
from referee.numerics import ridge_functions

_APART = Changes(offered=False)


def _domain(function: Type) -> int:
    if isinstance(function, str) or function[1] != ridge_functions.WIDTH:
        raise IllTyped(f"what has a value f(x) is a declared function, and no {spell(function)}")
    return function[0]


def _argument(function: Type, x: Type) -> int:
    n = _domain(function)
    if x != (n, 1):
        wanted = "a number" if n == 1 else f"a vector, {n}×1"
        raise IllTyped(f"the argument of a function is {spell(x)}; it is of {wanted}")
    return n


def _value(function: Type, x: Type) -> Size:
    _argument(function, x)
    return SCALAR


def _slope(function: Type, x: Type) -> Size:
    return _argument(function, x), 1


def _curvature(function: Type, x: Type) -> Size:
    n = _argument(function, x)
    return n, n


def _origin(function: Type) -> Size:
    return _domain(function), 1


FUNCTIONS: Mapping[str, Operation] = {
    "evaluate": Operation(
        "the value of a declared function",
        2,
        _value,
        ridge_functions.value,
        Notation(r"{0}\left({1}\right)"),
        changes=_APART,
        written={"unicode": Notation("{0}({1})")},
    ),
    "slope": Operation(
        "the gradient of a declared function",
        2,
        _slope,
        ridge_functions.slope,
        Notation(r"\nabla {0}\left({1}\right)"),
        changes=_APART,
        written={"unicode": Notation("∇{0}({1})")},
    ),
    "curvature": Operation(
        "the Hessian of a declared function",
        2,
        _curvature,
        ridge_functions.curvature,
        Notation(r"\nabla^2 {0}\left({1}\right)"),
        changes=_APART,
        written={"unicode": Notation("∇²{0}({1})")},
    ),
    "origin": Operation(
        "the 0 of the numbers that a declared function is of",
        1,
        _origin,
        ridge_functions.origin,
        Notation("0"),
        changes=_APART,
        written={"unicode": Notation("0")},
    ),
}
