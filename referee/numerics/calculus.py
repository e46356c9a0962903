"""Derivatives of functions of arrays: exact by series, in batch by series or torch autograd.

A function maps columns ``(..., d, 1)`` to columns ``(..., m, 1)`` and must broadcast over
leading axes, as every formula made of ``@``, ``+``, ``*`` and ``.mT`` does. On object and
float64 arrays one evaluation at w + ε·e_i for all i at once gives all partial derivatives; a
batch is one series of arrays for each i; on torch tensors autograd does. They are tested
against each other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import scalars
from referee.numerics.array_series import ArraySeries, slope_of
from referee.numerics.arrays import (
    Array,
    concatenate,
    elementwise,
    exact,
    eye,
    is_batch,
    is_exact,
    is_torch,
    is_traced,
)
from referee.numerics.gaussian import Gaussian
from referee.numerics.partials import rational_jacobian
from referee.numerics.precision import NotComputed, OutOfReach
from referee.numerics.rational_matrices import rational
from referee.numerics.scalars import NotDifferentiable
from referee.numerics.series import Series, as_series
from referee.numerics.traced import derivatives as traced

Function = Callable[[Array], Array]


def _seed(w: Array, direction: Array) -> Array:
    """Return w + ε·direction, broadcast together: an array of series, or a batch as one."""
    if isinstance(w, ArraySeries):
        raise NotComputed("a derivative of a derivative in batches")
    if is_batch(w):
        return ArraySeries(w, direction)
    if any(isinstance(x, Gaussian) for x in w.flat):
        raise NotComputed("a derivative by a complex number")
    values, slopes = np.broadcast_arrays(w, direction)
    out = np.empty(values.shape, dtype=object)
    flat = out.reshape(-1)
    for index, (value, slope) in enumerate(zip(values.flat, slopes.flat, strict=True)):
        flat[index] = Series(value, slope)
    return out


def slopes(array: Array) -> Array:
    """Return the coefficients of ε of an array of series (zero where there is none)."""
    if is_batch(array):
        return slope_of(array)
    return elementwise(lambda x: as_series(x).slope, array)


def values(array: np.ndarray) -> np.ndarray:
    """Return the constant terms of an array of series."""
    return elementwise(lambda x: as_series(x).value, array)


def lifted(array: Array, times: int = 1) -> Array:
    """Return an array in which first-order series are constants of further ε.

    Letters have an ε for each derivative anyway. Raises NotComputed for batches that are varied.
    """
    if isinstance(array, ArraySeries) or (is_torch(array) and array.requires_grad):
        raise NotComputed("a derivative of a derivative in batches")
    if not is_exact(array) or not any(isinstance(x, Series) for x in array.flat):
        return array
    constant = elementwise(lambda x: Series(x, fmpq(0)), array)
    return constant if times == 1 else lifted(constant, times - 1)


def _settle(result: np.ndarray, like: np.ndarray) -> np.ndarray:
    return result if is_exact(like) or is_batch(like) else result.astype(float)


def one_sided_derivative(f: Function, w: Array, v: Array) -> Array:
    """Return lim (f(w + ε·v) − f(w))/ε for ε → 0⁺, of the shape of f(w)."""
    if is_traced(w):
        return traced.directional_derivative(f, w, v)
    if is_torch(w):
        return _pushforward(f, w)(v)
    return _settle(slopes(f(_seed(w, v))), w)


def directional_derivative(f: Function, w: Array, v: Array) -> Array:
    """Return d/dε f(w + ε·v) at ε = 0, of the shape of f(w).

    Raises NotDifferentiable where it is another for ε < 0, which batches do not notice: they
    have a derivative of their own at a kink, as torch has.
    """
    return _settle(_both_sides(f, w, v), w) if is_exact(w) else one_sided_derivative(f, w, v)


def _both_sides(f: Function, w: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the slopes along v; along −v they are compared where a sign hung on ε's."""
    with scalars.sides() as sided:
        forward: np.ndarray = slopes(f(_seed(w, v)))
    if sided:
        scalars.one_side()  # for a derivative around this one
        _same(forward, -slopes(f(_seed(w, -v))))
    return forward


