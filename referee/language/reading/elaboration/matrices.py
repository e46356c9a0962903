"""Matrices by their entries or blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from referee.language.comparison import IllTyped
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    combined,
    has,
)
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import SCALAR, operation

MOST_ENTRIES = 64


def stacked(context: Context, surface: Surface, of: Callable[[Surface], Candidates]) -> Candidates:
    """Return a matrix of its entries or blocks; a single row may be a column, as code has it."""
    if not (has("hstack") and has("vstack")):
        raise FormulaError("a matrix by its entries is not in the language", surface.at)
    if surface.kind == "call":
        return _called(context, surface, of)
    rows = [_row(row, of) for row in surface.args]
    if sum(len(row) for row in rows) > MOST_ENTRIES:
        raise FormulaError(f"a matrix of more than {MOST_ENTRIES} entries", surface.at)
    found = combined(
        [_beside(context, row, "hstack", surface.at) for row in rows],
        lambda *parts: _joined(context, "vstack", parts, surface.at),
    )
    if len(rows) == 1 and surface.value != "tuple" and context.convention.columns:
        found = _beside(context, rows[0], "vstack", surface.at)
    if surface.value == "tuple" and len(rows) == 2:
        found = [*found, *_inner(context, rows, surface.at)]
    return found or context.fail(surface, "the entries of this matrix do not fit side by side")


def _inner(context: Context, rows: list[list[Candidates]], at: int) -> Candidates:
    """Return the inner product of two vectors in brackets: (u, v)."""
    return combined(
        [row[0] for row in rows],
        lambda u, v: [
            context.made("@", (Candidate(Node("T", (u.node,), at=at), (1, u.size[0])), v), at)
            if u.is_column and u.type == v.type
            else None
        ],
    )


def turned(context: Context, surface: Surface, of: Callable[[Surface], Candidates]) -> Candidates:
    """Return the column that the transpose of a row of numbers is; nothing for another matrix."""
    if surface.value == "tuple":
        rows = [_row(row, of)[0] for row in surface.args]
    elif len(surface.args) == 1:
        rows = _row(surface.args[0], of)
    else:
        return []
    numbers = [[each for each in part if each.type == SCALAR] for part in rows]
    return _beside(context, numbers, "vstack", surface.at) if all(numbers) else []


def _called(context: Context, surface: Surface, of: Callable[[Surface], Candidates]) -> Candidates:
    arguments = [each for each in surface.args if each.kind != "keyword"]
    if surface.value == "matrix":
        if len(arguments) != 1:
            raise FormulaError("a matrix has one argument, its rows", surface.at)
        return of(arguments[0])
    if len(arguments) == 1 and arguments[0].kind == "matrix":
        arguments = [each for row in arguments[0].args for each in row.args]
    parts = [_known(of(each)) for each in arguments]
    return _beside(context, parts, str(surface.value), surface.at)


def _row(row: Surface, of: Callable[[Surface], Candidates]) -> list[Candidates]:
    return [_known(of(each)) for each in row.args]


def _known(candidates: Candidates) -> Candidates:
    return [each for each in candidates if each.type != ANY_SIZE]


def _beside(context: Context, parts: list[Candidates], kind: str, at: int) -> Candidates:
    return combined(parts, lambda *chosen: _joined(context, kind, chosen, at))


def _joined(context: Context, kind: str, parts: Iterable[Candidate], at: int) -> list[Candidate]:
    """Return blocks side by side or on top of each other, nested where the entry takes two."""
    chosen = list(parts)
    if len(chosen) == 1:
        return chosen
    entry = operation(kind)
    try:
        if entry.several:
            type_ = entry.typed(*(each.type for each in chosen))
            return [Candidate(Node(kind, tuple(each.node for each in chosen), at=at), type_)]
        return [reduce(lambda a, b: Candidate(
            Node(kind, (a.node, b.node), at=at), entry.typed(a.type, b.type)), chosen)]  # fmt: skip
    except IllTyped:
        return []
