"""Formulas that can be read and do not fit the blank, or have no value there."""

from __future__ import annotations

import pytest
from graded_sheets import GOOD, GOOD_CLAIMS, Graded, entry, graded, no_traceback

VECTOR, STATEMENT, NUMBER = "1.2-E5-gradient", "1.3-A3-inverse", "1.3-A5-dimension"

# name: (claim, formula, what the reason says)
ILL_TYPED: dict[str, tuple[str, str, str]] = {
    "number-for-a-vector": (VECTOR, "n", "it is 1×1, but the gradient of L at w is 2×1"),
    "matrix-for-a-vector": (
        VECTOR,
        "X",
        "at d = 2, n = 2: it is 2×2, but the gradient of L at w is",
    ),
    "row-for-a-column": (
        VECTOR,
        "w.T",
        "at d = 2, n = 1: it is 1×2, but the gradient of L at w is 2×1",
    ),
    "statement-for-a-vector": (VECTOR, "w == w", "it is a statement, but the gradient of L at w"),
    "truth-for-a-vector": (VECTOR, "true", "it is a statement, but the gradient of L at w"),
    "statement-for-a-number": (NUMBER, "d == n", "it is a statement, but "),
    "number-for-a-statement": (STATEMENT, "n", " is a statement"),
    "matrix-for-a-statement": (STATEMENT, "X", " is a statement"),
    "sum-of-sizes": (VECTOR, "w + X @ X.T", "column 1: 2×1 + 2×2"),
    "product-of-sizes": (VECTOR, "(1/n) * (X @ X)", "column 10: 2×1 @ 2×1"),
    "entrywise-product": (VECTOR, "X * w", "column 1: 2×2 * 2×1; a matrix product is written @"),
    "division-by-a-vector": (VECTOR, "w / y", "column 1: "),
    "power-of-a-rectangle": (VECTOR, "X ^ 2 w", "a power is of a number or a square matrix"),
    "side-by-side": (VECTOR, "X w", "column 1: 2×1 @ 2×1: rows of length 1"),
    "letters-side-by-side": (VECTOR, "XX w", "column 1: 2×1 @ 2×1: rows of length 1"),
    "call-of-a-method": (VECTOR, "X.dot(w)", "column 1: 2×1 @ 2×1: rows of length 1"),
    "call-of-a-call": (VECTOR, "inv(X)(w)", "column 1: a square matrix is needed, not 2×1"),
    "list-of-a-matrix": (VECTOR, "[X, y]", "it is 1×2, but the gradient of L at w is 1×1"),
    "vector-for-an-exponent": (VECTOR, "n**w * w", "column 1: 1×1 ** 2×1"),
    "inverse-of-a-rectangle": (VECTOR, "inv(X) @ w", "column 1: a square matrix is needed"),
    "logic-of-numbers": (VECTOR, "w and w", "column 1: a statement is needed, not 1×1"),
    "negated-number": (STATEMENT, "not n", "column 1: a statement is needed, not 1×1"),
    "sum-of-statements": (
        STATEMENT,
        "(n == n) + (d == d)",
        "column 1: + of a statement; it takes a number or a matrix",
    ),
    "function-of-a-statement": (VECTOR, "inv(n == n) @ w", "a function of a statement"),
    "comparison-of-sizes": (STATEMENT, "X == n", "column 1: 1×2 = 1×1"),
}
WITHOUT_VALUE: dict[str, tuple[str, str]] = {
    "division-by-n-minus-n": ("w / (n - n)", "a division by zero"),
    "division-by-n-minus-1": ("w / (n - 1)", "a division by zero"),
    "division-by-the-data": ("w / norm(w)", "a division by zero"),
    "singular-inverse": ("inv(X @ X.T - X @ X.T) @ w", "the inverse of a singular matrix"),
    "negative-power-of-zero": ("0**(-1) * w", "a division by zero"),
    "root-below-zero": ("sqrt(-n) * w", "the square root of a negative number"),
    "minimum-over-nothing": ("min_on_support(n, n - n) * w", "a minimum over nothing"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("fit")
    path, good = folder / "answers.toml", folder / "good.toml"
    entries = [entry(claim, name, text) for name, (claim, text, _) in ILL_TYPED.items()]
    entries += [entry(VECTOR, name, text) for name, (text, _) in WITHOUT_VALUE.items()]
    path.write_text("".join(entries), encoding="utf-8")
    good.write_text(GOOD, encoding="utf-8")
    return graded(folder, path, good)


@pytest.mark.parametrize("name", ILL_TYPED)
def test_what_does_not_fit_is_named_with_its_shape(run: Graded, name: str) -> None:
    claim, _, why = ILL_TYPED[name]
    record = run.record(claim, "answers", name)
    assert record["verdict"] == "ill-typed"
    assert record["reason"].startswith("at d = ")
    assert why in record["reason"]
    assert record["reason"].isprintable()
    assert record["counterexample"]["misfit"]["why"] in record["reason"]
    assert len(run.lines_with(f"  {claim} answers-{name}: ill-typed, not held: ")) <= 1
    assert len(run.lines_with(f"ill-typed, expected held: {record['reason']}")) >= 1


@pytest.mark.parametrize("name", WITHOUT_VALUE)
def test_an_answer_without_a_value_is_refuted_where_it_has_none(run: Graded, name: str) -> None:
    record = run.record(VECTOR, "answers", name)
    assert record["verdict"] == "refuted"
    note = record["counterexample"]["smallest"]["note"]
    assert note == f"the answer has no value: {WITHOUT_VALUE[name][1]}"


def test_the_answers_of_another_sheet_are_decided(run: Graded) -> None:
    assert {run.verdict(claim, "good") for claim in GOOD_CLAIMS} == {"held"}


def test_misfits_make_the_run_red_without_a_traceback(run: Graded) -> None:
    assert run.code == 1
    assert f"{len(ILL_TYPED) + len(WITHOUT_VALUE)} failed" in run.out
    assert no_traceback(run.out)
