"""What holds for every index, as relations of extrema: c_j ≥ 0 for all j is min(c) ≥ 0."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from fractions import Fraction

from referee.language.reading.elaboration import indices
from referee.language.reading.elaboration.candidates import Candidate, Candidates, Context
from referee.language.reading.elaboration.entries import size_of
from referee.language.reading.elaboration.subscripts import Subscripts
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import Node
from referee.language.vocabulary import SCALAR, TRUTH

_ONE = Node("number", value=Fraction(1))
_ZERO = Candidate(Node("number", value=Fraction(0)), SCALAR)
# The extremum of what stands on the left and on the right that decides a relation for all.
_EXTREMES: Mapping[str, tuple[str, str]] = {
    "<": ("max_over", "min_over"), "<=": ("max_over", "min_over"),
    ">": ("min_over", "max_over"), ">=": ("min_over", "max_over"),
}  # fmt: skip
Run = tuple[str, Node]  # an index that runs from 1, and up to where


class Quantified(Subscripts, ABC):
    """Readings of statements about every index."""

    def _every(self, surface: Surface) -> Candidates:
        index, (has_low, has_high) = surface.value
        body, *bounds = surface.args
        called, bodies = self.bodies(body, index)
        low = self.bound(bounds[0]) if has_low else [_ONE]
        high = self.bound(bounds[-1]) if has_high else None
        found: Candidates = []
        for each in bodies:
            counted = indices.ranges(self.context, called, each.node)
            if not any(node.value == called for node in each.node.walk()):
                found.append(each)  # it does not say anything of the index
                continue
            # From 1 up to a size there is always one: an extremum over nothing has no value.
            ends = counted if high is None else [end for end in high if end in counted]
            for end in ends if low == [_ONE] else []:
                made = _for_all(self.context, each.node, (called, end))
                found += [] if made is None else [Candidate(made, TRUTH)]
        return found or self.context.fail(surface, f"{index} runs from where to where?")


def _for_all(context: Context, node: Node, run: Run) -> Node | None:
    """Return a statement for every index, None for one that has no such form."""
    if node.kind == "and":
        parts = [_for_all(context, arg, run) for arg in node.args]
        return None if None in parts else Node("and", tuple(filter(None, parts)), at=node.at)
    if not _has(node, run):
        return node
    sides = [Candidate(arg, size_of(context, arg)) for arg in node.args]
    if node.kind in _EXTREMES:
        made = _ordered(context, node.kind, sides, run, node.at)
    elif node.kind in {"==", "!="} and len(sides) == 2:
        made = _equal(context, node.kind, sides, run, node.at)
    else:
        made = None
    return None if made is None else made.node


def _ordered(
    context: Context, kind: str, sides: list[Candidate], run: Run, at: int
) -> Candidate | None:
    """Return an order for every index: of the extremum of the side that the index is on."""
    if any(each.is_array for each in sides):
        return None
    if all(_has(each.node, run) for each in sides):
        difference = context.made("-", sides, at)
        sides = [] if difference is None else [difference, _ZERO]
    parts = [
        _extreme(over, each, run, at) if _has(each.node, run) else each
        for over, each in zip(_EXTREMES[kind], sides, strict=False)
    ]
    return context.made(kind, parts, at)


def _equal(
    context: Context, kind: str, sides: list[Candidate], run: Run, at: int
) -> Candidate | None:
    """Return an equation for every index: the largest difference is 0; of ≠ the smallest is not."""
    left, right = sides
    is_zero = right.node.value == 0 or right.node.kind == "zeros"
    difference = left if is_zero else context.made("-", sides, at)
    if difference is None:
        return None
    distance: Candidate | None = difference
    if not _is_distance(difference.node):
        distance = context.made("norm" if difference.is_array else "abs", (difference,), at)
    if distance is None:
        return None
    over = "max_over" if kind == "==" else "min_over"
    return context.made(kind, (_extreme(over, distance, run, at), _ZERO), at)


def _is_distance(node: Node) -> bool:
    """Say whether a number is a magnitude, or the extremum of magnitudes over another index."""
    over = node.kind in {"max_over", "min_over"}
    return node.kind in {"abs", "norm"} or (over and _is_distance(node.args[-1]))


def _extreme(over: str, body: Candidate, run: Run, at: int) -> Candidate:
    index, high = run
    i = Node("index", value=index, at=at)
    node = Node(over, (i, _ONE, high, body.node), at=at)
    return indices.of_all(over, index, body) or Candidate(node, SCALAR)


def _has(node: Node, run: Run) -> bool:
    return any(each.kind == "index" and each.value == run[0] for each in node.walk())
