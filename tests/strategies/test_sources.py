"""What moves an array: its own integers, each within its bounds."""

from __future__ import annotations

import pytest

from referee.strategies import clarke_combinations
from referee.strategies.families import named
from referee.strategies.sources import moving

FAMILY = named(clarke_combinations.clarke_combinations.__name__, kinds="clarke", kinked=True)


@pytest.mark.parametrize("end", [0, 1])
def test_an_integer_that_chooses_is_moved_within_its_bounds(end: int) -> None:
    shape = FAMILY.shapes[0]
    layout = FAMILY.layout(shape)
    p = FAMILY.build(
        shape, [b if (b := bounds[end]) is not None else 0 for bounds in layout.bounds]
    )
    FAMILY.sources.clear()
    for name, slot in layout.slots.items():
        if slot.stop > slot.start:
            assert len(moving(p, name)) == getattr(p, name).size
