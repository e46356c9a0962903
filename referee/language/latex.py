"""Formulas as LaTeX, with as few parentheses as their meaning needs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from referee.language.comparison import IllTyped
from referee.language.evaluation import node_type
from referee.language.formula import Formula, Node
from referee.language.vocabulary import LITERALS, SCALAR, operation
from referee.strategies.families import Family, Shape

# Operators whose operands need parentheses below this precedence, left and right.
_NEEDS: Mapping[str, tuple[int, int]] = {
    "+": (3, 3),
    "-": (3, 4),
    # A fraction binds as 8: raised, it looks as if its numerator alone were.
    "**": (9, 0),
    "T": (9, 0),
    "neg": (4, 0),
    "inv": (9, 0),
    "pinv": (9, 0),
    "not": (2, 0),
    "and": (2, 2),
    "or": (2, 2),
    "implies": (2, 2),
    "iff": (2, 2),
}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in_span", "is_column"}
Rendered = tuple[str, int]  # LaTeX and its precedence


def to_latex(formula: Formula, family: Family) -> str:
    """Return a formula over a family's names as LaTeX."""
    return _Renderer(family).render(formula.root)[0]


class _Renderer:
    def __init__(self, family: Family) -> None:
        self.family = family
        self.shape = _telling_shape(family)

    def render(self, node: Node) -> Rendered:
        if node.kind == "number":
            return _number(node)
        if node.kind == "name":
            return self.family.by_name[str(node.value)].latex, 9
        if node.kind in LITERALS:
            return rf"\text{{{node.kind}}}", 9
        parts = [self.render(arg) for arg in node.args]
        if node.kind in {"and", "or"}:
            word = rf" \text{{ {node.kind} }} "
            return word.join(_guard(part, 2) for part in parts), 1
        if node.kind in {"*", "@"}:
            return self._times(node, parts)
        entry = operation(node.kind)
        return entry.latex.format(*_guarded(node.kind, parts)), entry.binds

    def _times(self, node: Node, parts: list[Rendered]) -> Rendered:
        """Juxtapose factors; show a product entry by entry, and one of two numbers, as such."""
        if node.kind == "*" and all(self._is_array(arg) for arg in node.args):
            # Nobody agrees how ⊙ binds beside a product: parentheses say it.
            return r" \odot ".join(_guard(part, 6) for part in parts), 3
        if parts[1][0][:1].isdigit():
            return r" \cdot ".join((_guard(parts[0], 4), _guard(parts[1], 6))), 5
        return " ".join((_guard(parts[0], 4), _guard(parts[1], 5))), 5

    def _is_array(self, node: Node) -> bool:
        try:
            return node_type(node, self.family, self.shape) != SCALAR
        except IllTyped:
            return False


def _telling_shape(family: Family) -> Shape:
    """Return a shape with as many different dimensions above 1 as the family has."""
    return max(family.shapes, key=lambda s: len({size for size in s.values() if size > 1}))


def _guarded(kind: str, parts: list[Rendered]) -> list[str]:
    if kind in _COMPARISONS:
        return [_guard(part, 3) for part in parts]
    needs = _NEEDS.get(kind, (0, 0))
    return [_guard(part, need) for part, need in zip(parts, needs, strict=False)]


def _guard(part: Rendered, need: int) -> str:
    text, binds = part
    return text if binds >= need else rf"\left({text}\right)"


def _number(node: Node) -> Rendered:
    value = node.value
    if not isinstance(value, Fraction):
        raise TypeError(f"{value!r} is not a number")
    if value.denominator == 1:
        return str(value.numerator), 9
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", 8
