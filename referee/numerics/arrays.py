"""Arrays of shape ``(..., rows, columns)`` in five kinds, and what differs between them.

``exact`` arrays are NumPy object arrays whose elements are exact numbers or balls;
``float64`` arrays are NumPy's; ``torch64`` and ``batch64`` arrays are batches (numerics.batches),
on any device with torch, on the CPU without it; traced ones (numerics.traced) are matrices of
letters, whose sizes have no number. The operators (``@``, ``+``, ``.mT``) work on
all of them, so a formula is written once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import array_series, batches, scalars
from referee.numerics.array_series import ArraySeries
from referee.numerics.batches import Array, Batched, is_batch, is_torch
from referee.numerics.precision import NotComputed
from referee.numerics.rational_matrices import rational
from referee.numerics.traced import linear_algebra as traced_linalg
from referee.numerics.traced.matrices import is_traced
from referee.numerics.traced.sizes import NotTranslated, Written, is_named
from referee.numerics.traced.tracing import Letters

__all__ = [
    "Array",
    "NotTranslated",
    "is_batch",
    "is_named",
    "is_torch",
    "is_traced",
]  # said again here: arrays are of these kinds


def is_exact(array: Array) -> bool:
    """Say whether an array's elements are objects: exact numbers, balls or series."""
    return isinstance(array, np.ndarray) and array.dtype == object


def exact(values: Any) -> np.ndarray:
    """Return integers or rationals, nested or as an array, as an object array of ``fmpq``."""
    array = np.asarray(values, dtype=object)
    out = np.empty(array.shape, dtype=object)
    out.reshape(-1)[:] = [
        fmpq(x) if type(x) is int else x if type(x) is fmpq else _rational(x)
        for x in array.ravel().tolist()
    ]
    return rational(out)


def _rational(number: Any) -> fmpq:
    if isinstance(number, (int, np.integer)):
        return fmpq(int(number))
    return number if isinstance(number, fmpq) else fmpq(number.numerator, number.denominator)


def float64(values: Any) -> np.ndarray:
    """Return any numbers as a float64 array (nearest floats)."""
    array = np.asarray(values)
    return (
        elementwise(scalars.to_float, array).astype(float)
        if array.dtype == object
        else (array.astype(float))
    )


def torch64(values: Any, *, device: str = "cpu") -> Array:
    """Return any numbers as a float64 torch tensor on ``device``."""
    if is_torch(values):
        return values.to(device=device, dtype=batches.torch().float64)
    return batches.torch().as_tensor(float64(values), device=device)


def batch64(values: Any) -> Array:
    """Return any numbers as a float64 batch of NumPy's, as :func:`torch64` is one of torch's."""
    if isinstance(values, Batched) and values.dtype == float:
        return values
    return float64(values).view(Batched)


@cache
def torch_on(device: str) -> Callable[[Any], Array]:
    """Return the arithmetic of float64 tensors on a device, as :func:`torch64` is on the CPU."""
    return partial(torch64, device=device)


@cache
def one_thread() -> None:
    """Keep torch to one thread in this process: small matrices gain nothing by more."""
    batches.torch().set_num_threads(1)


def batch_on(device: str) -> Callable[[Any], Array]:
    """Return the arithmetic of batches on a device: torch's where it is installed and wanted.

    Raises NotComputed for a device that needs it where it is not.
    """
    if batches.by_torch(device):
        one_thread()
        return torch_on(device)
    if device not in {"cpu", batches.NUMPY}:
        raise NotComputed(batches.trouble(device))
    return batch64


def makes_batches(number: Callable[[Any], Array]) -> bool:
    """Say whether an arithmetic (``exact``, ``torch64``, ...) makes batches."""
    return getattr(number, "func", number) in {torch64, batch64}


def makes_traced(number: Callable[[Any], Array]) -> bool:
    """Say whether an arithmetic makes matrices of letters."""
    return isinstance(number, Letters)


def scalar(number: Any) -> np.ndarray:
    """Return one exact number as a (1, 1) array."""
    out = np.empty((1, 1), dtype=object)
    out[0, 0] = fmpq(number) if isinstance(number, int) else number
    return out


