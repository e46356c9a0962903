"""Linear algebra: exact, float64 and batches agree; what has no value says so."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, permutations
from math import prod
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from torch_oracle import BATCHES, FLOATS, needs_torch

from referee.numerics import arrays, linalg, scalars
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.scalars import Undefined

Array = Any
properties = settings(deadline=None, database=None, max_examples=40)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))
Number = Callable[[Any], Array]
KINDS = [pytest.param(arrays.exact, id="exact"), *FLOATS]


def matrices(rows: int, columns: int) -> st.SearchStrategy[np.ndarray]:
    entries = st.lists(rationals, min_size=rows * columns, max_size=rows * columns)
    return entries.map(lambda found: arrays.exact(found).reshape(rows, columns))


@st.composite
def of_every_rank(draw: st.DrawFn) -> np.ndarray:
    """Return a matrix as a product through a smaller dimension, so that all ranks occur."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    inner = draw(st.integers(0, min(rows, columns)))
    if inner == 0:
        return arrays.exact(np.zeros((rows, columns), dtype=int))
    product: np.ndarray = draw(matrices(rows, inner)) @ draw(matrices(inner, columns))
    return product


def same(left: np.ndarray, right: np.ndarray) -> bool:
    return left.shape == right.shape and bool((left == right).all())


def leibniz(a: np.ndarray) -> fmpq:
    """Return the determinant from its definition."""
    size = len(a)
    total = fmpq(0)
    for order in permutations(range(size)):
        inversions = sum(order[i] > order[j] for i in range(size) for j in range(i + 1, size))
        total += (-1) ** inversions * prod((a[i, order[i]] for i in range(size)), start=fmpq(1))
    return total


# Small integers, diagonally dominant: LAPACK loses a few bits at most.
TAME = np.array([[9, 2, -1], [0, 8, 3], [1, -2, 7]])
SIDE = np.array([[1, 0], [2, -3], [4, 5]])
UNARY: dict[str, Callable[[Array], Array]] = {
    "inv": linalg.inv,
    "pinv": linalg.pinv,
    "rank": linalg.rank,
    "det": linalg.det,
    "trace": linalg.trace,
    "total": linalg.total,
    "norm_squared": linalg.norm_squared,
    "norm": linalg.norm,
    "norm_1": linalg.norm_1,
    "norm_inf": linalg.norm_inf,
    "largest": lambda a: linalg.extremum(a, 1),
    "smallest": lambda a: linalg.extremum(a, -1),
    "diagonal": linalg.diagonal,
    "off_diagonal": linalg.off_diagonal,
}
SQUARE_ONLY = {"inv", "det", "trace"}
EXACT_IN_FLOATS = set(UNARY) - {"inv", "pinv", "det", "norm"}


def as_numpy(array: Array) -> np.ndarray:
    return array.numpy() if arrays.is_torch(array) else arrays.float64(array)


def agree(name: str, one: Array, other: Array) -> bool:
    left, right = as_numpy(one), as_numpy(other)
    if name in EXACT_IN_FLOATS:
        return left.shape == right.shape and bool((left == right).all())
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=1e-12, atol=1e-13))


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("number", FLOATS)
def test_every_function_means_the_same_in_floats(name: str, number: Number) -> None:
    for matrix in (TAME, SIDE, SIDE.T):
        if name in SQUARE_ONLY and matrix is not TAME:
            continue
        found = UNARY[name](number(matrix))
        assert agree(name, found, UNARY[name](arrays.exact(matrix)))


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("number", KINDS)
def test_a_batch_is_its_matrices_one_by_one(name: str, number: Number) -> None:
    base = TAME if name in SQUARE_ONLY else SIDE
    batch = np.stack(
        [np.stack([base, 2 * base, base[::-1]]), np.stack([-base, base + 1, 3 * base])]
    )
    found = UNARY[name](number(batch))
    assert arrays.is_batch(found) == arrays.is_batch(number([[1]]))
    assert tuple(found.shape[:2]) == (2, 3)
    for index in np.ndindex(2, 3):
        assert agree(name, found[index], UNARY[name](number(batch[index])))


