"""Equations of rational numbers solved exactly: affine ones in a chosen order, and parabolas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

Numbers = Sequence[fmpq]


@dataclass(frozen=True)
class Solutions:
    """All solutions of linear equations: one of them, and a basis of what may be added."""

    point: list[fmpq]
    kernel: list[list[fmpq]]


def solutions(columns: Sequence[Numbers], target: Numbers, start: Numbers) -> Solutions | None:
    """Return the x with Σ xₖ·columns[k] = target, None where there is none.

    Unknowns that are free keep what they are in ``start``: those that come last, as far as may be.
    """
    unknowns = len(columns)
    if not target:
        return Solutions(list(start), _units(unknowns))
    rows = [[*(column[i] for column in columns), target[i]] for i in range(len(target))]
    reduced, rank = fmpq_mat(rows).rref()
    pivots = [next(k for k in range(unknowns + 1) if reduced[i, k] != 0) for i in range(rank)]
    if unknowns in pivots:
        return None
    free = [k for k in range(unknowns) if k not in pivots]
    point = list(start)
    for i, pivot in enumerate(pivots):
        rest = sum((reduced[i, k] * start[k] for k in free), fmpq(0))
        point[pivot] = reduced[i, unknowns] - rest
    kernel = []
    for k in free:
        direction = [fmpq(0)] * unknowns
        direction[k] = fmpq(1)
        for i, pivot in enumerate(pivots):
            direction[pivot] = -reduced[i, k]
        kernel.append(direction)
    return Solutions(point, kernel)


def foot(point: Numbers, directions: Sequence[Numbers]) -> list[fmpq]:
    """Return the point nearest to 0 of those that independent directions lead to from a point."""
    if not directions:
        return list(point)
    ways = fmpq_mat([list(way) for way in directions])
    here = fmpq_mat([[x] for x in point])
    steps = (ways * ways.transpose()).solve(ways * here)
    nearest = here - ways.transpose() * steps
    return [nearest[i, 0] for i in range(len(point))]


def _units(count: int) -> list[list[fmpq]]:
    return [[fmpq(int(i == k)) for i in range(count)] for k in range(count)]


def differences(values: Sequence[Numbers], origin: Numbers) -> list[list[fmpq]]:
    """Return the columns of an affine map: its values at unit steps less that at the origin."""
    return [[a - b for a, b in zip(value, origin, strict=True)] for value in values]


def parabola_roots(zero: fmpq, one: fmpq, two: fmpq) -> list[fmpq]:
    """Return the rational zeros of the parabola through three values at 0, 1, 2."""
    a = (two - 2 * one + zero) / 2
    b = one - zero - a
    if a == 0:
        return [-zero / b] if b != 0 else []
    square = b * b - 4 * a * zero
    if square < 0 or not (square.p.is_square() and square.q.is_square()):
        return []
    root = square.sqrt()
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)]
