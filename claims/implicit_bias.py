"""Problem 1.3: the limit of the gradient flow is the minimum-norm solution."""

from __future__ import annotations

from referee.claims.gradient_flow import in_columns
from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import (
    Comparison,
    all_of,
    between,
    equal,
    iff,
    implies,
    negation,
    unshown,
    zeros_like,
)
from referee.language.vocabulary import invertible
from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies.families import Instance
from referee.strategies.least_squares import (
    feasible_points,
    flow_field,
    generalised_inverses,
    least_squares,
)
from referee.strategies.matrices import matrices
from referee.strategies.spectral_least_squares import spectral_least_squares

FLOW = "ẇ = −∇L(w) with L(w) = ‖Xᵀw − y‖²/(2n); w(0) = 0; rank X = n"


@claim(
    "1.3-A1-span",
    states=r"{answer} \;\Rightarrow\; v(t) \in \operatorname{span}\{x_1, \dots, x_n\}"
    r" \text{ for all } t \ge 0",
    blank="a condition on the start v_0 = v(0)",
    size=None,
    names="X y v0 n d",
    shows="X y t v0",
    given="v(t) is the gradient flow from v_0; X of any rank",
    asks=Condition(),
)
@given(p=spectral_least_squares(full_rank=False, extra="t+v0"))
def test_span(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: in_columns("v(t)", p.v_t, p.X))


@claim(
    "1.3-E15-coefficients",
    equation=15,
    states=r"w(t) = X c(t),\; c(t) = {answer}",
    blank="the coefficients c(t)",
    size="n 1",
    names="X y w_t V sigma t n d",
    shows="X y t",
    given=FLOW,
)
@given(p=spectral_least_squares())
def test_coefficients(p: Instance, answer: Answering) -> Comparison:
    return equal(p.w_t, p.X @ answer(p))


@claim(
    "1.3-E16-limit-in-span",
    equation=16,
    states=r"w^\infty = {answer}",
    blank="the limit in terms of the coefficients c^∞",
    size="d 1",
    names="X y c w_t t n d",
    shows="X y t",
    given=FLOW + "; c^∞ are the limits of the coefficients c(t)",
)
@given(p=spectral_least_squares())
def test_limit_in_span(p: Instance, answer: Answering) -> Comparison:
    return equal(p.w_inf, answer(p))


@claim(
    "1.3-A2-loss-limit",
    states=r"\lim_{t\to\infty} L(w(t)) = {answer}",
    blank="the limit of the loss",
    size="1 1",
    names="X y n d",
    given=FLOW,
)
@given(p=spectral_least_squares(extra=""))
def test_loss_limit(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.norm_squared(p.X.mT @ p.w_inf - p.y) / (2 * p.n), answer(p))


@claim(
    "1.3-E17-interpolation",
    equation=17,
    states=r"X^{\top} w^\infty = {answer}",
    blank="the predictions of the limit",
    size="n 1",
    names="X y w_t t n d",
    shows="X y t",
    given=FLOW,
)
@given(p=spectral_least_squares())
def test_interpolation(p: Instance, answer: Answering) -> Comparison:
    return equal(p.X.mT @ p.w_inf, answer(p))


@claim(
    "1.3-E18-normal-coefficients",
    equation=18,
    states=r"X^{\top} X c^\infty = {answer}",
    blank="XᵀX applied to the limiting coefficients",
    size="n 1",
    names="X y n d",
    given=FLOW + "; w^∞ = Xc^∞",
)
@given(p=spectral_least_squares(extra=""))
def test_normal_coefficients(p: Instance, answer: Answering) -> Comparison:
    return equal(p.H @ p.c, answer(p))


@claim(
    "1.3-A3-inverse",
    states=r"(X^{\top}X)^{-1} \text{ exists} \iff {answer}",
    blank="the condition under which the inverse of XᵀX exists",
    size=None,
    names="X n d",
    given="X is any d×n matrix",
    asks=Condition(about=("X.T @ X",), exact=True),
)
@given(p=matrices(full_rank=False, tall=False))
def test_inverse(p: Instance, answer: Answering) -> Comparison:
    return iff(invertible(p.X.mT @ p.X), answer(p))


