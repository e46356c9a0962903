"""What a formula assumes in order to have a value: inverses, quotients, roots and logarithms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from referee.language.comparison import IllTyped
from referee.language.tree import Node, constant
from referee.language.types import node_type
from referee.strategies.families import Family, Shape

ZERO = Node("number", value=Fraction(0))


def _on_support(p: Node, q: Node) -> tuple[Node, str]:
    """Return what p log q needs: q is positive where p is not 0, and anything elsewhere."""
    return Node("min_on_support", (q, p)), ">"


Wanted = Callable[..., Sequence[tuple[Node, str]]]
# What the arguments of a function have to be: relations to 0 of least entries.
DOMAINS: Mapping[str, Wanted] = {
    "sqrt": lambda x: [(x, ">=")],
    "log": lambda x: [(x, ">")],
    "entropy": lambda p: [(p, ">=")],
    "cross_entropy": lambda p, q: [_on_support(p, q)],
    "kl": lambda p, q: [(p, ">="), _on_support(p, q)],
}


def inverted(roots: Sequence[Node]) -> list[Node]:
    """Return what is inverted in formulas, each once, names first and the innermost before."""
    found: dict[Node, None] = {}
    for node in _nodes(roots):
        if node.kind == "inv" or (node.kind == "**" and _is_negative(node.args[1])):
            found.setdefault(node.args[0])
    return sorted(found, key=lambda n: n.kind != "name")


def divided_by(roots: Sequence[Node]) -> list[Node]:
    """Return the factors of what formulas divide by, each once, constants left out."""
    found: dict[Node, None] = {}
    for node in _nodes(roots):
        if node.kind == "/":
            found.update(dict.fromkeys(_factors(node.args[1])))
    return [node for node in found if constant(node) is None]


def domains(roots: Sequence[Node]) -> Iterator[tuple[Node, str]]:
    """Yield what is to be compared with 0, and how, for roots and logarithms to have values."""
    seen = set()
    for node in _nodes(roots):
        if node.kind in DOMAINS and constant(node.args[0]) is None and node not in seen:
            seen.add(node)
            yield from DOMAINS[node.kind](*node.args)


def indices(roots: Sequence[Node]) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield names with the row and column of an entry that numbers ask for; 1 for others."""
    for node in _nodes(roots):
        if node.kind in {"entry", "row", "column"} and node.args[0].kind == "name":
            numbers = [constant(arg) or Fraction(1) for arg in node.args[1:]]
            places = [int(n) for n in numbers]
            places = [1, *places] if node.kind == "column" else places
            yield str(node.args[0].value), places


def _nodes(roots: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes of formulas that have values of their own, the innermost first."""
    for root in roots:
        for node in reversed([*root.walk()]):
            if not node.free:
                yield node


def _is_negative(exponent: Node) -> bool:
    value = constant(exponent)
    return value is not None and value < 0


def _factors(node: Node) -> Iterator[Node]:
    if node.kind == "*":
        for arg in node.args:
            yield from _factors(arg)
    elif node.kind in {"**", "neg"}:
        yield from _factors(node.args[0])
    else:
        yield node


def is_square(node: Node, family: Family, shape: Shape) -> bool:
    """Say whether a formula is a square matrix larger than 1×1 at a generic shape."""
    size = _size(node, family, shape)
    return size is not None and size[0] == size[1] and size != (1, 1)


def is_number(node: Node, family: Family, shape: Shape) -> bool:
    """Say whether a formula is a number."""
    return _size(node, family, shape) == (1, 1)


def _size(node: Node, family: Family, shape: Shape) -> tuple[int, int] | None:
    try:
        found = node_type(node, family, shape)
    except IllTyped:
        return None
    return found if isinstance(found, tuple) else None


def names_in(node: Node) -> set[str]:
    """Return the names in a formula."""
    return {str(n.value) for n in node.walk() if n.kind == "name"}


def is_of_sizes(node: Node, dims: Collection[str]) -> bool:
    """Say whether a formula is a size, which is never 0."""
    return node.kind == "name" and str(node.value) in dims
