"""Problem 1.2: the gradient flow, its solution, and the span of the data."""

from __future__ import annotations

from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import (
    Comparison,
    Truth,
    all_of,
    between,
    equal,
    iff,
    implies,
    unshown,
    zeros_like,
)
from referee.language.evaluation import of_the_answer
from referee.language.vocabulary import diagonal_matrix, in_span
from referee.numerics import arrays, calculus, linalg
from referee.numerics.arrays import Array
from referee.strategies.complex_matrices import complex_matrices_with_svd
from referee.strategies.families import Instance
from referee.strategies.least_squares import flow_field, least_squares, loss
from referee.strategies.matrices import (
    matrices_with_singular_values,
    square_matrices_with_svd,
)
from referee.strategies.spectral_least_squares import spectral_least_squares

FLOW = "ẇ = −∇L(w) with L(w) = ‖Xᵀw − y‖²/(2n); rank X = n"
SVD = "X = UΣVᵀ (full singular value decomposition), U_n the first n columns of U; rank X = n"
CONSTANTS = "; C_n = (C_1, ..., C_n)"


def _is_zero(array: Array) -> Comparison:
    return equal(array, zeros_like(array))


def _is_diagonal(name: str, array: Array) -> Comparison:
    off = rf"\text{{off the diagonal of }} {name}"
    return between(off, "0", diagonal_matrix(array))


def in_columns(name: str, v: Array, X: Array) -> Comparison:
    """Compare a vector of a name with its projection onto the span of the columns of X."""
    return between(name, rf"XX^{{\dagger}} {name}", in_span(v, X))


def _derivative(p: Instance, answer: Answering) -> Array:
    """Return d/dt of an answer that depends on t."""
    with of_the_answer():
        return calculus.derivative(lambda t: answer(p.replace(t=t)), p.t)


def solves_flow(p: Instance, answer: Answering) -> Comparison:
    """Compare the answer's time derivative with the field −∇L at the answer."""
    slope, field = _derivative(p, answer), flow_field(p, answer(p))
    return between(r"\dot w(t)", r"-\nabla L(w(t))", equal(slope, field))


def _is_general(p: Instance, answer: Answering, *constants: str) -> Comparison:
    """Compare: the constants of a solution reach every starting point w(0)."""

    def start(name: str) -> Array:
        def at(constant: Array) -> Array:
            return answer(p.replace(**{"t": 0 * p.t, name: constant}))

        return calculus.jacobian(at, getattr(p, name))

    with of_the_answer():
        by_all = arrays.concatenate([start(name) for name in constants], -1)
    reached = r"\dim\{w(0) : \text{all constants}\}"
    return between(reached, "d", equal(linalg.rank(by_all), p.d))


def _solves_generally(p: Instance, answer: Answering, *constants: str) -> Comparison:
    """Compare: the answer solves the flow, and its constants reach every start."""
    solves = solves_flow(p, answer)
    # Whether it is general is asked of a solution only, and may be hard to decide of others.
    if solves.truth is Truth.FALSE:
        return solves
    return all_of(solves, _is_general(p, answer, *constants))


def homogeneous(p: Instance, w: Array) -> Array:
    """Return the linear part Aw of the flow's field Aw + b, as its difference from b."""
    return flow_field(p, w) - flow_field(p, zeros_like(w))


def system_matrix(p: Instance) -> Array:
    """Return A of the flow's field Aw + b, column by column."""
    return calculus.matrix_of(lambda w: homogeneous(p, w), p.shape["d"], p.X)


@claim(
    "1.2-E4-loss",
    equation=4,
    states=r"L(w) = \tfrac1n \sum_i \tfrac12 (x_i^{\top} w - y_i)^2 = {answer}",
    blank="the loss L(w)",
    size="1 1",
    names="X y w n d",
    given="x_i is the i-th column of X; any X",
)
@given(p=least_squares(full_rank=False, tall=False))
def test_loss(p: Instance, answer: Answering) -> Comparison:
    return equal(loss(p, p.w), answer(p))


