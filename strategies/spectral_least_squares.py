"""Least-squares problems whose X = UΣVᵀ is known, so that the gradient flow is exact.

Its exponentials, its limit and the eigenvalues that its rates are made of are exact numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.flows import ExponentialModes, gradient_flow
from referee.strategies import forms
from referee.strategies.families import Family, Field, Form, Hypothesis, Instance, family
from referee.strategies.fields import (
    choice,
    column,
    derived,
    fractions,
    natural,
    rational,
    time,
)
from referee.strategies.least_squares import (
    BEGIN,
    FROM_SPAN,
    FROM_ZERO,
    H_field,
    P_field,
    error,
    extras,
    w_closest_field,
    w_star_field,
)
from referee.strategies.matrices import (
    FULL_RANK,
    shapes_of_rank,
    svd_fields,
)
from referee.strategies.value_kinds import NOT_NEGATIVE, ONE_NUMBER, POSITIVE


def _flow_from(start: Callable[[Instance], Array], *, limit: bool = False) -> Form:
    """Return the form of a point of the flow: it is in the start's coset of col(X).

    In the limit it is stationary, too.
    """

    def equations(p: Instance, w: Array) -> Iterator[tuple[Array, Array]]:
        moved = w - start(p)
        yield p.X @ (linalg.pinv(p.X) @ moved), moved
        if limit:
            yield p.X @ (p.X.mT @ w), p.X @ p.y

    return forms.solving(equations)


def _flow(p: Instance, begin: Array) -> ExponentialModes:
    return gradient_flow(p.U, p.sigma, p.V, p.y, begin)


def _trajectory(p: Instance) -> ExponentialModes:
    return _flow(p, p.w_0)


SPECTRAL = (
    H_field,
    P_field,
    derived("u0", "n 1", "u(0)", "the predictions at w(0)", lambda p: p.X.mT @ p.w_0),
    derived(
        "lambda_min",
        "1 1",
        r"\lambda_{\min}",
        "the smallest eigenvalue of XᵀX",
        lambda p: p.sigma[..., -1:, :] ** 2,
    ),
    derived(
        "lambda_max",
        "1 1",
        r"\lambda_{\max}",
        "the largest eigenvalue of XᵀX",
        lambda p: p.sigma[..., :1, :] ** 2,
    ),
    derived(
        "w_inf",
        "d 1",
        r"w^\infty",
        "lim w(t)",
        lambda p: _trajectory(p).limit(),
        _flow_from(lambda p: p.w_0, limit=True),
    ),
    derived(
        "c",
        "n 1",
        r"c^\infty",
        "the coefficients of w^∞ in x_1, ..., x_n",
        lambda p: linalg.pinv(p.X) @ p.w_inf,
    ),
    derived("E_0", "1 1", "E(0)", "½‖u(0) − y‖²", lambda p: error(p, p.w_0)),
)
AT_TIME = (
    derived(
        "w_t",
        "d 1",
        "w(t)",
        "the flow from w(0)",
        lambda p: _trajectory(p).at(p.t),
        _flow_from(lambda p: p.w_0),
    ),
    derived("E_t", "1 1", "E(t)", "½‖u(t) − y‖²", lambda p: error(p, p.w_t)),
)
SUPERPOSED = (
    derived(
        "w_H",
        "d 1",
        "w_H(t)",
        "the homogeneous solution with w_H(0) = UC",
        lambda p: p.U @ (p.C * arrays.exp(-p.sigma_d * p.sigma_d * p.t / p.n)),
    ),
    derived(
        "w_NH",
        "d 1",
        "w_{NH}(t)",
        "the solution of the full equation with w_NH(0) = D",
        lambda p: _flow(p, p.D).at(p.t),
    ),
)
FROM_ANYWHERE = (
    derived(
        "v_t",
        "d 1",
        "v(t)",
        "the flow from v(0) = v_0",
        lambda p: _flow(p, p.v0).at(p.t),
        _flow_from(lambda p: p.v0),
    ),
    derived(
        "v_inf",
        "d 1",
        r"v^\infty",
        "lim v(t)",
        lambda p: _flow(p, p.v0).limit(),
        _flow_from(lambda p: p.v0, limit=True),
    ),
)


def _unit_error(p: Instance, ints: np.ndarray) -> Array:
    """Return targets y with ½‖y‖² ≤ 1: integers over a norm of theirs and a denominator.

    That is the sum of the absolute values, which gives ‖y‖ ≤ 1, or the largest one, which gives
    ½‖y‖² ≤ n/2, times the least whole number that makes this at most 1.
    """
    y = p.number(ints[..., 1:-1, None])
    dense = p.number(ints[..., :1, None])
    shrunk = math.ceil(math.sqrt(p.shape["n"] / 2))
    size = dense * shrunk * linalg.norm_inf(y) + (1 - dense) * linalg.norm_1(y)
    return y / (size + arrays.is_zero(size)) / p.number(1 + ints[..., -1:, None])


def _aligned(p: Instance, ints: np.ndarray) -> Array:
    """Return rationals, or the combination of v_1, ..., v_n that has them for coefficients."""
    numbers = column(rational(p, ints[..., 1:]))
    kind = p.number(ints[..., :1, None])
    return numbers + kind * (p.V @ numbers - numbers)


# Which modes are present matters: targets orthogonal to some v_i are drawn often.
aligned_y_field = Field(
    "y",
    "n",
    "1",
    "y",
    "the targets y_1, ..., y_n, often orthogonal to some singular vectors",
    _aligned,
    lambda s: (*choice(2), *fractions(s["n"])),
    (lambda p, source: source(p.shape["n"], 1),),
    form=forms.any_matrix,
)
UNIT = Hypothesis("E(0) ≤ 1", "the initial error ½‖u(0) − y‖² is at most 1", {"unit": False})
unit_y_field = Field(
    "y",
    "n",
    "1",
    "y",
    "targets with ½‖y‖² ≤ 1",
    _unit_error,
    lambda s: (*choice(2), *fractions(s["n"])),
    narrow=dict.fromkeys(("beyond 10^3", "beyond 10^9"), "½‖y‖² is at most 1"),
    form=forms.any_matrix,
)
lambda_0_field = Field(
    "lambda_0",
    "1",
    "1",
    r"\lambda_0",
    "any lower bound λ_0 ≤ λ_min, positive where λ_min is",
    lambda p, ints: p.lambda_min / p.number(1 + ints[..., None]),
    lambda _: natural(1),
    (lambda p, source: p.lambda_min * source(1, 1),),
    narrow={**NOT_NEGATIVE, **ONE_NUMBER},
)


def _all_scaled(p: Instance, factor: int) -> Instance:
    """Return a problem whose singular values are so many times as large."""
    return p.replace(sigma=p.sigma * factor)


def _all_shrunk(p: Instance, divisor: int) -> Instance:
    """Return a problem whose singular values are so many times as small."""
    return p.replace(sigma=p.sigma / divisor)


def _first_scaled(p: Instance, factor: int) -> Instance:
    """Return a problem whose largest singular value alone is so many times as large."""
    rest = p.sigma[..., 1:, :]
    return p.replace(sigma=np.concatenate([p.sigma[..., :1, :] * factor, rest], axis=-2))


# What may grow beside times and sizes, by the singular values it is made of.
SPECTRA = {
    "lambda_min": _all_scaled,
    "1/lambda_min": _all_shrunk,
    "lambda_max": _first_scaled,
}


@family
def spectral_least_squares(
    *, full_rank: bool = True, unit: bool = False, extra: str = "t", begin: str = "zero"
) -> Family:
    """Problems whose X = UΣVᵀ (n ≤ d) is known, so that the flow from w(0) is exact.

    ``unit`` keeps ½‖u(0) − y‖² below 1 and takes d = n up to 6 instead, since rates in
    terms of n differ only there; ``extra`` and ``begin`` as for :func:`least_squares`.
    """
    # Rates tell apart at late times only, and with a unit error nothing else is at stake.
    late = {"t": time(unit=10)} if unit else {}
    more = tuple(late.get(f.name, f) for f in extras(extra))
    names = {f.name for f in more}
    at_time = AT_TIME if "t" in names else ()
    anywhere = FROM_ANYWHERE if {"t", "v0"} <= names else ()
    fields = (
        unit_y_field if unit else aligned_y_field,
        *more,
        *svd_fields(full_rank=full_rank),
        BEGIN[begin],
        *SPECTRAL,
        replace(lambda_0_field, narrow={**POSITIVE, **ONE_NUMBER}) if full_rank else lambda_0_field,
        w_star_field if full_rank else w_closest_field,
        *at_time,
        *anywhere,
        *(SUPERPOSED if {"t", "C", "D"} <= names else ()),
    )
    shapes = shapes_of_rank(square=True, small=6) if unit else shapes_of_rank()
    assumed = (FULL_RANK, FROM_ZERO, FROM_SPAN, *((UNIT,) if unit else ()))
    return Family("spectral_least_squares", shapes, fields, assumed, limits=SPECTRA)
