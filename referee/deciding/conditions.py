"""Conditions: what their equations lack at an instance, and whether all of it holds.

A condition is an alternative of the answer's, or a premise of the claim's own, which is asked
as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq

from referee.deciding.case import Case
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.premises import Alternative, alternatives, excluded
from referee.language.tree import Formula, Node
from referee.language.vocabulary.relations import SYMBOLS
from referee.numerics.arrays import Array
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import RATIONAL, Undefined
from referee.strategies.families import Instance

Residuals = Callable[[Instance], list[fmpq] | None]
NO_VALUE = (Undefined, OutOfReach, ArithmeticError, ValueError, TypeError, LookupError)


@dataclass(frozen=True)
class Condition:
    """What is to hold of an instance, and the fields that are moved for it.

    ``residuals`` are what its equations lack, [] without any, None where they have no rational
    value. ``gaps`` are what its inequalities leave over, not negative where they hold. One that is
    ``solvable`` has an equation or a border; ``cost`` is how much a question counts for.
    """

    names: tuple[str, ...]
    residuals: Residuals
    holds: Callable[[Instance], bool]
    gaps: Residuals = lambda _: None
    solvable: bool = True
    cost: int = 1


def conditions(case: Case, p: Instance) -> list[Condition]:
    """Return what is to be met: alternatives of the answer, or a premise that is the claim's own.

    At an instance it is seen which of them the claim rests on.
    """
    root = case.formula.root
    if case.claim.size is not None or _has_own(case, p):
        return [_own(case)]
    return [stated(case, leaves) for leaves in alternatives(root)]


def met_where_excluded(case: Case) -> list[Condition]:
    """Return what an answer excludes and would meet otherwise: one of its ≠ is an equation."""
    return [stated(case, leaves) for leaves in excluded(case.formula.root)]


def _has_own(case: Case, p: Instance) -> bool:
    """Say whether a claim has a premise that is not the answer's."""
    blank = Comparison(Truth.TRUE, "true")
    try:
        found = case.claim.decide(p, lambda _: blank)
    except NO_VALUE:
        return False
    return found.premise is not None and found.premise is not blank


def stated(case: Case, leaves: Alternative) -> Condition:
    """Return that statements hold of the fields that they name, all at once."""
    statements = [Formula("", leaf) for leaf in leaves]
    equal = [_sides(leaf) for leaf in leaves if leaf.kind == "=="]
    ordered = [_sides(leaf) for leaf in leaves if leaf.kind in {">", ">="}]
    ordered += [_sides(leaf)[::-1] for leaf in leaves if leaf.kind in {"<", "<="}]

    def holds(p: Instance) -> bool:
        try:
            return all(value_of(each, p).truth is Truth.TRUE for each in statements)
        except NO_VALUE:
            return False

    solvable = any(leaf.kind in SYMBOLS and leaf.kind != "!=" for leaf in leaves)
    return Condition(_names(case, leaves), _lacking(equal), holds, _lacking(ordered), solvable)


def _sides(leaf: Node) -> tuple[Formula, ...]:
    return tuple(Formula("", arg) for arg in leaf.args)


def _lacking(pairs: Sequence[tuple[Formula, ...]]) -> Residuals:
    """Return what says by how much first sides are larger than second ones."""

    def lacking(p: Instance) -> list[fmpq] | None:
        return _all(_missing(*(value_of(side, p) for side in pair)) for pair in pairs)

    return _guarded(lacking)


def vanishing(case: Case, parts: Sequence[Node]) -> Condition:
    """Return that parts of the answer are 0, all at once."""
    formulas = [Formula("", part) for part in parts]

    def residuals(p: Instance) -> list[fmpq] | None:
        values = (value_of(formula, p) for formula in formulas)
        return _all(_missing(value, 0 * value) for value in values)

    def holds(p: Instance) -> bool:
        found = guarded(p)
        return found is not None and not any(found)

    guarded = _guarded(residuals)
    return Condition(_names(case, parts), guarded, holds)


def _names(case: Case, parts: Iterable[Node]) -> tuple[str, ...]:
    """Return the names in parts of an answer, those of sizes left out."""
    used = dict.fromkeys(str(n.value) for part in parts for n in part.walk() if n.kind == "name")
    return tuple(name for name in used if name not in case.family.shapes[0])


def _own(case: Case) -> Condition:
    """Return the premise of a claim's own property, or of the implication that an answer is."""
    slots = case.family.layout(case.family.shapes[-1]).slots
    names = tuple(name for name in case.claim.names if slots[name].stop > slots[name].start)

    def premise(p: Instance) -> Comparison | None:
        return case.claim.decide(p, case.answer).premise

    def residuals(p: Instance) -> list[fmpq] | None:
        found = premise(p)
        if found is None:
            return None
        return _all(_missing(x.lhs, x.rhs) for x in _flat(found) if x.relation == "=")

    def gaps(p: Instance) -> list[fmpq] | None:
        found = premise(p)
        if found is None:
            return None
        return _all(_missing(x.rhs, x.lhs) for x in _flat(found) if x.relation in {"<", "≤"})

    def holds(p: Instance) -> bool:
        try:
            found = premise(p)
        except NO_VALUE:
            return False
        return found is not None and found.truth is Truth.TRUE

    return Condition(names, _guarded(residuals), holds, _guarded(gaps))


def _flat(found: Comparison) -> Iterator[Comparison]:
    if found.parts:
        for part in found.parts:
            yield from _flat(part)
    else:
        yield found


def _guarded(residuals: Residuals) -> Residuals:
    def guarded(p: Instance) -> list[fmpq] | None:
        try:
            return residuals(p)
        except NO_VALUE:
            return None

    return guarded


def _missing(left: Array | None, right: Array | None) -> list[fmpq] | None:
    """Return left − right, of roots what their squares differ by; None where it is no rational."""
    if left is None or right is None or left.shape != right.shape:
        return None
    for difference in (left - right, left * left - right * right):
        entries = list(difference.flat)
        if all(isinstance(x, RATIONAL) for x in entries):
            return [fmpq(x) for x in entries]
        if left.size > 1:
            return None
    return None


def _all(parts: Iterable[list[fmpq] | None]) -> list[fmpq] | None:
    found: list[fmpq] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found
