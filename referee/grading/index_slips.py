"""Formulas whose indices are mistaken: exchanged, one for another, a row for a column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from referee.grading.tree_differences import Difference, difference
from referee.language.tree import LEAVES, Node
from referee.language.vocabulary import BINDERS, operation

_STANDS = "{there} stands where {right} belongs"
_EXCHANGED = f"{_STANDS}: the indices are exchanged"
_TURNED = {"row": "column", "column": "row"}
Change = tuple[Node, Difference]  # a formula, and by what it differs from the right one


def mistaken_indices(root: Node) -> Iterator[Change]:
    """Yield what a formula becomes where its indices are mistaken, and how that is told."""
    yield from _exchanged(root)
    yield from _rows_for_columns(root)
    for other in (*_transposed(root), *_one_for_another(root, ())):
        yield other, difference(other, root)


def _exchanged(root: Node) -> Iterator[Change]:
    """Yield a formula with i and j exchanged in a part of it, the least parts first.

    Of a sum over both that is the same as to exchange them in all of it but that part.
    """
    leaves = sorted(_indices(root), key=str)
    parts = sorted(set(root.walk()), key=lambda part: (sum(1 for _ in part.walk()), str(part)))
    for part in parts:
        inside = set(part.walk())
        there = [leaf for leaf in leaves if leaf in inside and _is_free(leaf, part)]
        for pair in combinations(there, 2):
            other = _with_exchanged(part, *pair)
            if other != part:
                told = Difference("index", _EXCHANGED, other, part)
                yield (found := _replaced(root, part, other)), told
                around = _exchanged_around(found, pair)
                if around != root and all(leaf.kind == "index" for leaf in pair):
                    yield around, told


def _exchanged_around(root: Node, pair: tuple[Node, Node]) -> Node:
    """Return a formula with two indices exchanged in all of the sum that is over both."""
    if all(str(leaf.value) in root.free for leaf in pair):
        return _with_exchanged(root, *pair)
    args = tuple(_exchanged_around(arg, pair) for arg in root.args)
    return Node(root.kind, args, root.value) if args else root


def _indices(root: Node) -> set[Node]:
    """Return the leaves that count rows, columns or terms."""
    places = (
        node.args[place]
        for node in root.walk()
        if node.kind not in LEAVES and node.kind not in BINDERS
        for place in operation(node.kind).indices
        if place < len(node.args)
    )
    counted = {leaf for leaf in places if leaf.kind in LEAVES}
    return counted | {node for node in root.walk() if node.kind == "index"}


def _is_free(leaf: Node, part: Node) -> bool:
    return leaf.kind != "index" or str(leaf.value) in part.free


def _with_exchanged(node: Node, one: Node, other: Node) -> Node:
    if node in (one, other):
        return other if node == one else one
    args = tuple(_with_exchanged(arg, one, other) for arg in node.args)
    return Node(node.kind, args, node.value) if args else node


def _replaced(node: Node, part: Node, other: Node) -> Node:
    """Return a formula with a part of it replaced, where it stands first."""
    if node == part:
        return other
    for place, arg in enumerate(node.args):
        if any(each == part for each in arg.walk()):
            args = (*node.args[:place], _replaced(arg, part, other), *node.args[place + 1 :])
            return Node(node.kind, args, node.value)
    return node


def _rows_for_columns(root: Node) -> Iterator[Change]:
    """Yield a formula with a row where a column belongs, as it is and turned to fit."""
    for part in dict.fromkeys(root.walk()):
        if part.kind in _TURNED:
            turned = Node(_TURNED[part.kind], part.args)
            told = Difference(
                "index", f"{_STANDS}: a {turned.kind} for a {part.kind}", turned, part
            )
            yield _replaced(root, part, turned), told
            yield _replaced(root, part, Node("T", (turned,))), told


def _transposed(root: Node) -> Iterator[Node]:
    """Yield a formula with an entry taken of a transpose."""
    for part in dict.fromkeys(root.walk()):
        if part.kind == "entry" and len(part.args) == 3:
            turned = Node("entry", (Node("T", part.args[:1]), *part.args[1:]))
            yield _replaced(root, part, turned)


def _one_for_another(node: Node, bound: tuple[Node, ...]) -> Iterator[Node]:
    """Yield a formula with one index replaced by another one that is bound there, too."""
    if node.kind == "index":
        yield from (each for each in bound if each != node)
        return
    inner, first = bound, 0
    if node.kind in BINDERS and BINDERS[node.kind].binds_leaf:
        inner, first = (*bound, node.args[0]), 1  # what is bound is no place for another
    for place, arg in enumerate(node.args[first:], start=first):
        for other in _one_for_another(arg, inner if place == len(node.args) - 1 else bound):
            yield Node(node.kind, (*node.args[:place], other, *node.args[place + 1 :]), node.value)
