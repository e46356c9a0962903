"""Screening: one comparison at many instances at once, in floating point.

What comes out is a suspicion for each instance, never a verdict: whatever looks violated
is decided again in exact arithmetic, and what only looks violated is counted as a false
find. The tensors are torch's, with one leading axis for the instances.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from referee.numerics.arrays import Array, is_torch

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
    """Say whether one of some arrays is a tensor, so that they are compared in batch."""
    return any(is_torch(array) for array in arrays)


def _torch() -> Any:
    return sys.modules["torch"]


def _flat(array: Array) -> Array:
    """Return (..., rows, columns) numbers as (B, rows·columns)."""
    return array.reshape(-1, math.prod(array.shape[-2:]))


def _of(holds: Array, slack: Array, gap: Array, lhs: Array | None = None) -> Screened:
    return Screened(holds, slack, gap, _torch().zeros_like(holds), lhs)


def _relative(difference: Array, scale: Array) -> Array:
    """Return difference/scale, 0 where both vanish."""
    return _torch().where(scale > 0, difference / scale, 0 * difference)


def _floored(scale: Array, a: Array, b: Array) -> Array:
    """Return a scale of at least 1 where one side is 0: rounding has no size relative to 0."""
    return scale if bool(a.any()) and bool(b.any()) else scale.clamp(min=1)


def equal(lhs: Array, rhs: Array) -> Any:
    """Screen for equality: the slack is minus the relative difference."""
    lhs, rhs = _torch().broadcast_tensors(lhs, rhs)
    a, b = _flat(lhs), _flat(rhs)
    if not a.shape[1]:
        nothing = a.sum(-1)
        return _of(nothing == 0, nothing, nothing, lhs)
    scale = _floored(_torch().maximum(a.abs(), b.abs()).amax(-1), a, b)
    difference = (a - b).abs().amax(-1)
    slack = -_relative(difference, scale)
    return _of(slack >= -SUSPECT, slack, -difference / scale.clamp(min=1), lhs)


def ordered(lhs: Array, rhs: Array, *, strict: bool) -> Any:
    """Screen lhs ≤ rhs, or lhs < rhs; a strict relation that is nearly attained is suspect."""
    lhs, rhs = _torch().broadcast_tensors(lhs, rhs)
    a, b = _flat(lhs), _flat(rhs)
    scale = _floored(_torch().maximum(a.abs(), b.abs()), a, b)
    slack = _relative(b - a, scale).amin(-1)
    gap = ((b - a) / scale.clamp(min=1)).amin(-1)
    return _of(slack > SUSPECT if strict else slack >= -SUSPECT, slack, gap, lhs)


def fact(truth: Array) -> Any:
    """Screen a property that has been computed instance by instance, (B,) or (B, 1, 1)."""
    holds = truth.reshape(-1).bool()
    unmeasured = _torch().full(holds.shape, math.nan, dtype=_torch().float64)
    return _of(holds, unmeasured, unmeasured)


def constant(truth: bool, like: Screened) -> Screened:
    """Return a statement that holds at all instances or at none."""
    holds = _torch().full_like(like.holds, truth)
    unmeasured = _torch().full_like(like.slack, math.nan)
    return _of(holds, unmeasured, unmeasured)


def negation(of: Screened) -> Screened:
    """Screen the negation."""
    return replace(of, holds=~of.holds, slack=-of.slack, gap=-of.gap)


def all_of(*parts: Screened) -> Screened:
    """Screen the conjunction."""
    return _combined(parts, _torch().logical_and, _torch().fmin)


def any_of(*parts: Screened) -> Screened:
    """Screen the disjunction."""
    return _combined(parts, _torch().logical_or, _torch().fmax)


def _combined(
    parts: tuple[Screened, ...], join: Callable[..., Array], pick: Callable[..., Array]
) -> Screened:
    found = parts[0]
    for part in parts[1:]:
        found = Screened(
            join(found.holds, part.holds),
            pick(*_torch().broadcast_tensors(found.slack, part.slack)),
            pick(*_torch().broadcast_tensors(found.gap, part.gap)),
            found.vacuous & part.vacuous,
            part.lhs,
        )
    return found


def implies(premise: Screened, conclusion: Screened) -> Screened:
    """Screen premise ⟹ conclusion; it has a slack where the premise holds."""
    vacuous = ~premise.holds | conclusion.vacuous
    slack = _torch().where(vacuous, math.nan, conclusion.slack)
    holds = ~premise.holds | conclusion.holds
    return Screened(holds, slack, conclusion.gap, vacuous, conclusion.lhs)


def iff(left: Screened, right: Screened) -> Any:
    """Screen left ⟺ right."""
    return fact(left.holds == right.holds)
