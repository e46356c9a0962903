"""Coefficients in sizes and times: a field whose elements have one normal form."""

from __future__ import annotations

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_matrices import number

from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    divisors,
    indeterminate,
    quotient,
)

properties = settings(deadline=None, database=None, max_examples=100)
n, m, t = map(indeterminate, "nmt")
leaves: st.SearchStrategy[Coefficient] = st.one_of(
    st.sampled_from([n, m, t]), st.builds(fmpq, st.integers(-3, 3), st.integers(1, 3))
)


def _extended(smaller: st.SearchStrategy[Coefficient]) -> st.SearchStrategy[Coefficient]:
    two = st.tuples(smaller, smaller)
    return st.one_of(
        two.map(lambda p: p[0] + p[1]),
        two.map(lambda p: p[0] * p[1]),
        two.map(lambda p: p[0] - p[1]),
        two.map(lambda p: p[0] / p[1] if p[1] else p[0]),
    )


elements: st.SearchStrategy[Coefficient] = st.recursive(leaves, _extended, max_leaves=6)


@given(elements, elements, elements)
@properties
def test_coefficients_are_a_field(a: Coefficient, b: Coefficient, c: Coefficient) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a - a == 0
    if a:
        assert quotient(a, a) == 1
        assert quotient(b, a) * a == b


@given(elements, elements)
@properties
def test_equal_coefficients_look_the_same(a: Coefficient, b: Coefficient) -> None:
    again = (a + b) - b
    assert again == a
    assert hash(again) == hash(a)
    assert str(again) == str(a)
    if isinstance(a, RationalFunction):
        assert a.denominator.leading_coefficient() == 1
        assert a.numerator.gcd(a.denominator).is_one()
        assert not {*a.numerator.unused_gens()} & {*a.denominator.unused_gens()}
        assert len(a.names) == len(a.numerator.degrees())


@given(elements, elements)
@properties
def test_a_coefficient_has_the_value_of_its_formula(a: Coefficient, b: Coefficient) -> None:
    try:
        values = number(a), number(b), number(a * b), number(a + b)
    except ZeroDivisionError:  # the numbers happen to be a pole
        return
    assert values[2] == values[0] * values[1]
    assert values[3] == values[0] + values[1]


def test_constants_are_rational_numbers() -> None:
    assert isinstance(n - n, fmpq)
    assert isinstance(n / n, fmpq)
    assert isinstance((2 * n + 2) / (n + 1), fmpq)
    assert (n * n - 1) / (n - 1) == n + 1
    assert 0 * n == 0
    assert 1 - n == -(n - 1)
    assert 2 / n == 1 / (n / 2)
    with pytest.raises(ZeroDivisionError):
        quotient(n, fmpq(0))
    with pytest.raises(ZeroDivisionError):
        n / (m - m)


s = indeterminate("vᵀv")


@pytest.mark.parametrize(
    ("coefficient", "text"),
    [
        (n, "n"),
        (1 / n, "1/n"),
        ((n + 1) / m, "(n + 1)/m"),
        (1 / (n + 1), "1/(n + 1)"),
        (n - t, "n − t"),
        (3 * n * n * t / 2, "(3/2)n²t"),
        (1 - s, "−vᵀv + 1"),
        (s * s * n / 2, "(1/2)n(vᵀv)²"),
        (1 / s, "1/vᵀv"),
    ],
)
def test_they_are_printed_plainly(coefficient: Coefficient, text: str) -> None:
    assert str(coefficient) == text


def test_a_divisor_is_named_once() -> None:
    assert divisors((n + 2) / (t * t * (n - 1) * s)) == ["n − 1", "t", "vᵀv"]
    assert divisors(fmpq(1, 2)) == []


def test_text_is_no_number() -> None:
    with pytest.raises(TypeError):  # what the types forbid is refused when it happens too
        n + "1"  # type: ignore[operator]
