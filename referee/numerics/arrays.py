"""Arrays of shape ``(..., rows, columns)`` in four kinds, and what differs between them.

``exact`` arrays are NumPy object arrays whose elements are exact numbers or balls;
``float64`` arrays are NumPy's; ``torch`` tensors are torch's, on any device. NumPy's
operators (``@``, ``+``, ``.mT``) work on the first two, torch's on the third, so a
formula is written once. Torch is imported only by whoever asks for a tensor.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from flint import fmpq

from referee.numerics import scalars

Array = Any  # np.ndarray of objects or float64, or torch.Tensor: one duck, three breeds


def is_torch(array: Array) -> bool:
    """Say whether an array is a torch tensor, without importing torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(array, torch.Tensor)


def is_exact(array: Array) -> bool:
    """Say whether an array's elements are objects: exact numbers, balls or series."""
    return isinstance(array, np.ndarray) and array.dtype == object


def exact(values: Any) -> np.ndarray:
    """Return integers or rationals, nested or as an array, as an object array of ``fmpq``."""
    array = np.asarray(values, dtype=object)
    out = np.empty(array.shape, dtype=object)
    out.reshape(-1)[:] = [
        fmpq(x) if type(x) is int else x if type(x) is fmpq else _rational(x)
        for x in array.reshape(-1)
    ]
    return out


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
    return _torch().as_tensor(float64(values), device=device)


def _torch() -> Any:
    import torch  # noqa: PLC0415 - 1.5 s and 200 MB, for those who ask only

    return torch


@cache
def torch_on(device: str) -> Callable[[Any], Array]:
    """Return the arithmetic of float64 tensors on a device, as :func:`torch64` is on the CPU."""
    return partial(torch64, device=device)


@cache
def one_thread() -> None:
    """Keep torch to one thread in this process: small matrices gain nothing by more."""
    _torch().set_num_threads(1)


def makes_tensors(number: Callable[[Any], Array]) -> bool:
    """Say whether an arithmetic (``exact``, ``torch64``, ...) makes torch tensors."""
    return number is torch64 or (isinstance(number, partial) and number.func is torch64)


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
        return getattr(array, name)() if is_torch(array) else getattr(np, name)(array)

    apply.__name__ = name
    apply.__doc__ = f"Return {name} of every element, in the array's own arithmetic."
    return apply


exp = _dispatch("exp", scalars.exp)
sqrt = _dispatch("sqrt", scalars.sqrt)
absolute = _dispatch("abs", scalars.magnitude)
conjugate = _dispatch("conj", scalars.conjugate)


def like(values: Any, array: Array) -> Array:
    """Return integers or rationals in the arithmetic of ``array``."""
    if is_torch(array):
        return torch64(values, device=str(array.device))
    return exact(values) if is_exact(array) else float64(values)


def eye(size: int, array: Array) -> Array:
    """Return the identity matrix of a size, in the arithmetic of ``array``."""
    return like(np.eye(size, dtype=np.int64), array)


def is_zero(array: Array) -> Array:
    """Return 1 where an entry is exactly zero and 0 elsewhere, in the array's arithmetic."""
    if is_torch(array):
        return (array == 0).to(array.dtype)
    return like((array == 0).astype(np.int64), array)


def concatenate(parts: Sequence[Array], axis: int) -> Array:
    """Join arrays of one kind along an axis."""
    if is_torch(parts[0]):
        return sys.modules["torch"].cat(tuple(parts), dim=axis)
    return np.concatenate(parts, axis=axis)


def maximum(a: Array, b: Array) -> Array:
    """Return the larger entry of two arrays, by exact signs where the numbers are exact."""
    if not is_exact(a):
        return sys.modules["torch"].maximum(a, b) if is_torch(a) else np.maximum(a, b)
    pairs = zip(a.reshape(-1), b.reshape(-1), strict=True)
    out = np.empty(a.shape, dtype=object)
    out.reshape(-1)[:] = [y if scalars.sign(y - x) == 1 else x for x, y in pairs]
    return out
