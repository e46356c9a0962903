"""What floats see of a batch of instances, and what a search takes from it, in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from referee.strategies.families import Shape

SUSPECTS = 3  # of one batch that are decided exactly, the smallest first
NOISE = 1e-9  # a gap below this may be all rounding error
STARTS = 2  # of one batch from which a climb may start


@dataclass(frozen=True)
class Suspicion:
    """A row where the claim seems to fail, and whether that may be all rounding error."""

    row: int
    noise: bool


@dataclass(frozen=True)
class Start:
    """An instance of small positive slack, from which a climb may start."""

    slack: float
    shape: Shape
    integers: np.ndarray


@dataclass(frozen=True)
class Margins:
    """Slacks that were measured, each as often as ``counts`` says; once where there are none."""

    values: np.ndarray
    counts: np.ndarray | None = None

    @property
    def often(self) -> np.ndarray:
        """How often each was measured."""
        return np.ones(len(self.values), np.int64) if self.counts is None else self.counts


class Seen(Protocol):
    """A batch as a search looks at it: here, or on the device where it was screened."""

    @property
    def shape(self) -> Shape:
        """The shape of all instances."""

    @property
    def rows(self) -> int:
        """How many instances there are."""

    @property
    def open(self) -> int:
        """How many are suspect."""

    def promising(self) -> Sequence[Suspicion]:
        """Return the suspicions that are decided exactly, the most promising first."""

    def integers_at(self, row: int) -> np.ndarray:
        """Return the integers of an instance."""

    def margins(self) -> Margins:
        """Return the slacks of all instances that are not vacuous."""

    def starts(self) -> list[Start]:
        """Return the instances of smallest positive slack."""


@dataclass(frozen=True)
class Batch:
    """Instances of one shape with what floats see of each, as NumPy arrays of B rows."""

    shape: Shape
    integers: np.ndarray
    suspect: np.ndarray
    slack: np.ndarray
    gap: np.ndarray
    vacuous: np.ndarray

    @property
    def rows(self) -> int:
        """How many instances there are."""
        return len(self.integers)

    @property
    def open(self) -> int:
        """How many are suspect."""
        return int(self.suspect.sum())

    def promising(self) -> Sequence[Suspicion]:
        """Return the suspicions that are decided exactly: what is more than noise, the smallest.

        Floats err most where numbers are large: what is violated and small is real sooner.
        """
        suspects = np.flatnonzero(self.suspect)
        sizes = np.log1p(np.abs(self.integers[suspects].astype(float))).sum(axis=1)
        noise = np.abs(self.gap) < NOISE
        order = suspects[np.lexsort((sizes, noise[suspects]))][:SUSPECTS]
        return [Suspicion(int(row), bool(noise[row])) for row in order]

    def integers_at(self, row: int) -> np.ndarray:
        """Return the integers of an instance."""
        found: np.ndarray = self.integers[row]
        return found

    def margins(self) -> Margins:
        """Return the slacks of all instances that are not vacuous."""
        return Margins(self.slack[np.isfinite(self.slack) & ~self.vacuous])

    def starts(self) -> list[Start]:
        """Return the instances of smallest positive slack."""
        room = np.where((self.slack > 0) & ~self.vacuous, self.slack, np.inf)
        rows = [row for row in np.argsort(room, kind="stable")[:STARTS] if np.isfinite(room[row])]
        return [Start(float(room[row]), self.shape, self.integers[row]) for row in rows]
