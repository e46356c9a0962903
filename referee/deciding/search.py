"""Search: a batched sweep over named distributions in floating point, then a climb.

The sweep screens tens of thousands of instances at once (referee.language.screening); what looks
violated is rebuilt exactly and decided. What cannot be screened is swept one by one, exactly
(referee.deciding.exact_sweep). From the smallest margins it saw, a climb changes
the integers locally towards smaller ones. Floats never decide: a suspicion that exact
arithmetic does not confirm is counted as a false find.

Every distribution is drawn in equal parts from all shapes of the family, independently, so
that N instances without a violation bound how often there is one by 1 − 0.01^(1/N) at 99 %.
Larger shapes are drawn in equal parts from a mixture of all distributions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from referee.deciding.claim import Claim
from referee.deciding.exact_sweep import sweep_exactly
from referee.deciding.shrink import Suspects
from referee.deciding.sweep import Cell, Counts, Sweep, cells
from referee.language.comparison import Truth
from referee.language.screening import NotBatched, Screened
from referee.numerics import arrays, batches
from referee.numerics.batches import to_numpy
from referee.strategies.distributions import MIXED, integers
from referee.strategies.families import Family, Instance, Shape

RATE = 2**14  # instances screened for a second of budget: a count, so that runs repeat
FIRST_ROWS = 256  # instances of a shape and a distribution in the first round; then twice as many
BATCH_BYTES = 2**26
ARRAYS = 64  # arrays of the largest size that an evaluation may hold at once
SUSPECTS = 3  # of one batch that are decided exactly, the smallest first
MOST_SUSPECTS = 6  # of one distribution: floats that err once err again
MOST_AT_LARGER = 2  # of one larger shape, which the family's own sample never sees
NOISE = 1e-9  # a gap below this may be all rounding error
BRIEF = 8  # batches that look for the worst violation of what is already refuted

Verify = Callable[[Instance], Truth]  # decides an instance exactly


@dataclass(frozen=True)
class Batch:
    """Instances of one shape with what floats see of each, as NumPy arrays of B rows."""

    shape: Shape
    integers: np.ndarray
    suspect: np.ndarray
    slack: np.ndarray
    gap: np.ndarray
    vacuous: np.ndarray


@dataclass
class Screen:
    """A claim and an answer as a function of whole batches.

    Raises NotBatched from :meth:`check` and :meth:`see` for a claim that has no such form.
    """

    claim: Claim
    answer: Callable[[Instance], object]
    device: str = "cpu"

    def check(self) -> None:
        """Build two instances at once in NumPy, before torch is imported for a batch."""
        family = self.claim.family
        names = [f.name for f in family.fields if f.integers(family.shapes[0])]
        if not names:
            raise NotBatched("its instances are the shapes alone")
        for shape in family.shapes[:2]:
            least = [max(low or 0, 0) for low, _ in family.layout(shape).bounds]
            p = family.build(shape, np.array([least, least], dtype=np.int64), arrays.float64)
            for name in names:
                why = f"the field “{name}” is not built in batches"
                built = _guarded(partial(getattr, p, name), why)
                if np.shape(built) != (2, *family.by_name[name].size(shape)):
                    raise NotBatched(why)

    @property
    def arithmetic(self) -> str:
        """What computes a batch where it is not torch: "numpy", else ""."""
        return "" if batches.has_torch() else "numpy"

    def see(self, shape: Shape, ints: np.ndarray) -> Batch:
        """Screen instances of a shape given by integers (B, k)."""
        p = self.claim.family.build(shape, ints, arrays.batch_on(self.device))
        found = _guarded(lambda: self.claim.decide(p, self.answer), "it is not decided in batches")
        if not isinstance(found, Screened):
            raise NotBatched("the claim does not depend on the instance at a shape")
        return _batch(shape, ints, found)

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


def _guarded(step: Callable[[], Any], what: str) -> Any:
    """Take a step of a batched evaluation; raises NotBatched where it fails in any way."""
    try:
        with np.errstate(all="ignore"):
            return step()
    except NotBatched:
        raise
    except Exception as error:
        raise NotBatched(what) from error


def _batch(shape: Shape, ints: np.ndarray, found: Screened) -> Batch:
    rows = len(ints)
    suspect, slack, gap, vacuous = (
        np.array(np.broadcast_to(to_numpy(a), rows))
        for a in (~found.holds, found.slack, found.gap, found.vacuous)
    )
    return Batch(shape, ints, suspect & ~vacuous, slack, gap, vacuous)


def _budget(cell: Cell, *, noise: bool) -> tuple[str, int]:
    """Return what a suspicion counts for, and how many are decided there.

    A larger shape has a budget of its own: what is false of it alone must not go unseen since
    floats err at another. What may be noise shares one, whatever the shape.
    """
    if cell.distribution == MIXED and not noise:
        return cell.name, MOST_AT_LARGER
    return f"{cell.distribution}{' noise' * noise}", MOST_SUSPECTS


def rows_of(shape: Shape, wanted: int) -> int:
    """Return how many instances of a shape go into one batch, bounded by bytes."""
    largest = max(shape.values(), default=1)
    return max(1, min(wanted, BATCH_BYTES // (8 * ARRAYS * largest**2)))


@dataclass
class Search:
    """One answer's search: where it draws, what it has seen, what it asks to be decided."""

    screen: Screen
    verify: Verify
    fits: Callable[[Shape], bool]
    seed: str
    sweep: Sweep = field(default_factory=Sweep)
    tightest: list[tuple[float, Shape, np.ndarray]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.sweep.arithmetic = self.screen.arithmetic

    def run(self, seconds: float) -> Instance | None:
        """Sweep, then climb; return an instance that is exactly violated, if one was found.

        What cannot be screened in batches is swept one by one.
        """
        found = self._guarded(lambda: self._sweep(seconds) or self._climb())
        if not self.sweep.reason:
            return found
        family = self.screen.claim.family
        return sweep_exactly(
            family, self.fits, self.verify, self.sweep, seconds=seconds, seed=self.seed
        )

    def run_briefly(self) -> None:
        """Screen a few batches and have the worst suspicions decided: they may be worse."""
        self._guarded(self._glance)

    def _guarded(self, step: Callable[[], Instance | None]) -> Instance | None:
        try:
            self.screen.check()
            return step()
        except NotBatched as error:
            self.sweep = Sweep(reason=str(error))
            return None

    def _cells(self) -> Sequence[Cell]:
        return cells(self.screen.claim.family, self.fits)

    def _sweep(self, seconds: float) -> Instance | None:
        for batch, cell in self._batches(self._cells(), int(seconds * RATE)):
            found = self._examine(batch, cell)
            if found is not None:
                return found
            self._remember(batch)
        return None

    def _examine(self, batch: Batch, cell: Cell) -> Instance | None:
        """Count a batch and have its suspicions decided; return one that is confirmed."""
        measured = batch.slack[np.isfinite(batch.slack) & ~batch.vacuous]
        self.sweep.slacks.append(measured)
        return self._violated(batch, cell, self.sweep.drawn.setdefault(cell.distribution, Counts()))

    def _batches(self, cells: Sequence[Cell], budget: int) -> Iterator[tuple[Batch, Cell]]:
        """Yield batches round by round, every cell once a round, until the budget is spent."""
        rows, rng = FIRST_ROWS, _generator(self.seed)
        while cells and budget > 0:
            for cell in cells:
                size = rows_of(cell.shape, min(rows, max(1, budget // len(cells))))
                yield self._drawn(cell, size, rng), cell
            budget -= sum(rows_of(cell.shape, rows) for cell in cells)
            rows *= 2

    def _drawn(self, cell: Cell, rows: int, rng: np.random.Generator) -> Batch:
        bounds = self.screen.claim.family.layout(cell.shape).bounds
        return self.screen.see(cell.shape, integers(cell.distribution, bounds, rows, rng))

    def _violated(self, batch: Batch, cell: Cell, counts: Counts) -> Instance | None:
        """Decide suspicions of a batch exactly: what is more than noise, the smallest first.

        Floats err most where numbers are large: what is violated and small is real sooner.
        """
        counts.instances += len(batch.integers)
        suspects = np.flatnonzero(batch.suspect)
        sizes = np.log1p(np.abs(batch.integers[suspects].astype(float))).sum(axis=1)
        noise = np.abs(batch.gap[suspects]) < NOISE
        order = np.lexsort((sizes, noise))
        counts.open += len(order)
        for i in order[:SUSPECTS]:
            place, most = _budget(cell, noise=bool(noise[i]))
            if self.tried[place] >= most:
                break
            self.tried[place] += 1
            counts.tried += 1
            p = exactly(self.screen.claim.family, batch.shape, batch.integers[suspects[i]])
            truth = self.verify(p)
            counts.open -= truth is not Truth.UNDECIDED
            counts.false_finds += truth is Truth.TRUE
            if truth is Truth.FALSE:
                counts.violations += 1
                return p
        return None

    def _glance(self) -> None:
        rng, everywhere = _generator(self.seed), self._cells()
        brief = min(BRIEF, len(everywhere))
        chosen = rng.choice(len(everywhere), brief, replace=False) if everywhere else ()
        for cell in (everywhere[int(i)] for i in chosen):
            self._examine(self._drawn(cell, FIRST_ROWS, rng), cell)

    # -------------------------------------------------------------------------- the climb

    def _remember(self, batch: Batch) -> None:
        """Keep the instances of smallest positive slack, from which a climb may start."""
        room = np.where((batch.slack > 0) & ~batch.vacuous, batch.slack, np.inf)
        for row in np.argsort(room, kind="stable")[:2]:
            if np.isfinite(room[row]):
                self.tightest.append((float(room[row]), batch.shape, batch.integers[row]))

    def _climb(self) -> Instance | None:
        rng = _generator(f"climb {self.seed}")
        starts = sorted(self.tightest, key=lambda entry: entry[0])[:STARTS]
        for slack, shape, ints in starts:
            found = self._climb_from(slack, shape, ints, rng)
            if found is not None:
                return found
        return None

    def _climb_from(
        self, slack: float, shape: Shape, ints: np.ndarray, rng: np.random.Generator
    ) -> Instance | None:
        bounds = self.screen.claim.family.layout(shape).bounds
        for _ in range(STEPS if bounds else 0):
            batch = self.screen.see(shape, neighbours(ints, bounds, rng))
            found = self._violated(batch, Cell(shape, "climb"), self.sweep.climb)
            if found is not None:
                return found
            room = np.where(batch.vacuous | np.isnan(batch.slack), np.inf, batch.slack)
            best = int(room.argmin())
            if not room[best] < slack:
                return None
            slack, ints = float(room[best]), batch.integers[best]
        return None


LARGEST_INTEGER = 2**40  # that is screened; what floats make of larger ones is no guide
STARTS = 8  # instances a climb starts from
STEPS = 12  # of a climb
NEIGHBOURS = 128  # looked at in every step


def neighbours(ints: np.ndarray, bounds: Any, rng: np.random.Generator) -> np.ndarray:
    """Return (NEIGHBOURS, k) integers that differ from ``ints`` in one place or two.

    A place takes the value 0, ±1, a neighbouring one, its opposite, its half or another
    place's; all are moved within bounds.
    """
    rows = np.repeat(ints[None, :].astype(np.int64), NEIGHBOURS, axis=0)
    for _ in range(2):
        column = rng.integers(0, rows.shape[1], NEIGHBOURS)
        line, value = np.arange(NEIGHBOURS), rows[np.arange(NEIGHBOURS), column]
        other = rows[line, rng.integers(0, rows.shape[1], NEIGHBOURS)]
        options = np.stack(
            [0 * value, value**0, -(value**0), value + 1, value - 1, -value, value // 2, other]
        )
        rows[line, column] = options[rng.integers(0, len(options), NEIGHBOURS), line]
    lows = [-LARGEST_INTEGER if low is None else low for low, _ in bounds]
    highs = [LARGEST_INTEGER if high is None else high for _, high in bounds]
    moved: np.ndarray = np.clip(rows, lows, highs)
    return moved


def exactly(family: Family, shape: Shape, ints: np.ndarray) -> Instance:
    """Return one instance of a batch in exact arithmetic."""
    return family.build(shape, [int(i) for i in ints])


def _generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(random.Random(f"sweep {seed}").getrandbits(128))
