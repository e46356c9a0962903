"""Grounds: instances that are moved onto a condition, by what the claim is without it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from referee.deciding.case import Case
from referee.deciding.findings import Findings
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Comparison, Truth
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import TOP

FIRST = 24  # instances in order of size
SMALL = 30  # drawn at small shapes
LARGER = 16  # drawn at shapes that are one larger
MOST_EXCLUDED = 12
REGIMES = ("sparse", "sparse", "spread")
BLANK = Comparison(Truth.TRUE, "true")  # stands for a condition that is always true


class Grounds:
    """Instances of small shapes and of slightly larger ones, which the seed fixes."""

    def __init__(self, case: Case, known: Findings) -> None:
        self.case, self.known = case, known
        self.rng = case.random("grounds")

    @cached_property
    def all(self) -> list[Instance]:
        """The smallest instances, then drawn ones of shapes at which the answer fits."""
        found = [*islice(self.case.family.in_order(), FIRST), *self._drawn(self.rng)]
        return [p for p in found if self.known.fits(self.case, p.shape)]

    def _drawn(self, rng: random.Random) -> Iterator[Instance]:
        family = self.case.family
        beyond = family.extent.just_beyond()
        shapes = [rng.choice(family.shapes) for _ in range(SMALL)]
        shapes += [rng.choice(beyond) for _ in range(LARGER if beyond else 0)]
        for shape in shapes:
            raws = [rng.randint(-TOP, TOP) for _ in family.layout(shape).bounds]
            yield family.from_raw(shape, raws, rng.choice(REGIMES))

    @cached_property
    def excluded(self) -> list[Instance]:
        """Those that a condition has to exclude: where it would be true the claim is false.

        All of them where there is none, as where a premise is the claim's own.
        """
        drawn = self.all[FIRST:]
        turns = [p for pair in zip(drawn, reversed(drawn), strict=True) for p in pair]
        kept = list(islice((p for p in turns[: len(drawn)] if self._is_excluded(p)), MOST_EXCLUDED))
        return kept or drawn[-MOST_EXCLUDED:]

    def _is_excluded(self, p: Instance) -> bool:
        return decide_at(self.case.claim.decide, lambda _: BLANK, p).truth is Truth.FALSE
