"""Batches where torch is not installed: everything is imported, and only torch's own is refused."""

from __future__ import annotations

import numpy as np
import pytest
from processes import python
from torch_oracle import needs_torch

from referee.numerics import arrays, batches
from referee.numerics.precision import NotComputed

EVERY_MODULE = """
import sys
from importlib import import_module
from pkgutil import walk_packages

sys.modules["torch"] = None  # an import of it fails
found = 0
for top in ("referee", "referee.claims", "referee.strategies", "referee.reports"):
    for module in walk_packages(import_module(top).__path__, f"{top}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
            found += 1
assert found > 100, found
"""


def test_every_module_is_imported_without_torch() -> None:
    done = python("-c", EVERY_MODULE)
    assert done.returncode == 0, done.stderr


def test_without_torch_a_batch_is_numpys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "has_torch", lambda: False)
    assert arrays.batch_on("cpu") is arrays.batch64
    assert arrays.makes_batches(arrays.batch64)
    with pytest.raises(NotComputed, match="needs torch"):
        arrays.torch64([[1]])


def test_on_the_device_numpy_no_torch_is_wanted() -> None:
    assert arrays.batch_on(batches.NUMPY) is arrays.batch64
    assert not batches.by_torch(batches.NUMPY)
    assert not batches.trouble(batches.NUMPY)


@needs_torch
def test_with_torch_a_batch_is_a_tensor() -> None:
    assert arrays.is_torch(arrays.batch_on("cpu")([[1]]))
    assert arrays.makes_batches(arrays.batch_on("cpu"))
    assert not arrays.makes_batches(arrays.float64)


def test_two_batches_are_broadcast_together_and_stay_batches() -> None:
    a, b = batches.broadcast(arrays.batch64([[[1], [2]]]), arrays.batch64([[3]]))
    assert a.shape == b.shape == (1, 2, 1)
    assert arrays.is_batch(a)
    assert arrays.is_batch(batches.where(a > 1, a, np.inf))
    assert batches.to_numpy(a).tolist() == [[[1], [2]]]
    assert type(batches.to_numpy(a)) is np.ndarray
