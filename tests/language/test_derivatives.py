"""Derivatives of an expression by a name: exact, of the right shape, each with its own ε."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from formula_family import FAMILY, SIZES, evaluate, instance, random_instance, read

from referee.deciding import claim as corpus
from referee.deciding.every_size import prove_for_every_size
from referee.language.comparison import IllTyped, Truth
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.latex import to_latex
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.spelling import to_text
from referee.language.tree import FormulaError
from referee.language.types import type_of
from referee.numerics import arrays, calculus
from referee.numerics.precision import NotComputed
from referee.strategies.families import Instance

SHAPE = {"d": 3, "n": 2}
P = random_instance(3, 2, seed=2)
CLAIMS = corpus.load()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("gradient(norm_squared(X.T @ w - y) / 2, w)", "X @ (X.T @ w - y)"),
        ("gradient(w.T @ Q @ w, w)", "(Q + Q.T) @ w"),
        ("gradient(trace(X.T @ Z), X)", "Z"),
        ("gradient(det(H), H)", "det(H) * inv(H).T"),
        ("gradient(w.T @ v, w.T)", None),
        ("jacobian(Q @ w, w)", "Q"),
        ("jacobian(gradient(w.T @ Q @ w, w), w)", "Q + Q.T"),
        ("derivative(a**3 * X + exp(0) * Z, a)", "3 * a**2 * X"),
        ("derivative(1 / a, a)", "-1 / a**2"),
        ("gradient(sum_over(i, 1, n, (column(X, i).T @ w)**3), w)",
         "sum_over(i, 1, n, 3 * (column(X, i).T @ w)**2 * column(X, i))"),
        ("sum_over(i, 1, d, derivative(a**i, a))", "1 + 2 * a + 3 * a**2"),
        ("derivative(a**100 / a**98, a)", "2 * a"),
        ("gradient(mean(hstack(w, w * w)), w)", "(1 + 2 * w) / 6"),
        # Another derivative inside has another ε.
        ("gradient(derivative(a**2 * norm_squared(w), a), w)", "4 * a * w"),
        ("derivative(gradient(a**2 * norm_squared(w), w), a)", "4 * a * w"),
        ("derivative(derivative(derivative(a**5, a), a), a)", "60 * a**2"),
        ("gradient(derivative(a * gradient(b**2 * a, b), a), b)", "4 * a"),
    ],
)  # fmt: skip
def test_a_derivative_is_what_it_is_by_hand(text: str, wanted: str | None) -> None:
    if wanted is None:
        with pytest.raises(FormulaError, match="gradient is by a name"):
            read(text)
        return
    if "(1 + 2 * w)" in wanted:
        wanted = wanted.replace("1 +", "ones(d, 1) +")
    assert type_of(read(text), FAMILY, SHAPE) == type_of(read(wanted), FAMILY, SHAPE)
    assert evaluate(f"{text} == {wanted}", P).truth is Truth.TRUE


def test_what_a_claim_varies_is_not_confused_with_what_an_answer_varies() -> None:
    formula = read("gradient(a**2 * norm_squared(w), w)")
    found = calculus.derivative(lambda a: value_of(formula, P.replace(a=a)), P.a)
    assert found.tolist() == evaluate("4 * a * w", P).tolist()
    both = read("derivative(gradient(a**2 * b**2 * norm_squared(w), w), b)")
    found = calculus.derivative(lambda a: value_of(both, P.replace(a=a)), P.a)
    assert found.tolist() == evaluate("8 * a * b * w", P).tolist()
    same = read("derivative(a**3 * b, a)")
    found = calculus.derivative(lambda a: value_of(same, P.replace(a=a)), P.a)
    assert found.tolist() == evaluate("6 * a * b", P).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "gradient(abs(a - 2), a)",
        "gradient(norm(v - v + w * (a - 2)), a)",
        "derivative(max(vstack(a, 4 - a)), a)",
        "derivative(derivative(abs(a - 2) * b, b), a)",
        "derivative(derivative(abs(a - 2) * b, a), b)",
    ],
)
def test_a_kink_has_no_derivative(text: str) -> None:
    p = instance(a=[[2]], b=[[3]], v=[[1], [1], [1]], w=[[1], [2], [3]])
    with pytest.raises(AnswerUndefined):
        evaluate(text, p)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gradient(a * b, w)", "w does not stand in what gradient takes the derivative of"),
        ("gradient(norm_squared(w), 2 * w)", r"gradient is by a name, as in gradient\(f, w\)"),
        ("gradient(norm_squared(w))", r"gradient takes 2 argument\(s\), not 1"),
        ("sum_over(i, 1, n, derivative(i * a, i))", "derivative is by a name"),
    ],
)
def test_what_is_no_derivative_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gradient(X.T @ w, w)", "the gradient of 2×1; it is that of a number: write jacobian"),
        ("derivative(norm_squared(w), w)", "a derivative by 3×1; write gradient or jacobian"),
        ("jacobian(X, w)", None),
        ("jacobian(X @ y * a, X)", "the Jacobian of 3×1 by 3×2; both are columns"),
        ("derivative(n * a, n)", "a derivative by n, which is a size"),
        ("gradient(w == w, w)", "of a statement"),
    ],
)
def test_what_does_not_fit_is_ill_typed(text: str, message: str | None) -> None:
    if message is None:
        with pytest.raises(FormulaError, match="w does not stand in"):
            read(text)
        return
    with pytest.raises(IllTyped, match=message):
        type_of(read(text), FAMILY, SHAPE)


def test_it_is_spelled_and_set() -> None:
    text = "-gradient(norm_squared(X.T @ w - y), w) / n"
    root = read(text)
    assert to_text(root.root) == text
    assert to_latex(root, FAMILY) == (
        r"\frac{-\left(\nabla_{w} \left(\lVert X^{\top} w - y \rVert^2\right)\right)}{n}"
    )
    assert normal_form(read("gradient(2 * a * b, a)"), FAMILY) == normal_form(
        read("gradient(b * a * 2, a)"), FAMILY
    )
    assert normal_form(read("gradient(a * b, a)"), FAMILY) != normal_form(
        read("gradient(a * b, b)"), FAMILY
    )


@pytest.mark.parametrize("number", [arrays.batch64, arrays.torch64, arrays.float64])
@pytest.mark.parametrize(
    "text",
    [
        "gradient(norm_squared(X.T @ w - y), w)",
        "gradient(trace(X.T @ X), X)",
        "jacobian(X.T @ w * 2, w)",
        "derivative(a**3 * w, a)",
        "gradient(mean(hstack(w, w * w)), w)",
        "gradient(sum(kron(y, w)), w)",
    ],
)
def test_floats_have_the_derivatives_that_exact_numbers_have(
    text: str, number: Callable[..., Any]
) -> None:
    if number is arrays.torch64:
        pytest.importorskip("torch")
    lead = () if number is arrays.float64 else (1,)
    values = {
        name: number(arrays.float64(getattr(P, name)).reshape(*lead, *getattr(P, name).shape))
        for name in SIZES
    }
    p = Instance(FAMILY, SHAPE, np.array([], dtype=object), number, values)
    found = value_of(read(text), p)
    wanted = arrays.float64(evaluate(text, P))
    np.testing.assert_allclose(np.asarray(found).reshape(wanted.shape), wanted, rtol=1e-9)


@pytest.mark.parametrize("number", [arrays.batch64, arrays.torch64])
def test_second_derivatives_are_not_taken_in_batches(number: Callable[..., Any]) -> None:
    if number is arrays.torch64:
        pytest.importorskip("torch")
    values = {"a": number(np.array([[[2.0]]])), "b": number(np.array([[[2.0]]]))}
    p = Instance(FAMILY, SHAPE, np.array([], dtype=object), number, values)
    for text in ("derivative(derivative(a**3, a), a)", "derivative(derivative(a * b, b), a)"):
        with pytest.raises(NotComputed, match="a derivative of a derivative"):
            value_of(read(text), p)


def test_the_work_of_derivatives_is_bounded() -> None:
    body = "a**2"
    for _ in range(9):
        body = f"sum_over(i{len(body)}, 1, d, derivative({body} * a, a))"
    with pytest.raises(NotComputed):
        evaluate(f"sum_over(k, 1, 20000, {body})", P)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("gradient(norm_squared(X.T @ w - y) / (2 * n), w)", True),
        ("gradient(sum_over(i, 1, n, (column(X, i).T @ w - entry(y, i))**2) / (2 * n), w)", True),
        ("sum_over(i, 1, n, gradient((column(X, i).T @ w - entry(y, i))**2, w)) / (2 * n)", True),
        ("jacobian(X @ (X.T @ w - y), w) @ w / n - X @ y / n", True),
        ("gradient(norm_squared(X.T @ w - y) / n, w)", False),
        ("jacobian(X @ (X.T @ w - y), w) @ w / n + X @ y / n", False),
    ],
)
def test_derivatives_are_proved_at_every_size(text: str, *, holds: bool) -> None:
    claim = CLAIMS["1.2-E5-gradient"]
    formula = parse(text, dict.fromkeys(claim.names))
    found = prove_for_every_size(claim.decide, lambda p: value_of(formula, p), claim.family)
    assert found.holds is holds
