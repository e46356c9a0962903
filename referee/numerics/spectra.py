"""Eigenvalues and singular values of ``(..., rows, columns)`` arrays, exact where these are.

Those of a rational matrix are roots of its characteristic polynomial: rational, quadratic, or
root expressions, whose signs and ties are decided. A Hermitian matrix A + iB of rationals has
the eigenvalues of the symmetric [[A, −B], [B, A]], where each counts twice (Horn and Johnson,
"Matrix Analysis", 2013, 1.3.P20). What is a number times a rational matrix has theirs times the
number. Other matrices have certified balls (numerics.spectral_balls), floats what their library
finds (numerics.batched_spectra).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpz_poly

from referee.numerics import (
    algebraic,
    arrays,
    batched_spectra,
    degrees,
    linalg,
    root_expressions,
    scalars,
    spectral_balls,
)
from referee.numerics.arrays import Array, is_exact, is_traced
from referee.numerics.gaussian import Gaussian
from referee.numerics.linalg import is_rational, per_matrix, to_flint
from referee.numerics.polynomial_roots import Coefficients, Root, Roots, roots_of
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.root_expressions import RootExpression, expression
from referee.numerics.scalars import Undefined
from referee.numerics.surds import Surd
from referee.numerics.traced.sizes import NotTranslated

NOT_REAL = "the eigenvalues of a matrix that are not all real"


def eigenvalues(a: Array) -> Array:
    """Return the eigenvalues of square matrices in decreasing order, (..., n, 1).

    Each stands as often as it counts. Raises Undefined where one is not real, as none is of a
    symmetric or a Hermitian matrix; in a batch they are NaN there. Raises NotComputed for a
    derivative, and for complex matrices that are not Hermitian.
    """
    if is_traced(a):
        raise NotTranslated("an eigenvalue")
    return _of_exact(a) if is_exact(a) else batched_spectra.eigenvalues(a)


@per_matrix
def _of_exact(a: np.ndarray) -> np.ndarray:
    return _column(_eigenvalues(_checked(a, "an eigenvalue")))


def singular_values(a: Array) -> Array:
    """Return the min(m, k) singular values in decreasing order, (..., min(m, k), 1).

    They are the roots of the eigenvalues of AᴴA or AAᴴ, whichever is smaller.
    """
    if is_traced(a):
        raise NotTranslated("a singular value")
    return _singular_exact(a) if is_exact(a) else batched_spectra.singular_values(a)


@per_matrix
def _singular_exact(a: np.ndarray) -> np.ndarray:
    scale, a = _scaled(_checked(a, "a singular value"))
    adjoint = arrays.conjugate(a).T
    values = _of_semidefinite(a) if is_rational(a) else None
    if values is None:
        gram = a @ adjoint if a.shape[0] < a.shape[1] else adjoint @ a
        values = [_root(each) for each in _eigenvalues(gram)]
    return _column([scale * each for each in values] if scale is not None else values)


def _of_semidefinite(a: np.ndarray) -> list[Any] | None:
    """Return the eigenvalues of a semidefinite rational matrix, which are its singular values.

    None for another matrix.
    """
    if a.shape[0] != a.shape[1] or not (a == a.T).all():
        return None
    positive, negative = _indices(to_flint(a))
    if positive and negative:
        return None
    return _eigenvalues(-a if negative else a)


def spectral_radius(a: Array) -> Array:
    """Return the largest modulus of an eigenvalue, (..., 1, 1), of those too that are not real.

    Raises NotComputed for complex matrices that are not Hermitian.
    """
    if is_traced(a):
        raise NotTranslated("a spectral radius")
    return _radius_exact(a) if is_exact(a) else batched_spectra.spectral_radius(a)


@per_matrix
def _radius_exact(a: np.ndarray) -> np.ndarray:
    radius: np.ndarray
    scale, a = _scaled(_checked(a, "a spectral radius"))
    if not is_rational(a):
        values = [scalars.magnitude(each) for each in _eigenvalues(a)]
        radius = linalg.extremum(_column(values), 1)
        return radius
    found = _roots(to_flint(a))
    moduli = [scalars.magnitude(_number(each)) for each in found.real]
    for coefficients, _ in found.others:
        moduli += spectral_balls.moduli(coefficients)
    largest = linalg.extremum(_column(moduli), 1)
    radius = largest if scale is None else largest * scale
    return radius


def _checked(a: np.ndarray, what: str) -> np.ndarray:
    """Return a matrix; raises NotComputed for series, NotRational under degree arithmetic."""
    if linalg.is_series(a):
        raise NotComputed(f"the derivative of {what}")
    if degrees.is_tracked(a):
        raise degrees.NotRational(what)
    return a


def _column(numbers: Sequence[Any]) -> np.ndarray:
    out = np.empty((len(numbers), 1), dtype=object)
    out[:, 0] = numbers
    return out


def _eigenvalues(a: np.ndarray) -> list[Any]:
    """Return the eigenvalues of one matrix in decreasing order."""
    if is_rational(a):
        return _of_rational(to_flint(a))
    if any(isinstance(x, Gaussian) for x in a.flat):
        return _eigenvalues(_embedded(a))[::2]
    scale, scaled = _scaled(a)
    if scale is None:
        return spectral_balls.eigenvalues(a)
    return [scale * each for each in _eigenvalues(scaled)]


def _of_rational(a: fmpq_mat) -> list[Any]:
    """Return the eigenvalues as multiples of those of a primitive matrix, which A, −A and 2A share.

    Raises Undefined where they are not all real.
    """
    content, primitive = _primitive(a)
    found = _roots(primitive)
    if not found.all_real:
        raise Undefined(NOT_REAL)
    values = [content * _number(each) for each in found.real]
    return values if content > 0 else values[::-1]


def _primitive(a: fmpq_mat) -> tuple[fmpq, fmpq_mat]:
    """Return c and B with A = cB: B is whole, its entries coprime, the first but 0 positive."""
    whole, below = a.numer_denom()
    entries = [int(x) for x in whole.entries()]
    first = next((x for x in entries if x), 0)
    if not first:
        return fmpq(1), a
    common = math.gcd(*entries) * (1 if first > 0 else -1)
    rows, columns = a.nrows(), a.ncols()
    return fmpq(common, below), fmpq_mat(rows, columns, [x // common for x in entries])


def _roots(a: fmpq_mat) -> Roots:
    return roots_of(coefficients_of(a))


def coefficients_of(a: fmpq_mat) -> Coefficients:
    """Return a multiple of the characteristic polynomial that has whole coefficients."""
    polynomial: fmpz_poly = a.charpoly().numer()
    return tuple(int(c) for c in polynomial.coeffs())


def _number(root: Any) -> Any:
    """Return a root as a number of the project."""
    return expression(root) if isinstance(root, Root) else root


def _embedded(a: np.ndarray) -> np.ndarray:
    """Return the real matrix that a Hermitian one is. Raises NotComputed for another."""
    parts = [x if isinstance(x, Gaussian) else Gaussian(x, fmpq(0)) for x in a.flat]
    re = np.array([x.re for x in parts], dtype=object).reshape(a.shape)
    im = np.array([x.im for x in parts], dtype=object).reshape(a.shape)
    if not ((re == re.T).all() and (im == -im.T).all()):
        raise NotComputed("the eigenvalues of a complex matrix that is not Hermitian")
    return np.block([[re, -im], [im, re]])


def _scaled(a: np.ndarray) -> tuple[Any, np.ndarray]:
    """Return c > 0 and B with A = cB and B rational; None and A where there is nothing to gain."""
    if is_rational(a) or not all(isinstance(x, EXACT) for x in a.flat):
        return None, a
    scale = next((x for x in a.flat if scalars.sign(x) in {1, -1}), None)
    if scale is None:
        return None, a
    scale = scalars.magnitude(scale)
    ratios = arrays.elementwise(lambda x: _ratio(x, scale), a)
    return (scale, ratios) if is_rational(ratios) else (None, a)


def _ratio(number: Any, scale: Any) -> Any:
    """Return number/scale; as 1, −1 or 0 where that is what it is, however they are made."""
    sign = scalars.sign(number)
    if sign == 0:
        return fmpq(0)
    if sign is not None and scalars.vanishes(scalars.magnitude(number) - scale):
        return fmpq(sign)
    return number / scale


EXACT = (*scalars.RATIONAL, *scalars.IRRATIONAL)


def _root(number: Any) -> Any:
    """Return the root of an eigenvalue of AᴴA: what has no closed form is a root expression.

    Rounding may bring a ball around one below 0, where no eigenvalue is.
    """
    if isinstance(number, RootExpression):
        form = number.form or {}
        key = next(iter(form.items())) if len(form) == 1 else None
        return root_expressions.root(number, 2, key)
    if isinstance(number, Surd):
        found = algebraic.power(number, fmpq(1, 2))
        closed = isinstance(found, (fmpq, Surd))
        return found if closed else root_expressions.root(expression(number), 2, number)
    if isinstance(number, scalars.RATIONAL):
        return scalars.sqrt(number)
    return number.nonnegative_part().sqrt()


def norm_2(a: Array) -> Array:
    """Return the largest singular value, (..., 1, 1)."""
    return singular_values(a)[..., :1, :]


def nuclear_norm(a: Array) -> Array:
    """Return the sum of the singular values, (..., 1, 1)."""
    return linalg.total(singular_values(a))


def schatten_norm(a: Array, p: Array) -> Array:
    """Return (Σ σᵢᵖ)^(1/p), (..., 1, 1).

    Raises Undefined for p < 1, NotComputed for a p that is not rational.
    """
    values = singular_values(a)
    if not is_exact(values):
        return linalg.total(values**p) ** (1 / p)
    order = p[0, 0]
    if not isinstance(order, scalars.RATIONAL):
        raise NotComputed("a Schatten norm of an order that is not rational")
    if order < 1:
        raise Undefined(f"a Schatten norm of order {order}, below 1")
    powers = arrays.elementwise(lambda x: scalars.real_power(x, fmpq(order)), values)
    root = 1 / fmpq(order)
    return arrays.elementwise(lambda x: scalars.real_power(x, root), linalg.total(powers))


def indices_of_inertia(a: Array) -> tuple[Array, Array]:
    """Return how many eigenvalues of symmetric matrices are positive, and negative, (..., 1, 1).

    Of a polynomial with real roots alone as many are positive as its coefficients change their
    sign (Descartes). Raises Undefined for a matrix that is not symmetric.
    """
    if is_traced(a):
        raise NotTranslated("the inertia of a matrix")
    if not is_exact(a):
        return batched_spectra.indices_of_inertia(a)
    pairs = _inertia_exact(a)
    return pairs[..., :1, :], pairs[..., 1:, :]


@per_matrix
def _inertia_exact(a: np.ndarray) -> np.ndarray:
    _checked(a, "an eigenvalue")
    if not all(scalars.vanishes(x) for x in (a - arrays.conjugate(a).T).flat):
        raise Undefined("the inertia of a matrix that is not symmetric")
    if is_rational(a):
        return _column([fmpq(k) for k in _indices(to_flint(a))])
    signs_ = [scalars.sign(each) for each in _eigenvalues(a)]
    if None in signs_:
        raise OutOfReach("the sign of an eigenvalue")
    return _column([fmpq(signs_.count(1)), fmpq(signs_.count(-1))])


def _indices(a: fmpq_mat) -> tuple[int, int]:
    """Return the indices of inertia of one symmetric matrix."""
    coefficients = coefficients_of(a)
    signs = [c > 0 for c in coefficients if c]
    zero = next(k for k, c in enumerate(coefficients) if c)
    positive = sum(one is not other for one, other in pairwise(signs))
    return positive, a.nrows() - zero - positive
