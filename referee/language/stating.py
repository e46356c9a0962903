"""Stating: one comparison of matrices of letters, as equations to be proved at every size.

An equation in a premise is an axiom of what follows from it. What is no equation has nothing to
be proved by; in a premise it may be left out, since what is proved without it holds with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from referee.numerics.arrays import Array, is_traced
from referee.numerics.free_algebra.axioms import Axiom, equation
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.matrices import Root
from referee.numerics.traced.sizes import NotTranslated

PREMISE = "premise"  # the origin of an axiom that the claim itself supposes


@dataclass(frozen=True)
class Goal:
    """A polynomial that is to be zero: ``left − right`` of an equation, under premises."""

    left: Polynomial
    right: Polynomial
    premises: tuple[Axiom, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A comparison that is nothing but equations: all of ``goals`` are to be proved.

    ``refused`` names a part that is no equation; where it is not "" nothing can be proved.
    ``own`` says that the sides are those that the claim states, and no others that imply them.
    """

    goals: tuple[Goal, ...] = ()
    refused: str = ""
    own: bool = False
    lhs: Array | None = None

    @property
    def truth(self) -> NoReturn:
        """Refuse: whether an equation between letters holds is not known while it is stated."""
        raise NotTranslated("a step that depends on whether a statement is true")

    def __bool__(self) -> bool:
        raise NotTranslated("a step that depends on whether a statement is true")


def equal(lhs: Array, rhs: Array) -> Stated:
    """State that two traced matrices of one shape are equal; two norms are if their squares are."""
    if isinstance(lhs, Root) and isinstance(rhs, Root):
        return of_other_sides(equal(lhs.square, rhs.square))
    return Stated((Goal(lhs.polynomial, rhs.polynomial),), own=True)


def of_other_sides(stated: Stated) -> Stated:
    """Say of a statement that its sides are not those of the claim."""
    return replace(stated, own=False)


def refused(step: str) -> Stated:
    """State something that is no equation."""
    return Stated(refused=step)


def all_of(*parts: Stated) -> Stated:
    """State all of some statements."""
    goals = tuple(goal for part in parts for goal in part.goals)
    return Stated(goals, next((part.refused for part in parts if part.refused), ""))


def implies(premise: Stated, conclusion: Stated | Callable[[], Stated]) -> Stated:
    """State what follows from equations; a premise that is an implication itself is left out."""
    found = conclusion() if callable(conclusion) else conclusion
    unconditional = (goal for goal in premise.goals if not goal.premises)
    known = tuple(equation(g.left, g.right, origin=PREMISE) for g in unconditional)
    goals = tuple(replace(goal, premises=(*goal.premises, *known)) for goal in found.goals)
    return Stated(goals, found.refused)


def iff(left: Stated, right: Stated) -> Stated:
    """State that each of two statements follows from the other."""
    if left.refused or right.refused:
        return refused(left.refused or right.refused)
    return all_of(implies(left, right), implies(right, left))


def is_stated(*of: object) -> bool:
    """Say whether something compared, or a comparison of it, is made of letters."""
    return any(isinstance(each, Stated) or is_traced(each) for each in of)
