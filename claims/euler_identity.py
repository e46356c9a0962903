"""Part 3.2: Euler's identity where a homogeneous function is differentiable."""

from __future__ import annotations

from flint import fmpq

from referee.claims.homogeneity import HOMOGENEOUS, power
from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import (
    Comparison,
    all_of,
    at_most,
    between,
    equal,
    fact,
    iff,
    implies,
    negation,
    zeros_like,
)
from referee.numerics import arrays, calculus
from referee.numerics.arrays import Array
from referee.numerics.series import Series, as_series
from referee.numerics.subdifferential import is_differentiable, one_sided_derivative
from referee.strategies.families import Instance
from referee.strategies.homogeneous import function, homogeneous_functions
from referee.strategies.kinks import exponents, median_points, median_type

DIFFERENTIABLE = HOMOGENEOUS + "; f is differentiable at x ≠ 0"
MEDIAN = "f = max + min − 2·median on R³ (L = 1); all partial derivatives of f exist at x"


def _differentiable(p: Instance) -> Comparison:
    return fact(is_differentiable(function(p), p.x), "f is differentiable at x")


def _radial(p: Instance) -> tuple[Array, Array]:
    """Return lim (f(x + δx) − f(x))/δ for δ → 0 from the right and from the left."""
    f = function(p)
    return one_sided_derivative(f, p.x, p.x), -one_sided_derivative(f, p.x, -p.x)


_QUOTIENT = r"\frac{f(x+\delta x)-f(x)}{\delta}"


def _both_limits(p: Instance, value: Array, name: str = "{answer}") -> Comparison:
    """Compare the limits from the right and from the left with a value, which has a name."""
    right, left = _radial(p)
    return all_of(
        between(rf"\lim_{{\delta\downarrow0}} {_QUOTIENT}", name, equal(right, value)),
        between(rf"\lim_{{\delta\uparrow0}} {_QUOTIENT}", name, equal(left, value)),
    )


@claim(
    "3.2-A1-gradient",
    states=r"\lim_{\delta\to0} \frac{f(x+\delta x)-f(x)}{\delta} = {answer}",
    blank="the derivative of f at x in the direction x, by the definition of the gradient",
    size="1 1",
    names="g x L d",
    shows="f A v x g L",
    given=DIFFERENTIABLE + "; g = ∇f(x)",
)
@given(p=homogeneous_functions())
def test_gradient_along_x(p: Instance, answer: Answering) -> Comparison:
    return implies(_differentiable(p), lambda: _both_limits(p, answer(p)))


@claim(
    "3.2-A1-existence",
    states=r"{answer} \;\Rightarrow\;"
    r" \lim_{\delta\to0} \frac{f(x+\delta x)-f(x)-\nabla f(x)^{\top}\delta x}{\delta} = 0",
    blank="a condition on f at x, besides that the partial derivatives ∇f(x) exist",
    size=None,
    names="pieces x f_x g d",
    shows="x g f_x",
    given=MEDIAN + ", ∇f(x) is the vector of them; k is the number of limiting gradients of f at x",
    picture="median",
    asks=Condition(),
)
@given(p=median_points())
def test_existence(p: Instance, answer: Answering) -> Comparison:
    # f is 1-homogeneous, so (f(x + δx) − f(x))/δ is f(x) itself; here it is computed.
    from_right = one_sided_derivative(median_type, p.x, p.x)
    sides = rf"\lim_{{\delta\downarrow0}} {_QUOTIENT}", r"\nabla f(x)^{\top}x"
    return implies(answer(p), lambda: between(*sides, equal(from_right, p.g.mT @ p.x)))


@claim(
    "3.2-E30a-definition",
    equation=30,
    states=r"0 = \lim_{\delta\to0} \frac{f(x+\delta x)-f(x)-\left({answer}\right)}{\delta}",
    blank="what is subtracted: the linear part of the change of f, as a function of δ",
    size="1 1",
    names="g x delta L d",
    shows="f A v x g L",
    given=DIFFERENTIABLE + "; g = ∇f(x)",
)
@given(p=homogeneous_functions(extra="step"))
def test_definition(p: Instance, answer: Answering) -> Comparison:
    def tends_to_zero() -> Comparison:
        part = answer(p.replace(delta=_near_zero()))
        start, slope = calculus.values(part), calculus.slopes(part)
        tends = between(r"\lim_{\delta\to0} {answer}", "0", equal(start, zeros_like(start)))
        linear = r"\lim_{\delta\to0} \frac{{answer}}{\delta}"
        return all_of(tends, _both_limits(p, slope, linear))

    return implies(_differentiable(p), tends_to_zero)


def _near_zero() -> Array:
    return arrays.scalar(Series(fmpq(0), fmpq(1)))


