"""Formulas evaluated over types: what does not fit at a shape, before any number is computed."""

from __future__ import annotations

from referee.language.comparison import IllTyped
from referee.language.tree import Formula, Node
from referee.language.vocabulary import RANDOM, SCALAR, VARIABLE, Type, operation
from referee.strategies.families import Family, Shape

WHOLE = frozenset({"+", "-", "*", "/", "neg", "**"})  # what an index is computed with
INDICES = "sizes, numbers and other indices, with + - * / **"


def type_of(formula: Formula, family: Family, shape: Shape) -> Type:
    """Return the size of a formula's value at a shape, or TRUTH for a statement.

    Raises IllTyped, naming the part of the formula, where shapes do not fit.
    """
    return node_type(formula.root, family, shape)


def node_type(node: Node, family: Family, shape: Shape) -> Type:
    """Return the type of one node of a formula at a shape; raises IllTyped."""
    if node.kind in {"number", "index"}:
        return SCALAR
    if node.kind == "name":
        return family.by_name[str(node.value)].size(shape)
    entry = operation(node.kind)
    if entry.takes_sizes:
        return entry.typed(*(_checked(arg, shape) for arg in node.args))
    if entry.binds in {VARIABLE, RANDOM}:
        variable = node.args[entry.variable].value
        word = "a derivative by" if entry.binds == VARIABLE else "an expectation over"
        if variable in shape:
            raise _placed(IllTyped(f"{word} {variable}, which is a size"), node)
    types = [
        index_type(arg, shape) if place in entry.indices else node_type(arg, family, shape)
        for place, arg in enumerate(node.args)
    ]
    try:
        return entry.typed(*types)
    except IllTyped as error:
        if error.at is None:
            error.at = node.at
        raise


def index_type(node: Node, shape: Shape) -> Type:
    """Return the type of a number made of sizes, numbers and indices; raises IllTyped for none."""
    for part in node.walk():
        if part.kind not in {"number", "index", "name", *WHOLE}:
            raise _placed(IllTyped(f"{part.kind} in an index; it has {INDICES}"), part)
        if part.kind == "name":
            _checked(part, shape)
    return SCALAR


def _placed(error: IllTyped, node: Node) -> IllTyped:
    error.at = node.at
    return error


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
