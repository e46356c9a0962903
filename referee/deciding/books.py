"""Books: what one phase decides is counted here, and handed over when it has ended."""

from __future__ import annotations

from referee.deciding.case import Case
from referee.deciding.findings import Tally
from referee.deciding.scope import Looking
from referee.language.comparison import Comparison, Truth
from referee.strategies.families import Instance


class Books:
    """The books of one phase, which nobody else writes.

    The counterexample is the first instance that is false, unless the phase names another.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.counterexample: Instance | None = None
        self.exhausted = False
        self._last: Instance | None = None
        self._asked = self._undecided = self._decided = self._vacuous = self._false = 0
        self._slacks: list[float] = []
        self._tightest: tuple[float, Instance] | None = None
        self._doubt = ""
        self._looking = Looking(case.family, case.claim.names)

    def compare(self, p: Instance) -> Comparison:
        """Decide one instance and count it."""
        self._asked, self._last = self._asked + 1, p
        try:
            comparison = self.case.compared_at(p)
        except MemoryError:
            self.exhausted = True  # Hypothesis tries again, and may say something else
            raise
        self._count(p, comparison)
        self._looking.at(p)
        return comparison

    def compare_if_decided(self, p: Instance) -> Truth:
        """Decide one instance; what stays undecided, as for its size, is not counted."""
        comparison = self.case.compared_at(p)
        if comparison.truth is not Truth.UNDECIDED:
            self._asked, self._last = self._asked + 1, p
            self._count(p, comparison)
            self._looking.at(p)
        return comparison.truth

    def is_false(self, p: Instance) -> bool:
        """Decide one instance, count it and say whether the claim is false there."""
        return self.compare(p).truth is Truth.FALSE

    def _count(self, p: Instance, comparison: Comparison) -> None:
        open_, false = (comparison.truth is truth for truth in (Truth.UNDECIDED, Truth.FALSE))
        self._decided += not open_
        self._undecided += open_
        self._false += false
        self._vacuous += comparison.vacuous
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
            scope=self._looking.scope(),
        )