@claim(
    "1.2-E5-gradient",
    equation=5,
    states=r"\nabla_w L(w) = {answer}",
    blank="the gradient of L at w",
    size="d 1",
    names="X y w n d",
    given="L(w) = ‖Xᵀw − y‖²/(2n); any X of full column rank",
)
@given(p=least_squares())
def test_gradient(p: Instance, answer: Answering) -> Comparison:
    return equal(calculus.gradient(lambda w: loss(p, w), p.w), answer(p))


@claim(
    "1.2-E6-flow",
    equation=6,
    states=r"\dot w = {answer}",
    blank="the right side of the gradient flow",
    size="d 1",
    names="X y w n d",
    given=FLOW,
)
@given(p=least_squares())
def test_flow(p: Instance, answer: Answering) -> Comparison:
    return equal(flow_field(p, p.w), answer(p))


@claim(
    "1.2-E6-flow-square",
    equation=6,
    states=r"\dot w = {answer} \quad (d = n)",
    blank="the right side of the gradient flow",
    size="d 1",
    names="X y w n d",
    given=FLOW + "; d = n, so that XᵀX acts on w",
)
@given(p=least_squares(square=True))
def test_flow_with_square_data(p: Instance, answer: Answering) -> Comparison:
    return equal(flow_field(p, p.w), answer(p))


@claim(
    "1.2-A1-superposition",
    states=r"\dot w_H = A w_H,\; \dot w_{NH} = {answer} \;\Rightarrow\;"
    r" w_H + w_{NH} \text{ solves } \dot w = A w + b",
    blank="the equation of the inhomogeneous part, as its derivative at the value v",
    size="d 1",
    names="X y v n d",
    shows="X y h v",
    given="A = −XXᵀ/n, b = Xy/n; v is the value of w_NH and h of w_H; any X",
)
@given(p=least_squares(full_rank=False, tall=False, extra="v+h"))
def test_superposition(p: Instance, answer: Answering) -> Comparison:
    sum_of_both, field = homogeneous(p, p.h) + answer(p), flow_field(p, p.h + p.v)
    return between(r"\dot w_H + \dot w_{NH}", "A(h + v) + b", equal(sum_of_both, field))


@claim(
    "1.2-E7-sum",
    equation=7,
    states=r"w(t) = {answer}",
    blank="the general solution of the full equation, made of w_H(t) and w_NH(t)",
    size="d 1",
    names="w_H w_NH t n d",
    shows="X y C D t",
    given=FLOW + "; w_H solves the homogeneous equation for every C, w_NH the full one",
    reach=20,  # a derivative of exponentials: 0.2 s at 20×20, 1.2 s at 32×32
)
@given(p=spectral_least_squares(extra="t+C+D"))
def test_sum(p: Instance, answer: Answering) -> Comparison:
    return _solves_generally(p, answer, "C")


@claim(
    "1.2-A2-dimension",
    states=r"\dim \operatorname{span}\{u_1, \dots, u_d\} = {answer}",
    blank="the dimension of the span of the singular vectors of A",
    size="1 1",
    names="A d",
    given="A = UΣVᵀ is any real square matrix",
)
@given(p=square_matrices_with_svd())
def test_singular_vectors_span_everything(p: Instance, answer: Answering) -> Comparison:
    return equal(linalg.rank(p.U), answer(p))


def _invariant_lines(p: Instance) -> Comparison:
    """Compare: every left singular vector u_i spans a line that A maps into itself."""
    return _is_diagonal(r"U^{\top} A U", p.U.mT @ p.A @ p.U)


@claim(
    "1.2-A2-every-svd",
    states=r"{answer} \;\Rightarrow\; e^{At} u_i \in \operatorname{span}(u_i)"
    r" \text{ for every singular value decomposition of } A",
    blank="a condition on A under which the flow of A keeps its singular vectors apart",
    size=None,
    names="A d",
    shows="A U V",
    given="A = UΣVᵀ is a real square matrix, u_i its left singular vectors",
    asks=Condition(),
)
@given(p=square_matrices_with_svd())
def test_modes_of_every_svd(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: _invariant_lines(p))


@claim(
    "1.2-A2-some-svd",
    states=r"{answer} \;\Rightarrow\; e^{At} u_i \in \operatorname{span}(u_i)"
    r" \text{ for some singular value decomposition of } A",
    blank="a condition on A under which the flow of A keeps its singular vectors apart",
    size=None,
    names="A d",
    shows="A U V",
    given="A has distinct singular values, so its singular vectors are unique up to sign",
    asks=Condition(),
)
@given(p=square_matrices_with_svd(distinct=True))
def test_modes_of_some_svd(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: _invariant_lines(p))


