"""Derivatives by series against torch autograd, in batches and one by one, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_oracle import BATCHES, FLOATS, needs_torch

from referee.numerics import arrays, calculus, linalg, scalars
from referee.numerics.exponential_sums import exponential
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import NotDifferentiable
from referee.numerics.series import Series, as_series
from referee.numerics.subdifferential import relu

Array = Any
Function = Callable[[Array], Array]
Number = Callable[[Any], Array]
properties = settings(deadline=None, database=None, max_examples=60)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))
series = st.builds(Series, rationals, rationals)
KINDS = [pytest.param(arrays.exact, id="exact"), *FLOATS]
A = np.array([[2, -1, 3], [0, 4, -2]])


# torch builds its rules for forward mode with a function that it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit.script:DeprecationWarning")


def functions(number: Callable[[Any], Array]) -> dict[str, Function]:
    """Return polynomials whose integer coefficients are written in an arithmetic.

    On small integers floats compute them exactly.
    """
    a, ones = number(A), number(np.ones((3, 1), dtype=int))
    return {
        "linear": lambda w: a @ w,
        "quadratic": lambda w: (a @ w) * (a @ w),
        "norm": linalg.norm_squared,
        "cubic": lambda w: w * w * w - 2 * w + ones,
        "product": lambda w: w[..., :1, :] * w[..., 1:2, :] - w[..., 2:, :],
        "power": lambda w: w**3,
    }


NAMES = ("linear", "quadratic", "norm", "cubic", "product", "power")
REAL_VALUED = ("norm", "product")


def as_numpy(array: Array) -> np.ndarray:
    return array.numpy() if arrays.is_torch(array) else arrays.float64(array)


def same(left: Array, right: Array) -> bool:
    one, other = as_numpy(left), as_numpy(right)
    return one.shape == other.shape and bool((one == other).all())


def points(leading: tuple[int, ...]) -> np.ndarray:
    count = int(np.prod(leading)) * 3
    return (np.arange(count) * 5 % 7 - 3).reshape(*leading, 3, 1)


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", FLOATS)
def test_jacobians_by_series_and_by_autograd_are_equal(
    name: str, leading: tuple[int, ...], number: Number
) -> None:
    exact, found = (
        calculus.jacobian(functions(kind)[name], kind(points(leading)))
        for kind in (arrays.exact, number)
    )
    assert same(exact, found)
    assert tuple(exact.shape[:-2]) == leading


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", REAL_VALUED)
@pytest.mark.parametrize("number", FLOATS)
def test_gradients_by_series_and_by_autograd_are_equal(
    name: str, leading: tuple[int, ...], number: Number
) -> None:
    exact, found = (
        calculus.gradient(functions(kind)[name], kind(points(leading)))
        for kind in (arrays.exact, number)
    )
    assert same(exact, found)
    assert tuple(exact.shape) == (*leading, 3, 1)


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", FLOATS)
def test_directional_derivatives_by_series_and_by_autograd_are_equal(
    name: str, leading: tuple[int, ...], number: Number
) -> None:
    v = np.array([[1], [-2], [3]])
    exact, found = (
        calculus.directional_derivative(functions(kind)[name], kind(points(leading)), kind(v))
        for kind in (arrays.exact, number)
    )
    assert same(exact, found)


@pytest.mark.parametrize("number", KINDS)
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
def test_a_batch_of_derivatives_is_the_derivatives_one_by_one(
    number: Number, leading: tuple[int, ...]
) -> None:
    f, w = functions(number)["quadratic"], number(points(leading))
    whole = calculus.jacobian(f, w)
    for index in np.ndindex(*leading):
        assert same(whole[index], calculus.jacobian(f, w[index]))


@pytest.mark.parametrize("number", [arrays.exact, arrays.float64, arrays.batch64])
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
def test_a_function_that_ignores_its_argument_has_no_slope(
    number: Number, leading: tuple[int, ...]
) -> None:
    w = number(points(leading))
    constant = number(np.ones((*leading, 2, 1), dtype=int))
    jacobian = calculus.jacobian(lambda _: constant, w)
    assert jacobian.shape == (*leading, 2, 3)
    assert not jacobian.any()
    assert not calculus.directional_derivative(lambda _: constant, w, w).any()
    assert type(jacobian) is type(w)
    assert jacobian.dtype == w.dtype


def test_a_function_that_uses_one_coordinate_only_has_one_partial_derivative() -> None:
    w = arrays.exact(points((2,)))
    jacobian = calculus.jacobian(lambda at: 5 * at[..., 1:2, :], w)
    assert same(jacobian, np.broadcast_to([[0, 5, 0]], (2, 1, 3)))


columns = st.lists(rationals, min_size=3, max_size=3).map(lambda x: arrays.exact(x).reshape(3, 1))


@given(columns)
@properties
def test_the_gradient_of_a_quadratic_form_is_the_formula_of_the_textbook(w: np.ndarray) -> None:
    a = arrays.exact(A)
    gradient = calculus.gradient(lambda x: linalg.norm_squared(a @ x), w)
    assert (gradient == 2 * a.T @ a @ w).all()


@given(columns, columns)
@properties
def test_a_directional_derivative_is_the_jacobian_times_the_direction(
    w: np.ndarray, v: np.ndarray
) -> None:
    f = functions(arrays.exact)["quadratic"]
    along = calculus.directional_derivative(f, w, v)
    assert (along == calculus.jacobian(f, w) @ v).all()


@given(columns, columns)
@properties
def test_a_quadratic_function_is_its_own_expansion(w: np.ndarray, v: np.ndarray) -> None:
    f = functions(arrays.exact)["quadratic"]
    assert (f(w + v) == f(w) + calculus.directional_derivative(f, w, v) + f(v)).all()


@given(rationals, rationals)
@properties
def test_the_derivative_of_an_exponential_is_the_rate_times_it(r: fmpq, t: fmpq) -> None:
    at = arrays.scalar(t)
    found = calculus.derivative(lambda s: arrays.exp(r * s) * s, at)[0, 0]
    assert found == exponential(r * t) * (1 + r * t)


@given(st.integers(1, 9), st.integers(1, 9))
@properties
def test_the_derivative_of_a_root_is_half_its_reciprocal(p: int, q: int) -> None:
    root = fmpq(p, q)
    found = calculus.derivative(arrays.sqrt, arrays.scalar(root * root))[0, 0]
    assert found == 1 / (2 * root)


def test_derivatives_nest() -> None:
    t = arrays.exact([[2]])
    second = calculus.derivative(lambda s: calculus.derivative(lambda r: r**4, s), t)
    assert second[0, 0] == 12 * 4


def test_the_derivative_of_an_inverse_matrix_is_exact() -> None:
    t = arrays.exact([[3]])
    one = arrays.exact([[0, 1], [2, 5]])

    def inverse(s: Array) -> Array:
        return linalg.inv(one + s * arrays.exact(np.eye(2, dtype=int)))

    at = inverse(t)
    assert (calculus.derivative(inverse, t) == -at @ at).all()


def coefficients(number: Any) -> tuple[Any, Any]:
    return as_series(number).value, as_series(number).slope


@given(series, series, series)
@properties
def test_series_are_a_commutative_ring(a: Series, b: Series, c: Series) -> None:
    assert coefficients(a + b) == coefficients(b + a)
    assert coefficients(a * b) == coefficients(b * a)
    assert coefficients((a * b) * c) == coefficients(a * (b * c))
    assert coefficients(a * (b + c)) == coefficients(a * b + a * c)
    assert coefficients(a - b) == coefficients(-(b - a))
    assert coefficients(2 - a) == coefficients(-(a - 2))


@given(series, series)
@properties
def test_dividing_series_undoes_multiplying_them(a: Series, b: Series) -> None:
    if b.value == 0:
        with pytest.raises(ZeroDivisionError):
            a / b
        return
    assert coefficients(a / b * b) == coefficients(a)
    assert coefficients(1 / b * b) == (1, 0)


@given(series, st.integers(0, 5))
@properties
def test_a_power_of_a_series_is_a_repeated_product(a: Series, k: int) -> None:
    product = Series(fmpq(1), fmpq(0))
    for _ in range(k):
        product = product * a
    if a.value == 0 and k == 0:
        assert coefficients(a**0) == (1, 0)
    elif a.value != 0 or k > 1:
        assert coefficients(a**k) == coefficients(product)


@given(series)
@properties
def test_a_negative_power_of_a_series_is_the_inverse(a: Series) -> None:
    if a.value != 0:
        assert coefficients(a**-2 * a * a) == (1, 0)


@given(series, rationals)
@properties
def test_the_sign_of_a_series_is_its_sign_for_every_small_step(a: Series, r: fmpq) -> None:
    step = fmpq(1, 10**6)
    assert scalars.sign(a * r) == scalars.sign(a.value * r + a.slope * r * step)


def test_series_carry_balls_and_floats_and_exponentials() -> None:
    root = Series(arb(2), arb(1))
    assert (root * root).slope.contains(4)
    assert scalars.exp(Series(0.0, 2.0)).slope == 2.0
    found = scalars.exp(Series(fmpq(1), fmpq(3)))
    assert (found.value, found.slope) == (exponential(1), 3 * exponential(1))


@pytest.mark.parametrize("number", BATCHES)
def test_one_point_of_a_batch_of_functions_has_a_derivative_for_each(number: Number) -> None:
    matrices = number([[[1, 2], [3, 4]], [[0, 1], [1, 0]], [[5, 0], [0, 5]]])
    w, v = number([[1], [2]]), number([[3], [-1]])

    def f(at: Any) -> Any:
        return at.mT @ matrices @ at

    gradients, pushed = calculus.gradient(f, w), calculus.directional_derivative(f, w, v)
    for index, a in enumerate(matrices):
        assert np.allclose(gradients[index], (a + a.mT) @ w)
        assert np.allclose(pushed[index], v.mT @ (a + a.mT) @ w)
    assert np.allclose(calculus.jacobian(f, w), gradients.mT)


@pytest.mark.parametrize("number", BATCHES)
def test_a_constant_has_no_slope_in_a_batch_either(number: Number) -> None:
    w = number([[1], [2]])
    assert (calculus.jacobian(lambda _: w * 3, w) == 0).all()


def square(w: Array) -> Array:
    """Return an invertible matrix that depends on every coordinate."""
    rows = [arrays.concatenate([w[..., i : i + 1, :], w[..., j : j + 1, :]], -1)
            for i, j in ((0, 1), (1, 2))]  # fmt: skip
    return arrays.concatenate(rows, -2)


RULES: dict[str, Function] = {
    "sum": lambda w: 2 + w - 1,
    "exponential": lambda w: arrays.exp(w / 4),
    "quotient": lambda w: (1 - w) / (w * w + 3),
    "root": linalg.norm,
    "power": lambda w: w**3,
    "inverse power": lambda w: (w * w + 1) ** -2,
    "absolute value": arrays.absolute,
    "maximum": lambda w: arrays.maximum(w, 3 - w),
    "largest": lambda w: linalg.extremum(w * w, 1),
    "smallest": lambda w: linalg.extremum(w, -1),
    "inverse": lambda w: linalg.inv(square(w)) @ w[..., :2, :],
    "system": lambda w: linalg.solve(square(w), w[..., 1:, :]),
    "system of constants": lambda w: linalg.solve(square(w), (w**0)[..., 1:, :]),
    "trace": lambda w: linalg.trace(square(w).mT @ square(w)),
    "conjugate": lambda w: arrays.conjugate(-w),
    "zeros": lambda w: w + arrays.is_zero(0 * w),
}  # fmt: skip


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("name", RULES)
def test_every_rule_of_a_batch_is_that_of_exact_series(name: str, number: Number) -> None:
    at = arrays.exact([[[1], [5], [-2]], [[fmpq(1, 3)], [-4], [7]]])
    exact, found = (calculus.jacobian(RULES[name], kind(at)) for kind in (arrays.exact, number))
    assert exact.shape == tuple(found.shape)
    assert np.allclose(arrays.float64(exact), as_numpy(found), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("number", BATCHES)
def test_an_exponent_has_a_slope_too(number: Number) -> None:
    two, t = number([[[2]], [[3]]]), number([[[3]], [[-1]]])
    found = calculus.derivative(lambda at: two**at, t)
    assert np.allclose(as_numpy(found).ravel(), [8 * np.log(2), np.log(3) / 3], rtol=1e-15)


def test_what_has_no_rule_for_a_batch_says_so() -> None:
    w = arrays.batch64([[[1], [5]]])
    with pytest.raises(NotComputed, match="the derivative of a rank"):
        calculus.jacobian(linalg.rank, w)
    with pytest.raises(NotComputed, match="a derivative of a derivative"):
        calculus.jacobian(lambda at: calculus.gradient(linalg.norm_squared, at), w)
    with pytest.raises(TypeError):
        calculus.jacobian(np.arctan, w)


@needs_torch
@pytest.mark.parametrize("f", [arrays.absolute, relu, lambda w: arrays.maximum(w, 3 * w)])
def test_at_a_kink_both_libraries_have_the_same_slope(f: Function) -> None:
    at = [[[0], [1], [-1]]]
    found = [calculus.jacobian(f, number(at)) for number in (arrays.batch64, arrays.torch64)]
    assert same(*found)


def squares(w: Array, size: int) -> Array:
    """Return columns as square matrices, column by column."""
    return w.reshape(*w.shape[:-2], size, size)


ENTRIES = st.lists(st.integers(-2, 2), min_size=9, max_size=9)
MATRIX_FUNCTIONS: dict[str, Function] = {
    "det": linalg.det,
    "inverse": lambda a: linalg.trace(linalg.inv(a)),
    "log-determinant": lambda a: linalg.det(a) / (linalg.det(a) + 1 + 0 * linalg.det(a)),
    "pinv": lambda a: linalg.total(linalg.pinv(a[..., :2])),
    "wide pinv": lambda a: linalg.total(linalg.pinv(a[..., :2, :])),
    "norm": linalg.norm,
}


def minors(a: np.ndarray) -> np.ndarray:
    """Return the matrix of cofactors by definition: the gradient of the determinant (Jacobi)."""
    found = [
        (-1) ** (i + j) * linalg.det(np.delete(np.delete(a, i, 0), j, 1))[0, 0]
        for i in range(3)
        for j in range(3)
    ]
    return np.array(found, dtype=object).reshape(9, 1)


@given(ENTRIES)
@properties
def test_the_gradient_of_the_determinant_is_the_cofactors_also_of_singular_matrices(
    entries: list[int],
) -> None:
    w = arrays.exact(entries).reshape(9, 1)
    found = calculus.gradient(lambda x: linalg.det(squares(x, 3)), w)
    assert same(found, minors(w.reshape(3, 3)))


@pytest.mark.parametrize("order", [(1, 0, 2), (1, 2, 0), (2, 1, 0), (0, 1, 2)])
def test_the_gradient_of_the_trace_of_the_inverse_at_a_permutation(order: tuple[int, ...]) -> None:
    p = np.eye(3, dtype=int)[list(order)]
    found = calculus.gradient(
        lambda x: linalg.trace(linalg.inv(squares(x, 3))), arrays.exact(p).reshape(9, 1)
    )
    assert same(found, arrays.exact(-(p @ p)).reshape(9, 1))


@needs_torch
@pytest.mark.parametrize("name", MATRIX_FUNCTIONS)
@given(entries=ENTRIES)
@settings(deadline=None, database=None, max_examples=15)
def test_gradients_of_functions_of_a_matrix_are_those_of_autograd(
    name: str, entries: list[int]
) -> None:
    def f(w: Array) -> Array:
        return MATRIX_FUNCTIONS[name](squares(w, 3))

    w = arrays.exact(entries).reshape(9, 1)
    a = w.reshape(3, 3)
    full = all(linalg.rank(part)[0, 0] == min(part.shape) for part in (a, a[:, :2], a[:2]))
    if not full or linalg.det(a)[0, 0] == -1:
        return
    found = arrays.float64(calculus.gradient(f, w))
    wanted = calculus.gradient(f, arrays.torch64(w)).numpy()
    assert np.allclose(found, wanted, rtol=1e-6, atol=1e-6)


@given(columns)
@properties
def test_a_pseudo_inverse_of_constant_rank_is_differentiated(w: np.ndarray) -> None:
    """(w·wᵀ)⁺ = w·wᵀ/‖w‖⁴, so the trace of it is 1/‖w‖² and its gradient −2w/‖w‖⁴."""
    if not w.any():
        return
    found = calculus.gradient(lambda x: linalg.trace(linalg.pinv(x @ x.mT)), w)
    assert same(found, -2 * w / linalg.norm_squared(w) ** 2)
    assert not calculus.gradient(lambda x: linalg.rank(x @ x.mT), w).any()


@given(columns)
@properties
def test_the_jacobian_of_softmax_is_the_one_of_the_textbook(w: np.ndarray) -> None:
    def softmax(x: Array) -> Array:
        return arrays.exp(x) / linalg.total(arrays.exp(x))

    p = softmax(w)
    wanted = p * arrays.eye(3, p) - p @ p.mT
    difference = calculus.jacobian(softmax, w) - wanted
    assert all(scalars.vanishes(x) is True for x in difference.flat)
    assert all(scalars.vanishes(x) is False for x in (difference + wanted).flat)


KINKS: dict[str, tuple[Function, list[int], list[int]]] = {  # a kink, and a point that is none
    "norm_1": (linalg.norm_1, [1, 0, 2], [1, -1, 2]),
    "norm_inf": (linalg.norm_inf, [2, -2, 1], [2, 1, 0]),
    "norm": (linalg.norm, [0, 0, 0], [0, 2, 0]),
    "max": (lambda w: linalg.extremum(w, 1), [1, 1, 0], [1, 0, 0]),
    "abs": (lambda w: linalg.total(arrays.absolute(w - 1)), [1, 2, 3], [0, 2, 3]),
    "relu": (lambda w: linalg.total(relu(w)), [0, 1, -1], [1, 2, -3]),
    "root": (lambda w: linalg.total(arrays.sqrt(w)), [0, 1, 1], [1, 4, 9]),
    "rank": (linalg.rank, [0, 0, 0], [0, 1, 0]),
}


@pytest.mark.parametrize("name", KINKS)
def test_there_is_no_gradient_at_a_kink_and_one_beside_it(name: str) -> None:
    f, kink, smooth = KINKS[name]
    at = arrays.exact(kink).reshape(3, 1)
    for derive in (calculus.gradient, calculus.jacobian):
        with pytest.raises(NotDifferentiable):
            derive(f, at)
        assert derive(f, arrays.exact(smooth).reshape(3, 1)).size == 3


@pytest.mark.parametrize("name", ["norm_1", "norm_inf", "norm", "max", "abs", "relu"])
def test_one_side_of_a_kink_is_asked_for_by_name(name: str) -> None:
    f, kink, _ = KINKS[name]
    at = arrays.exact(kink).reshape(3, 1)
    for direction in ([1, 2, 3], [-1, 1, -2], [0, 0, 1]):
        v = arrays.exact(direction).reshape(3, 1)
        found = calculus.one_sided_derivative(f, at, v)
        step = fmpq(1, 10**9)  # all of them are piecewise linear along a line through the kink
        assert same(found, (f(at + step * v) - f(at)) / step)


@pytest.mark.parametrize(
    "f",
    [
        lambda w: linalg.norm(w) ** 2,
        lambda w: linalg.total(arrays.absolute(w) * w),
        lambda w: arrays.maximum(linalg.total(w * w), 0 * linalg.total(w)),
        lambda w: linalg.total(arrays.absolute(w)) - linalg.total(arrays.absolute(-w)),
    ],
)
def test_a_smooth_function_written_with_kinks_has_its_gradient(f: Function) -> None:
    assert not calculus.gradient(f, arrays.exact([[0], [0], [0]])).any()


def test_a_kink_inside_a_derivative_of_a_derivative_is_noticed() -> None:
    def slope(w: Array) -> Array:
        return calculus.directional_derivative(lambda x: x * arrays.absolute(x), w, w**0)

    assert same(calculus.gradient(slope, arrays.exact([[3]])), [[2]])
    with pytest.raises(NotDifferentiable):
        calculus.gradient(slope, arrays.exact([[0]]))


def test_what_a_first_order_cannot_tell_is_not_computed() -> None:
    with pytest.raises(NotComputed, match="square root at 0"):
        calculus.gradient(lambda w: arrays.sqrt(w * w), arrays.exact([[0]]))
