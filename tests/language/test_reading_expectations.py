"""Expectations, variances and integrals as people write them."""

from __future__ import annotations

import pytest
from formula_family import FAMILY, SIZES, random_instance
from formula_family import read as canonical

from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.randomness import loose
from referee.language.reading import Scope, read
from referee.language.reading.scope import Distribution
from referee.language.tree import Formula, FormulaError
from referee.language.writing.notations import written

RANDOM = {
    "b": Distribution("gaussian", ("0", "1")),
    "v": Distribution("gaussian", ("w", "X @ X.T")),
}
DECLARED = Scope(FAMILY, tuple(SIZES), None, random=RANDOM)
PLAIN = Scope(FAMILY, tuple(SIZES), None)
P = random_instance(3, 2, 1)


def only(text: str, scope: Scope) -> Formula:
    (found,) = read(text, scope).formulas
    return found


# Statements about v ~ N(w, XXᵀ) and b ~ N(0, 1), each with a false neighbour.
STATEMENTS = [
    (
        r"\mathbb{E}[v^\top Q v] = \operatorname{tr}(Q X X^\top) + w^\top Q w",
        r"\mathbb{E}[v^\top Q v] = w^\top Q w",
    ),
    ("E[v v^T] = X X^T + w w^T", "E[v v^T] = X X^T"),
    ("E[(v - w)(v - w)^T] = X X^T", "E[(v - w)^T (v - w)] = norm(w)^2"),
    ("𝔼[v] = w", "𝔼[v] = 0"),
    (r"\mathbb{E}\left[\|v\|^2\right] = \|X\|_F^2 + \|w\|^2", r"\mathbb{E}\|v\|^2 = \|w\|^2"),
    ("Var(w^T v) = w^T X X^T w", "Var(w^T v) = E[(w^T v)^2]"),
    (r"\operatorname{Cov}(Q v, X^T v) = Q X X^\top X", r"\operatorname{Cov}(Q v, X^T v) = Q X"),
    ("Cov(v) = X X^T", "Cov(v) = E[v v^T]"),
    ("Cov(b, b^3) = 3", "Cov(b, b^3) = 1"),
    ("E[b v] = 0", "E[b^2 v] = 0"),
    ("E[b^4] = 3", "E[b^4] = 1"),
    ("E[exp(a b)] = exp(a^2/2)", "E[exp(a b)] = 1"),
    ("Var(b^2) = 2", "Var(b^2) = 3"),
    ("E[v]^T w = norm(w)^2", "E[v^T v] = E[v]^T E[v]"),
    ("E_{w ~ N(0, I)}[w^T Q w] = tr(Q)", "E_{w ~ N(0, I)}[w^T Q w] = sum(Q)"),
    ("E_{w ~ N(0, a^2 I)}[norm(w)^2] = a^2 d", "E_{w ~ N(0, a^2 I)}[norm(w)^2] = a d"),
    ("E_{v, w ~ N(0, I)}[(v^T w)^2] = d", "E_{v, w ~ N(0, I)}[(v^T w)^2] = 1"),
    ("E_{w ~ U(0, 1)}[w^T w] = d/3", "E_{w ~ U(0, 1)}[w^T w] = d/2"),
    ("E_{a ~ U[-1, 1]}[a^2] = 1/3", "E_{a ~ U[-1, 1]}[a] = 1/2"),
    ("E_{w ~ Rademacher}[w^T Q w] = tr(Q)", "E_{w ~ Rademacher}[w^T Q w] = 0"),
    ("E[E[v]] = E[v]", "E[v E[v]^T] = E[v v^T]"),
    (r"\int_0^1 x^2 \, dx = 1/3", r"\int_0^1 x^2 \, dx = 1/2"),
    ("∫₀¹ x² dx = 1/3", "∫₁⁰ x² dx = 1/3"),
    (
        r"\int_{0}^{a} e^{-2s} \, ds = \frac{1 - e^{-2a}}{2}",
        r"\int_{0}^{a} e^{-2s} \, ds = 1 - e^{-2a}",
    ),
    ("∫_0^a exp(-2s) ds = (1 - exp(-2a))/2", "∫_0^a exp(2s) ds = (1 - exp(-2a))/2"),
    (r"\int_0^\infty s e^{-s} \mathrm{d}s = 1", r"\int_0^\infty s^2 e^{-s} \mathrm{d}s = 1"),
    (r"\int_{-\infty}^{0} e^{s} ds = 1", r"\int_{-\infty}^{0} s e^{s} ds = 1"),
    (r"\int_{-\infty}^\infty e^{-x^2/2} dx < 2.51", r"\int_{\mathbb{R}} e^{-x^2/2} dx < 2.5"),
    (r"\int_0^1 \int_0^x t \, dt \, dx = 1/6", r"\int_0^1 \int_0^1 x t \, dt \, dx = 1/6"),
    (r"\frac{d}{da} \int_0^a s^2 ds = a^2", r"\frac{d}{da} \int_0^a s^2 ds = 2 a"),
    (r"\int_0^1 a \, da = 1/2", r"\int_0^1 a \, dt = 1/2"),
    (r"\int_0^1 dx = 1", r"\int_0^2 dx = 1"),
    (r"E[\int_0^1 b^2 s \, ds] = 1/2", r"E[\int_0^1 b s \, ds] = 1/2"),
    (r"2 \int_0^1 x \, dx + 3 = 4", r"2 \int_0^1 (x + 3) \, dx = 4"),
    (r"\sum_{i=1}^{d} \int_0^i 2 x \, dx = 14", r"\sum_{i=1}^{d} \int_0^i 2 x \, dx = 6"),
    ("∫_0^1 d dx = d", "∫_0^1 d dx = 1"),
]


