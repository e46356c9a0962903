"""Exponentials, roots, adjugates, Kronecker products: exact values, edges, floats and slopes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import fmpq

from referee.numerics import arrays, calculus, linalg, matrix_functions, minors, products, scalars
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.scalars import Undefined


def square(size: int, seed: int, *, most: int = 3) -> np.ndarray:
    rng = random.Random(seed)
    return arrays.exact([[rng.randint(-most, most) for _ in range(size)] for _ in range(size)])


def gram(size: int, seed: int) -> np.ndarray:
    a = square(size, seed)
    found: np.ndarray = a.T @ a
    return found


def same(a: Array, b: Array) -> bool:
    return all(scalars.vanishes(x) is True for x in (a - b).flat)


def near(a: Array, b: Array) -> bool:
    return bool(np.allclose(np.asarray(a, dtype=float), arrays.float64(b), rtol=1e-7, atol=1e-9))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_a_root_squares_to_its_matrix(size: int, seed: int) -> None:
    a = gram(size, seed)
    root = matrix_functions.sqrtm(a)
    assert same(root @ root, a)
    assert same(root, root.T)


@pytest.mark.parametrize(
    "rows", [[[0, 1], [0, 0]], [[-1, 0], [0, 1]], [[1, 0], [0, -4]], [[0, 1], [1, 0]], [[-2]]]
)
def test_a_matrix_without_a_root_says_so(rows: list[list[int]]) -> None:
    with pytest.raises(Undefined):
        matrix_functions.sqrtm(arrays.exact(rows))


def test_a_defective_matrix_has_its_root_where_no_eigenvalue_is_0() -> None:
    root = matrix_functions.sqrtm(arrays.exact([[4, 4], [0, 4]]))
    assert root.tolist() == [[2, 1], [0, 2]]
    third = matrix_functions.powm(arrays.exact([[8, 12], [0, 8]]), fmpq(1, 3))
    assert same(third @ third @ third, arrays.exact([[8, 12], [0, 8]]))


def test_complex_eigenvalues_have_balls_and_no_root() -> None:
    turn = arrays.exact([[0, -1], [1, 0]])
    found = matrix_functions.expm(turn)
    assert near(found, arrays.float64([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]]))
    with pytest.raises(NotComputed, match="complex eigenvalues"):
        matrix_functions.sqrtm(turn)


def test_an_exponential_is_exact_where_eigenvalues_are_real() -> None:
    assert matrix_functions.expm(arrays.exact([[0, 1], [0, 0]])).tolist() == [[1, 1], [0, 1]]
    e = scalars.exp(fmpq(1))
    assert same(matrix_functions.expm(arrays.exact([[1, 1], [0, 1]])), np.array([[e, e], [0, e]]))
    a = arrays.exact([[2, 1], [1, 1]])
    assert same(matrix_functions.expm(a) @ matrix_functions.expm(-a), arrays.eye(2, a))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(4))
def test_an_adjugate_is_made_of_minors_also_of_singular_matrices(size: int, seed: int) -> None:
    a = square(size, seed, most=2)
    if seed % 2 and size > 1:
        a[-1] = a[0]
    found = minors.adjugate(a)
    assert same(a @ found, linalg.det(a) * arrays.eye(size, a))
    by_minors = [
        [minors.minor(a, j + 1, i + 1)[0, 0] * (-1) ** (i + j) for j in range(size)]
        for i in range(size)
    ]
    assert found.tolist() == by_minors


def test_an_adjugate_of_rank_below_n_minus_1_is_0() -> None:
    assert same(
        minors.adjugate(arrays.exact(np.ones((3, 3), int))), arrays.exact(np.zeros((3, 3), int))
    )
    assert minors.adjugate(arrays.exact([[0]])).tolist() == [[1]]


@pytest.mark.parametrize(("i", "j"), [(0, 1), (1, 0), (3, 1), (1, 3)])
def test_a_minor_beyond_the_matrix_has_no_value(i: int, j: int) -> None:
    with pytest.raises(Undefined):
        minors.minor(square(2, 1), i, j)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 3), (3, 1), (2, 3), (3, 2)])
def test_the_commutation_matrix_turns_vec(m: int, n: int) -> None:
    a = arrays.exact(np.arange(m * n).reshape(m, n))
    turned = arrays.exact(products.commutation(m, n)) @ products.vec(a)
    assert same(turned, products.vec(a.T))
    assert products.vec(a).T.tolist() == [a.T.reshape(-1).tolist()]


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "expm": matrix_functions.expm,
    "sqrtm": matrix_functions.sqrtm,
    "adj": minors.adjugate,
    "vec": products.vec,
    "kron": lambda a: products.kron(a, a),
    "kron_sum": lambda a: products.kron_sum(a, a),
    "direct sum": lambda a: products.block_diagonal([a, a]),
    "vandermonde": lambda a: products.vandermonde(a[..., :1]),
    "det": linalg.det,
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_floats_and_batches_agree_with_exact_values(name: str, size: int) -> None:
    function = FUNCTIONS[name]
    a = [gram(size, seed) / 9 + arrays.eye(size, gram(size, seed)) for seed in range(3)]
    exact = [function(each) for each in a]
    for each, wanted in zip(a, exact, strict=True):
        assert near(function(arrays.float64(each)), wanted)
    batch = function(arrays.batch64(np.stack([arrays.float64(each) for each in a])))
    assert all(near(one, wanted) for one, wanted in zip(batch, exact, strict=True))


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "vandermonde"])
def test_a_slope_is_that_of_a_difference(name: str) -> None:
    function = FUNCTIONS[name]
    a = arrays.exact([[5, 1], [1, 3]])
    v = arrays.exact([[1, 2], [0, 1]])
    slope: Any = calculus.directional_derivative(function, a, v)
    step = fmpq(1, 10**6)
    difference = (arrays.float64(function(a + v * step)) - arrays.float64(function(a))) * 10**6
    assert np.allclose(arrays.float64(slope), difference, rtol=1e-4, atol=1e-4)


def test_what_is_too_large_is_not_computed() -> None:
    with pytest.raises(OutOfReach):
        products.kron(arrays.exact(np.ones((20, 20), int)), arrays.exact(np.ones((20, 20), int)))
    with pytest.raises(OutOfReach):
        matrix_functions.expm(arrays.exact(np.triu(np.ones((60, 60), int))))
