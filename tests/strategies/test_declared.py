"""Families made of declarations: bounds of numbers, shapes, tokens, what can be dropped."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from flint import fmpq

from referee.strategies.declared import Bound, Spec
from referee.strategies.families import Family, Instance, named
from referee.strategies.integer_vectors import within
from referee.strategies.intervals import Interval, interval_of
from referee.strategies.tokens import from_token, read_family

DRAWN = 60
# An interval, what its numbers satisfy, and some that it has.
Holds = Callable[[Any], bool]
INTERVALS: dict[str, tuple[Holds, tuple[Any, ...]]] = {
    "number": (lambda _: True, (0, -1, fmpq(1, 2))),
    "number_gt_0": (lambda t: t > 0, (1, fmpq(1, 2))),
    "number_ge_0": (lambda t: t >= 0, (0, fmpq(1, 2))),
    "number_lt_-1": (lambda t: t < -1, (-2, fmpq(-3, 2))),
    "number_gt_0_lt_1": (lambda t: 0 < t < 1, (fmpq(1, 2), fmpq(1, 3))),
    "number_ge_0_le_1": (lambda t: 0 <= t <= 1, (0, 1, fmpq(1, 2))),
    "number_ge_-1_lt_1/2": (lambda t: -1 <= t < fmpq(1, 2), (-1, fmpq(-1, 4))),
    "number_gt_0_le_1": (lambda t: 0 < t <= 1, (1, fmpq(1, 2))),
    "number_ne_0": (lambda t: t != 0, (1, -1, fmpq(1, 2))),
    "number_ge_0_lt_1_ne_0": (lambda t: 0 < t < 1, (fmpq(1, 2),)),
    "number_ge_2_le_2": (lambda t: t == 2, (2,)),
    "integer": (lambda t: t.q == 1, (0, 1, -1)),
    "integer_ge_1": (lambda t: t.q == 1 and t >= 1, (1, 2)),
    "integer_gt_1": (lambda t: t.q == 1 and t >= 2, (2, 3)),
    "integer_le_-1": (lambda t: t.q == 1 and t <= -1, (-1, -2)),
    "integer_ne_0": (lambda t: t.q == 1 and t != 0, (1, -1)),
    "integer_ge_-1_ne_0": (lambda t: t.q == 1 and t >= -1 and t != 0, (-1, 1, 2)),
    "integer_ge_0_le_1": (lambda t: t in {0, 1}, (0, 1)),
    "integer_ge_-1_le_1_ne_0": (lambda t: t in {-1, 1}, (-1, 1)),
    "integer_gt_1/2_lt_5/2": (lambda t: t in {1, 2}, (1, 2)),
}


@pytest.mark.parametrize("text", INTERVALS)
def test_the_numbers_of_an_interval_lie_in_it(text: str) -> None:
    holds, some = INTERVALS[text]
    family = declared(f"t.1.1.{text}")
    numbers = [p.t[0, 0] for p in (*islice(family.in_order(), DRAWN), *drawn(family))]
    assert all(holds(t) for t in numbers)
    assert {fmpq(t) for t in some} <= {*numbers}


@pytest.mark.parametrize("text", INTERVALS)
def test_an_interval_is_spelled_as_it_is_read(text: str) -> None:
    found = interval_of(text)
    assert found is not None
    assert found.spelled == text
    assert interval_of(f"{text}_xx_1") is None


def test_bounds_of_whole_numbers_may_be_sizes() -> None:
    family = declared("k.1.1.integer_ge_1_le_n+A.n.n")
    assert {(int(p.k[0, 0]), p.shape["n"]) for p in drawn(family)} >= {(1, 1), (1, 2), (2, 2)}
    assert all(1 <= p.k[0, 0] <= p.shape["n"] for p in drawn(family))


@pytest.mark.parametrize(
    ("interval", "lacks"),
    [
        (Interval(low=fmpq(1), high=fmpq(0)), True),
        (Interval(low=fmpq(1), high=fmpq(1)), False),
        (Interval(low=fmpq(1), high=fmpq(1), open_low=True), True),
        (Interval(low=fmpq(0), high=fmpq(0), nonzero=True), True),
        (Interval(whole=True, low=fmpq(0), high=fmpq(1), open_low=True, open_high=True), True),
        (Interval(whole=True, low=fmpq(1, 3), high=fmpq(2, 3)), True),
        (Interval(whole=True, low=fmpq(0), high=fmpq(1)), False),
    ],
)
def test_an_interval_says_whether_it_is_empty(interval: Interval, *, lacks: bool) -> None:
    assert bool(interval.lacks({})) is lacks


ARRAYS: dict[str, Holds] = {
    "x.n.1.nonnegative": lambda x: x >= 0,
    "x.n.1.positive": lambda x: x > 0,
    "x.n.1.whole": lambda x: x.q == 1,
    "x.2.3": lambda _: True,
}


@pytest.mark.parametrize("of", ARRAYS)
def test_entries_are_of_their_sort(of: str) -> None:
    family = declared(of)
    for p in (*islice(family.in_order(), DRAWN), *drawn(family)):
        assert all(ARRAYS[of](entry) for entry in p.x.flat)


FAMILIES = {
    "A.n.n+x.n.1": "",
    "A.n.n.symmetric+t.1.1.number_gt_0_lt_1/2": "",
    "A.n.n+B.n.n.commutes~A": "",
    "X.d.n.full-column-rank": "n.le.d",
    "A.2.2.positive-definite+k.1.1.integer_ge_-1_le_n+x.n.1": "n.ge.2",
    "": "n.ge.1",
}


@pytest.mark.parametrize("of", FAMILIES)
def test_a_token_rebuilds_an_instance(of: str) -> None:
    family = declared(of, FAMILIES[of])
    assert read_family(family.name) is family
    for p in (*islice(family.in_order(), 20), *drawn(family)):
        again = from_token(p.token)
        bounds = family.layout(p.shape).bounds
        assert all(map(within, p.integers, bounds))
        assert all((getattr(again, name) == getattr(p, name)).all() for name in family.by_name)


def test_fields_that_commute_commute() -> None:
    family = declared("A.n.n+B.n.n.commutes~A")
    assert all((p.A @ p.B == p.B @ p.A).all() for p in drawn(family))
    assert any(p.shape["n"] > 1 and (p.A != p.B).any() for p in drawn(family))


def test_sizes_are_bounded() -> None:
    assert {s["n"] for s in declared("A.n.n", "n.ge.2+n.le.3").shapes} == {2, 3}
    assert all(s["n"] <= s["d"] for s in declared("X.d.n", "n.le.d").shapes)
    assert {s["n"] for s in declared("A.n.n", "n.eq.3").shapes} == {3}
    assert min(s["n"] for s in declared("t.1.1", "n.ge.0").shapes) == 0


def test_kinds_rule_out_shapes() -> None:
    assert all(s["n"] <= s["d"] for s in declared("X.d.n.full-column-rank").shapes)


def test_a_family_without_end_and_one_with() -> None:
    assert declared("k.1.1.integer").finite_level is None
    finite = declared("k.1.1.integer_ge_0_le_1+m.1.1.integer_ge_1_le_3")
    assert len({p.token for p in finite.in_order()}) == 6
    assert len([*declared("").in_order()]) == 1


def test_each_kind_and_bound_can_be_dropped() -> None:
    family = declared("A.n.n.symmetric+t.1.1.number_gt_0", "n.ge.2")
    dropped = {each.about or each.name: family.without(each).name for each in family.hypotheses}
    assert dropped == {
        "A": "declared(of=A.n.n+t.1.1.number_gt_0,sizes=n.ge.2)",
        "t": "declared(of=A.n.n.symmetric+t.1.1,sizes=n.ge.2)",
        "n ≥ 2": "declared(of=A.n.n.symmetric+t.1.1.number_gt_0,sizes=n.ge.1)",
    }


@pytest.mark.parametrize("of", ["A", "A.n", "A.n.n.unheard", "A.n.n.symmetric.2"])
def test_what_is_no_declaration_is_refused(of: str) -> None:
    with pytest.raises(ValueError, match=r"not a declaration|no construction"):
        declared(of)


def test_specs_and_bounds_are_spelled() -> None:
    assert Spec("A", "n", "d", "positive definite").spelled == "A.n.d.positive-definite"
    assert Bound("n", "le", "d").says == "n ≤ d"


def declared(of: str, sizes: str = "") -> Family:
    return named("declared", of=of, sizes=sizes)


def drawn(family: Family) -> list[Instance]:
    rng = random.Random(7)
    return [family.sample_small(rng) for _ in range(DRAWN)]
