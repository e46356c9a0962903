"""Statements about functions that are known by a property, each beside a false neighbour."""

from __future__ import annotations

import pytest

from referee import ask
from referee.asking.judging import judge
from referee.asking.plain import plain

# As in Nesterov, "Lectures on Convex Optimization" (2018), 2.1, and Bubeck, "Convex Optimization:
# Algorithms and Complexity" (2015), 3.2 and 3.4.
PAIRS = [
    (
        "f(x/2 + y/2) <= f(x)/2 + f(y)/2 where f: R^n -> R convex, x, y in R^n",
        "f(x/2 + y/2) >= f(x)/2 + f(y)/2 where f: R^n -> R convex, x, y in R^n",
    ),
    (
        "f(t x + (1-t) y) <= t f(x) + (1-t) f(y) where f: R^n -> R convex, t in [0,1]",
        "f(t x + (1-t) y) <= t f(x) + (1-t) f(y) where f: R^n -> R convex, t in R",
    ),
    (
        "f(y) >= f(x) + ∇f(x)^T (y - x) where f: R^n -> R convex, x, y in R^n",
        "f(y) >= f(x) + ∇f(x)^T (y - x) where f: R^n -> R differentiable, x, y in R^n",
    ),
    (
        "||∇f(x) - ∇f(y)|| <= L ||x - y|| where f: R^n -> R is L-smooth",
        "||∇f(x) - ∇f(y)|| <= L/2 ||x - y|| where f: R^n -> R is L-smooth",
    ),
    (
        "If f is convex and L-smooth, then f(y) ≤ f(x) + ∇f(x)^T(y − x) + L/2 ||y − x||^2",
        "If f is convex and L-smooth, then f(y) ≤ f(x) + ∇f(x)^T(y − x) + L/4 ||y − x||^2",
    ),
    (
        (
            "Let f: R^n → R be convex with L-Lipschitz gradient. Then"
            " (∇f(x) − ∇f(y))^T(x − y) ≥ 1/L ||∇f(x) − ∇f(y)||^2 for all x, y ∈ R^n"
        ),
        (
            "Let f: R^n → R have L-Lipschitz gradient. Then"
            " (∇f(x) − ∇f(y))^T(x − y) ≥ 1/L ||∇f(x) − ∇f(y)||^2 for all x, y ∈ R^n"
        ),
    ),
    (
        r"$f(x) - f(y) \le \frac{1}{2\mu} \|\nabla f(x)\|^2$ where $f$ is $\mu$-strongly convex",
        r"$f(x) - f(y) \le \frac{1}{4\mu} \|\nabla f(x)\|^2$ where $f$ is $\mu$-strongly convex",
    ),
    (
        "f(x - η∇f(x)) ≤ f(x) − η/2 ||∇f(x)||^2 where f: R^n → R is L-smooth, η > 0, η ≤ 1/L",
        "f(x - η∇f(x)) ≤ f(x) − η/2 ||∇f(x)||^2 where f: R^n → R is L-smooth, η > 0, η ≤ 2/L",
    ),
    (
        (
            "||x - y - 2/(mu+L) (∇f(x) − ∇f(y))|| <= (L-mu)/(L+mu) ||x-y||"
            " where f: R^n → R is mu-strongly convex and L-smooth"
        ),
        (
            "||x - y - 2/L (∇f(x) − ∇f(y))|| <= (L-mu)/(L+mu) ||x-y||"
            " where f: R^n → R is mu-strongly convex and L-smooth"
        ),
    ),
    (
        "|f(x) - f(y)| <= L ||x - y|| where f: R^n -> R is L-Lipschitz",
        "|f(x) - f(y)| <= L/2 ||x - y|| where f: R^n -> R is L-Lipschitz",
    ),
    (
        "x^T ∇f(x) = 3 f(x) where f: R^n → R homogeneous of degree 3",
        "x^T ∇f(x) = f(x) where f: R^n → R homogeneous of degree 3",
    ),
    ("f(-x) = f(x) where f is even", "f(-x) = f(x) where f is odd"),
    ("f(0) = 0 where f: R^n -> R is odd", "f(0) = 0 where f: R^n -> R is even"),
    (
        "f(x + y) = f(x) + f(y) where f: R^n -> R linear",
        "f(x + y) = f(x) + f(y) where f: R^n -> R affine",
    ),
    (
        "x < y => f(x) < f(y) where f: R -> R strictly increasing, x, y in R",
        "x < y => f(x) < f(y) where f: R -> R increasing, x, y in R",
    ),
    ("∇²f(x) ⪰ 0 where f: R^n → R convex", "∇²f(x) ⪯ 0 where f: R^n → R convex"),
    (
        "∇f(y) = 0 => f(x) >= f(y) where f: R^n → R convex",
        "∇f(y) = 0 => f(x) >= f(y) where f: R^n → R differentiable",
    ),
    (
        (
            "f(g(x))/2 + f(g(y))/2 >= f(g((x+y)/2))"
            " where f: R -> R convex and increasing, g: R -> R convex, x, y in R"
        ),
        "f(g(x))/2 + f(g(y))/2 >= f(g((x+y)/2)) where f, g: R -> R convex, x, y in R",
    ),
]


