"""Statements as answers write them, proved in both ways: what the times of proofs are of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import referee.claims
from benchmarks.number_facts import (
    FALSE_OF_DETERMINANTS,
    FALSE_OF_RECTANGLES,
    FALSE_OF_TRACES,
    TRUE_OF_DETERMINANTS,
    TRUE_OF_RECTANGLES,
    TRUE_OF_TRACES,
    rectangular,
    square_kinds,
)
from referee.deciding import claim as corpus
from referee.deciding.case import Case
from referee.deciding.claim import REGISTRY, Answering, Claim, claim, given
from referee.deciding.every_size import EverySize, prove_for_every_size
from referee.deciding.generic import Generic, at_generic_matrices
from referee.grading.sheet import read
from referee.language.comparison import Comparison
from referee.language.reading import parse
from referee.strategies.families import Instance

KNOWN: Mapping[bool, Sequence[tuple[str, Sequence[str]]]] = {
    True: (
        ("square_kinds", (*TRUE_OF_TRACES, *TRUE_OF_DETERMINANTS)),
        ("rectangular", TRUE_OF_RECTANGLES),
    ),
    False: (
        ("square_kinds", (*FALSE_OF_TRACES, *FALSE_OF_DETERMINANTS)),
        ("rectangular", FALSE_OF_RECTANGLES),
    ),
}
NAMES = {"square_kinds": "U S P K A B C d", "rectangular": "A B K x y d n"}
FAMILIES = {"square_kinds": square_kinds, "rectangular": rectangular}


def statements(*, true: bool) -> Iterator[Case]:
    """Yield the statements about traces and determinants that hold, or that do not."""
    for name, texts in KNOWN[true]:
        about = _about(name)
        for text in texts:
            yield Case(about, parse(text, dict.fromkeys(about.names)))


def _about(name: str) -> Claim:
    """Return a claim whose answer is a statement about a family; the registry forgets it."""

    def test_stated(p: Instance, answer: Answering) -> Comparison:
        found: Comparison = answer(p)
        return found

    register = claim(name, states="{answer}", blank="a statement", size=None, names=NAMES[name])
    try:
        register(given(p=FAMILIES[name]())(test_stated))
        return REGISTRY[name]
    finally:
        REGISTRY.pop(name, None)


def answers_of_the_reference() -> Iterator[Case]:
    """Yield the corpus with the answers of its reference."""
    claims = corpus.load()
    sheet = Path(referee.claims.__file__).parent / "sheets" / "reference.toml"
    for answer in read(sheet, claims).answers:
        if answer.text is not None:
            about = claims[answer.claim]
            yield Case(about, parse(answer.text, dict.fromkeys(about.names)))


def first_way(case: Case) -> EverySize:
    """Prove a statement by axioms."""
    return prove_for_every_size(case.claim.decide, case.answer, case.family)


def second_way(case: Case, first: EverySize) -> Generic | None:
    """Run a statement at generic matrices; None where it has no translation."""
    if first.traced is None:
        return None
    rng = random.Random(case.name)
    return at_generic_matrices(case.claim.decide, case.answer, case.family, first.traced, rng)
