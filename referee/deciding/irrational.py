"""Instances at irrational numbers: roots of the formula in one real name, and a few that are simple.

Nothing else draws such numbers. The other names stay rational: as they are, and at small numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.marked import grounds_of, rational_value
from referee.deciding.turns import in_turns
from referee.language.factors import irrational_zeros
from referee.language.tree import Node
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.strategies.families import Instance, Shape
from referee.strategies.reaching import reached
from referee.strategies.roots import Radical

SIMPLE = tuple(
    Radical(fmpq(a), fmpq(b), k, c)
    for a, b, k, c in ((0, 1, 2, 2), (0, -1, 2, 2), (0, fmpq(1, 2), 2, 2), (0, 1, 3, 2), (1, 1, 2, 3))
)
SMALL = (fmpq(1), fmpq(2), fmpq(-1))  # values of another name
MOST_GROUNDS = 24


def real_names(case: Case) -> list[str]:
    """Return the names in the formula of a case that stand for real numbers."""
    used = dict.fromkeys(str(n.value) for n in case.formula.root.walk() if n.kind == "name")
    fields = case.family.by_name
    return [name for name in used if name in fields and fields[name].at_root is not None]


def irrational(case: Case, shapes: Sequence[Shape]) -> Iterator[Instance]:
    """Yield instances at which a real number is irrational, each once: roots first."""
    names = real_names(case)
    if not names:
        return
    seen: set[str] = set()
    grounds = _grounds(case, shapes, names)
    rows = [_at_zeros(case, p, name) for p in grounds for name in names]
    simple = [_at_simple(p, names) for p in grounds]
    for p in (*in_turns(rows), *in_turns(simple)):
        if p.token not in seen:
            seen.add(p.token)
            yield p


def _grounds(case: Case, shapes: Sequence[Shape], names: Sequence[str]) -> list[Instance]:
    """Return rational instances: the simplest ones, those next to them, and some that are drawn."""
    plain, others = grounds_of(case, shapes)
    near = [
        q for value in SMALL for p in plain for name in names for q in reached(p, name, value)
    ]
    return [*plain, *near, *others][:MOST_GROUNDS]


def _at_zeros(case: Case, p: Instance, name: str) -> Iterator[Instance]:
    """Yield an instance with one number moved to roots of the formula, as far as it has them."""
    known: dict[Node, fmpq | None] = {}

    def value(node: Node) -> fmpq | None:
        if node not in known:
            known[node] = rational_value(node, p)
        return known[node]

    for radical in irrational_zeros(case.formula.root, Node("name", value=name), value):
        yield from moved_to(p, name, radical)


def _at_simple(p: Instance, names: Sequence[str]) -> Iterator[Instance]:
    for radical in SIMPLE:
        for name in names:
            yield from moved_to(p, name, radical)


def moved_to(p: Instance, name: str, radical: Radical) -> Iterator[Instance]:
    """Yield an instance with an irrational number in one place, if it can be there."""
    at_root = p.family.by_name[name].at_root
    try:
        found = None if at_root is None else at_root(p.shape, radical)
    except (Undefined, OutOfReach, ArithmeticError):
        return
    if found is not None:
        slot = p.family.layout(p.shape).slots[name]
        yield p.moved(dict(zip(range(slot.start, slot.stop), found, strict=True)))
