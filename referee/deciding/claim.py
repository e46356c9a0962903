"""Claims: properties with a blank that an answer fills."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import hypothesis
from hypothesis.strategies import SearchStrategy

from referee.deciding.strength.asked import Asked, settled
from referee.language.comparison import Comparison
from referee.language.vocabulary import TRUTH, Type
from referee.strategies.families import Family, Instance, Shape, dimension, family_of

Property = Callable[..., Comparison]
Answering = Callable[[Instance], Any]  # an answer: its value at an instance


class Test(Protocol):
    """A property under Hypothesis's @given, with what hangs on it.

    ``hypothesis`` is Hypothesis's own handle, whose ``inner_test`` is the property.
    """

    __name__: str
    __module__: str
    hypothesis: Any
    family: Family
    claim: Claim

    def __call__(self, *, answer: Any) -> None:
        """Run the property on the instances that Hypothesis draws."""


def given(*, p: SearchStrategy[Instance]) -> Callable[[Property], Test]:
    """Return Hypothesis's own @given for a property of one instance of a family.

    The test remembers the family: a certificate of a claim is an instance of it.
    """

    def over(decide: Property) -> Test:
        test = cast(Test, hypothesis.given(p=p)(cast(Any, decide)))
        test.family = family_of(p)
        return test

    return over


@dataclass(frozen=True, eq=False)
class Claim:
    """One assertion of the homework, with a blank.

    ``states`` is LaTeX in which ``{answer}`` stands for the blank; ``blank`` says in
    words what goes there and ``size`` its rows and columns as dimensions ("d 1"), or
    None where a statement goes there. ``names`` are the names an answer may use.
    ``picture`` names what may be drawn of an instance (:mod:`referee.evidence.pictures`), "" for
    nothing. ``decide`` is the property of one instance, ``test`` the same under ``@given``, over
    the instances of ``family``. ``fixed`` names the hypotheses of the family that the
    property itself is written for, and says why. ``asks`` says what a true answer is measured
    by, where not every true answer is as good (:mod:`referee.deciding.strength.asked`).
    """

    id: str
    states: str
    blank: str
    size: str | None
    names: tuple[str, ...]
    equation: int | tuple[int, ...] | None
    given: str
    shows: tuple[str, ...]
    picture: str
    decide: Property
    test: Test
    family: Family
    fixed: Mapping[str, str] = field(default_factory=dict)
    asks: Asked | None = None

    @property
    def part(self) -> str:
        """The part of the homework: what stands before the first dash of the id."""
        return self.id.split("-", 1)[0]

    def type_at(self, shape: Shape) -> Type:
        """Return the type an answer must have at a shape."""
        if self.size is None:
            return TRUTH
        rows, columns = self.size.split()
        return dimension(rows, shape), dimension(columns, shape)

    def offered(self, family: Family) -> Mapping[str, str]:
        """Return the meaning of each name an answer may use."""
        return {name: family.by_name[name].meaning for name in self.names}


REGISTRY: dict[str, Claim] = {}
SHAPE_NAMES = ("n", "d")


def claim(
    claim_id: str,
    *,
    states: str,
    blank: str,
    size: str | None,
    names: str,
    equation: int | tuple[int, ...] | None = None,
    given: str = "",
    shows: str = "",
    picture: str = "",
    fixed: Mapping[str, str] | None = None,
    reach: int | None = None,
    asks: Asked | None = None,
) -> Callable[[Test], Test]:
    """Register a Hypothesis property with a blank as a claim.

    Goes above ``@given``; the property takes an instance ``p`` and an ``answer`` and
    returns a comparison. ``names`` and ``shows`` are separated by blanks; ``shows`` are
    the arrays a counterexample is shown with (by default the names, sizes left out);
    ``picture`` is the kind of picture it is drawn as, if any; ``reach`` is the largest dimension
    that is drawn where an instance costs more than its family says; ``asks`` says that a bound
    or a condition is asked for, and what a strong one is. Raises ValueError, in one line, where
    that does not fit the claim.
    """

    def register(test: Test) -> Test:
        decide: Property = test.hypothesis.inner_test
        if reach is not None:
            test.family = test.family.reaching(reach)
        offered = tuple(names.split())
        visible = tuple(shows.split()) or tuple(x for x in offered if x not in SHAPE_NAMES)
        if claim_id in REGISTRY:
            raise ValueError(f"two claims are called {claim_id}")
        asked = settled(claim_id, asks, size, test.family)
        found = Claim(
            claim_id,
            states,
            blank,
            size,
            offered,
            equation,
            given,
            visible,
            picture,
            decide,
            test,
            test.family,
            dict(fixed or {}),
            asked,
        )
        # Hypothesis wants None from a test; the judge takes the comparison instead.
        test.hypothesis.inner_test = judged_by_the_answer(decide)
        REGISTRY[claim_id] = found
        test.claim = found
        return test

    return register


def judged_by_the_answer(decide: Property) -> Callable[..., None]:
    """Return what Hypothesis runs: a property that hands every instance to the answer."""

    def judged(p: Instance, answer: Any) -> None:
        answer.judge(decide, p)

    judged.__name__ = decide.__name__
    return judged


def natural(part: str) -> list[str | int]:
    """Return what parts are sorted by: 2 comes before 10, and 1.9 before 1.10."""
    words = re.split("([0-9]+)", part)  # every second one is a number
    return [int(word) if index % 2 else word for index, word in enumerate(words)]


def load(package: str = "referee.claims") -> Mapping[str, Claim]:
    """Import every module of a corpus and return its claims by id, in the homework's order."""
    root = importlib.import_module(package)
    for module in pkgutil.iter_modules(root.__path__):
        importlib.import_module(f"{package}.{module.name}")
    own = {k: c for k, c in REGISTRY.items() if c.test.__module__.startswith(f"{package}.")}
    return dict(sorted(own.items(), key=lambda item: natural(item[1].part)))
