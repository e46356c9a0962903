"""What was compared at a counterexample: the two sides of the relation that fails, with values."""

from __future__ import annotations

from referee.asking.lines import in_unicode
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.language.vocabulary.relations import SYMBOLS
from referee.numerics.arrays import Array
from referee.strategies.families import Family, Instance

Side = tuple[str, Array]
_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}


def sides_at(root: Node, p: Instance, family: Family) -> tuple[tuple[Side, Side] | None, str]:
    """Return the sides of the relation that fails at an instance, and its sign; None for none."""
    found = failing(root, p)
    if found is None:
        return None, ""
    try:
        left, right = (_side(arg, p, family) for arg in found.args)
    except (ArithmeticError, ValueError, TypeError, LookupError):
        return None, ""
    return (left, right), _SIGNS.get(found.kind, found.kind)


def _side(node: Node, p: Instance, family: Family) -> Side:
    value: Array = value_of(Formula("", node), p)
    return in_unicode(node, family), value


def failing(node: Node, p: Instance) -> Node | None:
    """Return a relation that is false at an instance and makes the whole false."""
    if node.kind in SYMBOLS:
        return node if _is_false(node, p) else None
    if node.kind == "implies":
        return failing(node.args[1], p)
    if node.kind in {"and", "or"}:
        found = (failing(arg, p) for arg in node.args)
        return next((each for each in found if each is not None), None)
    return None


def _is_false(node: Node, p: Instance) -> bool:
    try:
        found = value_of(Formula("", node), p)
    except (ArithmeticError, ValueError, TypeError, LookupError):
        return False
    return isinstance(found, Comparison) and found.truth is Truth.FALSE