def elementwise(function: Callable[[Any], Any], array: np.ndarray) -> np.ndarray:
    """Apply a function of one number to every element of an object array."""
    out = np.empty(array.shape, dtype=object)
    flat = out.reshape(-1)
    for index, element in enumerate(array.reshape(-1)):
        flat[index] = function(element)
    return out


def _dispatch(name: str, on_element: Callable[[Any], Any]) -> Callable[[Array], Array]:
    def apply(array: Array) -> Array:
        if is_exact(array):
            return elementwise(on_element, array)
        if is_traced(array):
            if name == "exp":
                return traced_linalg.exponential_of_number(array)
            raise NotTranslated(f"{name} of every entry")
        return getattr(batches.namespace(array), name)(array)

    apply.__name__ = name
    apply.__doc__ = f"Return {name} of every element, in the array's own arithmetic."
    return apply


exp = _dispatch("exp", scalars.exp)
log = _dispatch("log", scalars.log)
sin = _dispatch("sin", scalars.sin)
cos = _dispatch("cos", scalars.cos)
sign = _dispatch("sign", scalars.signum)
sqrt = _dispatch("sqrt", scalars.sqrt)
absolute = _dispatch("abs", scalars.magnitude)
_conjugate = _dispatch("conj", scalars.conjugate)


def conjugate(array: Array) -> Array:
    """Return the conjugate of every element; letters stand for real matrices."""
    return array if is_traced(array) else _conjugate(array)


def like(values: Any, array: Array) -> Array:
    """Return integers or rationals in the arithmetic of ``array``."""
    if is_torch(array):
        return torch64(values, device=str(array.device))
    if is_batch(array):
        return batch64(values)
    if is_traced(array):
        return array.tracing(values)
    return exact(values) if is_exact(array) else float64(values)


def identity(rows: int, columns: int) -> np.ndarray | Written:
    """Return the integers of an identity, cut or padded to a shape; written, where a name is."""
    if is_named(rows, columns):
        return Written("identity", rows, columns)
    return np.eye(rows, columns, dtype=np.int64)


def zeros(rows: int, columns: int) -> np.ndarray | Written:
    """Return integers 0 of a shape."""
    if is_named(rows, columns):
        return Written("zeros", rows, columns)
    return np.zeros((rows, columns), dtype=np.int64)


def ones(rows: int, columns: int) -> np.ndarray | Written:
    """Return integers 1 of a shape."""
    if is_named(rows, columns):
        return Written("ones", rows, columns)
    return np.ones((rows, columns), dtype=np.int64)


def eye(size: int, array: Array) -> Array:
    """Return the identity matrix of a size, in the arithmetic of ``array``."""
    return like(identity(size, size), array)


def is_zero(array: Array) -> Array:
    """Return 1 where an entry is exactly zero and 0 elsewhere, in the array's arithmetic."""
    if is_traced(array):
        raise NotTranslated("which entries are 0")
    if is_torch(array):
        return (array == 0).to(array.dtype)
    return like((array == 0).astype(np.int64), array)


def concatenate(parts: Sequence[Array], axis: int) -> Array:
    """Join arrays of one kind along an axis."""
    if any(map(is_traced, parts)):
        raise NotTranslated("a matrix made of blocks")
    if is_torch(parts[0]):
        return batches.namespace(parts[0]).cat(tuple(parts), dim=axis)
    if any(isinstance(part, ArraySeries) for part in parts):
        return array_series.concatenate(parts, axis)
    return np.concatenate(parts, axis=axis)


def maximum(a: Array, b: Array) -> Array:
    """Return the larger entry of two arrays, by exact signs where the numbers are exact."""
    if is_traced(a):
        raise NotTranslated("the larger of two")
    if not is_exact(a):
        return batches.namespace(a).maximum(a, b)
    pairs = zip(a.reshape(-1), b.reshape(-1), strict=True)
    out = np.empty(a.shape, dtype=object)
    out.reshape(-1)[:] = [y if scalars.sign(y - x) == 1 else x for x, y in pairs]
    return out
