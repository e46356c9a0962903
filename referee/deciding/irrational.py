"""Instances at irrational numbers: roots of the formula in real names, and a few that are simple.

Nothing else draws such numbers. The other names stay rational: as they are, and at small numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.marked import grounds_of, rational_value
from referee.deciding.turns import in_turns
from referee.language.common_zeros import Point, common_zeros
from referee.language.factors import irrational_zeros
from referee.language.tree import Node
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.reaching import reached
from referee.strategies.roots import Radical, kth_root

SIMPLE = tuple(
    Radical(fmpq(a), fmpq(b), kth_root(k, c))
    for a, b, k, c in (
        (0, 1, 2, 2),
        (0, -1, 2, 2),
        (0, fmpq(1, 2), 2, 2),
        (0, 1, 3, 2),
        (1, 1, 2, 3),
    )
)
SMALL = (fmpq(1), fmpq(2), fmpq(-1))  # values of another name
MOST_GROUNDS = 24
MOST_PAIRS = 6  # of names that are moved at once
Values = Mapping[str, Radical | fmpq]


def real_names(root: Node, family: Family) -> list[str]:
    """Return the names in a formula that stand for real numbers."""
    used = dict.fromkeys(str(n.value) for n in root.walk() if n.kind == "name")
    fields = family.by_name
    return [name for name in used if name in fields and fields[name].at_root is not None]


def irrational(case: Case, shapes: Sequence[Shape]) -> Iterator[Instance]:
    """Yield instances at which a real number is irrational, each once: roots first."""
    plain, others = grounds_of(case, shapes)
    return irrational_near(case.formula.root, plain, others)


def irrational_near(
    root: Node, plain: Sequence[Instance], others: Sequence[Instance] = ()
) -> Iterator[Instance]:
    """Yield instances like some rational ones, with irrational numbers in place of one or two."""
    names = real_names(root, plain[0].family) if plain else []
    grounds = _grounds(plain, others, names) if names else []
    rows = [_at_zeros(root, p, name) for p in grounds for name in names]
    pairs = list(combinations(names, 2))[:MOST_PAIRS]
    rows += [_at_common_zeros(root, p, *pair) for p in plain for pair in pairs]
    simple = [_at_simple(p, names) for p in grounds]
    seen: set[str] = set()
    for p in (*in_turns(rows), *in_turns(simple)):
        if p.token not in seen:
            seen.add(p.token)
            yield p


def _grounds(
    plain: Sequence[Instance], others: Sequence[Instance], names: Sequence[str]
) -> list[Instance]:
    """Return rational instances: the simplest ones, those next to them, and what is drawn."""
    near = [q for value in SMALL for p in plain for name in names for q in reached(p, name, value)]
    return [*plain, *near, *others][:MOST_GROUNDS]


class _Known:
    """The values of the parts of a formula at an instance, each computed once."""

    def __init__(self, p: Instance) -> None:
        self.p = p
        self.values: dict[Node, fmpq | None] = {}

    def __call__(self, node: Node) -> fmpq | None:
        """Return the value of a part, None where it is no one rational number."""
        if node not in self.values:
            self.values[node] = rational_value(node, self.p)
        return self.values[node]


def _at_zeros(root: Node, p: Instance, name: str) -> Iterator[Instance]:
    """Yield an instance with one number moved to roots of the formula, as far as it has them."""
    for radical in irrational_zeros(root, Node("name", value=name), _Known(p)):
        yield from moved_to(p, {name: radical})


def _at_common_zeros(root: Node, p: Instance, one: str, other: str) -> Iterator[Instance]:
    """Yield an instance with two numbers moved to where two parts of the formula vanish at once.

    Before that they are moved to roots at which they are equal, or opposite.
    """
    pair = Node("name", value=one), Node("name", value=other)
    for sign, image in ((1, pair[0]), (-1, Node("neg", (pair[0],)))):
        joined = _put(root, pair[1], image)
        for radical in irrational_zeros(joined, pair[0], _Known(p)):
            yield from moved_to(p, {one: radical, other: radical.moved(fmpq(0), sign)})
    found: Iterator[Point] = common_zeros(root, *pair, _Known(p))
    for values in found:
        yield from moved_to(p, dict(zip((one, other), values, strict=True)))


def _put(root: Node, name: Node, image: Node) -> Node:
    """Return a formula with another one in the place of a name."""
    if root == name:
        return image
    args = tuple(_put(arg, name, image) for arg in root.args)
    return root if args == root.args else Node(root.kind, args, root.value)


def _at_simple(p: Instance, names: Sequence[str]) -> Iterator[Instance]:
    for radical in SIMPLE:
        for name in names:
            yield from moved_to(p, {name: radical})


def moved_to(p: Instance, values: Values) -> Iterator[Instance]:
    """Yield an instance with some real numbers in their places, if they can all be there."""
    slots = p.family.layout(p.shape).slots
    for name, value in values.items():
        if not isinstance(value, Radical):
            found = next((q for q in reached(p, name, value)), None)
            if found is None:
                return
            p = found
            continue
        integers = _integers(p, name, value)
        if integers is None:
            return
        own = range(slots[name].start, slots[name].stop)
        p = p.moved(dict(zip(own, integers, strict=True)))
    yield p


def _integers(p: Instance, name: str, value: Radical) -> Sequence[int] | None:
    at_root = p.family.by_name[name].at_root
    try:
        return None if at_root is None else at_root(p.shape, value)
    except (Undefined, OutOfReach, ArithmeticError):
        return None
