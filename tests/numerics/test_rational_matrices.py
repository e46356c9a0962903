"""Products through flint: the same numbers as NumPy's, whatever is multiplied."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from referee.numerics import arrays, calculus, linalg
from referee.numerics.exponential_sums import exponential
from referee.numerics.rational_matrices import Rational, from_flint, to_flint
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series, as_series


def matrix(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    rng = random.Random(seed)
    numbers = [fmpq(rng.randint(-9, 9), rng.randint(1, 4)) for _ in range(rows * columns)]
    return arrays.exact(np.array(numbers, dtype=object).reshape(rows, columns))


def plainly(a: Any, b: Any) -> np.ndarray:
    """Multiply as NumPy does, element by element."""
    product: np.ndarray = np.matmul(a.view(np.ndarray), b.view(np.ndarray))
    return product


@pytest.mark.parametrize(
    ("a", "b"), [((5, 5), (5, 5)), ((6, 9), (9, 7)), ((30, 2), (2, 30)), ((1, 40), (40, 1))]
)
def test_a_product_is_the_product_element_by_element(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    left, right = matrix(*a), matrix(*b, seed=1)
    assert (left @ right == plainly(left, right)).all()
    assert (left.mT.mT @ right == plainly(left, right)).all()
    assert (np.asarray(left).view(np.ndarray) @ right == plainly(left, right)).all()


def test_small_arrays_are_plain_and_what_is_made_of_large_ones_is_not() -> None:
    assert type(matrix(4, 4)) is np.ndarray
    large = matrix(6, 6)
    for made in (large + 1, 2 * large, large.mT, large[:5], large @ large, linalg.inv(large)):
        assert isinstance(made, Rational)
    assert isinstance(arrays.concatenate([matrix(1, 6), large], 0), Rational)


def test_flint_and_back_is_the_same_matrix() -> None:
    a = matrix(7, 3)
    assert (from_flint(to_flint(a)) == a).all()
    assert to_flint(a) == fmpq_mat(7, 3, list(a.flat))


def test_sizes_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="mismatch"):
        matrix(6, 6) @ matrix(5, 6)


def series(array: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    out = np.empty(array.shape, dtype=object)
    out.reshape(-1)[:] = [Series(a, b) for a, b in zip(array.flat, slopes.flat, strict=True)]
    return out


def parts(array: np.ndarray) -> list[tuple[Any, Any]]:
    return [(as_series(x).value, as_series(x).slope) for x in array.flat]


def test_a_product_of_series_has_the_slope_of_the_product_rule() -> None:
    a, b = matrix(6, 6), matrix(6, 6, 1)
    s, t = series(a, matrix(6, 6, 2)), series(b, matrix(6, 6, 3))
    pairs = [(a, t), (s.view(Rational), b), (s.view(Rational), t)]
    for left, right in pairs:
        assert parts(left @ right) == parts(plainly(left, right))


def test_a_matrix_times_a_batch_is_each_product() -> None:
    a = matrix(6, 6)
    batch = np.stack([matrix(6, 2, seed) for seed in range(4)])
    assert (a @ batch == np.stack([plainly(a, b) for b in batch])).all()
    seeded = np.stack([series(matrix(6, 1, k), matrix(6, 1, k + 9)) for k in range(6)])
    assert parts(a @ seeded) == parts(np.matmul(a.view(np.ndarray), seeded))


def test_products_with_exponentials_are_exact() -> None:
    a = matrix(6, 6)
    e = arrays.elementwise(exponential, matrix(6, 6, 4))
    assert (a @ e == plainly(a, e)).all()


def test_the_gradient_of_a_quadratic_form_is_exact_at_a_large_size() -> None:
    a, w = matrix(20, 20), matrix(20, 1, 5)
    gradient = calculus.gradient(lambda at: at.mT @ a @ at, w)
    assert (gradient == (a + a.T) @ w).all()


@pytest.mark.parametrize(("rows", "columns", "rank"), [(9, 6, 6), (6, 9, 6), (8, 8, 3), (7, 9, 0)])
def test_pseudo_inverses_of_every_rank_meet_penroses_conditions(
    rows: int, columns: int, rank: int
) -> None:
    a = matrix(rows, rank) @ matrix(rank, columns, 1) if rank else 0 * matrix(rows, columns)
    plus = linalg.pinv(a)
    assert plus.shape == (columns, rows)
    assert (a @ plus @ a == a).all()
    assert (plus @ a @ plus == plus).all()
    assert (a @ plus == (a @ plus).T).all()
    assert (plus @ a == (plus @ a).T).all()


def test_a_system_is_solved_and_a_singular_one_has_no_solution() -> None:
    a, b = matrix(12, 12), matrix(12, 2, 1)
    assert (a @ linalg.solve(a, b) == b).all()
    with pytest.raises(Undefined, match="singular"):
        linalg.solve(matrix(12, 3) @ matrix(3, 12), b)
