"""Witnesses: the instances a report shows, shrunk, rebuilt from their tokens and decided again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from referee.deciding.books import INSTANCE
from referee.deciding.case import Case
from referee.deciding.faults import Raised, Trouble, attempted, trouble_of
from referee.deciding.findings import CONSTRUCTION, SMALL_SCOPE, Findings, Misfit
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Sweep
from referee.deciding.shrink.by_hypothesis import shrink_by_hypothesis
from referee.deciding.shrink.by_kinds import smallest_member
from referee.deciding.shrink.steps import Suspects, shrink
from referee.language.comparison import Comparison, Truth
from referee.numerics import arrays
from referee.numerics.work import allowed, meter
from referee.strategies.families import Instance, size_of
from referee.strategies.tokens import from_token

SHRINKING = 1  # times all work, where that is counted, may go into making an instance smaller


@dataclass(frozen=True)
class Witness:
    """An instance with its comparison: what a report shows of it."""

    instance: Instance
    comparison: Comparison


@dataclass(frozen=True)
class Witnesses:
    """The smallest counterexample and the instance of least slack, or why they are not shown."""

    smallest: Witness | None = None
    worst: Witness | None = None
    trouble: Trouble | None = None


def witnesses(case: Case, known: Findings) -> Witnesses:
    """Return what a report shows of a case; a fault on the way is said and loses no claim."""
    if known.trouble is not None:
        return Witnesses()
    found = attempted(lambda: _witnesses(case, known))
    return Witnesses(trouble=trouble_of(found.error)) if isinstance(found, Raised) else found


def _witnesses(case: Case, known: Findings) -> Witnesses:
    smallest = _witness(case, _shrunk(case, known))
    if smallest is not None and smallest.comparison.truth is not Truth.FALSE:
        reason = f"the counterexample {smallest.instance.token} does not replay"
        return Witnesses(trouble=Trouble("error", reason))
    tightest = known.tightest
    return Witnesses(smallest, _witness(case, tightest[1] if tightest else None))


def _witness(case: Case, p: Instance | None) -> Witness | None:
    """Decide an instance again, rebuilt from its token: what a certificate promises."""
    if p is None:
        return None
    again = from_token(p.token)
    return Witness(again, case.compared_at(again))


def _shrunk(case: Case, known: Findings) -> Instance | None:
    """Return the counterexample, shrunk unless it is the smallest there is of its kind."""
    found = known.counterexample
    if found is None or known.found_by in {SMALL_SCOPE, CONSTRUCTION}:
        return found

    with allowed(case.effort.work * SHRINKING):
        return _smaller(case, known, found)


def _smaller(case: Case, known: Findings, found: Instance) -> Instance:
    """Return the smallest instance that fails like one, as far as steps lead."""

    def fails(p: Instance) -> bool:
        meter().spent += INSTANCE
        if meter().is_over:
            return False
        return known.fits(case, p.shape) and case.compared_at(p).truth is Truth.FALSE

    suspects = _suspects(case, known)
    smallest = shrink(found, fails, suspects)
    if size_of(smallest) <= known.scope_size + 1:
        return smallest  # what is smaller than the small scope was decided
    member = smallest_member(smallest, fails)
    if member.token != smallest.token:
        smallest = shrink(member, fails, suspects)
    return shrink_by_hypothesis(smallest, fails)


def _suspects(case: Case, known: Findings) -> Suspects | None:
    """Return a screen for the shrinker, where the search has shown that there is one."""
    sweep = known.evidence(Sweep)
    if sweep is None or sweep.reason or known.evidence(Misfit) is not None:
        return None
    return Screen(case.claim, case.answer, case.effort.screening).suspects()


def float64_slack(case: Case, p: Instance) -> float | None:
    """Return the slack at an instance as float64 arithmetic sees it: shown, never decisive."""
    with np.errstate(all="ignore"):
        found = attempted(lambda: case.claim.decide(p.cast(arrays.float64), case.answer))
    # A float that overflows or cannot be compared shows nothing.
    return None if isinstance(found, Raised) else found.slack
