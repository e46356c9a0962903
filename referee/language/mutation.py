"""Mutation: every formula that differs from an answer in a single node.

A claim that lets many of them live is weak. A change exchanges an operator, relation,
function or name for another of its kind, adds or drops a sign, a transpose or a negation,
drops a factor, summand or part of a statement, swaps two arguments, or moves a number by
one. What does not parse, or is ill-typed at a shape, is no formula and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Protocol

from referee.language.comparison import IllTyped
from referee.language.reading import parse
from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError, Node
from referee.language.types import node_type, type_of
from referee.language.vocabulary import FUNCTIONS, SCALAR, TRUTH, Type, operation
from referee.strategies.families import Family, Shape

ONE = Node("number", value=Fraction(1))


class Blank(Protocol):
    """What is filled by an answer: the names it may use, and its type at every shape."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names an answer may use."""

    @property
    def family(self) -> Family:
        """The instances it is about."""

    def type_at(self, shape: Shape) -> Type:
        """Return the type an answer must have at a shape."""


def mutants(formula: Formula, blank: Blank) -> list[Formula]:
    """Return all well-typed formulas a single node away, without repetition, in fixed order."""
    site = _Site(blank)
    seen = {formula.root}
    found = []
    for root in site.changed(formula.root):
        mutant = _read(root, blank)
        if mutant is not None and mutant.root not in seen and _fits(mutant, blank):
            seen.add(mutant.root)
            found.append(mutant)
    return found


def changes(root: Node, blank: Blank) -> Iterator[Node]:
    """Yield the trees with one node changed, those that fit nowhere too, with repetitions."""
    yield from _Site(blank).changed(root)


def _read(root: Node, blank: Blank) -> Formula | None:
    try:
        return parse(to_text(root), dict.fromkeys(blank.names))
    except (FormulaError, ValueError):
        return None


def _fits(formula: Formula, blank: Blank) -> bool:
    """Say whether a formula has the type of the claim's blank at every shape."""
    family = blank.family
    try:
        return all(type_of(formula, family, s) == blank.type_at(s) for s in family.shapes)
    except IllTyped:
        return False


def _tells_apart(shape: Shape) -> tuple[int, bool]:
    """Order shapes: with different sizes a transpose shows and equal types are no accident.

    Where there is one size, it shows from 2 on.
    """
    sizes = set(shape.values())
    return len(sizes), len(sizes) == 1 and min(sizes) > 1


class _Site:
    """Where the changes happen: the names a claim offers, with their types."""

    def __init__(self, blank: Blank) -> None:
        self.names = blank.names
        self.family: Family = blank.family
        self.shape: Shape = max(self.family.shapes, key=_tells_apart)

    def changed(self, root: Node) -> Iterator[Node]:
        """Yield the trees with one node changed, from the root down."""
        yield from self._signs(root)
        yield from self._below(root)

    def _below(self, node: Node) -> Iterator[Node]:
        yield from self.alternatives(node)
        for index, arg in enumerate(node.args):
            for other in self._below(arg):
                if not (operation(node.kind).ignores_transpose and other == Node("T", (arg,))):
                    yield _with(node, index, other)

    def _signs(self, root: Node) -> Iterator[Node]:
        """Yield the opposite of the whole."""
        opposite = "not" if self.type_of(root) == TRUTH else "neg"
        if root.kind != opposite:
            yield Node(opposite, (root,))

    def type_of(self, node: Node) -> object:
        """Return a node's type at the telling shape, None where it has none."""
        try:
            return node_type(node, self.family, self.shape)
        except IllTyped:
            return None

    def alternatives(self, node: Node) -> Iterator[Node]:
        """Yield what may stand in place of one node, its arguments kept."""
        if node.kind == "index":
            return
        if node.kind == "number":
            yield from _numbers(node)
        elif node.kind == "name":
            yield from self._names(node)
        else:
            scalars = all(self.type_of(arg) == SCALAR for arg in node.args)
            for other in _exchanged(node):
                # The products of numbers agree.
                if not (scalars and {node.kind, other.kind} <= {"*", "@"}):
                    yield other
            yield from _dropped(node)
            yield from _inserted(node)

    def _names(self, node: Node) -> Iterator[Node]:
        wanted = self.type_of(node)
        for name in self.names:
            if name != node.value and self.type_of(Node("name", value=name)) == wanted:
                yield Node("name", value=name)
        if wanted not in {SCALAR, None}:
            yield Node("T", (node,))


def _with(node: Node, index: int, arg: Node) -> Node:
    args = (*node.args[:index], arg, *node.args[index + 1 :])
    return Node(node.kind, args, node.value)


def _vanishes(node: Node) -> bool:
    return node.kind == "zeros" or (node.kind == "number" and node.value == 0)


def _numbers(node: Node) -> Iterator[Node]:
    value = node.value
    if isinstance(value, Fraction):
        yield Node("number", value=value + 1)
        below = Node("number", value=abs(value - 1))
        yield below if value >= 1 else Node("neg", (below,))


def _exchanged(node: Node) -> Iterator[Node]:
    entry = operation(node.kind)
    for kind in (*entry.changes.to, *_same_types(node.kind)):
        yield Node(kind, node.args)
    if entry.changes.swapped:
        yield Node(node.kind, node.args[::-1])


def _same_types(kind: str) -> Sequence[str]:
    """Return the other functions that take and give the same types."""
    if kind not in FUNCTIONS or FUNCTIONS[kind].takes_sizes:
        return []
    entry = FUNCTIONS[kind]
    return [
        name
        for name, other in FUNCTIONS.items()
        if name != kind
        and other.changes.offered
        and other.typed is entry.typed
        and other.arity == entry.arity
    ]


def _dropped(node: Node) -> Iterator[Node]:
    """Yield a node without itself, or without one of its arguments."""
    if operation(node.kind).several:
        for index in range(len(node.args)):
            rest = node.args[:index] + node.args[index + 1 :]
            yield rest[0] if len(rest) == 1 else Node(node.kind, rest)
    elif node.kind in {"-", "/"}:
        left, right = node.args
        yield left
        yield Node("neg", (right,)) if node.kind == "-" else Node("/", (ONE, right))
    else:
        yield from node.args


def _inserted(node: Node) -> Iterator[Node]:
    """Yield a node with a sign or a transpose where one changes what it says."""
    entry = operation(node.kind)
    # Of a number that is equal to 0 the opposite is too.
    agrees = entry.is_statement and entry.commutes and _vanishes(node.args[1])
    for index in () if agrees else entry.changes.signed:
        arg = node.args[index]
        if arg.kind != "neg":
            yield _with(node, index, Node("neg", (arg,)))
    if entry.changes.transposed:
        yield Node("T", (node,))
