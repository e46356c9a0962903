"""The sweep on a device: instances are drawn, built and screened there; suspicions come back.

A row's integers follow from the name of the search, the cell and the row's number
(:class:`referee.strategies.many_draws.ByCounter`), so that no array comes back: of a batch of any
size there are the numbers of a few rows, which are drawn again here, and a histogram.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from referee.deciding.search.batch import NOISE, STARTS, SUSPECTS, Margins, Start, Suspicion
from referee.deciding.search.batched import guarded
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Cell, Pace
from referee.language.screening import SUSPECT, NotBatched, Screened
from referee.numerics import arrays, batches
from referee.numerics.batches import to_numpy
from referee.numerics.philox import Key, key_of
from referee.strategies import structured_rows
from referee.strategies.distributions import drawn
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.many_draws import ByCounter

PACE = Pace(rate=2**22, first_rows=2**14, batch_bytes=2**30)  # with fewer a device is idle
PROBED = 4  # instances by which it is told whether fields are laid out on a device
CLOSE = 1e-9  # what they may differ by: sums are taken in another order
BINS = 128  # of slacks that are as they should be, and as many of others
Tensor = Any  # torch's


class Device:
    """A claim's screen on a device, and how many rows of each cell have been drawn there."""

    def __init__(self, screen: Screen, search: str) -> None:
        self.screen, self.search = screen, search
        self._next: Counter[str] = Counter()

    def batch(self, cell: Cell, rows: int) -> OnDevice:
        """Draw and screen the next rows of a cell. Raises NotBatched as :meth:`Screen.see`."""
        source = Source.of(self.screen.claim.family, cell, self.search)
        first = self._next[cell.name]
        self._next[cell.name] += rows
        torch = batches.torch()
        numbers = torch.arange(first, first + rows, device=self.screen.device)
        at = numbers if self._lays_out else to_numpy(numbers)
        integers = guarded(lambda: source.drawn(at), "its integers are not drawn on the device")
        found = self.screen.screened(cell.shape, integers)
        return OnDevice(source, first, torch.as_tensor(integers, device=numbers.device), found)

    @cached_property
    def _lays_out(self) -> bool:
        """Whether the fields are built on the device of integers there, as they are here.

        Where they are not, integers are drawn and arrays built here and brought there.
        """
        family = self.screen.claim.family
        return all(lays_out(family, shape, self.screen.device) for shape in family.shapes[:2])


def lays_out(family: Family, shape: Shape, device: str) -> bool:
    """Say whether arrays that are built on a device of integers there are those built here."""
    draws = ByCounter(key_of(family.name), np.arange(PROBED))
    integers = drawn("small", family.layout(shape).bounds, draws)
    here = family.build(shape, integers, arrays.batch64)
    there = family.build(shape, batches.torch().as_tensor(integers, device=device),
                         arrays.batch_on(device))  # fmt: skip
    names = [each.name for each in family.fields if each.integers(shape)]
    try:
        return all(guarded(partial(_same, here, there, name), name) for name in names)
    except NotBatched:
        return False


def _same(here: Instance, there: Instance, name: str) -> bool:
    one, other = getattr(here, name), getattr(there, name)
    if isinstance(one, list):
        return all(map(_alike, one, other))
    return _alike(one, other)


def _alike(one: np.ndarray, other: Tensor) -> bool:
    alike = batches.is_torch(other) and tuple(one.shape) == tuple(other.shape)
    return alike and np.allclose(one, to_numpy(other), rtol=CLOSE, atol=CLOSE, equal_nan=True)


@dataclass(frozen=True)
class Source:
    """Where the rows of a cell come from: any row by its number, wherever it is drawn."""

    family: Family
    cell: Cell
    key: Key

    @classmethod
    def of(cls, family: Family, cell: Cell, search: str) -> Source:
        """Return the source of a cell in a search that has a name."""
        return cls(family, cell, key_of(f"device {search} {family.name} {cell.name}"))

    def drawn(self, numbers: Tensor) -> Tensor:
        """Return the integers (B, k) of the rows with these numbers, where the numbers lie."""
        draws = ByCounter(self.key, numbers)
        return structured_rows.rows_of(self.family, self.cell.shape, self.cell.distribution, draws)


