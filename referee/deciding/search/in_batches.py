"""Search: a batched sweep over named distributions in floating point, then a climb.

The sweep screens tens of thousands of instances at once (referee.language.screening); what looks
violated is rebuilt exactly and decided. What cannot be screened is swept one by one, exactly
(referee.deciding.search.one_by_one). From the smallest margins it saw, a climb changes
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
from dataclasses import replace

import numpy as np

from referee.deciding.search import on_device
from referee.deciding.search.batch import Batch, Seen, Start
from referee.deciding.search.climb import climb
from referee.deciding.search.on_device import Device
from referee.deciding.search.one_by_one import sweep_exactly
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Cell, Counts, Pace, Sweep, cells
from referee.language.comparison import Truth
from referee.language.screening import NotBatched
from referee.numerics.batches import NEAR, NUMPY
from referee.numerics.philox import key_of
from referee.strategies import structured_rows
from referee.strategies.distributions import MIXED
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.many_draws import ByCounter, ByGenerator

RATE = 2**14  # instances screened for a second of budget: a count, so that runs repeat
FIRST_ROWS = 256  # instances of a shape and a distribution in the first round; then twice as many
BATCH_BYTES = 2**26
PACE = Pace(RATE, FIRST_ROWS, BATCH_BYTES)
ARRAYS = 64  # arrays of the largest size that an evaluation may hold at once
MOST_SUSPECTS = 6  # of one distribution: floats that err once err again
MOST_AT_LARGER = 2  # of one larger shape, which the family's own sample never sees
ORDERED = 16  # instances that are screened in two orders
BRIEF = 3  # batches that look for the worst violation of what is already refuted

Verify = Callable[[Instance], Truth]  # decides an instance exactly


class Search:
    """One answer's search: where it draws, what it has seen, what it asks to be decided.

    ``name`` fixes what is screened, ``seed`` what is swept one by one for every answer.
    """

    def __init__(
        self,
        screen: Screen,
        verify: Verify,
        fits: Callable[[Shape], bool],
        name: str,
        seed: int = 0,
    ) -> None:
        self.screen, self.verify, self.fits, self.name, self.seed = screen, verify, fits, name, seed
        self.device, self.pace = None, PACE
        if screen.device not in NEAR:
            # What is small is screened here sooner, and the rest where it is drawn and built.
            self.screen = replace(screen, device=NUMPY)
            self.device, self.pace = Device(screen, name), on_device.PACE
        self.sweep = Sweep(arithmetic=screen.arithmetic)
        self._starts: list[Start] = []
        self._tried: Counter[str] = Counter()

    def run(self, seconds: float) -> Instance | None:
        """Sweep, then climb; return an instance that is exactly violated, if one was found.

        What cannot be screened in batches is swept one by one.
        """
        found = self._guarded(lambda: self._sweep(seconds) or self._climb())
        if not self.sweep.reason:
            return found
        family, seed = self.screen.claim.family, self.seed
        found, drawn = sweep_exactly(family, self.fits, self.verify, seconds=seconds, seed=seed)
        self.sweep = Sweep(self.sweep.reason, drawn=drawn)
        return found

    def run_briefly(self, batches: int = BRIEF) -> None:
        """Screen a few batches and have the worst suspicions decided: they may be worse."""
        self._guarded(lambda: self._glance(batches))

    def _guarded(self, step: Callable[[], Instance | None]) -> Instance | None:
        try:
            self.screen.check()
            self._check_order()
            return step()
        except NotBatched as error:
            self.sweep = Sweep(reason=str(error))
            return None

    def _check_order(self) -> None:
        family = self.screen.claim.family
        shape = family.shapes[-1]
        draws = ByCounter(key_of(family.name), np.arange(ORDERED))
        if self.fits(shape):
            self.screen.check_order(shape, structured_rows.rows_of(family, shape, "small", draws))

    def _cells(self) -> Sequence[Cell]:
        return cells(self.screen.claim.family, self.fits)

    def _sweep(self, seconds: float) -> Instance | None:
        for batch, cell in self._batches(self._cells(), int(seconds * self.pace.rate)):
            found = self._examine(batch, cell)
            if found is not None:
                return found
            self._starts += batch.starts()
        return None

    def _climb(self) -> Instance | None:
        def examine(batch: Batch) -> Instance | None:
            counts, found = self._violated(batch, Cell(batch.shape, "climb"))
            self.sweep = self.sweep.climbed(counts)
            return found

        return climb(self.screen, self._starts, examine, _generator(f"climb {self.name}"))

    def _glance(self, batches: int) -> None:
        rng, everywhere = _generator(self.name), self._cells()
        brief = min(batches, len(everywhere))
        chosen = rng.choice(len(everywhere), brief, replace=False) if everywhere else ()
        for cell in (everywhere[int(i)] for i in chosen):
            self._examine(self._drawn(cell, FIRST_ROWS, rng), cell)

    def _batches(self, cells: Sequence[Cell], budget: int) -> Iterator[tuple[Seen, Cell]]:
        """Yield batches round by round, every cell once a round, until the budget is spent."""
        rows, within, rng = self.pace.first_rows, self.pace.batch_bytes, _generator(self.name)
        while cells and budget > 0:
            for cell in cells:
                size = rows_of(cell.shape, min(rows, max(1, budget // len(cells))), within)
                yield self._drawn(cell, size, rng), cell
            budget -= sum(rows_of(cell.shape, rows, within) for cell in cells)
            rows *= 2

    def _drawn(self, cell: Cell, rows: int, rng: np.random.Generator) -> Seen:
        if self.device is not None:
            return self.device.batch(cell, rows)
        family = self.screen.claim.family
        draws = ByGenerator(rng, rows)
        ints = structured_rows.rows_of(family, cell.shape, cell.distribution, draws)
        return self.screen.see(cell.shape, ints)

    def _examine(self, batch: Seen, cell: Cell) -> Instance | None:
        """Count a batch and have its suspicions decided; return one that is confirmed."""
        counts, found = self._violated(batch, cell)
        self.sweep = self.sweep.seen(cell.distribution, counts, batch.margins())
        return found

    def _violated(self, batch: Seen, cell: Cell) -> tuple[Counts, Instance | None]:
        """Decide suspicions of a batch exactly: what is more than noise, the smallest first."""
        counts = Counts(instances=batch.rows, open=batch.open)
        for suspicion in batch.promising():
            place, most = _budget(cell, noise=suspicion.noise)
            if self._tried[place] >= most:
                break
            self._tried[place] += 1
            p = exactly(self.screen.claim.family, batch.shape, batch.integers_at(suspicion.row))
            truth = self.verify(p)
            counts += _outcome(truth)
            if truth is Truth.FALSE:
                return counts, p
        return counts, None


def _outcome(truth: Truth) -> Counts:
    """Return what a suspicion adds to the counts once it is decided."""
    return Counts(
        violations=int(truth is Truth.FALSE),
        open=-int(truth is not Truth.UNDECIDED),
        tried=1,
        false_finds=int(truth is Truth.TRUE),
    )


def _budget(cell: Cell, *, noise: bool) -> tuple[str, int]:
    """Return what a suspicion counts for, and how many are decided there.

    A larger shape has a budget of its own: what is false of it alone must not go unseen since
    floats err at another. What may be noise shares one, whatever the shape.
    """
    if cell.distribution == MIXED and not noise:
        return cell.name, MOST_AT_LARGER
    return f"{cell.distribution}{' noise' * noise}", MOST_SUSPECTS


def rows_of(shape: Shape, wanted: int, within: int = BATCH_BYTES) -> int:
    """Return how many instances of a shape go into one batch, bounded by bytes."""
    largest = max(shape.values(), default=1)
    return max(1, min(wanted, within // (8 * ARRAYS * largest**2)))


def exactly(family: Family, shape: Shape, ints: np.ndarray) -> Instance:
    """Return one instance of a batch in exact arithmetic."""
    return family.build(shape, [int(i) for i in ints])


def _generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(random.Random(f"sweep {seed}").getrandbits(128))