@claim(
    "1.2-A3-system-matrix",
    states=r"A = {answer}",
    blank="the matrix A of the homogeneous part ẇ = Aw",
    size="d d",
    names="X n d",
    given=FLOW,
    reach=12,  # a derivative of a derivative: 0.2 s at 20×20
)
@given(p=least_squares(extra=""))
def test_system_matrix(p: Instance, answer: Answering) -> Comparison:
    return equal(system_matrix(p), answer(p))


@claim(
    "1.2-A4-decomposition",
    states=r"X = {answer} \;\Rightarrow\; XV = U\Sigma",
    blank="X in terms of U, Σ and V",
    size="d n",
    names="U S V n d",
    given="U (d×d) and V (n×n) orthogonal, Σ (d×n) diagonal",
)
@given(p=matrices_with_singular_values())
def test_decomposition(p: Instance, answer: Answering) -> Comparison:
    return between(r"XV", r"U\Sigma", equal(answer(p) @ p.V, p.U @ p.S))


@claim(
    "1.2-A4-transposed-reading",
    states=r"X = {answer} \;\Rightarrow\; XV^{\top} = U\Sigma",
    blank="X in terms of U, Σ and V, where V stands for what is usually called Vᵀ",
    size="d n",
    names="U S V n d",
    given="U (d×d) and V (n×n) orthogonal, Σ (d×n) diagonal",
)
@given(p=matrices_with_singular_values())
def test_decomposition_read_transposed(p: Instance, answer: Answering) -> Comparison:
    return between(r"XV^{\top}", r"U\Sigma", equal(answer(p) @ p.V.mT, p.U @ p.S))


@claim(
    "1.2-A5-powers",
    states=r"{answer} \;\Rightarrow\; \text{the columns of } U"
    r" \text{ are left singular vectors of } A^2",
    blank="a condition on A under which A² keeps the left singular basis of A",
    size=None,
    names="A d",
    shows="A U V",
    given="A = UΣVᵀ is a real square matrix",
    asks=Condition(),
)
@given(p=square_matrices_with_svd())
def test_powers(p: Instance, answer: Answering) -> Comparison:
    square = p.A @ p.A
    name = r"U^{\top} A^2 (A^2)^{\top} U"
    return implies(answer(p), lambda: _is_diagonal(name, p.U.mT @ square @ square.mT @ p.U))


