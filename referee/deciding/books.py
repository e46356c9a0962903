"""Books: what one phase decides is counted here, and handed over when it has ended."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from referee.deciding.case import Case
from referee.deciding.findings import Tally
from referee.deciding.meeting import Meeting
from referee.deciding.one_instance import decide_at
from referee.deciding.scope import Looking
from referee.language.comparison import Comparison, Truth
from referee.numerics.work import allowed, meter
from referee.strategies.families import Instance, Shape

INSTANCE = 200  # units of work that deciding an instance takes beside its arithmetic
TWICE = 2  # instances of no larger shapes that took too much work: a third is not tried
LEFT_OUT = Comparison(Truth.UNDECIDED, "is computed", note="too many operations")


class Books:
    """The books of one phase, which nobody else writes.

    The counterexample is the first instance that is false, unless the phase names another.
    Where work is counted, the phase is to stop once ``until`` units are spent in all, and
    ``at_least`` so many instances are decided; ``costly`` are shapes at which one took too much.
    """

    def __init__(
        self, case: Case, costly: Sequence[Shape] = (), until: float = inf, *, at_least: int = 0
    ) -> None:
        self.case = case
        self.known_as_costly, self.until, self.at_least = tuple(costly), until, at_least
        self._costly: list[Shape] = []
        self.counterexample: Instance | None = None
        self.exhausted = False
        self._last: Instance | None = None
        self._asked = self._undecided = self._decided = self._vacuous = self._false = 0
        self._slacks: list[float] = []
        self._tightest: tuple[float, Instance] | None = None
        self._doubt = ""
        self._looking = Looking(case.family, case.claim.names)
        self._meeting = Meeting(condition_names(case))
        self._answered: object = None

    def compare(self, p: Instance) -> Comparison:
        """Decide one instance and count it."""
        self._asked, self._last = self._asked + 1, p
        try:
            comparison = self._compared(p)
        except MemoryError:
            self.exhausted = True  # Hypothesis tries again, and may say something else
            raise
        if comparison is LEFT_OUT:
            self._asked -= 1
            return comparison
        self._count(p, comparison)
        self._looking.at(p)
        return comparison

    def compare_if_decided(self, p: Instance, *, simple: bool = False) -> Truth:
        """Decide one instance; what stays undecided, as for its size, is not counted.

        A ``simple`` one is decided also where others of its shape took much work.
        """
        comparison = self._compared(p, simple=simple)
        if comparison.truth is not Truth.UNDECIDED:
            self._asked, self._last = self._asked + 1, p
            self._count(p, comparison)
            self._looking.at(p)
        return comparison.truth

    def _compared(self, p: Instance, *, simple: bool = False) -> Comparison:
        """Decide an instance and keep what the answer was there: of a condition, its truth."""
        self._answered = None
        if not simple and self._is_costly(p.shape):
            return LEFT_OUT
        before = meter().spent
        with allowed(self.case.effort.each):
            meter().spent += INSTANCE
            found = decide_at(self.case.claim.decide, self._answer, p)
            if not (found.truth is Truth.UNDECIDED and meter().is_over):
                return found
        if meter().spent > before + self.case.effort.each:  # not the end of the phase alone
            self._costly.append(p.shape)
        return LEFT_OUT

    @property
    def is_spent(self) -> bool:
        """Whether the phase has spent its part of the work."""
        return meter().spent > self.until and self._decided >= self.at_least

    def _is_costly(self, shape: Shape) -> bool:
        """Say whether instances of no larger shapes took too much work, more than once."""
        known = (*self.known_as_costly, *self._costly)
        return sum(all(each[d] <= shape[d] for d in each) for each in known) >= TWICE

    def _answer(self, at: Instance) -> object:
        self._answered = self.case.answer(at)
        return self._answered

    def is_false(self, p: Instance) -> bool:
        """Decide one instance, count it and say whether the claim is false there."""
        return self.compare(p).truth is Truth.FALSE

    def _count(self, p: Instance, comparison: Comparison) -> None:
        open_, false = (comparison.truth is truth for truth in (Truth.UNDECIDED, Truth.FALSE))
        self._decided += not open_
        self._undecided += open_
        self._false += false
        self._vacuous += comparison.vacuous
        if not (open_ or comparison.vacuous):
            self._meeting.at(p, met=_is_met(self._answered))
        if open_ and not self._doubt:
            self._doubt = comparison.note
        if false and self.counterexample is None:
            self.counterexample = p
        if comparison.slack is not None and not comparison.vacuous:
            self._slacks.append(comparison.slack)
            if self._tightest is None or comparison.slack < self._tightest[0]:
                self._tightest = (comparison.slack, p)

    def tally(self) -> Tally:
        """Return what was counted."""
        return Tally(
            asked=self._asked,
            decided=self._decided,
            undecided=self._undecided,
            vacuous=self._vacuous,
            false=self._false,
            slacks=tuple(self._slacks),
            tightest=self._tightest,
            counterexample=self.counterexample,
            last=self._last,
            doubt=self._doubt,
            exhausted=self.exhausted,
            costly=tuple(self._costly),
            scope=self._looking.scope(),
            met=self._meeting.met(),
        )


def condition_names(case: Case) -> list[str]:
    """Return the names that a condition is on: those of the answer, sizes left out."""
    sizes = set(case.family.shapes[0])
    used = (str(n.value) for n in case.formula.root.walk() if n.kind == "name")
    return [name for name in dict.fromkeys(used) if name not in sizes]


def _is_met(answered: object) -> bool:
    """Say whether an answer that is a condition is true; one that is none has nothing to meet."""
    return not isinstance(answered, Comparison) or answered.truth is Truth.TRUE
