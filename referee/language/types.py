"""Formulas evaluated over types: what does not fit at a shape, before any number is computed."""

from __future__ import annotations

from referee.language.comparison import IllTyped
from referee.language.tree import Formula, Node
from referee.language.vocabulary import SCALAR, Type, operation
from referee.strategies.families import Family, Shape


def type_of(formula: Formula, family: Family, shape: Shape) -> Type:
    """Return the size of a formula's value at a shape, or TRUTH for a statement.

    Raises IllTyped, naming the part of the formula, where shapes do not fit.
    """
    return node_type(formula.root, family, shape)


def node_type(node: Node, family: Family, shape: Shape) -> Type:
    """Return the type of one node of a formula at a shape; raises IllTyped."""
    if node.kind == "number":
        return SCALAR
    if node.kind == "name":
        return family.by_name[str(node.value)].size(shape)
    entry = operation(node.kind)
    if entry.takes_sizes:
        return entry.typed(*(_checked(arg, shape) for arg in node.args))
    types = [node_type(arg, family, shape) for arg in node.args]
    try:
        return entry.typed(*types)
    except IllTyped as error:
        if error.at is None:
            error.at = node.at
        raise


def dimensions(node: Node, shape: Shape) -> list[int]:
    """Return the arguments of a node that takes sizes: dimensions of a shape, or numbers."""
    return [_dimension(arg, shape) for arg in node.args]


def _checked(node: Node, shape: Shape) -> int:
    if node.kind == "name" and node.value not in shape:
        error = IllTyped(f"{node.value} is not one of the sizes {', '.join(shape)}")
        error.at = node.at
        raise error
    return _dimension(node, shape)


def _dimension(node: Node, shape: Shape) -> int:
    return shape[str(node.value)] if node.kind == "name" else int(str(node.value))
