"""Identities and inequalities of machine learning, each beside a false neighbour, at instances."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from formula_family import evaluate, instance, random_instance

from referee.language.comparison import Truth
from referee.language.evaluation import AnswerUndefined
from referee.numerics import arrays
from referee.numerics.precision import OutOfReach
from referee.strategies.families import Instance

# What holds, and what does not.
NEIGHBOURS: tuple[tuple[str, str], ...] = (
    ("sigmoid(-a) == 1 - sigmoid(a)",
     "sigmoid(-a) == sigmoid(a)"),
    ("derivative(sigmoid(a), a) == sigmoid(a) * (1 - sigmoid(a))",
     "derivative(sigmoid(a), a) == sigmoid(a) * (1 + sigmoid(a))"),
    ("derivative(derivative(softplus(a), a), a) == sigmoid(a) * sigmoid(-a)",
     "derivative(derivative(softplus(a), a), a) == sigmoid(a) * sigmoid(a)"),
    ("tanh(a) == 2 * sigmoid(2 * a) - 1",
     "tanh(a) == 2 * sigmoid(a) - 1"),
    ("derivative(tanh(a), a) == 1 - tanh(a)**2",
     "derivative(tanh(a), a) == 1 + tanh(a)**2"),
    ("tanh(a + b) == (tanh(a) + tanh(b)) / (1 + tanh(a) * tanh(b))",
     "tanh(a + b) == (tanh(a) + tanh(b)) / (1 - tanh(a) * tanh(b))"),
    ("cosh(a)**2 - sinh(a)**2 == 1",
     "cosh(a)**2 + sinh(a)**2 == 1"),
    ("softplus(a) - softplus(-a) == a",
     "softplus(a) + softplus(-a) == a"),
    ("derivative(softplus(a), a) == sigmoid(a)",
     "derivative(softplus(a), a) == sigmoid(-a)"),
    ("softplus(a) >= max(vstack(a, 0))",
     "softplus(a) <= max(vstack(a, 0))"),
    ("softplus(a) <= max(vstack(a, 0)) + log(2)",
     "softplus(a) < max(vstack(a, 0)) + log(2)"),
    ("log(sigmoid(a)) == -softplus(-a)",
     "log(sigmoid(a)) == -softplus(a)"),
    ("relu(a) - relu(-a) == a",
     "relu(a) + relu(-a) == a"),
    ("relu(a) + relu(-a) == abs(a)",
     "relu(a) - relu(-a) == abs(a)"),
    ("sign(a) * abs(a) == a",
     "sign(a) * a == a"),
    ("softmax(v + a * ones(d, 1)) == softmax(v)",
     "softmax(a * v) == softmax(v)"),
    ("logsumexp(v + a * ones(d, 1)) == logsumexp(v) + a",
     "logsumexp(v + a * ones(d, 1)) == logsumexp(v) + d * a"),
    ("gradient(logsumexp(v), v) == softmax(v)",
     "gradient(logsumexp(v), v) == exp(v)"),
    ("jacobian(softmax(v), v) == diag(softmax(v)) - softmax(v) @ softmax(v).T",
     "jacobian(softmax(v), v) == diag(softmax(v)) + softmax(v) @ softmax(v).T"),
    ("jacobian(gradient(logsumexp(v), v), v) == diag(softmax(v)) - softmax(v) @ softmax(v).T",
     "jacobian(gradient(logsumexp(v), v), v) == diag(softmax(v))"),
    ("logsumexp(v) >= max(v)",
     "logsumexp(v) <= max(v)"),
    ("logsumexp(v) <= max(v) + log(d)",
     "logsumexp(v) < max(v) + log(d)"),
    ("logsumexp(w) >= logsumexp(v) + softmax(v).T @ (w - v)",
     "logsumexp(w) <= logsumexp(v) + softmax(v).T @ (w - v)"),
    ("logsumexp((v + w) / 2) <= (logsumexp(v) + logsumexp(w)) / 2",
     "logsumexp((v + w) / 2) >= (logsumexp(v) + logsumexp(w)) / 2"),
    ("log(softmax(v)) == v - logsumexp(v) * ones(d, 1)",
     "log(softmax(v)) == v - sum(v) * ones(d, 1)"),
    ("gradient(cross_entropy(softmax(w), softmax(v)), v) == softmax(v) - softmax(w)",
     "gradient(cross_entropy(softmax(w), softmax(v)), v) == softmax(w) - softmax(v)"),
    ("gradient(log(1 + exp(-a * v.T @ w)), w) == -a * sigmoid(-a * v.T @ w) * v",
     "gradient(log(1 + exp(-a * v.T @ w)), w) == -a * sigmoid(a * v.T @ w) * v"),
    ("jacobian(gradient(softplus(v.T@w), w), w) == sigmoid(v.T@w) * sigmoid(-v.T@w) * v @ v.T",
     "jacobian(gradient(log(1 + exp(v.T @ w)), w), w) == sigmoid(v.T @ w) * v @ v.T"),
    ("kl(softmax(v), softmax(w)) >= 0",
     "kl(softmax(v), softmax(w)) > 0"),
    ("kl(softmax(v), softmax(w)) == cross_entropy(softmax(v), softmax(w)) - entropy(softmax(v))",
     "kl(softmax(v), softmax(w)) == kl(softmax(w), softmax(v))"),
    ("entropy(softmax(v)) <= log(d)",
     "entropy(softmax(v)) < log(d)"),
    ("entropy(softmax(v)) == logsumexp(v) - softmax(v).T @ v",
     "entropy(softmax(v)) == logsumexp(v) + softmax(v).T @ v"),
    ("sin(a + b) == sin(a) * cos(b) + cos(a) * sin(b)",
     "sin(a + b) == sin(a) + sin(b)"),
    ("cos(2 * a) == 1 - 2 * sin(a)**2",
     "cos(2 * a) == 2 * cos(a)"),
    ("derivative(sin(a), a) == cos(a)",
     "derivative(cos(a), a) == sin(a)"),
    ("log(1 + a**2) <= a**2",
     "log(1 + a**2) < a**2"),
    ("log(a**2 + 1) + log(b**2 + 1) == log((a**2 + 1) * (b**2 + 1))",
     "log(a**2 + 1) + log(b**2 + 1) == log(a**2 + b**2 + 2)"),
    ("exp(a) >= 1 + a",
     "exp(a) > 1 + a"),
    ("exp((a + b) / 2) <= (exp(a) + exp(b)) / 2",
     "exp((a + b) / 2) >= (exp(a) + exp(b)) / 2"),
    ("log(exp(a)) == a",
     "log(exp(a)) == abs(a)"),
    ("log2(exp(a)) == a / log(2)",
     "log2(exp(a)) == a"),
    ("norm_p(v, 1) == norm_1(v)",
     "norm_p(v, 1) == norm(v)"),
    ("norm_p(v + w, 3) <= norm_p(v, 3) + norm_p(w, 3)",
     "norm_p(v + w, 1/2) <= norm_p(v, 1/2) + norm_p(w, 1/2)"),
    ("norm_p(a * v, 4) == abs(a) * norm_p(v, 4)",
     "norm_p(a * v, 4) == a * norm_p(v, 4)"),
    ("norm_p(v, 4) <= norm_p(v, 2)",
     "norm_p(v, 4) >= norm_p(v, 2)"),
    ("huber(a, 1) <= a**2 / 2",
     "huber(a, 1) < a**2 / 2"),
    ("expm1(log1p(a**2)) == a**2",
     "expm1(log1p(a**2)) == a"),
)  # fmt: skip
AT_REST = instance(d=2, n=2, a=[[0]], b=[[0]], v=[[0], [0]], w=[[0], [0]], y=[[1], [-1]])
EQUAL = instance(d=2, n=2, a=[[2]], b=[[2]], v=[[1], [3]], w=[[1], [3]], y=[[1], [-1]])
INSTANCES: tuple[Instance, ...] = (
    AT_REST,
    EQUAL,
    *(random_instance(1 + seed % 3, 2, seed, most=2) for seed in range(18)),
)


@pytest.mark.parametrize(("true", "_"), NEIGHBOURS)
def test_what_holds_is_decided_at_every_instance_ties_included(true: str, _: str) -> None:
    assert {evaluate(true, p).truth for p in INSTANCES} == {Truth.TRUE}


@pytest.mark.parametrize(("_", "false"), NEIGHBOURS)
def test_its_neighbour_is_false_at_some_instance(_: str, false: str) -> None:
    assert Truth.FALSE in {evaluate(false, p).truth for p in INSTANCES}


FUNCTIONS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "log": ("log(abs(v) + 1)", lambda v: np.log(abs(v) + 1)),
    "log2": ("log2(abs(v) + 1)", lambda v: np.log2(abs(v) + 1)),
    "log10": ("log10(abs(v) + 1)", lambda v: np.log10(abs(v) + 1)),
    "log1p": ("log1p(abs(v))", lambda v: np.log1p(abs(v))),
    "expm1": ("expm1(v)", np.expm1),
    "sigmoid": ("sigmoid(v)", lambda v: 1 / (1 + np.exp(-v))),
    "tanh": ("tanh(v)", np.tanh),
    "sinh": ("sinh(v)", np.sinh),
    "cosh": ("cosh(v)", np.cosh),
    "sin": ("sin(v)", np.sin),
    "cos": ("cos(v)", np.cos),
    "tan": ("tan(v)", np.tan),
    "relu": ("relu(v)", lambda v: np.maximum(v, 0)),
    "softplus": ("softplus(v)", lambda v: np.logaddexp(0, v)),
    "sign": ("sign(v)", np.sign),
    "huber": ("huber(v, 1)", lambda v: np.where(abs(v) <= 1, v * v / 2, abs(v) - 0.5)),
    "softmax": ("softmax(v)", lambda v: np.exp(v) / np.exp(v).sum()),
    "logsumexp": ("logsumexp(v)", lambda v: np.log(np.exp(v).sum())),
    "norm_p": ("norm_p(v, 3)", lambda v: (abs(v) ** 3).sum() ** (1 / 3)),
    "entropy": ("entropy(softmax(v))", lambda v: -_times_log(np.exp(v) / np.exp(v).sum())),
    "kl": ("kl(abs(v) + 1, v * v + 1)", lambda v: _divergence(abs(v) + 1, v * v + 1)),
}


def _times_log(p: Any) -> Any:
    return (p * np.log(p)).sum()


def _divergence(p: Any, q: Any) -> Any:
    return (p * np.log(p / q)).sum()


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("number", [arrays.float64, arrays.batch64])
def test_exact_values_floats_and_batches_are_near_numpy(name: str, number: Any) -> None:
    text, function = FUNCTIONS[name]
    for seed in range(8):
        p = random_instance(3, 2, seed, most=6)
        v = arrays.float64(p.v)
        exact = arrays.float64(evaluate(text, p))
        assert np.allclose(exact, function(v), rtol=1e-12, atol=1e-12)
        q = p.cast(number).replace(v=number(p.v))
        assert np.allclose(np.asarray(evaluate(text, q)), function(v), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("scale", [1, 50, 10**6, 10**12])
def test_batches_do_not_overflow(scale: int) -> None:
    p = instance(v=[[scale], [0], [-scale]])
    q = p.cast(arrays.batch64).replace(v=arrays.batch64(p.v))
    for text in ("sigmoid(v)", "softmax(v)", "logsumexp(v)", "softplus(v)", "tanh(v)"):
        with np.errstate(over="ignore"):
            found = np.asarray(evaluate(text, q))
        assert np.allclose(found, arrays.float64(evaluate(text, p)), rtol=1e-12), text


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("derivative(relu(a), a) == 0", 0),
        ("derivative(sign(a), a) == 0", 0),
        ("gradient(norm_1(relu(v)), v) == 0 * v", 0),
    ],
)
def test_at_a_kink_there_is_no_derivative(text: str, at: int) -> None:
    with pytest.raises(AnswerUndefined):
        evaluate(text, instance(d=1, a=[[at]], v=[[at]]))
    assert evaluate("derivative(huber(a, 1), a) == 1", instance(a=[[1]])).truth is Truth.TRUE
    assert evaluate("derivative(relu(a)**2, a) == 0", instance(a=[[0]])).truth is Truth.TRUE


@pytest.mark.parametrize(
    "text",
    [
        "log(log(2 + a**2)) - log(log(2 + a**2)) == 0",
        "sin(sqrt(2)) - sin(sqrt(2)) == 0",
        "exp(log(2) * log(3)) == exp(log(3) * log(2)) + 0 * sin(exp(1))",
    ],
)
def test_a_tie_of_balls_is_left_open(text: str) -> None:
    with suppress(OutOfReach):
        assert evaluate(text, EQUAL).truth is Truth.UNDECIDED


def test_numbers_near_a_tie_are_told_apart() -> None:
    tiny = instance(a=[[1]], b=[[10**12]])
    assert evaluate("log(1 + exp(-b)) > 0", tiny).truth is Truth.TRUE
    assert evaluate("sigmoid(b) < 1", tiny).truth is Truth.TRUE
    assert evaluate("tanh(b) < 1", tiny).truth is Truth.TRUE
    assert evaluate("softplus(b) > b", tiny).truth is Truth.TRUE
    assert evaluate("log(1 + 1/10**40) < 1/10**40", tiny).truth is Truth.TRUE
    assert evaluate("sin(1/10**30) < 1/10**30", tiny).truth is Truth.TRUE
