"""Premises: the alternatives of a condition, each of them relations that hold at once."""

from __future__ import annotations

from itertools import product

from referee.language.tree import Node

MOST = 12  # alternatives of a formula
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
Alternative = tuple[Node, ...]


def alternatives(root: Node) -> list[Alternative]:
    """Return a condition as alternatives of statements that hold together (disjunctive form).

    Of an implication it is the premise; what is no connective is taken as a whole. () where
    there are too many.
    """
    found = _alternatives(root)
    return found if len(found) <= MOST else []


def _alternatives(node: Node) -> list[Alternative]:
    if node.kind == "or":
        return [each for arg in node.args for each in _alternatives(arg)]
    if node.kind == "and":
        parts = [_alternatives(arg) for arg in node.args]
        count = 1
        for part in parts:
            count *= len(part)
        if count > MOST:
            return [()] * count
        return [tuple(leaf for part in choice for leaf in part) for choice in product(*parts)]
    if node.kind == "implies":
        return _alternatives(node.args[0])
    if node.kind == "not":
        other = negated(node.args[0])
        return [(other,)] if other.kind == "not" else _alternatives(other)
    return [(node,)]


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
