"""Rules of types that several operations share: which sizes fit, and the size of the result."""

from __future__ import annotations

from collections.abc import Callable

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import SCALAR, TRUTH, Size, Type, spell


def array(type_: Type, role: str) -> Size:
    """Return the size of an array; raises IllTyped for a statement."""
    if isinstance(type_, str):
        raise IllTyped(f"{role} of a statement; it takes a number or a matrix")
    return type_


def same(symbol: str) -> Callable[[Type, Type], Type]:
    """Return the rule of two arrays of one size, which is the result's."""

    def typed(left: Type, right: Type) -> Type:
        a, b = array(left, symbol), array(right, symbol)
        if a != b:
            raise IllTyped(f"{spell(a)} {symbol} {spell(b)}: the sizes differ")
        return a

    return typed


def entrywise(arg: Type) -> Type:
    """Type a function of each entry."""
    return array(arg, "a function")


def to_scalar(arg: Type) -> Type:
    """Type a function of an array whose value is a number."""
    array(arg, "a function")
    return SCALAR


def transposed(arg: Type) -> Type:
    """Type what has as many rows as its argument has columns."""
    a = array(arg, ".T")
    return a[1], a[0]


def square(arg: Type) -> Type:
    """Type a function from square matrices to square matrices."""
    a = array(arg, "a function")
    if a[0] != a[1]:
        raise IllTyped(f"a square matrix is needed, not {spell(a)}")
    return a


def square_to_scalar(arg: Type) -> Type:
    """Type a function of a square matrix whose value is a number."""
    square(arg)
    return SCALAR


def predicate(arg: Type) -> Type:
    """Type a property of an array."""
    array(arg, "a property")
    return TRUTH


def square_predicate(arg: Type) -> Type:
    """Type a property of a square matrix."""
    square(arg)
    return TRUTH


def statements(*args: Type) -> Type:
    """Type a connective of statements."""
    for arg in args:
        if arg != TRUTH:
            raise IllTyped(f"a statement is needed, not {spell(arg)}")
    return TRUTH