@pytest.mark.parametrize("text", [true for true, _ in PAIRS])
def test_what_is_true_of_functions_holds_and_is_not_said_to_be_proved(text: str) -> None:
    found = judge(text)
    assert found.verdict == "held", found.reason
    assert "f is a sum of" in found.reason


@pytest.mark.parametrize("text", [false for _, false in PAIRS])
def test_a_false_neighbour_is_refuted_by_a_function(text: str) -> None:
    found = judge(text)
    assert found.verdict == "refuted", found.reason
    shown = plain(found, where="", seed=0, seconds=0.0)["counterexample"]
    assert shown is not None
    assert "f(x)" in {value["shown"] for value in shown["values"]}


def test_the_simplest_function_refutes() -> None:
    found = judge("f(x/2 + y/2) >= f(x)/2 + f(y)/2 where f: R -> R convex, x, y in R")
    shown = plain(found, where="", seed=0, seconds=0.0)["counterexample"]
    assert shown is not None
    assert {v["shown"]: v["entries"] for v in shown["values"]}["f(x)"] == [["½x²"]]


def test_a_derivative_in_a_statement_assumes_that_there_is_one() -> None:
    found = judge("f(y) < f(x) + ∇f(x)^T (y - x) where f: R^n -> R convex")
    assert found.assumed == ("f is differentiable",)
    assert "f: ℝⁿ → ℝ, convex" in found.declared


def test_a_property_that_is_needed_is_said_alone() -> None:
    found = judge("f(y) >= f(x) + mu/2 ||y - x||^2 where f is mu-strongly convex, ∇f(x) = 0")
    assert found.verdict == "held", found.reason
    assert "f is μ-strongly convex" in {each.hypothesis for each in found.needed}
    assert not any("μ > 0" in each.hypothesis for each in found.needed)


def test_a_section_declares_functions() -> None:
    section = "Let f: R^n -> R be L-smooth and convex. Let x, y in R^n."
    text = "||∇f(x) - ∇f(y)|| <= {} ||x - y||"
    assert judge(text.format("L"), section=section).verdict == "held"
    assert judge(text.format("L/2"), section=section).verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("f(x) = 1 where f is strongly convex", "μ-strongly convex"),
        ("f(x) = 1 where f: R^n -> R^m convex", "R^m"),
        ("∇f = 0 where f: R^n -> R convex", "write ∇f(x)"),
        ("f(x) >= 0 where f: R^n -> R frobnicated", "frobnicated"),
        ("f(x) = 1 where f: R^n -> R homogeneous of degree k", "degree 1, 2, 3 or 4"),
        ("f(x) = f(z) where f: R^n -> R convex, z in R^m", "the argument of the function"),
        ("f(x) = 1 where f in R^n, f: R^n -> R convex", "declared twice"),
    ],
)
def test_what_is_no_function_is_said(text: str, reason: str) -> None:
    found = judge(text)
    assert found.verdict == "not read"
    assert reason in found.reason


def test_python_is_told_the_formula_of_a_function() -> None:
    found = ask("f(x) >= f(y)", where="f: R -> R convex, x, y in R")
    assert found.counterexample is not None
    assert found.counterexample.functions == {"f": "x"}
    assert set(found.counterexample) == {"x", "y"} == set(found.counterexample.floats)
    with pytest.raises(KeyError, match="is a function"):
        found.counterexample["f"]
    assert "f(x) = x " in str(found)
    assert "f(x) = −1,  f(y) = 0" in str(found)
    assert "nan" not in found.to_python()