@dataclass(frozen=True)
class OnDevice:
    """Rows of a cell, from a number on, and what floats saw of them, as tensors of B rows."""

    source: Source
    first: int
    integers: Tensor
    found: Screened

    @property
    def shape(self) -> Shape:
        """The shape of all instances."""
        return self.source.cell.shape

    @property
    def rows(self) -> int:
        """How many instances there are."""
        return len(self.integers)

    @property
    def open(self) -> int:
        """How many are suspect."""
        return int(self._seen[0])

    def promising(self) -> Sequence[Suspicion]:
        """Return the suspicions that are decided exactly: what is more than noise, the smallest."""
        rows, noise = self._seen[1 : 1 + 2 * SUSPECTS].reshape(2, SUSPECTS)
        found = zip(rows[: self.open], noise[: self.open], strict=True)
        return [Suspicion(int(row), bool(noise)) for row, noise in found]

    def integers_at(self, row: int) -> np.ndarray:
        """Return the integers of an instance, drawn again here."""
        found: np.ndarray = self.source.drawn(np.array([self.first + row]))[0]
        return found

    def margins(self) -> Margins:
        """Return the slacks of all instances that are not vacuous, in bins.

        A bin is said by the least slack in it; nothing that is as it should be shares one with
        what seems violated.
        """
        least, counts = self._seen[-2 * 2 * BINS :].reshape(2, 2 * BINS)
        full = counts > 0
        return Margins(least[full], counts[full].astype(np.int64))

    def starts(self) -> list[Start]:
        """Return the instances of smallest positive slack."""
        rows, slacks = self._seen[1 + 2 * SUSPECTS :][: 2 * STARTS].reshape(2, STARTS)
        found = [(int(row), float(slack)) for row, slack in zip(rows, slacks, strict=True)]
        return [
            Start(slack, self.shape, self.integers_at(row))
            for row, slack in found
            if np.isfinite(slack)
        ]

    @cached_property
    def _seen(self) -> np.ndarray:
        """All that comes back, in one piece: a transfer waits for the device."""
        xp = batches.namespace(self.integers)
        rows, noise, suspects = self._suspects()
        starts, slacks = _least(xp.where(self._measured & (self._slack > 0), self._slack, np.inf))
        least, counts = _binned(self._slack, self._measured)
        parts = (suspects.sum()[None], rows, noise, starts, slacks, least, counts)
        return to_numpy(xp.concatenate([batches.real(part) for part in parts]))

    def _suspects(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return the most promising rows, which of them may be noise, and which are suspect."""
        xp = batches.namespace(self.integers)
        suspects = ~self._full(self.found.holds) & ~self._vacuous
        noise = abs(self._full(self.found.gap)) < NOISE
        sizes = xp.log1p(batches.real(abs(self.integers))).sum(1)
        kind = xp.where(noise, 2 * sizes.max() + 1, 0 * sizes)  # all of them after what is none
        rows, _ = _least(xp.where(suspects, sizes + kind, np.inf), SUSPECTS)
        return rows, noise[rows], suspects

    @cached_property
    def _vacuous(self) -> Tensor:
        return self._full(self.found.vacuous)

    @cached_property
    def _slack(self) -> Tensor:
        return self._full(self.found.slack)

    @cached_property
    def _measured(self) -> Tensor:
        return (abs(self._slack) < np.inf) & ~self._vacuous

    def _full(self, of_rows: Tensor) -> Tensor:
        return batches.namespace(of_rows).broadcast_to(of_rows, (self.rows,))


def _least(values: Tensor, count: int = STARTS) -> tuple[Tensor, Tensor]:
    """Return the rows of the least values, in order, and these; the first of equal ones first.

    Of fewer values than ``count`` the last is said again, as what is not finite.
    """
    ordered, rows = values.sort(stable=True)
    short = max(0, count - len(rows))
    pad = batches.namespace(values).full_like(ordered[:1], np.inf).expand(short)
    xp = batches.namespace(values)
    return (
        xp.concatenate([rows[:count], rows[:1].expand(short)]),
        xp.concatenate([ordered[:count], pad]),
    )


def _binned(slack: Tensor, measured: Tensor) -> tuple[Tensor, Tensor]:
    """Return the least slack of each bin and how many are in it: (2·BINS,) of each.

    Half of them hold slacks that are as they should be but for rounding, which count as 0 where
    they are negative; the other half holds what seems violated.
    """
    fine = slack >= -SUSPECT
    halves = [
        _half(slack.clip(0, None), measured & fine),
        _half(slack, measured & ~fine),
    ]
    xp = batches.namespace(slack)
    least, counts = (xp.concatenate(parts) for parts in zip(*halves, strict=True))
    return least, counts


def _half(slack: Tensor, mine: Tensor) -> tuple[Tensor, Tensor]:
    """Return the least slack of each of BINS even bins and how many of mine are in it."""
    xp = batches.namespace(slack)
    low = xp.where(mine, slack, np.inf).min()
    high = xp.where(mine, slack, -np.inf).max()
    place = xp.where(mine, (slack - low) / (high - low) * BINS, 0.0)
    index = batches.whole(place.nan_to_num(0.0, 0.0, 0.0)).clip(0, BINS - 1)
    index = xp.where(mine, index, BINS)  # the others go into a bin of their own
    empty = xp.full_like(slack[:1], np.inf).repeat(BINS + 1)
    least = empty.scatter_reduce(0, index, slack, "amin")[:BINS]
    counts = (0 * index[:1]).repeat(BINS + 1).scatter_add(0, index, batches.whole(mine))[:BINS]
    return least, counts
