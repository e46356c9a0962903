"""Formulas as LaTeX: as a person would write them, convertible, and never ambiguous."""

from __future__ import annotations

import pytest
from formula_family import FAMILY, random_instance, read
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML

from referee.language.comparison import Comparison, IllTyped
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.latex import to_latex
from referee.language.types import type_of
from referee.language.vocabulary import BINDERS, FUNCTIONS, LITERALS, OPERATORS
from referee.numerics.precision import OutOfReach

OF_COLUMNS = {"softmax", "logsumexp", "entropy"}
FUNCTION = "hstack(a, zeros(1, 16), zeros(1, 16), zeros(1, 9))"  # a function as an array
EXAMPLES = {
    "+": "a + b",
    "-": "a - (b - a)",
    "*": "a * X",
    "/": "(a + b) / b",
    "@": "X.T @ (v - w)",
    "**": "(a + b) ** 2",
    "neg": "-(a + b)",
    "T": "(X @ y).T",
    "==": "v == w",
    "!=": "v != w",
    "<": "a < b",
    "<=": "a <= b",
    ">": "a > b",
    ">=": "a >= b",
    "and": "a < b and b < a",
    "or": "a < b or b < a",
    "not": "not a < b",
    "true": "true",
    "false": "false",
    "eye": "eye(n)",
    "zeros": "zeros(d, n)",
    "ones": "ones(n, 1)",
    "min_on_support": "min_on_support(v, w)",
    "in_span": "in_span(v, X)",
    "in_hull": "in_hull(v, X)",
    "is_column": "is_column(v, X)",
    "implies": "implies(a < b, a > b)",
    "iff": "iff(a < b, a > b)",
    "entry": "entry(X, d, n)",
    "column": "column(X, n)",
    "row": "row(X, 1)",
    "hstack": "hstack(v, X)",
    "vstack": "vstack(hstack(1, 2), hstack(a, b))",
    "kron": "kron(v, y)",
    "blkdiag": "blkdiag(v, y, X)",
    "kron_sum": "kron_sum(Q, H)",
    "cross": "cross(v, w)",
    "minor": "minor(Q, 1, d)",
    "commutation": "commutation(d, n)",
    "selection": "selection(2, n, n)",
    "huber": "huber(v, a)",
    "softmax": "softmax(v)",
    "logsumexp": "logsumexp(v)",
    "entropy": "entropy(v)",
    "cross_entropy": "cross_entropy(v, w)",
    "kl": "kl(v, w)",
    "norm_p": "norm_p(v, 3)",
    "binomial": "binomial(d, 2)",
    "evaluate": f"evaluate({FUNCTION}, b)",
    "slope": f"slope({FUNCTION}, b)",
    "curvature": f"curvature({FUNCTION}, b)",
    "origin": f"origin({FUNCTION})",
    "eigenvalue": "eigenvalue(Q + Q.T, d)",
    "singular_value": "singular_value(X, 1)",
    "charpoly": "charpoly(Q, a + b)",
    "norm_schatten": "norm_schatten(X + Z, 3)",
    "sum_over": "sum_over(i, 1, n, column(X, i) + v)",
    "prod_over": "prod_over(i, 1, n, i)",
    "max_over": "max_over(i, 1, n, entry(y, i))",
    "min_over": "min_over(i, 1, n, entry(y, i))",
    "gradient": "gradient(norm_squared(w), w)",
    "derivative": "derivative(a * X, a)",
    "jacobian": "jacobian(X.T @ w, w)",
    "complex": "complex(a, b)",
    "integral": "integral(s, 0, a, exp(-s) + 1)",
    "integral_ray": "integral_ray(s, a, exp(-s))",
    "integral_line": "integral_line(s, exp(-s**2))",
    "expectation_gaussian": "expectation_gaussian(v.T @ Q @ v, v, w, Q)",
    "expectation_uniform": "expectation_uniform(v + w, v, 0, 1)",
    "expectation_signs": "expectation_signs(v + w, v)",
    "expectation_finite": "expectation_finite(v + w, v, X, y)",
    "argmin": "argmin(norm_squared(w - v), w)",
    "least_value": "least_value(norm_squared(w - v), w)",
    "argmin_where": "argmin_where(norm_squared(w), X.T @ w - y, w)",
    "least_value_where": "least_value_where(norm_squared(w), X.T @ w - y, w)",
    "limit": "limit(a * X, 0, a)",
    "limit_above": "limit_above(a * X, b, a)",
    "limit_below": "limit_below(a * X, b, a)",
    "limit_infinity": "limit_infinity(X / a, a)",
    "limit_minus_infinity": "limit_minus_infinity(X / a, a)",
} | {
    kind: f"{kind}(Q)"
    for kind, entry in FUNCTIONS.items()
    if entry.arity == 1 and not entry.takes_sizes and kind not in {*OF_COLUMNS, "origin"}
}


