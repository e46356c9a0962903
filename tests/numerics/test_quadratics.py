"""Where quadratics are least: closed forms, equations that are met, and what has no minimum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flint import fmpq
from formula_family import evaluate, random_instance
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.language.comparison import Truth
from referee.language.evaluation import AnswerUndefined
from referee.numerics import arrays, linalg, quadratics, scalars
from referee.numerics.precision import NotComputed

TALL, WIDE = (random_instance(*shape, 1, most=5) for shape in ((3, 2), (2, 3)))
RIDGE = "argmin(norm_squared(X @ y - v) + 3 * norm_squared(y), y)"
T, F = Truth.TRUE, Truth.FALSE


@pytest.mark.parametrize(
    ("text", "p", "truth"),
    [
        ("argmin(norm_squared(X @ y - v), y) == inv(X.T @ X) @ X.T @ v", TALL, T),
        ("argmin(norm_squared(X @ y - v), y) == X.T @ inv(X @ X.T + eye(d)) @ v", TALL, F),
        (f"{RIDGE} == inv(X.T @ X + 3 * eye(n)) @ X.T @ v", TALL, T),
        (f"{RIDGE} == inv(X.T @ X + 6 * eye(n)) @ X.T @ v", TALL, F),
        ("least_value(norm_squared(X @ y - v), y) == v.T @ (v - X @ pinv(X) @ v)", TALL, T),
        ("least_value(norm_squared(X @ y - v), y) == 0", WIDE, T),
        ("argmin_where(norm_squared(y), X @ y - v, y) == pinv(X) @ v", WIDE, T),
        ("argmin_where(norm_squared(y), X @ y - v, y) == X.T @ v", WIDE, F),
        ("least_value_where(norm_squared(y), X @ y - v, y) == v.T @ inv(X @ X.T) @ v", WIDE, T),
        ("argmin((a - b)**2, a) == b", TALL, T),
        ("argmin(norm_squared(Z - X), X) == Z", TALL, T),
        ("argmin(norm_squared(v - w) / 2 + norm_squared(w) / 2, w) == v / 2", TALL, T),
    ],
)  # fmt: skip
def test_closed_forms_are_decided(text: str, p: Any, truth: Truth) -> None:
    assert evaluate(text, p).truth is truth


@pytest.mark.parametrize(
    ("text", "p", "why"),
    [
        ("argmin(norm_squared(X @ y - v), y)", WIDE, "at more than one point"),
        ("argmin_where(norm_squared(y), X @ y - v, y)", TALL, "no point meets the equations"),
        ("argmin(-a**2, a)", TALL, "falls without end"),
        ("least_value(a, a)", TALL, "falls without end"),
        ("least_value(a * b + a**2 / 2 - 2 * a**2, a)", TALL, "falls without end"),
    ],
)
def test_what_has_no_minimum_says_so(text: str, p: Any, why: str) -> None:
    with pytest.raises(AnswerUndefined, match=why):
        evaluate(text, p)


@pytest.mark.parametrize("text", ["a**4", "abs(a)", "exp(a)", "1 / (1 + a**2)", "(a**2)**2 - a**4"])
def test_what_is_not_certainly_quadratic_is_not_computed(text: str) -> None:
    with pytest.raises(NotComputed, match="a minimum of what is not quadratic"):
        evaluate(f"argmin({text}, a)", TALL)


def test_a_constraint_is_linear() -> None:
    with pytest.raises(NotComputed, match="under what is not linear"):
        evaluate("argmin_where(norm_squared(w), norm_squared(w) - 1, w)", TALL)


numbers = st.integers(-4, 4)
matrices = st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=2, max_size=4)


@given(
    matrices, st.lists(numbers, min_size=3, max_size=3), st.lists(numbers, min_size=3, max_size=3)
)
@settings(deadline=None, database=None, max_examples=60)
def test_no_other_point_is_lower(rows: list[list[int]], g: list[int], step: list[int]) -> None:
    A, b, v = arrays.exact(rows), arrays.exact([[x] for x in g]), arrays.exact([[x] for x in step])

    def f(x: Any) -> Any:
        return linalg.norm_squared(A @ x - A @ b) + (b.T @ A.T @ A @ x) / 3

    least = quadratics.least_value(f, 0 * b)[0, 0]
    assert scalars.sign(f(b + v)[0, 0] - least) in {0, 1}
    if linalg.rank(A)[0, 0] == 3:
        x = quadratics.minimiser(f, 0 * b)
        assert f(x)[0, 0] == least
        assert scalars.sign(f(x + fmpq(1, 7) * v)[0, 0] - least) == int(any(step))


def test_arithmetics_without_a_minimum_name_it() -> None:
    def f(x: Any) -> Any:
        return linalg.norm_squared(x)

    failing: Callable[[Any, Any], Any] = quadratics.minimiser
    with pytest.raises(NotComputed, match="in floating point"):
        failing(f, arrays.batch64([[[1]]]))
    with pytest.raises(NotComputed, match="more than 40 entries"):
        failing(f, arrays.exact([[k] for k in range(41)]))
