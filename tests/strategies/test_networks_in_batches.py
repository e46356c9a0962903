"""Networks in batches: their points, regions and gates are those of each network alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from torch_oracle import BATCHES

from referee.numerics import arrays, relu
from referee.numerics.batches import to_numpy
from referee.strategies.distributions import integers
from referee.strategies.families import Family, Instance, named
from referee.strategies.networks import same_region

FAMILIES = [named("relu_networks"), named("relu_networks", one_region=False)]
ROWS = 12


@pytest.mark.parametrize("family", FAMILIES, ids=[f.name for f in FAMILIES])
@pytest.mark.parametrize("number", BATCHES)
def test_a_batch_of_networks_is_its_networks_one_by_one(family: Family, number: Any) -> None:
    """Gates too, on kinks, where half of the points lie."""
    rng, on_kinks = np.random.default_rng(8), 0
    for shape in family.shapes[:: len(family.shapes) // 9]:
        drawn = integers("small", family.layout(shape).bounds, ROWS, rng)
        ints = np.where(np.abs(drawn) > 3, 0, drawn)  # denominators are of every size
        batch = family.build(shape, ints, number)
        same = to_numpy(same_region(batch, batch.x, batch.v))
        for row in range(ROWS):
            p = family.build(shape, ints[row].tolist())
            on_kinks += bool((p.weights[0] @ p.x == 0).any())
            for field in family.fields:
                assert agree(getattr(batch, field.name), getattr(p, field.name), row), p.token
            assert bool(same[row, 0, 0]) == in_one_region(p)
    assert on_kinks > ROWS


def agree(whole: Any, alone: Any, row: int) -> bool:
    """Say whether a field of a batch has in a row what it is by itself."""
    if isinstance(alone, list):
        return all(agree(a, b, row) for a, b in zip(whole, alone, strict=True))
    found = to_numpy(whole)
    mine = found if found.ndim == np.ndim(alone) else found[row]
    return bool(np.allclose(mine, arrays.float64(alone), rtol=1e-9, atol=1e-9))


def in_one_region(p: Instance) -> bool:
    weak = bool(p.convention[0, 0])
    one, other = (relu.pattern(p.weights, at, weak=weak) for at in (p.x, p.v))
    return one == other
