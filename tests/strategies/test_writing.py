"""Instances in which whole fields are given arrays."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from flint import fmpq

from referee.numerics import arrays
from referee.strategies import clarke_combinations, homogeneous, kinks, least_squares, networks
from referee.strategies.affine import solutions
from referee.strategies.families import Family, named
from referee.strategies.sources import sources
from referee.strategies.tokens import from_token
from referee.strategies.writing import written

assert clarke_combinations  # these register their families
assert homogeneous
assert kinks
assert least_squares
assert networks

COMBINATIONS = named("clarke_combinations", kinds="clarke", kinked=True)
FACTORS = named("homogeneous_functions", extra="factor", kinds="integer")
NETWORKS = named("relu_networks")
PROBLEMS = named("least_squares", extra="w+t")
POWERS = named("exponents")
THIRDS = [[fmpq(2, 3)], [fmpq(2, 3)], [fmpq(-1, 3)]]
WRITTEN: list[tuple[Family, Mapping[str, Any]]] = [
    (COMBINATIONS, {"c": THIRDS}),  # with sum 1 and length 1
    (COMBINATIONS, {"c": [[fmpq(0)], [fmpq(1)], [fmpq(0)]]}),
    (COMBINATIONS, {"c": THIRDS, "x": [[fmpq(1, 2)], [fmpq(-3)]]}),
    (FACTORS, {"a": [[fmpq(-2, 3)]]}),
    (FACTORS, {"a": [[fmpq(0)]]}),  # 0 and 1 are exchanged
    (FACTORS, {"L": [[fmpq(17)]]}),  # a derived field, by a choice of the kind and an exponent
    (FACTORS, {"L": [[fmpq(3)]], "a": [[fmpq(-1)]]}),
    (NETWORKS, {"mu": [[fmpq(2)]], "nu": [[fmpq(-1, 5)]]}),  # derived, of one field
    (PROBLEMS, {"w": [[fmpq(k, 7)] for k in range(2)], "t": [[fmpq(5, 2)]]}),
    (POWERS, {"alpha": [[fmpq(2)]], "beta": [[fmpq(3, 7)]]}),
    (PROBLEMS, {"X": [[fmpq(0), fmpq(1, 2)], [fmpq(-3), fmpq(7)]]}),  # by elimination
    (PROBLEMS, {"X": [[fmpq(0)], [fmpq(5)]], "w": [[fmpq(1)], [fmpq(2, 3)]]}),
]


@pytest.mark.parametrize(("family", "values"), WRITTEN)
def test_given_values_are_written_and_the_token_says_how(
    family: Family, values: Mapping[str, Any]
) -> None:
    rng = random.Random(1)
    arrays_ = {name: arrays.exact(value) for name, value in values.items()}
    fitting = [
        shape
        for shape in family.shapes
        if all(family.by_name[n].size(shape) == a.shape for n, a in arrays_.items())
    ]
    for _ in range(10):
        shape = rng.choice(fitting)
        raws = [rng.randint(-63, 63) for _ in family.layout(shape).bounds]
        p = family.from_raw(shape, raws, "sparse")
        found = next(written(p, arrays_))
        again = from_token(found.token)
        assert all(getattr(again, name).tolist() == a.tolist() for name, a in arrays_.items())


def test_what_is_not_named_stays_where_it_can() -> None:
    p = NETWORKS.build(NETWORKS.shapes[0], [0] * 15 + [4, 7, 2, 0, 1, 0])
    found = next(written(p, {"mu": arrays.exact([[9]])}))
    assert (found.nu.tolist(), found.c.tolist(), found.x.tolist()) == (
        p.nu.tolist(),
        p.c.tolist(),
        p.x.tolist(),
    )


def test_every_choice_that_gives_a_derived_value_is_tried() -> None:
    p = FACTORS.build(FACTORS.shapes[0], [0] * len(FACTORS.layout(FACTORS.shapes[0]).bounds))
    kinds = {int(q.kind[0, 0]) for q in written(p, {"L": arrays.exact([[3]])})}
    assert len(kinds) > 2


@pytest.mark.parametrize(
    ("family", "values"),
    [
        (FACTORS, {"L": [[fmpq(1, 2)]]}),  # whole here
        (POWERS, {"alpha": [[fmpq(0)]]}),  # positive
        (PROBLEMS, {"X": [[fmpq(0)]]}),  # of full rank
        (NETWORKS, {"f_x": [[fmpq(10)]], "mu": [[fmpq(1)]], "h_x": [[fmpq(-1)]]}),  # not negative
    ],
)
def test_what_a_field_never_is_is_not_written(family: Family, values: Mapping[str, Any]) -> None:
    shape = family.shapes[0]
    p = family.build(shape, [max(0, low or 0) for low, _ in family.layout(shape).bounds])
    assert not list(written(p, {name: arrays.exact(value) for name, value in values.items()}))


def test_the_sources_of_a_derived_field_are_found_out_once() -> None:
    p = NETWORKS.build(NETWORKS.shapes[0], [0] * 21)
    ways = sources(p, "mu")
    assert [way.places for way in ways] == [(15, 18)]
    assert sources(p, "mu") is ways
    large = NETWORKS.shapes[-1]
    q = NETWORKS.build(large, [0] * len(NETWORKS.layout(large).bounds))
    assert sources(q, "f_x") == ()  # it follows from too much


def test_equations_are_solved_with_what_is_free_left_as_it_is() -> None:
    ones = [[fmpq(1)]] * 3
    found = solutions(ones, [fmpq(1)], [fmpq(5), fmpq(2), fmpq(3)])
    assert found is not None
    assert found.point == [-4, 2, 3]
    assert all(sum(each) == 0 for each in found.kernel)
    assert len(found.kernel) == 2
    assert solutions([[fmpq(0)]], [fmpq(1)], [fmpq(0)]) is None
    nothing = solutions([[], []], [], [fmpq(1), fmpq(2)])
    assert nothing is not None
    assert nothing.point == [1, 2]
    assert len(nothing.kernel) == 2