@pytest.mark.parametrize("number", KINDS)
def test_solving_and_inverting_agree_for_every_kind_and_batch(number: Number) -> None:
    a = number(np.stack([TAME, 2 * TAME]))
    b = number(np.stack([SIDE, SIDE + 1]))
    solved = linalg.solve(a, b)
    assert tuple(solved.shape) == (2, 3, 2)
    assert agree("solve", solved, linalg.inv(a) @ b)
    assert agree("solve", a @ solved, b)


@pytest.mark.parametrize("number", FLOATS)
def test_the_part_off_a_span_means_the_same_in_floats(number: Number) -> None:
    a, v = np.stack([SIDE, SIDE + 1]), np.stack([TAME, -TAME])
    found = linalg.off_span(number(v), number(a))
    assert agree("off_span", found, linalg.off_span(arrays.exact(v), arrays.exact(a)))


@given(of_every_rank(), st.data())
@properties
def test_the_part_off_a_span_is_orthogonal_to_it_and_the_rest_lies_in_it(
    a: np.ndarray, data: st.DataObject
) -> None:
    v = data.draw(matrices(len(a), 2))
    rest = linalg.off_span(v, a)
    assert not (a.T @ rest).any()
    assert same(linalg.rank(np.concatenate([a, v - rest], axis=1)), linalg.rank(a))


@given(of_every_rank())
@properties
def test_the_pseudo_inverse_satisfies_the_equations_of_penrose(a: np.ndarray) -> None:
    g = linalg.pinv(a)
    assert same(a @ g @ a, a)
    assert same(g @ a @ g, g)
    assert same((a @ g).T, a @ g)
    assert same((g @ a).T, g @ a)


@given(of_every_rank())
@properties
def test_the_pseudo_inverse_of_the_pseudo_inverse_is_the_matrix(a: np.ndarray) -> None:
    assert same(linalg.pinv(linalg.pinv(a)), a)


@given(st.integers(1, 4).flatmap(lambda k: matrices(k, k)))
@properties
def test_the_determinant_is_the_sum_over_permutations(a: np.ndarray) -> None:
    assert linalg.det(a)[0, 0] == leibniz(a)


@given(st.integers(1, 4).flatmap(lambda k: matrices(k, k)))
@properties
def test_a_square_matrix_has_an_inverse_exactly_if_its_determinant_is_not_zero(
    a: np.ndarray,
) -> None:
    if leibniz(a) == 0:
        with pytest.raises(Undefined, match="singular"):
            linalg.inv(a)
    else:
        identity = arrays.eye(len(a), a)
        assert same(a @ linalg.inv(a), identity)
        assert same(linalg.inv(a) @ a, identity)


