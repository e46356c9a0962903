"""Every instance of every family is what the family says: decided exactly, never sampled away."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import referee.strategies.complex_matrices
import referee.strategies.least_squares
import referee.strategies.matrices
import referee.strategies.spectral_least_squares
from referee.numerics import arrays, calculus, linalg, scalars
from referee.numerics.arrays import conjugate
from referee.numerics.exponential_sums import exponential
from referee.numerics.gaussian import as_gaussian
from referee.strategies.families import FAMILIES, Family, Instance, named
from referee.strategies.fields import rank_of

Array = Any
properties = settings(
    deadline=None,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "matrices": [{}, {"full_rank": False, "tall": False}, {"tall": False}, {"square": True}],
    "orthogonal_matrices": [{}],
    "matrices_with_singular_values": [{}, {"full_rank": False}, {"square": True}],
    "square_matrices_with_svd": [{}, {"distinct": True}],
    "complex_matrices_with_svd": [{}],
    "least_squares": [
        {"extra": "w+v+h+D+C+C_n+t+v0"},
        {"full_rank": False, "tall": False},
        {"square": True},
        {"begin": "span"},
        {"begin": "anywhere"},
    ],
    "feasible_points": [
        {},
        {"norm": "feasible"},
        {"norm": "feasible", "full_rank": False},
        {"tall": False},
    ],
    "spectral_least_squares": [
        {"extra": "t+v0+C+D+C_n"},
        {"full_rank": False, "extra": "t+v0"},
        {"unit": True},
        {"begin": "span"},
        {"begin": "anywhere", "full_rank": False},
    ],
    "nonlinear_models": [{}],
    "generalised_inverses": [{}, {"full_rank": False}, {"tall": False}],
}
FOUND: dict[str, Family] = {
    family.name: family
    for base, options in VARIANTS.items()
    for family in (named(base, **each) for each in options)
}


def of(*bases: str) -> list[Family]:
    return [family for name, family in FOUND.items() if name.partition("(")[0] in bases]


def every(*bases: str) -> Callable[[Any], Any]:
    """Run a property on instances of each variant of the families named."""
    families = of(*bases)
    return pytest.mark.parametrize("family", families, ids=[f.name for f in families])


def same(left: Array, right: Array) -> bool:
    return left.shape == right.shape and bool((left == right).all())


def identity(size: int) -> np.ndarray:
    return arrays.exact(np.eye(size, dtype=int))


def nonnegative(array: Array) -> bool:
    return all(scalars.sign(x) in {0, 1} for x in array.flat)


def test_every_registered_family_is_tested_here() -> None:
    modules = {
        referee.strategies.complex_matrices.__name__,
        referee.strategies.least_squares.__name__,
        referee.strategies.spectral_least_squares.__name__,
        referee.strategies.matrices.__name__,
    }
    registered = {name for name, make in FAMILIES.items() if make.__module__ in modules}
    assert registered == set(VARIANTS)


@every(*VARIANTS)
@given(data=st.data())
@properties
def test_every_field_has_the_size_its_dimensions_promise(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    for field in family.fields:
        assert getattr(p, field.name).shape == field.size(p.shape)


@every("matrices", "least_squares", "feasible_points", "generalised_inverses")
@given(data=st.data())
@properties
def test_a_data_matrix_has_exactly_the_rank_of_its_shape(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    assert linalg.rank(p.X)[0, 0] == rank_of(p.shape)
    assert linalg.is_rational(p.X)


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        ({}, lambda d, n: n <= d),
        ({"tall": False}, lambda _d, _n: True),
        ({"square": True}, lambda d, n: n == d),
    ],
)
def test_the_shapes_are_all_those_the_options_allow(
    options: dict[str, Any], fits: Callable[[int, int], bool]
) -> None:
    shapes = [tuple(shape.values()) for shape in named("matrices", **options).shapes]
    wanted = {(d, n) for d in range(1, 5) for n in range(1, 5) if fits(d, n)}
    assert set(shapes) == wanted
    assert len(shapes) == len(wanted)
    assert [sum(shape) for shape in shapes] == sorted(sum(shape) for shape in shapes)


def test_without_full_rank_every_rank_has_its_shape() -> None:
    family = named("matrices", full_rank=False, tall=False)
    found = {(s["d"], s["n"], rank_of(s)) for s in family.shapes}
    wanted = {(d, n, r) for d in range(1, 5) for n in range(1, 5) for r in range(min(d, n) + 1)}
    assert found == wanted


@every("orthogonal_matrices", "matrices_with_singular_values", "spectral_least_squares")
@given(data=st.data())
@properties
def test_left_bases_are_orthogonal(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    assert same(p.U.mT @ p.U, identity(p.shape["d"]))
    assert same(p.U @ p.U.mT, identity(p.shape["d"]))


@every("matrices_with_singular_values", "spectral_least_squares")
@given(data=st.data())
@properties
def test_a_known_decomposition_is_one(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    d, n = p.shape["d"], p.shape["n"]
    assert same(p.V.mT @ p.V, identity(n))
    assert same(p.X, p.U @ p.S @ p.V.mT)
    assert same(p.X, p.U_n @ p.S_n @ p.V.mT)
    assert same(linalg.diagonal(p.S), p.sigma)
    assert not linalg.off_diagonal(p.S).any()
    assert same(p.U_n, p.U[:, :n])
    assert same(p.sigma_d, np.concatenate([p.sigma, arrays.exact(np.zeros((d - n, 1), dtype=int))]))
    descending = [*p.sigma.flat, fmpq(0)]
    assert all(x >= y for x, y in itertools.pairwise(descending))
    assert linalg.rank(p.X)[0, 0] == sum(x != 0 for x in p.sigma.flat)


@every("matrices_with_singular_values", "spectral_least_squares")
@given(data=st.data())
@properties
def test_full_rank_means_that_no_singular_value_is_zero(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    if "full_rank=False" not in family.name:
        assert all(x > 0 for x in p.sigma.flat)


@every("matrices_with_singular_values")
@given(data=st.data())
@properties
def test_the_arbitrary_columns_leave_the_first_ones_alone(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    assert same(p.Z[:, : p.shape["n"]], p.U_n)
    assert same(p.Z @ p.S, p.U @ p.S)


@every("square_matrices_with_svd")
@given(data=st.data())
@properties
def test_a_square_matrix_has_the_decomposition_it_comes_with(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    one = identity(p.shape["d"])
    assert same(p.U.mT @ p.U, one)
    assert same(p.V.mT @ p.V, one)
    assert same(p.A, p.U @ p.S @ p.V.mT)
    assert same(linalg.diagonal(p.S), p.sigma)
    steps = [x - y for x, y in zip(p.sigma.flat, [*p.sigma.flat][1:], strict=False)]
    assert all(step > 0 if "distinct" in family.name else step >= 0 for step in steps)
    assert p.sigma[-1, 0] >= 0


@every("complex_matrices_with_svd")
@given(data=st.data())
@properties
def test_complex_bases_are_unitary_and_decompose_the_matrix(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    for basis in (p.U, p.V):
        product = arrays.elementwise(as_gaussian, conjugate(basis).mT @ basis)
        assert same(product, arrays.elementwise(as_gaussian, identity(len(basis))))
    assert same(p.X, p.U @ p.S @ conjugate(p.V).mT)
    assert all(x > 0 for x in p.sigma.flat)


@every("least_squares", "spectral_least_squares", "feasible_points")
@given(data=st.data())
@properties
def test_the_least_solution_is_feasible_and_of_least_norm(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    # The normal equation: Xᵀw = y where that has a solution, else as close to it as can be.
    assert same(p.X @ (p.X.mT @ p.w_star), p.X @ p.y)
    if linalg.rank(p.X)[0, 0] == p.shape["n"]:
        assert same(p.X.mT @ p.w_star, p.y)
    # Of all solutions w* + k with Xᵀk = 0, the one in the span of X is the least: ‖w*‖² + ‖k‖².
    assert not linalg.off_span(p.w_star, p.X).any()


@every("least_squares", "spectral_least_squares")
@given(data=st.data())
@properties
def test_the_derived_matrices_follow_their_definitions(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    assert same(p.H, p.X.mT @ p.X)
    assert same(p.P @ p.P, p.P)
    assert same(p.P.mT, p.P)
    assert same(p.P @ p.X, p.X)
    assert same(linalg.rank(p.P), linalg.rank(p.X))
    if "u" in family.by_name:
        assert same(p.u, p.X.mT @ p.w)


@every("feasible_points")
@given(data=st.data())
@properties
def test_points_asked_to_be_feasible_are(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    if "norm=feasible" in family.name:
        assert same(p.X @ (p.X.mT @ p.w), p.X @ p.y)


@every("generalised_inverses")
@given(data=st.data())
@properties
def test_a_generalised_inverse_is_one(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    gram = p.X @ p.X.mT
    assert same(gram @ p.G @ gram, gram)


@every("nonlinear_models")
@given(data=st.data())
@properties
def test_the_jacobian_of_the_nonlinear_model_is_the_one_of_the_textbook(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    inner = p.A.mT @ p.w
    assert same(p.u, inner * inner + p.X.mT @ p.w)
    assert same(p.J, 2 * inner * p.A.mT + p.X.mT)
    assert same(p.H, p.J @ p.J.mT)


@every("spectral_least_squares")
@given(data=st.data())
@properties
def test_the_spectrum_is_that_of_the_kernel(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    H, one = p.H, identity(p.shape["n"])
    for value, sign in ((p.lambda_min, 1), (p.lambda_max, -1)):
        shifted = sign * (H - value * one)
        assert linalg.det(shifted)[0, 0] == 0
        assert all(x >= 0 for x in linalg.inertia_pivots(shifted))
    if "lambda_0" in family.by_name:
        assert p.lambda_0[0, 0] <= p.lambda_min[0, 0]
        assert (p.lambda_0[0, 0] > 0) == (p.lambda_min[0, 0] > 0)


@every("spectral_least_squares")
@given(data=st.data())
@properties
def test_the_limit_and_its_coefficients_belong_together(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    if "begin=anywhere" not in family.name:
        assert same(p.X @ p.c, p.w_inf)
    assert same(p.X @ (p.X.mT @ p.w_inf), p.X @ p.y)
    assert same(p.u0, p.X.mT @ p.w_0)
    assert p.E_0[0, 0] == linalg.norm_squared(p.u0 - p.y)[0, 0] / 2
    if "begin" not in family.name:
        assert not p.w_0.any()
    if "begin=anywhere" not in family.name:
        assert not linalg.off_span(p.w_0, p.X).any()
    if "unit=True" in family.name:
        assert p.E_0[0, 0] <= 1


@every("spectral_least_squares")
@given(data=st.data())
@properties
def test_the_flow_from_its_start_follows_the_field_and_its_error_decays(
    family: Family, data: st.DataObject
) -> None:
    p = data.draw(family.instances())
    assert p.t[0, 0] >= 0
    slope = calculus.derivative(lambda t: p.replace(t=t).w_t, p.t)
    assert same(slope, -(p.X @ (p.X.mT @ p.w_t - p.y)) / p.n)
    assert same(p.replace(t=0 * p.t).w_t, p.w_0)
    assert same(p.E_t, linalg.norm_squared(p.X.mT @ p.w_t - p.y) / 2)
    assert nonnegative(p.E_0 - p.E_t)


@given(p=named("spectral_least_squares", extra="t+v0+C+D+C_n").instances())
@properties
def test_the_superposed_solutions_solve_their_equations(p: Instance) -> None:
    at_zero = p.replace(t=0 * p.t)
    rate = -(p.X @ p.X.mT) / p.n
    homogeneous = calculus.derivative(lambda t: p.replace(t=t).w_H, p.t)
    assert same(homogeneous, rate @ p.w_H)
    assert same(at_zero.w_H, p.U @ p.C)
    whole = calculus.derivative(lambda t: p.replace(t=t).w_NH, p.t)
    assert same(whole, rate @ p.w_NH + p.X @ p.y / p.n)
    assert same(at_zero.w_NH, p.D)
    assert same(at_zero.v_t, p.v0)
    assert not linalg.off_span(p.v_inf - p.v0, p.X).any()
    assert same(p.X @ (p.X.mT @ p.v_inf), p.X @ p.y)


def test_a_slope_is_known_where_everything_is_small_enough_to_do_by_hand() -> None:
    family = named("spectral_least_squares")
    zeros = [0] * len(family.layout({"d": 1, "n": 1}).bounds)
    p = family.build({"d": 1, "n": 1}, zeros).replace(y=arrays.exact([[3]]), t=arrays.exact([[2]]))
    assert same(p.X, arrays.exact([[1]]))
    assert p.w_t[0, 0] == 3 - 3 * exponential(-2)
    assert p.E_t[0, 0] == exponential(-4) * fmpq(9, 2)
    assert p.w_inf[0, 0] == 3
