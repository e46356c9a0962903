"""Polynomials in letters are written as people write them, each symbol by its field's LaTeX."""

from __future__ import annotations

from dataclasses import replace

import pytest

from referee.deciding.claim import load
from referee.evidence.letters_in_latex import Notation, raised
from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate
from referee.numerics.free_algebra.polynomials import Polynomial, identity
from referee.numerics.free_algebra.traces import trace
from referee.strategies.families import Family
from referee.strategies.forms import letters_of

CLAIMS = load()
n, d = indeterminate("n"), indeterminate("d")


FAMILY = CLAIMS["1.2-E5-gradient"].family


def family() -> Family:
    return FAMILY


def noted(polynomial: Polynomial) -> str:
    return Notation(family(), P.number, {}).polynomial(polynomial)


P = letters_of(family())
X, y, w = P.X.polynomial, P.y.polynomial, P.w.polynomial
G = P.number.inverse(X.T * X)


@pytest.mark.parametrize(
    ("polynomial", "latex"),
    [
        (X * 0, "0"),
        (identity("n"), "I"),
        (identity("1"), "1"),
        (identity("1") * 2 - y.T * y, r"2 - y^{\top} y"),
        (X.T * X * X.T * X, r"X^{\top} X X^{\top} X"),
        (G * G, r"(X^{\top} X)^{-2}"),
        (G.T * G.T, r"(((X^{\top} X)^{-1})^{\top})^{2}"),
        (X / (2 * n), r"\frac{1}{2 n} X"),
        (X * (n - 1) / (3 * n * d), r"\frac{n - 1}{3 d n} X"),
        (-X * (n - 1), "-(n - 1) X"),
        (X * (-1 / n), r"-\frac{1}{n} X"),
        (X + X * n * n, r"(n^{2} + 1) X"),
    ],
)
def test_a_polynomial(polynomial: Polynomial, latex: str) -> None:
    assert noted(polynomial) == latex


def test_numbers_that_products_and_traces_are() -> None:
    presentation = P.number.presentation
    length: Coefficient = presentation.number(w.T * w)
    assert noted(X * length) == r"w^{\top} w X"
    size: Coefficient = presentation.number_of(trace(X.T * X))
    assert noted(X / size) == r"\frac{1}{\operatorname{tr}(X X^{\top})} X"


def test_the_symbols_of_a_field_may_be_sums_or_nothing_at_all() -> None:
    def written(latex: str) -> str:
        own = family()
        fields = tuple(replace(f, latex=latex) if f.name == "w" else f for f in own.fields)
        return Notation(replace(own, fields=fields), P.number, {}).polynomial(w.T * w)

    assert written("x + y") == r"(x + y)^{\top} (x + y)"
    assert written(r"w^\infty") == r"(w^\infty)^{\top} w^\infty"
    assert written(r"\frac{x + y}{2}") == r"\left(\frac{x + y}{2}\right)^{\top} \frac{x + y}{2}"
    assert written("") == r"\mathrm{w}^{\top} \mathrm{w}"
    assert written("w(0)") == r"w(0)^{\top} w(0)"


def test_what_is_raised_already_is_put_in_brackets() -> None:
    assert raised("A", "2") == "A^{2}"
    assert raised("A^{2}", "2") == "(A^{2})^{2}"
    assert raised(r"\frac{a}{b}", "2") == r"\left(\frac{a}{b}\right)^{2}"