@given(st.integers(1, 3).flatmap(lambda k: st.tuples(matrices(k, k), matrices(k, 2))))
@properties
def test_a_solution_solves(system: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = system
    assume(leibniz(a) != 0)
    assert same(a @ linalg.solve(a, b), b)


@given(of_every_rank())
@properties
def test_the_rank_is_the_size_of_the_largest_minor_that_is_not_zero(a: np.ndarray) -> None:
    rows, columns = a.shape
    sizes = [0]
    for i in range(1, 2**rows):
        for j in range(1, 2**columns):
            chosen = (
                [k for k in range(rows) if i >> k & 1],
                [k for k in range(columns) if j >> k & 1],
            )
            if len(chosen[0]) == len(chosen[1]) and leibniz(a[np.ix_(*chosen)]) != 0:
                sizes.append(len(chosen[0]))
    assert linalg.rank(a)[0, 0] == max(sizes)


@given(st.integers(1, 3).flatmap(lambda k: st.tuples(matrices(k, k), matrices(k, k))))
@properties
def test_the_trace_does_not_see_the_order_of_a_product(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    assert same(linalg.trace(a @ b), linalg.trace(b @ a))


@given(of_every_rank())
@properties
def test_the_norms_follow_their_definitions(a: np.ndarray) -> None:
    entries = [Fraction(int(x.p), int(x.q)) for x in a.flat]
    assert linalg.norm_squared(a)[0, 0] == fmpq_of(sum(x * x for x in entries))
    assert linalg.norm_1(a)[0, 0] == fmpq_of(sum(abs(x) for x in entries))
    assert linalg.norm_inf(a)[0, 0] == fmpq_of(max(abs(x) for x in entries))
    assert linalg.extremum(a, 1)[0, 0] == fmpq_of(max(entries))
    assert linalg.extremum(a, -1)[0, 0] == fmpq_of(min(entries))
    assert linalg.total(a)[0, 0] == fmpq_of(sum(entries))


def fmpq_of(number: Fraction | int) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def test_a_norm_is_exact() -> None:
    assert linalg.norm(arrays.exact([[3], [4]]))[0, 0] == 5
    irrational = linalg.norm(arrays.exact([[1], [1]]))[0, 0]
    assert irrational * irrational == 2
    assert irrational.ball().overlaps(arb(2).sqrt())


def test_a_norm_of_complex_numbers_is_real() -> None:
    v = np.array([[Gaussian(fmpq(1), fmpq(2))], [Gaussian(fmpq(0), fmpq(-3))]], dtype=object)
    assert linalg.norm_squared(v)[0, 0] == 14
    assert linalg.norm(v)[0, 0] == scalars.sqrt(fmpq(14))
    assert linalg.norm_1(v)[0, 0] == 3 + scalars.sqrt(fmpq(5))
    assert linalg.norm_inf(v)[0, 0] == 3


@pytest.mark.parametrize("number", BATCHES)
def test_a_batch_of_matrices_has_no_fractional_power(number: Number) -> None:
    batch = number(np.array([[[2, 1], [1, 2]]]))
    assert linalg.matrix_power(batch, number([[2]])).tolist() == [[[5, 4], [4, 5]]]
    with pytest.raises(NotComputed, match="a fractional power of a matrix"):
        linalg.matrix_power(batch, number([[0.5]]))


@given(of_every_rank())
@properties
def test_a_matrix_is_its_diagonal_and_the_rest(a: np.ndarray) -> None:
    size = min(a.shape)
    diagonal, rest = linalg.diagonal(a), linalg.off_diagonal(a)
    assert diagonal.shape == (size, 1)
    for i, j in np.ndindex(*a.shape):
        assert (diagonal[i, 0] if i == j else rest[i, j]) == a[i, j]
        assert i != j or rest[i, j] == 0


@pytest.mark.parametrize("number", KINDS)
def test_a_singular_matrix_has_no_inverse_in_any_kind(number: Number) -> None:
    with pytest.raises(Undefined, match="singular"):
        linalg.inv(number(np.zeros((2, 2), dtype=int)))


def test_one_singular_matrix_of_a_batch_leaves_the_batch_without_inverse() -> None:
    with pytest.raises(Undefined, match="singular"):
        linalg.inv(arrays.exact(np.stack([TAME, 0 * TAME])))


def test_matrices_of_exponential_sums_are_inverted_exactly() -> None:
    e = exponential(1)
    a = np.array([[e, fmpq(0)], [fmpq(2), 1 / e]], dtype=object)
    inverse = linalg.inv(a)
    assert same(a @ inverse, arrays.eye(2, a))
    assert same(inverse @ a, arrays.eye(2, a))


def test_a_zero_pivot_is_passed_over_for_a_row_that_has_one() -> None:
    e = exponential(1)
    a = np.array([[fmpq(0), e], [fmpq(1), fmpq(3)]], dtype=object)
    assert same(a @ linalg.inv(a), arrays.eye(2, a))


def test_a_singular_matrix_of_exponential_sums_has_no_inverse() -> None:
    e = exponential(1)
    singular = np.array([[e, e * e], [fmpq(1), e]], dtype=object)
    with pytest.raises(Undefined, match="singular"):
        linalg.inv(singular)


def test_a_matrix_of_balls_is_inverted_by_balls_that_hold_the_inverse() -> None:
    root = arb(2).sqrt()
    a = np.array([[root, fmpq(1)], [fmpq(1), root]], dtype=object)
    product = a @ linalg.inv(a)
    identity = arrays.eye(2, a)
    for found, wanted in zip(product.flat, identity.flat, strict=True):
        assert arb(found).contains(arb(wanted))


@pytest.mark.parametrize("function", [linalg.rank, linalg.pinv, linalg.det])
def test_a_pivot_that_may_be_zero_is_not_guessed_from_balls(
    function: Callable[[Array], Array],
) -> None:
    with pytest.raises(OutOfReach, match="no pivot is certainly nonzero"):
        function(np.array([[arb(2).sqrt() ** 2 - 2]], dtype=object))


def test_exact_matrices_that_are_not_rational_have_rank_determinant_and_pseudo_inverse() -> None:
    root = scalars.sqrt(fmpq(2))
    e, cube = scalars.exp(root), scalars.real_power(fmpq(2), fmpq(1, 3))
    for x in (root, e, cube):
        a = np.array([[x, x * x], [1 / x, fmpq(1)], [fmpq(0), fmpq(0)]], dtype=object)
        assert linalg.rank(a) == 1
        assert not linalg.det(a[:2]).any()
        inverse = linalg.pinv(a)
        assert all(scalars.vanishes(y) for y in (a @ inverse @ a - a).flat)
        assert all(scalars.vanishes(y) for y in (a @ inverse - (a @ inverse).T).flat)
        assert linalg.det(np.array([[x, fmpq(1)], [fmpq(1), x]], dtype=object)) == x * x - 1


def test_a_complex_matrix_has_the_pseudo_inverse_with_adjoints() -> None:
    i = Gaussian(fmpq(0), fmpq(1))
    a = np.array([[i, fmpq(1)], [fmpq(1), -i], [fmpq(2), -2 * i]], dtype=object)
    inverse = linalg.pinv(a)
    assert linalg.rank(a) == 1
    for product, of in ((a @ inverse, a), (inverse @ a, inverse)):
        assert all(scalars.vanishes(x) for x in (product @ of - of).flat)
        assert all(scalars.vanishes(x) for x in (arrays.conjugate(product).T - product).flat)


def signature(a: np.ndarray) -> tuple[int, int, int]:
    """Return how many eigenvalues are positive, negative and zero, by Descartes' rule.

    The characteristic polynomial of a symmetric matrix has real roots only, so its sign
    changes count the positive ones exactly.
    """
    polynomial = linalg.to_flint(a).charpoly()
    size = len(a)
    coefficients = [polynomial[k] for k in range(size + 1)]
    zero = next(k for k, c in enumerate(coefficients) if c != 0)

    def changes(signs: list[fmpq]) -> int:
        kept = [c > 0 for c in signs if c != 0]
        return sum(x != y for x, y in pairwise(kept))

    positive = changes(coefficients)
    return positive, size - zero - positive, zero


small = st.integers(1, 4).flatmap(
    lambda k: st.lists(st.integers(-1, 1), min_size=k * k, max_size=k * k).map(
        lambda found: arrays.exact(found).reshape(k, k)
    )
)


@given(small | st.integers(1, 4).flatmap(lambda k: matrices(k, k)), st.booleans())
@settings(properties, max_examples=150)
@example(arrays.exact([[0, 1], [0, 0]]), False)
@example(arrays.exact([[0, 1], [0, 2]]), False)
@example(arrays.exact([[1, 0, 0], [0, 0, 1], [0, 0, 3]]), False)
def test_pivots_tell_definite_from_semidefinite_and_indefinite(a: np.ndarray, gram: bool) -> None:
    symmetric = a @ a.T if gram else a + a.T
    positive, negative, zero = signature(symmetric)
    pivots = linalg.inertia_pivots(symmetric)
    assert (positive == len(a)) == all(x > 0 for x in pivots)
    assert (negative == 0) == all(x >= 0 for x in pivots)
    assert positive + negative + zero == len(a)


def test_arrays_of_a_kind_are_recognised() -> None:
    assert arrays.is_exact(arrays.exact([[1]]))
    assert not arrays.is_exact(arrays.float64([[1]]))
    assert arrays.is_batch(arrays.batch64([[1]]))
    assert not arrays.is_batch(arrays.float64([[1]]))
    assert not arrays.is_torch(arrays.batch64([[1]]))
    assert arrays.batch64([[fmpq(1, 3)]])[0, 0] == 1 / 3
    assert arrays.float64(arrays.exact([Fraction(1, 3)]))[0] == 1 / 3


@needs_torch
def test_a_tensor_is_recognised() -> None:
    import torch

    tensor = arrays.torch64([[fmpq(1, 3)]])
    assert tensor.dtype == torch.float64
    assert arrays.is_torch(tensor)
    assert arrays.is_batch(tensor)
    assert not arrays.is_torch(arrays.exact([[1]]))


def test_what_is_made_of_a_batch_and_plain_arrays_is_a_batch() -> None:
    batch, plain = arrays.batch64(BATCH), np.eye(2)
    for made in (plain @ batch, 1 - batch, batch.mT, batch[..., :1], plain / batch[2:] ** 0):
        assert arrays.is_batch(made)
    assert arrays.is_batch(arrays.concatenate([plain[None].repeat(3, 0), batch], -1))
    assert not arrays.is_batch(batch + arrays.exact(np.eye(2, dtype=int)) * arb(1))


def test_an_extremum_of_exponential_sums_is_found_by_exact_signs() -> None:
    e = exponential(fmpq(1, 10**12))
    near_one = np.array([[fmpq(1)], [e], [1 + fmpq(1, 10**12)]], dtype=object)
    assert linalg.extremum(near_one, 1)[0, 0] == e
    assert linalg.extremum(near_one, -1)[0, 0] == 1
    assert scalars.sign(e - near_one[2, 0]) == 1


BATCH = [[[2, 0], [0, 4]], [[1, 2], [2, 4]], [[0, 1], [1, 0]]]


@pytest.mark.parametrize("number", BATCHES)
def test_in_a_batch_only_the_singular_matrix_has_no_inverse(number: Number) -> None:
    batch = number(BATCH)
    for found in (linalg.inv(batch), linalg.solve(batch, number(np.eye(2)))):
        assert np.isnan(as_numpy(found[1])).all()
        for index in (0, 2):
            assert np.allclose(found[index] @ batch[index], np.eye(2))


@pytest.mark.parametrize("number", BATCHES)
def test_the_inertia_of_a_batch_is_that_of_each_matrix(number: Number) -> None:
    batch = number(BATCH)
    assert linalg.inertia_within(batch, {1}).tolist() == [True, False, False]
    assert linalg.inertia_within(batch, {0, 1}).tolist() == [True, True, False]
    assert linalg.inertia_within(-batch, {0, -1}).tolist() == [True, True, False]


@pytest.mark.parametrize("number", FLOATS)
def test_float_matrices_have_integer_powers(number: Number) -> None:
    a = number(BATCH)
    assert np.allclose(linalg.matrix_power(a, number([[3]])), a @ a @ a)
    with pytest.raises(ValueError, match="too many values"):
        linalg.matrix_power(a, number([[[1]], [[2]], [[3]]]))
