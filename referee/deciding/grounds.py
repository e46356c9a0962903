"""Grounds: instances that are moved onto a condition, and what a claim is without its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, zip_longest
from random import Random
from typing import Any

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
MORE = 128  # drawn there as well, of which those are kept that a condition has to exclude
PROBES = 2
STRIDE = 7919  # a prime: neighbours are not of kinds that are alike
MOST_MET = 32  # that are known to meet the premise
WIDE, WIDEST = 96, 8  # drawn where one dimension is larger than that, and how large it may be
REGIMES = ("sparse", "sparse", "spread")
ALWAYS = Comparison(Truth.TRUE, "true")
NEVER = Comparison(Truth.FALSE, "false")
UNKNOWN = Comparison(Truth.UNDECIDED, "has a value", vacuous=True)


class Grounds:
    """Instances of small shapes and of slightly larger ones, which the seed fixes."""

    def __init__(self, case: Case, known: Findings) -> None:
        self.case, self.known = case, known
        self._known: dict[object, Any] = {}  # whether a condition has to exclude them

    @cached_property
    def all(self) -> Sequence[Instance]:
        """The smallest instances, some that are known to meet a premise, then drawn ones."""
        first = smallest(self.case.family, FIRST)
        is_small = self.case.family.extent.is_small
        # What is moved is moved in rational numbers.
        rational = (p for p in self.known.met.some if not p.has_root)
        met = [p for p in rational if is_small(p.shape)][:MOST_MET]
        found = [*first, *met, *self._drawn()]
        return [p for p in found if self.known.fits(self.case, p.shape)]

    def _drawn(self) -> Iterator[Instance]:
        yield from islice(self.case.drawn("grounds", _InTurns(_at_small_shape)), SMALL)
        yield from islice(self.case.drawn("larger grounds", _InTurns(_just_beyond)), LARGER)

    def widened(self, p: Instance, names: Sequence[str], rng: Random) -> Instance | None:
        """Return an instance like one where fields are larger, all else is the same if it can be.

        None where they have no larger size.
        """
        extent, sizes = p.family.extent, [p.family.by_name[name].size for name in names]
        found = []
        for dim, now in p.shape.items():
            for size in range(max(now, extent.small) + 1, min(extent.reach, WIDEST) + 1):
                shape = {**p.shape, dim: size}
                if shape in extent and any(size(shape) != size(p.shape) for size in sizes):
                    found.append(shape)
        found = [shape for shape in found if self.known.fits(self.case, shape)]
        return _grafted(p, rng.choice(found), rng) if found else None

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
        known = self._known if p.kept is None else p.kept.notes  # drawn for all answers
        key = p if p.kept is None else ("excluded", self.case.claim.decide)
        if key not in known:
            alone = p if p.kept is None else p.again(p.kept)
            known[key] = self._with(ALWAYS, alone).truth is Truth.FALSE
        found: bool = known[key]
        return found

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


def _grafted(p: Instance, shape: Shape, rng: Random) -> Instance:
    """Return an instance of a shape; what is made of as many integers there is made of the same."""
    other = _of_regime(p.family, shape, rng)
    here, there = p.family.layout(p.shape).slots, p.family.layout(shape).slots
    places: dict[int, int] = {}
    for name, slot in there.items():
        integers = p.integers[here[name]]
        if len(integers) == slot.stop - slot.start:
            places |= zip(range(slot.start, slot.stop), map(int, integers), strict=True)
    return other.moved(places)
