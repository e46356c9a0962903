"""Grounds: instances that are moved onto a condition, by what the claim is without it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, zip_longest

from referee.deciding.case import Case
from referee.deciding.findings import Findings
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Comparison, Truth
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import TOP

FIRST = 16  # instances in order of size
SMALL = 64  # drawn at small shapes
LARGER = 32  # drawn at shapes that are one larger
MOST_EXCLUDED = 24
PROBES = 2
REGIMES = ("sparse", "sparse", "spread")
ALWAYS = Comparison(Truth.TRUE, "true")
NEVER = Comparison(Truth.FALSE, "false")


class Grounds:
    """Instances of small shapes and of slightly larger ones, which the seed fixes."""

    def __init__(self, case: Case, known: Findings) -> None:
        self.case, self.known = case, known
        self.rng = case.random("grounds")

    @cached_property
    def all(self) -> list[Instance]:
        """The smallest instances, some that are known to meet a premise, then drawn ones."""
        first = islice(self.case.family.in_order(), FIRST)
        found = [*first, *self.known.met.some, *self._drawn(self.rng)]
        return [p for p in found if self.known.fits(self.case, p.shape)]

    def _drawn(self, rng: random.Random) -> Iterator[Instance]:
        family = self.case.family
        beyond = family.extent.just_beyond()
        shapes = [rng.choice(family.shapes) for _ in range(SMALL)]
        shapes += [rng.choice(beyond) for _ in range(LARGER if beyond else 0)]
        for shape in shapes:
            raws = [rng.randint(-TOP, TOP) for _ in family.layout(shape).bounds]
            yield family.from_raw(shape, raws, rng.choice(REGIMES))

    @cached_property
    def excluded(self) -> list[Instance]:
        """Those that a condition has to exclude: where it would be true the claim is false.

        There is none where a premise is the claim's own.
        """
        turns = _ends_first(self.all)
        return list(islice((p for p in turns if self._is_excluded(p)), MOST_EXCLUDED))

    def _is_excluded(self, p: Instance) -> bool:
        return self._with(ALWAYS, p).truth is Truth.FALSE

    @cached_property
    def judges_all(self) -> bool:
        """Whether a claim says something where its condition is false, as an equivalence does."""
        return any(not self._with(NEVER, p).vacuous for p in self.all[-PROBES:])

    def _with(self, answer: Comparison, p: Instance) -> Comparison:
        return decide_at(self.case.claim.decide, lambda _: answer, p)


def _ends_first(instances: Sequence[Instance]) -> list[Instance]:
    """Return instances from both ends in turns: drawn ones of larger shapes, and the smallest."""
    half = len(instances) // 2
    first, last = instances[:half], instances[half:]
    pairs = zip_longest(reversed(last), first)
    return [p for pair in pairs for p in pair if p is not None]
