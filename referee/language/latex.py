"""Formulas as LaTeX, with as few parentheses as their meaning needs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from referee.language.comparison import IllTyped
from referee.language.tree import Formula, Node
from referee.language.types import node_type
from referee.language.vocabulary import SCALAR, Notation, operation
from referee.language.vocabulary.operation import ATOM, Piece
from referee.strategies.families import Family, Shape

_PARENTHESES = r"\left({}\right)"
# Nobody agrees how ⊙ binds beside a product: parentheses say it.
_ENTRYWISE = Notation(r"{0} \odot {1}", 3, (6, 6))
_DOTTED = Notation(r"{0} \cdot {1}", 5, (4, 6))


def to_latex(formula: Formula, family: Family) -> str:
    """Return a formula over a family's names as LaTeX."""
    return _Renderer(family).render(formula.root)[0]


def sides_to_latex(node: Node, family: Family) -> tuple[str, str]:
    """Return what is on the two sides of a part of a formula. Raises ValueError for no sides."""
    named = operation(node.kind).sides
    if named is None:
        raise ValueError(f"{node.kind} has no sides")
    renderer = _Renderer(family)
    pieces = [renderer.render(arg) for arg in node.args]
    left, right = (side.written(pieces, _PARENTHESES)[0] for side in named)
    return left, right


class _Renderer:
    def __init__(self, family: Family) -> None:
        self.family = family
        self.shape = _telling_shape(family)

    def render(self, node: Node) -> Piece:
        if node.kind == "number":
            return _number(node)
        if node.kind == "name":
            return self.family.by_name[str(node.value)].latex, 9
        if node.kind == "index":
            return _index(str(node.value)), 9
        rows = _rows(node)
        if rows:
            lines = (" & ".join(self.render(each)[0] for each in row) for row in rows)
            inside = r" \\ ".join(lines)
            return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}", ATOM - 1
        pieces = [self.render(arg) for arg in node.args]
        return self._notation(node, pieces).written(pieces, _PARENTHESES)

    def _notation(self, node: Node, pieces: Sequence[Piece]) -> Notation:
        """Juxtapose factors; show a product entry by entry, and one of two numbers, as such."""
        if node.kind == "*" and all(self._is_array(arg) for arg in node.args):
            return _ENTRYWISE
        if node.kind in {"*", "@"} and pieces[1][0][:1].isdigit():
            return _DOTTED
        return operation(node.kind).latex

    def _is_array(self, node: Node) -> bool:
        try:
            return node_type(node, self.family, self.shape) != SCALAR
        except IllTyped:
            return False


def _rows(node: Node) -> list[tuple[Node, ...]]:
    """Return the blocks of a matrix row by row; [] for what is no matrix of blocks."""
    if node.kind == "hstack":
        return [node.args]
    if node.kind != "vstack":
        return []
    rows = [arg.args if arg.kind == "hstack" else (arg,) for arg in node.args]
    # Rows of different lengths would not stand under one another.
    return rows if len({len(row) for row in rows}) == 1 else [(arg,) for arg in node.args]


def _index(name: str) -> str:
    return name if len(name) == 1 else rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"


def _telling_shape(family: Family) -> Shape:
    """Return a shape with as many different dimensions above 1 as the family has."""
    return max(family.shapes, key=lambda s: len({size for size in s.values() if size > 1}))


def _number(node: Node) -> Piece:
    value = node.value
    if not isinstance(value, Fraction):
        raise TypeError(f"{value!r} is not a number")
    if value.denominator == 1:
        return str(value.numerator), 9
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", 8
