"""Formulas evaluated over values, in whatever arithmetic the instance is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.language.comparison import Comparison
from referee.language.indices import Bound, whole
from referee.language.latex import sides_to_latex
from referee.language.tree import LEAVES, Formula, Node
from referee.language.types import dimensions, node_type
from referee.language.vocabulary import INDEX, REAL, VARIABLE, Operation, operation
from referee.numerics import arrays, calculus
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined, why_undefined
from referee.numerics.traced.index_sums import Index
from referee.numerics.work import spend
from referee.strategies.families import Instance

MOST_DERIVATIVES = 4  # of one another: each doubles what a number is made of
NODE = 20  # units of work that evaluating a node takes beside its arithmetic
MOST_NODES = 50_000  # that are evaluated under indices and derivatives


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
        return _value(formula.root, Scope(p, Work()))


class Work:
    """How many nodes a value may still take under indices and derivatives."""

    def __init__(self) -> None:
        self.left = MOST_NODES

    def spend(self, body: Node) -> None:
        """Count an evaluation. Raises NotComputed where they are too many."""
        self.left -= sum(1 for _ in body.walk())
        if self.left < 0:
            raise NotComputed("a sum or a derivative of too many steps")


@dataclass(frozen=True)
class Scope:
    """Where a formula is evaluated: an instance, the bound indices, and names that are varied.

    ``depth`` derivatives are taken around it.
    """

    p: Instance
    work: Work
    bound: Bound = field(default_factory=dict)
    held: Mapping[str, Array] = field(default_factory=dict)
    depth: int = 0

    def of(self, name: str) -> Any:
        """Return the value of a name."""
        if name in self.held:
            return self.held[name]
        array = getattr(self.p, name)
        return array if not self.depth else calculus.lifted(array, self.depth)

    def varied(self, name: str) -> tuple[Scope, Any]:
        """Return the scope of a derivative by a name, and the name's value.

        What is varied around this derivative, here or by the claim, has an ε of its own.
        """
        number = self.p.number
        if self.held and number is not arrays.exact and not arrays.makes_traced(number):
            raise NotComputed("a derivative of a derivative in floating point")
        if self.depth >= MOST_DERIVATIVES:
            raise NotComputed(f"more than {MOST_DERIVATIVES} derivatives of one another")
        held = {key: calculus.lifted(array) for key, array in self.held.items()}
        value = self.of(name)
        calculus.lifted(value)  # a batch that is varied already is refused
        return replace(self, held=held, depth=self.depth + 1), value


def _value(node: Node, at: Scope) -> Any:
    if node.kind in LEAVES:
        return _leaf(node, at)
    entry = operation(node.kind)
    spend(NODE)
    if entry.takes_sizes:
        return at.p.number(entry.value(*dimensions(node, at.p.shape)))
    if entry.binds:
        return _BINDING.get(entry.binds, _over_random)(node, at)
    if entry.lazy:
        return entry.value(*(partial(_value, arg, at) for arg in node.args))
    found = entry.value(
        *(
            whole(arg, at.p, at.bound) if place in entry.indices else _value(arg, at)
            for place, arg in enumerate(node.args)
        )
    )
    return (
        replace(found, sides=partial(sides_to_latex, node)) if _has_sides(entry, found) else found
    )


def _leaf(node: Node, at: Scope) -> Any:
    if node.kind == "number":
        return at.p.number(np.array([[_rational(node)]], dtype=object))
    if node.kind == "name" or node.value in at.held:
        return at.of(str(node.value))
    return at.p.number([[int(whole(node, at.p, at.bound))]])


def _over_index(node: Node, at: Scope) -> Any:
    index, low, high, body = node.args

    def term(k: Index) -> Any:
        at.work.spend(body)
        return _value(body, replace(at, bound={**at.bound, str(index.value): k}))

    def empty() -> Any:
        size = node_type(body, at.p.family, at.p.shape)
        return at.p.number(arrays.zeros(*size))

    ends = (whole(each, at.p, at.bound) for each in (low, high))
    return operation(node.kind).value(term, *ends, at.p.number, empty)


def _by_variable(node: Node, at: Scope) -> Any:
    *bodies, variable = node.args
    name = str(variable.value)
    inner, value = at.varied(name)

    def function(body: Node, x: Any) -> Any:
        at.work.spend(body)
        return _value(body, replace(inner, held={**inner.held, name: x}))

    try:
        return operation(node.kind).value(*(partial(function, body) for body in bodies), value)
    except TypeError:
        if at.p.number is not arrays.float64:
            raise
        raise NotComputed("a derivative in floating point of what is exact alone") from None


def _over_random(node: Node, at: Scope) -> Any:
    body, variable, *given = node.args
    name = str(variable.value)

    def function(x: Any) -> Any:
        at.work.spend(body)
        return _value(body, replace(at, held={**at.held, name: x}))

    parameters = (_value(each, at) for each in given)
    return operation(node.kind).value(function, at.of(name), *parameters)


def _over_reals(node: Node, at: Scope) -> Any:
    """Integrate over the numbers that a leaf runs through."""
    letter, *ends, body = node.args

    def function(s: Any) -> Any:
        at.work.spend(body)
        return _value(body, replace(at, held={**at.held, str(letter.value): s}))

    bounds = (_value(each, at) for each in ends)
    return operation(node.kind).value(function, *bounds, at.p.number)


_BINDING = {INDEX: _over_index, REAL: _over_reals, VARIABLE: _by_variable}


def _has_sides(entry: Operation, found: Any) -> bool:
    return entry.sides is not None and isinstance(found, Comparison) and found.lhs is not None


def _rational(node: Node) -> fmpq:
    number: Any = node.value
    return fmpq(number.numerator, number.denominator)