def latex(text: str) -> str:
    return to_latex(read(text), FAMILY)


def test_every_word_of_the_language_has_an_example() -> None:
    assert set(EXAMPLES) == {*OPERATORS, *FUNCTIONS, *LITERALS, *BINDERS}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_word_is_set_in_latex_that_converts(kind: str) -> None:
    mathml = LatexToMathML().convert_with_local_state(latex(EXAMPLES[kind]), displaystyle=False)
    assert mathml.startswith("<math")
    assert "merror" not in mathml


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("X @ (X.T @ w - y) / n", r"\frac{X \left(X^{\top} w - y\right)}{n}"),
        ("-(1/n) * X @ y", r"-\frac{1}{n} X y"),
        ("a + b + a", "a + b + a"),
        ("a - b - a", "a - b - a"),
        ("a - (b - a)", r"a - \left(b - a\right)"),
        ("a - (b + a)", r"a - \left(b + a\right)"),
        ("2 * a", "2 a"),
        ("a * 2", r"a \cdot 2"),
        ("2 * 3", r"2 \cdot 3"),
        ("(a + b) * X", r"\left(a + b\right) X"),
        ("(a * b) ** 2", r"\left(a b\right)^{2}"),
        ("(a / b) ** 2", r"\left(\frac{a}{b}\right)^{2}"),
        ("(X / a).T", r"\left(\frac{X}{a}\right)^{\top}"),
        ("-a ** 2", "-a^{2}"),
        ("(-a) ** 2", r"\left(-a\right)^{2}"),
        ("a * -b", r"a \left(-b\right)"),
        ("a * (-b * a)", r"a \left(-b a\right)"),
        ("Q @ (-Q @ v)", r"Q \left(-Q v\right)"),
        ("abs(v)", r"\operatorname{abs}\left(v\right)"),
        ("abs(abs(a) - b)", r"\operatorname{abs}\left(\lvert a \rvert - b\right)"),
        ("v / w", r"v \oslash w"),
        (
            "norm(v)**2 * norm_squared(w)**3",
            r"\lVert v \rVert^2 \left(\lVert w \rVert^2\right)^{3}",
        ),
        ("exp(-a * b)", r"\exp\left(-a b\right)"),
        ("inv(X.T @ X)", r"\left(X^{\top} X\right)^{-1}"),
        ("inv(X.T @ X) @ X.T", r"\left(X^{\top} X\right)^{-1} X^{\top}"),
        ("pinv(X)", r"X^{\dagger}"),
        ("norm(v)**2", r"\lVert v \rVert^2"),
        ("a ** b ** a", "a^{b^{a}}"),
        ("(a ** b) ** a", r"\left(a^{b}\right)^{a}"),
        ("X.T.T", r"\left(X^{\top}\right)^{\top}"),
        (
            "(a < b or a > b) and true",
            r"\left(a < b \text{ or } a > b\right) \text{ and } \text{true}",
        ),
        ("not (a < b and true)", r"\text{not } \left(a < b \text{ and } \text{true}\right)"),
        ("v * w", r"v \odot w"),
        ("Q @ (v * w)", r"Q \left(v \odot w\right)"),
        ("(Q @ v) * w", r"\left(Q v\right) \odot w"),
        ("v * w + v", r"v \odot w + v"),
    ],
)
def test_a_formula_is_set_with_as_few_parentheses_as_it_needs(text: str, found: str) -> None:
    assert latex(text) == found


# What collides is named by the message; shrinking a list of formulas takes minutes.
NO_SHRINKING = (Phase.explicit, Phase.generate)

scalars = st.sampled_from(["a", "b", "d", "n", "2", "3", "1/2", "2.5"])
columns = st.sampled_from(["v", "w"])
squares = st.sampled_from(["Q", "eye(d)"])
wide = st.sampled_from(["X", "Z"])
SCALAR_FORMS = [
    "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "({0} @ {1})",
    "(-{0})", "({0} ** 2)", "({0} ** -1)", "({0}).T", "inv({0})", "abs({0})",
]  # fmt: skip
VECTOR_FORMS = [
    "({0} + {1})", "({0} - {1})", "({0} * {1})", "(-{0})", "(a * {0})", "({0} * b)",
    "({0} / b)", "(Q @ {0})", "(Q @ ({0} * {1}))", "((Q @ {0}) * {1})", "abs({0})",
    "({0} @ a)", "((Q ** 2) @ {0})", "(inv(Q) @ {0})", "(Q @ (a * {0}))", "(Q.T @ {0})",
    "({0} @ ({1}.T @ {0}))", "({0} * (a * {1}))", "((-{0}) * {1})", "(v * Q @ {0})",
    "((3 * Q) @ (2 * {0}))", "({0} * (2 * {1}))", "(X @ X.T @ {0})", "((Q * Q) @ {0})",
    "(Q * Q @ Q @ {0})", "({0} @ (2 * a))", "({0} @ 2)",
]  # fmt: skip


