"""Least-squares problems: data X (d, n) with samples as columns, targets y (n, 1).

Loss L(w) = ‖Xᵀw − y‖²/(2n), gradient flow ẇ = −∇L(w). All rational X, where everything
algebraic is decided; those with a known SVD, where the flow is exact, stand in
``spectral_least_squares``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from referee.numerics import arrays, calculus, linalg
from referee.numerics.arrays import Array
from referee.strategies import forms
from referee.strategies.families import Family, Field, Hypothesis, Instance, family
from referee.strategies.fields import (
    choice,
    column,
    derived,
    fractions,
    rational,
    start,
    time,
    vector,
)
from referee.strategies.matrices import (
    X_field,
    d_field,
    free_matrix,
    n_field,
    of_matrices,
    shapes_of_rank,
)
from referee.strategies.rationals import chosen, matrix_of

y_field = vector("y", "n", "the targets y_1, ..., y_n")
H_field = derived("H", "n n", "H", "the matrix XᵀX", lambda p: p.X.mT @ p.X)

# What a problem may have besides X and y; the option `extra` picks by name.
EXTRAS: dict[str, Field] = {
    "w": vector("w", "d", "a parameter vector"),
    "v": vector("v", "d", "another vector of R^d"),
    "h": vector("h", "d", "a value of a homogeneous solution", "w_H"),
    "D": vector("D", "d", "an arbitrary constant vector"),
    "C": vector("C", "d", "the constants C_1, ..., C_d"),
    "C_n": vector("C_n", "n", "the constants C_1, ..., C_n"),
    "t": time(),
    "v0": start("v0", "d", "a starting point: 0, in the span of the data, or anywhere", "v_0"),
}


def extras(names: str) -> tuple[Field, ...]:
    """Return the fields named in ``names`` ("w+t"). Raises KeyError for an unknown one."""
    return tuple(EXTRAS[name] for name in names.split("+") if name)


def loss(p: Instance, w: Array) -> Array:
    """Return L(w) = (1/n) Σ_i ½(x_iᵀw − y_i)², the mean over the samples, (..., 1, 1)."""
    residual = p.X.mT @ w - p.y
    return linalg.total(residual * residual / 2) / p.n


def error(p: Instance, w: Array) -> Array:
    """Return E(w) = ½‖Xᵀw − y‖², (..., 1, 1)."""
    return linalg.norm_squared(p.X.mT @ w - p.y) / 2


def flow_field(p: Instance, w: Array) -> Array:
    """Return −∇L(w) by differentiation, (..., d, 1)."""
    return -calculus.gradient(lambda at: loss(p, at), w)


def minimum_norm_solution(p: Instance) -> Array:
    """Return argmin ‖w‖ subject to Xᵀw = y, from the KKT system w = Xν, Xᵀw = y."""
    d = p.shape["d"]
    zero, identity = 0 * p.X.mT @ p.X, 0 * p.X @ p.X.mT + p.number(np.eye(d, dtype=np.int64))
    top = arrays.concatenate([identity, -p.X], axis=-1)
    bottom = arrays.concatenate([p.X.mT, zero], axis=-1)
    right = arrays.concatenate([0 * p.X[..., :, :1], p.y], axis=-2)
    return linalg.solve(arrays.concatenate([top, bottom], axis=-2), right)[..., :d, :]


def _least(p: Instance, w: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the equations of the minimum-norm solution: it is one, and a combination of the data.

    No other w obeys both where X has full column rank.
    """
    yield p.X.mT @ w, p.y
    yield p.X @ (linalg.pinv(p.X) @ w), w