@claim(
    "3.2-E30b-homogeneity",
    equation=30,
    states=r"f(x+\delta x) = {answer} \cdot f(x)",
    blank="the factor by which f changes from x to x + δx",
    size="1 1",
    names="delta L d",
    shows="f A v x delta L",
    given=HOMOGENEOUS + "; δ > −1",
)
@given(p=homogeneous_functions(extra="shift"))
def test_homogeneity_near_x(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(p.x + p.delta * p.x), answer(p) * p.f_x)


@claim(
    "3.2-E30b-second-line",
    equation=30,
    states=r"\lim_{\delta\to0} \frac{f(x+\delta x)-f(x)-\nabla f(x)^{\top}\delta x}{\delta}"
    r" = \lim_{\delta\to0} \frac{{answer}}{\delta} f(x) - \nabla f(x)^{\top}x",
    blank="the numerator of the second line, as a function of δ",
    size="1 1",
    names="delta L d",
    shows="f A v x L",
    given=DIFFERENTIABLE,
)
@given(p=homogeneous_functions(extra="step"))
def test_second_line(p: Instance, answer: Answering) -> Comparison:
    def same_limit() -> Comparison:
        part = answer(p.replace(delta=_near_zero()))
        start, slope = calculus.values(part) * p.f_x, calculus.slopes(part) * p.f_x
        above = r"\lim_{\delta\to0} \left({answer}\right) f(x)"
        tends = between(above, "0", equal(start, zeros_like(start)))
        return all_of(
            tends, _both_limits(p, slope, r"\lim_{\delta\to0} \frac{{answer}}{\delta} f(x)")
        )

    return implies(_differentiable(p), same_limit)


@claim(
    "3.2-E30c-euler",
    equation=30,
    states=r"\nabla f(x)^{\top} x = {answer}",
    blank="the product of the gradient with x",
    size="1 1",
    names="L f_x f_0 x d",
    shows="f A v x g L f_x",
    given=DIFFERENTIABLE,
)
@given(p=homogeneous_functions())
def test_euler(p: Instance, answer: Answering) -> Comparison:
    return implies(_differentiable(p), lambda: equal(p.g.mT @ p.x, answer(p)))


@claim(
    "3.2-E30c-gradient-of-multiples",
    equation=30,
    states=r"\nabla f(\alpha x) = {answer} \cdot \nabla f(x)",
    blank="the factor by which the gradient changes",
    size="1 1",
    names="alpha L d",
    shows="f A v x alpha L g",
    given=DIFFERENTIABLE,
)
@given(p=homogeneous_functions(extra="alpha"))
def test_gradient_of_multiples(p: Instance, answer: Answering) -> Comparison:
    def scaled() -> Comparison:
        return equal(calculus.gradient(function(p), p.alpha * p.x), answer(p) * p.g)

    return implies(_differentiable(p), scaled)


@claim(
    "3.2-A2-expansion",
    states=r"(1+\delta)^L = {answer} + o(\delta)",
    blank="the expansion of (1 + δ)^L for δ → 0",
    size="1 1",
    names="delta L",
    shows="L",
    given="L any rational number",
)
@given(p=exponents())
def test_expansion(p: Instance, answer: Answering) -> Comparison:
    # (1 + δ)^(p/q) is the number near 1 whose q-th power is (1 + δ)^p.
    found, degree = as_series(answer(p.replace(delta=_near_zero()))[0, 0]), p.L[0, 0]
    left = as_series(power(found, int(degree.q)))
    right = as_series(power(Series(fmpq(1), fmpq(1)), int(degree.p)))
    slopes = equal(arrays.scalar(left.slope), arrays.scalar(right.slope))
    start = equal(arrays.scalar(found.value), p.number([[1]]))
    left_side, right_side = (
        rf"\left.\tfrac{{d}}{{d\delta}} {power_of}\right|_{{\delta=0}}"
        for power_of in (r"\left({answer}\right)^q", r"(1+\delta)^{qL}")
    )
    return all_of(
        between(r"\lim_{\delta\to0} {answer}", "1", start),
        between(left_side, right_side, slopes),
    )


@claim(
    "3.2-A2-exactly-when",
    states=r"(1+\delta)^L = 1 + \delta L \iff {answer}",
    blank="when the expansion is no approximation",
    size=None,
    names="delta L",
    given="δ > −1; L any rational number",
    asks=Condition(about=("(1 + delta)**L", "delta * L"), exact=True),
)
@given(p=exponents())
def test_expansion_is_exact(p: Instance, answer: Answering) -> Comparison:
    degree, line = p.L[0, 0], 1 + p.delta * p.L
    powers = equal(power(1 + p.delta, int(degree.p)), power(line, int(degree.q)))
    positive = negation(at_most(line, zeros_like(line)))
    return iff(all_of(positive, powers), answer(p))
