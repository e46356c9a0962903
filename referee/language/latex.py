"""Formulas as LaTeX, with as few parentheses as their meaning needs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from referee.language.tree import Formula, Node
from referee.language.vocabulary import SCALAR, Notation, Operation, operation
from referee.language.vocabulary.operation import ATOM, Piece
from referee.language.writing.writer import Writer
from referee.strategies.families import Family

# Nobody agrees how ⊙ binds beside a product: parentheses say it.
_ENTRYWISE = Notation(r"{0} \odot {1}", 3, (6, 6))
_QUOTIENTS = Notation(r"{0} \oslash {1}", 3, (6, 6))
# Bars around an array are its norm, and bars inside of bars are anybody's guess.
_MAGNITUDES = Notation(r"\operatorname{{abs}}\left({0}\right)")
_IMAGINARY = Notation(r"\mathrm{{i}}")
# A product with a sign in front, behind a factor, would be a difference.
_SIGNED = Notation("{0} {1}", 5, (4, 6))
_DOTTED = Notation(r"{0} \cdot {1}", 5, (4, 6))


def to_latex(formula: Formula, family: Family) -> str:
    """Return a formula over a family's names as LaTeX."""
    return LatexWriter(family).write(formula.root)


def sides_to_latex(node: Node, family: Family) -> tuple[str, str]:
    """Return what is on the two sides of a part of a formula. Raises ValueError for no sides."""
    named = operation(node.kind).sides
    if named is None:
        raise ValueError(f"{node.kind} has no sides")
    writer = LatexWriter(family)
    pieces = [writer.render(arg) for arg in node.args]
    left, right = (side.written(pieces, writer.parentheses)[0] for side in named)
    return left, right


class LatexWriter(Writer):
    """Formulas in LaTeX, as they are shown."""

    key = "latex"
    parentheses = r"\left({}\right)"

    def name(self, name: str) -> str:
        """Return a name as its family sets it."""
        return self.family.by_name[name].latex

    def size(self, node: Node) -> str:
        """Return a size: the name of a dimension as its family sets it, or a number."""
        return self.render(node)[0]

    def index(self, name: str) -> str:
        """Return an index: one letter is a variable, more of them are a word."""
        return name if len(name) == 1 else rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"

    def matrix(self, rows: Sequence[Sequence[str]]) -> Piece:
        """Return a matrix of blocks between brackets."""
        inside = r" \\ ".join(" & ".join(row) for row in rows)
        return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}", ATOM - 1

    def number(self, value: Fraction) -> Piece:
        """Return a number as a whole one or a fraction."""
        if value.denominator == 1:
            return str(value.numerator), 9
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", 8

    def among(self, entry: Operation) -> Notation:
        """Return the LaTeX of an operation, which every one of them has."""
        return entry.latex

    def notation(self, node: Node, pieces: Sequence[Piece]) -> Notation:
        """Juxtapose factors; show what goes entry by entry, and a product of numbers, as such."""
        on_arrays = all(self.type_of(arg) != SCALAR for arg in node.args)
        if node.kind in {"*", "/"} and on_arrays:
            return _ENTRYWISE if node.kind == "*" else _QUOTIENTS
        if node.kind == "complex" and [each.value for each in node.args] == [0, 1]:
            return _IMAGINARY
        if node.kind == "abs" and (on_arrays or r"\lvert" in pieces[0][0]):
            return _MAGNITUDES
        if node.kind in {"*", "@"} and pieces[1][0][:1].isdigit():
            return _DOTTED
        if node.kind in {"*", "@"} and pieces[1][0].startswith("-"):
            return _SIGNED
        return super().notation(node, pieces)
