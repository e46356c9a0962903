"""Formulas evaluated over types and over values, by one walk each.

Types catch what does not fit at a shape before any number is computed; values are
computed in whatever arithmetic the instance is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import fmpq

from referee.language.comparison import Comparison, IllTyped, Truth, all_of, any_of, fact, implies
from referee.language.formula import Formula, Node
from referee.language.vocabulary import LITERALS, SCALAR, SIZED, TRUTH, Type, operation
from referee.numerics.scalars import Undefined, why_undefined
from referee.strategies.families import Family, Instance, Shape


class AnswerUndefined(Undefined):
    """The answer has no value at an instance: a refutation of it, not a fault of the claim."""


def type_of(formula: Formula, family: Family, shape: Shape) -> Type:
    """Return the size of a formula's value at a shape, or TRUTH for a statement.

    Raises IllTyped, naming the part of the formula, where shapes do not fit.
    """
    return node_type(formula.root, family, shape)


def node_type(node: Node, family: Family, shape: Shape) -> Type:
    """Return the type of one node of a formula at a shape; raises IllTyped."""
    if node.kind == "number":
        return SCALAR
    if node.kind in LITERALS:
        return TRUTH
    if node.kind == "name":
        return family.by_name[str(node.value)].size(shape)
    if node.kind in SIZED:
        sizes = [_checked_dimension(arg, shape) for arg in node.args]
        return (sizes[0], sizes[-1])
    types = [node_type(arg, family, shape) for arg in node.args]
    try:
        return operation(node.kind).typed(*types)
    except IllTyped as error:
        if error.at is None:
            error.at = node.at
        raise


def _checked_dimension(node: Node, shape: Shape) -> int:
    if node.kind == "name" and node.value not in shape:
        error = IllTyped(f"{node.value} is not one of the sizes {', '.join(shape)}")
        error.at = node.at
        raise error
    return _dimension(node, shape)


def _dimension(node: Node, shape: Shape) -> int:
    return shape[str(node.value)] if node.kind == "name" else int(str(node.value))


def value_of(formula: Formula, p: Instance) -> Any:
    """Return a formula's value at an instance: an array, or a comparison for a statement.

    Raises AnswerUndefined where it has no value there (a division by zero, the inverse of
    a singular matrix).
    """
    try:
        return _value(formula.root, p)
    except AnswerUndefined:
        raise
    except (Undefined, ZeroDivisionError) as error:
        raise AnswerUndefined(why_undefined(error)) from error


def _value(node: Node, p: Instance) -> Any:
    if node.kind == "number":
        return p.number(np.array([[_rational(node)]], dtype=object))
    if node.kind == "name":
        return getattr(p, str(node.value))
    if node.kind in LITERALS:
        return fact(LITERALS[node.kind], node.kind)
    if node.kind in SIZED:
        return p.number(SIZED[node.kind](*(_dimension(arg, p.shape) for arg in node.args)))
    if node.kind in _LAZY:
        return _lazy(node, p)
    args = [_value(arg, p) for arg in node.args]
    return operation(node.kind).value(*args)


_LAZY: Mapping[str, Truth] = {"and": Truth.FALSE, "or": Truth.TRUE, "implies": Truth.FALSE}


def _lazy(node: Node, p: Instance) -> Any:
    """Evaluate connectives from the left, and no further than the outcome needs."""
    if node.kind == "implies":
        premise, conclusion = node.args
        return implies(_value(premise, p), lambda: _value(conclusion, p))
    parts = []
    for arg in node.args:
        parts.append(_value(arg, p))
        if isinstance(parts[-1], Comparison) and parts[-1].truth is _LAZY[node.kind]:
            break
    return (all_of if node.kind == "and" else any_of)(*parts)


def _rational(node: Node) -> fmpq:
    number: Any = node.value
    return fmpq(number.numerator, number.denominator)
