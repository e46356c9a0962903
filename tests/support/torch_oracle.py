"""What tests hold against torch, which is installed with the extra ``torch`` only."""

from __future__ import annotations

import pytest

from referee.numerics import arrays
from referee.numerics.batches import has_torch

needs_torch = pytest.mark.skipif(not has_torch(), reason="torch is not installed")
FLOATS = [
    pytest.param(arrays.float64, id="float64"),
    pytest.param(arrays.batch64, id="numpy"),
    pytest.param(arrays.torch64, id="torch", marks=needs_torch),
]
BATCHES = FLOATS[1:]
