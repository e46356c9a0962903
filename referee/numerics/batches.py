"""Batches of float64 matrices: torch tensors, or NumPy arrays that know that they are one.

With torch, on any device, batches are its tensors; without it, and on the device NUMPY, they are
:class:`Batched` arrays on the CPU. The functions of :func:`namespace` that are used here have one
name and one order of arguments in both, so what is screened in batches is written once.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from referee.numerics.array_series import ArraySeries
from referee.numerics.precision import NotComputed

Array = Any  # np.ndarray of objects or float64, or torch.Tensor: one duck, three breeds
NUMPY = "numpy"  # the device of those who do not want torch, installed or not
NEAR = frozenset({"cpu", NUMPY})  # what is no device: where a search draws and builds itself
NEEDS_TORCH = "needs torch: pip install 'claims-referee[torch]'"


class Batched(np.ndarray):
    """Float64 matrices with leading batch axes; whatever NumPy makes of them is one again."""

    __array_priority__ = 1.0  # above a plain array's: what is joined with one is a batch


@cache
def has_torch() -> bool:
    """Say whether torch is installed, without importing it."""
    return find_spec("torch") is not None


def torch() -> Any:
    """Return torch, imported by whoever needs it: that takes 1.5 s and 200 MB.

    Raises NotComputed where it is not installed.
    """
    if not has_torch():
        raise NotComputed(f"what {NEEDS_TORCH}")
    return import_module("torch")


def trouble(device: str) -> str:
    """Say in one line why nothing can be screened on a device; "" where it can."""
    if device in NEAR:
        return ""
    if not has_torch():
        return f"--claims-device={device} {NEEDS_TORCH}"
    try:
        torch().zeros(1, dtype=torch().float64, device=device).item()
    except (RuntimeError, AssertionError, TypeError) as error:  # it depends on the device
        return f"--claims-device={device}: {str(error).strip().partition(chr(10))[0]}"
    return ""


def by_torch(device: str) -> bool:
    """Say whether batches on a device are torch's."""
    return device != NUMPY and has_torch()


def is_torch(array: Array) -> bool:
    """Say whether an array is a torch tensor, without importing torch."""
    loaded = sys.modules.get("torch")
    return loaded is not None and isinstance(array, loaded.Tensor)


def is_batch(array: Array) -> bool:
    """Say whether an array is a batch of float matrices, or a first-order series of them."""
    if isinstance(array, Batched):
        return array.dtype != object
    return isinstance(array, ArraySeries) or is_torch(array)


def namespace(array: Array) -> Any:
    """Return the array namespace of a batch: torch or NumPy."""
    return sys.modules["torch"] if is_torch(array) else np


def broadcast(a: Array, b: Array) -> tuple[Array, Array]:
    """Return two batches of the shape that both have when broadcast together."""
    if is_torch(a) or is_torch(b):
        one, other = sys.modules["torch"].broadcast_tensors(a, b)
    else:
        one, other = np.broadcast_arrays(a, b, subok=True)
    return one, other


def where(condition: Array, then: Array, otherwise: Array | float) -> Array:
    """Return one batch where a condition holds and the other one elsewhere."""
    return kept(namespace(then).where(condition, then, otherwise), then)


def kept(result: Any, like: Array) -> Array:
    """Return what NumPy computed from a batch as a batch: its linear algebra forgets that."""
    return np.asarray(result).view(Batched) if isinstance(like, Batched) else result


def beside(array: np.ndarray, like: Array) -> Array:
    """Return an array of NumPy's where another one lies: itself, or a tensor on its device."""
    return sys.modules["torch"].as_tensor(array, device=like.device) if is_torch(like) else array


def integers_beside(like: Array) -> dict[str, Any]:
    """Return what makes a new array one of 64-bit integers that lies where another one does."""
    if is_torch(like):
        return {"dtype": sys.modules["torch"].int64, "device": like.device}
    return {"dtype": np.int64}


def whole(array: Array) -> Array:
    """Return numbers as 64-bit integers, rounded towards 0."""
    return array.long() if is_torch(array) else array.astype(np.int64)


def real(array: Array) -> Array:
    """Return integers or floats as float64 numbers, where they lie."""
    return array.double() if is_torch(array) else array.astype(float)


def take_along(array: Array, index: Array) -> Array:
    """Return of each row of (rows, n) the entries at the places (rows, k)."""
    if is_torch(array):
        return array.take_along_dim(index, 1)
    return np.take_along_axis(array, index, axis=1)


def to_numpy(batch: Array) -> np.ndarray:
    """Return a batch as a plain NumPy array."""
    return np.asarray(batch.detach().cpu().numpy() if is_torch(batch) else batch)
