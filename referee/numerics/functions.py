"""Functions of machine learning, each a formula over arrays in any arithmetic.

Exact numbers go through exponentials and logarithms that are exact (numerics.exponential_sums,
numerics.logarithms); floats through the forms that do not overflow.
"""

from __future__ import annotations

import numpy as np

from referee.numerics import arrays, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.batches import where
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.traced.sizes import NotTranslated


def log2(x: Array) -> Array:
    """Return the logarithm to the base 2 of every entry. Raises Undefined where one is not > 0."""
    return arrays.log(x) / arrays.log(arrays.like([[2]], x))


def log10(x: Array) -> Array:
    """Return the logarithm to the base 10 of every entry. Raises Undefined where one is not > 0."""
    return arrays.log(x) / arrays.log(arrays.like([[10]], x))


def log1p(x: Array) -> Array:
    """Return log(1 + x) of every entry. Raises Undefined where one is not > −1."""
    return arrays.log(1 + x)


def expm1(x: Array) -> Array:
    """Return exp(x) − 1 of every entry."""
    return arrays.exp(x) - 1


def sigmoid(x: Array) -> Array:
    """Return 1/(1 + exp(−x)) of every entry."""
    return 1 / (1 + arrays.exp(-x))


def sinh(x: Array) -> Array:
    """Return (exp(x) − exp(−x))/2 of every entry."""
    return (arrays.exp(x) - arrays.exp(-x)) / 2


def cosh(x: Array) -> Array:
    """Return (exp(x) + exp(−x))/2 of every entry."""
    return (arrays.exp(x) + arrays.exp(-x)) / 2


def tanh(x: Array) -> Array:
    """Return (exp(x) − exp(−x))/(exp(x) + exp(−x)) of every entry."""
    return 2 * sigmoid(2 * x) - 1


def tan(x: Array) -> Array:
    """Return sin(x)/cos(x) of every entry."""
    return arrays.sin(x) / arrays.cos(x)


def relu(x: Array) -> Array:
    """Return max(x, 0) of every entry."""
    return arrays.maximum(x, 0 * x)


def softplus(x: Array) -> Array:
    """Return log(1 + exp(x)) of every entry."""
    if arrays.is_exact(x) or arrays.is_traced(x):
        return arrays.log(1 + arrays.exp(x))
    return relu(x) + arrays.log(1 + arrays.exp(-arrays.absolute(x)))


def softmax(x: Array) -> Array:
    """Return exp(x)/Σᵢ exp(xᵢ), of the shape of x."""
    weights = arrays.exp(_shifted(x)[0])
    return weights / linalg.total(weights)


def logsumexp(x: Array) -> Array:
    """Return log Σᵢ exp(xᵢ) over all entries, (..., 1, 1)."""
    inside, shift = _shifted(x)
    found = arrays.log(linalg.total(arrays.exp(inside)))
    return found if shift is None else found + shift


def _shifted(x: Array) -> tuple[Array, Array | None]:
    """Return floats less their largest, which is returned too: no exponential overflows."""
    if arrays.is_exact(x) or arrays.is_traced(x):
        return x, None
    largest = linalg.extremum(x, 1)
    return x - largest, largest


def entropy(p: Array) -> Array:
    """Return −Σ pᵢ·log pᵢ with 0·log 0 = 0, (..., 1, 1). Raises Undefined for pᵢ < 0."""
    return -linalg.total(_times_log(p, p))


def cross_entropy(p: Array, q: Array) -> Array:
    """Return −Σ pᵢ·log qᵢ with 0·log qᵢ = 0, (..., 1, 1). Raises Undefined for qᵢ ≤ 0 elsewhere."""
    return -linalg.total(_times_log(p, q))


def kl_divergence(p: Array, q: Array) -> Array:
    """Return Σ pᵢ·log(pᵢ/qᵢ), where pᵢ = 0 adds 0. Raises Undefined where it is no number."""
    return linalg.total(_times_log(p, p) - _times_log(p, q))


def _times_log(p: Array, q: Array) -> Array:
    """Return p·log q, entry by entry, 0 where p is 0."""
    if arrays.is_traced(p):
        raise NotTranslated("log of every entry")
    if not arrays.is_exact(p):
        return p * arrays.log(where(p == 0, q * 0 + 1, q)) if arrays.is_batch(p) else _plain(p, q)
    out = np.empty(p.shape, dtype=object)
    pairs = zip(p.reshape(-1), q.reshape(-1), strict=True)
    out.reshape(-1)[:] = [_one_times_log(a, b) for a, b in pairs]
    return out


def _plain(p: Array, q: Array) -> Array:
    found: Array = p * np.log(np.where(p == 0, 1, q))
    return found


def _one_times_log(p: object, q: object) -> object:
    zero = scalars.vanishes(p)
    if zero is None:
        raise NotComputed("x·log x where x may be 0")
    return p if zero else p * scalars.log(q)


def norm_p(x: Array, p: Array) -> Array:
    """Return (Σ |xᵢ|^p)^(1/p) over all entries, (..., 1, 1). Raises Undefined for p ≤ 0."""
    if arrays.is_traced(x):
        raise NotTranslated("a norm that is not squared")
    sizes = arrays.absolute(x)
    if not arrays.is_exact(x):
        return linalg.total(sizes**p) ** (1 / p)
    order = p[0, 0]
    if scalars.sign(order) != 1:
        raise Undefined(f"the norm of the order {order}, which is not positive")
    total = linalg.total(
        arrays.elementwise(lambda number: scalars.real_power(number, order), sizes)
    )
    return arrays.elementwise(lambda number: scalars.real_power(number, 1 / order), total)


def huber(x: Array, delta: Array) -> Array:
    """Return x²/2 where |x| ≤ δ and δ·(|x| − δ/2) elsewhere, of every entry.

    It is ½x² − ½·max(|x| − δ, 0)².
    """
    beyond = relu(arrays.absolute(x) - (0 * x + delta))
    return (x * x - beyond * beyond) / 2