def _same(forward: np.ndarray, backward: np.ndarray) -> None:
    zeros = [scalars.vanishes(x) for x in (forward - backward).flat]
    if False in zeros:
        raise NotDifferentiable("not differentiable here: the one-sided derivatives differ")
    if None in zeros:
        raise OutOfReach("one-sided derivatives too close to compare")


def _pushforward(f: Function, w: Array) -> Function:
    """Return v ↦ Jv on tensors, from two reverse passes: Jv is the gradient of vᵀ(Jᵀu) in u.

    Far cheaper than torch's forward mode, which computes many operations in Python.
    """
    torch = sys.modules["torch"]
    leaf, values_ = _leaf_and_values(f, w)
    if not values_.requires_grad:
        return lambda _: torch.zeros_like(values_)
    u = torch.zeros_like(values_, requires_grad=True)
    (pulled,) = torch.autograd.grad(values_, leaf, u, create_graph=True)

    def push(v: Array) -> Array:
        return torch.autograd.grad(pulled, u, v.expand_as(pulled), retain_graph=True)[0]

    return push


def _leaf_and_values(f: Function, w: Array) -> tuple[Array, Array]:
    """Return a leaf at w and f there; one leaf for each function where f is a batch of them."""
    leaf = w.detach().clone().requires_grad_()
    values_ = f(leaf)
    if values_.ndim > leaf.ndim:
        leaf = w.detach().expand(*values_.shape[:-2], *w.shape).clone().requires_grad_()
        values_ = f(leaf)
    return leaf, values_


def derivative(f: Function, t: Array) -> Array:
    """Return f'(t) for a function of one real number t, shape (..., 1, 1)."""
    return directional_derivative(f, t, t**0)


def jacobian(f: Function, w: Array) -> Array:
    """Return the matrix (..., m, d) of partial derivatives ∂f_i/∂w_j at w (..., d, 1).

    Raises NotDifferentiable at a kink; see :func:`directional_derivative`.
    """
    size = w.shape[-2]
    if is_traced(w):
        return traced.jacobian(f, w)
    if is_torch(w):
        torch = sys.modules["torch"]
        units = torch.eye(size, dtype=w.dtype, device=w.device)[..., None]
        push = _pushforward(f, w)
        return torch.cat([push(unit) for unit in units], dim=-1)
    if is_batch(w):
        units = eye(size, w)
        steps = [directional_derivative(f, w, units[:, i : i + 1]) for i in range(size)]
        return concatenate(steps, -1)
    together = rational_jacobian(f, w) if is_exact(w) else None
    if together is not None:
        return rational(together)
    units = _units(size, w)
    found = _both_sides(f, w, units) if is_exact(w) else slopes(f(_seed(w, units)))
    # A function that ignores w has no axis for the directions: all its slopes are zero.
    partial = np.broadcast_to(found, (size, *w.shape[:-2], *found.shape[-2:]))[..., 0]
    return _settle(np.moveaxis(partial, 0, -1), w)


def matrix_of(linear: Function, size: int, like: Array) -> Array:
    """Return the matrix (..., m, size) of a linear map of columns, column by column."""
    if is_traced(like):
        return traced.matrix_of(linear, size, like)
    units = eye(size, like)
    return concatenate([linear(units[:, j : j + 1]) for j in range(size)], -1)


def _units(size: int, w: np.ndarray) -> np.ndarray:
    """Return the unit vectors as (d, 1, ..., 1, d, 1), one per new leading axis."""
    units: np.ndarray = np.eye(size, dtype=np.int64)
    shaped = units.reshape(size, *[1] * (w.ndim - 2), size, 1)
    return exact(shaped) if is_exact(w) else shaped.astype(float)


def gradient(f: Function, w: Array) -> Array:
    """Return ∇f (..., d, 1) of a real-valued f with values (..., 1, 1).

    Raises NotDifferentiable at a kink; see :func:`directional_derivative`.
    """
    if not is_torch(w):
        return jacobian(f, w).mT
    leaf, values_ = _leaf_and_values(f, w)
    found: Any = sys.modules["torch"].autograd.grad(values_.sum(), leaf)
    return found[0]