@claim(
    "1.3-E19-limit-coefficients",
    equation=19,
    states=r"c^\infty = {answer}",
    blank="the limiting coefficients",
    size="n 1",
    names="X y n d",
    given=FLOW + "; w^∞ = Xc^∞",
)
@given(p=spectral_least_squares(extra=""))
def test_limit_coefficients(p: Instance, answer: Answering) -> Comparison:
    return equal(p.c, answer(p))


def _is_limit(p: Instance, w: Array, start: Array) -> Comparison:
    """Compare: w is the limit of the flow from ``start``.

    The flow of a convex quadratic converges, and (I − P)w(t) is conserved: its limit is
    the only stationary point in start + col(X).
    """
    stationary = flow_field(p, w)
    still = between(r"-\nabla L(w^\infty)", "0", equal(stationary, zeros_like(stationary)))
    return all_of(still, in_columns("(w^\\infty - w(0))", w - start, p.X))


@claim(
    "1.3-E20-limit",
    equation=20,
    states=r"w^\infty = {answer}",
    blank="the limit of the flow",
    size="d 1",
    names="X y n d",
    given=FLOW,
)
@given(p=least_squares(extra=""))
def test_limit(p: Instance, answer: Answering) -> Comparison:
    return _is_limit(p, answer(p), p.w_0)


@claim(
    "1.3-E21-feasible",
    equation=21,
    states=r"{answer} \;\Rightarrow\; \{w : X^{\top}w = y\} \neq \varnothing",
    blank="a condition under which the constraint can be met",
    size=None,
    names="X y n d",
    given="X is any d×n matrix, y any vector",
    asks=Condition(),
)
@given(p=least_squares(full_rank=False, tall=False, extra=""))
def test_feasible(p: Instance, answer: Answering) -> Comparison:
    # Rouché-Capelli: solvable exactly if appending y to Xᵀ does not raise the rank.
    extended = linalg.rank(arrays.concatenate([p.X.mT, p.y], -1))
    ranks = r"\operatorname{rank}(X^{\top} \mid y)", r"\operatorname{rank} X"
    return implies(answer(p), lambda: between(*ranks, equal(extended, linalg.rank(p.X))))


@claim(
    "1.3-A4-projection",
    states=r"w^* = \operatorname{proj}_{\{w : X^{\top} w = y\}}\left({answer}\right)",
    blank="the point whose projection onto {Xᵀw = y} is the least solution",
    size="d 1",
    names="X y w n d",
    given="rank X = n; w is an arbitrary point",
)
@given(p=least_squares())
def test_projection(p: Instance, answer: Answering) -> Comparison:
    q = answer(p)
    projected = q - p.X @ linalg.solve(p.H, p.X.mT @ q - p.y)
    return equal(p.w_star, projected)


@claim(
    "1.3-A5-dimension",
    states=r"\dim\{w : X^{\top} w = y\} = {answer}",
    blank="the dimension of the set of solutions",
    size="1 1",
    names="X y n d",
    given="rank X = n",
)
@given(p=least_squares(extra=""))
def test_dimension(p: Instance, answer: Answering) -> Comparison:
    return equal(p.d - linalg.rank(p.X.mT), answer(p))


@claim(
    "1.3-E22-normal-equation",
    equation=22,
    states=r"w = w^* \;\Rightarrow\; {answer} \;\Rightarrow\; X^{\top}w = y",
    blank="an equation that the least solution obeys, and solutions only",
    size=None,
    names="X y w n d",
    given="w* is the minimum-norm solution of Xᵀw = y; rank X = n",
)
@given(p=feasible_points())
def test_normal_equation(p: Instance, answer: Answering) -> Comparison:
    found = answer(p)
    least = equal(p.w, p.w_star)
    solves = between(r"X^{\top} w", "y", equal(p.X.mT @ p.w, p.y))
    return all_of(implies(least, found), implies(found, solves))


@claim(
    "1.3-E22-characterisation",
    equation=22,
    states=r"w = w^* \iff {answer}",
    blank="an equation that the least solution obeys and no other point does",
    size=None,
    names="X y w n d",
    given="w* is the minimum-norm solution of Xᵀw = y; rank X = n",
)
@given(p=feasible_points())
def test_characterisation(p: Instance, answer: Answering) -> Comparison:
    return iff(equal(p.w, p.w_star), answer(p))


