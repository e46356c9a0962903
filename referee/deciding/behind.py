"""What is behind a condition: the fields that its names follow from, where these cannot be moved.

Of X = UΣVᵀ nothing can be moved but U, Σ and V; ‖X‖² is a sum of squares in Σ.
"""

from __future__ import annotations

from collections.abc import Sequence

from referee.deciding.conditions import Condition
from referee.deciding.elsewhere import telling
from referee.deciding.spaces import Names
from referee.strategies.families import Instance

MOST = 4  # fields that are moved
FIRST, MOST_ASKED = 2, 8  # instances: what matters at one need not matter at another


def behind(condition: Condition, moved: Names, some: Sequence[Instance]) -> list[Names]:
    """Return fields that a condition does not name, each alone, if it names what follows from them.

    Among ``some`` instances it is seen which change what the equations lack. The smallest come
    first; () where all that is named is ``moved`` itself.
    """
    if not some or all(name in moved for name in condition.names):
        return []
    family, shape = some[-1].family, some[-1].shape
    slots = family.layout(shape).slots
    own = [n for n, slot in slots.items() if slot.stop > slot.start and n not in condition.names]
    places = [*some[:FIRST], *some[FIRST :: max(1, len(some) // MOST_ASKED)]]
    found = {name for p in places for name in telling(condition, own, [p])}
    sizes = {name: slots[name].stop - slots[name].start for name in found}
    return [(name,) for name in sorted(found, key=lambda name: sizes[name])[:MOST]]
