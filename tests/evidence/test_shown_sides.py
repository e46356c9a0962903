"""What is shown under a claim is what its statement compares, or says what it is instead."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from statement_sides import side_of, sides_of

import referee.claims
from referee.deciding.case import Case
from referee.deciding.claim import Claim, load
from referee.evidence.witnesses import named_sides
from referee.grading import sheet
from referee.language.comparison import Comparison, Truth, at_most, equal, less, negation
from referee.language.reading import parse
from referee.numerics.arrays import Array
from referee.numerics.precision import precision
from referee.strategies.families import Instance

CLAIMS = load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
SHEETS = [
    sheet.read(FOLDER / f"{name}.toml", CLAIMS)
    for name in ("reference", "worked_solution", "mutants")
]
SMALLEST, DRAWN = 30, 6  # instances of each answer
PRECISE = 4096  # bits
RELATIONS = {"=": equal, "≤": at_most, "<": less}


def cases(claim: Claim) -> Iterator[Case]:
    """Yield every answer of the sheets to a claim, each formula once."""
    texts = dict.fromkeys(a.text for s in SHEETS for a in s.to(claim.id) if a.text is not None)
    return (Case(claim, parse(text, dict.fromkeys(claim.names))) for text in texts)


def shown(claim: Claim) -> Iterator[tuple[Case, Instance, Comparison]]:
    """Yield what would be shown of the answers to a claim: comparisons with two sides."""
    for case in cases(claim):
        rng = random.Random(claim.id)
        drawn = (claim.family.sample(rng) for _ in range(DRAWN))
        for p in (*islice(claim.family.in_order(), SMALLEST), *drawn):
            compared = None if case.misfit(p.shape) else case.compared_at(p)
            if compared is not None and compared.lhs is not None and compared.rhs is not None:
                yield case, p, compared


def sides(compared: Comparison) -> tuple[Array, Array]:
    assert compared.lhs is not None
    assert compared.rhs is not None
    return compared.lhs, compared.rhs


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_what_is_shown_is_a_side_of_the_statement_or_says_what_it_is(claim_id: str) -> None:
    claim = CLAIMS[claim_id]
    for case, p, compared in shown(claim):
        named = named_sides(compared, case)
        if named is not None:
            assert all(side.strip() and "{answer}" not in side for side in named)
            continue
        stated = sides_of(claim.states)
        assert stated is not None, f"{claim.states} has no sides: name what is shown"
        for latex, side in zip(stated, sides(compared), strict=True):
            value = side_of(latex, p, case.answer(p))
            assert side.shape == value.shape, (latex, p)
            assert equal(side, value).truth is not Truth.FALSE, (latex, p, side, value)


def recomputed(compared: Comparison) -> Comparison:
    """Compare the sides that are shown once more."""
    lhs, rhs = sides(compared)
    if compared.relation in RELATIONS:
        return RELATIONS[compared.relation](lhs, rhs)
    assert compared.relation in {"≠", "not", ">", "≥"}, compared.relation
    opposite = {"≠": equal, "not": equal, ">": at_most, "≥": less}[compared.relation]
    return negation(opposite(lhs, rhs))


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_what_is_shown_bears_the_verdict_and_the_margin_out(claim_id: str) -> None:
    for _, p, compared in shown(CLAIMS[claim_id]):
        again = recomputed(compared)
        assert again.truth is compared.truth, (p, compared)
        assert (again.slack is None) is (compared.slack is None), (p, compared)
        if compared.slack is not None:
            with precision(PRECISE):  # balls beside giants lose their digits in fewer bits
                closer = recomputed(compared)
            slack = pytest.approx(compared.slack, rel=1e-6)
            assert slack in (again.slack, closer.slack), (p, compared)
