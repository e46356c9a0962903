"""Numbers and matrices are set as mathematics, anything else as its text."""

from __future__ import annotations

import pytest

from referee.reports.mathematics import MOST_ROWS, WIDE, Typesetter, extent, filled, matrix
from referee.reports.numbers import number


@pytest.mark.parametrize(
    ("text", "mathml"),
    [
        ("12", "<mn>12</mn>"),
        ("-1/2", "<mo>−</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("0.25", "<mn>0.25</mn>"),
        (
            "3/5-4i",
            "<mfrac><mn>3</mn><mn>5</mn></mfrac><mo>−</mo><mn>4</mn><mi>i</mi>",
        ),
        ("2/3√2", "<mfrac><mn>2</mn><mn>3</mn></mfrac><msqrt><mn>2</mn></msqrt>"),
        ("1 − √30", "<mn>1</mn><mo>−</mo><msqrt><mn>30</mn></msqrt>"),
        ("1 − 2e^(-1/2)", "<mn>1</mn><mo>−</mo><mn>2</mn><msup><mi>e</mi><mn>−1/2</mn></msup>"),
        ("≈ -0.21", '<mo>≈</mo><mo form="prefix">−</mo><mn>0.21</mn>'),
        ("≈ 1.2e-09", "<mo>≈</mo><mn>1.2</mn><mo>·</mo><msup><mn>10</mn><mn>−9</mn></msup>"),
        ("1e5/", "<mtext>1e5/</mtext>"),
        ("[0.13 +/- 2.7e-16]", "<mtext>[0.13 +/- 2.7e-16]</mtext>"),
        ("<b>", "<mtext>&lt;b&gt;</mtext>"),
        ("", "<mtext></mtext>"),
        ("١٢", "<mtext>١٢</mtext>"),
    ],
)
def test_a_number(text: str, mathml: str) -> None:
    assert number(text) == mathml


def test_a_matrix() -> None:
    assert matrix([["1"]]) == "<math><mn>1</mn></math>"
    assert matrix([["1", "2"], ["3", "4"]]).count("<mtr>") == 2
    assert "no entries" in matrix([])
    assert "no entries" in matrix([[], []])


def test_a_large_matrix_is_cut_and_says_so() -> None:
    shown = matrix([["7"] * 40] * 30)
    assert shown.count("<mtr>") == MOST_ROWS + 1
    assert shown.count("<mn>7</mn>") == MOST_ROWS**2
    assert "⋯" in shown
    assert "⋮" in shown


def test_a_blank_is_filled_as_a_group() -> None:
    assert filled("x^{answer} = {answer}", "a + b") == "x^{a + b} = {a + b}"
    assert filled("{answer}", None) == r"{\square}"


def test_macros_do_not_outlive_their_formula() -> None:
    typesetter = Typesetter()
    assert "<math" in typesetter.formula(r"\newcommand{\mine}{x} \mine")
    assert "<code" in typesetter.formula(r"\mine")


@pytest.mark.parametrize("name", ["", *WIDE])
def test_a_formula_is_set_smaller_from_so_many_symbols_on(name: str) -> None:
    symbols = WIDE.get(name, 3)
    formula = Typesetter().formula("x" * symbols, display=True)
    assert extent(formula) == name
    shorter = Typesetter().formula("x" * (symbols - 1), display=True)
    assert extent(shorter) != name or not name
