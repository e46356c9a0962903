"""Instances at the numbers that stand in an answer, and at the zeros of its scalar factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product
from random import Random

import numpy as np
from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.turns import in_turns
from referee.language.evaluation import value_of
from referee.language.factors import ValueOf, irrational_zeros, values_of_interest
from referee.language.tree import Formula, Node
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.integer_vectors import TOP
from referee.strategies.reaching import at_square_root, reached, shares_root

MOST_VALUES = 40  # of a quantity
MOST_PLAIN = 24  # of the simplest instance of a shape: most values are seen there
MOST_MOVED = 60  # instances that are moved once, and as many that are moved twice
DRAWN = 4  # instances of a shape that are moved, besides the simplest one
MOST_GROUNDS = 15  # instances that are moved


def marked(case: Case, shapes: Sequence[Shape]) -> Iterator[Instance]:
    """Yield instances at which a quantity of the answer takes a value that is marked, in turns.

    Simple ones are moved first, then those that have been moved once: two quantities with a
    value each. Every instance comes once.
    """
    seen: set[str] = set()
    once: list[Instance] = []
    plain, others = grounds_of(case, shapes)
    rows = [*(([p], MOST_PLAIN) for p in plain), (others, MOST_MOVED), (once, MOST_MOVED)]
    for grounds, most in rows:
        moved = in_turns(_moved(case, p) for p in grounds[:MOST_GROUNDS])
        for p in islice(_new(moved, seen), most):
            once += [p] if grounds is not once else []
            yield p


def _new(instances: Iterator[Instance], seen: set[str]) -> Iterator[Instance]:
    for p in instances:
        if p.token not in seen:
            seen.add(p.token)
            yield p


def grounds_of(case: Case, shapes: Sequence[Shape]) -> tuple[list[Instance], list[Instance]]:
    """Return the simplest instance of each of a few shapes, and some drawn there."""
    larger = [shape for shape in shapes if min(shape.values()) > 1]
    plain: list[Instance] = []
    others: list[Instance] = []
    for shape in dict.fromkeys(map(_key, [*shapes[:2], *larger[:1]])):
        plain += islice(case.drawn(f"simplest {shape}", partial(_simplest, dict(shape))), 1)
        others += islice(case.drawn(f"marked {shape}", partial(_sparse, dict(shape))), DRAWN)
    return plain, others


def _simplest(shape: Shape, family: Family, _: Random) -> Instance:
    return family.build(shape, [max(0, low or 0) for low, _ in family.layout(shape).bounds])


def _sparse(shape: Shape, family: Family, rng: Random) -> Instance:
    raws = [rng.randint(-TOP, TOP) for _ in family.layout(shape).bounds]
    return family.from_raw(shape, raws, "sparse")


def _key(shape: Shape) -> tuple[tuple[str, int], ...]:
    return tuple(shape.items())


def _moved(case: Case, p: Instance) -> Iterator[Instance]:
    """Yield instances like one, each with a quantity of the answer moved to a marked value."""
    known: dict[Node, fmpq | None] = {}

    def value(node: Node) -> fmpq | None:
        if node not in known:
            known[node] = rational_value(node, p)
        return known[node]

    wanted = values_of_interest(case.formula.root, value)
    rows = [_reached(p, node, islice(values, MOST_VALUES)) for node, values in wanted.items()]
    if any(shares_root(p, name) for name in p.family.by_name):
        rows += [_at_square_roots(p, case.formula.root, node, value) for node in wanted]
    return in_turns(rows)


def _at_square_roots(p: Instance, root: Node, quantity: Node, value: ValueOf) -> Iterator[Instance]:
    """Yield instances with a square root for a factor, at which a part of a formula vanishes."""
    for name in _names_in(quantity, p):
        if shares_root(p, name):
            for radical in irrational_zeros(root, quantity, value):
                square = radical.value * radical.value
                if isinstance(square, RATIONAL):
                    yield from at_square_root(p, name, fmpq(square))


def _names_in(quantity: Node, p: Instance) -> set[str]:
    return {str(n.value) for n in quantity.walk() if n.kind == "name"} - set(p.shape)


def _reached(p: Instance, quantity: Node, values: Iterator[fmpq]) -> Iterator[Instance]:
    """Yield instances with a value in what a quantity is made of: itself, or all that it names."""
    names = _names_in(quantity, p)
    slots = p.family.layout(p.shape).slots
    own = {name for name in names if slots[name].stop > slots[name].start}
    if p.kept is None:  # it was moved already: what follows from other fields is built anew
        names = own
    for value, name in product(values, sorted(names if quantity.kind == "name" else own)):
        for wanted in _with_root(value) if quantity.kind != "name" else (value,):
            yield from reached(p, name, wanted)


def _with_root(value: fmpq) -> Iterator[fmpq]:
    """Yield a value, and its root where that is rational: what is squared inside takes that."""
    yield value
    if value > 0 and value.p.is_square() and value.q.is_square():
        yield fmpq(value.p.isqrt(), value.q.isqrt())


def rational_value(node: Node, p: Instance) -> fmpq | None:
    """Return the value of a part of a formula at an instance, None where it is no one rational."""
    try:
        found = value_of(Formula("", node), p)
    except (Undefined, OutOfReach, ArithmeticError):
        return None
    if not isinstance(found, np.ndarray) or found.size != 1:
        return None
    entry = found.flat[0]
    return fmpq(entry) if isinstance(entry, RATIONAL) else None
