"""Formulas evaluated over values, in whatever arithmetic the instance is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.language.comparison import Comparison
from referee.language.latex import sides_to_latex
from referee.language.tree import Formula, Node
from referee.language.types import dimensions
from referee.language.vocabulary import Operation, operation
from referee.numerics.scalars import Undefined, why_undefined
from referee.strategies.families import Instance


class AnswerUndefined(Undefined):
    """The answer has no value at an instance: a refutation of it, not a fault of the claim."""


@contextmanager
def of_the_answer() -> Iterator[None]:
    """Take what has no value inside the block for the answer's fault: its derivative, say."""
    try:
        yield
    except AnswerUndefined:
        raise
    except (Undefined, ZeroDivisionError) as error:
        raise AnswerUndefined(why_undefined(error)) from error


def value_of(formula: Formula, p: Instance) -> Any:
    """Return a formula's value at an instance: an array, or a comparison for a statement.

    Raises AnswerUndefined where it has no value there (a division by zero, the inverse of
    a singular matrix).
    """
    with of_the_answer():
        return _value(formula.root, p)


def _value(node: Node, p: Instance) -> Any:
    if node.kind == "number":
        return p.number(np.array([[_rational(node)]], dtype=object))
    if node.kind == "name":
        return getattr(p, str(node.value))
    entry = operation(node.kind)
    if entry.takes_sizes:
        return p.number(entry.value(*dimensions(node, p.shape)))
    if entry.lazy:
        return entry.value(*(partial(_value, arg, p) for arg in node.args))
    found = entry.value(*(_value(arg, p) for arg in node.args))
    return (
        replace(found, sides=partial(sides_to_latex, node)) if _has_sides(entry, found) else found
    )


def _has_sides(entry: Operation, found: Any) -> bool:
    return entry.sides is not None and isinstance(found, Comparison) and found.lhs is not None


def _rational(node: Node) -> fmpq:
    number: Any = node.value
    return fmpq(number.numerator, number.denominator)
