"""Strategies for kinds: members are what their kind says, all of them, and shrink to the least."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from kind_equations import EQUATIONS

from referee import matrices, vectors
from referee.api.strategies import NAMES
from referee.strategies.kinds.every import KINDS

quick = settings(
    max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
once = settings(max_examples=200, deadline=None, database=None)
patiently = settings(once, max_examples=5_000)  # of what one in a hundred is


def exactly(a: np.ndarray) -> np.ndarray:
    """Return an array of fractions as the numbers in which equations are asked."""
    assert all(isinstance(x, Fraction) for x in a.flat)
    return np.array([[fmpq(x.numerator, x.denominator) for x in row] for row in a])


@pytest.mark.parametrize("kind", [*KINDS, "rank 2"])
def test_every_member_is_of_its_kind(kind: str) -> None:
    least = 2 if kind == "rank 2" else None

    @quick
    @given(matrices(kind=kind, rows=least, columns=least, largest=3))
    def holds(a: np.ndarray) -> None:
        assert EQUATIONS[kind](exactly(a))

    holds()


def test_every_kind_is_named() -> None:
    assert set(NAMES) == {"any", *KINDS}


@pytest.mark.parametrize("kind", NAMES)
def test_the_simplest_member_is_small_and_of_whole_numbers_or_halves(kind: str) -> None:
    a: np.ndarray = find(matrices(kind=kind), lambda _: True, settings=once)
    assert a.size <= 4
    assert all(abs(x) <= 1 and 2 % x.denominator == 0 for x in a.flat)


def test_a_violation_shrinks_to_the_least_one() -> None:
    a = find(matrices(kind="symmetric"), lambda a: a.sum() > 10, settings=once)
    assert a.tolist() == [[11]]
    a = find(
        matrices(), lambda a: a.shape == (2, 3) and a[1, 2] > Fraction(1, 3), settings=patiently
    )
    assert a.tolist() == [[0, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("asked", [(2, 3), (3, None), (None, 2), (9, None)])
def test_dimensions_are_those_asked_for(asked: tuple[int | None, int | None]) -> None:
    rows, columns = asked

    @quick
    @given(matrices(rows=rows, columns=columns))
    def holds(a: np.ndarray) -> None:
        assert a.shape == (rows or a.shape[0], columns or a.shape[1])
        assert max(a.shape) <= max(4, rows or 0)

    holds()


def test_a_square_kind_takes_the_dimension_that_is_given() -> None:
    a = find(matrices(kind="orthogonal", rows=7), lambda _: True, settings=once)
    assert a.shape == (7, 7)


@quick
@given(matrices(kind="orthogonal", rows=3, numbers=float))
def test_floats_are_of_their_kind_up_to_rounding(a: np.ndarray) -> None:
    assert a.dtype == np.float64
    np.testing.assert_allclose(a @ a.T, np.eye(3), atol=1e-12)


@quick
@given(vectors(kind="probability vector", size=3), vectors(size=2, numbers=float))
def test_vectors_have_one_axis(p: np.ndarray, x: np.ndarray) -> None:
    assert p.shape == (3,)
    assert p.sum() == 1
    assert min(p) >= 0
    assert x.shape == (2,)
    assert x.dtype == np.float64


def test_they_reach_beyond_what_is_simple() -> None:
    turned = find(
        matrices(kind="orthogonal", rows=2), lambda a: 0 < a[0, 1] < Fraction(3, 4), settings=once
    )
    assert (turned @ turned.T).tolist() == [[1, 0], [0, 1]]
    find(matrices(kind="positive definite"), lambda a: a[0, 0] > 10**6, settings=once)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "ortogonal"}, "there is no construction of the kind 'ortogonal', but of "),
        ({"kind": "orthogonal", "rows": 2, "columns": 3}, "there is no 2×3 orthogonal matrix"),
        ({"kind": "repeated eigenvalues", "rows": 1}, "there is no matrix with a repeated"),
        ({"kind": "unit vector", "columns": 2}, "there is no vector of length 1 of rows=None"),
        ({"numbers": int}, "numbers=<class 'int'>: they are Fraction or float"),
        ({"rows": 0}, "rows=0: from 1 to 64"),
        ({"rows": 2.0}, "rows=2.0: from 1 to 64"),
        ({"columns": 65}, "columns=65: from 1 to 64"),
        ({"largest": 0}, "largest=0: from 1 to 64"),
    ],
)
def test_what_there_is_not_is_said_at_once(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=rf"\A{re.escape(says)}.*\Z"):
        matrices(**options)


def test_they_are_strategies_like_any_other() -> None:
    pair = st.tuples(matrices(rows=1, columns=1), vectors(kind="ones", size=1))
    assert find(pair, lambda _: True, settings=once)[1].tolist() == [1]
