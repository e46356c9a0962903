"""Part 3.3: Euler's identity on the Clarke subdifferential of a homogeneous function."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from referee.claims.euler_identity import MEDIAN
from referee.claims.homogeneity import HOMOGENEOUS
from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import Comparison, all_of, at_most, between, equal, iff, implies
from referee.language.vocabulary import in_hull, in_span
from referee.numerics import arrays, calculus, linalg
from referee.numerics.arrays import Array
from referee.strategies.clarke_combinations import clarke_combinations
from referee.strategies.families import Instance
from referee.strategies.homogeneous import all_gradients, function, homogeneous_functions
from referee.strategies.kinks import median_sequences, step_functions

LIMITS = HOMOGENEOUS + "; s_1, ..., s_m are limits of gradients of f at points that tend to x"


def _belongs(p: Instance) -> Comparison:
    """Compare: s is in the convex hull of all limiting gradients of f at x."""
    return in_hull(p.s, all_gradients(p))


def _affine(p: Instance) -> Comparison:
    """Compare: s is in the affine hull of all limiting gradients of f at x."""
    found = all_gradients(p)
    sides = "s - s_1", r"\text{its projection onto the span of } s_j - s_1"
    return between(*sides, in_span(p.s - found[:, :1], found - found[:, :1]))


@claim(
    "3.3-A1-necessary",
    states=r"s \in \partial f(x) \;\Rightarrow\; {answer} \;\Rightarrow\;"
    r" s \in \operatorname{aff} \partial f(x)",
    blank="what is true of every s in the Clarke subdifferential, and of affine combinations only",
    size=None,
    names="s x G s_1 L f_x d",
    shows="f A v x S s",
    given=LIMITS + "; the 8 columns of G are all of them, the first repeated; x ≠ 0",
    picture="kink",
    asks=Condition(about=("in_hull(s, G)",), exact=True),
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
    given=LIMITS + "; the 8 columns of G are all of them, the first repeated; x ≠ 0",
    picture="kink",
    asks=Condition(about=("in_hull(s, G)",), exact=True),
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
    given=MEDIAN.replace("at x", "at x_i")
    + ", ∇f(x_i) is the vector of them; x_i = x + v/i; k is the"
    " number of limiting gradients of f at x_i",
    picture="median",
    asks=Condition(),
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
    asks=Condition(),
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
    asks=Condition(),
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
    given=LIMITS + "; the 8 columns of G are all of them, the first repeated; x ≠ 0",
    picture="kink",
    asks=Condition(about=("in_hull(s, G)",)),
)
@given(p=clarke_combinations(kinds="clarke", moved=True, hull=True, kinked=True))
def test_converse(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: _belongs(p))


def _autograd(p: Instance) -> Array:
    """Return torch's gradient at x as rationals: exact, since the numbers are small.

    Where torch is not installed it is what torch's rules give.
    """
    number = arrays.batch_on("cpu")
    f = function(p.replace(A=number(p.A), v=number(p.v)))
    found = calculus.gradient(f, number(p.x))
    return arrays.exact([[Fraction(x) for x in row] for row in found.tolist()])


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
    found = equal(p.x.mT @ _autograd(p), answer(p))
    return between(r"x^{\top} \,\mathtt{autograd}(f)(x)", "{answer}", found)


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
