"""What is random in a formula, and where it stands outside of every expectation."""

from __future__ import annotations

from collections.abc import Collection

from referee.language.tree import Node
from referee.language.vocabulary import BINDERS, RANDOM


def loose(node: Node, names: Collection[str]) -> list[str]:
    """Return those of some names that stand in a formula where no expectation is over them."""
    found = [name for name in names if _stands(node, name)]
    return list(dict.fromkeys(found))


def _stands(node: Node, name: str) -> bool:
    if node.kind == "name":
        return node.value == name
    args = node.args
    if node.kind in BINDERS and BINDERS[node.kind].binds == RANDOM:
        body, variable, *parameters = args
        args = tuple(parameters) if variable.value == name else (body, *parameters)
    return any(_stands(each, name) for each in args)
