"""Comparisons: data with a reason, never a bool.

A comparison of exact numbers is true or false; one of balls may be undecided. Besides
its truth it carries its *slack*: how far the relation is from being violated, relative to
the larger side. Positive is room to spare, 0 attained, negative violated by that much; an
equality has slack 0 when it holds and minus the relative difference when it does not.

Batches are compared in floating point (referee.language.screening): what comes out then are
suspicions, which have no truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, cast

import numpy as np

from referee.language import screening, stating
from referee.language.screening import Screened
from referee.language.stating import Stated
from referee.numerics import arrays, degrees, scalars
from referee.numerics.arrays import Array
from referee.strategies.families import Family

# What two sides are, in LaTeX; of a part of a formula it takes the names of a family to say it.
Sides = tuple[str, str] | Callable[[Family], tuple[str, str]]


class Truth(Enum):
    """The three outcomes of a comparison (Kleene's strong logic)."""

    FALSE = "false"
    UNDECIDED = "undecided"
    TRUE = "true"

    def __bool__(self) -> bool:
        raise TypeError("a truth is one of three; compare it with Truth.TRUE or Truth.FALSE")


class IllTyped(TypeError):
    """Two sides whose shapes do not fit; ``at`` is the column of a formula, if known."""

    at: int | None = None


@dataclass(frozen=True)
class Comparison:
    """A decided or undecided statement about one instance.

    ``vacuous`` marks an implication that is true because its premise is false: it is no
    evidence. ``lhs`` and ``rhs`` are the two sides where there are two; ``sides`` says in LaTeX
    what they are where they are not the sides of the claim's own statement, with ``{answer}`` for
    the answer. Of an implication ``premise`` is what it rests on; of a conjunction ``parts`` are
    all its statements.
    """

    truth: Truth
    relation: str
    slack: float | None = None
    lhs: Array | None = None
    rhs: Array | None = None
    vacuous: bool = False
    note: str = ""
    sides: Sides | None = None
    premise: Comparison | None = None
    parts: tuple[Comparison, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("a comparison is not a bool; read its truth")


def _no_identity(what: str) -> None:
    """Refuse, under degree arithmetic, what is no equality of rational functions."""
    if degrees.tracking():
        raise degrees.NotRational(what)


def fact(truth: Any, relation: str) -> Comparison:
    """Return a comparison for a property that exact arithmetic has decided."""
    _no_identity("a property that is no equation")
    if screening.is_batch(truth):
        return cast(Comparison, screening.fact(truth))
    return Comparison(Truth.TRUE if truth else Truth.FALSE, relation)


def undecidable(step: str) -> Comparison:
    """Return what stands for a statement about letters that is no equation."""
    return cast(Comparison, stating.refused(step))


def _check_shapes(lhs: Array, rhs: Array, relation: str) -> None:
    left, right = tuple(lhs.shape[-2:]), tuple(rhs.shape[-2:])
    if left != right:
        raise IllTyped(f"{left[0]}×{left[1]} {relation} {right[0]}×{right[1]}")


def _signs(numbers: Iterable[Any]) -> list[int | None]:
    return [scalars.sign(number) for number in numbers]


def equal(lhs: Array, rhs: Array) -> Comparison:
    """Compare two arrays of the same shape for equality of all entries."""
    _check_shapes(lhs, rhs, "=")
    if stating.is_stated(lhs, rhs):
        return cast(Comparison, stating.equal(lhs, rhs))
    if screening.is_batch(lhs, rhs):
        return cast(Comparison, screening.equal(lhs, rhs))
    difference = (lhs - rhs).reshape(-1)
    vanish = [scalars.vanishes(number) for number in difference]
    if all(vanish):
        return Comparison(Truth.TRUE, "=", 0.0, lhs, rhs)
    truth = Truth.FALSE if False in vanish else Truth.UNDECIDED
    if degrees.tracking():
        return Comparison(truth, "=", None, lhs, rhs)
    scale = _largest([*lhs.reshape(-1), *rhs.reshape(-1)])
    quotient = _quotient(_largest(difference), scale)
    return Comparison(truth, "=", None if quotient is None else -quotient, lhs, rhs)


def at_most(lhs: Array, rhs: Array) -> Comparison:
    """Compare lhs ≤ rhs, entry by entry."""
    return _ordered(lhs, rhs, "≤", strict=False)


def less(lhs: Array, rhs: Array) -> Comparison:
    """Compare lhs < rhs, entry by entry."""
    return _ordered(lhs, rhs, "<", strict=True)


def _ordered(lhs: Array, rhs: Array, relation: str, *, strict: bool) -> Comparison:
    _no_identity("an inequality")
    _check_shapes(lhs, rhs, relation)
    if stating.is_stated(lhs, rhs):
        return cast(Comparison, stating.refused("an inequality"))
    if screening.is_batch(lhs, rhs):
        return cast(Comparison, screening.ordered(lhs, rhs, strict=strict))
    gaps = (rhs - lhs).reshape(-1)
    signs = _signs(gaps)
    good = {1} if strict else {0, 1}
    if all(s in good for s in signs):
        truth = Truth.TRUE
    else:
        truth = (
            Truth.FALSE
            if any(s is not None and s not in good for s in signs)
            else (Truth.UNDECIDED)
        )
    pairs = zip(gaps, lhs.reshape(-1), rhs.reshape(-1), strict=True)
    quotients = [_quotient(gap, _largest([a, b])) for gap, a, b in pairs]
    slack = min((q for q in quotients if q is not None), default=None)
    return Comparison(truth, relation, slack, lhs, rhs)


def _largest(numbers: Iterable[Any]) -> Any:
    """Return the largest magnitude; near ties of balls do not matter to a slack."""
    best: Any = 0
    for number in numbers:
        size = scalars.size(number)
        best = size if scalars.sign(size - best) == 1 else best
    return best


def _quotient(top: Any, bottom: Any) -> float | None:
    """Return top/bottom as a float, 0 where both vanish, None where no float is near it."""
    if scalars.sign(bottom) in {0, None}:
        return 0.0
    found = scalars.to_float(top / bottom)
    return None if math.isnan(found) else found


def between(left: str, right: str, of: Comparison) -> Comparison:
    """Return a comparison that says in LaTeX what its two sides are."""
    if isinstance(of, Stated):
        return replace(of, own=False)
    return of if isinstance(of, Screened) else replace(of, sides=(left, right))


def showing(shown: Comparison, decided: Comparison) -> Comparison:
    """Return what was decided with the sides and the slack of what is to be shown of it.

    Both say the same of an instance; where they do not, what was decided is shown as it is.
    """
    if isinstance(decided, Screened):
        return cast(Comparison, screening.showing(cast(Screened, shown), decided))
    if isinstance(decided, Stated):
        return cast(Comparison, stating.of_other_sides(decided))
    return shown if shown.truth is decided.truth else decided


def unshown(decided: Comparison, note: str) -> Comparison:
    """Return a comparison whose sides say nothing to a reader; a note says why it is false."""
    if isinstance(decided, Stated):
        return cast(Comparison, stating.of_other_sides(decided))
    if isinstance(decided, Screened):
        return decided
    said = note if decided.truth is Truth.FALSE else ""
    return replace(decided, relation="and", lhs=None, rhs=None, sides=None, note=said)


INEQUALITIES = frozenset({"≤", "<", ">", "≥"})
_OPPOSITE = {"=": "≠", "≠": "=", "≤": ">", ">": "≤", "<": "≥", "≥": "<"}  # of two numbers


def negation(of: Comparison) -> Comparison:
    """Return the negation; its slack changes sign."""
    _no_identity("a negation")
    if isinstance(of, Screened):
        return cast(Comparison, screening.negation(of))
    if isinstance(of, Stated):
        return cast(Comparison, stating.refused("a negation"))
    opposite = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}
    slack = None if of.slack is None else -of.slack
    single = of.lhs is not None and of.lhs.size == 1
    relation = _OPPOSITE.get(of.relation, "not") if single else "not"
    return replace(of, truth=opposite.get(of.truth, of.truth), slack=slack, relation=relation)


def all_of(*parts: Comparison) -> Comparison:
    """Return the conjunction: the sides shown are those of the first part that fails.

    Where none does they are those of the part that is nearest to it.
    """
    if stating.is_stated(*parts):
        return cast(Comparison, stating.all_of(*_stated(parts)))
    if _in_batch(parts):
        return cast(Comparison, screening.all_of(*_screened(parts)))
    found = _combined(parts, decisive=Truth.FALSE, relation="and", pick=min)
    return replace(found, parts=parts)


def any_of(*parts: Comparison) -> Comparison:
    """Return the disjunction: the sides shown are those of the part nearest to being true."""
    _no_identity("a choice between statements")
    if stating.is_stated(*parts):
        return cast(Comparison, stating.refused("a choice between statements"))
    if _in_batch(parts):
        return cast(Comparison, screening.any_of(*_screened(parts)))
    return _combined(parts, decisive=Truth.TRUE, relation="or", pick=max)


def _in_batch(parts: Sequence[Any]) -> bool:
    return any(isinstance(part, Screened) for part in parts)


def _screened(parts: Sequence[Any]) -> list[Screened]:
    """Return the parts of a statement in batch, those that hold at all instances or none too."""
    like = next(part for part in parts if isinstance(part, Screened))
    return [
        p if isinstance(p, Screened) else screening.constant(p.truth is Truth.TRUE, like)
        for p in parts
    ]


def _stated(parts: Sequence[Any]) -> list[Stated]:
    """Return the parts of a statement of letters; a truth that no equation gives is refused."""
    refused = stating.refused("a statement that is no equation")
    return [part if isinstance(part, Stated) else refused for part in parts]


def _combined(
    parts: tuple[Comparison, ...],
    *,
    decisive: Truth,
    relation: str,
    pick: Callable[[list[float]], float],
) -> Comparison:
    for part in parts:
        if part.truth is decisive:
            return part
    truths = {part.truth for part in parts}
    truth = Truth.UNDECIDED if Truth.UNDECIDED in truths else parts[0].truth
    vacuous = all(part.vacuous for part in parts)
    slacks = [part.slack for part in parts if part.slack is not None]
    if not slacks:
        return Comparison(truth, relation, vacuous=vacuous)
    shown = next(part for part in parts if part.slack == pick(slacks))
    return replace(shown, truth=truth, vacuous=vacuous)


def implies(premise: Comparison, conclusion: Comparison | Callable[[], Comparison]) -> Comparison:
    """Return premise ⟹ conclusion; the conclusion is evaluated only where it matters."""
    _no_identity("an implication")
    if isinstance(premise, Stated):
        found = conclusion() if callable(conclusion) else conclusion
        return cast(Comparison, stating.implies(*_stated((premise, found))))
    if isinstance(premise, Screened):
        found = conclusion() if callable(conclusion) else conclusion
        return cast(Comparison, screening.implies(*_screened((premise, found))))
    if premise.truth is Truth.FALSE:
        return Comparison(Truth.TRUE, "implies", vacuous=True, premise=premise)
    decided = conclusion() if callable(conclusion) else conclusion
    if premise.truth is Truth.UNDECIDED and decided.truth is not Truth.TRUE:
        return replace(decided, truth=Truth.UNDECIDED, premise=premise)
    return decided if isinstance(decided, Screened) else replace(decided, premise=premise)


def iff(left: Comparison, right: Comparison) -> Comparison:
    """Return left ⟺ right."""
    _no_identity("an equivalence")
    if stating.is_stated(left, right):
        return cast(Comparison, stating.iff(*_stated((left, right))))
    if _in_batch((left, right)):
        return cast(Comparison, screening.iff(*_screened((left, right))))
    if Truth.UNDECIDED in {left.truth, right.truth}:
        return Comparison(Truth.UNDECIDED, "iff")
    words = {Truth.TRUE: "holds", Truth.FALSE: "fails"}
    note = f"the left side {words[left.truth]}, the right side {words[right.truth]}"
    same = left.truth is right.truth
    return Comparison(Truth.TRUE if same else Truth.FALSE, "iff", note="" if same else note)


def zeros_like(array: Array) -> Array:
    """Return zeros of an array's shape in its arithmetic."""
    if arrays.is_traced(array):
        return 0 * array
    return arrays.like(np.zeros(tuple(array.shape), dtype=np.int64), array)
