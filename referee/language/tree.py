"""Formulas as trees: what is left of a text once it is read, whatever notation it was in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from referee.language.vocabulary import BINDERS, OPERATORS

LEAVES = frozenset({"name", "number", "index"})  # the kinds that are no operation
MOST_CHARACTERS = 2_000
MOST_NODES = 400
MOST_DEPTH = 60
LARGEST_EXPONENT = 10**9
MOST_BITS = 20_000  # of a constant that is computed as the formula is read
MOST_POWER_BITS = 2**22  # of a power of numbers that is read at all


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
    """A node of a formula: an operator or function of ``args``, a number, a name or an index.

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

    @cached_property
    def free(self) -> frozenset[str]:
        """The indices that stand in it and that nothing in it binds."""
        if self.kind == "index":
            return frozenset({str(self.value)})
        inside = frozenset(index for arg in self.args[-1:] for index in arg.free)
        if self.kind in BINDERS and BINDERS[self.kind].binds_leaf:
            inside -= self.args[0].free
            return inside.union(*(end.free for end in self.args[1:-1]))
        return inside.union(*(arg.free for arg in self.args[:-1]))

    def parts(self) -> Iterator[Node]:
        """Yield this node and what is below it, as far as it has a value of its own."""
        return (node for node in self.walk() if not node.free)


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
        found = fold(*numbers)
    except ZeroDivisionError:
        return None
    return found if _bits(found) <= MOST_BITS else None


def _is_small_power(base: Fraction, exponent: Fraction) -> bool:
    """Say whether a power of constants is one to be computed: towers of them fill any memory."""
    return exponent.denominator == 1 and not _is_beyond(base, exponent, MOST_BITS)


def too_large(base: Node, exponent: Node) -> str:
    """Say why a power is not read, "" where it is: no tower of powers is computed to be refused."""
    number, raised = constant(base), constant(exponent)
    if raised is None:
        towers = (node.args for node in exponent.walk() if node.kind == "**")
        pairs = [(constant(low), constant(high)) for low, high in towers]
        too_high = any(_is_beyond(low, high, MOST_BITS) for low, high in pairs)
        return "an exponent beyond what is computed; write a smaller one" if too_high else ""
    if abs(raised) > LARGEST_EXPONENT:
        return f"an exponent beyond ±{LARGEST_EXPONENT:,}; write a smaller one"
    if _is_beyond(number, raised, MOST_POWER_BITS):
        return f"a power of more than {MOST_POWER_BITS:,} bits; write a smaller exponent"
    return ""


def _is_beyond(base: Fraction | None, exponent: Fraction | None, bits: int) -> bool:
    """Say whether a whole power of numbers is larger than so many bits."""
    if base is None or exponent is None or exponent.denominator != 1 or base in {-1, 0, 1}:
        return False
    return _bits(base) * abs(exponent) > bits


def _bits(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())
