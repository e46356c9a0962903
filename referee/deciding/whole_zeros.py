"""Whole numbers at which a part of a formula vanishes: x² + y² + z² = 2014, x³ + y³ = 1729.

All names but one go through small whole numbers in order of size, and the last one is solved for.
Nothing else finds them: of the instances of a formula in whole numbers hardly any is such a zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from math import isqrt, lcm, prod
from typing import Any, TypeAlias

from flint import fmpq, fmpz_poly

from referee.deciding.case import Case
from referee.deciding.irrational import moved_to
from referee.deciding.marked import grounds_of, rational_value
from referee.language.common_zeros import LETTERS, polynomial_in
from referee.language.factors import parts
from referee.language.tree import Node
from referee.numerics.work import meter
from referee.strategies.families import Instance, Shape

Terms: TypeAlias = Sequence[tuple[tuple[int, ...], int]]
FARTHEST: Mapping[int, int] = {0: 0, 1: 1_000, 2: 60}  # of other names, by how many they are
MOST_PARTS = 4
MOST = 12  # zeros of a part
COST = 3  # units of work for one polynomial
LARGEST = 10**9  # coefficient and solution


def at_whole_zeros(case: Case, shapes: Sequence[Shape]) -> Iterator[Instance]:
    """Yield instances in whole numbers at which a part of the formula is 0."""
    plain, _ = grounds_of(case, shapes)
    for p in plain[-1:]:
        names = whole_names(case.formula.root, p)
        if 1 < len(names) <= len(LETTERS):
            for values in _zeros(case.formula.root, names, p):
                wanted = {name: fmpq(x) for name, x in zip(names, values, strict=True)}
                yield from moved_to(p, wanted)


def whole_names(root: Node, p: Instance) -> list[str]:
    """Return the names in a formula that stand for whole numbers: each made of one integer."""
    used = dict.fromkeys(str(n.value) for n in root.walk() if n.kind == "name")
    return [name for name in used if name in p.family.by_name and _is_whole(p, name)]


def _is_whole(p: Instance, name: str) -> bool:
    slot = p.family.layout(p.shape).slots[name]
    if slot.stop - slot.start != 1 or getattr(p, name).size != 1:
        return False
    moved = p.moved({slot.start: int(p.integers[slot.start]) + 1})
    return bool(getattr(moved, name).flat[0] - getattr(p, name).flat[0] in {1, -1})


def _zeros(root: Node, names: Sequence[str], p: Instance) -> Iterator[tuple[int, ...]]:
    letters = [Node("name", value=name) for name in names]
    known = (
        polynomial_in(part, letters, lambda node: rational_value(node, p)) for part in parts(root)
    )
    found = dict.fromkeys(_whole(f) for f in known if f is not None)
    for terms in islice((each for each in found if each), MOST_PARTS):
        yield from islice(_solutions(terms, len(names)), MOST)


def _whole(f: Any) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return the terms of a polynomial times its denominators, () for one that is too large."""
    terms = [(tuple(map(int, exponents)), c) for exponents, c in f.terms()]
    below = lcm(*(int(c.q) for _, c in terms)) if terms else 1
    found = tuple((exponents, int(c * below)) for exponents, c in terms)
    large = any(abs(c) > LARGEST for _, c in found)
    return () if large or f.total_degree() < 1 else found


def _solutions(terms: Terms, count: int) -> Iterator[tuple[int, ...]]:
    degree = max(exponents[count - 1] for exponents, _ in terms)
    for others in _in_order(count - 1) if degree else ():
        meter().spent += COST
        coefficients = [0] * (degree + 1)
        for exponents, c in terms:
            powers = (x**e for x, e in zip(others, exponents, strict=False))
            coefficients[exponents[count - 1]] += c * prod(powers)
        yield from ((*others, x) for x in _roots(coefficients) if abs(x) <= LARGEST)


@cache
def _in_order(count: int) -> Sequence[tuple[int, ...]]:
    """Return whole numbers of either sign, in order of the largest."""
    most = FARTHEST[count]
    return sorted(product(range(-most, most + 1), repeat=count), key=_size)


def _size(numbers: Sequence[int]) -> tuple[int, int, int]:
    return max(map(abs, numbers), default=0), sum(map(abs, numbers)), -sum(numbers)


def _roots(coefficients: Sequence[int]) -> list[int]:
    """Return the whole roots of a polynomial, none of 0."""
    c, b, *higher = (*coefficients, 0, 0)
    if not any(higher):
        return [-c // b] if b and c % b == 0 else []
    a = higher[0]
    if not any(higher[1:]):
        under = b * b - 4 * a * c
        root = isqrt(under) if under >= 0 else -1
        if root < 0 or root * root != under:
            return []
        return [top // (2 * a) for top in {root - b, -root - b} if top % (2 * a) == 0]
    factors = fmpz_poly(list(coefficients)).factor()[1]
    return [-int(f[0]) for f, _ in factors if f.degree() == 1 and int(f[1]) == 1]