@pytest.mark.parametrize(("holds", "fails"), STATEMENTS)
def test_what_is_written_is_read_and_decided(holds: str, fails: str) -> None:
    assert value_of(only(holds, DECLARED), P).truth is Truth.TRUE
    assert value_of(only(fails, DECLARED), P).truth is Truth.FALSE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("E[v] = w", r"E over what\? say how a name is distributed"),
        ("E_v[v] = w", "v has no distribution"),
        (
            "E_{v ~ Poisson(1)}[v]",
            r"Poisson is no distribution here: there are N\(m, S\), U\(a, b\)",
        ),
        ("E_{v ~ N(0)}[v]", "gaussian with 1 parameters"),
        ("E_{v ~ N(y, I)}[v]", "gaussian with n×1 and a number for v"),
        ("E_{q ~ N(0, 1)}[v]", "unknown name 'q'"),
        ("E_{v ~ N(0, I)}[v | w]", "a conditional expectation is not read"),
        ("Var(v, w, v)", "Var of 3 things"),
        ("∫_0^1 x", "an integral over what"),
        (r"\int x dx", "an integral from where to where"),
        (r"\int_0^1 \frac{dx}{x}", "an integral over what"),
        ("∫_0^∞ x", "an integral over what"),
        ("∫_∞^0 x dx", "an integral runs from minus infinity upwards"),
        ("∫_0^{-∞} x dx", "an integral runs from minus infinity upwards"),
        ("∫_0^1 x dy + x", "unknown name 'x'"),
        ("∫_0^x x dx", "unknown name 'x'"),
    ],
)
def test_what_says_too_little_is_told_what_would_be_right(text: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why):
        read(text, PLAIN)


def test_a_name_is_no_expectation() -> None:
    scope = Scope(FAMILY, tuple(SIZES), None, aliases={"E": "Q"})
    assert only("E (v + w)", scope).text == "Q @ (v + w)"


def test_one_name_may_hang_on_another() -> None:
    """The law of total variance: b ~ N(0, 1), a ~ N(b, 4)."""
    levels = {"b": Distribution("gaussian", ("0", "1")), "a": Distribution("gaussian", ("b", "4"))}
    scope = Scope(FAMILY, tuple(SIZES), None, random=levels)
    assert value_of(only("Var(a) = 5", scope), P).truth is Truth.TRUE
    assert value_of(only("E[a b] = 1", scope), P).truth is Truth.TRUE


@pytest.mark.parametrize(
    "text",
    [
        "expectation_gaussian(v.T @ v, v, w, Q)",
        "expectation_uniform(v.T @ v, v, w, v)",
        "integral(s, 0, a, exp(-s) + 1) + 2",
        "integral_ray(s, 0, exp(-s))",
        "integral_line(s, exp(-s**2))",
    ],
)
@pytest.mark.parametrize("notation", ["latex", "unicode"])
def test_what_is_shown_is_read_back(text: str, notation: str) -> None:
    root = canonical(text).root
    found = read(written(canonical(text), FAMILY, notation), PLAIN).formulas
    kinds = {tuple(node.kind for node in each.root.walk()) for each in found}
    assert tuple(node.kind for node in root.walk()) in kinds


def test_what_is_random_outside_is_found() -> None:
    formula = canonical("expectation_gaussian(v.T @ w, v, w, Q) + a")
    assert loose(formula.root, ("v", "w", "a", "b")) == ["w", "a"]
    outside = canonical("expectation_gaussian(v, v, v, Q)")
    assert loose(outside.root, ("v",)) == ["v"]
