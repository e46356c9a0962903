"""Shapes: what a family allows, in order of size without end, and how far one draws."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count, islice, product
from typing import Any

import pytest

from referee.strategies.families import Family, Shape, named
from referee.strategies.shapes import FARTHEST, Shapes, listed
from referee.strategies.tokens import from_token

TALL = Shapes({"d": 1, "n": 1}, lambda s: s["n"] <= s["d"], 4, reach=32, searched=8)
SQUARE = Shapes({"d": 1, "n": 1}, lambda s: s["n"] == s["d"], 3, reach=32)
DEEP = Shapes({"k": 1, "H": 2}, lambda s: s["H"] > 2 or s["k"] != 2, 3, reach=12)
ONE_LAYER = Shapes({"d": 1, "H": 1}, small=3, most={"H": 1}, reach=20)
RANKS = Shapes({"d": 1, "deficiency": 0}, lambda s: s["deficiency"] <= s["d"], 4, reach=20)
KINDS = {"tall": TALL, "square": SQUARE, "deep": DEEP, "one layer": ONE_LAYER, "ranks": RANKS}
every = pytest.mark.parametrize("shapes", KINDS.values(), ids=list(KINDS))


def in_order(shapes: Shapes, most: int) -> list[Shape]:
    return [shape for total in range(most) for shape in shapes.of_sum(total)]


@every
def test_all_shapes_come_in_order_once_each(shapes: Shapes) -> None:
    found = [tuple(s.values()) for s in in_order(shapes, 16)]
    box = product(*(range(low, 17) for low in shapes.least.values()))
    named_ = (dict(zip(shapes.least, sizes, strict=True)) for sizes in box)
    wanted = [s for s in named_ if sum(s.values()) < 16 and s in shapes]
    assert found == sorted(found, key=lambda s: (sum(s), *s))
    assert len(found) == len(set(found)) == len(wanted)


@every
def test_small_shapes_are_the_first_of_their_size(shapes: Shapes) -> None:
    assert list(shapes.smallest) == [s for s in in_order(shapes, 40) if shapes.is_small(s)]
    assert shapes.up_to(shapes.small) == shapes.smallest


@pytest.mark.parametrize(
    ("shape", "belongs"),
    [
        ({"d": 500, "n": 3}, True),
        ({"d": FARTHEST, "n": 1}, True),
        ({"d": FARTHEST + 1, "n": 1}, False),
        ({"d": FARTHEST, "n": FARTHEST}, False),  # too many integers for a token
        ({"d": 2, "n": 3}, False),
        ({"d": 0, "n": 0}, False),
        ({"n": 1, "d": 2}, False),
        ({"d": 2}, False),
    ],
)
def test_a_shape_belongs_however_large_it_is(shape: Shape, belongs: bool) -> None:
    assert (shape in TALL) is belongs


@every
def test_drawn_shapes_are_mostly_small_and_have_a_heavy_tail(shapes: Shapes) -> None:
    rng = random.Random(4)
    drawn = [shapes.draw(rng) for _ in range(5_000)]
    assert all(shape in shapes for shape in drawn)
    assert {tuple(s.values()) for s in shapes.smallest} <= {tuple(s.values()) for s in drawn}
    beyond = [sum(max(s.values()) > size for s in drawn) / len(drawn) for size in (4, 8, 20)]
    assert 1 / 100 < beyond[0] < 1 / 12
    assert beyond[1] > 1 / 200
    assert (beyond[2] > 1 / 1000) is (shapes.reach > 20)
    assert max(max(s.values()) for s in drawn) <= shapes.reach


def test_shapes_that_reach_no_further_are_drawn_small() -> None:
    shapes, rng = Shapes({"d": 1}, small=3, reach=0), random.Random(1)
    assert {shapes.draw(rng)["d"] for _ in range(500)} == {1, 2, 3}
    assert shapes.ladder() == []


def test_the_ladder_goes_up_together_and_one_at_a_time() -> None:
    assert [[tuple(s.values()) for s in way] for way in TALL.ladder()] == [
        [(8, 8), (12, 12), (20, 20), (32, 32)],
        [(8, 2), (12, 2), (20, 2), (32, 2)],
    ]
    assert [[tuple(s.values()) for s in way] for way in SQUARE.ladder()] == [
        [(8, 8), (12, 12), (20, 20), (32, 32)]
    ]
    assert [[tuple(s.values()) for s in way] for way in ONE_LAYER.ladder()] == [
        [(8, 1), (12, 1), (20, 1)]
    ]
    assert [tuple(s.values()) for s in RANKS.ladder()[0]] == [(8, 0), (12, 0), (20, 0)]


def test_a_condition_keeps_what_meets_it_at_any_size() -> None:
    two = TALL.where(lambda s: s["n"] == 2)
    assert [tuple(s.values()) for s in two.smallest] == [(2, 2), (3, 2), (4, 2)]
    assert {"d": 30, "n": 2} in two
    assert {"d": 30, "n": 3} not in two
    assert all(s["n"] == 2 for way in two.ladder() for s in way)


def test_the_small_shapes_of_a_condition_on_large_ones_are_the_first_it_has() -> None:
    large = TALL.where(lambda s: s["n"] >= 10)
    assert tuple(large.smallest[0].values()) == (10, 10)
    assert TALL.where(lambda s: s["d"] == 0).smallest == ()


def test_a_list_of_shapes_has_no_others() -> None:
    only = listed(({"d": 3}, {"d": 5}))
    assert {"d": 5} in only
    assert {"d": 4} not in only
    assert list(only.of_sum(5)) == [{"d": 5}]
    assert only.ladder() == ()
    assert only.where(lambda s: s["d"] > 3).smallest == ({"d": 5},)
    assert {only.draw(random.Random(s))["d"] for s in range(20)} == {3, 5}


LARGE = (
    "least_squares d=40 n=3",
    "spectral_least_squares d=21 n=21",
    "homogeneous_functions d=50",
    "relu_networks d=2 k=3 m=4 H=30",
)


@pytest.mark.parametrize("text", LARGE)
def test_an_instance_of_any_size_is_rebuilt_from_its_token(text: str) -> None:
    base, *pairs = text.split()
    shape = {name: int(size) for name, size in (pair.split("=") for pair in pairs)}
    p = named(base).sparse(shape, random.Random(2), plain=False)
    again = from_token(p.token)
    assert again.shape == shape
    for name in [f.name for f in p.family.fields][:6]:
        one, other = getattr(p, name), getattr(again, name)
        assert all((a == b).all() for a, b in zip(_arrays(one), _arrays(other), strict=True)), name


def _arrays(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    "token",
    [
        "least_squares d=9999 n=1: 0",
        "relu_networks d=1 k=999 m=1 H=999: 0",
        "matrices d=900 n=900:",
    ],
)
def test_a_hostile_size_is_refused_before_anything_is_built(token: str) -> None:
    with pytest.raises(ValueError, match="has no shape"):
        from_token(token)


@pytest.mark.parametrize(
    ("family", "quiet"),
    [
        (named("spectral_least_squares"), lambda p: len({*p.sigma.flat}) == 1),
        (named("spectral_least_squares", full_rank=False), lambda p: bool(p.sigma.all())),
        (named("least_squares"), lambda p: bool((p.w != 0).any())),
    ],
)
def test_a_plain_instance_has_simple_matrices_and_vectors(
    family: Family, quiet: Callable[..., bool]
) -> None:
    plain = [
        family.sparse({"d": 12, "n": 12}, random.Random(seed), plain=True) for seed in range(20)
    ]
    assert all(quiet(p) for p in plain)
    assert sum(bool((p.y != 0).any()) for p in plain) >= 18


def test_the_small_scope_has_no_end() -> None:
    sizes = (max(p.shape.values()) for p in named("matrices", square=True).in_order())
    assert next(i for i, size in enumerate(islice(sizes, 20_000)) if size > 4) > 150
    assert next(s for s in TALL.of_sum(60) if s["n"] == 30) == {"d": 30, "n": 30}
    assert all(any(True for _ in DEEP.of_sum(total)) for total in islice(count(4), 50))
