"""Premises: the alternatives of a condition, each of them relations that hold at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import isqrt

from referee.language.tree import Node, constant

MOST = 12  # alternatives of a formula
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
Alternative = tuple[Node, ...]
Splitting = Callable[[Node], Sequence[Node]]


def alternatives(root: Node) -> list[Alternative]:
    """Return a condition as alternatives of statements that hold together (disjunctive form).

    Of an implication it is the premise; what is no connective is taken as a whole. () where
    there are too many.
    """
    return next((x for x in (_found(root, _split), _found(root, _whole)) if len(x) <= MOST), [])


def excluded(root: Node) -> list[Alternative]:
    """Return alternatives of a condition in which one ≠ is an equation: all else of it holds."""
    return [
        (*leaves[:k], negated(leaf), *leaves[k + 1 :])
        for leaves in alternatives(root)
        for k, leaf in enumerate(leaves)
        if leaf.kind == "!="
    ]


def _whole(node: Node) -> Sequence[Node]:
    return [node]


def _found(node: Node, split: Splitting) -> list[Alternative]:
    if node.kind == "or":
        return [each for arg in node.args for each in _found(arg, split)]
    if node.kind == "and":
        parts = [_found(arg, split) for arg in node.args]
        count = 1
        for part in parts:
            count *= len(part)
        if count > MOST:
            return [()] * count
        return [tuple(leaf for part in choice for leaf in part) for choice in product(*parts)]
    if node.kind == "implies":
        return _found(node.args[0], split)
    if node.kind == "not":
        other = negated(node.args[0])
        return [(other,)] if other.kind == "not" else _found(other, split)
    return [(each,) for each in split(node)]


def _split(node: Node) -> Sequence[Node]:
    """Return the equations of which one holds exactly where an equation does: simpler ones.

    u·v = 0 is u = 0 or v = 0, and u² = r² is u = r or u = −r for a rational r.
    """
    found = _factors(node) if node.kind == "==" and constant(node.args[1]) is not None else None
    if found is None:
        return [node]
    factors, values = found
    return list(dict.fromkeys(Node("==", pair, at=node.at) for pair in product(factors, values)))


def _factors(node: Node) -> tuple[Sequence[Node], Sequence[Node]] | None:
    """Return factors of the left side, and the values that one of them has to have."""
    left, right = node.args
    value = constant(right)
    if left.kind == "*" and value == 0:
        return left.args, [right]
    squared = left.kind == "**" and constant(left.args[1]) == 2
    if not value or not (squared or (left.kind == "*" and left.args[0] == left.args[1])):
        return ([left.args[0]], [right]) if squared and value == 0 else None
    root = _root(value)
    return None if root is None else ([left.args[0]], [root, Node("neg", (root,))])


def _root(value: Fraction) -> Node | None:
    """Return a rational square root of a number that is positive, None where there is none."""
    if value < 0:
        return None
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return Node("number", value=root) if root * root == value else None


def negated(node: Node) -> Node:
    """Return the opposite of a statement, with the negation as far inside as it goes.

    Of arrays with several entries an order has no opposite order; what stands here for it is
    decided again wherever it matters.
    """
    if node.kind == "not":
        return node.args[0]
    if node.kind in {"and", "or"}:
        other = "or" if node.kind == "and" else "and"
        return Node(other, tuple(map(negated, node.args)), at=node.at)
    if node.kind in OPPOSITE:
        return Node(OPPOSITE[node.kind], node.args, at=node.at)
    return Node("not", (node,), at=node.at)
