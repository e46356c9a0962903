"""What a search draws and sees: cells, counts by distribution, slacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

from referee.deciding.search.batch import Margins
from referee.strategies.distributions import DISTRIBUTIONS, MIXED
from referee.strategies.families import Family, Shape, say_shape
from referee.strategies.integer_vectors import STRUCTURED


class Pace(NamedTuple):
    """How much is screened: instances for a second of budget, first of a cell, bytes of a batch."""

    rate: int
    first_rows: int
    batch_bytes: int


@dataclass(frozen=True)
class Cell:
    """A shape and the name of a distribution: where one batch comes from."""

    shape: Shape
    distribution: str

    @property
    def name(self) -> str:
        """The cell in a word, to count by."""
        return f"{self.distribution} {say_shape(self.shape)}"


def cells(family: Family, fits: Callable[[Shape], bool]) -> Sequence[Cell]:
    """Return a cell for each shape of a family and distribution, then the larger shapes.

    Those are drawn from all distributions at once, which are mixed row by row. Members of named
    kinds are a distribution where there are any.
    """
    own, others = (
        [shape for shape in shapes if fits(shape)]
        for shapes in (family.shapes, family.all_shapes[len(family.shapes) :])
    )
    found = [Cell(shape, name) for shape, name in product(own, DISTRIBUTIONS)]
    found += [Cell(shape, STRUCTURED) for shape in own if family.has_structure(shape)]
    return found + [Cell(shape, MIXED) for shape in others]


@dataclass(frozen=True)
class Counts:
    """The instances of one distribution: looked at, decided false, suspect but not decided.

    ``tried`` counts the suspicions that exact arithmetic looked at, ``false_finds`` those that
    it found true.
    """

    instances: int = 0
    violations: int = 0
    open: int = 0
    tried: int = 0
    false_finds: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.instances + other.instances,
            self.violations + other.violations,
            self.open + other.open,
            self.tried + other.tried,
            self.false_finds + other.false_finds,
        )

    @property
    def suspected(self) -> int:
        """How many suspicions were decided exactly."""
        return self.violations + self.false_finds


@dataclass(frozen=True)
class Sweep:
    """What a search saw, by distribution, and the slacks; a climb has counts of its own.

    ``reason`` says why instances were decided one by one and not screened in batches; it is
    empty where they were screened. ``arithmetic`` names what screened them, "numpy" or "torch".
    """

    reason: str = ""
    arithmetic: str = ""
    drawn: Mapping[str, Counts] = field(default_factory=dict)
    climb: Counts = Counts()
    slacks: tuple[Margins, ...] = ()

    def seen(self, distribution: str, counts: Counts, slacks: Margins) -> Sweep:
        """Return the sweep with one more batch of a distribution."""
        drawn = {**self.drawn, distribution: self.drawn.get(distribution, Counts()) + counts}
        return replace(self, drawn=drawn, slacks=(*self.slacks, slacks))

    def climbed(self, counts: Counts) -> Sweep:
        """Return the sweep with one more batch of the climb."""
        return replace(self, climb=self.climb + counts)

    @property
    def everything(self) -> list[Counts]:
        """The counts of all distributions and of the climb."""
        return [*self.drawn.values(), self.climb]
