"""Limits: the same that SymPy finds, exact, and open where the first terms cancel."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import arrays, functions, linalg, scalars
from referee.numerics.germs import germ_at
from referee.numerics.limits import at_a_point, at_infinity
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined

T = sympy.Symbol("t")
ONE = arrays.exact([[1]])
EXACT = settings(deadline=None, database=None, max_examples=40)
exp, log, sqrt = arrays.exp, arrays.log, arrays.sqrt

# A function of t, the same for SymPy.
AT_INFINITY: list[tuple[Callable[[Any], Any], Any]] = [
    (functions.tanh, sympy.tanh(T)),
    (functions.sigmoid, 1 / (1 + sympy.exp(-T))),
    (lambda t: functions.softplus(t) - t, sympy.log(1 + sympy.exp(T)) - T),
    (lambda t: (t * t + 1) / (3 * t * t - t), (T**2 + 1) / (3 * T**2 - T)),
    (lambda t: t * t * t * exp(-t), T**3 * sympy.exp(-T)),
    (lambda t: sqrt(t * t + t) - t, sympy.sqrt(T**2 + T) - T),
    (lambda t: t * log(1 + 2 / t), T * sympy.log(1 + 2 / T)),
    (lambda t: exp(2 * t) / (exp(2 * t) + exp(t)), 1 / (1 + sympy.exp(-T))),
    (lambda t: t * arrays.sin(3 / t), T * sympy.sin(3 / T)),
    (lambda t: arrays.absolute(1 - t) / t, (T - 1) / T),
    (lambda t: log(2 * exp(3 * t) + exp(t)) - 3 * t, sympy.log(2)),
]
AT_ZERO: list[tuple[Callable[[Any], Any], Any]] = [
    (lambda t: (exp(t) - 1) / t, (sympy.exp(T) - 1) / T),
    (lambda t: arrays.sin(t) / t, sympy.sin(T) / T),
    (lambda t: (1 - arrays.cos(t)) / (t * t), (1 - sympy.cos(T)) / T**2),
    (lambda t: log(1 + t) / t, sympy.log(1 + T) / T),
    (lambda t: (sqrt(1 + t) - 1) / t, (sympy.sqrt(1 + T) - 1) / T),
    (lambda t: (exp(t) - 1 - t) / (t * t), (sympy.exp(T) - 1 - T) / T**2),
    (lambda t: (log(1 + exp(t)) - log(2 * ONE)) / t, (sympy.log((1 + sympy.exp(T)) / 2)) / T),
]


def value(number: Any) -> float:
    return scalars.to_float(number)


@pytest.mark.parametrize(("f", "same"), AT_INFINITY)
def test_limits_at_infinity_are_those_of_sympy(f: Callable[[Any], Any], same: Any) -> None:
    assert value(at_infinity(f, ONE)[0, 0]) == pytest.approx(float(sympy.limit(same, T, sympy.oo)))


@pytest.mark.parametrize(("f", "same"), AT_ZERO)
def test_limits_at_zero_are_those_of_sympy(f: Callable[[Any], Any], same: Any) -> None:
    found = at_a_point(f, lambda _: 0 * ONE, ONE)[0, 0]
    assert value(found) == pytest.approx(float(sympy.limit(same, T, 0)))


polynomials = st.lists(st.integers(-3, 3), min_size=1, max_size=4).filter(any)


@given(polynomials, polynomials, st.integers(-2, 2))
@EXACT
def test_quotients_of_polynomials_have_their_limits(a: list[int], b: list[int], at: int) -> None:
    def quotient(t: Any) -> Any:
        tops = (sum((c * t**k for k, c in enumerate(each)), 0 * t) for each in (a, b))
        top, bottom = tops
        return top / bottom

    p = sympy.Poly(a[::-1], T).as_expr() / sympy.Poly(b[::-1], T).as_expr()
    above, below = (sympy.limit(p, T, at, side) for side in "+-")
    point = arrays.exact([[at]])
    if above == below and above.is_finite:
        found = at_a_point(lambda t: arrays.elementwise(quotient, t), lambda _: point, ONE)[0, 0]
        assert Fraction(int(found.p), int(found.q)) == Fraction(int(above.p), int(above.q))
    else:
        with pytest.raises(Undefined):
            at_a_point(lambda t: arrays.elementwise(quotient, t), lambda _: point, ONE)


def test_ridge_regression_tends_to_the_pseudo_inverse() -> None:
    X = arrays.exact([[1, 2], [2, 4], [0, 0]])

    def ridge(t: Any) -> Any:
        return linalg.inv(X.T @ X + arrays.exact(np.eye(2, dtype=int)) * t) @ X.T

    found = at_a_point(ridge, lambda _: 0 * ONE, ONE)
    assert (found == linalg.pinv(X)).all()
    assert not (at_infinity(ridge, ONE) != 0).any()


@pytest.mark.parametrize(
    "f",
    [
        lambda t: t**20 * (1 / (1 + t) + t / (1 + t) - 1),
        arrays.sin,
        lambda t: log(t) / t,
        lambda t: exp(t * t),
        lambda t: exp(exp(t)),
    ],
)
def test_what_the_first_terms_leave_open_is_named(f: Callable[[Any], Any]) -> None:
    with pytest.raises(NotComputed, match="a limit"):
        at_infinity(f, ONE)


@pytest.mark.parametrize("f", [lambda t: t, exp, functions.softplus, lambda t: t * t / (1 + t)])
def test_what_grows_has_no_limit(f: Callable[[Any], Any]) -> None:
    with pytest.raises(Undefined, match="a limit that is not finite"):
        at_infinity(f, ONE)


def test_sides_that_differ_have_no_limit_in_common() -> None:
    def side(t: Any) -> Any:
        return arrays.absolute(t) / t

    with pytest.raises(Undefined, match="differs from both sides"):
        at_a_point(side, lambda _: 0 * ONE, ONE)
    assert at_a_point(side, lambda _: 0 * ONE, ONE, sides=(-1,))[0, 0] == -1
    with pytest.raises(Undefined):
        at_a_point(log, lambda _: 0 * ONE - 1, ONE)
    with pytest.raises(NotComputed, match="in floating point"):
        at_infinity(functions.tanh, arrays.float64([[1]]))


def test_a_limit_within_a_limit_is_not_taken_for_one_of_both() -> None:
    def inner(b: Any) -> Any:
        return at_a_point(lambda a: (a - b) / (a + b), lambda _: 0 * ONE, ONE)

    with pytest.raises(NotComputed, match="a limit within a limit"):
        at_a_point(inner, lambda _: 0 * ONE, ONE)
    assert inner(ONE)[0, 0] == -1


def test_a_germ_has_the_sign_that_it_keeps() -> None:
    s = germ_at(None, 1)
    assert (scalars.exp(-s) - scalars.exp(-2 * s)).sign() == 1
    assert (s * s - 10**12 * s).sign() == 1
    assert (s - s).sign() == 0
    assert max(s, as_large := s * s) is as_large
    assert (1 / (1 + s) - 1 / s).sign() == -1
    assert fmpq(1) / s < 1
