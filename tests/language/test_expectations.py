"""Expectations and integrals in formulas: values, types, boundaries, and what is refused."""

from __future__ import annotations

import pytest
from flint import fmpq
from formula_family import FAMILY, evaluate, instance, random_instance, read

from referee.language.comparison import IllTyped, Truth
from referee.language.evaluation import AnswerUndefined
from referee.language.latex import to_latex
from referee.language.normal_form import normal_form
from referee.language.tree import FormulaError
from referee.language.types import type_of
from referee.language.writing.notations import written
from referee.language.writing.writer import NotWritten
from referee.numerics.precision import NotComputed

P = random_instance(3, 2, 1)
S = "X @ X.T"  # a covariance that is singular: two columns in three dimensions

# Equations that hold at every instance, each with a false neighbour.
HOLD: list[tuple[str, str]] = [
    (
        f"expectation_gaussian(v.T @ Q @ v, v, w, {S}) == trace(Q @ {S}) + w.T @ Q @ w",
        f"expectation_gaussian(v.T @ Q @ v, v, w, {S}) == trace(Q @ {S})",
    ),
    (f"expectation_gaussian(v, v, w, {S}) == w", f"expectation_gaussian(v, v, w, {S}) == 0 * w"),
    (
        f"expectation_gaussian((v - w) @ (v - w).T, v, w, {S}) == {S}",
        f"expectation_gaussian(v @ v.T, v, w, {S}) == {S}",
    ),
    (
        f"expectation_gaussian((w.T @ v)**2, v, 0 * w, {S}) == w.T @ {S} @ w",
        f"expectation_gaussian((w.T @ v)**2, v, w, {S}) == w.T @ {S} @ w",
    ),
    (
        f"expectation_gaussian((w.T @ v)**4, v, 0 * w, {S}) == 3 * (w.T @ {S} @ w)**2",
        f"expectation_gaussian((w.T @ v)**4, v, 0 * w, {S}) == (w.T @ {S} @ w)**2",
    ),
    (
        f"expectation_gaussian((w.T @ v)**3, v, 0 * w, {S}) == 0",
        "expectation_uniform(a**3, a, 0, 1) == 0",
    ),
    (
        "expectation_gaussian(v@v.T@Q@v@v.T, v, 0 * w, eye(d)) == Q + Q.T + trace(Q) * eye(d)",
        "expectation_gaussian(v@v.T@Q@v@v.T, v, 0 * w, eye(d)) == 2 * Q + trace(Q) * eye(d)",
    ),
    (
        f"expectation_gaussian(exp(w.T @ v), v, w, {S}) == exp(w.T @ w + w.T @ {S} @ w / 2)",
        f"expectation_gaussian(exp(w.T @ v), v, w, {S}) == exp(w.T @ w)",
    ),
    (
        f"gradient(expectation_gaussian(norm_squared(v - w), v, w, {S}), w) == 0 * w",
        f"gradient(expectation_gaussian(norm_squared(v), v, w, {S}), w) == w",
    ),
    (
        f"expectation_gaussian(gradient(norm_squared(v), v), v, w, {S}) == 2 * w",
        f"expectation_gaussian(gradient(norm_squared(v), v), v, w, {S}) == w",
    ),
    (
        "expectation_gaussian(expectation_gaussian(a * b, a, 2, 1), b, 3, 1) == 6",
        "expectation_gaussian(expectation_gaussian(a * b, a, 2, 1), b, 3, 1) == 5",
    ),
    (
        "expectation_gaussian(a * expectation_gaussian(a, a, 1, 4), a, 2, 1) == 2",
        "expectation_gaussian(a * expectation_gaussian(a, a, 1, 4), a, 2, 1) == 5",
    ),
    (
        "expectation_gaussian(a**60, a, 0, 1) > expectation_gaussian(a**58, a, 0, 1)",
        "expectation_gaussian(a**58, a, 0, 1) > expectation_gaussian(a**60, a, 0, 1)",
    ),
    (
        "expectation_uniform(v @ v.T, v, 0, 1) == eye(d) / 12 + ones(d, d) / 4",
        "expectation_uniform(v @ v.T, v, 0, 1) == eye(d) / 12",
    ),
    (
        "expectation_uniform(norm_squared(v), v, -1, 1) == d / 3",
        "expectation_uniform(norm_squared(v), v, -1, 1) == d / 12",
    ),
    (
        "expectation_uniform(exp(a), a, 0, 1) == exp(1) - 1",
        "expectation_uniform(exp(a), a, 0, 1) == exp(1/2)",
    ),
    (
        "expectation_signs(v.T @ Q @ v, v) == trace(Q)",
        "expectation_signs(v.T @ Q @ v, v) == sum(Q)",
    ),
    (
        "expectation_signs((w.T @ v)**2, v) == norm_squared(w)",
        "expectation_signs((w.T @ v)**2, v) == norm_1(w)**2",
    ),
    ("expectation_signs(norm(v), v) == sqrt(d)", "expectation_signs(max(v), v) == 1"),
    ("expectation_signs(max(y), y) == 1 / 2", "expectation_signs(max(y), y) == 0"),
    (
        "expectation_finite(v, v, X, ones(n, 1) / n) == X @ ones(n, 1) / n",
        "expectation_finite(v, v, X, ones(n, 1) / n) == X @ ones(n, 1)",
    ),
    (
        "expectation_finite(norm(v)**2, v, X, ones(n, 1) / n) == norm_squared(X) / n",
        "expectation_finite(norm(v)**2, v, X, ones(n, 1) / n) == norm_squared(X)",
    ),
    ("integral(s, 0, 1, s**2) == 1 / 3", "integral(s, 0, 1, s**2) == 1 / 2"),
    (
        "integral(s, 0, a, exp(-2 * s)) == (1 - exp(-2 * a)) / 2",
        "integral(s, 0, a, exp(-2 * s)) == 1 - exp(-2 * a)",
    ),
    (
        "integral(s, a, b, s) == -integral(s, b, a, s)",
        "integral(s, a, b, s) == integral(s, b, a, s)",
    ),
    ("integral(s, a, a, exp(s)) == 0", "integral(s, a, a + 1, exp(s)) == 0"),
    (
        "integral(s, 0, 1, integral(r, 0, s, r * s)) == 1 / 8",
        "integral(s, 0, 1, integral(r, 0, s, r * s)) == 1 / 4",
    ),
    (
        "derivative(integral(s, b, a, s**3 * v), a) == a**3 * v",
        "derivative(integral(s, b, a, s**3 * v), b) == b**3 * v",
    ),
    (
        "derivative(integral(s, 0, 1, exp(a * s)), a) == integral(s, 0, 1, s * exp(a * s))",
        "derivative(integral(s, 0, 1, exp(a * s)), a) == integral(s, 0, 1, exp(a * s))",
    ),
    (
        "integral(s, 0, 1, norm_squared(v + s*w)) == norm_squared(v) + v.T@w + norm_squared(w)/3",
        "integral(s, 0, 1, norm_squared(v + s * w)) == norm_squared(v) + norm_squared(w) / 3",
    ),
    ("integral(s, 0, 1, X) == X", "integral(s, 0, 2, X) == X"),
    ("integral_ray(s, 0, s**3 * exp(-s)) == 6", "integral_ray(s, 0, s**3 * exp(-s)) == 24"),
    ("integral_line(s, exp(-s**2)) < 9 / 5", "integral_line(s, exp(-s**2)) < 7 / 4"),
    (
        "expectation_gaussian(integral(s, 0, 1, (a + s)**2), a, 0, 1) == 4 / 3",
        "expectation_gaussian(integral(s, 0, 1, (a + s)**2), a, 0, 1) == 1 / 3",
    ),
    (
        "sum_over(i, 1, d, integral(s, 0, i, s**i)) == 1 / 2 + 8 / 3 + 81 / 4",
        "sum_over(i, 1, d, integral(s, 0, i, s**i)) == 0",
    ),
]


