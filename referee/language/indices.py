"""Indices and their ranges: whole numbers made of sizes, numbers and indices, at a shape."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from referee.language.comparison import IllTyped
from referee.language.tree import Node, constant
from referee.numerics import arrays
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import RATIONAL, Undefined
from referee.numerics.traced.index_sums import Index
from referee.numerics.traced.sizes import NotTranslated
from referee.strategies.families import Instance

Bound = Mapping[str, Index]  # the indices that are bound, with their values


def whole(node: Node, p: Instance, bound: Bound) -> Index:
    """Return the value of an index at an instance; in letters a size by its name.

    Raises Undefined for what is no whole number, NotTranslated for arithmetic with names.
    """
    if node.kind == "index":
        return _bound(node, bound)
    if node.kind == "name":
        return _size(node, p)
    number = constant(_put_in(node, p, bound))
    if number is None:
        raise NotComputed("an index that is too large or has no value")
    if number.denominator != 1:
        raise Undefined(f"an index of {number}: it is a whole number")
    return number.numerator


def _bound(node: Node, bound: Bound) -> Index:
    if node.value not in bound:
        raise NotComputed(f"a part of a formula that leaves {node.value} open")
    return bound[str(node.value)]


def _size(node: Node, p: Instance) -> Index:
    name = str(node.value)
    if name not in p.shape:
        raise IllTyped(f"{name} is not one of the sizes {', '.join(p.shape)}")
    put_in = p.replaced.get(name)
    if put_in is not None and arrays.is_exact(put_in):
        number = put_in.flat[0]
        # An index runs through the columns that there are, whatever number stands for n.
        if not isinstance(number, RATIONAL) or number != p.shape[name]:
            raise NotComputed(f"an index with another number in place of {name}")
    return p.shape[name]


def _put_in(node: Node, p: Instance, bound: Bound) -> Node:
    """Return an index with numbers in place of sizes and other indices."""
    if node.kind in {"index", "name"}:
        found = whole(node, p, bound)
        if not isinstance(found, int):
            raise NotTranslated("arithmetic with an index or a size that an index runs to")
        size = Node("number", value=Fraction(abs(found)))
        return Node("neg", (size,)) if found < 0 else size
    return Node(node.kind, tuple(_put_in(a, p, bound) for a in node.args), node.value)
