"""A tree into text, whatever the notation: the frame that every one of them fills in."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from referee.language.comparison import IllTyped
from referee.language.spelling import decimal
from referee.language.tree import Node
from referee.language.types import node_type
from referee.language.vocabulary import SCALAR, Notation, Operation, Type, operation
from referee.language.vocabulary.operation import ATOM, Chosen, Piece, Together
from referee.strategies.families import Family, Shape


class NotWritten(ValueError):
    """A formula that a notation has no words for; the message is one line."""


class Writer:
    """What writes formulas over a family's names in one notation.

    ``key`` is the name of the notation among those that an operation is ``written`` in; one that
    ``calls`` writes an operation that it has no notation of as a call of its name; one that has
    ``brackets`` writes a matrix of blocks row by row between them.
    """

    key = ""
    parentheses = "({})"
    calls = True
    brackets = True

    def __init__(self, family: Family) -> None:
        self.family = family

    def write(self, node: Node) -> str:
        """Return a formula as text. Raises NotWritten for what the notation has no words for."""
        return self.render(node)[0]

    def render(self, node: Node) -> Piece:
        """Return a node as text, and how tightly it binds."""
        if node.kind == "number" and isinstance(node.value, Fraction):
            return self.number(node.value)
        if node.kind == "name":
            return self.name(str(node.value)), ATOM
        if node.kind == "index":
            return self.index(str(node.value)), ATOM
        if self.brackets and (rows := rows_of(node)):
            return self.matrix([[self.render(each)[0] for each in row] for row in rows])
        if operation(node.kind).takes_sizes:
            pieces: list[Piece] = [(self.size(arg), ATOM) for arg in node.args]
        else:
            pieces = [self.render(arg) for arg in node.args]
        return self.notation(node, pieces).written(pieces, self.parentheses)

    def name(self, name: str) -> str:
        """Return a name as it is written."""
        return name

    def size(self, node: Node) -> str:
        """Return the size of a matrix that is written down by it: a name or a number."""
        return str(node.value)

    def index(self, name: str) -> str:
        """Return an index of a sum, a product or an entry as it is written."""
        return name

    def matrix(self, rows: Sequence[Sequence[str]]) -> Piece:
        """Return a matrix of blocks, row by row."""
        return f"[{'; '.join(', '.join(row) for row in rows)}]", ATOM

    def number(self, value: Fraction) -> Piece:
        """Return a number as it is written, and how tightly it binds."""
        digits = decimal(value)
        return (digits, ATOM - 1) if digits else (f"({value.numerator}/{value.denominator})", ATOM)

    def notation(self, node: Node, pieces: Sequence[Piece]) -> Notation:
        """Return the notation of an operation, which may depend on its arguments as written."""
        del pieces
        entry = operation(node.kind)
        found = self.among(entry)
        if found is None:
            if not self.calls:
                raise NotWritten(f"{self.key} has no name for {node.kind}: {entry.says}")
            return Together(f"{node.kind}({{0}})")
        return found if isinstance(found, Notation) else found(*map(self.type_of, node.args))

    def among(self, entry: Operation) -> Notation | Chosen | None:
        """Return the notation of an operation, None where it has none."""
        return entry.written.get(self.key)

    def type_of(self, node: Node) -> Type:
        """Return the type of a node at a shape that tells arrays from numbers."""
        try:
            return node_type(node, self.family, self.shape)
        except (IllTyped, KeyError):
            return SCALAR

    @cached_property
    def shape(self) -> Shape:
        """A shape with as many different dimensions above 1 as the family has."""
        return max(self.family.shapes, key=lambda s: len({size for size in s.values() if size > 1}))


def rows_of(node: Node) -> list[tuple[Node, ...]]:
    """Return the blocks of a matrix row by row; [] for what is no matrix of blocks."""
    if node.kind == "hstack":
        return [node.args]
    if node.kind != "vstack":
        return []
    rows = [arg.args if arg.kind == "hstack" else (arg,) for arg in node.args]
    # Rows of different lengths would not stand under one another.
    return rows if len({len(row) for row in rows}) == 1 else [(arg,) for arg in node.args]
