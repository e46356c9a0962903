"""The ladder: a few instances of large sizes, for what is false from some size on only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.cost import cost_of
from referee.deciding.findings import Findings
from referee.language.comparison import Truth
from referee.strategies.families import Shape

BUDGET = 8.0e5  # operations a way up: counted and not timed, so that runs repeat
GROWTH = 4  # the power of the size that costs grow with from rung to rung, at most


@dataclass(frozen=True)
class Climbed:
    """The large shapes at which instances were decided, the largest of each way up last."""

    shapes: tuple[Shape, ...] = ()


class Ladder:
    """The phase that decides a few instances of 8, 12, 20 and 32 in each dimension.

    All dimensions grow together, then each alone, as far as the family reaches and the budget
    affords. What is not decided there, for its size, ends the way up and counts for nothing.
    """

    name = "ladder"

    def run(self, case: Case, known: Findings, books: Books) -> Climbed | None:
        """Climb every way, up to the first counterexample."""
        if not case.effort.ladder or known.counterexample is not None:
            return None
        if not known.fits_somewhere(case):
            return None
        climbed: list[Shape] = []
        for way in case.family.extent.ladder():
            climbed += _up(case, [shape for shape in way if known.fits(case, shape)], books)
            if books.counterexample is not None:
                break
        return Climbed(tuple(climbed))


def _up(case: Case, way: Sequence[Shape], books: Books) -> list[Shape]:
    """Decide instances of larger and larger shapes; return the shapes that were affordable."""
    climbed: list[Shape] = []
    spent = foreseen = 0.0
    for shape, after in zip(way, [*way[1:], None], strict=True):
        rng = case.random(f"ladder {shape}")
        for number in range(case.effort.ladder):
            p = case.family.sparse(shape, rng, plain=number == 0)
            truth = books.compare_if_decided(p)
            if truth is not Truth.TRUE:
                return climbed
            spent += cost_of(case.formula, p)
        climbed.append(shape)
        if after is not None:
            foreseen = spent * (max(after.values()) / max(shape.values())) ** GROWTH
        if foreseen > BUDGET:
            break
    return climbed