def _generalised(p: Instance, G: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the equation of a generalised inverse of XXᵀ."""
    gram = p.X @ p.X.mT
    yield gram @ G @ gram, gram


u_field = derived("u", "n 1", "u", "the predictions Xᵀw", lambda p: p.X.mT @ p.w)
w_star_field = derived(
    "w_star",
    "d 1",
    "w^*",
    "the minimum-norm w with Xᵀw = y",
    minimum_norm_solution,
    forms.solving(_least),
)
# Where the constraint may have no solution, the least of those that come closest to one.
w_closest_field = derived(
    "w_star",
    "d 1",
    "w^*",
    "the minimum-norm minimiser of ‖Xᵀw − y‖",
    lambda p: linalg.pinv(p.X.mT) @ p.y,
)

# Where the flow starts: the option `begin` of the families that have one.
BEGIN: dict[str, Field] = {
    "zero": derived("w_0", "d 1", "w(0)", "w(0) = 0", lambda p: 0 * p.X[..., :, :1]),
    "span": start("w_0", "d", "w(0), in the span of the data", "w(0)", inside=True),
    "anywhere": start("w_0", "d", "w(0), anywhere", "w(0)"),
}
FROM_ZERO = Hypothesis(
    "w(0) = 0", "w(0) = 0; without it, in span{x_1, ..., x_n}", {"begin": "span"}, about="w_0"
)
FROM_SPAN = Hypothesis(
    "w(0) in the span",
    "w(0) ∈ span{x_1, ..., x_n}; without it, anywhere",
    {"begin": "anywhere"},
    about="w_0",
)


P_field = derived(
    "P",
    "d d",
    "P",
    "the orthogonal projector XX⁺ onto the span of the data",
    lambda p: p.X @ linalg.pinv(p.X),
)


@family
def least_squares(
    *,
    full_rank: bool = True,
    tall: bool = True,
    square: bool = False,
    extra: str = "w",
    begin: str = "zero",
) -> Family:
    """All rational X and targets, with the vectors and times that ``extra`` names.

    ``full_rank=False`` lets the rank drop, ``tall=False`` lets n exceed d, ``square``
    keeps d = n; w(0) is "zero", in the "span" of the data or "anywhere" by ``begin``.
    """
    shapes = shapes_of_rank(full_rank=full_rank, tall=tall, square=square)
    more = extras(extra)
    names = {f.name for f in more}
    also = (u_field,) if "w" in names else ()
    least = w_star_field if full_rank and tall else w_closest_field
    fields = (y_field, *more, X_field, d_field, n_field, H_field, P_field, *also, least)
    assumed = (*of_matrices(square=square), FROM_ZERO, FROM_SPAN)
    return Family("least_squares", shapes, (*fields, BEGIN[begin]), assumed)


@family
def feasible_points(*, norm: str = "any", full_rank: bool = True, tall: bool = True) -> Family:
    """Problems with a point w that is the minimum-norm solution, feasible, or anywhere.

    The family's ``norm`` is "any", or "feasible" for solutions of Xᵀw = y only. Raises
    KeyError for another word. Where X does not have full column rank the solutions are
    those of the normal equation.
    """
    kinds = {"any": 3, "feasible": 2}[norm]

    def build(p: Instance, ints: np.ndarray) -> Array:
        free_part = column(rational(p, ints[..., 1:]))
        return chosen(
            ints[..., :1],
            (
                lambda: p.w_star + linalg.off_span(free_part, p.X),
                lambda: p.w_star,
                lambda: free_part,
            )[:kinds],
        )

    w = Field(
        "w",
        "d",
        "1",
        "w",
        "a point, often a solution of Xᵀw = y, often the least one",
        build,
        lambda shape: (*choice(kinds), *fractions(shape["d"])),
        form=forms.solving(_feasible) if norm == "feasible" else forms.any_matrix,
    )
    least = w_star_field if full_rank and tall else w_closest_field
    fields = (y_field, w, X_field, d_field, n_field, H_field, least)
    shapes = shapes_of_rank(full_rank=full_rank, tall=tall)
    return Family("feasible_points", shapes, fields, of_matrices(square=False))


def _feasible(p: Instance, w: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the normal equation of a solution."""
    yield p.X @ (p.X.mT @ w), p.X @ p.y


def predictions(p: Instance, w: Array) -> Array:
    """Return u(w) = (Aᵀw)∘(Aᵀw) + Xᵀw, a model that is not linear in w, (..., n, 1)."""
    inner = p.A.mT @ w
    return inner * inner + p.X.mT @ w


@family
def nonlinear_models() -> Family:
    """Models u(w) = (Aᵀw)∘(Aᵀw) + Xᵀw of any shape, at a point w, with targets y."""
    fields = (
        y_field,
        EXTRAS["w"],
        free_matrix("X", "d", "n", "the linear part of the model"),
        free_matrix("A", "d", "n", "the quadratic part of the model"),
        d_field,
        n_field,
        derived("u", "n 1", "u", "the predictions u(w)", lambda p: predictions(p, p.w)),
        derived(
            "J",
            "n d",
            "J",
            "the Jacobian ∂u/∂w",
            lambda p: calculus.jacobian(lambda at: predictions(p, at), p.w),
        ),
        derived("H", "n n", "H", "the kernel JJᵀ", lambda p: p.J @ p.J.mT),
    )
    return Family("nonlinear_models", shapes_of_rank(tall=False, small=3), fields)


def _generalised_inverse(p: Instance, Z: Array) -> Array:
    """Return A⁺ + Z − A⁺AZAA⁺ for A = XXᵀ: every G with AGA = A is of this form."""
    gram = p.X @ p.X.mT
    plus = linalg.pinv(gram)
    return plus + Z - plus @ gram @ Z @ gram @ plus


@family
def generalised_inverses(*, full_rank: bool = True, tall: bool = True) -> Family:
    """X of full rank, unless dropped, with a generalised inverse G: (XXᵀ)G(XXᵀ) = XXᵀ."""
    G = Field(
        "G",
        "d",
        "d",
        "G",
        "a matrix with (XXᵀ)G(XXᵀ) = XXᵀ",
        lambda p, ints: _generalised_inverse(p, matrix_of(p, ints, p.shape["d"], p.shape["d"])),
        lambda s: fractions(s["d"] ** 2),
        (lambda p, source: _generalised_inverse(p, source(p.shape["d"], p.shape["d"])),),
        form=forms.solving(_generalised),
    )
    fields = (X_field, G, d_field, n_field)
    shapes = shapes_of_rank(full_rank=full_rank, tall=tall)
    return Family("generalised_inverses", shapes, fields, of_matrices(square=False))
