"""Formulas as text: the way back from a tree to what the reader of sheets reads."""

from __future__ import annotations

from fractions import Fraction

from referee.language.tree import MOST_CHARACTERS, Node
from referee.language.vocabulary import operation
from referee.language.vocabulary.operation import ATOM, Piece


def to_text(node: Node) -> str:
    """Return a formula that parses to this tree, with as few parentheses as that takes.

    Raises ValueError for a number that no decimal writes, as 1/3.
    """
    return _piece(node)[0]


def _piece(node: Node) -> Piece:
    if node.kind == "number":
        return _number(node), ATOM - 1
    if node.kind in {"name", "index"}:
        return str(node.value), ATOM
    pieces = [_piece(arg) for arg in node.args]
    notation = operation(node.kind).text
    if notation is not None:
        return notation.written(pieces, "({})")
    return f"{node.kind}({', '.join(text for text, _ in pieces)})", ATOM


def _number(node: Node) -> str:
    value = node.value
    if not isinstance(value, Fraction) or value < 0:
        raise ValueError(f"{value!r} is not a number of a formula")
    if not (digits := decimal(value)):
        raise ValueError(f"{value} is not written as a decimal; write a quotient")
    return digits


def decimal(value: Fraction) -> str:
    """Return a number as a decimal, "" where no decimal of forty places writes it."""
    if value.denominator == 1:
        return str(value.numerator)
    places = next((k for k in range(1, MOST_CHARACTERS) if (value * 10**k).denominator == 1), 0)
    if not places:
        return ""
    digits = f"{int(value * 10**places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}"
