"""Problem 1.1: the training loss of least squares goes to zero exponentially fast."""

from __future__ import annotations

from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Bound, Condition
from referee.language.comparison import (
    Comparison,
    all_of,
    at_most,
    between,
    equal,
    iff,
    implies,
    less,
    negation,
    showing,
    zeros_like,
)
from referee.language.vocabulary import invertible, positive_semidefinite
from referee.numerics import arrays, calculus, linalg
from referee.numerics.arrays import Array
from referee.numerics.exponential_sums import ExponentialSum
from referee.strategies.families import Instance
from referee.strategies.least_squares import (
    error,
    flow_field,
    least_squares,
    nonlinear_models,
    predictions,
)
from referee.strategies.matrices import matrices, matrices_with_singular_values
from referee.strategies.spectral_least_squares import spectral_least_squares


@claim(
    "1.1-E1-dissipation",
    equation=1,
    states=r"\frac{d}{dt}\left(\tfrac12\lVert u(t)-y\rVert^2\right) = {answer}",
    blank="the time derivative of ½‖u − y‖² along the flow",
    size="1 1",
    names="X y w u H n d",
    shows="X y w",
    given="u = Xᵀw; ẇ = −∇L(w) with L = ‖u − y‖²/(2n); any X of any rank",
)
@given(p=least_squares(full_rank=False, tall=False))
def test_dissipation(p: Instance, answer: Answering) -> Comparison:
    along = calculus.directional_derivative(lambda w: error(p, w), p.w, flow_field(p, p.w))
    return equal(along, answer(p))


def _nonlinear_flow(p: Instance) -> Array:
    return -calculus.gradient(
        lambda w: linalg.norm_squared(predictions(p, w) - p.y) / (2 * p.n), p.w
    )


@claim(
    "1.1-E1-any-model",
    equation=1,
    states=r"\frac{d}{dt}\left(\tfrac12\lVert u(t)-y\rVert^2\right) = {answer}",
    blank="the time derivative of ½‖u − y‖² along the flow",
    size="1 1",
    names="y w u H J n d",
    shows="A X y w",
    given="u(w) = (Aᵀw)∘(Aᵀw) + Xᵀw, a model that is not linear; H = JJᵀ with J = ∂u/∂w",
)
@given(p=nonlinear_models())
def test_dissipation_of_any_model(p: Instance, answer: Answering) -> Comparison:
    along = calculus.directional_derivative(
        lambda w: linalg.norm_squared(predictions(p, w) - p.y) / 2, p.w, _nonlinear_flow(p)
    )
    return equal(along, answer(p))


@claim(
    "1.1-E2-kernel",
    equation=2,
    states=r"\left[\left\langle \tfrac{\partial u_i}{\partial w},"
    r" \tfrac{\partial u_j}{\partial w}\right\rangle\right]_{ij} = {answer}",
    blank="the kernel H",
    size="n n",
    names="J u w y n d",
    shows="A X w",
    given="u(w) = (Aᵀw)∘(Aᵀw) + Xᵀw with Jacobian J = ∂u/∂w",
)
@given(p=nonlinear_models())
def test_kernel(p: Instance, answer: Answering) -> Comparison:
    def u(w: Array) -> Array:
        return predictions(p, w)

    def along(v: Array) -> Array:
        """Return the derivative of u in the direction of the gradient of vᵀu."""
        toward = calculus.gradient(lambda w: v.mT @ u(w), p.w)
        return calculus.directional_derivative(u, p.w, toward)

    return equal(calculus.matrix_of(along, p.shape["n"], p.X), answer(p))


@claim(
    "1.1-A1-linear-kernel",
    states=r"u = X^{\top} w \;\Rightarrow\; H = {answer}",
    blank="the kernel H of the linear model",
    size="n n",
    names="X w u n d",
    shows="X w",
    given="u = Xᵀw; H = JJᵀ with J = ∂u/∂w; any X of any rank",
)
@given(p=least_squares(full_rank=False, tall=False))
def test_linear_kernel(p: Instance, answer: Answering) -> Comparison:
    jacobian = calculus.jacobian(lambda w: p.X.mT @ w, p.w)
    return equal(jacobian @ jacobian.mT, answer(p))


