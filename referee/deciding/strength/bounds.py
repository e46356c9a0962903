"""Bounds and rates that are true: how far they are from the reference's, and from the trivial one.

Everything is compared exactly. An answer is *tight* where it is nowhere worse than one of the
reference's; *worthless* where it is nowhere better than the trivial answer, or stays the same
where the reference's grows; *loose* where the ratio to the reference's
grows along a limit; else *of the same order*.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import Any

from referee.deciding.case import Case
from referee.deciding.one_instance import decide_at
from referee.deciding.strength.asked import Bound
from referee.deciding.strength.ladders import ladder, rungs, starts_anywhere
from referee.deciding.strength.words import (
    LOOSE,
    SAME_ORDER,
    TIGHT,
    WORTHLESS,
    Climb,
    Rung,
    Strength,
)
from referee.language.comparison import Truth, at_most
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.reading import parse
from referee.language.tree import Formula
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined, sign
from referee.strategies.families import Instance

SMALLEST, SAMPLED = 60, 60  # instances that values are compared at, besides those of ladders
BASES = 4  # ladders start from so many instances
STEPS = 3  # the last steps of a ladder, of which none may be shorter than the one before
Value = Callable[[Instance], Any]


def strength_of_bound(
    case: Case, asks: Bound, references: Sequence[Formula], also: Sequence[Formula]
) -> Strength | None:
    """Return how much a true answer says, None where there is nothing to hold it against.

    One of ``also`` is as good as the reference's, but nothing is measured by it.
    """
    judge = _Judge(case, asks, references or also, (*references, *also))
    return judge.tight() or judge.trivial() or judge.constant() or judge.measured()


@dataclass(frozen=True)
class _Judge:
    case: Case
    asks: Bound
    references: Sequence[Formula]
    good: Sequence[Formula]

    @cached_property
    def instances(self) -> list[Instance]:
        """Instances of the family, the same for every answer and seed."""
        family, rng = self.case.family, random.Random(f"strength {self.case.claim.id}")
        drawn = [family.sample_small(rng) for _ in range(SAMPLED)]
        return [*islice(family.in_order(), SMALLEST), *drawn]

    @cached_property
    def ladders(self) -> dict[str, list[list[Instance]]]:
        """The ladders of each limit, those without anything special first."""
        family = self.case.family
        plain = family.sparse(family.shapes[-1], random.Random("strength"), plain=True)
        bases = [plain, *self.instances[SMALLEST : SMALLEST + BASES - 1]]
        return {
            limit: [
                ladder(limit, p) for p in bases[: None if starts_anywhere(family, limit) else 1]
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
    def is_constant(self) -> bool:
        """Whether an answer is nearly the same number along every limit."""
        return all(map(self.stays_along, self.ladders))

    def stays_along(self, limit: str) -> bool:
        """Say whether an answer changes by a factor of at most two along a limit."""
        way = [_number(self.case.answer, p) for p in self.ladders[limit][0]]
        return None not in way and all(_is_near(value, way[0]) for value in way)

    def weaker(self, one: Value, other: Value, p: Instance) -> bool | None:
        """Say whether one value is a strictly weaker answer than another, None where unknown."""

        def no_weaker(at: Instance, _: object) -> Any:
            pair = (other(at), one(at)) if self.asks.largest else (one(at), other(at))
            return at_most(*pair)

        try:
            found = decide_at(no_weaker, self.case.answer, p).truth
        except (Undefined, ZeroDivisionError):
            return None
        return None if found is Truth.UNDECIDED else found is Truth.FALSE

    def tight(self) -> Strength | None:
        """Say that an answer is nowhere worse than one of the reference's, where it is."""
        for reference in self.good:
            value = _of(reference)
            worse = (self.weaker(self.case.answer, value, p) for p in self.everywhere)
            if not any(worse):
                says = "nowhere worse than {against}"
                return Strength(TIGHT, says, reference.text, len(self.everywhere))
        return None

    def trivial(self) -> Strength | None:
        """Say that an answer is nowhere better than the trivial one, where it is.

        What stays the same is better than what grows from some size on, whatever it is: it must
        be better at the family's own instances.
        """
        if self.asks.trivial is None:
            return None
        value, name = _trivial(self.case, self.asks.trivial)
        looked_at = self.instances if self.is_constant else self.everywhere
        if any(self.weaker(value, self.case.answer, p) for p in looked_at):
            return None
        says = "never above {against}" if self.asks.largest else "never below {against}"
        return Strength(WORTHLESS, says, name, len(looked_at))

    def constant(self) -> Strength | None:
        """Say that an answer stays where all of the reference's grow, where it does."""
        for limit in self.ladders if self.is_constant and self.references else ():
            way = self.ladders[limit][0]
            values = [[_number(_of(r), p) for p in way] for r in self.references]
            pairs = [(_of(r), p) for r in self.references for p in way]
            better = any(self.weaker(value, self.case.answer, p) for value, p in pairs)
            if not better and all(map(_grows, values)):
                says = f"nearly the same number however large {limit} is, where {{against}} grows"
                return Strength(WORTHLESS, says, self.references[0].text, len(way))
        return None

    def measured(self) -> Strength | None:
        """Compare an answer with the reference it is nearest to, along all limits."""
        found = [(r, list(self.climbs(_of(r)))) for r in self.references]
        if not found:
            return None
        for reference, climbs in found:
            if not any(climb.grows for climb in climbs):
                return self._bounded(reference, climbs)
        reference, climbs = found[0]
        worst = next(climb for climb in climbs if climb.grows)
        first, last = worst.rungs[0], worst.rungs[-1]
        says = (
            f"{{first}} times {{against}} at {worst.limit} = {first.size},"
            f" {{last}} times at {worst.limit} = {last.size}, and growing"
        )
        numbers = {"first": first.ratio, "last": last.ratio}
        return self._compared(LOOSE, says, reference, climbs, numbers)

    def _bounded(self, reference: Formula, climbs: Sequence[Climb]) -> Strength:
        ratios = [r for p in self.everywhere for r in self._ratio(p, _of(reference))]
        known = [ratio for ratio in ratios if ratio is not None]
        says = "at most {largest} times {against}" if known else "somewhere worse than {against}"
        numbers = {"largest": _largest(known)} if known else {}
        return self._compared(SAME_ORDER, says, reference, climbs, numbers)

    def _compared(
        self,
        word: str,
        says: str,
        reference: Formula,
        climbs: Sequence[Climb],
        numbers: Mapping[str, Any],
    ) -> Strength:
        instances = len(self.everywhere)
        return Strength(word, says, reference.text, instances, tuple(climbs), numbers)

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
            for ratio in self._ratio(p, reference)
        ]
        return Climb(limit, tuple(steps), _grows([step.ratio for step in steps]))

    def _ratio(self, p: Instance, reference: Value) -> Iterator[Any]:
        """Yield how many times weaker an answer is; nothing where the reference is not positive."""
        own, best = _number(self.case.answer, p), _number(reference, p)
        if own is None or best is None or sign(best) != 1:
            return
        if self.asks.largest:
            own, best = best, own
        with suppress(OutOfReach):
            yield own / best if sign(best) == 1 else None