@pytest.mark.parametrize(("holds", "fails"), HOLD)
def test_a_true_equation_holds_and_its_neighbour_fails(holds: str, fails: str) -> None:
    assert evaluate(holds, P).truth is Truth.TRUE
    assert evaluate(fails, P).truth is Truth.FALSE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("expectation_gaussian(a, a, 0, -1)", "covariance is not positive semidefinite"),
        ("expectation_gaussian(v, v, w, X @ X.T - eye(d))", "covariance is not positive"),
        ("expectation_gaussian(y, y, y, hstack(vstack(1, 1), vstack(0, 1)))", "covariance is not"),
        ("expectation_uniform(a, a, 1, 0)", "lower end is above its upper end"),
        ("expectation_finite(v, v, X, ones(n, 1))", "probabilities whose sum is not 1"),
        ("expectation_finite(y, y, eye(2), vstack(2, -1))", "a negative probability"),
        ("integral_ray(s, 0, exp(s))", "diverges"),
        ("integral_ray(s, 0, 1)", "diverges"),
        ("integral_line(s, s**2)", "diverges"),
        ("integral(s, 0, 1, s / (a - a))", "division by zero"),
    ],
)
def test_what_does_not_exist_has_no_value(text: str, why: str) -> None:
    with pytest.raises(AnswerUndefined, match=why):
        evaluate(text, P)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("expectation_gaussian(abs(a), a, 0, 1)", "an order or a magnitude of what is random"),
        ("expectation_gaussian(1 / a, a, 0, 1)", "a quotient by what is random"),
        ("expectation_gaussian(b / (1 + a**2), a, 0, 1)", "a quotient by what is random"),
        ("expectation_gaussian(norm(v), v, w, eye(d))", "a square root of what is random"),
        ("expectation_gaussian(max(v), v, w, eye(d))", "an order"),
        ("expectation_gaussian(inv(Q + v @ v.T), v, w, eye(d))", "what is random"),
        ("expectation_gaussian(rank(v), v, w, eye(d))", "what is random"),
        ("expectation_gaussian(exp(a**2), a, 0, 1)", "not linear in what is random"),
        ("expectation_gaussian(a**160, a, 0, 1)", "the power 160"),
        ("expectation_gaussian(a**60 * a**61, a, 0, 1)", "a degree beyond"),
        ("expectation_gaussian(norm_nuclear(v), v, w, eye(d))", "that is no polynomial"),
        ("expectation_gaussian(sigmoid(a), a, 0, 1)", "a quotient by what is random"),
        ("expectation_gaussian(log(a), a, 0, 1)", "what is random"),
        ("integral(s, 0, 1, 1 / (1 + s))", "a quotient by what is random or integrated over"),
        ("integral(s, 0, 1, abs(s))", "a magnitude of what is random or integrated over"),
        ("integral(s, 0, 1, exp(-s**2))", "no closed form"),
        ("integral(s, 0, 1, column(X, s))", "leaves s open"),
        ("integral(s, 0, 1, sum_over(i, 1, s, i))", "leaves s open"),
    ],
)
def test_what_is_not_computed_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(NotComputed, match=why):
        evaluate(text, P)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("expectation_gaussian(norm_squared(v), v, 0, 1)", r"3×1 ~ N\(1×1, 1×1\)"),
        ("expectation_gaussian(X, X, X, Q)", "a column has a mean of its size"),
        ("expectation_uniform(v, v, w, y)", "ends are numbers or 3×1"),
        ("expectation_finite(v, v, X, w)", "each column is a value, and has a probability"),
        ("expectation_signs(v == v, v)", "of a statement"),
        ("expectation_signs(n, n)", "an expectation over n, which is a size"),
        ("integral(s, v, 1, s)", "its ends are numbers"),
        ("integral(s, 0, 1, s == s)", "of a statement"),
    ],
)
def test_types_are_checked(text: str, why: str) -> None:
    with pytest.raises(IllTyped, match=why):
        type_of(read(text), FAMILY, {"d": 3, "n": 2})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("expectation_gaussian(v, 2 * v, w, Q)", "expectation_gaussian is by a name"),
        ("expectation_gaussian(v, v, w)", r"takes 4 argument\(s\), not 3"),
        ("integral(a, 0, 1, a)", "the index a has the name of something else"),
        ("integral(1, 0, 1, 1)", "integral takes a letter, its ends and a term"),
        ("integral(s, 0, s, s)", "unknown name 's'"),
        ("integral(s, 0, 1, s) + s", "unknown name 's'"),
        ("integral(s, 0, 1, integral(s, 0, 1, s))", "has the name of something else"),
    ],
)
def test_what_binds_nothing_is_refused_where_it_is_read(text: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why):
        read(text)


