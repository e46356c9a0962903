"""Shrinking: from an instance at which a claim is false to one a person would write.

Hypothesis shrinks choices and does not know that they are dimensions and entries; this
does. First one index of a dimension after the other is deleted from all arrays at once;
then, at every smaller shape, in order, the old integers cut to fit and some small ones are
tried; then the entries, many at once, field by field and one by one, go towards 0 and ±1.
Where a claim can be screened in batch, floats say which of the candidates are worth an
exact decision. What is returned has been decided false, exactly, like every step on the way.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from referee.deciding.shrink.candidates import (
    DRAWS,
    FEW_DRAWS,
    at_smaller_shape,
    deletions,
    simpler,
    thinned,
)
from referee.strategies.families import Instance, Shape

Fails = Callable[[Instance], bool]
Suspects = Callable[[Shape, Sequence[Sequence[int]]], Sequence[bool]]
MOST_TRIES = 3_000  # exact decisions


def shrink(found: Instance, fails: Fails, suspects: Suspects | None = None) -> Instance:
    """Return an instance no larger than ``found`` at which the claim still fails.

    ``suspects`` says, for many lists of integers at a shape, where it seems to fail; the
    others are passed over. Deterministic: equal instances shrink to equal instances. It
    ends after at most MOST_TRIES decisions, with the simplest instance found by then.
    """
    steps = _Steps(_at_most(MOST_TRIES, fails), suspects, random.Random(found.token))
    best = found
    while True:
        smaller = steps.smaller_entries(steps.smaller_shape(best))
        if smaller.token == best.token:
            return best
        best = smaller


def _at_most(tries: int, fails: Fails) -> Fails:
    """Return the same question, answered no once it was asked often enough."""
    left = iter(range(tries))

    def limited(p: Instance) -> bool:
        return next(left, None) is not None and fails(p)

    return limited


class _Steps:
    """The steps of shrinking one instance."""

    def __init__(self, fails: Fails, suspects: Suspects | None, rng: random.Random) -> None:
        self.fails, self.suspects, self.rng = fails, suspects, rng
        self._held: set[tuple[object, ...]] = set()  # what was decided and does not fail

    def first(self, p: Instance, shape: Shape, lists: Iterable[list[int]]) -> Instance | None:
        """Return the first instance of some integers at which the claim fails."""
        if self.suspects is not None:
            tried = list(lists)
            seen = self.suspects(shape, tried) if tried else ()
            lists = [ints for ints, suspect in zip(tried, seen, strict=True) if suspect]
        for integers in lists:
            key = (*shape.values(), *integers)
            if key not in self._held:
                candidate = p.family.build(shape, integers)
                if self.fails(candidate):
                    return candidate
                self._held.add(key)
        return None

    def smaller_shape(self, found: Instance) -> Instance:
        best = found
        while (without := self._with_an_index_deleted(best)) is not None:
            best = without
        for shape in best.family.shapes:
            if sum(shape.values()) >= sum(best.shape.values()):
                continue
            draws = FEW_DRAWS if self.suspects is None else DRAWS
            tried = at_smaller_shape(best, shape, self.rng, draws=draws)
            smaller = self.first(best, shape, tried)
            if smaller is not None:
                return smaller
        return best

    def _with_an_index_deleted(self, found: Instance) -> Instance | None:
        for _, group in groupby(deletions(found), key=lambda pair: tuple(pair[0].values())):
            pairs = list(group)
            smaller = self.first(found, pairs[0][0], [ints for _, ints in pairs])
            if smaller is not None:
                return smaller
        return None

    def smaller_entries(self, found: Instance) -> Instance:
        best = found
        if self.suspects is not None:  # without a screen every mask would cost a decision
            while (fewer := self._thinned(best)) is not None:
                best = fewer
        while (smaller := self.first(best, best.shape, simpler(best))) is not None:
            best = smaller
        return best

    def _thinned(self, p: Instance) -> Instance | None:
        size = sum(abs(int(i)) for i in p.integers)
        lists = [ints for ints in thinned(p, self.rng) if sum(map(abs, ints)) < size]
        return self.first(p, p.shape, lists)
