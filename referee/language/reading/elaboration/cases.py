"""Case distinctions whose two parts meet: x if x > 0 else 0 is the larger of x and 0."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from fractions import Fraction

from referee.language.normal_form import normal_form
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    combined,
)
from referee.language.reading.elaboration.entries import size_of
from referee.language.reading.elaboration.relations import same_size
from referee.language.reading.elaboration.subscripts import Subscripts
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import Formula, Node
from referee.language.vocabulary import SCALAR, TRUTH

_SIGNS: Mapping[str, int] = {">": 1, ">=": 1, "<": -1, "<=": -1}
_APART = (
    "a case distinction is read where its parts meet, as in x if x > 0 else 0; others are no"
    " formula: write a statement with and, or, implies"
)


_APART_AGAIN = ({">", "<"}, {">"}, {"<"})  # relations that leave out where the parts meet


class Cases(Subscripts, ABC):
    """Readings of two parts, one of which a condition picks."""

    def case_distinction(self, surface: Surface) -> Candidates:
        """Read u if p > q else v, where u − v is p − q, or |p − q|: an extremum of u and v.

        A second condition is what is otherwise.
        """
        entrywise = surface.value == "where"
        parts = [self.of(each) for each in surface.args]
        if not all(parts):
            return []
        found = combined(parts, lambda *chosen: self._picked(*chosen, entrywise=entrywise))
        return found or self.context.fail(surface, _APART)

    def _picked(
        self,
        u: Candidate,
        condition: Candidate,
        v: Candidate,
        otherwise: Candidate | None = None,
        *,
        entrywise: bool,
    ) -> Candidates:
        node = condition.node
        if condition.type != TRUTH or node.kind not in _SIGNS:
            return []
        if otherwise is not None and not _is_rest(node, otherwise.node):
            return []
        gap = _difference(self.context, u, v, node.at)
        p, q = (Candidate(arg, size_of(self.context, arg)) for arg in node.args)
        base = _difference(self.context, p, q, node.at)
        if gap is None or base is None or gap.type != base.type:
            return []
        if gap.is_array and not entrywise:
            return []
        sign = _SIGNS[node.kind] * self._direction(gap, base)
        return extreme(self.context, u, v, sign, node.at) if sign else []

    def _direction(self, gap: Candidate, base: Candidate) -> int:
        """Return 1 where a difference is the other one, −1 where it is the negative, else 0."""
        turned = _opposite(base, base.node.at)
        keys = [_key(self.context, each.node) for each in (base, turned)]
        key = _key(self.context, gap.node)
        return (1, -1)[keys.index(key)] if key in keys else 0


def _key(context: Context, node: Node) -> str:
    return normal_form(Formula("", node), context.scope.family)


def _is_rest(first: Node, second: Node) -> bool:
    """Say whether two conditions are of the same sides, and one of them holds in any case."""
    if second.kind not in _SIGNS or first.args != second.args:
        return False
    kinds = {first.kind, second.kind}
    return _SIGNS[first.kind] != _SIGNS[second.kind] and kinds not in _APART_AGAIN


def _difference(context: Context, u: Candidate, v: Candidate, at: int) -> Candidate | None:
    """Return u − v, without a zero in it; of u and −u, half of it."""
    if _is_zero(v):
        return None if u.type == ANY_SIZE else u
    minus = _opposite(v, at)
    if _is_zero(u):
        return minus
    if u.type == v.type != ANY_SIZE and _key(context, minus.node) == _key(context, u.node):
        return u
    found = same_size(context, "-", u, v, at)
    return found[0] if len(found) == 1 else None


def _is_zero(a: Candidate) -> bool:
    return a.node.value == 0 or a.node.kind == "zeros"


def extreme(context: Context, u: Candidate, v: Candidate, sign: int, at: int) -> Candidates:
    """Return the larger (sign 1) or smaller (−1) of two numbers, or of each two entries.

    Of entries it is (u + v ± |u − v|)/2, beside a 0 relu: the vocabulary has extrema of numbers.
    """
    if u.type == v.type == SCALAR:
        stack = Candidate(Node("vstack", (u.node, v.node), at=at), (2, 1))
        made = context.made("max" if sign > 0 else "min", (stack,), at)
        return [] if made is None else [made]
    clipped = _clipped(context, u, v, sign, at)
    if clipped is not None:
        return [clipped]
    found: Candidates = []
    two = Candidate(Node("number", value=Fraction(2), at=at), SCALAR)
    for total in same_size(context, "+", u, v, at):
        for gap in same_size(context, "-", u, v, at):
            distance = context.made("abs", (gap,), at)
            both = None if distance is None else (total, distance)
            doubled = both and context.made("+" if sign > 0 else "-", both, at)
            half = doubled and context.made("/", (doubled, two), at)
            found += [half] if half else []
    return found


def _clipped(context: Context, u: Candidate, v: Candidate, sign: int, at: int) -> Candidate | None:
    """Return the larger of x and 0 as relu(x), the smaller as −relu(−x); None for others."""
    for one, other in ((u, v), (v, u)):
        if (
            not _is_zero(other)
            or other.type not in {ANY_SIZE, SCALAR, one.type}
            or not one.is_array
        ):
            continue
        if sign > 0:
            return context.made("relu", (one,), at)
        made = context.made("relu", (_opposite(one, at),), at)
        return None if made is None else _opposite(made, at)
    return None


def _opposite(a: Candidate, at: int) -> Candidate:
    return Candidate(Node("neg", (a.node,), at=at), a.type)
