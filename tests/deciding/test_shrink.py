"""Shrinking: what comes back is false like every step on the way, no larger, and the same again."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module

import pytest
from flint import fmpq

from referee.deciding.shrink.steps import shrink
from referee.numerics import linalg
from referee.strategies.families import Family, Instance, named, size_of
from referee.strategies.integer_vectors import within

import_module("referee.strategies.matrices")  # its families are registered by that

Fails = Callable[[Instance], bool]


def total(p: Instance) -> int:
    return sum(p.shape.values())


CASES: dict[str, tuple[Family, Fails]] = {
    "not diagonal": (
        named("matrices", square=True),
        lambda p: bool(linalg.off_diagonal(p.X).any()),
    ),
    "tall": (named("matrices"), lambda p: p.shape["d"] > p.shape["n"]),
    "large entry": (named("least_squares"), lambda p: any(abs(x) > 6 for x in p.y.flat)),
    "residual": (named("least_squares"), lambda p: bool((p.X.mT @ p.w != p.y).any())),
    "rank lost": (
        named("matrices", full_rank=False, tall=False),
        lambda p: linalg.rank(p.X)[0, 0] < min(p.X.shape),
    ),
    "start outside the span": (
        named("spectral_least_squares", extra="t+v0"),
        lambda p: bool(linalg.off_span(p.v0, p.X).any()),
    ),
    "not the least solution": (
        named("feasible_points", norm="feasible"),
        lambda p: bool((p.w != p.w_star).any()),
    ),
    "not symmetric": (
        named("square_matrices_with_svd"),
        lambda p: bool((p.A - p.A.mT).any()),
    ),
    "three samples": (named("least_squares", square=True), lambda p: p.shape["n"] >= 3),
    "everything": (named("nonlinear_models"), lambda _: True),
}


def found(family: Family, fails: Fails, count: int) -> list[Instance]:
    rng = random.Random(11)
    drawn = (family.sample(rng) for _ in range(3000))
    failing = [p for p in drawn if fails(p)]
    assert len(failing) >= count
    return failing[:count]


def watched(fails: Fails, asked: list[str]) -> Fails:
    """Return the same question, which notes what it was asked about."""

    def noting(p: Instance) -> bool:
        asked.append(p.token)
        return fails(p)

    return noting


@pytest.mark.parametrize("what", CASES)
def test_what_comes_back_fails_and_is_no_larger(what: str) -> None:
    family, fails = CASES[what]
    for p in found(family, fails, 4):
        asked: list[str] = []

        smaller = shrink(p, watched(fails, asked))
        assert fails(smaller)
        assert smaller.token in {p.token, *asked}
        assert (total(smaller), size_of(smaller)) <= (total(p), size_of(p))
        bounds = family.layout(smaller.shape).bounds
        assert all(map(within, (int(i) for i in smaller.integers), bounds))


@pytest.mark.parametrize("what", CASES)
def test_equal_instances_shrink_to_equal_instances(what: str) -> None:
    family, fails = CASES[what]
    for p in found(family, fails, 2):
        again = family.build(p.shape, p.integers)
        assert shrink(p, fails).token == shrink(again, fails).token


@pytest.mark.parametrize("what", CASES)
def test_what_is_shrunk_does_not_shrink_further(what: str) -> None:
    family, fails = CASES[what]
    for p in found(family, fails, 2):
        once = shrink(p, fails)
        assert size_of(shrink(once, fails)) == size_of(once)


@pytest.mark.parametrize(
    ("what", "field", "matrix"),
    [
        ("tall", "X", [[1], [0]]),
        ("large entry", "y", [[7]]),
        ("rank lost", "X", [[0]]),
        ("three samples", "X", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ("everything", "X", [[0]]),
    ],
)
def test_what_comes_back_is_what_a_person_would_write(
    what: str, field: str, matrix: list[list[int]]
) -> None:
    family, fails = CASES[what]
    for p in found(family, fails, 4):
        assert getattr(shrink(p, fails), field).tolist() == matrix


def test_a_start_outside_the_span_is_a_unit_vector_beside_one_sample() -> None:
    family, fails = CASES["start outside the span"]
    for p in found(family, fails, 4):
        smaller = shrink(p, fails)
        assert smaller.shape == {"d": 2, "n": 1}
        assert sorted(map(abs, smaller.v0.flat)) == [0, 1]
        assert sorted(map(abs, smaller.X.flat)) == [0, 1]


def test_an_instance_that_cannot_be_smaller_comes_back_itself() -> None:
    smallest = next(named("least_squares").in_order())
    assert shrink(smallest, lambda _: True).token == smallest.token


def test_a_claim_that_fails_at_one_instance_only_is_shrunk_to_it() -> None:
    p = found(named("least_squares"), lambda q: total(q) == 6, 1)[0]
    assert shrink(p, lambda q: q.token == p.token).token == p.token


def test_a_single_number_stands_first() -> None:
    family = named("least_squares", square=True)
    shape = {"d": 3, "n": 3}
    zero = family.build(shape, [0] * len(family.layout(shape).bounds))
    last = list(zero.integers)
    last[family.layout(shape).slots["y"].stop - 2] = 4
    p = shrink(family.build(shape, last), lambda p: p.shape["n"] == 3 and bool(p.y.any()))
    assert p.y.flatten().tolist() == [1, 0, 0]


def test_a_threshold_among_large_numbers_is_found_by_bisection() -> None:
    tries = []

    def fails(p: Instance) -> bool:
        tries.append(p.token)
        return bool(p.X[0, 0] > 123_456_789)

    found = named("matrices").build({"d": 1, "n": 1}, [10**9, 0])
    assert shrink(found, fails).X.tolist() == [[123_456_790]]
    assert len(tries) < 2_000


def test_shrinking_ends_even_where_every_step_helps_a_little() -> None:
    tries = []

    def fails(p: Instance) -> bool:
        tries.append(p.token)
        return sum(abs(int(i)) for i in p.integers) > 10**6 - len(tries)

    found = named("least_squares").build({"d": 1, "n": 1}, [10**6, 0, 10**6, 0, 10**6, 0])
    shrink(found, fails)
    assert len(tries) <= 3_000


@pytest.mark.parametrize(
    ("integers", "fails", "wanted"),
    [
        ([17, 31], lambda x: 0 < x < 1, fmpq(1, 2)),
        ([1, 7], lambda x: 0 < x < 1, fmpq(1, 2)),
        ([4, 1], lambda x: x == 2, fmpq(2)),
        ([30, 11], lambda x: x == fmpq(5, 2), fmpq(5, 2)),
        ([123, 999], lambda x: 0 < x < fmpq(1, 7), fmpq(1, 8)),
        ([-700, 999], lambda x: x.q > 1, fmpq(1, 2)),
        ([10**12, 10**6], lambda x: x > 1, fmpq(2)),
    ],
)
def test_numbers_shrink_to_whole_ones_and_simple_fractions(
    integers: list[int], fails: Callable[[fmpq], bool], wanted: fmpq
) -> None:
    found = named("least_squares").build({"d": 1, "n": 1}, [*integers, 0, 0, 0, 0])
    p = shrink(found, lambda p: bool(fails(p.y[0, 0])))
    assert p.y[0, 0] == wanted
    assert not any(p.integers[2:])


def test_a_shared_denominator_is_reduced_away_where_the_numbers_matter() -> None:
    found = named("least_squares").build({"d": 2, "n": 2}, [6, -9, 5, *[0] * 11])
    p = shrink(found, lambda p: p.y.tolist() == [[1], [fmpq(-3, 2)]])
    assert [int(i) for i in p.integers[:3]] == [2, -3, 1]


def test_denominators_stay_denominators_at_smaller_shapes() -> None:
    found = named("least_squares").build({"d": 3, "n": 3}, [0, 0, 5, 6, *[0] * 18])
    p = shrink(found, lambda p: any(x == fmpq(5, 7) for x in p.y.flat))
    assert p.shape == {"d": 1, "n": 1}
    assert p.y.tolist() == [[fmpq(5, 7)]]