@claim(
    "1.2-A5-gram-powers",
    states=r"(XX^{\top})^3 = U \left({answer}\right) U^{\top}",
    blank="the third power of XXᵀ in the basis U",
    size="d d",
    names="S V U n d",
    shows="X U S",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_gram_powers(p: Instance, answer: Answering) -> Comparison:
    gram = p.X @ p.X.mT
    return equal(gram @ gram @ gram, p.U @ answer(p) @ p.U.mT)


@claim(
    "1.2-E8-gram",
    equation=8,
    states=r"XX^{\top} = U \left({answer}\right) U^{\top}",
    blank="the middle factor of XXᵀ",
    size="d d",
    names="S V n d",
    shows="X U S",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_gram(p: Instance, answer: Answering) -> Comparison:
    return equal(p.X @ p.X.mT, p.U @ answer(p) @ p.U.mT)


@claim(
    "1.2-E8-gram-economy",
    equation=8,
    states=r"XX^{\top} = U_n \left({answer}\right) U_n^{\top}",
    blank="the middle factor of XXᵀ",
    size="n n",
    names="S_n V n d",
    shows="X U_n S_n",
    given="X = U_nΣ_nVᵀ (economy decomposition: U_n is d×n, Σ_n n×n); rank X = n",
)
@given(p=matrices_with_singular_values())
def test_gram_of_economy_svd(p: Instance, answer: Answering) -> Comparison:
    return equal(p.X @ p.X.mT, p.U_n @ answer(p) @ p.U_n.mT)


@claim(
    "1.2-E8-gram-complex",
    equation=8,
    states=r"U\Sigma\Sigma^{\top}U^{*} = {answer}",
    blank="the product of X with itself that has the left singular basis U",
    size="d d",
    names="X n d",
    shows="X U S",
    given="X = UΣV* is complex",
)
@given(p=complex_matrices_with_svd())
def test_gram_of_complex_data(p: Instance, answer: Answering) -> Comparison:
    return equal(p.U @ p.S @ p.S.mT @ arrays.conjugate(p.U).mT, answer(p))


@claim(
    "1.2-E9-columns",
    equation=9,
    states=r"XV = {answer}",
    blank="XV in terms of U and Σ",
    size="d n",
    names="U S V n d",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_columns(p: Instance, answer: Answering) -> Comparison:
    return equal(p.X @ p.V, answer(p))


@claim(
    "1.2-A6-nonzero-diagonal",
    states=r"\sigma_1, \dots, \sigma_n \neq 0 \iff {answer}",
    blank="the condition under which the first n diagonal entries of Σ are not zero",
    size=None,
    names="X n d",
    shows="X S",
    given="X = UΣVᵀ of any rank, n ≤ d",
)
@given(p=matrices_with_singular_values(full_rank=False))
def test_nonzero_diagonal(p: Instance, answer: Answering) -> Comparison:
    nonzero = linalg.total(1 - arrays.is_zero(p.sigma))
    return iff(equal(nonzero, p.n), answer(p))


def _columns_in_span(p: Instance, columns: range) -> Array:
    """Return how many of the given columns of U lie in the column span of X."""
    projected = p.X @ (linalg.pinv(p.X) @ p.U)
    pairs = ((p.U[..., :, j : j + 1], projected[..., :, j : j + 1]) for j in columns)
    return p.number([[sum(equal(u, found).truth is Truth.TRUE for u, found in pairs)]])


@claim(
    "1.2-A7-first-columns",
    states=r"\#\{i : u_i \in \operatorname{col}(X)\} = {answer}",
    blank="how many columns of U lie in the column span of X",
    size="1 1",
    names="X n d",
    shows="X U",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_first_columns(p: Instance, answer: Answering) -> Comparison:
    return equal(_columns_in_span(p, range(p.shape["d"])), answer(p))


@claim(
    "1.2-A8-other-columns",
    states=r"\#\{j > n : u_j \in \operatorname{col}(X)\} = {answer}",
    blank="how many of the last d − n columns of U lie in the column span of X",
    size="1 1",
    names="X n d",
    shows="X U",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_other_columns(p: Instance, answer: Answering) -> Comparison:
    return equal(_columns_in_span(p, range(p.shape["n"], p.shape["d"])), answer(p))


@claim(
    "1.2-A9-orthonormal",
    states=r"UU^{\top} = {answer}",
    blank="UUᵀ",
    size="d d",
    names="U U_n n d",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_orthonormal(p: Instance, answer: Answering) -> Comparison:
    return equal(p.U @ p.U.mT, answer(p))


@claim(
    "1.2-A10-cancelled",
    states=r"XV = U\Sigma = {answer}",
    blank="XV in terms of Z: U with its columns n+1, ..., d replaced by anything",
    size="d n",
    names="Z S n d",
    shows="X U Z S",
    given=SVD,
)
@given(p=matrices_with_singular_values())
def test_cancelled(p: Instance, answer: Answering) -> Comparison:
    return equal(p.X @ p.V, answer(p))


@claim(
    "1.2-E10-homogeneous",
    equation=10,
    states=r"w_H(t) = {answer}",
    blank="the solution of ẇ = −(1/n)XXᵀw with w(0) = (1/n)UC",
    size="d 1",
    names="U U_n V sigma sigma_d C t n d",
    shows="X C t",
    given=SVD + "; σ_d lists the singular values followed by d − n zeros",
)
@given(p=spectral_least_squares(extra="t+C"))
def test_homogeneous(p: Instance, answer: Answering) -> Comparison:
    slope = equal(_derivative(p, answer), homogeneous(p, answer(p)))
    start = equal(answer(p.replace(t=0 * p.t)), p.U @ p.C / p.n)
    return all_of(
        between(r"\dot w_H(t)", r"-\tfrac1n XX^{\top} w_H(t)", slope),
        between("w_H(0)", r"\tfrac1n UC", start),
    )


@claim(
    "1.2-A11-separable",
    states=r"Q^{\top}AQ \text{ is diagonal for } Q = {answer}",
    blank="orthonormal coordinates in which the flow separates",
    size="d d",
    names="U n d",
    shows="X U",
    given="A = −XXᵀ/n is the matrix of the flow",
    reach=12,  # a derivative of a derivative: 0.2 s at 20×20
)
@given(p=spectral_least_squares(extra=""))
def test_separable(p: Instance, answer: Answering) -> Comparison:
    Q = answer(p)
    orthonormal = equal(Q.mT @ Q, arrays.eye(p.shape["d"], Q))
    separated = _is_diagonal(r"Q^{\top} A Q", Q.mT @ system_matrix(p) @ Q)
    return all_of(between(r"Q^{\top} Q", "I", orthonormal), separated)


@claim(
    "1.2-A11-truncated",
    states=r"\frac{\partial}{\partial w}\left(\tfrac1n Xy\right) = {answer}",
    blank="the Jacobian of the truncated field (1/n)Xy",
    size="d d",
    names="X n d",
    given="the truncated equation ẇ = (1/n)Xy, which is not the flow",
)
@given(p=least_squares())
def test_truncated_equation_separates(p: Instance, answer: Answering) -> Comparison:
    field = calculus.jacobian(lambda w: p.X @ p.y / p.n + 0 * w, p.w)
    return equal(field, answer(p))


@claim(
    "1.2-E11-particular",
    equation=11,
    states=r"w_{NH}(t) = {answer}",
    blank="a solution of ẇ = −(1/n)XXᵀw + (1/n)Xy, for every constant D",
    size="d 1",
    names="X y D P t n d",
    given=FLOW + "; P is the projector onto the span of the data",
    picture="trajectory",
)
@given(p=least_squares(extra="D+t"))
def test_particular(p: Instance, answer: Answering) -> Comparison:
    return solves_flow(p, answer)


@claim(
    "1.2-E11-particular-truncated",
    equation=11,
    states=r"w_{NH}(t) = {answer}",
    blank="a solution of the truncated equation ẇ = (1/n)Xy, for every constant D",
    size="d 1",
    names="X y D t n d",
    given="rank X = n",
)
@given(p=least_squares(extra="D+t"))
def test_particular_of_truncated(p: Instance, answer: Answering) -> Comparison:
    slope = _derivative(p, answer)
    return between(r"\dot w_{NH}(t)", r"\tfrac1n Xy", equal(slope, p.X @ p.y / p.n))


@claim(
    "1.2-E12a-whole-solution",
    equation=12,
    states=r"w(t) = {answer}",
    blank="the general solution of the full equation, made of w_H(t) and w_NH(t)",
    size="d 1",
    names="w_H w_NH t n d",
    shows="X y C D t",
    given=FLOW + "; w_H solves the homogeneous equation for every C, w_NH the full one",
    picture="trajectory",
    reach=20,  # a derivative of exponentials: 0.2 s at 20×20, 1.2 s at 32×32
)
@given(p=spectral_least_squares(extra="t+C+D"))
def test_whole_solution(p: Instance, answer: Answering) -> Comparison:
    return _solves_generally(p, answer, "C")


@claim(
    "1.2-E12b-general-solution",
    equation=12,
    states=r"w(t) = {answer}",
    blank="the general solution of the flow, for all constants C_1, ..., C_n and D",
    size="d 1",
    names="X y U_n V sigma C_n D P t n d",
    shows="X y C_n D t",
    given=FLOW + "; X = UΣVᵀ, U_n the first n columns of U; P is the projector onto the span of the"
    " data" + CONSTANTS,
    picture="trajectory",
    reach=20,  # a derivative of exponentials: 0.2 s at 20×20, 1.2 s at 32×32
)
@given(p=spectral_least_squares(extra="t+C_n+D"))
def test_general_solution(p: Instance, answer: Answering) -> Comparison:
    return _solves_generally(p, answer, "C_n", "D")


@claim(
    "1.2-A12-fixed-modes",
    states=r"\frac{d}{dt} \sum_{j>n} C_j u_j e^{-\lambda_j^2 t} = {answer}",
    blank="the time derivative of the modes j > n, which the text merges into D'",
    size="d 1",
    names="X U U_n C n d",
    shows="X U C",
    given=SVD + "; the modes follow ẇ = −(1/n)XXᵀw",
)
@given(p=spectral_least_squares(extra="C"))
def test_fixed_modes(p: Instance, answer: Answering) -> Comparison:
    rest = p.U @ p.C - p.U_n @ p.C[..., : p.shape["n"], :]
    return equal(homogeneous(p, rest), answer(p))


@claim(
    "1.2-A13-summands",
    states=r"{answer} \in \operatorname{col}(X) \text{, and the rest of (12) is } D'",
    blank="those summands of (12) that lie in the column span of X",
    size="d 1",
    names="X y U U_n sigma C C_n D t n d",
    shows="X y C_n t",
    given=SVD + CONSTANTS,
)
@given(p=spectral_least_squares(extra="t+C+C_n+D"))
def test_summands(p: Instance, answer: Answering) -> Comparison:
    rest = _formula_12(p, p.t) - answer(p)
    return all_of(
        in_columns("{answer}", answer(p), p.X),
        between(r"\text{the rest of (12)}", "D'", equal(rest, p.D)),
    )


def _formula_12(p: Instance, t: Array) -> Array:
    """Return equation (12) as printed, with λ_i = σ_i/√n."""
    decay = arrays.exp(-p.sigma * p.sigma * t / p.n)
    return p.U_n @ (p.C_n * decay) / p.n + t * (p.X @ p.y) / p.n + p.D


@claim(
    "1.2-E13-initial-value",
    equation=13,
    states=r"w(0) = {answer}",
    blank="the value of (12) at t = 0, with D for D'",
    size="d 1",
    names="X y U_n C_n D n d",
    given=SVD + CONSTANTS,
)
@given(p=spectral_least_squares(extra="C_n+D"))
def test_initial_value(p: Instance, answer: Answering) -> Comparison:
    return equal(_formula_12(p, p.number([[0]])), answer(p))


@claim(
    "1.2-E14-constant",
    equation=14,
    states=r"D' = {answer} \in \operatorname{col}(X)",
    blank="D' from (13) and w(0) = 0",
    size="d 1",
    names="X y U U_n C C_n n d",
    shows="X U_n C_n",
    given=SVD + "; w(0) = 0" + CONSTANTS,
)
@given(p=spectral_least_squares(extra="C+C_n"))
def test_constant(p: Instance, answer: Answering) -> Comparison:
    value = answer(p)
    start = between("w(0)", "0", _is_zero(p.U_n @ p.C_n / p.n + value))
    return all_of(start, in_columns("{answer}", value, p.X))


@claim(
    "1.2-A15-where-it-lies",
    states=r"{answer} \quad \text{for all } t \ge 0",
    blank="where the whole solution lies",
    size=None,
    names="w_t X n d",
    shows="X y t v0",
    given="w(t) is the flow from 0; X of any rank. Of the flow from any other v_0 the same must be"
    " true exactly if v_0 is in the span of the columns of X",
)
@given(p=spectral_least_squares(full_rank=False, extra="t+v0"))
def test_where_it_lies(p: Instance, answer: Answering) -> Comparison:
    elsewhere = p.replace(w_t=p.v_t)
    tells = iff(answer(elsewhere), in_span(p.v0, p.X))
    why = "of the flow from v_0 it is true, and v_0 is outside the span, or the other way round"
    return all_of(answer(p), unshown(tells, why))


@claim(
    "1.2-A16-constants",
    states=r"w(t) = \sum_{i \le n} \left(c_i e^{-\sigma_i^2 t/n}"
    r" + \tfrac{v_i^{\top} y}{\sigma_i}\right) u_i,\; w(0) = 0 \;\Rightarrow\; c = {answer}",
    blank="the constants that the initial condition w(0) = 0 determines",
    size="n 1",
    names="V y sigma C_n n d",
    shows="X y C_n",
    given=SVD + CONSTANTS + ", left free",
)
@given(p=spectral_least_squares(extra="C_n"))
def test_constants(p: Instance, answer: Answering) -> Comparison:
    start = p.U_n @ (answer(p) + (p.V.mT @ p.y) / p.sigma)
    return between("w(0)", "0", _is_zero(start))
