"""Eigenvalues and singular values: their values, ties, inertia, and what has none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.language.vocabulary import FUNCTIONS
from referee.numerics import arrays, linalg, scalars, spectra
from referee.numerics.arrays import exact
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed, watched
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series
from referee.numerics.surds import square_root

TINY = fmpq(1, 10**30)
sizes = st.integers(1, 6)
ROTATION = exact([[0, -1], [1, 0]])


def square(n: int, seed: int, most: int = 5) -> np.ndarray:
    return exact(np.random.default_rng(seed).integers(-most, most + 1, (n, n)).tolist())


def symmetric(n: int, seed: int, most: int = 5) -> np.ndarray:
    a = square(n, seed, most)
    both: np.ndarray = a + a.T
    return both


def value(function: str, *args: Any) -> Any:
    return FUNCTIONS[function].value(*args)[0, 0]


def sign(number: Any) -> int | None:
    return scalars.sign(number)


@given(sizes, st.integers(0, 10**6))
@settings(deadline=None, database=None, max_examples=60)
def test_they_are_near_what_floats_find(n: int, seed: int) -> None:
    a, b = symmetric(n, seed), square(n, seed)
    assert np.allclose(
        arrays.float64(spectra.eigenvalues(a))[:, 0], np.linalg.eigvalsh(arrays.float64(a))[::-1]
    )
    assert np.allclose(
        arrays.float64(spectra.singular_values(b))[:, 0],
        np.linalg.svd(arrays.float64(b), compute_uv=False),
        atol=1e-6,
    )
    radius = abs(np.linalg.eigvals(arrays.float64(b))).max()
    assert scalars.to_float(spectra.spectral_radius(b)[0, 0]) == pytest.approx(radius, abs=1e-2)


@given(sizes, st.integers(0, 10**6))
@settings(deadline=None, database=None, max_examples=40)
def test_identities_are_ties_that_are_decided(n: int, seed: int) -> None:
    a, b = symmetric(n, seed), square(n, seed)
    values, singular = spectra.eigenvalues(a), spectra.singular_values(b)
    assert linalg.total(values)[0, 0] == linalg.trace(a)[0, 0]
    assert linalg.total(values * values)[0, 0] == linalg.trace(a @ a)[0, 0]
    assert np.prod(values) == linalg.det(a)[0, 0]
    assert abs(linalg.det(b)[0, 0]) == np.prod(singular)
    assert linalg.total(singular * singular)[0, 0] == linalg.norm_squared(b)[0, 0]
    assert value("norm_2", b) ** 2 == value("lambda_max", b.T @ b)
    assert value("spectral_radius", a) == value("norm_2", a)
    assert value("lambda_max", a) * 2 == value("lambda_max", 2 * a)
    assert value("lambda_max", -a) == -value("lambda_min", a)
    assert value("lambda_min", a + 3 * arrays.eye(n, a)) == value("lambda_min", a) + 3
    assert value("charpoly", a, arrays.scalar(values[0, 0])) == 0
    if linalg.rank(b)[0, 0] == n:
        assert value("norm_2", linalg.inv(b)) * value("sigma_min", b) == 1
        assert value("cond", b) == value("norm_2", b) * value("norm_2", linalg.inv(b))


@given(sizes, st.integers(0, 10**6))
@settings(deadline=None, database=None, max_examples=40)
def test_inequalities_of_sums_hold_and_near_ties_are_none(n: int, seed: int) -> None:
    a, b = symmetric(n, seed), symmetric(n, seed + 1)
    for function, wanted in [("lambda_max", {0, 1}), ("lambda_min", {0, -1})]:
        of = [value(function, each) for each in (a, b, a + b)]
        assert sign(of[0] + of[1] - of[2]) in wanted
    assert sign(value("norm_nuclear", a) + value("norm_nuclear", b)
                - value("norm_nuclear", a + b)) in {0, 1}  # fmt: skip
    twice = value("lambda_max", a) + value("lambda_max", a) - value("lambda_max", 2 * a)
    assert (sign(twice - TINY), sign(twice), sign(twice + TINY)) == (-1, 0, 1)


@given(sizes, st.integers(0, 10**6))
@settings(deadline=None, database=None, max_examples=40)
def test_eigenvalues_of_a_matrix_and_a_smaller_one_interlace(n: int, seed: int) -> None:
    a = symmetric(n + 1, seed)
    outer, inner = spectra.eigenvalues(a)[:, 0], spectra.eigenvalues(a[:n, :n])[:, 0]
    for k in range(n):
        assert sign(outer[k] - inner[k]) in {0, 1}
        assert sign(inner[k] - outer[k + 1]) in {0, 1}


@given(sizes, st.integers(0, 10**6))
@settings(deadline=None, database=None, max_examples=40)
def test_inertia_counts_the_signs_of_the_eigenvalues(n: int, seed: int) -> None:
    a = symmetric(n, seed, 1)
    signs = [sign(each) for each in spectra.eigenvalues(a).flat]
    positive, negative = spectra.indices_of_inertia(a)
    assert (positive[0, 0], negative[0, 0]) == (signs.count(1), signs.count(-1))
    assert linalg.rank(a)[0, 0] == n - signs.count(0)
    positive, negative = spectra.indices_of_inertia(square_root(fmpq(2)) * a)
    assert (positive[0, 0], negative[0, 0]) == (signs.count(1), signs.count(-1))


def test_repeated_and_zero_eigenvalues_count_as_often_as_they_are() -> None:
    ones = exact(np.ones((4, 4), dtype=int).tolist())
    assert spectra.eigenvalues(ones)[:, 0].tolist() == [4, 0, 0, 0]
    assert spectra.eigenvalues(0 * ones)[:, 0].tolist() == [0, 0, 0, 0]
    assert spectra.singular_values(ones[:2])[:, 0].tolist() == [square_root(fmpq(8)), 0]
    assert spectra.eigenvalues(exact([[-7]]))[0, 0] == -7
    twice = np.kron(np.eye(2, dtype=int), np.array([[2, 1, 0], [1, 2, 1], [0, 1, 5]]))
    values = spectra.eigenvalues(exact(twice.tolist()))[:, 0]
    assert all(values[k] == values[k + 1] for k in (0, 2, 4))
    assert values[1] != values[2]


def test_close_eigenvalues_are_told_apart() -> None:
    a = exact([[fmpq(1), TINY], [TINY, fmpq(1)]])
    assert spectra.eigenvalues(a)[:, 0].tolist() == [1 + TINY, 1 - TINY]
    b = symmetric(4, 5)
    near = b.copy()
    near[0, 0] += TINY
    assert sign(value("lambda_max", near) - value("lambda_max", b)) == 1
    assert sign(value("lambda_max", near) - value("lambda_max", b) - TINY) == -1


def test_what_is_a_number_times_a_rational_matrix_stays_exact() -> None:
    a, root = symmetric(3, 2), square_root(fmpq(2))
    for factor in (root, exponential(1)):
        assert value("lambda_max", root * a) == root * value("lambda_max", a)
        assert sign(value("norm_2", factor * a) / factor - value("norm_2", a)) in {0, None}
    zero = np.array([[root - root, fmpq(0)], [fmpq(0), root]], dtype=object)
    assert spectra.eigenvalues(zero)[:, 0].tolist() == [root, 0]


def test_other_symmetric_matrices_have_certified_balls() -> None:
    root = square_root(fmpq(2))
    a = np.array([[fmpq(1), root], [root, fmpq(1)]], dtype=object)
    with watched() as steps:
        values = spectra.eigenvalues(a)[:, 0]
    assert "the eigenvalues of a matrix that is not rational" in steps
    assert all(isinstance(each, arb) for each in values)
    assert values[0].contains(1 + arb(2).sqrt())
    assert sign(values[0] - 1 - root) is None


def test_hermitian_matrices_have_real_eigenvalues() -> None:
    i = Gaussian(fmpq(0), fmpq(1))
    a = np.array([[fmpq(2), i], [-i, fmpq(2)]], dtype=object)
    assert spectra.eigenvalues(a)[:, 0].tolist() == [3, 1]
    assert spectra.singular_values(a * i)[:, 0].tolist() == [3, 1]
    with pytest.raises(NotComputed, match="not Hermitian"):
        spectra.eigenvalues(a * i)


def test_what_has_no_real_eigenvalues_is_undefined_and_has_a_radius() -> None:
    with pytest.raises(Undefined, match="not all real"):
        spectra.eigenvalues(ROTATION)
    assert value("spectral_radius", ROTATION) == 1
    assert value("spectral_radius", exact([[0, 0, 2], [1, 0, 0], [0, 1, 0]])) ** 3 == 2
    companion = exact([[0, 0, 0, -1], [1, 0, 0, -3], [0, 1, 0, 1], [0, 0, 1, -1]])
    wanted = abs(np.linalg.eigvals(arrays.float64(companion))).max()
    assert float(value("spectral_radius", companion)) == pytest.approx(wanted)
    upper = exact([[1, 5], [0, 3]])
    assert spectra.eigenvalues(upper)[:, 0].tolist() == [3, 1]
    with pytest.raises(Undefined, match="not symmetric"):
        spectra.indices_of_inertia(upper)


def test_a_derivative_is_not_computed_and_says_so() -> None:
    a = np.array([[Series(fmpq(1), fmpq(1))]], dtype=object)
    with pytest.raises(NotComputed, match="the derivative of an eigenvalue"):
        spectra.eigenvalues(a)


@pytest.mark.parametrize("make", [arrays.float64, arrays.batch64, arrays.torch64])
@pytest.mark.parametrize("function", [
    "eigenvalues", "ascending_eigenvalues", "lambda_max", "lambda_min", "spectral_radius",
    "positive_index", "negative_index", "signature", "singular_values", "sigma_max", "sigma_min",
    "norm_2", "norm_nuclear", "cond", "nullity",
])  # fmt: skip
def test_batches_find_what_exact_numbers_are(make: Any, function: str) -> None:
    if make is arrays.torch64:
        pytest.importorskip("torch")
    several = [symmetric(3, seed) for seed in range(4)]
    batch = make(np.stack([arrays.float64(each) for each in several]))
    found = np.asarray(FUNCTIONS[function].value(batch))
    wanted = [arrays.float64(FUNCTIONS[function].value(each)) for each in several]
    assert np.allclose(found, np.stack(wanted), atol=1e-7)


@pytest.mark.parametrize("make", [arrays.batch64, arrays.torch64])
def test_in_a_batch_what_has_no_value_is_no_number(make: Any) -> None:
    if make is arrays.torch64:
        pytest.importorskip("torch")
    bad = np.array([[[0, -1], [1, 0]], [[2, 1], [0, 1]], [[np.nan, 0], [0, 1]]])
    found = np.asarray(spectra.eigenvalues(make(bad)))[..., 0]
    assert np.isnan(found[[0, 2]]).all()
    assert np.allclose(found[1], [2, 1])
    assert np.isnan(np.asarray(spectra.singular_values(make(bad)))[2]).all()