def grown(forms: list[str]) -> st.SearchStrategy[str]:
    base = scalars if forms is SCALAR_FORMS else columns

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(st.sampled_from(forms), inner, inner).map(
            lambda t: t[0].format(t[1], t[2])
        )

    return st.recursive(base, extend, max_leaves=5)


def value(text: str) -> object:
    """Return a formula's value at one arbitrary instance, None where it has none."""
    try:
        found = value_of(read(text), random_instance(3, 2, 1))
    except (AnswerUndefined, OutOfReach, ValueError):
        return None
    return found.truth if isinstance(found, Comparison) else found.tolist()


def typeset(text: str) -> str:
    """Return the LaTeX without the blanks that typesetting ignores."""
    return latex(text).replace(" ", "")


def well_typed(text: str) -> bool:
    try:
        type_of(read(text), FAMILY, {"d": 3, "n": 2})
    except (ValueError, IllTyped):
        return False
    return True


@pytest.mark.parametrize("forms", [SCALAR_FORMS, VECTOR_FORMS], ids=["numbers", "vectors"])
@given(data=st.data())
@settings(deadline=None, database=None, max_examples=15, phases=NO_SHRINKING)
def test_formulas_of_different_value_are_set_differently(
    forms: list[str], data: st.DataObject
) -> None:
    """At generic numbers formulas of different meaning differ in value."""
    texts = data.draw(st.lists(grown(forms), min_size=30, max_size=30))
    seen: dict[str, str] = {}
    for text in filter(well_typed, texts):
        other = seen.setdefault(typeset(text), text)
        if value(text) is not None and value(other) is not None:
            assert value(text) == value(other), f"{latex(text)}: {text} and {other}"


def all_pairs() -> list[str]:
    """Return every operation on numbers within every other, on either side."""
    outer = ["{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "{0} @ {1}", "-{0}"]
    outer += ["{0} ** 2", "{0}.T", "inv({0})", "abs({0})", "2 * {0}", "{0} * 3"]
    leaves = ["a", "b", "d", "n", "2", "3", "7"]
    inner = [form.format(x, y) for form in outer for x in leaves for y in leaves if x != y]
    first = [form.format(f"({text})", "d") for form in outer for text in inner]
    return first + [form.format("n", f"({text})") for form in outer for text in inner]


def test_every_operation_within_every_other_is_unambiguous() -> None:
    seen: dict[str, str] = {}
    for text in filter(well_typed, all_pairs()):
        other = seen.setdefault(typeset(text), text)
        if text != other and value(text) is not None and value(other) is not None:
            assert value(text) == value(other), f"{latex(text)}: {text} and {other}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(Q @ v) * w", "Q @ (v * w)"),
        ("(v * w) @ a", "v * (w @ (a + 1))"),
        ("Q * Q @ Q", "Q * (Q @ Q)"),
        ("a / b / a", "a / (b / a)"),
        ("(a / b) ** 2", "a / b ** 2"),
        ("-a ** 2", "(-a) ** 2"),
        ("inv(a) ** 2", "inv(a ** 2) + 1"),
        ("exp(a) ** 2", "exp(a ** 2)"),
        ("exp(a) * b", "exp(a * b)"),
        ("norm(v) * a", "norm(v * a)"),
        ("conj(X).T @ v", "conj(X.T @ v)"),
        ("2 @ 3", "23"),
        ("a @ 2 @ 3", "a * 23"),
        ("2 * (1/2)", "2.5"),
        ("not (true and false)", "not true and false"),
        ("implies(implies(true, false), false)", "implies(true, implies(false, false))"),
        ("iff(true, a < b and a > b)", "iff(true, a < b) and a > b"),
        ("symmetric(Q) and true", "symmetric(X) and true"),
    ],
)
def test_pairs_that_could_be_taken_for_one_another_are_not(one: str, other: str) -> None:
    assert typeset(one) != typeset(other)
