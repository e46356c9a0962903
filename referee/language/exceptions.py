"""Exceptional places: where a part of a formula vanishes at which the formula is another one.

A rank jumps where its argument loses it, a magnitude bends, a quotient ends. What is shown for
numbers in general says nothing of these places: they are equations to be solved.
"""

from __future__ import annotations

from collections.abc import Collection

from referee.language.tree import LEAVES, Node, constant
from referee.language.vocabulary import operation

MOST = 6  # parts of a formula
Parts = tuple[Node, ...]  # that vanish at once
SUMS = frozenset({"+", "-"})


def exceptional(root: Node, sizes: Collection[str] = ()) -> list[Parts]:
    """Return the parts of a formula that are special where they vanish, each alone, then all.

    What is no sum vanishes where something in it does that an instance is drawn with anyway, and
    what is made of ``sizes`` alone is no equation for an instance.
    """
    found = dict.fromkeys(_inside(arg) for node in root.parts() for arg in _special(node))
    parts = [part for part in found if _names(part) - set(sizes)][:MOST]
    sums: list[Parts] = [(part,) for part in parts if is_sum(part)]
    return [*sums, tuple(parts)] if sums and len(parts) > 1 else sums


def is_sum(part: Node) -> bool:
    """Say whether a part vanishes where nothing in it needs to."""
    return any(node.kind in SUMS for node in part.walk())


def divisors(root: Node, sizes: Collection[str] = ()) -> list[Node]:
    """Return what a formula divides by, inverts or asks the rank of, but for sizes, each once."""
    found = (arg for node in root.parts() for arg in _divided_by(node))
    return list(dict.fromkeys(part for part in found if _names(part) - set(sizes)))


def _divided_by(node: Node) -> tuple[Node, ...]:
    if node.kind in LEAVES or operation(node.kind).bends:
        return ()
    return _special(node)


def _names(part: Node) -> set[str]:
    return {str(node.value) for node in part.walk() if node.kind == "name"}


def _special(node: Node) -> tuple[Node, ...]:
    if node.kind in LEAVES:
        return ()
    if node.kind == "/":
        return node.args[1:]
    if node.kind == "**":
        exponent = constant(node.args[1])
        return node.args[:1] if exponent is None or exponent < 0 else ()
    return node.args if operation(node.kind).jumps or operation(node.kind).bends else ()


def _inside(node: Node) -> Node:
    """Return what vanishes exactly where a part does, as M where that is its norm."""
    while node.kind not in LEAVES and operation(node.kind).definite:
        node = node.args[0]
    return node
