"""Measures of an answer that is a number: against others at instances, and along limits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from referee.deciding.case import Case
from referee.deciding.drawn_once import smallest
from referee.deciding.one_instance import decide_at
from referee.deciding.strength.asked import Bound
from referee.deciding.strength.growth import grows, is_near
from referee.deciding.strength.ladders import ladder, rungs, starts_anywhere
from referee.deciding.strength.words import Climb, Rung
from referee.language.comparison import Comparison, Truth, at_most
from referee.language.evaluation import AnswerUndefined
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined, sign
from referee.strategies.families import Instance

SMALLEST, SAMPLED = 60, 60  # instances that values are compared at, besides those of ladders
BASES = 4  # ladders start from so many instances
Value = Callable[[Instance], Any]


@dataclass(frozen=True)
class Measures:
    """What an answer is measured at: the same instances for every answer and seed."""

    case: Case
    asks: Bound

    @cached_property
    def instances(self) -> list[Instance]:
        """Instances of the family: the smallest, and independent ones."""
        family, rng = self.case.family, random.Random(f"strength {self.case.claim.id}")
        drawn = [family.sample_small(rng) for _ in range(SAMPLED)]
        return [*smallest(family, SMALLEST), *drawn]

    @cached_property
    def ladders(self) -> dict[str, list[list[Instance]]]:
        """The ladders of each limit, the one that starts from nothing special first."""
        family = self.case.family
        plain = family.sparse(family.shapes[-1], random.Random("strength"), plain=True)
        bases = [plain, *self.instances[SMALLEST : SMALLEST + BASES - 1]]
        return {
            limit: [
                ladder(limit, p) for p in (bases if starts_anywhere(family, limit) else [plain])
            ]
            for limit in self.asks.along.split()
        }

    @cached_property
    def everywhere(self) -> list[Instance]:
        """All instances that values are compared at."""
        return [
            *self.instances,
            *(p for ways in self.ladders.values() for way in ways for p in way),
        ]

    @cached_property
    def stays(self) -> bool:
        """Whether an answer changes by a factor of at most two along every limit."""
        ways = map(self.along, self.ladders)
        return all(None not in way and all(is_near(x, way[0]) for x in way) for way in ways)

    def along(self, limit: str) -> list[Any]:
        """Return the values of an answer along the first ladder of a limit."""
        return [number(self.case.answer, p) for p in self.ladders[limit][0]]

    def weaker(self, one: Value, other: Value, p: Instance) -> bool | None:
        """Say whether one value is a strictly weaker answer than another, None where unknown."""

        def no_weaker(at: Instance, _: object) -> Comparison:
            return at_most(*((other(at), one(at)) if self.asks.largest else (one(at), other(at))))

        try:
            found = decide_at(no_weaker, self.case.answer, p).truth
        except (Undefined, ZeroDivisionError):
            return None
        return None if found is Truth.UNDECIDED else found is Truth.FALSE

    def ratios(self, p: Instance, reference: Value) -> Iterator[Any]:
        """Yield how many times weaker an answer is; nothing where the reference is not positive.

        None where the answer is to be large and is not even positive: it says nothing there.
        """
        own, best = number(self.case.answer, p), number(reference, p)
        if own is None or best is None or sign(best) != 1:
            return
        if self.asks.largest:
            own, best = best, own
        with suppress(OutOfReach):
            yield own / best if sign(best) == 1 else None

    def climbs(self, reference: Value) -> Iterator[Climb]:
        """Yield what is measured along each limit: where the ratio grows, else the first."""
        for limit, ways in self.ladders.items():
            sizes = rungs(self.case.family, limit)
            found = [self._climb(limit, sizes, way, reference) for way in ways]
            known = [climb for climb in found if climb.rungs]
            if known:
                yield next((climb for climb in known if climb.grows), known[0])

    def _climb(
        self, limit: str, sizes: Sequence[int], way: list[Instance], reference: Value
    ) -> Climb:
        steps = [
            Rung(size, ratio)
            for size, p in zip(sizes, way, strict=True)
            for ratio in self.ratios(p, reference)
        ]
        return Climb(limit, tuple(steps), grows([step.ratio for step in steps]))


def number(value: Value, p: Instance) -> Any:
    """Return the number that a formula has for a value, None where it has none."""
    try:
        return value(p)[0, 0]
    except (AnswerUndefined, Undefined, OutOfReach, ZeroDivisionError):
        return None