@claim(
    "1.3-A6-unique",
    states=r"X^{\top}w = y,\; w \neq w^* \;\Rightarrow\; {answer}",
    blank="how the norm of another solution compares with that of w*",
    size=None,
    names="w w_star X y n d",
    shows="X y w w_star",
    given="w* is the minimum-norm solution of Xᵀw = y; rank X = n; the comparison tells w from"
    " w*: with the two exchanged it is false",
)
@given(p=feasible_points(norm="feasible"))
def test_unique(p: Instance, answer: Answering) -> Comparison:
    exchanged = p.replace(w=p.w_star, w_star=p.w)

    def only_in_this_order() -> Comparison:
        why = "it is true with w and w* exchanged too"
        return all_of(answer(p), unshown(negation(answer(exchanged)), why))

    return implies(negation(equal(p.w, p.w_star)), only_in_this_order)


@claim(
    "1.3-E23-pseudo-inverse",
    equation=23,
    states=r"w^* = {answer}",
    blank="the minimum-norm least-squares solution",
    size="d 1",
    names="X y n d",
    given="X is any d×n matrix of any rank; w* minimises ‖Xᵀw − y‖, and ‖w‖ among minimisers",
)
@given(p=least_squares(full_rank=False, tall=False, extra=""))
def test_pseudo_inverse(p: Instance, answer: Answering) -> Comparison:
    w = answer(p)
    normal = between(r"XX^{\top} w^*", "Xy", equal(p.X @ (p.X.mT @ w), p.X @ p.y))
    return all_of(normal, in_columns("w^*", w, p.X))


@claim(
    "1.3-A7-identity",
    states=r"(X^{\top}X)^{-1}X^{\top} = {answer}",
    blank="the right side of the identity from class",
    size="n d",
    names="X n d",
    given="rank X = n",
)
@given(p=matrices())
def test_identity(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.solve(p.X.mT @ p.X, p.X.mT), answer(p))


@claim(
    "1.3-A8-symmetric-inverse",
    states=r"\left((X^{\top}X)^{-1}\right)^{\top} = {answer}",
    blank="the transpose of the inverse of XᵀX",
    size="n n",
    names="X n d",
    given="rank X = n",
)
@given(p=matrices())
def test_symmetric_inverse(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.inv(p.X.mT @ p.X).mT, answer(p))


@claim(
    "1.3-A8-symmetric-pseudo-inverse",
    states=r"\left((XX^{\top})^{\dagger}\right)^{\top} = {answer}",
    blank="the transpose of the pseudo-inverse of XXᵀ",
    size="d d",
    names="X G n d",
    given="rank X = n; G is any matrix with (XXᵀ)G(XXᵀ) = XXᵀ",
)
@given(p=generalised_inverses())
def test_symmetric_pseudo_inverse(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.pinv(p.X @ p.X.mT).mT, answer(p))


@claim(
    "1.3-A9-transposed-identity",
    states=r"X(X^{\top}X)^{-1} = {answer}",
    blank="the right side of the transposed identity",
    size="d n",
    names="X n d",
    given="rank X = n",
)
@given(p=matrices())
def test_transposed_identity(p: Instance, answer: Answering) -> Comparison:
    gram = p.X.mT @ p.X
    return equal(linalg.solve(gram.mT, p.X.mT).mT, answer(p))


@claim(
    "1.3-A10-conclusion",
    states=r"w^\infty = {answer}",
    blank="the limit of the flow from w(0) = 0",
    size="d 1",
    names="w_star w_t v_inf v_t t n d",
    shows="X y t v0",
    given=FLOW + "; w* is the minimum-norm solution; v(t) the flow from any v_0",
)
@given(p=spectral_least_squares(extra="t+v0"))
def test_conclusion(p: Instance, answer: Answering) -> Comparison:
    return equal(p.w_inf, answer(p))


@claim(
    "1.3-A10-from-anywhere",
    states=r"v^\infty = {answer}",
    blank="the limit of the flow from v(0) = v_0",
    size="d 1",
    names="X y w_star v0 P n d",
    shows="X y v0",
    given="ẇ = −∇L(w); rank X = n; the hypothesis w(0) = 0 is dropped",
)
@given(p=spectral_least_squares(extra="t+v0"))
def test_conclusion_from_anywhere(p: Instance, answer: Answering) -> Comparison:
    return equal(p.v_inf, answer(p))
