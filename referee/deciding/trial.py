"""Trials: one answer over the instances of its claim, each decided exactly and counted."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

import hypothesis

from referee.deciding.claim import Claim, Property
from referee.deciding.effort import Effort
from referee.deciding.sweep import Sweep
from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.tree import Formula
from referee.language.types import type_of
from referee.language.vocabulary import spell
from referee.numerics.precision import NotComputed, OutOfReach, until_certain
from referee.strategies.families import Family, Instance, Shape, size_of


class Refuted(AssertionError):
    """An instance at which the claim is false."""


@dataclass
class Trial:
    """One answer on trial: what Hypothesis's test receives as ``answer``.

    Called with an instance it is the answer's value there; :meth:`judge` decides one
    instance and keeps the books.
    """

    claim: Claim
    formula: Formula
    seed: int = 0
    effort: Effort = field(default_factory=Effort)
    decided: int = 0
    undecided: int = 0
    vacuous: int = 0
    violations: int = 0
    drawn: int = 0
    independent: int = 0
    in_scope: int = 0
    scope_size: int = 0
    slacks: list[float] = field(default_factory=list)
    tightest: tuple[float, Instance] | None = None
    counterexample: Instance | None = None
    found_by: str = ""
    ill_typed: tuple[Shape, str] | None = None
    doubt: str = ""
    sweep: Sweep | None = None
    exhausted: bool = False  # whether memory ran out, whatever was made of that

    @property
    def name(self) -> str:
        """What fixes all that is drawn: the seed, the claim and the formula's tree."""
        return f"{self.seed} {self.claim.id} {self.formula.canonical}"

    def __call__(self, p: Instance) -> object:
        """Return the answer's value at an instance."""
        return value_of(self.formula, p)

    def judge(self, decide: Property, p: Instance) -> None:
        """Decide one instance that Hypothesis drew; raises Refuted for it to shrink."""
        if not self.fits(p.shape):
            return
        self.drawn += 1
        comparison = self.compare(decide, p)
        if comparison.truth is Truth.FALSE:
            self.counterexample, self.found_by = p, "Hypothesis"
            raise Refuted(p.token)
        if comparison.slack is not None and math.isfinite(comparison.slack):
            hypothesis.target(-comparison.slack, label="violation")

    def begin(self) -> bool:
        """Type the answer, decide the small scope and the sample; say whether more is needed."""
        self._check_types()
        self._exhaust_small_scope(self.claim.decide)
        self._sample_independently(self.claim.decide)
        return self.counterexample is None and self._fits_somewhere()

    def _check_types(self) -> None:
        for shape in self.family.shapes:
            trouble = self._misfit(shape)
            if trouble:
                self.ill_typed = (shape, trouble)
                return

    def _misfit(self, shape: Shape) -> str:
        """Say what does not fit at a shape; empty where the answer is well typed."""
        try:
            found = type_of(self.formula, self.family, shape)
        except IllTyped as error:
            return f"{error}" if error.at is None else f"{self.formula.place(error.at)}: {error}"
        wanted = self.claim.type_at(shape)
        if found == wanted:
            return ""
        return f"it is {spell(found)}, but {self.claim.blank} is {spell(wanted)}"

    def fits(self, shape: Shape) -> bool:
        """Say whether the answer is well typed at a shape."""
        return self.ill_typed is None or not self._misfit(shape)

    def _fits_somewhere(self) -> bool:
        return any(self.fits(shape) for shape in self.family.shapes)

    def _exhaust_small_scope(self, decide: Property) -> None:
        """Decide the smallest instances in order, up to and including the first false one."""
        for p in islice(self.family.in_order(), self.effort.scope):
            if not self.fits(p.shape):
                continue
            self.in_scope += 1
            self.scope_size = size_of(p)
            if self.compare(decide, p).truth is Truth.FALSE:
                self.counterexample, self.found_by = p, "small scope"
                return

    def _sample_independently(self, decide: Property) -> None:
        """Decide instances drawn independently; the seed and the claim fix which."""
        rng = random.Random(self.name)
        beside = self.effort.beside
        for _ in range(self.effort.sample if self._fits_somewhere() else 0):
            if self.counterexample is not None:
                beside -= 1
                if self.effort.stop or beside < 0:
                    return
            p = self.family.sample(rng)
            if not self.fits(p.shape):
                continue
            self.independent += 1
            if self.compare(decide, p).truth is not Truth.FALSE:
                continue
            self.violations += 1
            if self.counterexample is None:
                self.counterexample, self.found_by = p, "independent sample"

    def compare(self, decide: Property, p: Instance) -> Comparison:
        """Decide one instance and count it."""
        try:
            comparison = decide_at(decide, self, p)
        except MemoryError:
            self.exhausted = True  # Hypothesis tries again, and may say something else
            raise
        self.decided += comparison.truth is not Truth.UNDECIDED
        self.undecided += comparison.truth is Truth.UNDECIDED
        if comparison.truth is Truth.UNDECIDED and not self.doubt:
            self.doubt = comparison.note
        self.vacuous += comparison.vacuous
        if comparison.slack is not None and not comparison.vacuous:
            self.slacks.append(comparison.slack)
            if self.tightest is None or comparison.slack < self.tightest[0]:
                self.tightest = (comparison.slack, p)
        return comparison

    @property
    def family(self) -> Family:
        """The family of the claim's instances."""
        return self.claim.family


def decide_at(decide: Property, answer: Callable[[Instance], object], p: Instance) -> Comparison:
    """Decide a property at one instance, doubling the precision of balls while it is open.

    An answer that has no value at the instance is false there; one whose value may exist
    and is not computed stays undecided.
    """
    passes = iter([p])
    hopeless = False

    def once() -> Comparison:
        nonlocal hopeless
        # Later passes start from a fresh instance: the first one caches balls of 64 bits.
        at = next(passes, None) or p.cast(p.number)
        try:
            found = decide(at, answer)
        except AnswerUndefined as error:
            return Comparison(Truth.FALSE, "is defined", note=f"the answer has no value: {error}")
        except OutOfReach as error:
            hopeless = isinstance(error, NotComputed)
            return Comparison(Truth.UNDECIDED, "is computed", note=f"not computed: {error}")
        if not hasattr(found, "truth"):
            what = type(found).__name__
            raise TypeError(f"{decide.__name__} returned a {what}; a property returns a comparison")
        return found

    return until_certain(once, lambda c: hopeless or c.truth is not Truth.UNDECIDED)
