"""Claims made for a test, without a place in the registry, and answers to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import Phase, Verbosity, settings
from hypothesis.strategies import SearchStrategy

from referee.deciding.answer import Answer
from referee.deciding.claim import REGISTRY, Answering, Claim, claim, given
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.language.comparison import Comparison, Truth
from referee.strategies.families import Instance

Property = Callable[[Instance, Answering], Comparison]


def claim_of(
    strategy: SearchStrategy[Instance],
    decide_one: Property,
    *,
    name: str = "9.9-T1-made-for-a-test",
    size: str | None = "1 1",
    names: str = "n d",
    **more: Any,
) -> Claim:
    """Return a claim over the instances of a strategy; the registry forgets it at once."""

    def test_made(p: Instance, answer: Answering) -> Comparison:
        return decide_one(p, answer)

    register = claim(name, states="{answer}", blank="a blank", size=size, names=names, **more)
    try:
        register(given(p=strategy)(test_made))
        return REGISTRY[name]
    finally:
        REGISTRY.pop(name, None)


@contextmanager
def examples(claim: Claim, count: int) -> Iterator[None]:
    """Let Hypothesis draw so many instances for a decision of the claim inside the block.

    A test takes its settings when it is made; those of a claim are the run's.
    """
    test: Any = claim.test
    before = test._hypothesis_internal_use_settings
    test._hypothesis_internal_use_settings = settings(
        deadline=None,
        database=None,
        max_examples=count,
        phases=(Phase.explicit, Phase.generate),
        verbosity=Verbosity.quiet,
    )
    try:
        yield
    finally:
        test._hypothesis_internal_use_settings = before


def answer(text: str | None, *, to: str = "9.9-T1-made-for-a-test", **more: Any) -> Answer:
    return Answer("a_sheet", to, text, **more)


def decided(
    found: Claim,
    text: str | None,
    *,
    drawn: int = 10,
    scope: int = 60,
    sample: int = 40,
    search: float = 0,
    **more: Any,
) -> Decision:
    """Decide an answer with little effort."""
    effort = Effort(scope=scope, sample=sample, search=search)
    with examples(found, drawn):
        return decide(found, answer(text, to=found.id, **more), effort=effort)


def is_false(found: Decision) -> bool:
    return found.smallest is not None and found.smallest.comparison.truth is Truth.FALSE


def one_line(text: str) -> bool:
    return re.search(r"[\r\n]", text) is None and text.strip() != ""
