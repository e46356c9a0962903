"""Numbers that matrices make: factors, powers, products that axioms shorten, sums of traces."""

from __future__ import annotations

import pytest
from flint import fmpq

from benchmarks.matrix_facts import Matrices
from referee.numerics.free_algebra import axioms as ax
from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    indeterminate,
    irreducible,
    may_vanish,
    substituted,
    with_power,
)
from referee.numerics.free_algebra.number_claims import as_traces
from referee.numerics.free_algebra.polynomials import identity
from referee.numerics.free_algebra.rewriting import rewritten
from referee.numerics.free_algebra.traces import trace

n, t, u = (indeterminate(name) for name in "ntu")
NUMBERS: tuple[Coefficient, ...] = (
    fmpq(-12, 35),
    fmpq(1),
    n * 6,
    (n - 1) * (n - 1) * -2 / (t + n),
    (n * n - t * t) / (3 * u),
)


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_a_number_is_the_product_of_its_factors(number: Coefficient) -> None:
    total: Coefficient = fmpq(1)
    for factor, exponent in irreducible(number):
        for _ in range(abs(exponent)):
            total = total * factor if exponent > 0 else total / factor
    assert total == number


def test_a_large_number_is_left_whole() -> None:
    large = fmpq(10**40 + 1)
    assert irreducible(-large) == [(fmpq(-1), 1), (large, 1)]


def test_a_value_is_put_for_an_indeterminate() -> None:
    assert substituted((t * t + n) / (t - 1), "t", n + 1) == (n * n + 3 * n + 1) / n
    assert substituted(n, "t", fmpq(1)) == n
    with pytest.raises(ZeroDivisionError):
        substituted(1 / (t - 1), "t", fmpq(1))


def test_a_value_is_put_for_a_power() -> None:
    assert with_power(t * t * t + n, "t", 2, fmpq(1)) == t + n
    assert with_power(1 / t, "t", 2, fmpq(1)) == t
    assert with_power((t * t + n) / (t * u), "t", 2, fmpq(1)) == (n + 1) * t / u
    assert with_power(n * t * t, "t", 2, t) == n * t
    for kept in (1 / (t + 1), n, fmpq(3)):
        assert with_power(kept, "t", 2, fmpq(1)) == kept
    assert with_power(1 / t, "t", 2, t) == 1 / t  # t may be 0


def test_what_is_known_not_to_vanish_may_be_divided_by() -> None:
    number = 1 / (n * (t - u) * t)
    assert may_vanish(number, {"n"}) == ["t", "t − u"]
    assert may_vanish(number, {"n"}, {"t − u"}) == ["t"]


def test_products_that_an_axiom_says_are_shorter_are_replaced() -> None:
    m = Matrices()
    U, K, N = m.given(m.L, ax.orthogonal), m.K, m.M
    axioms = [*ax.orthogonal(U), *ax.nilpotent(N, 2)]
    assert rewritten(U.T * K * U * U.T * U, axioms) == U.T * K * U
    assert rewritten(U * K * U.T * U + K * N * N * K, axioms) == U * K
    assert rewritten(U * U.T - identity("n"), axioms) == U * 0
    assert rewritten(K * U * K, axioms) == K * U * K


def test_an_equation_of_numbers_is_one_of_traces() -> None:
    m = Matrices()
    K, L, one = m.K, m.L, identity("1")
    k, ell = m.number_of(trace(K)), m.number_of(trace(L))
    (alone,) = as_traces(one * (k - 2 * ell), m.numbers)
    assert alone == trace(K) - 2 * trace(L)
    found = [*as_traces(one * (k * k - ell * ell), m.numbers)]
    assert len(found) == 2
    assert [*as_traces(one * (k * ell - 1), m.numbers)] == []
    assert [*as_traces(identity("n") * k, m.numbers)] == []
    assert [*as_traces(one * n, m.numbers)] == []
