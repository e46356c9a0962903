"""Almost everywhere: whether what an identity divides by loses its rank somewhere in the family.

At a random point a divisor is not zero and a rank is as large as it gets. What is shown there is
shown wherever that is so, and nowhere else: a factor e⁺e is 1 except where e = 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from referee.deciding.case import Case
from referee.deciding.conditions import NO_VALUE
from referee.deciding.drawn_once import SMALL, smallest
from referee.deciding.findings import Findings
from referee.deciding.grounds import Grounds
from referee.deciding.moving import moved_where_they_vanish
from referee.language.evaluation import value_of
from referee.language.exceptions import divisors, is_sum
from referee.language.spelling import to_text
from referee.language.tree import Formula, Node
from referee.numerics import linalg
from referee.strategies.families import Instance

SMALLEST, SAMPLED = 60, 40  # instances at which ranks are compared, shape by shape


def exceptional_part(case: Case, known: Findings) -> str:
    """Return a part of the answer that loses its rank at an instance, "" where none is seen to."""
    for part in divisors(case.formula.root, case.family.shapes[0]):
        if _ranks_differ(part, _instances(case)) or (is_sum(part) and _vanishes(case, part, known)):
            return to_text(part)
    return ""


def _instances(case: Case) -> Iterator[Instance]:
    yield from smallest(case.family, SMALLEST)
    yield from islice(case.drawn("small", SMALL), SAMPLED)


def _ranks_differ(part: Node, instances: Iterator[Instance]) -> bool:
    """Say whether a part has two ranks at instances of one shape."""
    seen: dict[tuple[int, ...], int] = {}
    for p in instances:
        found = _rank(part, p)
        if found is not None and seen.setdefault(tuple(p.shape.values()), found) != found:
            return True
    return False


def _rank(part: Node, p: Instance) -> int | None:
    try:
        return int(linalg.rank(value_of(Formula("", part), p))[0, 0])
    except NO_VALUE:
        return None


def _vanishes(case: Case, part: Node, known: Findings) -> bool:
    found = moved_where_they_vanish(case, [part], Grounds(case, known))
    return any(_rank(part, p) == 0 for p in islice(found, 1))
