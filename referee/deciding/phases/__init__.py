"""Phases: the ways to learn whether an answer is right, in the order in which they are tried.

A phase has a file of its own here. To add one, write a class with a ``name`` and a ``run``,
and put it into PHASES, where it is to be tried. ``run`` takes the case, what is known of it
so far and books for what it decides; it returns evidence of a kind of its own (a frozen
dataclass), or None where counts say everything. It writes nothing but its books, asks for
random numbers under a purpose of its own (:meth:`Case.random`), and returns at once where
what is known leaves it nothing to do. Whatever it raises becomes a row of the report, with
all that was found before. Evidence that a report shows needs its entry in
``referee.evidence.counted`` and in the schema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from referee.deciding.allowance import attempted_within, until
from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.effort import Effort
from referee.deciding.every_size import EverySize
from referee.deciding.faults import Raised, is_exhaustion, trouble_of
from referee.deciding.findings import Finding, Findings
from referee.deciding.generic import Generic
from referee.deciding.phases.constructed import Constructed
from referee.deciding.phases.drawn import Drawn
from referee.deciding.phases.every_size import ProofAtEverySize
from referee.deciding.phases.exceptions import Exceptions
from referee.deciding.phases.generic import GenericMatrices
from referee.deciding.phases.ladder import Ladder
from referee.deciding.phases.numbers import Numbers
from referee.deciding.phases.premises import Premises
from referee.deciding.phases.proof import IdentityTest
from referee.deciding.phases.sample import Sample
from referee.deciding.phases.search import Searched
from referee.deciding.phases.sizes import Sizes
from referee.deciding.phases.small_scope import SmallScope
from referee.deciding.phases.types import Types


class Phase(Protocol):
    """One way to learn whether an answer is right; ``name`` says who found a counterexample."""

    @property
    def name(self) -> str:
        """What a reason and a record call the phase."""

    def run(self, case: Case, known: Findings, books: Books) -> object | None:
        """Decide instances in the books of this phase and return what else was learnt."""


PHASES: Sequence[Phase] = (
    Types(),  # where the answer fits its blank
    SmallScope(),  # the smallest instances, in order: what is found there is the smallest there is
    Sample(),  # an independent sample, which bounds what it does not find
    Ladder(),  # a few instances of large sizes
    Drawn(),  # Hypothesis, whose cases are cleverer and not independent
    IdentityTest(),  # an identity, proved at random points
    ProofAtEverySize(),  # the same by axioms, with sizes that are names
    GenericMatrices(),  # the same without axioms, at one shape that speaks for all
    Sizes(),  # sizes as indeterminates, and where factors made of them vanish no more
    Numbers(),  # the numbers in the answer, and the zeros of its factors
    Exceptions(),  # where a part of the answer vanishes, and it is another one
    Premises(),  # instances moved onto the equations and the borders of a condition
    Searched(),  # far more instances than could be decided exactly
    Constructed(),  # instances of any size, whose counts follow from how they are made
)


# Where work is counted: what part of it is spent once a phase is to end.
SHARES: Mapping[type, float] = {SmallScope: 0.3, Sample: 0.55, Ladder: 0.7, Drawn: 0.8}
AT_LEAST = 24  # of the smallest instances are decided, whatever they cost

FIRST = (Types, SmallScope, ProofAtEverySize, GenericMatrices)  # where a proof settles it


def in_turn(effort: Effort) -> Sequence[Phase]:
    """Return the phases in the order in which they are tried."""
    if not effort.settled:
        return PHASES
    first = [phase for phase in PHASES if isinstance(phase, FIRST)]
    return [*first, *(phase for phase in PHASES if phase not in first)]


def is_settled(effort: Effort, known: Findings) -> bool:
    """Say whether what is known ends the decision: trouble, or a proof where one is enough.

    A proof of what no instance is known to be about is none.
    """
    if known.trouble is not None:
        return True
    every, generic = known.evidence(EverySize), known.evidence(Generic)
    proved = (every is not None and every.holds) or (generic is not None and generic.holds)
    return effort.settled and proved and known.counterexample is None and known.counted > 0


def learned(phase: Phase, case: Case, known: Findings) -> Finding:
    """Return what a phase finds; a fault on the way is a finding too."""
    end = until(case.effort, SHARES.get(type(phase), 1.0))
    least = AT_LEAST if isinstance(phase, SmallScope) else 0
    books = Books(case, known.costly, end, at_least=least)
    found = attempted_within(lambda: phase.run(case, known, books), case.effort, end, least)
    if isinstance(found, Raised):
        books.exhausted = books.exhausted or is_exhaustion(found.error)
        trouble = trouble_of(found.error, exhausted=books.exhausted)
        return Finding(phase.name, books.tally(), trouble=trouble)
    return Finding(phase.name, books.tally(), found)
