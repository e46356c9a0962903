"""Statements that hold at all rational numbers looked at, and fail at roots: x² ≠ 2.

One number is varied and all else is a small instance: what is compared is then interpolated, and
its roots are exact, whether rational or not. The statement is decided there as it is anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly

from referee.asking.statement import Statement, under_premises
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.numerics.arrays import Array
from referee.numerics.polynomial_roots import Root, roots_of
from referee.numerics.precision import precision
from referee.numerics.root_expressions import expression, of_root
from referee.strategies.declared import Spec
from referee.strategies.families import Instance
from referee.strategies.intervals import Interval, interval_of

BASES = 10  # small instances in which a number is varied
DEGREE = 12  # of the polynomial that is compared
CHECKS = 3  # further points at which it has to fit
STRICT = frozenset(("<", ">", "!="))
_FAILS = (ArithmeticError, ValueError, TypeError, LookupError)


@dataclass(frozen=True)
class AtRoot:
    """An instance at which a statement fails, and its arrays by name."""

    p: Instance
    arrays: Mapping[str, Array]


def fails_at_root(read: Statement, root: Node) -> AtRoot | None:
    """Return an instance of irrational numbers where a strict relation fails, None for none."""
    if root.kind not in STRICT:
        return None
    whole = Formula("", under_premises(root, read.premises))
    compared = [Formula("", Node("-", sides)) for sides in (root.args, _squared(root.args))]
    for p in islice(read.family.in_order(), BASES):
        for spec in read.specs:
            interval = _interval(spec)
            if interval is None:
                continue
            for value in (v for each in compared for v in _candidates(each, p, spec)):
                q = p.replace(**{spec.name: _with(p, spec, value)})
                if _is_in(value, interval) and _is_false(whole, q):
                    return AtRoot(q, {s.name: getattr(q, s.name) for s in read.specs})
    return None


def _squared(sides: Sequence[Node]) -> tuple[Node, ...]:
    """Return the squares of two numbers: they are equal where these are, and roots are gone."""
    return tuple(Node("*", (side, side)) for side in sides)


def _interval(spec: Spec) -> Interval | None:
    """Return where an entry may be varied, None where it may not."""
    found = interval_of(spec.kind) if spec.kind else Interval()
    if found is None or found.whole or found.rational:
        return None
    if isinstance(found.low, str) or isinstance(found.high, str):
        return None
    return found


def _with(p: Instance, spec: Spec, value: Any) -> Array:
    array: Array = np.array(getattr(p, spec.name), dtype=object)
    array.flat[0] = value
    return array


def _candidates(compared: Formula, p: Instance, spec: Spec) -> Iterator[Any]:
    """Yield the irrational roots of what is compared, as a polynomial of one number."""
    points = [fmpq(k) for k in range(1, DEGREE + CHECKS + 2)]
    values = _values(compared, p, spec, points)
    of = _interpolated(points, values) if values is not None else None
    if of is None or of.degree() < 2:
        return
    common = int(of.denom())
    whole = tuple(int((c * common).p) for c in of.coeffs())
    for root in roots_of(whole).real:
        if not isinstance(root, fmpq):
            yield of_root(root) if isinstance(root, Root) else root


def _values(
    compared: Formula, p: Instance, spec: Spec, points: Sequence[fmpq]
) -> list[fmpq] | None:
    found: list[fmpq] = []
    for t in points:
        try:
            value = value_of(compared, p.replace(**{spec.name: _with(p, spec, t)}))
        except _FAILS:
            return None
        if getattr(value, "size", 0) != 1 or not isinstance(value.flat[0], fmpq):
            return None
        found.append(value.flat[0])
    return found


def _interpolated(points: Sequence[fmpq], values: Sequence[fmpq]) -> fmpq_poly | None:
    """Return the polynomial of a low degree through points, None where there is none."""
    steps = list(values)
    coefficients: list[fmpq] = []
    while steps:  # Newton's divided differences
        coefficients.append(steps[0])
        width = len(coefficients)
        steps = [
            (b - a) / (points[i + width] - points[i]) for i, (a, b) in enumerate(pairwise(steps))
        ]
    if any(coefficients[DEGREE + 1 :]):
        return None
    found = fmpq_poly([0])
    for c, t in zip(reversed(coefficients[: DEGREE + 1]), reversed(points[: DEGREE + 1]),
                    strict=True):  # fmt: skip
        found = found * fmpq_poly([-t, 1]) + c
    return found


def _is_in(value: Any, interval: Interval) -> bool:
    """Say whether an irrational number is in an interval with rational ends."""
    with precision(256):
        ball = expression(value).ball()
        low, high = interval.low, interval.high
        above = low is None or isinstance(low, str) or bool(ball > low)
        return above and (high is None or isinstance(high, str) or bool(ball < high))


def _is_false(whole: Formula, p: Instance) -> bool:
    try:
        found = value_of(whole, p)
    except _FAILS:
        return False
    return isinstance(found, Comparison) and found.truth is Truth.FALSE