@claim(
    "1.1-A2-full-rank",
    states=r"H = X^{\top} X \text{ has rank } n \iff {answer}",
    blank="the condition on X under which XᵀX has full rank",
    size=None,
    names="X n d",
    given="X is any d×n matrix",
    asks=Condition(about=("X.T @ X",), exact=True),
)
@given(p=matrices(full_rank=False, tall=False))
def test_full_rank(p: Instance, answer: Answering) -> Comparison:
    return iff(equal(linalg.rank(p.X.mT @ p.X), p.n), answer(p))


@claim(
    "1.1-A3-constant-kernel",
    states=r"H(w(t)) - H(w(0)) = {answer}",
    blank="the change of H along the trajectory",
    size="n n",
    names="X w v n d",
    given="u = Xᵀw; w stands for w(t), v for w(0)",
)
@given(p=least_squares(extra="w+v"))
def test_constant_kernel(p: Instance, answer: Answering) -> Comparison:
    def kernel(at: Array) -> Array:
        jacobian = calculus.jacobian(lambda w: p.X.mT @ w, at)
        return jacobian @ jacobian.mT

    return equal(kernel(p.w) - kernel(p.v), answer(p))


@claim(
    "1.1-A4-least-eigenvalue",
    states=r"0 < \lambda_{\min}(X^{\top}X) = {answer}",
    blank="the smallest eigenvalue of XᵀX",
    size="1 1",
    names="X sigma n d",
    given="X has full column rank and singular values σ_1 ≥ ... ≥ σ_n",
)
@given(p=matrices_with_singular_values())
def test_least_eigenvalue(p: Instance, answer: Answering) -> Comparison:
    H, value = p.X.mT @ p.X, answer(p)
    shifted = H - value * arrays.eye(p.shape["n"], H)
    # λ is the least eigenvalue exactly if H − λI is singular and positive semidefinite.
    is_least = all_of(negation(invertible(shifted)), positive_semidefinite(shifted))
    known = p.sigma[..., -1:, :] * p.sigma[..., -1:, :]
    return showing(equal(known, value), all_of(less(zeros_like(value), value), is_least))


@claim(
    "1.1-A5-exponential-decay",
    states=r"L(w(t)) \le e^{-ct} L(w(0)), \quad c = {answer} > 0",
    blank="a rate c > 0 of exponential decay",
    size="1 1",
    names="lambda_min lambda_max H n d",
    shows="X y t",
    given="rank X = n; w(0) = 0; t ≥ 0",
    asks=Bound(trivial="0", along="n d lambda_min 1/lambda_min lambda_max", largest=True),
)
@given(p=spectral_least_squares())
def test_exponential_decay(p: Instance, answer: Answering) -> Comparison:
    c = answer(p)
    positive = between("0", "c", less(zeros_like(c), c))
    # L is E divided by n.
    return all_of(positive, at_most(p.E_t / p.n, arrays.exp(-c * p.t) * p.E_0 / p.n))


def _speed(p: Instance) -> Array:
    """Return −lim (1/t) log ‖u(t) − y‖²: the slowest exponent present in E.

    E(t) is a sum of exponentials whose exponents at t = 1 are minus its rates, and which
    are present is decided exactly (numerics.exponential_sums).
    """
    E_1 = p.replace(t=p.number([[1]])).E_t[0, 0]
    slowest = E_1.terms[-1][0] if isinstance(E_1, ExponentialSum) else 0
    return arrays.scalar(-slowest)


def _still_wrong(p: Instance) -> Comparison:
    return negation(equal(p.E_0, zeros_like(p.E_0)))


@claim(
    "1.1-A6-speed",
    states=r"-\lim_{t\to\infty} \tfrac1t \log \lVert u(t)-y\rVert^2 = {answer}",
    blank="the speed of convergence",
    size="1 1",
    names="lambda_min lambda_max H sigma V u0 y n d",
    shows="X y",
    given="rank X = n; w(0) = 0; u(0) ≠ y",
)
@given(p=spectral_least_squares())
def test_speed(p: Instance, answer: Answering) -> Comparison:
    return implies(_still_wrong(p), lambda: equal(_speed(p), answer(p)))


