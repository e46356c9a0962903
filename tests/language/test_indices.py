"""Sums over an index, entries, rows and columns: values, ranges, refusals, normal forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from formula_family import FAMILY, SIZES, evaluate, instance, random_instance, read

from referee.deciding import claim as corpus
from referee.deciding.every_size import prove_for_every_size
from referee.language.comparison import IllTyped, Truth
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.factors import quantities
from referee.language.latex import to_latex
from referee.language.normal_form import normal_form
from referee.language.reading import parse
from referee.language.size_parts import size_parts
from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.numerics import arrays
from referee.numerics.degrees import variable
from referee.numerics.precision import NotComputed
from referee.strategies.families import Instance

CLAIMS = corpus.load()
SHAPE = {"d": 3, "n": 2}
P = random_instance(3, 2, seed=1)


@pytest.mark.parametrize(
    "text",
    [
        "sum_over(i, 1, n, column(X, i) @ column(X, i).T) == X @ X.T",
        "sum_over(i, 1, n, (column(X, i).T @ v - entry(y, i)) * column(X, i)) == X @ (X.T @ v - y)",
        "sum_over(i, 1, d, row(X, i).T @ row(Z, i)) == X.T @ Z",
        "sum_over(i, 1, n, sum_over(j, 1, d, entry(X, j, i)**2)) == norm_squared(X)",
        "sum_over(i, 1, n, sum_over(j, i, n, entry(H, i, j))) == sum(H) - entry(H, 2, 1)",
        "sum_over(k, 1, d, k) == d * (d + 1) / 2",
        "sum_over(k, 0, n - 1, 2**k) == 2**n - 1",
        "prod_over(k, 1, d, k) == factorial(d)",
        "prod_over(k, 1, d, entry(v, k)) == entry(v, 1) * entry(v, 2) * entry(v, 3)",
        "max_over(i, 1, d, entry(v, i)) == max(v)",
        "min_over(i, 1, n, sum(column(X, i))) == min(X.T @ ones(d, 1))",
        "sum_over(k, 2, 1, X) == zeros(d, n)",
        "prod_over(k, 2, 1, k) == 1",
        "entry(X, d, n) == entry(column(X, n), 3, 1)",
        "entry(v.T, 2) == entry(v, 2)",
        "row(X, n + 1) == row(X, 2 * n - 1)",
    ],
)
def test_what_holds_of_indices_is_found_to_hold(text: str) -> None:
    assert type_of(read(text), FAMILY, SHAPE) == "truth"
    assert evaluate(text, P).truth is Truth.TRUE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("entry(X, 4, 1)", "row 4 of a matrix with 3"),
        ("entry(X, 0, 1)", "row 0 of a matrix with 3"),
        ("column(X, d)", "column 3 of a matrix with 2"),
        ("sum_over(i, 1, d, column(X, i))", "column 3 of a matrix with 2"),
        ("row(X, n - 5)", "row -3 of a matrix with 3"),
        ("entry(v, n / 4)", "an index of 1/2: it is a whole number"),
        ("sum_over(i, 1 / 2, n, i)", "an index of 1/2"),
        ("max_over(i, 2, 1, i)", "a maximum over no index"),
        ("min_over(i, n, 0, i)", "a minimum over no index"),
    ],
)
def test_what_has_no_value_says_so_in_one_line(text: str, message: str) -> None:
    with pytest.raises(AnswerUndefined, match=message) as caught:
        evaluate(text, P)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "sum_over(i, 1, 10**9, i)",
        "sum_over(i, 1, 10**30, i)",
        "prod_over(i, 1, 20000, i**60)",
        "sum_over(i, 1, 20000, 1 / i)",
        "sum_over(i, 1, 3000, sum_over(j, 1, 3000, i))",
        "max_over(i, 1, 10**12, i)",
        "sum_over(i, 1, 10**9 * 10**9 * 10**9, column(X, 1))",
    ],
)
def test_giant_ranges_are_not_computed(text: str) -> None:
    with pytest.raises(NotComputed):
        evaluate(text, P)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sum_over(v, 1, n, v)", "the index v has the name of something else"),
        ("sum_over(n, 1, d, n)", "the index n has the name of something else"),
        ("sum_over(exp, 1, n, 1)", "the index exp has the name of something else"),
        ("sum_over(sum_over, 1, n, 1)", "the index sum_over has the name of something else"),
        ("sum_over(true, 1, n, 1)", "the index true has the name of something else"),
        ("sum_over(i, 1, n, sum_over(i, 1, n, i))", "column 28: the index i has the name"),
        ("sum_over(i, 1, i, 1)", "unknown name 'i'"),
        ("sum_over(i, 1, n, i) + i", "column 24: unknown name 'i'"),
        ("sum_over(1, 1, n, 1)", "sum_over takes an index, a range and a term, as in"),
        ("sum_over(i + 1, 1, n, i)", "takes an index, a range and a term"),
        ("sum_over(i, 1, n)", r"sum_over takes 4 argument\(s\), not 3"),
        ("sum_over(i, 1, n, eye(i))", "eye takes sizes"),
        ("sum_over", r"it is a function: write sum_over\(...\)"),
        ("sum_ovr(i, 1, n, i)", "did you mean sum_over?"),
        ("entry(X)", r"entry takes 2 to 3 argument\(s\), not 1"),
        ("entry(X, 1, 1, 1)", r"entry takes 2 to 3 argument\(s\), not 4"),
        ("sum_over(" + "i" * 30 + ", 1, n, 1)", "takes an index, a range and a term"),
    ],
)
def test_what_is_no_index_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("column(X, a)", "a is not one of the sizes d, n"),
        ("column(X, norm(v))", "norm in an index; it has sizes, numbers"),
        ("sum_over(i, 1, a, i)", "a is not one of the sizes d, n"),
        ("entry(X, 1)", r"an entry of 3×2 has two indices: entry\(A, i, j\)"),
        ("prod_over(i, 1, n, column(X, i))", "3×1 for each index"),
        ("max_over(i, 1, n, X)", "3×2 for each index"),
        ("sum_over(i, 1, n, i == 1)", "of a statement"),
    ],
)
def test_what_does_not_fit_is_ill_typed(text: str, message: str) -> None:
    with pytest.raises(IllTyped, match=message):
        type_of(read(text), FAMILY, SHAPE)


TEXTS = [
    "sum_over(i, 1, n, column(X, i) @ column(X, i).T) / n",
    "2 * prod_over(k, 1, d - 1, entry(v, k + 1))",
    "max_over(i, 1, n, sum_over(j, 1, d, entry(X, j, i)))",
    "-row(X, 2)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_spelled_as_it_is_read(text: str) -> None:
    assert to_text(read(text).root) == text


def test_it_is_set_in_latex() -> None:
    found = [to_latex(read(text), FAMILY) for text in TEXTS]
    assert found == [
        r"\frac{\sum_{i = 1}^{n} \left[X\right]_{:, i} \left[X\right]_{:, i}^{\top}}{n}",
        r"2 \left(\prod_{k = 1}^{d - 1} \left[v\right]_{k + 1}\right)",
        r"\max_{1 \le i \le n} \left(\sum_{j = 1}^{d} \left[X\right]_{j, i}\right)",
        r"-\left[X\right]_{2, :}",
    ]
    assert to_latex(read("sum_over(i, 1, n, i) * a"), FAMILY) == (
        r"\left(\sum_{i = 1}^{n} i\right) a"
    )
    assert to_latex(read("sum_over(i_1, 1, n, a + i_1)"), FAMILY) == (
        r"\sum_{\mathrm{i\_1} = 1}^{n} \left(a + \mathrm{i\_1}\right)"
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sum_over(i, 1, n, entry(y, i))", "sum_over(k, 1, n, entry(y, k))", True),
        ("sum_over(i, 1, n, i * a)", "sum_over(i, 1, n, a * i)", True),
        (
            "sum_over(i, 1, n, sum_over(j, 1, n, entry(H, i, j)))",
            "sum_over(j, 1, n, sum_over(i, 1, n, entry(H, j, i)))",
            True,
        ),
        (
            "sum_over(i, 1, n, sum_over(j, 1, n, entry(H, i, j)))",
            "sum_over(i, 1, n, sum_over(j, 1, n, entry(H, j, i)))",
            False,
        ),
        ("sum_over(i, 1, n, i)", "sum_over(i, 1, d, i)", False),
        ("sum_over(i, 1, n, i)", "prod_over(i, 1, n, i)", False),
        (
            "sum_over(i, 1, n, i) + sum_over(j, 1, n, j**2)",
            "sum_over(j, 1, n, j) + sum_over(j, 1, n, j**2)",
            True,
        ),
        ("entry(X, 1, 2).T", "entry(X, 1, 2)", True),
    ],
)
def test_the_name_of_an_index_makes_no_difference(one: str, other: str, *, same: bool) -> None:
    keys = {normal_form(read(text), FAMILY) for text in (one, other)}
    assert (len(keys) == 1) is same


def test_a_part_with_an_open_index_is_no_part_of_its_own() -> None:
    root = read("a * sum_over(i, 1, n, (i - a) * norm(column(X, i) - v * i))").root
    assert [to_text(node) for node in quantities(root)][:1] == ["a"]
    assert all(not node.free for node in (*quantities(root), *size_parts(root, SHAPE)))
    assert [to_text(node) for node in size_parts(read("sum_over(i, 1, n, i * 2) - 6").root, SHAPE)]


def test_an_index_does_not_follow_another_number_in_place_of_a_size() -> None:
    p = P.replace(n=arrays.scalar(variable(12345)))
    with pytest.raises(NotComputed, match="in place of n"):
        value_of(read("sum_over(i, 1, n, 1)"), p)
    assert value_of(read("n * a"), p) is not None


def _batch(number: Callable[..., Any]) -> tuple[Instance, list[Instance]]:
    singles = [random_instance(3, 2, seed) for seed in range(4)]
    stacked = {
        name: number(np.array([arrays.float64(getattr(p, name)) for p in singles]))
        for name in SIZES
        if name not in SHAPE
    }
    sizes = {name: number(np.array([[float(size)]])) for name, size in SHAPE.items()}
    nothing = np.array([], dtype=object)
    return Instance(FAMILY, SHAPE, nothing, number, {**stacked, **sizes}), singles


@pytest.mark.parametrize("number", [arrays.batch64, arrays.torch64])
@pytest.mark.parametrize(
    "text",
    [
        "sum_over(i, 1, n, (column(X, i).T @ v - entry(y, i)) * column(X, i))",
        "prod_over(i, 1, d, entry(w, i) + i)",
        "max_over(i, 1, d, entry(w, i))",
        "min_over(i, 1, d, entry(w, i))",
        "sum_over(i, 2, 1, X)",
        "row(X, 2)",
    ],
)
def test_batches_have_the_values_that_exact_numbers_have(
    text: str, number: Callable[..., Any]
) -> None:
    if number is arrays.torch64:
        pytest.importorskip("torch")
    batch, singles = _batch(number)
    found = np.asarray(value_of(read(text), batch), dtype=float)
    wanted = np.array([arrays.float64(evaluate(text, p)) for p in singles])
    np.testing.assert_allclose(np.broadcast_to(found, wanted.shape), wanted, rtol=1e-9)


NESTED = (
    "sum_over(i, 1, n, sum_over(j, 1, d, entry(X, j, i) * entry(w, j)) * column(X, i)) / n"
    " - sum_over(i, 1, n, entry(y, i) * column(X, i)) / n"
)
GRADIENT = CLAIMS["1.2-E5-gradient"]
LOSS = CLAIMS["1.2-E4-loss"]


def _proved(claim: corpus.Claim, text: str) -> str:
    formula = read_for(claim, text)
    found = prove_for_every_size(claim.decide, lambda p: value_of(formula, p), claim.family)
    return found.reason


def read_for(claim: corpus.Claim, text: str) -> Formula:
    return parse(text, dict.fromkeys(claim.names))


@pytest.mark.parametrize(
    "text",
    [
        "sum_over(i, 1, n, (column(X, i).T @ w - entry(y, i)) * column(X, i)) / n",
        "sum_over(i, 1, n, column(X, i) @ (column(X, i).T @ w - entry(y, i))) / n",
        "sum_over(i, 1, n, column(X, i) @ column(X, i).T) @ w / n - X @ y / n",
        "sum_over(i, 1, n, 1) * X @ (X.T @ w - y) / n**2",
        NESTED,
    ],
)
def test_sums_of_products_are_proved_at_every_size(text: str) -> None:
    assert _proved(GRADIENT, text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "sum_over(i, 1, n, (column(X, i).T @ w - entry(y, i))**2) / (2 * n)",
        "sum_over(i, 1, n, norm(column(X, i).T @ w - entry(y, i))**2) / (2 * n)",
        "mean((X.T @ w - y) * (X.T @ w - y)) / 2",
    ],
)
def test_squares_are_proved_at_every_size(text: str) -> None:
    assert _proved(LOSS, text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sum_over(i, 1, n, (column(X, i).T @ w + entry(y, i)) * column(X, i)) / n", "no proof"),
        ("sum_over(i, 1, n, (column(X, i).T @ w - entry(y, i)) * column(X, i)) / d", "no proof"),
        ("sum_over(i, 2, n, column(X, i))", "not translated: a sum over an index that does not"),
        ("sum_over(i, 1, 1, column(X, i))", "not translated: a row, a column or an entry at a"),
        ("sum_over(i, 1, d, column(X, i))", "not translated: an index up to d of d×n matrices"),
        ("sum_over(i, 1, n, i * column(X, i))", "not translated: an index as a number"),
        (
            "sum_over(i, 1, n, entry(y, i)**2 * column(X, i))",
            "not translated: a sum over an index of more than two factors",
        ),
        ("sum_over(i, 1, n, column(X, i) / entry(y, i))", "not translated: a sum over an index"),
        ("sum_over(i, 1, n, pinv(column(X, i)).T)", "not translated: a sum over an index of what"),
        ("max_over(i, 1, n, entry(y, i)) * w", "not translated: a product or an extremum"),
        ("hstack(w, w) @ ones(2, 1)", "not translated: a matrix written entry by entry"),
    ],
)
def test_what_is_false_or_has_no_translation_is_not_proved(text: str, reason: str) -> None:
    assert _proved(GRADIENT, text).startswith(reason)


def test_entries_are_exact() -> None:
    p = instance(X=[[fmpq(1, 3), 2], [3, 4], [5, 6]])
    assert evaluate("entry(X, 1, 1)", p).tolist() == [[fmpq(1, 3)]]
