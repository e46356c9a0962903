"""Screening: one comparison at many instances at once, in floating point.

What comes out is a suspicion for each instance, never a verdict: whatever looks violated
is decided again in exact arithmetic, and what only looks violated is counted as a false
find. A batch (numerics.batches) has one leading axis for the instances.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import and_, or_
from typing import Any, NoReturn

from referee.numerics import batches
from referee.numerics.arrays import Array
from referee.numerics.batches import broadcast, namespace, where

SUSPECT = 1e-9  # a relative difference above this is worth an exact decision


class NotBatched(TypeError):
    """A claim that cannot be evaluated at many instances at once; the message says why."""


@dataclass(frozen=True)
class Screened:
    """A comparison as floats see it at a batch of instances.

    ``holds`` (B,) says where it seems to hold, ``slack`` (B,) how far it is from being
    violated (NaN where nothing measures that), ``gap`` (B,) the same on a scale of at least 1,
    on which rounding errors are small, ``vacuous`` (B,) where a premise fails.
    """

    holds: Array
    slack: Array
    gap: Array
    vacuous: Array
    lhs: Array | None = None

    @property
    def truth(self) -> NoReturn:
        """Refuse: a suspicion has no truth."""
        raise NotBatched("a step depends on whether a statement is true")

    def __bool__(self) -> bool:
        raise NotBatched("a step depends on whether a statement is true")


def is_batch(*arrays: Array) -> bool:
    """Say whether one of some arrays is a batch, so that they are compared in batch."""
    return any(batches.is_batch(array) for array in arrays)


def _flat(array: Array) -> Array:
    """Return (..., rows, columns) numbers as (B, rows·columns)."""
    return array.reshape(-1, math.prod(array.shape[-2:]))


def _of(holds: Array, slack: Array, gap: Array, lhs: Array | None = None) -> Screened:
    return Screened(holds, slack, gap, namespace(holds).zeros_like(holds), lhs)


def _relative(difference: Array, scale: Array) -> Array:
    """Return difference/scale, 0 where both vanish."""
    return where(scale > 0, difference / scale, 0 * difference)


def _floored(scale: Array, a: Array, b: Array) -> Array:
    """Return a scale of at least 1 where one side is 0: rounding has no size relative to 0."""
    return scale if bool(a.any()) and bool(b.any()) else _at_least_one(scale)


def _at_least_one(scale: Array) -> Array:
    return namespace(scale).clip(scale, 1, None)


def _larger(a: Array, b: Array) -> Array:
    return namespace(a).maximum(abs(a), abs(b))


def equal(lhs: Array, rhs: Array) -> Any:
    """Screen for equality: the slack is minus the relative difference."""
    lhs, rhs = broadcast(lhs, rhs)
    a, b = _flat(lhs), _flat(rhs)
    if not a.shape[1]:
        nothing = a.sum(-1)
        return _of(nothing == 0, nothing, nothing, lhs)
    largest = namespace(a).amax
    scale = _floored(largest(_larger(a, b), -1), a, b)
    difference = largest(abs(a - b), -1)
    slack = -_relative(difference, scale)
    return _of(slack >= -SUSPECT, slack, -difference / _at_least_one(scale), lhs)


def ordered(lhs: Array, rhs: Array, *, strict: bool) -> Any:
    """Screen lhs ≤ rhs, or lhs < rhs; a strict relation that is nearly attained is suspect."""
    lhs, rhs = broadcast(lhs, rhs)
    a, b = _flat(lhs), _flat(rhs)
    scale, least = _floored(_larger(a, b), a, b), namespace(a).amin
    slack = least(_relative(b - a, scale), -1)
    gap = least((b - a) / _at_least_one(scale), -1)
    return _of(slack > SUSPECT if strict else slack >= -SUSPECT, slack, gap, lhs)


def fact(truth: Array) -> Any:
    """Screen a property that has been computed instance by instance, (B,) or (B, 1, 1)."""
    holds, xp = truth.reshape(-1) != 0, namespace(truth)
    unmeasured = xp.full_like(holds, math.nan, dtype=xp.float64)
    return _of(holds, unmeasured, unmeasured)


def constant(truth: bool, like: Screened) -> Screened:
    """Return a statement that holds at all instances or at none."""
    full_like = namespace(like.holds).full_like
    holds, unmeasured = full_like(like.holds, truth), full_like(like.slack, math.nan)
    return _of(holds, unmeasured, unmeasured)


def showing(shown: Screened, decided: Screened) -> Screened:
    """Screen what was decided, with the slack of what is shown of it."""
    return replace(shown, holds=decided.holds, vacuous=decided.vacuous)


def negation(of: Screened) -> Screened:
    """Screen the negation."""
    return replace(of, holds=~of.holds, slack=-of.slack, gap=-of.gap)


def all_of(*parts: Screened) -> Screened:
    """Screen the conjunction."""
    return _combined(parts, and_, namespace(parts[0].slack).fmin)


def any_of(*parts: Screened) -> Screened:
    """Screen the disjunction."""
    return _combined(parts, or_, namespace(parts[0].slack).fmax)


def _combined(
    parts: tuple[Screened, ...], join: Callable[..., Array], pick: Callable[..., Array]
) -> Screened:
    found = parts[0]
    for part in parts[1:]:
        found = Screened(
            join(found.holds, part.holds),
            pick(*broadcast(found.slack, part.slack)),
            pick(*broadcast(found.gap, part.gap)),
            found.vacuous & part.vacuous,
            part.lhs,
        )
    return found


def implies(premise: Screened, conclusion: Screened) -> Screened:
    """Screen premise ⟹ conclusion; it has a slack where the premise holds."""
    vacuous = ~premise.holds | conclusion.vacuous
    slack = where(~vacuous, conclusion.slack, math.nan)
    holds = ~premise.holds | conclusion.holds
    return Screened(holds, slack, conclusion.gap, vacuous, conclusion.lhs)


def iff(left: Screened, right: Screened) -> Any:
    """Screen left ⟺ right."""
    return fact(left.holds == right.holds)
