"""Functions of a square matrix as a whole: its exponential and its principal powers.

A function of A is the polynomial in A that agrees with it on A's spectrum, derivatives included
where eigenvalues repeat (Higham, "Functions of Matrices", 2008, section 1.2), here in Newton's
form. It is exact where the eigenvalues are rational or quadratic and real, and in balls where
they are real otherwise. What the function is of A + Bε stands in the corner of
f([[A, B], [0, A]]) (ibid., section 3.2).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import flint
import numpy as np
from flint import arb, arb_mat, fmpq

from referee.numerics import arrays, batches, linalg, scalars
from referee.numerics.array_series import ArraySeries
from referee.numerics.arrays import Array
from referee.numerics.degrees import NotRational, is_tracked
from referee.numerics.gaussian import Gaussian
from referee.numerics.matrix_series import joined, parts
from referee.numerics.polynomial_roots import Root, real_roots
from referee.numerics.precision import NotComputed, in_balls
from referee.numerics.rational_matrices import is_rational, to_flint
from referee.numerics.root_expressions import of_root
from referee.numerics.scalars import Undefined
from referee.numerics.traced import linear_algebra as traced

TERMS = 20  # of the exponential's series, for a matrix of norm at most 1/2
MOST_ROWS = 40  # of an exact matrix
MOST_BITS = 256  # of balls: what these leave open is a tie, which none ends
Spectrum = list[tuple[Any, int]]  # eigenvalues, and how often each is a root of what annihilates A
Taylor = Callable[[Any, int], list[Any]]  # f⁽ʲ⁾(λ)/j! for j below a number
Function = Callable[[np.ndarray], np.ndarray]


def expm(a: Array) -> Array:
    """Return e^A = I + A + A²/2 + …, in balls where the eigenvalues are not real or of degree 3."""
    if arrays.is_traced(a):
        return traced.exponential(a)
    return _expm_exact(a) if arrays.is_exact(a) else _expm_of_floats(a)


def powm(a: Array, exponent: fmpq) -> Array:
    """Return the principal power of matrices whose eigenvalues are real and not negative.

    Raises Undefined where an eigenvalue is negative, or 0 and no value is there; NotComputed
    where one is not real.
    """
    if arrays.is_traced(a):
        if exponent != fmpq(1, 2):
            raise arrays.NotTranslated(f"the power {exponent} of a matrix")
        return traced.root(a)
    if not arrays.is_exact(a):
        return _powm_of_floats(a, scalars.to_float(exponent))
    return linalg.per_matrix(partial(_powm_exact, exponent=fmpq(exponent)))(a)


def sqrtm(a: Array) -> Array:
    """Return the principal square root."""
    return powm(a, fmpq(1, 2))


@linalg.per_matrix
def _expm_exact(a: np.ndarray) -> np.ndarray:
    _refuse(a, "the exponential of a matrix")
    if linalg.is_series(a):
        return _of_series(a, _expm_exact)
    if _is_diagonal(a):
        return _on_diagonal(a, scalars.exp)
    spectrum = spectrum_of(a) if is_rational(a) else None
    if spectrum is not None:
        return at_spectrum(a, spectrum, _exponential_taylor)
    in_balls("the exponential of a matrix")
    if flint.ctx.prec > MOST_BITS:
        raise NotComputed("a tie of exponentials of matrices whose eigenvalues are not real")
    found = arb_mat(len(a), len(a), [_ball(x) for x in a.flat]).exp()
    return _objects(found.entries(), len(a))


def _exponential_taylor(at: Any, count: int) -> list[Any]:
    value = scalars.exp(at)
    return [value / math.factorial(j) for j in range(count)]


def _powm_exact(a: np.ndarray, exponent: fmpq) -> np.ndarray:
    _refuse(a, "a root of a matrix")
    if linalg.is_series(a):
        return _of_series(a, partial(_powm_exact, exponent=exponent))
    if _is_diagonal(a):
        return _on_diagonal(a, lambda x: _root(x, exponent))
    if not is_rational(a):
        raise NotComputed("a root of a matrix that is not rational")
    spectrum = spectrum_of(a)
    if spectrum is None:
        raise NotComputed("a root of a matrix with complex eigenvalues")
    return at_spectrum(a, spectrum, partial(_power_taylor, exponent=exponent))


def _root(number: Any, exponent: fmpq) -> Any:
    if scalars.sign(number) == -1:
        raise Undefined("a root of a matrix with a negative eigenvalue")
    return scalars.real_power(number, exponent)


def _power_taylor(at: Any, count: int, exponent: fmpq) -> list[Any]:
    if scalars.sign(at) == 0 and count > 1:
        raise Undefined("a root of a matrix that has none: its eigenvalue 0 is defective")
    found, factor = [_root(at, exponent)], fmpq(1)
    for j in range(1, count):
        factor = factor * (exponent - j + 1) / j
        found.append(factor * (found[-1] if factor == 0 else _root(at, exponent - j)))
    return found


def _refuse(a: np.ndarray, what: str) -> None:
    if is_tracked(a):
        raise NotRational(what)
    if any(isinstance(x, Gaussian) for x in a.flat):
        raise NotComputed(f"{what} of complex numbers")
    if len(a) > MOST_ROWS:
        raise NotComputed(f"{what} of more than {MOST_ROWS} rows")


def _of_series(a: np.ndarray, plain: Function) -> np.ndarray:
    value, slope = parts(a)
    corner = np.concatenate([np.concatenate([value, slope], 1),
                             np.concatenate([0 * value, value], 1)])  # fmt: skip
    found, size = plain(corner), len(a)
    return joined(found[:size, :size], found[:size, size:])


def _is_diagonal(a: np.ndarray) -> bool:
    off = a[~np.eye(len(a), dtype=bool)]
    return all(isinstance(x, scalars.RATIONAL) and x == 0 for x in off)


def _on_diagonal(a: np.ndarray, function: Callable[[Any], Any]) -> np.ndarray:
    out = 0 * a
    for k in range(len(a)):
        out[k, k] = function(a[k, k])
    return out


def _objects(entries: list[Any], size: int) -> np.ndarray:
    out = np.empty(size * size, dtype=object)
    out[:] = entries
    return out.reshape(size, size)


def _ball(number: Any) -> arb:
    return number.ball() if isinstance(number, scalars.IRRATIONAL) else arb(number)


def spectrum_of(a: np.ndarray) -> Spectrum | None:
    """Return the eigenvalues of a rational matrix, None where one is not real.

    Each stands with how often it counts in the minimal polynomial. They are rational, quadratic,
    or roots of polynomials whose ties are decided.
    """
    found: Spectrum = []
    for factor, multiplicity in to_flint(a).minpoly().factor()[1]:
        roots = real_roots(tuple(int(c) for c in factor.numer().coeffs()))
        if len(roots) < factor.degree():
            return None
        found += [(of_root(r) if isinstance(r, Root) else r, multiplicity) for r in roots]
    return found


def at_spectrum(a: np.ndarray, spectrum: Spectrum, taylor: Taylor) -> np.ndarray:
    """Return the polynomial in A that agrees with a function on A's spectrum, by Newton's form."""
    nodes = [(place, root) for place, (root, k) in enumerate(spectrum) for _ in range(k)]
    known = [taylor(root, k) for root, k in spectrum]
    unit = arrays.eye(len(a), arrays.exact([[0]]))
    total: np.ndarray = 0 * unit
    product: np.ndarray = unit
    row = [known[place][0] for place, _ in nodes]
    for order in range(len(nodes)):
        total = total + product * row[0]
        product = product @ (a - unit * nodes[order][1])
        row = [
            known[i][order + 1] if i == j else (row[k + 1] - row[k]) / (y - x)
            for k, ((i, x), (j, y)) in enumerate(zip(nodes, nodes[order + 1 :], strict=False))
        ]
    return total


def _expm_of_floats(a: Array) -> Array:
    """Return the exponential by its series at a power of 1/2, squared back."""
    value = a.value if isinstance(a, ArraySeries) else a
    largest = float(abs(value).max()) * a.shape[-1] if a.shape[-1] else 0.0
    if not math.isfinite(largest) or largest > 2.0**20:
        raise NotComputed("the exponential of a matrix that is too large")
    times = max(0, math.ceil(math.log2(largest)) + 1) if largest > 0 else 0
    small, unit = a / 2.0**times, arrays.eye(a.shape[-1], a)
    total = unit
    for k in range(TERMS, 0, -1):
        total = unit + small @ total / k
    for _ in range(times):
        total = total @ total
    return total


def _powm_of_floats(a: Array, exponent: float) -> Array:
    """Return powers of symmetric matrices by their eigenvalues; NaN for a negative one."""
    if isinstance(a, ArraySeries) or bool((abs(a - a.mT) > 1e-9 * (1 + abs(a))).any()):
        raise NotComputed("a fractional power of a matrix that is not symmetric")
    values, vectors = batches.namespace(a).linalg.eigh(a)
    return batches.kept((vectors * (values**exponent)[..., None, :]) @ vectors.mT, a)
