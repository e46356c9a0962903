"""What a statement needs: hypotheses without which it fails, each with the smallest instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile
from random import Random

from referee.asking.claims import property_under
from referee.asking.lines import in_unicode, kind_in_words
from referee.asking.sides import Side, sides_at
from referee.asking.statement import Statement, under_premises
from referee.deciding.books import INSTANCE
from referee.deciding.irrational import irrational_near
from referee.deciding.one_instance import decide_at
from referee.deciding.shrink.steps import shrink
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.numerics.arrays import Array
from referee.numerics.work import allowed, measured, meter
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.functions import is_function

SCOPE = 150  # of the smallest instances without a hypothesis
SAMPLE = 40  # small ones beyond them
AT_ROOTS = 8  # irrational ones
WORK, LEAST = 150_000, 40_000  # units for all hypotheses, and for each, of numerics.work
MOST = 6  # hypotheses


@dataclass(frozen=True)
class Needed:
    """A hypothesis without which a statement fails, and where it does.

    ``counterexample`` has exact arrays by name, ``sides`` what was compared there.
    """

    hypothesis: str
    counterexample: Mapping[str, Array] | None = None
    sides: tuple[Side, Side] | None = None
    relation: str = ""


def needed(read: Statement, root: Node, family: Family) -> Iterator[Needed]:
    """Yield the hypotheses of a statement that holds which it fails without.

    What was assumed for an inverse to exist is none: without it there is no statement.
    """
    number = len(family.hypotheses[:MOST]) + len(read.premises[:MOST])
    work = max(WORK / max(number, 1), LEAST)
    for hypothesis in family.hypotheses[:MOST]:
        spec = next((s for s in read.specs if s.name == hypothesis.about), None)
        if spec is not None and spec.name in read.assumed_of:
            continue
        said = hypothesis.name if spec is None else kind_in_words(spec)
        if spec is not None and is_function(spec.kind):
            said = hypothesis.says
        statement = under_premises(root, read.premises)
        yield from _failing(said, read, root, statement, family.without(hypothesis), work)
    for premise in read.premises[:MOST]:
        if premise in read.assumed_premises:
            continue
        rest = [each for each in read.premises if each is not premise]
        said = in_unicode(premise, read.family)
        yield from _failing(said, read, root, under_premises(root, rest), family, work)


def _first_at_root(
    statement: Node, family: Family, fails: Callable[[Instance], bool]
) -> Instance | None:
    """Return an irrational instance where a statement fails, None where none is seen."""
    plain = [family.build(shape, _least(family, shape)) for shape in family.shapes[:2]]
    found = next(filter(fails, islice(irrational_near(statement, plain), AT_ROOTS)), None)
    return None if found is None else shrink(found, fails)


def _least(family: Family, shape: Shape) -> list[int]:
    return [max(0, low or 0) for low, _ in family.layout(shape).bounds]


def _failing(
    said: str, read: Statement, root: Node, statement: Node, family: Family, work: float
) -> Iterator[Needed]:
    """Yield what is needed, where a small instance without it is false."""
    holds, formula = property_under(()), Formula("", statement)

    def decided(p: Instance) -> Comparison:
        return decide_at(holds, lambda at: value_of(formula, at), p)

    def fails(p: Instance) -> bool:
        meter().spent += INSTANCE
        found = decided(p)
        return found.truth is Truth.FALSE and found.relation != "is defined"

    p = _first(said, family, fails, work) or _first_at_root(statement, family, fails)
    if p is not None:
        arrays = {spec.name: getattr(p, spec.name) for spec in read.specs}
        sides, relation = sides_at(root, p, family)
        yield Needed(said, arrays, sides, relation)


def _first(
    said: str, family: Family, fails: Callable[[Instance], bool], most: float
) -> Instance | None:
    """Return a small instance that fails, within some work; None where none is found."""
    with measured() as work, allowed(most):
        small = takewhile(lambda _: not work.is_over, islice(family.in_order(), SCOPE))
        p = next(filter(fails, small), None)
        if p is not None:
            return p
        rng = Random(f"needed {said}")
        drawn = (family.sample_small(rng) for _ in range(SAMPLE))
        found = next(filter(fails, takewhile(lambda _: not work.is_over, drawn)), None)
        return None if found is None else shrink(found, fails)
