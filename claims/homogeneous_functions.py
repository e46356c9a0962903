"""Problem 3: Euler's identity for homogeneous functions and their Clarke subdifferential."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq

from harness.claim import Answering, claim, given
from harness.comparison import (
    Comparison,
    Truth,
    all_of,
    at_most,
    equal,
    fact,
    iff,
    implies,
    negation,
    zeros_like,
)
from harness.vocabulary import in_hull, in_span
from numerics import arrays, calculus, linalg
from numerics.arrays import Array
from numerics.series import Series, as_series
from numerics.subdifferential import one_sided_derivative
from strategies.families import Instance
from strategies.homogeneous import (
    all_gradients,
    clarke_combinations,
    function,
    homogeneous_functions,
)
from strategies.kinks import (
    exponents,
    median_points,
    median_sequences,
    median_type,
    step_functions,
)

HOMOGENEOUS = "f(αx) = α^L f(x) for all α > 0; z = Ax"
DIFFERENTIABLE = HOMOGENEOUS + "; f is differentiable at x ≠ 0"
LIMITS = HOMOGENEOUS + "; s_1, ..., s_m are limits of gradients of f at points that tend to x"
MEDIAN = "f = max + min − 2·median on R³ (L = 1); all partial derivatives of f exist at x"


def _differentiable(p: Instance) -> Comparison:
    return fact(all_gradients(p).shape[1] == 1, "f is differentiable at x")


def _radial(p: Instance) -> tuple[Array, Array]:
    """Return lim (f(x + δx) − f(x))/δ for δ → 0 from the right and from the left."""
    f = function(p)
    return one_sided_derivative(f, p.x, p.x), -one_sided_derivative(f, p.x, -p.x)


def _both_limits(p: Instance, value: Array) -> Comparison:
    right, left = _radial(p)
    return all_of(equal(right, value), equal(left, value))


def _power(base: Any, exponent: int) -> Any:
    """Return an integer power by repeated multiplication, its definition."""
    result: Any = base**0
    for _ in range(abs(exponent)):
        result = result * base
    return result if exponent >= 0 else 1 / result


def _equal_powers(p: Instance) -> Comparison:
    """Compare α^L with β^L: exactly if α^(qL) = β^(qL), where qL is an integer."""
    times = int(p.L[0, 0].p)
    return equal(_power(p.alpha, times), _power(p.beta, times))


# ------------------------------------------------------------------------------- part 3.1


@claim(
    "3.1-A1-value-at-zero",
    states=r"f(0) = {answer}",
    blank="the value of f at 0",
    size="1 1",
    names="L f_x d",
    shows="f A v x L",
    given=HOMOGENEOUS + "; f is continuous on R^d; any L ≥ 0",
)
@given(p=homogeneous_functions(kinds="lipschitz"))
def test_value_at_zero(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(0 * p.x), answer(p))


@claim(
    "3.1-A1-positive-degree",
    states=r"L > 0 \;\Rightarrow\; f(0) = {answer}",
    blank="the value of f at 0",
    size="1 1",
    names="L f_x d",
    shows="f A v x L",
    given=HOMOGENEOUS + "; f is continuous on R^d; L > 0",
)
@given(p=homogeneous_functions(kinds="positive"))
def test_value_at_zero_of_positive_degree(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(0 * p.x), answer(p))


@claim(
    "3.1-A1-zero-at-zero",
    states=r"{answer} \;\Rightarrow\; f(0) = 0",
    blank="a condition on the degree L under which f(0) = 0",
    size=None,
    names="L d",
    shows="f A v x L f_0",
    given=HOMOGENEOUS + "; f has a value at 0",
)
@given(p=homogeneous_functions(kinds="at_origin"))
def test_zero_at_zero(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.f_0, zeros_like(p.f_0)))


@claim(
    "3.1-A1-exactly-when",
    states=r"f(0) = 0 \text{ for all } L\text{-homogeneous } f \iff {answer}",
    blank="the condition on the degree L under which f(0) = 0",
    size=None,
    names="L d",
    shows="f A v x L f_0",
    given=HOMOGENEOUS + "; f has a value at 0, and where f is a constant it is not 0",
)
@given(p=homogeneous_functions(kinds="at_origin"))
def test_zero_at_zero_exactly(p: Instance, answer: Answering) -> Comparison:
    return iff(equal(p.f_0, zeros_like(p.f_0)), answer(p))


@claim(
    "3.1-A2-distinct-powers",
    states=r"{answer} \;\Rightarrow\; \alpha^L \neq \beta^L",
    blank="a condition on α, β and L under which the powers differ",
    size=None,
    names="alpha beta L",
    given="α, β ≠ 0 rational, positive where L is not an integer",
)
@given(p=exponents(signed=True))
def test_distinct_powers(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: negation(_equal_powers(p)))


@claim(
    "3.1-A2-exactly-when",
    states=r"\alpha^L \neq \beta^L \iff {answer}",
    blank="the condition on α, β and L under which the powers differ",
    size=None,
    names="alpha beta L",
    given="α, β > 0; L any rational number",
)
@given(p=exponents())
def test_distinct_powers_exactly(p: Instance, answer: Answering) -> Comparison:
    return iff(negation(_equal_powers(p)), answer(p))


@claim(
    "3.1-E28-homogeneity",
    equation=28,
    states=r"f(\alpha x) = {answer} \cdot f(x)",
    blank="the factor by which f changes",
    size="1 1",
    names="alpha L d",
    shows="f A v x alpha L",
    given=HOMOGENEOUS,
)
@given(p=homogeneous_functions(extra="alpha"))
def test_homogeneity(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(p.alpha * p.x), answer(p) * p.f_x)


@claim(
    "3.1-E28-chain",
    equation=28,
    states=r"f(\alpha \cdot 0) = {answer}",
    blank="the value of f at α·0",
    size="1 1",
    names="alpha beta L f_0 f_x d",
    shows="f A v alpha beta L",
    given=HOMOGENEOUS + "; f has a value at 0; β > 0 is another number",
)
@given(p=homogeneous_functions(kinds="at_origin", extra="alpha+beta"))
def test_chain(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(p.alpha * (0 * p.x)), answer(p))


@claim(
    "3.1-E28-which-factors",
    equation=28,
    states=r"{answer} \;\Rightarrow\; f(ax) = a^L f(x)",
    blank="a condition on the factor a",
    size=None,
    names="a L d",
    shows="f A v x a L",
    given=HOMOGENEOUS + "; L = 0, 1, 2, ...; a is any real number",
)
@given(p=homogeneous_functions(kinds="integer", extra="factor"))
def test_which_factors(p: Instance, answer: Answering) -> Comparison:
    power = _power(p.a, int(p.L[0, 0].p))
    return implies(answer(p), lambda: equal(function(p)(p.a * p.x), power * p.f_x))


@claim(
    "3.1-A3-only-if",
    states=r"\alpha^L v = v = \beta^L v,\; \alpha \neq \beta \iff {answer}",
    blank="when (28) can be true of a value v of f at 0",
    size=None,
    names="v L alpha beta",
    given="α, β > 0 and α ≠ β",
)
@given(p=exponents())
def test_only_if(p: Instance, answer: Answering) -> Comparison:
    # α^L v = v exactly if v = 0 or α^(qL) = 1, where qL is an integer.
    times, zero = int(p.L[0, 0].p), equal(p.v, zeros_like(p.v))
    one = p.number([[1]])
    powers = all_of(equal(_power(p.alpha, times), one), equal(_power(p.beta, times), one))
    chain = zero if zero.truth is Truth.TRUE else powers
    return implies(negation(equal(p.alpha, p.beta)), lambda: iff(chain, answer(p)))


@claim(
    "3.1-A3-one-factor",
    states=r"\alpha^L v = v \iff {answer}",
    blank="when one factor α leaves a value v of f at 0 as it is",
    size=None,
    names="v L alpha",
    given="α > 0",
)
@given(p=exponents())
def test_one_factor(p: Instance, answer: Answering) -> Comparison:
    zero = equal(p.v, zeros_like(p.v))
    power = equal(_power(p.alpha, int(p.L[0, 0].p)), p.number([[1]]))
    return iff(zero if zero.truth is Truth.TRUE else power, answer(p))


@claim(
    "3.1-E29-at-zero",
    equation=29,
    states=r"s^{\top} x = {answer} \quad (x = 0)",
    blank="the product of any s with x = 0",
    size="1 1",
    names="L f_0 f_x d",
    shows="f A v s L f_0",
    given=HOMOGENEOUS + "; f has a value at 0; s is any vector",
)
@given(p=homogeneous_functions(kinds="at_origin", extra="s_any"))
def test_at_zero(p: Instance, answer: Answering) -> Comparison:
    return equal(p.s.mT @ (0 * p.x), answer(p))


@claim(
    "3.1-E29-which-points",
    equation=29,
    states=r"{answer} \;\Rightarrow\; s^{\top} x = L f(x) \text{ for any } s",
    blank="a condition on x under which the identity holds for any s",
    size=None,
    names="x L f_x d",
    shows="f A v x s L f_x",
    given=HOMOGENEOUS + "; f has a value at 0; s is any vector",
)
@given(p=homogeneous_functions(kinds="at_origin", origin=True, extra="s_any"))
def test_which_points(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.s.mT @ p.x, p.L * p.f_x))


# ------------------------------------------------------------------------------- part 3.2


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
    given=MEDIAN + ", ∇f(x) is the vector of them",
    picture="median",
)
@given(p=median_points())
def test_existence(p: Instance, answer: Answering) -> Comparison:
    # f is 1-homogeneous, so (f(x + δx) − f(x))/δ is f(x) itself; here it is computed.
    from_right = one_sided_derivative(median_type, p.x, p.x)
    return implies(answer(p), lambda: equal(from_right, p.g.mT @ p.x))


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
        return all_of(equal(start, zeros_like(start)), _both_limits(p, slope))

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
        return all_of(equal(start, zeros_like(start)), _both_limits(p, slope))

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
    left = as_series(_power(found, int(degree.q)))
    right = as_series(_power(Series(fmpq(1), fmpq(1)), int(degree.p)))
    return all_of(
        equal(arrays.scalar(found.value), p.number([[1]])),
        equal(arrays.scalar(left.slope), arrays.scalar(right.slope)),
    )


@claim(
    "3.2-A2-exactly-when",
    states=r"(1+\delta)^L = 1 + \delta L \iff {answer}",
    blank="when the expansion is no approximation",
    size=None,
    names="delta L",
    given="δ > −1; L any rational number",
)
@given(p=exponents())
def test_expansion_is_exact(p: Instance, answer: Answering) -> Comparison:
    degree, line = p.L[0, 0], 1 + p.delta * p.L
    powers = equal(_power(1 + p.delta, int(degree.p)), _power(line, int(degree.q)))
    positive = negation(at_most(line, zeros_like(line)))
    return iff(all_of(positive, powers), answer(p))


# ------------------------------------------------------------------------------- part 3.3


def _belongs(p: Instance) -> Comparison:
    """Compare: s is in the convex hull of all limiting gradients of f at x."""
    return in_hull(p.s, all_gradients(p))


def _affine(p: Instance) -> Comparison:
    """Compare: s is in the affine hull of all limiting gradients of f at x."""
    found = all_gradients(p)
    return in_span(p.s - found[:, :1], found - found[:, :1])


@claim(
    "3.3-A1-necessary",
    states=r"s \in \partial f(x) \;\Rightarrow\; {answer} \;\Rightarrow\;"
    r" s \in \operatorname{aff} \partial f(x)",
    blank="what is true of every s in the Clarke subdifferential, and of affine combinations only",
    size=None,
    names="s x G s_1 L f_x d",
    shows="f A v x S s",
    given=LIMITS + "; the columns of G are all of them; x ≠ 0",
    picture="kink",
)
@given(p=clarke_combinations(kinds="clarke", moved=True, hull=True, kinked=True))
def test_necessary(p: Instance, answer: Answering) -> Comparison:
    found = answer(p)
    return all_of(implies(_belongs(p), found), implies(found, _affine(p)))


@claim(
    "3.3-A1-characterisation",
    states=r"s \in \partial f(x) \iff {answer}",
    blank="the condition under which s is in the Clarke subdifferential",
    size=None,
    names="s x G s_1 L f_x d",
    shows="f A v x S s",
    given=LIMITS + "; the columns of G are all of them; x ≠ 0",
    picture="kink",
)
@given(p=clarke_combinations(kinds="clarke", moved=True, hull=True, kinked=True))
def test_characterisation(p: Instance, answer: Answering) -> Comparison:
    return iff(_belongs(p), answer(p))


@claim(
    "3.3-A2-sequences",
    states=r"x_i \to x,\; \nabla f(x_i) \to s,\; {answer} \;\Rightarrow\; s^{\top} x = L f(x)",
    blank="a condition on f at the points x_i, besides that the partial derivatives exist",
    size=None,
    names="pieces x v f_x d",
    shows="x v s f_x",
    given=MEDIAN.replace("at x", "at x_i") + ", ∇f(x_i) is the vector of them; x_i = x + v/i",
    picture="median",
)
@given(p=median_sequences())
def test_sequences(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.s.mT @ p.x, p.f_x))


@claim(
    "3.3-A3-membership",
    states=r"{answer} \;\Rightarrow\; \sum_j c_j s_j \in \partial f(x)",
    blank="a condition on the coefficients c under which the combination is in ∂f(x)",
    size=None,
    names="c",
    shows="f A v x S c",
    given=LIMITS + "; x ≠ 0",
    picture="kink",
)
@given(p=clarke_combinations(kinds="clarke", kinked=True))
def test_membership(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: _belongs(p))


@claim(
    "3.3-A3-identity",
    states=r"{answer} \;\Rightarrow\; x^{\top} \sum_j c_j s_j = L f(x)",
    blank="a condition on the coefficients c under which the identity holds",
    size=None,
    names="c L f_x",
    shows="f A v x S c L f_x",
    given=LIMITS + "; x ≠ 0",
)
@given(p=clarke_combinations())
def test_identity_of_combinations(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.x.mT @ p.s, p.L * p.f_x))


@claim(
    "3.3-E31-limit",
    equation=31,
    states=r"x^{\top} s = {answer}",
    blank="the product of x with a limit s of gradients",
    size="1 1",
    names="L f_x f_0 x d",
    shows="f A v x s L f_x",
    given=HOMOGENEOUS + "; s = lim ∇f(x_i) with x_i → x ≠ 0",
)
@given(p=clarke_combinations(weights="one"))
def test_limit(p: Instance, answer: Answering) -> Comparison:
    return equal(p.x.mT @ p.s, answer(p))


@claim(
    "3.3-E31-without-continuity",
    equation=31,
    states=r"x^{\top} s = {answer}",
    blank="the product of x with a limit s of gradients, where f may jump",
    size="1 1",
    names="L f_x f_lim d",
    shows="a x v s L f_x f_lim",
    given="f(w) = (a·w)^L for w_d > 0, else 0; x_i = x + v/i; s = lim ∇f(x_i)",
)
@given(p=step_functions())
def test_limit_without_continuity(p: Instance, answer: Answering) -> Comparison:
    return equal(p.x.mT @ p.s, answer(p))


@claim(
    "3.3-E32-combination",
    equation=32,
    states=r"\textstyle\sum_j c_j = 1 \;\Rightarrow\; x^{\top} \sum_j c_j s_j = {answer}",
    blank="the product of x with a combination of limits of gradients",
    size="1 1",
    names="L f_x f_0 x d",
    shows="f A v x S c L f_x",
    given=LIMITS + "; c_j of any sign; x ≠ 0",
)
@given(p=clarke_combinations(weights="affine"))
def test_combination(p: Instance, answer: Answering) -> Comparison:
    return equal(p.x.mT @ p.s, answer(p))


@claim(
    "3.3-E32-any-coefficients",
    equation=32,
    states=r"x^{\top} \sum_j c_j s_j = {answer}",
    blank="the product of x with any linear combination of limits of gradients",
    size="1 1",
    names="c L f_x x d",
    shows="f A v x S c L f_x",
    given=LIMITS + "; any real c_j; x ≠ 0",
)
@given(p=clarke_combinations(weights="any"))
def test_any_coefficients(p: Instance, answer: Answering) -> Comparison:
    return equal(p.x.mT @ p.s, answer(p))


@claim(
    "3.3-A4-theorem",
    states=r"\forall x \in \mathbb{R}^d\; \forall s \in \partial f(x): \quad s^{\top} x = {answer}",
    blank="the product of x with an element of the Clarke subdifferential",
    size="1 1",
    names="L f_x f_0 x d",
    shows="f A v x S c s L f_x",
    given=HOMOGENEOUS + "; f is locally Lipschitz on R^d; any x, also 0",
)
@given(p=clarke_combinations(kinds="finite", origin=True, weights="convex"))
def test_theorem(p: Instance, answer: Answering) -> Comparison:
    return equal(p.s.mT @ p.x, answer(p))


@claim(
    "3.3-A4-converse",
    states=r"{answer} \;\Rightarrow\; s \in \partial f(x)",
    blank="a condition on s under which it is in the Clarke subdifferential",
    size=None,
    names="s x G s_1 L f_x d",
    shows="f A v x S s L f_x",
    given=LIMITS + "; the columns of G are all of them; x ≠ 0",
    picture="kink",
)
@given(p=clarke_combinations(kinds="clarke", moved=True, hull=True, kinked=True))
def test_converse(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: _belongs(p))


def _autograd(p: Instance) -> Array:
    """Return torch's gradient at x as rationals: exact, since the numbers are small."""
    f = function(p.replace(A=arrays.torch64(p.A), v=arrays.torch64(p.v)))
    found = calculus.gradient(f, arrays.torch64(p.x))
    return arrays.exact([[Fraction(number) for number in row] for row in found.tolist()])


