"""Conditions that only restate what a claim asks: they speak of nothing but its own expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.tree import Formula, Node
from referee.strategies.families import Family

_MULTIPLE = re.compile(r"-?[0-9a-f]+/[0-9a-f]+\*")  # in front of a normal form
CHAINS = ("@", "*")  # products of several factors, in which an expression may be a part


def restates(formula: Formula, about: Sequence[str], family: Family) -> bool:
    """Say whether a formula is made of some expressions, sizes and numbers alone.

    An expression is known however it is written, also as a part of a longer product.
    """
    found = _Question(about, family)
    return found.covers(formula.root) and found.met


class _Question:
    """The expressions that a question is put in; ``met`` says whether any was found."""

    def __init__(self, about: Sequence[str], family: Family) -> None:
        self.family, self.met = family, False
        self.keys = {self._key(parse(text, dict.fromkeys(family.by_name)).root) for text in about}

    def _key(self, node: Node) -> str:
        """Return the key of a part of a formula, whatever number it is multiplied by."""
        key = normal_form(Formula("", node), self.family)
        return key[found.end() :] if (found := _MULTIPLE.match(key)) else key

    def covers(self, node: Node) -> bool:
        """Say whether a part of a formula speaks of the question alone."""
        if node.kind in {"number", "index"} or (
            node.kind == "name" and node.value in self.family.extent.least
        ):
            return True
        if self._key(node) in self.keys:
            self.met = True
            return True
        if node.kind in CHAINS and self._covers_product(node.kind, list(_factors(node))):
            return True
        return bool(node.args) and all(map(self.covers, node.args))

    def _covers_product(self, kind: str, factors: Sequence[Node]) -> bool:
        """Say whether a product falls into parts that speak of the question alone, in order."""
        if not factors:
            return True
        for length in range(len(factors), 0, -1):
            part = reduce(lambda left, right: Node(kind, (left, right)), factors[:length])
            known = self._key(part) in self.keys or (length == 1 and self._is_covered(part, kind))
            if known and self._covers_product(kind, factors[length:]):
                self.met |= self._key(part) in self.keys
                return True
        return False

    def _is_covered(self, node: Node, kind: str) -> bool:
        return node.kind != kind and self.covers(node)


def _factors(node: Node) -> Iterator[Node]:
    """Yield the factors of a product from the left, whatever its brackets."""
    for arg in node.args:
        yield from _factors(arg) if arg.kind == node.kind else (arg,)
