"""Zeros of scalar factors, the numbers that stand in a formula, and what lies between."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from referee.language.factors import (
    between,
    numbers,
    quantities,
    simplest,
    values_of_interest,
    zeros,
)
from referee.language.reading import parse
from referee.language.tree import Node

NAMES = dict.fromkeys(("x", "u", "b", "A", "n", "d"))


def root(text: str) -> Node:
    return parse(text, NAMES).root


def unknown(_: Node) -> None:
    """Say that no quantity has a value."""


def zeros_of(text: str, quantity: str) -> list[fmpq]:
    return sorted(zeros(root(text), root(quantity), unknown))


@pytest.mark.parametrize(
    ("text", "quantity", "found"),
    [
        ("(x-1000)**2*(x-1001)**2 > 0", "x", [1000, 1001]),
        ("(2*x-12345)**2 > 0", "x", [fmpq(12345, 2)]),
        ("x*x - 5*x + 6 == 0", "x", [2, 3]),
        ("(x + 1)/(x - 1) < 3", "x", [-1, 1, 2]),
        ("b * (abs(1 - 10*norm_inf(b)) + 1)", "norm_inf(b)", [fmpq(1, 10)]),
        ("norm(b)**2 >= norm(b)", "norm(b)", [0, 1]),
        ("1/(x-7)**3 > 0 and x < 9", "x", [7, 9]),
        ("A @ b * (d-1)*(d-2)", "d", [1, 2]),
        ("x > 0", "x", [0]),
        ("u*x - 3", "x", []),  # u has no value
    ],
)
def test_zeros_of_parts_are_found_exactly(text: str, quantity: str, found: list[fmpq]) -> None:
    also = {fmpq(0), fmpq(5)}  # of a part of a sum
    assert set(map(fmpq, found)) <= set(zeros_of(text, quantity)) <= set(map(fmpq, found)) | also


def test_a_root_that_is_not_rational_is_approximated() -> None:
    found = zeros_of("x**2 - 2 > 0", "x")
    assert [abs(float(x.p) / float(x.q) - 2**0.5) < 1e-5 for x in found if x > 0] == [True]


def test_other_quantities_have_their_values() -> None:
    assert fmpq(-1, 1000) in zeros(root("u > -x/1000"), root("u"), lambda _: fmpq(1))


def test_what_is_too_large_to_factor_has_no_zeros() -> None:
    assert zeros_of("((x**60 - 1)**60 - 2)**60 > 0", "x") == [-1, 0, 1]
    assert zeros_of("(x - 10**40)**64 > (x - 10**39)**64 * 10**64", "x") == [10**39, 10**40]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(2*x - 12345)**17 > 0", [12345]),
        ("x / 1000 + 10**9", [1000, 10**9]),
        ("eye(5) @ b + x", []),
        ("x**61 + 2 * u", []),
        ("x < -1/3", [fmpq(-1, 3)]),
        ("x < (10**40)**64", []),
    ],
)
def test_numbers_that_stand_in_a_formula(text: str, found: list[fmpq]) -> None:
    assert sorted(numbers(root(text))) == sorted(map(fmpq, found))


def test_quantities_are_names_and_opaque_parts() -> None:
    found = quantities(root("(A @ b).T @ b + norm(b) > x and eye(d) @ b == b"))
    assert [q.kind if q.value is None else q.value for q in found] == [
        *("@", "@", "A", "b", "norm", "x", "@"),
    ]


def test_only_what_may_change_is_of_interest() -> None:
    assert values_of_interest(root("A @ (A.T @ b - u * b) / n"), unknown) == {}
    assert values_of_interest(root("x >= 0"), unknown) == {}
    found = values_of_interest(root("x >= 5"), unknown)
    assert found[root("x")][:2] == [5, 1]
    assert {fmpq(5001, 1000), fmpq(4999, 1000), fmpq(4), fmpq(6)} <= set(found[root("x")])


def test_every_interval_between_marked_numbers_has_a_number() -> None:
    marks = {fmpq(-3), fmpq(0), fmpq(1, 2), fmpq(1000), fmpq(1001)}
    found = set(between(marks))
    for low, high in zip(sorted(marks), sorted(marks)[1:], strict=False):
        assert any(low < x < high for x in found)
    assert min(found) < -3
    assert max(found) > 1001
    assert marks <= found


@given(st.fractions(), st.fractions())
def test_the_simplest_number_between_two_has_the_least_denominator(
    one: Fraction, other: Fraction
) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    found = simplest(*(fmpq(x.numerator, x.denominator) for x in (low, high)))
    value = Fraction(int(found.p), int(found.q))
    assert low < value < high
    for denominator in range(1, min(value.denominator, 200)):
        k = low * denominator // 1 + 1
        assert not low < Fraction(k, denominator) < high