@claim(
    "3.3-A4-autograd",
    states=r"x^{\top} \,\mathtt{autograd}(f)(x) = {answer}",
    blank="the product of x with what torch's automatic differentiation returns, also at kinks",
    size="1 1",
    names="L f_x f_0 x d",
    shows="f A v x L f_x",
    given=HOMOGENEOUS + "; small integers, on which float64 does not round",
)
@given(p=homogeneous_functions(kinds="dyadic", origin=True, whole=True))
def test_autograd(p: Instance, answer: Answering) -> Comparison:
    return equal(p.x.mT @ _autograd(p), answer(p))


@claim(
    "3.3-T7-quotients",
    states=r"\frac{\lvert f(\alpha x)-f(0)\rvert}{\lVert\alpha x\rVert_1}"
    r" = {answer} \cdot \frac{\lvert f(x)-f(0)\rvert}{\lVert x\rVert_1}",
    blank="the factor by which the difference quotient at 0 changes",
    size="1 1",
    names="alpha L d",
    shows="f A v x alpha L f_x f_0",
    given=HOMOGENEOUS + "; f has a value at 0; x ≠ 0",
)
@given(p=homogeneous_functions(kinds="at_origin", extra="alpha"))
def test_quotients(p: Instance, answer: Answering) -> Comparison:
    there, here = (_quotient_at_zero(p, scale) for scale in (p.alpha, p.alpha**0))
    return equal(there, answer(p) * here)


def _quotient_at_zero(p: Instance, scale: Array) -> Array:
    at = scale * p.x
    return arrays.absolute(function(p)(at) - p.f_0) / linalg.norm_1(at)


@claim(
    "3.3-T7-lipschitz-at-zero",
    states=r"\lvert f(w)-f(0)\rvert \le C\lVert w\rVert"
    r" \text{ on the ray } \{\alpha x : 0 < \alpha \le 1\} \iff {answer}",
    blank="the condition under which f is Lipschitz at 0 along a ray",
    size=None,
    names="L f_x f_0 d",
    shows="f A v x L f_x f_0",
    given=HOMOGENEOUS + "; f(0) = 0 unless f is a constant; x ≠ 0",
)
@given(p=homogeneous_functions())
def test_lipschitz_at_zero(p: Instance, answer: Answering) -> Comparison:
    # By homogeneity the quotient changes by the same factor at each step towards 0: it stays
    # bounded exactly if the first step does not make it grow.
    quarter, whole = (_quotient_at_zero(p, p.number([[s]])) for s in (fmpq(1, 4), 1))
    return iff(at_most(quarter, whole), answer(p))
