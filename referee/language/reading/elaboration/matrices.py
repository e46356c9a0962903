"""Matrices by their entries or blocks."""

from __future__ import annotations

from collections.abc import Callable

from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    combined,
    has,
    resized,
)
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import SCALAR

MOST_ENTRIES = 64


def stacked(context: Context, surface: Surface, of: Callable[[Surface], Candidates]) -> Candidates:
    """Return a matrix of its entries or blocks; a single row may be a column, as code has it."""
    if not (has("hstack") and has("vstack")):
        raise FormulaError("a matrix by its entries is not in the language", surface.at)
    if surface.kind == "call":
        return _called(context, surface, of)
    rows = _with_zero_blocks(context, [_row(row, of) for row in surface.args])
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
    if not arguments:
        raise FormulaError(f"{surface.value} of what? write its blocks in brackets", surface.at)
    if surface.value == "matrix":
        if len(arguments) != 1:
            raise FormulaError("a matrix has one argument, its rows", surface.at)
        if arguments[0].kind not in {"matrix", "group", "over"}:
            raise FormulaError("a matrix of what? write its rows in brackets", surface.at)
        return of(arguments[0])
    if len(arguments) == 1 and arguments[0].kind == "matrix":
        arguments = [each for row in arguments[0].args for each in row.args]
    parts = [_known(of(each)) for each in arguments]
    return _beside(context, parts, str(surface.value), surface.at)


def _row(row: Surface, of: Callable[[Surface], Candidates]) -> list[Candidates]:
    return [of(each) for each in row.args]


def _with_zero_blocks(context: Context, rows: list[list[Candidates]]) -> list[list[Candidates]]:
    """Return rows in which a 0 beside and below matrices is a block of zeros."""
    if len({len(row) for row in rows}) != 1:
        return [[_known(each) for each in row] for row in rows]
    heights = [_extent(row, 0) for row in rows]
    widths = [_extent([row[k] for row in rows], 1) for k in range(len(rows[0]))]
    return [
        [_block(context, each, (height, width)) for each, width in zip(row, widths, strict=True)]
        for row, height in zip(rows, heights, strict=True)
    ]


def _extent(entries: list[Candidates], axis: int) -> int:
    """Return the rows or columns of the matrices among entries, 1 where there are none."""
    return max((c.size[axis] for each in entries for c in each if c.is_array), default=1)


def _block(context: Context, entry: Candidates, size: tuple[int, int]) -> Candidates:
    known = _known(entry)
    if len(known) == len(entry) or size == SCALAR:
        return known
    return [r for each in entry for r in resized(context, each, size) if r.node.kind != "eye"]


def _known(candidates: Candidates) -> Candidates:
    return [each for each in candidates if each.type != ANY_SIZE]


def _beside(context: Context, parts: list[Candidates], kind: str, at: int) -> Candidates:
    return combined(parts, lambda *chosen: _joined(context, kind, chosen, at))


def _joined(context: Context, kind: str, parts: tuple[Candidate, ...], at: int) -> list[Candidate]:
    """Return blocks side by side or on top of each other; one alone is itself."""
    made = parts[0] if len(parts) == 1 else context.made(kind, parts, at)
    return [] if made is None else [made]
