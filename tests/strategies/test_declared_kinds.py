"""Fields of a kind, as a family declares them: at every shape, in batches, with their one line."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from kind_equations import EQUATIONS, same
from value_coverage import missing, sampled, searched

from referee.numerics import arrays
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Field
from referee.strategies.fields import size, vector
from referee.strategies.kinds import declared
from referee.strategies.kinds.every import KINDS, kind_of_name
from referee.strategies.matrices import free_matrix
from referee.strategies.shapes import Shapes

CONSTRUCTORS: list[tuple[str, Callable[..., Field]]] = [
    ("symmetric", declared.symmetric),
    ("skew", declared.skew),
    ("diagonal", declared.diagonal),
    ("upper triangular", declared.upper_triangular),
    ("lower triangular", declared.lower_triangular),
    ("circulant", declared.circulant),
    ("graph Laplacian", declared.graph_laplacian),
    ("stochastic", declared.stochastic),
    ("permutation", declared.permutation),
    ("projection", declared.projection),
    ("reflection", declared.reflection),
    ("idempotent", declared.idempotent),
    ("involution", declared.involution),
    ("nilpotent", declared.nilpotent),
    ("repeated eigenvalues", declared.repeated_eigenvalues),
    ("close eigenvalues", declared.close_eigenvalues),
    ("normal", declared.normal),
    ("positive semidefinite", declared.positive_semidefinite),
    ("positive definite", declared.positive_definite),
    ("invertible", declared.invertible),
    ("unit vector", declared.unit_vector),
    ("nonnegative unit vector", declared.nonnegative_unit_vector),
    ("probability vector", declared.probability_vector),
    ("coordinate vector", declared.coordinate_vector),
    ("ones", declared.ones),
]
RECTANGULAR: list[tuple[str, Callable[..., Field]]] = [
    ("Toeplitz", declared.toeplitz),
    ("Vandermonde", declared.vandermonde),
    ("repeated singular values", declared.repeated_singular_values),
    ("close singular values", declared.close_singular_values),
    ("full column rank", declared.full_column_rank),
    ("rank one", declared.rank_one),
    ("zero column", declared.zero_column),
    ("parallel columns", declared.parallel_columns),
]
IDS = [name for name, _ in CONSTRUCTORS]


def family_of(*fields: Field, least: int = 2) -> Family:
    return Family(
        "declared", Shapes({"n": least, "m": 1}, lambda s: 1 < s["m"] <= s["n"], 3), fields
    )


@pytest.mark.parametrize(("name", "make"), CONSTRUCTORS, ids=IDS)
def test_a_declared_field_is_of_its_kind_at_every_shape(
    name: str, make: Callable[..., Field]
) -> None:
    family, rng = family_of(make("A", "n"), size("n", "rows")), random.Random(4)
    for p in (family.sample(rng) for _ in range(40)):
        assert EQUATIONS[name](p.A)
        assert p.A.shape[0] == p.shape["n"]
    assert "\n" not in family.by_name["A"].meaning


@pytest.mark.parametrize(("name", "make"), RECTANGULAR, ids=[name for name, _ in RECTANGULAR])
def test_a_declared_rectangular_field_is_of_its_kind(name: str, make: Callable[..., Field]) -> None:
    family, rng = family_of(make("A", "n", "m")), random.Random(4)
    for p in (family.sample(rng) for _ in range(40)):
        assert EQUATIONS[name](p.A)


def test_every_kind_can_be_declared() -> None:
    names = {name for name, _ in (*CONSTRUCTORS, *RECTANGULAR)} | {"orthogonal", "full row rank"}
    assert names == set(KINDS)


@pytest.mark.parametrize("name", sorted({*IDS} - {"ones", "coordinate vector", "permutation"}))
def test_a_declared_field_has_values_of_every_kind_or_a_reason(name: str) -> None:
    make = dict(CONSTRUCTORS)[name]
    family = family_of(make("A", "n"))
    for draw in (sampled, searched):
        assert missing(family, draw(family)).get("A", set()) <= {*kind_of_name(name).narrow}


def test_a_kind_without_a_construction_is_refused_when_it_is_declared() -> None:
    with pytest.raises(ValueError, match="no construction of the kind 'hermitian'"):
        declared.of_kind("hermitian", "A", "n", "n")


def test_a_fixed_shape_that_a_kind_does_not_have_is_refused_when_it_is_declared() -> None:
    line = "there is no 2×3 symmetric matrix: it needs as many rows as columns"
    with pytest.raises(ValueError, match=line):
        declared.of_kind("symmetric", "A", "2", "3")


def test_a_shape_of_a_family_that_a_kind_does_not_have_is_refused_in_one_line() -> None:
    family = Family(
        "wrong", Shapes({"n": 2, "m": 3}), (declared.of_kind("symmetric", "A", "n", "m"),)
    )
    with pytest.raises(ValueError, match="there is no 2×3 symmetric matrix") as error:
        family.layout({"n": 2, "m": 3})
    assert "\n" not in str(error.value)


def test_matrices_that_are_declared_to_commute_do_and_need_not_be_scalar() -> None:
    family, rng = family_of(*declared.commuting(("A", "B"), "n")), random.Random(2)
    drawn = [family.sample(rng) for _ in range(60)]
    assert all(same(p.A @ p.B, p.B @ p.A) for p in drawn)
    assert any(not same(p.A, p.A.T) and not same(p.B, p.B.T) for p in drawn)
    zero = family.build({"n": 2, "m": 2}, [0] * len(family.layout({"n": 2, "m": 2}).bounds))
    assert not zero.A.any()
    assert not zero.B.any()
    ints = np.array([[0] * len(zero.integers)] * 3, dtype=np.int64)
    assert family.build({"n": 2, "m": 2}, ints, arrays.float64).B.shape == (3, 2, 2)


def test_two_square_matrices_commute_now_and_then() -> None:
    fields = (free_matrix("A", "n", "n", "any"), free_matrix("B", "n", "n", "any"))
    family, draws = family_of(*fields, vector("v", "m", "any")), ByRandom(random.Random(3))
    drawn = [family.structured({"n": 3, "m": 2}, draws) for _ in range(60)]
    met = [p for p in drawn if same(p.A @ p.B, p.B @ p.A)]
    assert any(not same(p.A, p.A.T) and np.count_nonzero(p.B) > 3 for p in met)
