"""How much true answers say: bounds, rates and conditions, as a grader would call them."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import pytest
from flint import fmpq
from strengths import BOUNDS, CONDITIONS

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.decision import Decision
from referee.deciding.findings import Finding, Findings, Tally
from referee.deciding.strength import growth
from referee.deciding.strength.asked import Bound
from referee.deciding.strength.judgement import strength_of
from referee.deciding.strength.ladders import ladder, limits_of, rungs
from referee.deciding.strength.words import WORDS, Strength
from referee.grading.references import references_to
from referee.language.comparison import Truth
from referee.language.reading import parse
from referee.numerics.exponential_sums import exponential

CLAIMS = corpus.load(referee.claims.__name__)
ASKING = {name: claim for name, claim in CLAIMS.items() if claim.asks is not None}
TABLE = [(n, text, word) for t in (BOUNDS, CONDITIONS) for n, row in t.items()
         for text, word in row.items()]  # fmt: skip
NEVER = {(name, text) for name, text, word in TABLE if word == "worthless" and name in CONDITIONS}


def case_of(name: str, text: str, seed: int = 0) -> Case:
    claim = CLAIMS[name]
    return Case(claim, parse(text, dict.fromkeys(claim.names)), seed)


def judged(name: str, text: str, verdict: str = "held", seed: int = 0) -> Strength | None:
    known = Findings((Finding("sample", Tally(asked=9, decided=9, vacuous=9)),))
    case = case_of(name, text, seed)
    answer = Answer("s", name, text)
    decision = Decision(CLAIMS[name], answer, verdict, "", case, known)
    return strength_of(decision, references_to(CLAIMS[name]))


@pytest.mark.parametrize(("name", "text", "word"), TABLE)
def test_a_true_answer_is_called_what_it_is(name: str, text: str, word: str) -> None:
    verdict = "inconclusive" if (name, text) in NEVER else "held"
    found = judged(name, text, verdict)
    assert found is not None
    assert found.word == word, found.says
    assert found.word in WORDS


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _ in TABLE])
def test_the_answers_of_the_table_are_true(name: str, text: str) -> None:
    case, rng = case_of(name, text), random.Random(f"true {name} {text}")
    drawn = [case.family.sample_small(rng) for _ in range(15)]
    for p in [*islice(case.family.in_order(), 25), *drawn]:
        assert case.compared_at(p).truth is not Truth.FALSE, p.token


@pytest.mark.parametrize("name", ASKING)
def test_every_answer_of_the_reference_is_tight(name: str) -> None:
    for text in references_to(CLAIMS[name]):
        found = judged(name, text)
        assert found is not None
        assert found.word == "tight"


@pytest.mark.parametrize("name", [name for name, c in ASKING.items() if isinstance(c.asks, Bound)])
def test_a_reference_that_is_written_otherwise_is_measured_and_tight(name: str) -> None:
    for text in references_to(CLAIMS[name]):
        found = judged(name, f"({text}) + 0 * {CLAIMS[name].names[-1]}")
        assert found is not None
        assert (found.word, found.instances > 100) == ("tight", True)


@pytest.mark.parametrize("name", ASKING)
def test_the_table_has_every_claim_that_asks(name: str) -> None:
    assert name in BOUNDS or name in CONDITIONS


def test_the_word_does_not_hang_on_the_seed() -> None:
    for seed in range(5):
        found = judged("1.1-E3-bound", "exp(-lambda_min * t / n) * E_0", seed=seed)
        assert found == judged("1.1-E3-bound", "exp(-lambda_min * t / n) * E_0")


@pytest.mark.parametrize("verdict", ["refuted", "ill-typed", "error", "unanswered"])
def test_only_what_is_true_is_judged(verdict: str) -> None:
    assert judged("1.1-E3-bound", "E_0", verdict) is None
    assert judged("2.1-T1-cone", "1 == 2", verdict) is None
    assert judged("1.2-A2-dimension", "d") is None


def test_a_bound_of_which_nothing_was_decided_is_not_judged() -> None:
    assert judged("1.1-E3-bound", "E_0", "inconclusive") is None


def test_what_was_measured_is_exact() -> None:
    found = judged("1.1-E3-bound", "exp(-lambda_min * t / n) * E_0")
    assert found is not None
    first, *_, last = found.climbs[0].rungs
    assert (first.size, last.size) == (1, 128)
    assert last.ratio == exponential(fmpq(128))
    assert found.numbers == {"first": exponential(fmpq(1)), "last": last.ratio}
    same = judged("1.1-A5-exponential-decay", "lambda_min / n / 10**6")
    assert same is not None
    assert same.numbers == {"largest": fmpq(2_000_000)}


@pytest.mark.parametrize(
    ("values", "grows"),
    [
        ([1, 2, 4, 8, 16], True),
        ([n**2 for n in (1, 2, 4, 8, 16)], True),
        ([1, 2, 3, 4, 5], True),  # a logarithm of what doubles
        ([2 - fmpq(1, n) for n in (1, 2, 4, 8, 16)], False),
        ([fmpq(n, n + 100) for n in (1024, 2048, 4096, 8192)], False),
        ([7, 7, 7, 7, 7], False),
        ([16, 8, 4, 2, 1], False),
        ([1, 5, 1, 5, 1, 5], False),
        ([1, 2, 4], False),
        ([1, 2, 4, None], True),
        ([], False),
    ],
)
def test_what_grows_without_an_end_in_sight(values: list[fmpq | None], grows: bool) -> None:
    assert growth.grows([None if v is None else fmpq(v) for v in values]) is grows


@pytest.mark.parametrize(
    ("name", "limit"),
    [(n, x) for n, c in ASKING.items() if isinstance(c.asks, Bound) for x in c.asks.along.split()],
)
def test_a_limit_makes_its_quantity_grow_and_nothing_else_hidden(name: str, limit: str) -> None:
    family = CLAIMS[name].family
    p = family.sample_small(random.Random(name))
    sizes, way = rungs(family, limit), ladder(limit, p)
    assert len(sizes) == len(way) >= growth.STEPS + 1
    assert all(b == 2 * a for a, b in pairwise(sizes))
    quantity = {"N": "N_f", "1/lambda_min": "lambda_min"}.get(limit, limit)
    values = [getattr(at, quantity)[0, 0] for at in way]
    if limit in {"lambda_min", "lambda_max"}:
        assert values == [values[0] * size**2 for size in sizes]
    elif limit == "1/lambda_min":
        assert values == [values[0] / size**2 for size in sizes]
    else:
        assert values == list(sizes)


def test_dimensions_and_free_numbers_are_limits() -> None:
    found = limits_of(CLAIMS["1.1-E3-bound"].family)
    assert {"t", "n", "d", "lambda_min", "lambda_max"} <= set(found)
    assert set(limits_of(CLAIMS["2.2-E27-bound-line"].family)) == {"m", "H"}
    assert set(limits_of(CLAIMS["2.2-E27-bound"].family)) == {"m", "H", "d"}
