"""Formulas as text: the way back from a tree to what :func:`referee.language.formula.parse` reads."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from referee.language.formula import Node
from referee.language.vocabulary import LITERALS

# How tightly Python's grammar binds each operator; a name or a call binds as an ATOM.
_BINDS: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    "not": 3,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "@"), 6),
    "neg": 7,
    "**": 8,
    "T": 9,
}
ATOM = 10
_COMPARISON = 4


def to_text(node: Node) -> str:
    """Return a formula that parses to this tree, with as few parentheses as that takes.

    Raises ValueError for a number that no decimal writes, as 1/3.
    """
    if node.kind == "number":
        return _number(node)
    if node.kind == "name" or node.kind in LITERALS:
        return str(node.value or node.kind)
    if node.kind not in _BINDS:
        return f"{node.kind}({', '.join(map(to_text, node.args))})"
    return _operator(node)


def _operator(node: Node) -> str:
    binds = _BINDS[node.kind]
    if node.kind in {"neg", "not"}:
        return ("-" if node.kind == "neg" else "not ") + _operand(node.args[0], binds)
    if node.kind == "T":
        # A digit before the dot would read as a decimal.
        number = node.args[0].kind == "number"
        return _operand(node.args[0], ATOM + 1 if number else binds) + ".T"
    if node.kind in {"and", "or"}:
        return f" {node.kind} ".join(_operand(arg, binds + 1) for arg in node.args)
    left, right = node.args
    if node.kind == "**":
        # The sign of an exponent binds looser than the power and needs no parentheses.
        return f"{_operand(left, binds + 1)}**{_operand(right, binds - 1)}"
    needs_left = binds + 1 if binds == _COMPARISON else binds
    return f"{_operand(left, needs_left)} {node.kind} {_operand(right, binds + 1)}"


def _operand(node: Node, needs: int) -> str:
    text = to_text(node)
    return text if _BINDS.get(node.kind, ATOM) >= needs else f"({text})"


def _number(node: Node) -> str:
    value = node.value
    if not isinstance(value, Fraction) or value < 0:
        raise ValueError(f"{value!r} is not a number of a formula")
    if value.denominator == 1:
        return str(value.numerator)
    places = next((k for k in range(1, 41) if (value * 10**k).denominator == 1), 0)
    if not places:
        raise ValueError(f"{value} is not written as a decimal; write a quotient")
    digits = f"{int(value * 10**places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}"
