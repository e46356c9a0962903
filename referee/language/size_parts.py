"""Parts of a formula that are made of sizes alone, and the signs they have at a shape.

What is wrong at some sizes only shows there: a factor (d−1)(d−2)…(d−k) that is 0 at every
size that is drawn, a case distinction that none of them meets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import fmpq

from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.factors import ARITHMETIC
from referee.language.tree import LEAVES, Formula, Node, constant
from referee.language.vocabulary import operation
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.families import Instance, Shape

Signs = tuple[int | None, ...]  # of the parts: None where there is none
MOST_BITS = 20_000


def size_names(root: Node, shape: Shape) -> list[str]:
    """Return the sizes that stand in a formula as numbers, those in eye(n) left out."""
    found: list[str] = []
    for node in _walk(root):
        if node.kind == "name" and node.value in shape:
            found.append(str(node.value))
    return list(dict.fromkeys(found))


def _walk(node: Node) -> Sequence[Node]:
    """Return a node and all below it but the sizes of eye(n) and what a sum has indices in."""
    if node.kind not in LEAVES and (operation(node.kind).takes_sizes or operation(node.kind).binds):
        return (node,)
    return (node, *(below for arg in node.args for below in _walk(arg)))


def size_parts(root: Node, shape: Shape) -> list[Node]:
    """Return the parts of a formula that are computed from sizes and numbers alone, each once."""
    found = (n for n in _walk(root) if n.kind not in LEAVES and constant(n) is None)
    return list(dict.fromkeys(node for node in found if _is_of_sizes(node, shape)))


def _is_of_sizes(node: Node, shape: Shape) -> bool:
    return all(n.value in shape for n in node.walk() if n.kind == "name")


class SizeSigns:
    """The signs of parts of a formula at one instance, whose arrays are not looked at."""

    def __init__(self, p: Instance) -> None:
        self.p = p
        self.known: dict[Node, Any] = {}

    def of(self, parts: Sequence[Node]) -> Signs:
        """Return the sign of each part, its truth for a statement."""
        return tuple(self._sign(part) for part in parts)

    def _sign(self, node: Node) -> int | None:
        value = self.value(node)
        if isinstance(value, Comparison):
            return int(value.truth is Truth.TRUE)
        if isinstance(value, fmpq):
            return int(value > 0) - int(value < 0)
        return None

    def value(self, node: Node) -> Any:
        """Return the value of a part: a rational, a comparison, None for anything else."""
        if node not in self.known:
            self.known[node] = self._value(node)
        return self.known[node]

    def _value(self, node: Node) -> Any:
        if node.kind == "number":
            number: Any = node.value
            return fmpq(number.numerator, number.denominator)
        if node.kind == "name":
            return fmpq(self.p.shape[str(node.value)])
        if node.kind not in ARITHMETIC:
            return self._computed(node)
        args = [self.value(arg) for arg in node.args]
        return _arithmetic(node.kind, args) if all(isinstance(a, fmpq) for a in args) else None

    def _computed(self, node: Node) -> Any:
        try:
            found = value_of(Formula("", node), self.p)
        except (Undefined, OutOfReach):
            return None
        if isinstance(found, Comparison):
            return found
        entries = list(found.flat)
        exact = len(entries) == 1 and isinstance(entries[0], RATIONAL)
        return fmpq(entries[0]) if exact else None


def _arithmetic(kind: str, args: Sequence[fmpq]) -> fmpq | None:
    a, b = args[0], args[-1]
    if kind == "**":
        small = b.q == 1 and a.height_bits() * abs(b) <= MOST_BITS
        return a ** int(b.p) if small and (a != 0 or b >= 0) else None
    if kind == "/":
        return a / b if b != 0 else None
    if kind == "neg":
        return -a
    return a * b if kind == "*" else a + b if kind == "+" else a - b
