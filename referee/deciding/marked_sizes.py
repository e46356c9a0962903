"""Sizes that the numbers of a formula mark: tr(A)² ≤ 6·tr(AᵀA) fails from n = 7 on.

Bounds of this kind are met with equality by an identity or by equal entries, at sizes near a
number that stands in the formula, its root, square, reciprocal or, of ranks, its double; a matrix
whose square is 0 has a larger rank from the double of the next number on.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, isqrt

from referee.language.tree import LEAVES, Node, constant
from referee.language.vocabulary import operation
from referee.strategies.families import Family, Shape
from referee.strategies.shapes import REACH

LEAST, FARTHEST = 5, 128  # sizes that are marked: smaller ones are decided anyway
MOST = 8  # sizes that are tried
FIRST = (8, 20)  # sizes that say what larger ones cost


def marked_sizes(root: Node) -> list[int]:
    """Return the sizes at which something may begin to fail, the smallest first."""
    found = {size for number in _numbers(root) for size in _near(abs(number))}
    return sorted(size for size in found if LEAST <= size <= FARTHEST)[:MOST]


def marked_ways(family: Family, root: Node) -> list[list[Shape]]:
    """Return ways up through shapes of marked sizes, from one that says what these cost."""
    reach = family.extent.reach
    # A reach beyond the usual one was measured; where it is less, what is larger costs too much.
    most = FARTHEST if reach > REACH else reach
    sizes = [size for size in marked_sizes(root) if size <= most]
    if not sizes:
        return []
    first = [size for size in FIRST if size < sizes[0]]
    return [list(way) for way in family.extent.ways_up([*first, *sizes])]


def _near(number: Fraction) -> Iterator[int]:
    """Yield a number and the next whole one; of its reciprocal, root, square and double."""
    known = [number] if number.denominator == 1 else [number, Fraction(number.denominator)]
    known += [Fraction(2 * number)] if number.denominator == 1 and number > 1 else []
    for each in known:
        root = isqrt(each.numerator)
        if each.denominator == 1 and root**2 == each.numerator:
            yield from (root, root + 1)
        if each.denominator == 1:
            yield from (int(each) ** 2, int(each) ** 2 + 1)
        yield from (ceil(each), int(each) + 1)
    if number.denominator == 1 and number > 1:
        yield 2 * int(number) + 2  # a matrix whose square is 0 has at most half its rank


def _numbers(node: Node) -> Iterator[Fraction]:
    """Yield the numbers in a formula, exponents included."""
    found = constant(node)
    if found is not None:
        yield found
    elif node.kind in LEAVES or not operation(node.kind).takes_sizes:
        for arg in node.args:
            yield from _numbers(arg)
