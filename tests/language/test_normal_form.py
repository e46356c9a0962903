"""Normal forms: rewriting changes no key, and equal keys mean equal values."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import referee.claims
from benchmarks.synthetic_class import rewritten
from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.grading.sheet import read
from referee.language.comparison import Comparison, IllTyped
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.tree import Formula
from referee.language.types import type_of
from referee.numerics.precision import NotComputed
from referee.strategies.families import Instance

CLAIMS = corpus.load("referee.claims")
SHEETS = Path(referee.claims.__file__).parent / "sheets"
GRADIENT = CLAIMS["1.2-E5-gradient"]
ANSWERS = [
    (answer.claim, answer.text)
    for name in ("reference", "worked_solution", "mutants")
    for answer in read(SHEETS / f"{name}.toml", CLAIMS).answers
    if answer.text
]


def read_as(claim: Claim, text: str) -> Formula:
    return parse(text, dict.fromkeys(claim.names))


def key(text: str, claim: Claim = GRADIENT) -> str:
    return normal_form(read_as(claim, text), claim.family)


SAME = [
    ("X @ (X.T @ w - y) / n", "(1/n) * X @ (X.T @ w - y)"),
    ("X @ (X.T @ w - y) / n", "-(X @ (y - X.T @ w)) / n"),
    ("X @ (X.T @ w - y) / n", "X @ ((w.T @ X).T - y) / n"),
    ("X @ (X.T @ w - y) / n", "((X)) @ (((X.T) @ w) - -(-y)) * (1 / n)"),
    ("X @ (X.T @ w - y) / n", "(2 * X @ (X.T.T.T @ w - y)) / (n * 2)"),
    ("w + y + 2", "2 + y + w"),
    ("0.5 * w", "w / 2"),
    ("X.T.T", "X"),
    ("n.T * w", "w * n"),
    ("(X @ w.T).T", "w @ X.T"),
    ("inv(X).T", "inv(X.T)"),
    ("n > 2", "2 < n"),
    ("w == y", "y == w"),
    ("X @ X @ X", "X @ (X @ X)"),
]
DIFFERENT = [
    ("w - w", "0 * w"),
    ("w / w", "1"),
    ("n + 1 - 1", "n"),
    ("X @ w", "w @ X"),
    ("w - y", "y - w"),
    ("X / n", "n / X"),
    ("X ** 2", "X @ X"),
    ("n < 2", "n <= 2"),
    ("true and n == 1", "n == 1"),
    ("-(-(n == 1))", "n == 1"),
    ("n == 1 and d == 2", "d == 2 and n == 1"),
    ("w * (1 / X)", "w / X"),
    ("n @ X", "n * X"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_formula_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_may_differ_somewhere_keeps_its_own_key(one: str, other: str) -> None:
    assert key(one) != key(other)


def outcome(formula: Formula, p: Instance, claim: Claim) -> object:
    """Return what a formula is at an instance, in a form that can be compared."""
    try:
        kind = type_of(formula, claim.family, p.shape)
        value = value_of(formula, p)
    except IllTyped:
        return "ill-typed"
    except (AnswerUndefined, NotComputed) as error:
        return type(error).__name__
    if isinstance(value, Comparison):
        return value.truth
    return kind, [str(number) for number in value.flat]


@pytest.mark.parametrize("part", sorted({claim.part for claim in CLAIMS.values()}))
def test_the_corpus_written_differently_has_the_same_keys_and_values(part: str) -> None:
    rng = random.Random(part)
    for name, text in (a for a in ANSWERS if CLAIMS[a[0]].part == part):
        claim = CLAIMS[name]
        other = rewritten(text, claim.names, rng)
        assert key(text, claim) == key(other, claim), (text, other)
        p = claim.family.sample(rng)
        one, two = read_as(claim, text), read_as(claim, other)
        if "exp" not in text and "sqrt" not in text:
            assert outcome(one, p, claim) == outcome(two, p, claim), (text, other)


def test_answers_of_the_corpus_with_one_key_are_equal_in_value() -> None:
    rng = random.Random(1)
    found: dict[tuple[str, str], str] = {}
    merged = 0
    for name, text in ANSWERS:
        first = found.setdefault((name, key(text, CLAIMS[name])), text)
        if first == text or "exp" in text:
            continue
        merged += 1
        for _ in range(3):
            p = CLAIMS[name].family.sample(rng)
            one, two = (read_as(CLAIMS[name], each) for each in (first, text))
            assert outcome(one, p, CLAIMS[name]) == outcome(two, p, CLAIMS[name])
    assert merged


def test_random_formulas_with_one_key_have_one_value() -> None:
    rng = random.Random(7)
    leaves = ["X", "X.T", "w", "y", "n", "d", "2", "(1/3)", "w.T", "y.T"]
    by_key: dict[str, list[str]] = {}
    for _ in range(6_000):
        text = leaves[rng.randrange(len(leaves))]
        for _ in range(rng.randrange(1, 4)):
            other = leaves[rng.randrange(len(leaves))]
            pair = [text, other] if rng.random() < 0.5 else [other, text]
            text = f"({pair[0]} {rng.choice('+-*@/')} {pair[1]})"
            text = rng.choice([text, text, f"-{text}", f"{text}.T"])
        if " / 0" not in text and "(2 - 2)" not in text and "((1/3) - (1/3))" not in text:
            by_key.setdefault(key(text), []).append(text)
    several = [texts for texts in by_key.values() if len(set(texts)) > 1]
    assert len(several) > 100
    for texts in several:
        p = GRADIENT.family.sample(rng)
        found = {str(outcome(read_as(GRADIENT, text), p, GRADIENT)) for text in texts}
        assert len(found) == 1, texts


def test_deep_formulas_and_long_numbers_take_no_time_to_speak_of() -> None:
    text = "w"
    for _ in range(28):
        text = f"(n * {text}).T"
    assert key(text)
    assert key("*".join([f"{'9' * 40}**64"] * 30) + " * w")
    assert key("w / ((((((2**64)**64)**64)**64)**64)**64)")