@claim(
    "1.1-A6-speed-bound",
    states=r"-\lim_{t\to\infty} \tfrac1t \log \lVert u(t)-y\rVert^2 \ge {answer}",
    blank="a lower bound on the speed of convergence",
    size="1 1",
    names="lambda_min lambda_max H n d",
    shows="X y",
    given="rank X = n; w(0) = 0; u(0) ≠ y",
    asks=Bound(trivial="0", along="n d lambda_min 1/lambda_min lambda_max", largest=True),
)
@given(p=spectral_least_squares())
def test_speed_bound(p: Instance, answer: Answering) -> Comparison:
    speed = r"-\lim_{t\to\infty} \tfrac1t \log \lVert u(t)-y\rVert^2"
    return implies(
        _still_wrong(p), lambda: between("{answer}", speed, at_most(answer(p), _speed(p)))
    )


@claim(
    "1.1-E3-bound",
    equation=3,
    states=r"\tfrac12\lVert u(t)-y\rVert^2 \le {answer}",
    blank="the bound on ½‖u(t) − y‖²",
    size="1 1",
    names="t lambda_0 lambda_min lambda_max E_0 n d",
    shows="X y t",
    given="rank X = n; w(0) = 0; t ≥ 0; 0 < λ_0 ≤ λ_min(XᵀX); E(0) = ½‖u(0) − y‖²",
    picture="loss",
    asks=Bound(
        trivial="E_0",
        along="t n d lambda_min lambda_max",
        also=("exp(-2 * lambda_0 * t / n) * E_0",),
    ),
)
@given(p=spectral_least_squares())
def test_bound(p: Instance, answer: Answering) -> Comparison:
    return at_most(p.E_t, answer(p))


@claim(
    "1.1-E3-bound-unit-error",
    equation=3,
    states=r"\tfrac12\lVert u(0)-y\rVert^2 \le 1 \;\Rightarrow\;"
    r" \tfrac12\lVert u(t)-y\rVert^2 \le {answer}",
    blank="the bound on ½‖u(t) − y‖²",
    size="1 1",
    names="t lambda_0 lambda_min lambda_max E_0 n d",
    shows="X y t",
    given="as in (3), with an initial error of at most 1, so that only the rate is at stake",
    picture="loss",
    asks=Bound(
        trivial="E_0", along="t lambda_min lambda_max", also=("exp(-2 * lambda_0 * t / n) * E_0",)
    ),
)
@given(p=spectral_least_squares(unit=True))
def test_bound_with_unit_error(p: Instance, answer: Answering) -> Comparison:
    return at_most(p.E_t, answer(p))


@claim(
    "1.1-T1-slowest-rate",
    states=r"e^{-rt} E(0) \le E(t), \quad r = {answer}",
    blank="a rate r that the loss never beats",
    size="1 1",
    names="lambda_min lambda_max H n d",
    shows="X y t",
    given="w(0) = 0; t ≥ 0; X of any rank",
    asks=Bound(along="n d lambda_min 1/lambda_min lambda_max"),
)
@given(p=spectral_least_squares(full_rank=False))
def test_slowest_rate(p: Instance, answer: Answering) -> Comparison:
    return at_most(arrays.exp(-answer(p) * p.t) * p.E_0, p.E_t)


@claim(
    "1.1-T1-surest-rate",
    states=r"E(t) \le e^{-rt} E(0), \quad r = {answer}",
    blank="a rate r that the loss always reaches",
    size="1 1",
    names="lambda_min lambda_max H n d",
    shows="X y t",
    given="w(0) = 0; t ≥ 0; X of any rank",
    asks=Bound(trivial="0", along="n d lambda_min 1/lambda_min lambda_max", largest=True),
)
@given(p=spectral_least_squares(full_rank=False))
def test_surest_rate(p: Instance, answer: Answering) -> Comparison:
    return at_most(p.E_t, arrays.exp(-answer(p) * p.t) * p.E_0)
