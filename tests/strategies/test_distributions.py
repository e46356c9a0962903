"""Named distributions: within bounds, repeatable, and each with what it is there for."""

from __future__ import annotations

import numpy as np
import pytest

from referee.strategies.distributions import DISTRIBUTIONS, MIXED, integers
from referee.strategies.integer_vectors import Bounds

FREE: tuple[Bounds, ...] = ((None, None),) * 6
BOUNDS: tuple[Bounds, ...] = ((None, None), (0, None), (2, None), (0, 3), (-3, 3), (0, 0))


def drawn(name: str, bounds: tuple[Bounds, ...] = FREE, rows: int = 4000) -> np.ndarray:
    return integers(name, bounds, rows, np.random.default_rng(5))


@pytest.mark.parametrize("name", [*DISTRIBUTIONS, MIXED])
def test_every_integer_keeps_its_bounds(name: str) -> None:
    found = drawn(name, BOUNDS)
    assert found.shape == (4000, len(BOUNDS))
    assert found.dtype == np.int64
    for column, (low, high) in zip(found.T, BOUNDS, strict=True):
        assert low is None or column.min() >= low
        assert high is None or column.max() <= high


@pytest.mark.parametrize("name", [*DISTRIBUTIONS, MIXED])
def test_a_choice_takes_all_its_values_and_a_free_integer_both_signs(name: str) -> None:
    found = drawn(name, BOUNDS)
    assert set(found[:, 3].tolist()) == {0, 1, 2, 3}
    assert set(found[:, 4].tolist()) == {-3, -2, -1, 0, 1, 2, 3}
    assert found[:, 0].min() < 0 < found[:, 0].max()


@pytest.mark.parametrize("name", [*DISTRIBUTIONS, MIXED])
def test_a_seed_repeats_and_no_integers_are_no_integers(name: str) -> None:
    assert (drawn(name) == drawn(name)).all()
    assert drawn(name, ()).shape == (4000, 0)


def test_an_unknown_distribution_is_refused() -> None:
    with pytest.raises(KeyError):
        drawn("cauchy")


def test_small_integers_are_even_and_sparse_ones_mostly_zero() -> None:
    assert set(np.unique(drawn("small")).tolist()) == set(range(-3, 4))
    assert set(np.unique(drawn("sparse")).tolist()) == {-1, 0, 1}
    assert (drawn("sparse") == 0).mean() > 0.5


def test_heavy_integers_reach_sizes_that_ruin_condition_numbers() -> None:
    sizes = np.abs(drawn("heavy"))
    assert sizes.min() == 1
    assert sizes.max() > 2**29
    assert 0.2 < (sizes < 2**10).mean() < 0.5


def test_repeated_integers_coincide_within_an_instance() -> None:
    found = np.abs(drawn("repeated"))
    distinct = np.array([len(set(row.tolist())) for row in found])
    assert (distinct <= 3).mean() > 0.4
    assert (distinct > 3).any()  # some only nearly coincide