def test_what_is_random_stays_what_it_is_outside() -> None:
    p = instance(v=[[1], [2], [3]], w=[[0], [0], [0]], Q=[[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    found = evaluate("expectation_gaussian(v, v, w, Q) + v", p)
    assert found.tolist() == [[1], [2], [3]]


def test_normal_forms_know_what_an_integral_is_over() -> None:
    def key(text: str) -> str:
        return normal_form(read(text), FAMILY)

    assert key("integral(s, 0, a, s * b)") == key("integral(r, 0, a, b * r)")
    assert key("integral(s, 0, a, s)") != key("integral(s, a, 0, s)")
    assert key("integral(s, 0, a, s)") != key("sum_over(s, 0, a, s)")


def test_they_are_written_as_people_write_them() -> None:
    gaussian = "expectation_gaussian(v.T @ v, v, w, Q)"
    assert to_latex(read(gaussian), FAMILY) == (
        r"\mathbb{E}_{v \sim \mathcal{N}(w, Q)}\left[v^{\top} v\right]"
    )
    assert written(read(gaussian), FAMILY, "unicode") == "E_(v ∼ N(w, Q))[vᵀ v]"
    text = "2 * integral(s, 0, a, exp(-s) + 1)"
    assert to_latex(read(text), FAMILY) == (
        r"2 \left(\int_{0}^{a} \left(\exp\left(-s\right) + 1\right) \, ds\right)"
    )
    with pytest.raises(NotWritten, match="numpy has no name for integral"):
        written(read(text), FAMILY, "numpy")


def test_zero_variance_is_a_point() -> None:
    assert evaluate("expectation_gaussian(a**3, a, b, 0) - b**3", P).item() == fmpq(0)
