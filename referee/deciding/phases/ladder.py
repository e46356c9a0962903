"""The ladder: a few instances of large sizes, for what is false from some size on only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from referee.deciding.books import Books, condition_names
from referee.deciding.case import Case
from referee.deciding.cost import cost_of
from referee.deciding.findings import Findings
from referee.deciding.marked_sizes import marked_ways
from referee.language.comparison import Truth
from referee.strategies.families import Family, Instance, Shape, say_shape

BUDGET = 2.0e6  # operations a way up: counted and not timed, so that runs repeat
STRUCTURED = 2  # ways up: of low rank, of equal entries
MOST_OF_KINDS, MOST_SHAPES = 8, 2  # marked sizes at which members of all kinds are decided
GROWTH = 4  # the power of the size that costs grow with from rung to rung, at most


@dataclass(frozen=True)
class Climbed:
    """The large shapes at which instances were decided, the largest of each way up last."""

    shapes: tuple[Shape, ...] = ()


class Ladder:
    """The phase that decides a few instances of 8, 12, 20 and 32 in each dimension.

    All dimensions grow together, then each alone, as far as the family reaches and the budget
    affords: once with the simplest matrices, then with matrices drawn as well, at last with those
    of low rank, and with arrays of equal entries. What is not decided there, for its size, ends
    the way up and counts for nothing.
    """

    name = "ladder"

    def run(self, case: Case, known: Findings, books: Books) -> Climbed | None:
        """Climb every way, up to the first counterexample."""
        if not case.effort.ladder or known.counterexample is not None:
            return None
        if not known.fits_somewhere(case):
            return None
        climbed: dict[str, Shape] = {}
        for way in case.family.extent.ladder():
            fitting = [shape for shape in way if known.fits(case, shape)]
            for number in range(case.effort.ladder + STRUCTURED):
                climbed |= {say_shape(s): s for s in _up(case, fitting, number, books)}
                if books.counterexample is not None or books.is_spent:
                    return Climbed(tuple(climbed.values()))
        _up_to_marked(case, known, books)
        return Climbed(tuple(climbed.values()))


def _up_to_marked(case: Case, known: Findings, books: Books) -> None:
    """Decide instances of the sizes that the numbers in a formula mark, up to the first false one.

    They are the simplest, of equal entries, identities and shifts whose square is 0; at small sizes
    members of every kind.
    """
    plain, equal, units, shifts = 0, *(case.effort.ladder + k for k in (1, 2, 3))
    for way in marked_ways(case.family, case.formula.root):
        shapes = [shape for shape in way if known.fits(case, shape)]
        for number in (plain, equal, units, shifts):
            _up(case, shapes, number, books, growth=GROWTH - 1)
            if books.counterexample is not None or books.is_spent:
                return
        for p in _members(case, [s for s in shapes if max(s.values()) <= MOST_OF_KINDS]):
            books.compare_if_decided(p)
            if books.counterexample is not None or books.is_spent:
                return


def _members(case: Case, shapes: Sequence[Shape]) -> Iterator[Instance]:
    """Yield an instance of each shape with members of one kind after the other."""
    names, rng = condition_names(case), case.random("kinds of marked sizes")
    for shape in shapes[:MOST_SHAPES]:
        for kind in case.family.kinds(shape, names):
            for full in (True, False):
                p = case.family.of_kind(shape, kind, names, rng, full=full)
                if p is not None:
                    yield p


def _instance(case: Case, shape: Shape, number: int) -> Instance | None:
    """Return the instance of a shape on a way up; None where a structured way has none."""
    structured = number - case.effort.ladder

    def draw(family: Family, rng: Random) -> Instance | None:
        if structured >= 0:
            return family.simply_structured(shape, rng, structured)
        return family.sparse(shape, rng, plain=not number)

    return next(case.drawn(f"ladder {number} {structured} {shape}", draw), None)


def _up(
    case: Case, way: Sequence[Shape], number: int, books: Books, growth: int = GROWTH
) -> list[Shape]:
    """Decide an instance at larger and larger shapes; return the shapes that were affordable."""
    climbed: list[Shape] = []
    spent = 0.0
    for shape, after in zip(way, [*way[1:], None], strict=False):
        p = _instance(case, shape, number)
        if p is None:
            break
        if books.compare_if_decided(p) is not Truth.TRUE:
            break
        climbed.append(shape)
        cost = cost_of(case.formula, p)
        spent += cost
        if after is not None:
            grown = max(after.values()) / max(shape.values())
            if spent + cost * grown**growth > BUDGET:
                break
    return climbed
