"""Grounds: instances that are moved onto a condition, and what a claim is without its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, zip_longest
from random import Random

from referee.deciding.case import Case
from referee.deciding.conditions import NO_VALUE
from referee.deciding.drawn_once import Draw, smallest
from referee.deciding.findings import Findings
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Comparison, Truth
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.integer_vectors import TOP

FIRST = 16  # instances in order of size
SMALL = 32  # drawn at small shapes
LARGER = 64  # drawn at shapes that are one larger
PROBES = 2
STRIDE = 7919  # a prime: neighbours are not of kinds that are alike
MOST_MET = 32  # that are known to meet the premise
REGIMES = ("sparse", "sparse", "spread")
ALWAYS = Comparison(Truth.TRUE, "true")
NEVER = Comparison(Truth.FALSE, "false")
UNKNOWN = Comparison(Truth.UNDECIDED, "has a value", vacuous=True)


class Grounds:
    """Instances of small shapes and of slightly larger ones, which the seed fixes."""

    def __init__(self, case: Case, known: Findings) -> None:
        self.case, self.known = case, known
        self._known: dict[Instance, bool] = {}  # whether a condition has to exclude them

    @cached_property
    def all(self) -> Sequence[Instance]:
        """The smallest instances, some that are known to meet a premise, then drawn ones."""
        first = smallest(self.case.family, FIRST)
        is_small = self.case.family.extent.is_small
        met = [p for p in self.known.met.some if is_small(p.shape)][:MOST_MET]
        found = [*first, *met, *self._drawn()]
        return [p for p in found if self.known.fits(self.case, p.shape)]

    def _drawn(self) -> Iterator[Instance]:
        yield from islice(self.case.drawn("grounds", _InTurns(_at_small_shape)), SMALL)
        yield from islice(self.case.drawn("larger grounds", _InTurns(_just_beyond)), LARGER)

    @cached_property
    def excluded_first(self) -> Sequence[Instance]:
        """All of them: those that a condition has to exclude as they are, then the others."""
        ends = self._from_both_ends()
        excluded = [p for p in ends if self.rests_on_answer and self.is_excluded(p)]
        return [*excluded, *(p for p in ends if p not in excluded)]

    def _from_both_ends(self) -> Sequence[Instance]:
        """Return all, the last ones, of larger shapes, and the first ones in turns."""
        half = len(self.all) // 2
        pairs = zip_longest(reversed(self.all[half:]), self.all[:half])
        return [p for pair in pairs for p in pair if p is not None]

    @cached_property
    def rests_on_answer(self) -> bool:
        """Whether the answer is what is to be met: no other answer makes the claim false."""
        return self.case.claim.size is None and self.case.formula.root.kind != "implies"

    @cached_property
    def judges_all(self) -> bool:
        """Whether a claim says something where its condition is false, as an equivalence does."""
        probes = self.all[-PROBES:]
        return self.rests_on_answer and any(not self._with(NEVER, p).vacuous for p in probes)

    def is_excluded(self, p: Instance) -> bool:
        """Say whether a condition has to exclude an instance: where it holds the claim is false.

        Where it does not hold the claim need not have a value.
        """
        if p not in self._known:
            self._known[p] = self._with(ALWAYS, p).truth is Truth.FALSE
        return self._known[p]

    def _with(self, answer: Comparison, p: Instance) -> Comparison:
        try:
            return decide_at(self.case.claim.decide, lambda _: answer, p)
        except NO_VALUE:
            return UNKNOWN


class _InTurns:
    """Draws of which a choice among a few, as of a kind of function, takes each value in turn."""

    def __init__(self, draw: Draw) -> None:
        self.draw, self.number = draw, 0

    def __call__(self, family: Family, rng: Random) -> Instance | None:
        found = self.draw(family, rng)
        if found is None:
            return None
        self.number += 1
        for place, (low, high) in enumerate(family.layout(found.shape).bounds):
            if low is not None and high is not None and high - low > 1:
                return found.moved({place: low + self.number * STRIDE % (high - low + 1)})
        return found


def _at_small_shape(family: Family, rng: Random) -> Instance:
    return _of_regime(family, rng.choice(family.shapes), rng)


def _just_beyond(family: Family, rng: Random) -> Instance | None:
    shapes = family.extent.just_beyond()
    return _of_regime(family, rng.choice(shapes), rng) if shapes else None


def _of_regime(family: Family, shape: Shape, rng: Random) -> Instance:
    raws = [rng.randint(-TOP, TOP) for _ in family.layout(shape).bounds]
    return family.from_raw(shape, raws, rng.choice(REGIMES))
