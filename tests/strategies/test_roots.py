"""Irrational numbers in declared families: which there are, their integers, and their intervals."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_poly

import referee.strategies.declared
from referee.deciding.shrink.steps import shrink
from referee.numerics import arrays, scalars
from referee.strategies.families import Family, Instance, named
from referee.strategies.intervals import Interval, interval_of
from referee.strategies.roots import (
    Radical,
    kth_root,
    polynomial_root,
    radicals,
    root_of,
    roots_of,
)
from referee.strategies.tokens import from_token

assert referee.strategies.declared
KINDS = [
    "",
    "number_gt_0",
    "number_ge_-1",
    "number_lt_1/2",
    "number_le_3",
    "number_ne_0",
    "number_gt_0_lt_1",
    "number_ge_-1/3_le_5/2",
    "number_gt_-2_lt_7_ne_0",
]
BASES = [fmpq(0), fmpq(1), fmpq(-3, 2), fmpq(10**6, 7)]
TIMES = [fmpq(1), fmpq(-1), fmpq(2, 3)]
SOME = [
    *(
        Radical(base, times, kth_root(degree, under))
        for base in BASES
        for times in TIMES
        for degree, under in ((2, 2), (2, 7), (3, 2), (3, 4), (4, 2), (5, 10**12 + 1))
    ),
    *radicals(fmpq_poly([1, -3, 0, 1])),
    *radicals(fmpq_poly([fmpq(1, 3), -3, 0, 0, 7])),
]


def declared(kind: str) -> Family:
    return named("declared", of=f"A.n.n+t.1.1{'.' * bool(kind)}{kind}", sizes="")


def inside(interval: Interval, value: Any) -> bool:
    low, high = interval.low, interval.high
    assert not isinstance(low, str)
    assert not isinstance(high, str)
    return (low is None or scalars.sign(value - low) == 1) and (
        high is None or scalars.sign(high - value) == 1
    )


def moved(family: Family, radical: Radical) -> Instance | None:
    at_root = family.by_name["t"].at_root
    assert at_root is not None
    found = at_root({"n": 1}, radical)
    return None if found is None else family.build({"n": 1}, [0, 0, *found])


@pytest.mark.parametrize("kind", KINDS)
def test_every_root_in_an_interval_is_reached_and_none_outside(kind: str) -> None:
    family, interval = declared(kind), interval_of(kind or "number")
    assert interval is not None
    reached = 0
    for radical in SOME:
        p = moved(family, radical)
        assert (p is not None) is inside(interval, radical.value)
        if p is not None:
            reached += 1
            assert p.has_root
            assert p.t[0, 0] == radical.value
            assert from_token(p.token).t[0, 0] == radical.value
            assert p.cast(arrays.float64).t[0, 0] == pytest.approx(float(radical.value))
    assert reached > 3


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_integers_make_lies_in_the_interval(kind: str) -> None:
    family, interval = declared(kind), interval_of(kind or "number")
    assert interval is not None
    rng = random.Random(3)
    for size in (2, 30, 10**6, 10**40):
        for _ in range(25):
            code = rng.choice((1, -1)) * rng.randint(1, size)
            integers = [0, 0, code, rng.randint(0, size), rng.randint(0, size)]
            value = family.build({"n": 1}, integers).t[0, 0]
            assert not isinstance(value, fmpq)
            assert inside(interval, value)


def test_numbers_of_roots_come_back() -> None:
    for degree in range(2, 9):
        for under in (2, 3, 10, 123_457):
            found = root_of(kth_root(degree, under))
            assert abs(float(found) ** degree / under - 1) < 1e-12
    coefficients = (1, -3, 0, 1)
    for place in range(3):
        x = root_of(polynomial_root(coefficients, place))
        assert x * x * x - 3 * x + 1 == 0
    first = [root_of(kth_root(2, c)) for c in (2, 3, 5, 6, 7, 8, 10)]
    assert [scalars.to_float(x) ** 2 for x in first] == pytest.approx([2, 3, 5, 6, 7, 8, 10])


def test_the_simplest_root_is_that_of_two() -> None:
    one = arrays.exact([1])
    assert roots_of(_Exact(), np.array([1], dtype=object))[0] ** 2 == one[0] + 1


class _Exact:
    number = staticmethod(arrays.exact)


ROOTS = {  # the constant coefficient first, and how many of the real roots are irrational
    (-2, 0, 1): 2,
    (-1, -1, 1): 2,
    (1, 0, 1): 0,
    (-2, 0, 0, 1): 1,
    (2, 0, 0, 0, 1): 0,
    (-2, 0, 0, 0, 1): 2,
    (1, -3, 0, 1): 3,
    (1, 0, -10, 0, 1): 4,
    (-1, -1, 0, 0, 0, 1): 1,
}


@pytest.mark.parametrize("coefficients", ROOTS)
def test_roots_of_an_irreducible_polynomial(coefficients: tuple[int, ...]) -> None:
    found = radicals(fmpq_poly(list(coefficients)))
    assert len(found) == ROOTS[coefficients]
    for radical in found:
        x, total = radical.value, 0
        for c in reversed(coefficients):
            total = total * x + c
        assert scalars.vanishes(total)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_and_enumerated_is_rational(kind: str) -> None:
    family, rng = declared(kind), random.Random(5)
    drawn = [family.sample(rng) for _ in range(60)]
    drawn += [family.sample_large({"n": 2}, rng) for _ in range(5)]
    drawn += [family.sparse({"n": 2}, rng, plain=plain) for plain in (True, False)]
    for p in (*drawn, *islice(family.in_order(), 150)):
        assert not p.has_root
        assert isinstance(p.t[0, 0], fmpq)


def test_rational_and_whole_numbers_have_no_roots() -> None:
    for kind in ("rational", "rational_gt_0", "integer", "integer_ge_1"):
        assert declared(kind).by_name["t"].at_root is None
    assert interval_of("rational_gt_0") == Interval(low=fmpq(0), open_low=True, rational=True)
    assert Interval(rational=True).spelled == "rational"


def test_a_batch_holds_roots_beside_rational_numbers() -> None:
    family = declared("number_gt_0")
    p = moved(family, Radical(fmpq(1, 2), fmpq(-1, 3), kth_root(2, 7)))
    q = moved(family, Radical(fmpq(0), fmpq(1), kth_root(3, 2)))
    assert p is None
    assert q is not None
    rows = np.array([[int(i) for i in q.integers], [0, 0, 0, 2, 1]], dtype=np.int64)
    batch = family.build({"n": 1}, rows, arrays.float64)
    assert batch.t[:, 0, 0].tolist() == pytest.approx([2 ** (1 / 3), 3 / 2])


SHRUNK: dict[str, tuple[Callable[[Any], bool], str]] = {
    "rational": (lambda t: scalars.sign(t - 1) == 1, "2"),
    "a half": (lambda t: not isinstance(t, fmpq) or t.q > 1, "1/2"),
    "irrational": (lambda t: not isinstance(t, fmpq), "1*sqrt(2)"),
    "in between": (
        lambda t: not isinstance(t, fmpq) and scalars.sign(t - 2) == 1,
        "1 + 1*sqrt(2)",
    ),
}


@pytest.mark.parametrize("name", SHRUNK)
def test_a_counterexample_shrinks_to_what_a_person_would_write(name: str) -> None:
    fails, wanted = SHRUNK[name]
    p = moved(declared(""), Radical(fmpq(17, 5), fmpq(3, 11), kth_root(2, 7)))
    assert p is not None
    assert fails(p.t[0, 0])
    assert str(shrink(p, lambda q: fails(q.t[0, 0])).t[0, 0]) == wanted
