"""Conditions elsewhere: a claim may ask for its answer at an instance with other arrays put in.

Of a flow from 0 and one from any start, say, w_t is the second one then. What the answer names
follows there from fields that it does not name, and these are moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.conditions import NO_VALUE, Condition, Residuals, stated
from referee.language.comparison import Comparison, Truth
from referee.language.premises import alternatives, excluded, negated
from referee.strategies.families import Instance

MOST_ASKED = 4  # times that an answer is asked for at one instance
LOOKED_AT = 16  # instances, for the fields that matter
COST = 3  # of a question, where what is named has to be made of what is moved
BLANK = Comparison(Truth.TRUE, "true")


class _Found(Exception):
    """Ends a property at an instance at which it asks for its answer."""

    def __init__(self, at: Instance) -> None:
        super().__init__()
        self.at = at


def asked_elsewhere(case: Case, some: Sequence[Instance]) -> list[Condition]:
    """Return the equations in an answer, or that it rules out, as they are asked for elsewhere.

    Among ``some`` instances it is seen where that is, and which fields matter there.
    """
    p = some[0]
    place = next((k for k in range(MOST_ASKED) if _asked(case, p, k) not in {None, p}), None)
    if place is None:
        return []
    root = case.formula.root
    rows = dict.fromkeys((*alternatives(root), *alternatives(negated(root)), *excluded(root)))
    found = [stated(case, leaves) for leaves in rows if any(x.kind == "==" for x in leaves)]
    moved = [_moved(case, each, place) for each in found]
    return [
        replace(each, names=names) for each in moved if (names := telling(each, each.names, some))
    ]


def telling(
    condition: Condition, names: Sequence[str], some: Sequence[Instance]
) -> tuple[str, ...]:
    """Return the fields that change what the equations lack, at one of the first instances."""
    for p in some[:LOOKED_AT]:
        here = condition.residuals(p)
        if here:
            shifted = {name: _shifted(condition, p, name) for name in names}
            names = [name for name, there in shifted.items() if there not in (None, here)]
            if names:
                return tuple(names)
    return ()


def _shifted(condition: Condition, p: Instance, name: str) -> list[fmpq] | None:
    try:
        return condition.residuals(p.replace(**{name: getattr(p, name) + 1}))
    except NO_VALUE:
        return None


def _asked(case: Case, p: Instance, place: int) -> Instance | None:
    """Return the instance that an answer is asked for at a place in the row of them."""
    count = 0

    def answer(at: Instance) -> Comparison:
        nonlocal count
        if count == place:
            raise _Found(at)
        count += 1
        return BLANK

    try:
        case.claim.decide(p, answer)
    except _Found as found:
        return found.at
    except NO_VALUE:
        return None
    return None


def _moved(case: Case, condition: Condition, place: int) -> Condition:
    """Return a condition on what is drawn, that holds where another one does elsewhere."""
    slots = case.family.layout(case.family.shapes[-1]).slots
    names = tuple(name for name, slot in slots.items() if slot.stop > slot.start)

    def there(asked: Residuals) -> Residuals:
        def residuals(p: Instance) -> list[fmpq] | None:
            at = _asked(case, p, place)
            return None if at is None else asked(at)

        return residuals

    def holds(p: Instance) -> bool:
        at = _asked(case, p, place)
        return at is not None and condition.holds(at)

    return Condition(names, there(condition.residuals), holds, there(condition.gaps), cost=COST)
