"""Formulas as code: NumPy and MATLAB, grouped exactly as the formula is."""

from __future__ import annotations

from fractions import Fraction

from referee.language.tree import LEAVES, Node
from referee.language.vocabulary import INDEX, REAL, Notation, Operation, operation
from referee.language.vocabulary.operation import ATOM, Chosen, Piece
from referee.language.writing.writer import NotWritten, Writer

SUM = 5  # how tightly Python's + and - bind


class NumpyWriter(Writer):
    """Formulas in Python with NumPy as np, vectors as arrays of one column, indices from 0."""

    key = "numpy"
    brackets = False

    def among(self, entry: Operation) -> Notation | Chosen | None:
        """Return the notation of an operation: operators are Python's own."""
        return entry.written.get(self.key, entry.text)

    def render(self, node: Node) -> Piece:
        """Return a node; what counts from 1 in a formula counts from 0 here."""
        if node.kind == "index":
            return f"{node.value} + 1", SUM
        entry = None if node.kind in LEAVES else operation(node.kind)
        if entry is not None and entry.binds == REAL:
            raise NotWritten(f"{self.key} has no name for {node.kind}: {entry.says}")
        if entry is None or not entry.indices:
            return super().render(node)
        if entry.binds == INDEX:
            return self._over(node)
        pieces = [
            self._from_zero(arg) if place in entry.indices else self.render(arg)
            for place, arg in enumerate(node.args)
        ]
        return self.notation(node, pieces).written(pieces, self.parentheses)

    def _over(self, node: Node) -> Piece:
        """Return a sum over an index: the range of 0, ..., n - 1 has its end alone."""
        index, low, high, body = node.args
        pieces: list[Piece] = [
            (str(index.value), ATOM),
            self._from_zero(low),
            self.render(high),
            self.render(body),
        ]
        row, binds = self.notation(node, pieces).written(pieces, self.parentheses)
        return row.replace("in range(0, ", "in range(", 1), binds

    def _from_zero(self, node: Node) -> Piece:
        """Return an index less 1."""
        if node.kind == "index":
            return str(node.value), ATOM
        if node.kind == "number" and isinstance(node.value, Fraction) and node.value >= 1:
            return self.number(node.value - 1)
        text, binds = self.render(node)
        return f"{text} - 1" if binds >= SUM else f"({text}) - 1", SUM


class MatlabWriter(Writer):
    """Formulas in MATLAB, in which a power is grouped from the left and ' conjugates."""

    key = "matlab"
