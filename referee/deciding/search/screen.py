"""Screens: a claim and an answer as a function of whole batches, in floating point.

Floats never decide: a screen says where the claim seems to fail, which exact arithmetic looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from referee.deciding.claim import Claim
from referee.deciding.search.batch import Batch
from referee.deciding.search.batched import LARGEST_INTEGER, guarded, why_not_batched
from referee.deciding.shrink.steps import Suspects
from referee.language.screening import NotBatched, Screened
from referee.numerics import arrays, batches
from referee.numerics.batches import Array, to_numpy
from referee.strategies.families import Instance, Shape


@dataclass(frozen=True)
class Screen:
    """A claim and an answer as a function of whole batches.

    Raises NotBatched from :meth:`check` and :meth:`see` for a claim that has no such form.
    """

    claim: Claim
    answer: Callable[[Instance], object]
    device: str = "cpu"

    def check(self) -> None:
        """Build two instances at once in NumPy, before torch is imported for a batch."""
        why = why_not_batched(self.claim.family)
        if why:
            raise NotBatched(why)

    def check_order(self, shape: Shape, ints: np.ndarray) -> None:
        """Screen some instances in two orders: what is said of each is said of it alone.

        A property that takes one row for all, or all rows together, says something in batches too,
        and nothing of any instance. Raises NotBatched where orders differ by more than rounding.
        """
        one, other = self.see(shape, ints), self.see(shape, ints[::-1])
        differ = one.suspect != other.suspect[::-1]
        if differ.sum() > len(ints) // 4:
            raise NotBatched("what it says of an instance depends on the others of a batch")

    @property
    def arithmetic(self) -> str:
        """What computes a batch: "torch" or "numpy"."""
        return "torch" if batches.by_torch(self.device) else "numpy"

    def see(self, shape: Shape, ints: np.ndarray) -> Batch:
        """Screen instances of a shape given by integers (B, k)."""
        return _batch(shape, ints, self.screened(shape, ints))

    def screened(self, shape: Shape, ints: Array) -> Screened:
        """Return what floats see, where they see it; integers may lie on the device already."""
        p = self.claim.family.build(shape, ints, arrays.batch_on(self.device))
        found = guarded(lambda: self.claim.decide(p, self.answer), "it is not decided in batches")
        if not isinstance(found, Screened):
            raise NotBatched("the claim does not depend on the instance at a shape")
        return found

    def suspects(self) -> Suspects | None:
        """Return what tells a shrinker where the claim seems to fail, None for no such claim."""
        try:
            self.check()
        except NotBatched:
            return None
        return self._suspects

    def _suspects(self, shape: Shape, lists: Sequence[Sequence[int]]) -> Sequence[bool]:
        everything = [True] * len(lists)
        if any(abs(i) > LARGEST_INTEGER for ints in lists for i in ints) or not lists[0]:
            return everything
        try:
            return [bool(x) for x in self.see(shape, np.array(lists, dtype=np.int64)).suspect]
        except NotBatched:
            return everything


def _batch(shape: Shape, ints: np.ndarray, found: Screened) -> Batch:
    rows = len(ints)
    suspect, slack, gap, vacuous = (
        np.array(np.broadcast_to(to_numpy(a), rows))
        for a in (~found.holds, found.slack, found.gap, found.vacuous)
    )
    return Batch(shape, ints, suspect & ~vacuous, slack, gap, vacuous)
