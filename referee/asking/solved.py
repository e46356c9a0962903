"""Statements about one number for which premises leave finitely many values: all are decided."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq, fmpq_poly

from referee.asking.claims import property_under
from referee.asking.statement import Statement, under_premises
from referee.deciding.irrational import moved_to
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.factors import Ratios
from referee.language.tree import Formula, Node
from referee.numerics.polynomial_roots import roots_of
from referee.strategies.families import Family, Instance
from referee.strategies.intervals import Interval, interval_of
from referee.strategies.roots import Radical, radicals


def solutions_that_hold(read: Statement, root: Node, family: Family) -> int | None:
    """Return how many numbers meet the premises where a statement is true of all of them.

    None where it is not known to be: it is about more than one number, no premise is an equation
    of that number alone, an equation has other roots than can be written down, or none meets it.
    """
    statement = under_premises(root, read.premises)
    values, interval = _values(read, statement), _interval(read)
    if values is None or interval is None:
        return None
    name, plain = read.specs[0].name, family.build(family.shapes[0], _least(family))
    holds, formula, met = property_under(()), Formula("", statement), 0
    for value in (x for x in values if interval.has(_number(x), plain.shape)):
        p = next(iter(moved_to(plain, {name: value})), None)
        if p is None or _entry(p, name) != _number(value):
            return None
        found = decide_at(holds, lambda at: value_of(formula, at), p)
        if found.truth is not Truth.TRUE:
            return None
        met += not found.vacuous
    return met or None


def _least(family: Family) -> list[int]:
    return [max(0, low or 0) for low, _ in family.layout(family.shapes[0]).bounds]


def _entry(p: Instance, name: str) -> object:
    found: object = getattr(p, name)[0, 0]
    return found


def _number(value: Radical | fmpq) -> object:
    return value.value if isinstance(value, Radical) else value


def _values(read: Statement, statement: Node) -> list[Radical | fmpq] | None:
    """Return all numbers at which an equation among the premises holds, None where not known."""
    if _interval(read) is None or statement.kind != "implies":
        return None
    quantity = Node("name", value=read.specs[0].name)
    for equation in _equations(statement.args[0]):
        ratio = Ratios(quantity, lambda _: None).of(equation)
        if ratio is not None and ratio[0].degree() > 0 and ratio[1].degree() == 0:
            return _all_roots(ratio[0])
    return None


def _interval(read: Statement) -> Interval | None:
    """Return the interval of the one real number that a statement is about, if it is."""
    if len(read.specs) != 1 or read.sizes or not read.specs[0].is_number:
        return None
    found = interval_of(read.specs[0].kind or "number")
    return None if found is None or found.whole or found.rational else found


def _equations(premise: Node) -> Iterator[Node]:
    if premise.kind == "and":
        for arg in premise.args:
            yield from _equations(arg)
    elif premise.kind == "==":
        yield premise


def _all_roots(polynomial: fmpq_poly) -> list[Radical | fmpq] | None:
    """Return all real roots, None where some are of none of the kinds that are written down."""
    found: list[Radical | fmpq] = []
    for factor, _ in polynomial.numer().factor()[1]:
        if factor.degree() == 1:
            found.append(fmpq(-factor[0], factor[1]))
            continue
        roots = radicals(fmpq_poly(factor))
        if len(roots) != len(roots_of(tuple(int(c) for c in factor.coeffs())).real):
            return None
        found += roots
    return found
