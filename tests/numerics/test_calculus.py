"""Derivatives by series against torch autograd, hand formulas and the difference itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import arrays, calculus, linalg, scalars
from referee.numerics.exponential_sums import exponential
from referee.numerics.series import Series, as_series

Array = Any
Function = Callable[[Array], Array]
properties = settings(deadline=None, database=None, max_examples=60)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))
series = st.builds(Series, rationals, rationals)
KINDS = {"exact": arrays.exact, "float64": arrays.float64, "torch": arrays.torch64}
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


FUNCTIONS = {kind: functions(number) for kind, number in KINDS.items()}
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
def test_jacobians_by_series_and_by_autograd_are_equal(name: str, leading: tuple[int, ...]) -> None:
    found = {
        kind: calculus.jacobian(FUNCTIONS[kind][name], number(points(leading)))
        for kind, number in KINDS.items()
    }
    assert same(found["exact"], found["torch"])
    assert same(found["float64"], found["torch"])
    assert tuple(found["exact"].shape[:-2]) == leading


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", REAL_VALUED)
def test_gradients_by_series_and_by_autograd_are_equal(name: str, leading: tuple[int, ...]) -> None:
    found = {
        kind: calculus.gradient(FUNCTIONS[kind][name], number(points(leading)))
        for kind, number in KINDS.items()
    }
    assert same(found["exact"], found["torch"])
    assert same(found["float64"], found["torch"])
    assert tuple(found["exact"].shape) == (*leading, 3, 1)


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", NAMES)
def test_directional_derivatives_by_series_and_by_autograd_are_equal(
    name: str, leading: tuple[int, ...]
) -> None:
    v = np.array([[1], [-2], [3]])
    found = {
        kind: calculus.directional_derivative(
            FUNCTIONS[kind][name], number(points(leading)), number(v)
        )
        for kind, number in KINDS.items()
    }
    assert same(found["exact"], found["torch"])
    assert same(found["float64"], found["torch"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
def test_a_batch_of_derivatives_is_the_derivatives_one_by_one(
    kind: str, leading: tuple[int, ...]
) -> None:
    w = KINDS[kind](points(leading))
    whole = calculus.jacobian(FUNCTIONS[kind]["quadratic"], w)
    for index in np.ndindex(*leading):
        assert same(whole[index], calculus.jacobian(FUNCTIONS[kind]["quadratic"], w[index]))


@pytest.mark.parametrize("kind", ["exact", "float64"])
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
def test_a_function_that_ignores_its_argument_has_no_slope(
    kind: str, leading: tuple[int, ...]
) -> None:
    w = KINDS[kind](points(leading))
    constant = KINDS[kind](np.ones((*leading, 2, 1), dtype=int))
    jacobian = calculus.jacobian(lambda _: constant, w)
    assert jacobian.shape == (*leading, 2, 3)
    assert not jacobian.any()
    assert not calculus.directional_derivative(lambda _: constant, w, w).any()
    assert arrays.is_exact(jacobian) == (kind == "exact")


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
    f = FUNCTIONS["exact"]["quadratic"]
    along = calculus.directional_derivative(f, w, v)
    assert (along == calculus.jacobian(f, w) @ v).all()


@given(columns, columns)
@properties
def test_a_quadratic_function_is_its_own_expansion(w: np.ndarray, v: np.ndarray) -> None:
    f = FUNCTIONS["exact"]["quadratic"]
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


def test_one_point_of_a_batch_of_functions_has_a_derivative_for_each() -> None:
    matrices = arrays.torch64([[[1, 2], [3, 4]], [[0, 1], [1, 0]], [[5, 0], [0, 5]]])
    w, v = arrays.torch64([[1], [2]]), arrays.torch64([[3], [-1]])

    def f(at: Any) -> Any:
        return at.mT @ matrices @ at

    gradients, pushed = calculus.gradient(f, w), calculus.directional_derivative(f, w, v)
    for index, a in enumerate(matrices):
        assert np.allclose(gradients[index], (a + a.mT) @ w)
        assert np.allclose(pushed[index], v.mT @ (a + a.mT) @ w)
    assert np.allclose(calculus.jacobian(f, w), gradients.mT)


def test_a_constant_has_no_slope_in_tensors_either() -> None:
    w = arrays.torch64([[1], [2]])
    assert (calculus.jacobian(lambda _: w.detach() * 3, w) == 0).all()
