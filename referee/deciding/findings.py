"""Findings: what is known of a case. Each is made once, by its phase, and never changes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from referee.deciding.case import Case
from referee.deciding.faults import Trouble
from referee.deciding.meeting import NOTHING, Met
from referee.deciding.scope import NOWHERE, Scope
from referee.strategies.families import Instance, Shape, size_of

# Phases whose counts a record names.
SMALL_SCOPE, SAMPLE, HYPOTHESIS = "small scope", "independent sample", "Hypothesis"
CONSTRUCTION = "construction"
# Phases that look where an answer itself says that something happens.
SIZES, NUMBERS = "sizes in the answer", "numbers in the answer"
PREMISES, EXCEPTIONS = "solved premises", "exceptional points"
E = TypeVar("E")


@dataclass(frozen=True)
class Tally:
    """What came of the instances that one phase asked about.

    ``slacks`` are those of instances that are not vacuous, ``tightest`` the least with where
    it was; ``doubt`` says why the first undecided one is; ``last`` is the last one asked about;
    ``exhausted`` says whether memory ran out, whatever was made of that; ``costly`` are the shapes
    of instances that took more work than one is given, which were not asked about; ``scope`` is
    what the instances were like, ``met`` how different those are that say something.
    """

    asked: int = 0
    decided: int = 0
    undecided: int = 0
    vacuous: int = 0
    false: int = 0
    slacks: tuple[float, ...] = ()
    tightest: tuple[float, Instance] | None = None
    counterexample: Instance | None = None
    last: Instance | None = None
    doubt: str = ""
    exhausted: bool = False
    costly: tuple[Shape, ...] = ()
    scope: Scope = NOWHERE
    met: Met = NOTHING


@dataclass(frozen=True)
class Finding:
    """What one phase found: its counts, evidence of a kind of its own, what went wrong."""

    phase: str
    tally: Tally = Tally()
    evidence: object | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Misfit:
    """The smallest shape at which an answer does not fit its blank, and why."""

    shape: Shape
    why: str


@dataclass(frozen=True)
class Findings:
    """What is known of a case so far, phase by phase, and what follows from all of it."""

    found: tuple[Finding, ...] = ()

    def plus(self, finding: Finding) -> Findings:
        """Return what is known with one more finding."""
        return Findings((*self.found, finding))

    def of(self, phase: str) -> Tally:
        """Return the counts of one phase, all 0 where it has not run."""
        return next((each.tally for each in self.found if each.phase == phase), Tally())

    def evidence(self, kind: type[E]) -> E | None:
        """Return the evidence of a kind, None where no phase found any."""
        return next((f.evidence for f in self.found if isinstance(f.evidence, kind)), None)

    def fits(self, case: Case, shape: Shape) -> bool:
        """Say whether the answer is well typed at a shape."""
        return self.evidence(Misfit) is None or not case.misfit(shape)

    def fits_somewhere(self, case: Case) -> bool:
        """Say whether the answer is well typed at any shape of the family."""
        return any(self.fits(case, shape) for shape in case.family.shapes)

    @property
    def tallies(self) -> Iterator[Tally]:
        """The counts of all phases, in their order."""
        return (each.tally for each in self.found)

    @property
    def counterexample(self) -> Instance | None:
        """The counterexample that was found first, as it was found."""
        return next((t.counterexample for t in self.tallies if t.counterexample is not None), None)

    @property
    def found_by(self) -> str:
        """The phase that found the counterexample; empty where there is none."""
        by = (each.phase for each in self.found if each.tally.counterexample is not None)
        return next(by, "")

    @property
    def trouble(self) -> Trouble | None:
        """What ended the decision early; a counterexample refutes whatever went wrong."""
        if self.counterexample is not None:
            return None
        return next((each.trouble for each in self.found if each.trouble is not None), None)

    @property
    def decided(self) -> int:
        """How many instances were decided."""
        return sum(tally.decided for tally in self.tallies)

    @property
    def undecided(self) -> int:
        """How many instances stayed undecided."""
        return sum(tally.undecided for tally in self.tallies)

    @property
    def vacuous(self) -> int:
        """How many instances say nothing, since they do not meet a premise."""
        return sum(tally.vacuous for tally in self.tallies)

    @property
    def counted(self) -> int:
        """How many instances were decided and say something."""
        return self.decided - self.vacuous

    @property
    def met(self) -> Met:
        """How different the instances are that say something, and those that meet a premise."""
        return sum((tally.met for tally in self.tallies), NOTHING)

    @property
    def distinct(self) -> int:
        """How many instances that were decided and say something differ from all others."""
        return len(self.met.telling)

    @property
    def scope(self) -> Scope:
        """What the instances of all phases were like."""
        return sum((tally.scope for tally in self.tallies), NOWHERE)

    @property
    def violations(self) -> int:
        """How many instances of the independent sample are false."""
        return self.of(SAMPLE).false

    @property
    def independent(self) -> int:
        """How many instances the independent sample has."""
        return self.of(SAMPLE).asked

    @property
    def drawn(self) -> int:
        """How many instances Hypothesis drew."""
        return self.of(HYPOTHESIS).asked

    @property
    def in_scope(self) -> int:
        """How many instances of the small scope were asked about."""
        return self.of(SMALL_SCOPE).asked

    @property
    def scope_size(self) -> int:
        """The size up to which the small scope goes."""
        last = self.of(SMALL_SCOPE).last
        return 0 if last is None else size_of(last)

    @property
    def slacks(self) -> list[float]:
        """All slacks that were measured, in the order of the instances."""
        return [slack for tally in self.tallies for slack in tally.slacks]

    @property
    def median_slack(self) -> float | None:
        """The median slack, None where nothing was measured."""
        slacks = self.slacks
        return statistics.median(slacks) if slacks else None

    @property
    def tightest(self) -> tuple[float, Instance] | None:
        """The least slack and where it was, the first of several."""
        least: tuple[float, Instance] | None = None
        for found in (tally.tightest for tally in self.tallies):
            if found is not None and (least is None or found[0] < least[0]):
                least = found
        return least

    @property
    def doubt(self) -> str:
        """Why the first undecided instance is; empty where nothing says it."""
        return next((tally.doubt for tally in self.tallies if tally.doubt), "")

    @property
    def costly(self) -> tuple[Shape, ...]:
        """The shapes of instances that took more work than one is given."""
        return tuple(shape for tally in self.tallies for shape in tally.costly)

    @property
    def exhausted(self) -> bool:
        """Whether memory ran out on the way, whatever was made of that."""
        return any(tally.exhausted for tally in self.tallies)
