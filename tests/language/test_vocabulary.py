"""Every operator and function: its value, its type, and what has no value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from formula_family import FAMILY, SIZES, evaluate, instance, random_instance, read
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.tree import Node
from referee.language.types import type_of
from referee.language.vocabulary import FUNCTIONS, LITERALS, OPERATORS, SCALAR, TRUTH, spell
from referee.numerics import arrays, ridge_functions
from referee.numerics.exponential_sums import exponential
from referee.numerics.precision import OutOfReach

P = instance(
    a=[[2]],
    b=[[-3]],
    v=[[1], [0], [2]],
    w=[[3], [4], [0]],
    y=[[5], [-7]],
    X=[[1, 0], [2, 1], [0, 3]],
    Z=[[0, 1], [1, 0], [5, 5]],
    Q=[[2, 0, 0], [0, 1, 1], [0, 1, 1]],
    H=[[2, 1], [1, 1]],
)
I_2 = [[1, 0], [0, 1]]
E, HALF = exponential(1), fmpq(1, 2)
T, F = Truth.TRUE, Truth.FALSE

# What each entry is worth at P: a number, a matrix, or a truth.
VALUES: dict[str, list[tuple[str, Any]]] = {
    "+": [("a + b", -1), ("v + w", [[4], [4], [2]])],
    "-": [("a - b", 5), ("y - y", [[0], [0]])],
    "*": [
        ("a * b", -6),
        ("a * y", [[10], [-14]]),
        ("y * a", [[10], [-14]]),
        ("v * w", [[3], [0], [0]]),
    ],
    "/": [("a / b", fmpq(-2, 3)), ("y / a", [[5 * HALF], [-7 * HALF]]), ("y / y", [[1], [1]])],
    "@": [("X @ y", [[5], [3], [-21]]), ("v.T @ w", 3)],
    "**": [
        ("a ** 3", 8),
        ("a ** -2", fmpq(1, 4)),
        ("H ** 2", [[5, 3], [3, 2]]),
        ("H ** -1", [[1, -1], [-1, 2]]),
        ("H ** 0", [[1, 0], [0, 1]]),
        ("4 ** (1/2)", 2),
        ("0 ** (1/2)", 0),
        ("exp(2) ** (1/2)", E),
    ],
    "neg": [("-a", -2), ("-y", [[-5], [7]])],
    "T": [("y.T", [[5, -7]]), ("X.T @ v", [[1], [6]])],
    "==": [("a == 2", T), ("a == b", F), ("v == v", T)],
    "!=": [("a != 2", F), ("v != w", T)],
    "<": [("b < a", T), ("a < a", F), ("v < w", F)],
    "<=": [("a <= a", T), ("a <= b", F)],
    ">": [("a > b", T), ("a > a", F)],
    ">=": [("a >= a", T), ("b >= a", F)],
    "and": [("true and true", T), ("true and false", F), ("a > 0 and b > 0 and true", F)],
    "or": [("false or true", T), ("false or false", F), ("a < 0 or b < 0", T)],
    "not": [("not true", F), ("not a == b", T)],
    "true": [("true", T)],
    "false": [("false", F)],
    "inv": [("inv(H)", [[1, -1], [-1, 2]]), ("inv(a)", HALF)],
    "pinv": [
        ("pinv(y)", [[fmpq(5, 74), fmpq(-7, 74)]]),
        ("pinv(zeros(2, 1))", [[0, 0]]),
        ("pinv(H)", [[1, -1], [-1, 2]]),
    ],
    "rank": [("rank(Q)", 2), ("rank(X)", 2), ("rank(zeros(d, n))", 0)],
    "det": [("det(H)", 1), ("det(Q)", 0), ("det(b)", -3)],
    "trace": [("trace(Q)", 4), ("trace(a)", 2)],
    "eigenvalues": [
        ("eigenvalues(Q)", [[2], [2], [0]]),
        ("eigenvalues(b)", -3),
        ("eigenvalues(2 * H) - 2 * eigenvalues(H)", [[0], [0]]),
        ("eigenvalues(zeros(2, 2))", [[0], [0]]),
    ],
    "ascending_eigenvalues": [("ascending_eigenvalues(Q)", [[0], [2], [2]])],
    "eigenvalue": [("eigenvalue(Q, 2)", 2), ("eigenvalue(Q, d)", 0)],
    "lambda_max": [("lambda_max(Q)", 2), ("lambda_max(H) * lambda_min(H)", 1)],
    "lambda_min": [("lambda_min(Q - eye(d))", -1), ("lambda_max(H) + lambda_min(H)", 3)],
    "spectral_radius": [
        ("spectral_radius(-3 * Q)", 6),
        ("spectral_radius(vstack(hstack(0, 1), hstack(-4, 0)))", 2),
    ],
    "positive_index": [("positive_index(Q)", 2), ("positive_index(-H)", 0)],
    "negative_index": [("negative_index(-Q)", 2), ("negative_index(b)", 1)],
    "signature": [("signature(Q - eye(d))", 1), ("signature(sqrt(2) * H)", 2)],
    "charpoly": [("charpoly(H, 0)", 1), ("charpoly(H, a)", -1), ("charpoly(Q, 2)", 0)],
    "nullity": [("nullity(Q)", 1), ("nullity(X)", 0), ("nullity(zeros(d, n))", 2)],
    "singular_values": [
        ("singular_values(w)", 5),
        ("singular_values(-Q)", [[2], [2], [0]]),
        ("singular_values(X.T) - singular_values(X)", [[0], [0]]),
    ],
    "singular_value": [("singular_value(Q, d)", 0), ("singular_value(w.T, 1)", 5)],
    "sigma_max": [("sigma_max(w)", 5), ("sigma_max(X)**2 - lambda_max(X.T @ X)", 0)],
    "sigma_min": [("sigma_min(Q)", 0), ("sigma_min(H) * sigma_max(H)", 1)],
    "norm_2": [("norm_2(-Q)", 2), ("norm_2(v) - norm(v)", 0)],
    "norm_nuclear": [("norm_nuclear(Q)", 4), ("norm_nuclear(-H)", 3)],
    "norm_schatten": [
        ("norm_schatten(Q, 1)", 4),
        ("norm_schatten(Q, 3)**3", 16),
        ("norm_schatten(X, 2) - norm(X)", 0),
    ],
    "cond": [("cond(diag(vstack(2, 5)))", fmpq(5, 2)), ("cond(H) - lambda_max(H)**2", 0)],
    "sum": [("sum(X)", 7), ("sum(y)", -2)],
    "min": [("min(y)", -7), ("min(X)", 0)],
    "max": [("max(y)", 5), ("max(X)", 3), ("max(exp(y) / exp(5))", 1)],
    "min_on_support": [("min_on_support(w, v)", 0), ("min_on_support(v, w)", 0)],
    "norm": [("norm(w)", 5), ("norm(b)", 3)],
    "norm_squared": [("norm_squared(X)", 15), ("norm(X)**2", 15)],
    "norm_1": [("norm_1(y)", 12)],
    "norm_inf": [("norm_inf(y)", 7)],
    "real": [("real(complex(a, b))", 2), ("real(y)", [[5], [-7]])],
    "imag": [("imag(complex(a, b))", -3), ("imag(y)", [[0], [0]])],
    "complex": [("real(complex(0, 1)**2)", -1), ("real(complex(a, b) * conj(complex(a, b)))", 13)],
    "exp": [("exp(1)", E), ("exp(0)", 1), ("exp(a) * exp(b) * exp(1)", 1)],
    "sqrt": [("sqrt(4)", 2), ("sqrt(w * w)", [[3], [4], [0]]), ("sqrt(exp(2))", E)],
    "log": [("log(exp(a))", 2), ("log(8) / log(2)", 3), ("log(6) - log(2) - log(3)", 0)],
    "log2": [("log2(8)", 3), ("log2(1/4)", -2)],
    "log10": [("log10(1000)", 3)],
    "log1p": [("log1p(exp(a) - 1)", 2)],
    "expm1": [("expm1(1)", E - 1)],
    "sigmoid": [("sigmoid(0)", HALF), ("sigmoid(y) + sigmoid(-y)", [[1], [1]])],
    "tanh": [("tanh(a)", (E**4 - 1) / (E**4 + 1)), ("tanh(0)", 0)],
    "sinh": [("sinh(1)", (E - 1 / E) / 2)],
    "cosh": [("cosh(1)", (E + 1 / E) / 2)],
    "sin": [("sin(0)", 0), ("sin(a) + sin(-a)", 0)],
    "cos": [("cos(0)", 1), ("cos(a)**2 + sin(a)**2", 1)],
    "tan": [("tan(0)", 0)],
    "relu": [("relu(y)", [[5], [0]])],
    "softplus": [("softplus(a) - softplus(-a)", 2), ("softplus(0) - log(2)", 0)],
    "sign": [("sign(y)", [[1], [-1]]), ("sign(w)", [[1], [1], [0]]), ("sign(exp(1) - 3)", -1)],
    "huber": [("huber(y, 6)", [[fmpq(25, 2)], [24]]), ("huber(y, 1)", [[9 * HALF], [13 * HALF]])],
    "softmax": [("softmax(y - y)", [[HALF], [HALF]]), ("sum(softmax(w))", 1)],
    "logsumexp": [("logsumexp(v - v) / log(3)", 1), ("logsumexp(vstack(a, a)) - log(2)", 2)],
    "entropy": [("entropy(ones(2, 1) / 2) / log(2)", 1), ("entropy(0 * w)", 0)],
    "cross_entropy": [("cross_entropy(ones(2, 1), exp(y))", 2)],
    "kl": [("kl(w, w)", 0), ("kl(2 * w, w) / log(2)", 14)],
    "norm_p": [("norm_p(w, 2)", 5), ("norm_p(y, 1)", 12), ("norm_p(w, 3)**3", 91)],
    "abs": [("abs(y)", [[5], [7]]), ("abs(1 - exp(1))", E - 1)],
    "conj": [("conj(y)", [[5], [-7]])],
    "mean": [("mean(X)", fmpq(7, 6)), ("mean(y)", -1)],
    "entry": [("entry(X, 1, 1)", 1), ("entry(y, 2)", -7), ("entry(y.T, n)", -7)],
    "column": [
        ("column(Q, 1) - Q @ column(eye(d), 1)", [[0], [0], [0]]),
        ("column(y, 1)", [[5], [-7]]),
    ],
    "row": [("row(y, d - 1)", -7), ("row(H, 2) @ inv(H)", [[0, 1]])],
    "flip": [("flip(w)", [[0], [4], [3]]), ("flip(y.T)", [[-7, 5]]), ("flip(a)", 2)],
    "hstack": [("hstack(y, H @ y)", [[5, 3], [-7, -2]]), ("hstack(1, 2, 3)", [[1, 2, 3]])],
    "vstack": [("vstack(a, b, 1)", [[2], [-3], [1]]), ("vstack(y.T, y.T)", [[5, -7], [5, -7]])],
    "blkdiag": [("blkdiag(y, H)", [[5, 0, 0], [-7, 0, 0], [0, 2, 1], [0, 1, 1]])],
    "kron_sum": [("kron_sum(H, a)", [[4, 1], [1, 3]]), ("trace(kron_sum(Q, H))", 17)],
    "vec": [("vec(X)", [[1], [2], [0], [0], [1], [3]]), ("vec(y.T)", [[5], [-7]])],
    "cross": [("cross(v, w)", [[-8], [6], [4]]), ("cross(v, v)", [[0], [0], [0]])],
    "vandermonde": [("vandermonde(y)", [[1, 5], [1, -7]]), ("det(vandermonde(v))", -2)],
    "commutation": [("commutation(d, n) @ vec(X) == vec(X.T)", T), ("commutation(1, 2)", I_2)],
    "selection": [("selection(1, n, d) @ X", [[1, 0], [2, 1]]), ("selection(3, 3, d) @ v", 2)],
    "minor": [("minor(H, 1, 2)", 1), ("minor(Q, d, 3)", 2), ("minor(a, 1, 1)", 1)],
    "cofactor": [("cofactor(H + y @ y.T)", [[50, 34], [34, 27]]), ("cofactor(a)", 1)],
    "adj": [("adj(Q)", [[0, 0, 0], [0, 2, -2], [0, -2, 2]]), ("adj(a)", 1)],
    "expm": [("expm(zeros(2, 2))", I_2), ("expm(a - 2)", 1)],
    "sqrtm": [("sqrtm(H) @ sqrtm(H)", [[2, 1], [1, 1]]), ("sqrtm(a * 2)", 2)],
    "proj": [("proj(y)", [[fmpq(25, 74), fmpq(-35, 74)], [fmpq(-35, 74), fmpq(49, 74)]])],
    "kron": [("kron(y, y)", [[25], [-35], [-35], [49]]), ("kron(y.T, a)", [[10, -14]])],
    "factorial": [("factorial(5)", 120), ("factorial(0)", 1), ("factorial(d)", 6)],
    "binomial": [("binomial(5, 2)", 10), ("binomial(2, 5)", 0), ("binomial(d, n)", 3)],
    "diag": [
        ("diag(X)", [[1], [1]]),
        ("diag(Q)", [[2], [1], [1]]),
        ("diag(y.T)", [[5, 0], [0, -7]]),
        ("diag(a)", 2),
    ],
    "eye": [("eye(n)", [[1, 0], [0, 1]]), ("eye(1)", 1)],
    "zeros": [("zeros(n, 1)", [[0], [0]]), ("zeros(1, d)", [[0, 0, 0]])],
    "ones": [("ones(1, n)", [[1, 1]]), ("ones(2, 2)", [[1, 1], [1, 1]])],
    "in_span": [("in_span(X @ y, X)", T), ("in_span(v, X)", F), ("in_span(Z, eye(d))", T)],
    "in_hull": [("in_hull(X @ ones(n, 1) / 2, X)", T), ("in_hull(X @ ones(n, 1), X)", F)],
    "is_column": [
        ("is_column(X @ ones(n, 1), X)", F),
        ("is_column(2 * y, y * 2)", T),
        ("is_column(zeros(1, 1), ones(1, n) - y.T / 5)", T),
    ],
    "symmetric": [("symmetric(H)", T), ("symmetric(X)", F), ("symmetric(Q @ Q)", T)],
    "invertible": [("invertible(H)", T), ("invertible(Q)", F)],
    "positive_definite": [
        ("positive_definite(H)", T),
        ("positive_definite(Q)", F),
        ("positive_definite(eye(2) + (X.T @ Z - Z.T @ X) / 100)", F),
        ("positive_definite(-H)", F),
    ],
    "positive_semidefinite": [
        ("positive_semidefinite(Q)", T),
        ("positive_semidefinite(-Q)", F),
        ("positive_semidefinite(b)", F),
    ],
    "diagonal": [("diagonal(eye(3))", T), ("diagonal(H)", F), ("diagonal(zeros(2, 3))", T)],
    # A function of one number as an array: 3x + 2x², or 3x alone.
    "evaluate": [
        ("evaluate(hstack(3, 4, zeros(1, 16), zeros(1, 16), zeros(1, 8)), a)", 14),
        ("evaluate(hstack(3, zeros(1, 16), zeros(1, 16), zeros(1, 9)), b)", -9),
    ],
    "slope": [("slope(hstack(3, 4, zeros(1, 16), zeros(1, 16), zeros(1, 8)), a)", 11)],
    "curvature": [("curvature(hstack(3, 4, zeros(1, 16), zeros(1, 16), zeros(1, 8)), a)", 4)],
    "origin": [("origin(hstack(3, zeros(1, 16), zeros(1, 16), zeros(1, 9)))", 0)],
    "implies": [("implies(true, false)", F), ("implies(false, true)", T)],
    "iff": [("iff(true, true)", T), ("iff(a > 0, b > 0)", F), ("iff(false, false)", T)],
}
EXAMPLES = [(kind, *each) for kind, examples in VALUES.items() for each in examples]


def test_every_word_of_the_language_has_an_example() -> None:
    assert set(VALUES) == {*OPERATORS, *FUNCTIONS, *LITERALS}
    for kind, text, _ in EXAMPLES:
        assert kind in {node.kind for node in read(text).root.walk()}


@pytest.mark.parametrize(("kind", "text", "value"), EXAMPLES)
def test_a_word_has_the_value_of_its_definition(kind: str, text: str, value: Any) -> None:
    found = evaluate(text, P)
    if isinstance(value, Truth):
        assert isinstance(found, Comparison), kind
        assert found.truth is value
    else:
        wanted = value if isinstance(value, list) else [[value]]
        assert found.tolist() == wanted


@pytest.mark.parametrize(
    "text",
    [
        "cond(Q)",
        "cond(zeros(d, n))",
        "eigenvalues(vstack(hstack(0, 1), hstack(-1, 0)))",
        "lambda_max(vstack(hstack(1, -2), hstack(2, 1)))",
        "signature(vstack(hstack(0, 1), hstack(2, 0)))",
        "eigenvalue(Q, d + 1)",
        "singular_value(X, 4)",
        "norm_schatten(X, 1/2)",
        "inv(Q)",
        "inv(0)",
        "a / (a - 2)",
        "y / (y - y)",
        "Q ** -1",
        "sqrt(b)",
        "b ** (1/2)",
        "0 ** -1",
        "0 ** (-1/2)",
        "min_on_support(v, v - v)",
        "inv(exp(a) - exp(2))",
        "inv(sqrt(2) * sqrt(3) - sqrt(6))",
        "log(0)",
        "log(-exp(1))",
        "log(y)",
        "log1p(-1)",
        "entropy(y)",
        "cross_entropy(ones(2, 1), y)",
        "norm_p(v, 0)",
        "norm_p(v, -1)",
        "1 / (log(6) - log(2) - log(3))",
        "sqrt(2) / (a - 2)",
        "exp(exp(1)) / (a - 2)",
        "y * 2 ** (1/3) / (y - y)",
    ],
)
def test_what_has_no_value_says_so(text: str) -> None:
    with pytest.raises(AnswerUndefined):
        evaluate(text, P)


@pytest.mark.parametrize(
    "text",
    [
        "(X.T @ X) ** sqrt(2)",
        "H ** sqrt(2)",
        "rank(exp(exp(1)) * X - exp(exp(1)) * X)",
        "pinv(2 ** sqrt(2) * X / 2 ** sqrt(2) - X)",
        "H ** 20000",
        "(exp(1) + 1) ** 65",
        "2 ** (2 ** 41 + n)",
    ],
)
def test_what_is_not_computed_is_not_called_undefined(text: str) -> None:
    with pytest.raises(OutOfReach):
        evaluate(text, P)


def test_what_balls_leave_open_is_not_called_undefined() -> None:
    with pytest.raises(OutOfReach):
        evaluate("inv(2 ** (1/67) * 3 ** (1/67) - 6 ** (1/67))", P)
    with pytest.raises(OutOfReach):
        evaluate("max(ones(2, 1) * 2 ** (1/67))", P)


@pytest.mark.parametrize(
    "text",
    [
        "positive_definite(sqrt(2) * H)",
        "positive_semidefinite(sqrt(2) * H)",
        "positive_semidefinite(sqrt(2) * Q)",
        "diagonal(sqrt(2) * eye(3))",
        "symmetric(sqrt(2) * H)",
        "invertible(exp(1) * H)",
        "in_span(sqrt(2) * X @ y, X)",
    ],
)
def test_a_true_property_of_irrational_numbers_is_never_called_false(text: str) -> None:
    try:
        found = evaluate(text, P)
    except OutOfReach:
        return
    assert found.truth is not F


def test_an_order_of_exponentials_and_roots_is_decided() -> None:
    assert evaluate("exp(1) < 2.718281828459045235360287471352662498", P).truth is T
    assert evaluate("exp(1) < 2.718281828459045235360287471352662497", P).truth is F
    assert evaluate("1.41421356 < sqrt(2)", P).truth is T
    assert evaluate("sqrt(2) == 1.41421356", P).truth is F


def test_a_root_is_exact_and_one_beyond_bounds_is_a_ball() -> None:
    assert evaluate("sqrt(2) * norm(ones(2, 1)) == 2", P).truth is T
    assert evaluate("norm(v) * norm(v) == norm(v) ** 2", P).truth is T
    assert evaluate("(1 + norm(y)) ** 2 == 75 + 2 * norm(y)", P).truth is T
    assert evaluate("2 ** (5/2) == 4 * sqrt(2)", P).truth is T
    assert evaluate("sqrt(3 + 2 * sqrt(2)) == 1 + sqrt(2)", P).truth is T
    assert evaluate("16 ** (1/3) / 2 == 2 ** (1/3)", P).truth is T
    assert evaluate("(2 + sqrt(3)) ** (1/3) * (2 - sqrt(3)) ** (1/3) == 1", P).truth is T
    assert evaluate("exp(sqrt(2)) / exp(sqrt(2)) == 1", P).truth is T
    assert evaluate("sum(exp(y) / sum(exp(y))) == 1", P).truth is T
    assert evaluate("sqrt(3 + 2 * sqrt(2)) == 1 + sqrt(2) + 1/10**30", P).truth is F
    assert isinstance(evaluate("2 ** (1/67)", P)[0, 0], arb)


def test_a_power_of_an_exponential_is_exact_however_large() -> None:
    assert evaluate("exp(-1/3) ** (1/7) == exp(-1/21)", P).truth is T
    assert evaluate("exp(1) ** (1000 * a) == exp(2000)", P).truth is T
    assert evaluate("(2 * exp(1)) ** -3 * 8 == exp(-3)", P).truth is T
    assert evaluate("(-exp(1)) ** 3 == -exp(3)", P).truth is T


def test_connectives_evaluate_no_further_than_they_must() -> None:
    assert evaluate("false and inv(0) == 1", P).truth is F
    assert evaluate("true or inv(0) == 1", P).truth is T
    assert evaluate("implies(false, inv(0) == 1)", P).vacuous
    with pytest.raises(AnswerUndefined):
        evaluate("true and inv(0) == 1", P)


def test_formulas_are_evaluated_in_floats_too() -> None:
    p = instance(a=[[2]], y=[[3], [4]])
    q = p.cast(arrays.float64).replace(
        a=arrays.float64([[2.0]]), y=arrays.float64([[3.0], [4.0]]), n=arrays.float64([[2.0]])
    )
    assert evaluate("norm(y) / a + 1/2", q).tolist() == [[3.0]]
    assert evaluate("a ** 3", q).tolist() == [[8.0]]
    assert evaluate("y.T @ eye(n) @ ones(n, 1)", q).tolist() == [[7.0]]


# -------------------------------------------------------------------------------- types

leaves = st.sampled_from([*SIZES, "2", "1/3", "eye(d)", "eye(n)", "zeros(d, n)", "ones(n, 1)"])
INFIX = [k for k in OPERATORS if k not in {"neg", "T", "not", "and", "or"}]
PLAIN = [k for k, o in FUNCTIONS.items() if not o.takes_sizes]


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def called(kind: str) -> st.SearchStrategy[str]:
        args = st.tuples(*[inner] * FUNCTIONS[kind].arity)
        return args.map(lambda texts: f"{kind}({', '.join(texts)})")

    return st.one_of(
        st.tuples(inner, st.sampled_from(INFIX), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda text: f"({text}).T"),
        inner.map(lambda text: f"(-{text})"),
        inner.map(lambda text: f"(not {text})"),
        st.sampled_from(PLAIN).flatmap(called),
    )


formulas = st.recursive(leaves, grown, max_leaves=6)
shapes = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(formulas, shapes, st.integers(0, 99))
@settings(deadline=None, database=None, max_examples=600)
def test_the_type_of_a_formula_is_the_size_of_its_value(
    text: str, shape: tuple[int, int], seed: int
) -> None:
    try:
        formula = read(text)
        wanted = type_of(formula, FAMILY, {"d": shape[0], "n": shape[1]})
    except (ValueError, IllTyped):
        return
    try:
        found = value_of(formula, random_instance(*shape, seed, most=3))
    except (AnswerUndefined, OutOfReach):
        return
    if wanted == TRUTH:
        assert isinstance(found, Comparison)
    else:
        assert found.shape == wanted


SAMPLE_OF_TYPE = {"1 1": "a", "d 1": "v", "d n": "X", "d d": "Q", "n n": "H", "n 1": "y"}


# What is applied to a function stands before an array of 42 columns: no name here has these.
OF_FUNCTIONS = ("evaluate", "slope", "curvature", "origin")


@pytest.mark.parametrize("kind", [each for each in (*INFIX, *PLAIN) if each not in OF_FUNCTIONS])
@pytest.mark.parametrize("shape", [(3, 2), (2, 2), (1, 1), (1, 3)])
def test_each_word_alone_gives_values_of_its_type(kind: str, shape: tuple[int, int]) -> None:
    """Try every combination of argument sizes, so that each rule is met at least once."""
    arity = 2 if kind in INFIX else FUNCTIONS[kind].arity
    names = ["a", "v", "w", "y", "X", "Q", "H", "X.T", "true", "1"]
    met = 0
    p = random_instance(*shape, 5, most=3)
    for first in names:
        for second in names if arity > 1 else [""]:
            args = [first, second, "1"][:arity]
            text = f"{first} {kind} {second}" if kind in INFIX else f"{kind}({', '.join(args)})"
            formula = read(text)
            try:
                wanted = type_of(formula, FAMILY, p.shape)
            except IllTyped:
                continue
            met += 1
            try:
                found = value_of(formula, p)
            except (AnswerUndefined, OutOfReach):
                continue
            size = TRUTH if isinstance(found, Comparison) else found.shape
            assert size == wanted, text
    assert met > 0 or (kind == "cross" and shape != (3, 2))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("X + v", r"3×2 \+ 3×1"),
        ("a + v", r"1×1 \+ 3×1"),
        ("X * v", r"3×2 \* 3×1; a matrix product is written @"),
        ("X / v", "3×2 / 3×1"),
        ("a / v", "1×1 / 3×1"),
        ("X @ v", "3×2 @ 3×1"),
        ("a @ v", "1×1 @ 3×1"),
        ("X ** 2", r"3×2 \*\* 1×1; a power is of a number or a square matrix"),
        ("a ** v", r"1×1 \*\* 3×1"),
        ("inv(X)", "a square matrix is needed, not 3×2"),
        ("det(v)", "a square matrix is needed, not 3×1"),
        ("trace(X)", "a square matrix is needed, not 3×2"),
        ("v == y", "3×1 = 2×1"),
        ("v <= a", "3×1 ≤ 1×1"),
        ("v and true", "a statement is needed, not 3×1"),
        ("not a", "a statement is needed, not 1×1"),
        ("implies(a, true)", "a statement is needed, not 1×1"),
        ("true + a", r"\+ of a statement; it takes a number or a matrix"),
        ("-true", "of a statement"),
        ("(a == b) == (a == b)", "= of a statement"),
        ("norm(a == b)", "of a statement"),
        ("in_span(y, X)", r"a vector in R\^2 and the columns of 3×2"),
        ("is_column(X, X)", "a vector is needed, not 3×2"),
        ("is_column(y, X)", r"a vector in R\^2 and the columns of 3×2"),
        ("min_on_support(v, y)", "3×1 min_on_support 2×1"),
        ("positive_definite(X)", "a square matrix is needed, not 3×2"),
        ("invertible(X)", "a square matrix is needed, not 3×2"),
        ("eigenvalues(X)", "a square matrix is needed, not 3×2"),
        ("lambda_max(v)", "a square matrix is needed, not 3×1"),
        ("charpoly(H, y)", "a characteristic polynomial at 2×1; it is of a number"),
        ("norm_schatten(X, v)", "a norm of order 3×1; its order is a number"),
    ],
)
def test_what_does_not_fit_is_ill_typed_with_its_sizes(text: str, message: str) -> None:
    with pytest.raises(IllTyped, match=message):
        type_of(read(text), FAMILY, {"d": 3, "n": 2})


def test_a_misfit_is_placed_at_the_innermost_operation() -> None:
    with pytest.raises(IllTyped) as caught:
        type_of(read("a + norm(X @ v)"), FAMILY, {"d": 3, "n": 2})
    assert caught.value.at == 9


def test_what_fits_at_one_shape_may_not_fit_at_another() -> None:
    formula = read("X @ v")
    assert type_of(formula, FAMILY, {"d": 2, "n": 2}) == (2, 1)
    with pytest.raises(IllTyped):
        type_of(formula, FAMILY, {"d": 2, "n": 1})


def test_types_are_spelled_for_people() -> None:
    assert spell((2, 1)) == "2×1"
    assert spell(SCALAR) == "1×1"
    assert spell(TRUTH) == "a statement"


def test_the_arity_of_a_word_is_the_arity_of_its_rule() -> None:
    checks: list[tuple[str, Callable[..., Any], int]] = [
        (kind, entry.typed, entry.arity)
        for kind, entry in {**OPERATORS, **FUNCTIONS}.items()
        if not entry.takes_sizes
    ]
    for kind, typed, arity in checks:
        logical = kind in {"and", "or", "not", "implies", "iff"}
        size = (3, 1) if kind == "cross" else SCALAR
        first = [(1, ridge_functions.WIDTH)] if kind in OF_FUNCTIONS else []
        found = typed(*first, *[TRUTH if logical else size] * (arity - len(first)))
        grown = {"hstack": (1, 2), "vstack": (2, 1), "blkdiag": (2, 2), "cross": (3, 1)}
        assert found in {SCALAR, TRUTH, grown.get(kind)}, kind


def test_numbers_are_exact_however_they_are_written() -> None:
    assert evaluate("0.1 + 0.2 == 0.3", P).truth is T
    assert evaluate("1/3", P)[0, 0] == fmpq(1, 3)
    assert Node("number").value is None
    assert np.shape(evaluate("2", P)) == (1, 1)