def _of(formula: Formula) -> Value:
    return lambda p: value_of(formula, p)


def _trivial(case: Case, trivial: str | Value) -> tuple[Value, str]:
    if callable(trivial):
        return trivial, (trivial.__doc__ or "the trivial answer").strip().partition("\n")[0]
    return _of(parse(trivial, dict.fromkeys(case.family.by_name))), trivial


def _number(value: Value, p: Instance) -> Any:
    """Return the number that a formula has for a value, None where it has none."""
    try:
        return value(p)[0, 0]
    except (AnswerUndefined, Undefined, OutOfReach, ZeroDivisionError):
        return None


def _is_near(one: Any, other: Any) -> bool:
    """Say whether one number is between half of another and twice it."""
    if sign(other) == -1:
        one, other = -one, -other
    return sign(2 * one - other) != -1 and sign(2 * other - one) != -1


def _grows(values: Sequence[Any]) -> bool:
    """Say whether exact numbers at sizes that double grow without an end in sight.

    The last steps all go up, and none is shorter than the one before: what tends to a limit has
    ever shorter ones, and a logarithm has steps of one length. What says nothing somewhere, and
    does so at the end, grows too.
    """
    if values and values[-1] is None:
        return True
    known = [value for value in values if value is not None]
    steps = [b - a for a, b in pairwise(known)][-STEPS:]
    if len(steps) < STEPS or sign(steps[-1]) != 1:
        return False
    return all(sign(b - a) in {0, 1} for a, b in pairwise(steps))


def _largest(numbers: Sequence[Any]) -> Any:
    best = numbers[0]
    for number in numbers[1:]:
        best = number if sign(number - best) == 1 else best
    return best
