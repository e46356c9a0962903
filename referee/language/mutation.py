"""Mutation: every formula that differs from an answer in a single node.

A claim that lets many of them live is weak. A change exchanges an operator, relation,
function or name for another of its kind, adds or drops a sign, a transpose or a negation,
drops a factor, summand or part of a statement, swaps two arguments, or moves a number by
one. What does not parse, or is ill-typed at a shape, is no formula and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from referee.deciding.claim import Claim
from referee.language.comparison import IllTyped
from referee.language.evaluation import node_type, type_of
from referee.language.formula import Formula, FormulaError, Node, parse
from referee.language.spelling import to_text
from referee.language.vocabulary import FUNCTIONS, LITERALS, SCALAR
from referee.strategies.families import Family, Shape

ONE = Node("number", value=Fraction(1))
RELATIONS = ("==", "!=", "<", "<=", ">", ">=")
# What stands in place of an operator or function besides what has the same types.
EXCHANGED: Mapping[str, tuple[str, ...]] = {
    "+": ("-",),
    "-": ("+",),
    "*": ("/", "@"),
    "/": ("*",),
    "@": ("*",),
    "**": ("*",),
    "and": ("or", "iff"),
    "or": ("and",),
    "inv": ("pinv",),
    "pinv": ("inv",),
    "in_span": ("in_hull", "is_column"),
    "in_hull": ("in_span", "is_column"),
    "is_column": ("in_span", "in_hull"),
    **{relation: tuple(r for r in RELATIONS if r != relation) for relation in RELATIONS},
}
ORDERED = frozenset({"-", "/", "@", "**", "implies", "in_span"})  # arguments that do not commute
NEUTRAL = frozenset({"conj"})  # changes nothing on real numbers: no mutant worth a decision
# A transpose of what these take changes nothing.
UNMOVED = frozenset(
    {"rank", "sum", "min", "max", "det", "trace"}
    | {name for name in FUNCTIONS if name.startswith("norm")}
)


def mutants(formula: Formula, claim: Claim) -> list[Formula]:
    """Return all well-typed formulas a single node away, without repetition, in fixed order."""
    site = _Site(claim)
    seen = {formula.root}
    found = []
    for root in site.changed(formula.root):
        mutant = _read(root, claim)
        if mutant is not None and mutant.root not in seen and _fits(mutant, claim):
            seen.add(mutant.root)
            found.append(mutant)
    return found


def _read(root: Node, claim: Claim) -> Formula | None:
    try:
        return parse(to_text(root), dict.fromkeys(claim.names))
    except (FormulaError, ValueError):
        return None


def _fits(formula: Formula, claim: Claim) -> bool:
    """Say whether a formula has the type of the claim's blank at every shape."""
    family = claim.family
    try:
        return all(type_of(formula, family, s) == claim.type_at(s) for s in family.shapes)
    except IllTyped:
        return False


class _Site:
    """Where the changes happen: the names a claim offers, with their types."""

    def __init__(self, claim: Claim) -> None:
        self.names = claim.names
        self.family: Family = claim.family
        # At a shape with different sizes a transpose shows and equal types are no accident.
        self.shape: Shape = max(self.family.shapes, key=lambda s: len(set(s.values())))

    def changed(self, root: Node) -> Iterator[Node]:
        """Yield the trees with one node changed, from the root down."""
        yield from self._signs(root)
        yield from self._below(root)

    def _below(self, node: Node) -> Iterator[Node]:
        yield from self.alternatives(node)
        for index, arg in enumerate(node.args):
            for other in self._below(arg):
                if not (node.kind in UNMOVED and other == Node("T", (arg,))):
                    yield _with(node, index, other)

    def _signs(self, root: Node) -> Iterator[Node]:
        """Yield the opposite of the whole."""
        is_statement = root.kind in LITERALS or self.type_of(root) == "truth"
        opposite = "not" if is_statement else "neg"
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
        if node.kind == "number":
            yield from _numbers(node)
        elif node.kind == "name":
            yield from self._names(node)
        elif node.kind in LITERALS:
            yield Node("false" if node.kind == "true" else "true")
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
    for kind in EXCHANGED.get(node.kind, ()):
        yield Node(kind, node.args)
    if node.kind in FUNCTIONS and not FUNCTIONS[node.kind].takes_sizes:
        for kind in _same_types(node.kind):
            yield Node(kind, node.args)
    if node.kind in ORDERED:
        yield Node(node.kind, node.args[::-1])


def _same_types(kind: str) -> Sequence[str]:
    """Return the other functions that take and give the same types."""
    entry = FUNCTIONS[kind]
    return [
        name
        for name, other in FUNCTIONS.items()
        if name not in {kind, *NEUTRAL}
        and other.typed is entry.typed
        and other.arity == entry.arity
        and not other.takes_sizes
    ]


def _dropped(node: Node) -> Iterator[Node]:
    """Yield a node without itself, or without one of its arguments."""
    if node.kind in {"and", "or"}:
        for index in range(len(node.args)):
            rest = node.args[:index] + node.args[index + 1 :]
            yield rest[0] if len(rest) == 1 else Node(node.kind, rest)
        return
    if node.kind in RELATIONS:
        return
    if node.kind in {"-", "/"}:
        left, right = node.args
        yield left
        yield Node("neg", (right,)) if node.kind == "-" else Node("/", (ONE, right))
        return
    yield from node.args


def _inserted(node: Node) -> Iterator[Node]:
    """Yield a node with a sign where one changes what it says: in exponents and relations."""
    signed = {"exp": (0,), "**": (1,), **dict.fromkeys(RELATIONS, (0,))}.get(node.kind, ())
    if node.kind in {"==", "!="} and _vanishes(node.args[1]):
        signed = ()
    for index in signed:
        arg = node.args[index]
        if arg.kind != "neg":
            yield _with(node, index, Node("neg", (arg,)))
    if node.kind in {"inv", "pinv"}:
        yield Node("T", (node,))
