"""Hypothesis as a second shrinker, from where the first one ended.

Its choices for an instance are the number of the shape and the integers one by one. They are
saved under the secondary key of an example database of our own: what is saved there is
replayed and shrunk, where a primary example counts as minimal already.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import HealthCheck, Phase, errors, find, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes

from referee.strategies.families import Family, Instance, place_of

MOST = 24  # integers of an instance: with more, its engine takes seconds between two questions
FEW = 2  # integers that are not 0: those were moved one by one and two at once already
PATIENCE = 24  # questions without a smaller instance: what comes later is not worth its cost
KEY = b"counterexample"
QUIET = settings(
    max_examples=1,
    deadline=None,
    phases=[Phase.reuse, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class _Enough(BaseException):
    """Ends a run of Hypothesis from within: what is no Exception passes through it."""


class _Questions:
    """The questions that Hypothesis asks, and the smallest instance of those that fail."""

    def __init__(self, found: Instance, fails: Callable[[Instance], bool]) -> None:
        self.smallest, self.fails = found, fails
        self.left = PATIENCE

    def __call__(self, p: Instance) -> bool:
        """Say whether an instance fails. Raises _Enough where no smaller one was met for long."""
        self.left -= 1
        failing = self.fails(p)
        if failing and place_of(p) < place_of(self.smallest):
            self.smallest, self.left = p, PATIENCE
        if self.left < 0:
            raise _Enough
        return failing


@st.composite
def _by_integers(draw: st.DrawFn, family: Family) -> Instance:
    """Draw a shape, then every integer within its bounds and nothing else."""
    shape = draw(st.sampled_from(family.all_shapes))
    bounds = family.layout(shape).bounds
    return family.build(shape, [draw(st.integers(low, high)) for low, high in bounds])


def shrink_by_hypothesis(found: Instance, fails: Callable[[Instance], bool]) -> Instance:
    """Return the instance that Hypothesis shrinks a counterexample to; it fails as well.

    One of more than MOST integers, one of hardly any that are not 0, or of a shape that is larger
    than what is screened, is returned as it is, and so is one that Hypothesis finds nothing
    smaller than within PATIENCE questions.
    """
    family = found.family
    shapes = [dict(shape) for shape in family.all_shapes]
    nonzero = sum(bool(i) for i in found.integers)
    if len(found.integers) > MOST or nonzero <= FEW or dict(found.shape) not in shapes:
        return found
    number = shapes.index(dict(found.shape))
    database = InMemoryExampleDatabase()
    choices = (number, *(int(i) for i in found.integers))
    database.save(KEY + b".secondary", choices_to_bytes(choices))
    asked = _Questions(found, fails)
    with suppress(_Enough, errors.NoSuchExample):
        find(
            _by_integers(family),
            asked,
            settings=settings(QUIET, database=database),
            database_key=KEY,
        )
    return asked.smallest
