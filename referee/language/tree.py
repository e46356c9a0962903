"""Formulas as trees: what is left of a text once it is read, whatever notation it was in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from referee.language.vocabulary import OPERATORS

LEAVES = frozenset({"name", "number"})  # the kinds that are no operation
MOST_CHARACTERS = 2_000
MOST_NODES = 400
MOST_DEPTH = 60
MOST_DIGITS = 40
LARGEST_EXPONENT = 64
MOST_BITS = 20_000  # of a constant


class FormulaError(ValueError):
    """A formula that cannot be read; the message says where and what would be right.

    ``at`` is a place in the text of the formula, which is given as soon as it is known.
    """

    def __init__(self, message: str, at: int | None = None, text: str = "") -> None:
        self.message, self.at = message, at
        super().__init__(message if at is None else f"{place(text, at)}: {message}")


def place(text: str, at: int) -> str:
    """Say where in a text something stands: its column, in several lines its line too."""
    column = at - text.rfind("\n", 0, at)
    if "\n" not in text.strip():
        return f"column {column}"
    return f"line {text.count(chr(10), 0, at) + 1}, column {column}"


@dataclass(frozen=True)
class Node:
    """A node of a formula: an operator or function of ``args``, a number or a name.

    ``at`` is the place in the text as written; it takes no part in equality.
    """

    kind: str
    args: tuple[Node, ...] = ()
    value: Fraction | str | None = None
    at: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()


@dataclass(frozen=True)
class Formula:
    """A checked formula and the text it was written as, ``written`` with blanks around it."""

    text: str
    root: Node
    written: str = field(default="", compare=False)

    def place(self, at: int) -> str:
        """Say where a node stands."""
        return place(self.written, at)

    @cached_property
    def canonical(self) -> str:
        """The tree as text: equal for formulas that differ in blanks and brackets alone."""
        return _spelled(self.root)


def _spelled(node: Node) -> str:
    inner = "" if node.value is None else str(node.value)
    return f"({node.kind} {inner}{' '.join(map(_spelled, node.args))})"


def constant(node: Node) -> Fraction | None:
    """Return the value of a formula without names and functions, None for any other."""
    if node.kind == "number":
        return node.value if isinstance(node.value, Fraction) else None
    parts = [constant(arg) for arg in node.args]
    fold = OPERATORS[node.kind].fold if node.kind in OPERATORS else None
    if fold is None or any(part is None for part in parts):
        return None
    numbers = [part for part in parts if part is not None]
    if node.kind == "**" and not _is_small_power(*numbers):
        return None
    try:
        return fold(*numbers)
    except ZeroDivisionError:
        return None


def _is_small_power(base: Fraction, exponent: Fraction) -> bool:
    """Say whether a power of constants is one to be computed: towers of them fill any memory."""
    if exponent.denominator != 1 or abs(exponent) > LARGEST_EXPONENT:
        return False
    height = max(base.numerator.bit_length(), base.denominator.bit_length())
    return height * abs(exponent) <= MOST_BITS
