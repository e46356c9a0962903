"""Identities, zeros and ones: of the size that is written, or of any that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from referee.language.reading.elaboration.candidates import Candidate, Candidates, Context
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import SCALAR

MOST_SIZE = 16


def sized(
    context: Context,
    kind: str,
    arguments: Sequence[Surface],
    surface: Surface,
    *,
    called: bool = False,
    of: Callable[[Surface], Candidates] | None = None,
) -> Candidates:
    """Return an identity, zeros or ones; without a size, of every dimension there is."""
    kind = {"identity": "eye"}.get(kind, kind)
    if kind not in {"eye", "zeros", "ones"}:
        return context.fail(surface, "a number has no index")
    if called and not arguments:
        raise FormulaError(f"{kind}() of which size? write {kind}(n)", surface.at)
    sizes = [_size(context, each, of) for each in _flat(arguments)]
    at = surface.at
    if kind == "eye":
        if len(sizes) == 2 and sizes[0] == sizes[1]:
            sizes = sizes[:1]
        if len(sizes) > 1:
            raise FormulaError("an identity matrix is square: it has one size", at)
        return [_identity(context, s, at) for s in (sizes or _every(context, at))]
    if len(sizes) == 2:
        return [_filled(context, kind, sizes[0], sizes[1], at)]
    if len(sizes) > 2:
        raise FormulaError(f"{kind} takes two sizes", at)
    return list(_vectors(context, kind, sizes, called=called, at=at))


def _vectors(
    context: Context, kind: str, sizes: list[Node], *, called: bool, at: int
) -> Iterator[Candidate]:
    """Yield columns of a size; zeros(n) in MATLAB is a square matrix, elsewhere it may be."""
    one = Node("number", value=Fraction(1), at=at)
    evidence = context.evidence
    square = called and not (evidence.python or evidence.numpy)
    for size in sizes or _every(context, at):
        if not (square and evidence.matlab):
            yield _filled(context, kind, size, one, at)
        if square and sizes:
            yield _filled(context, kind, size, size, at)


def _flat(arguments: Sequence[Surface]) -> Iterator[Surface]:
    """Yield sizes that stand side by side, in a tuple, or with × between them."""
    for each in arguments:
        if each.kind in {"group", "matrix", "row"} or (
            each.kind == "product" and set(each.value) <= {"times", "cdot"}
        ):
            yield from _flat(each.args)
        else:
            yield each


def _size(context: Context, surface: Surface, of: Callable[[Surface], Candidates] | None) -> Node:
    value = str(surface.value)
    if surface.kind in {"call", "index"} and of is not None:
        whole = surface.value == "size" and len(surface.args) == 1
        of_square = Surface("call", surface.args, "length", surface.at, surface.end)
        found = of(of_square if whole else surface)
        if len(found) == 1 and found[0].node.value in context.shape:
            return found[0].node
    if surface.kind == "name" and value in context.shape:
        return Node("name", value=value, at=surface.at)
    small = surface.kind == "number" and value.isdigit() and 1 <= int(value) <= MOST_SIZE
    if not small:
        raise FormulaError(
            f"a size is one of {', '.join(context.shape)} or a number up to {MOST_SIZE}",
            surface.at,
        )
    return Node("number", value=Fraction(value), at=surface.at)


def _every(context: Context, at: int) -> list[Node]:
    fields = context.scope.family.fields
    used = {symbol for field in fields for symbol in (field.rows, field.columns)}
    fixed = sorted(int(symbol) for symbol in used if symbol.isdigit() and symbol != "1")
    named = [Node("name", value=name, at=at) for name in context.shape if name in used]
    return [*named, *(Node("number", value=Fraction(size), at=at) for size in fixed)]


def _number(context: Context, node: Node) -> int:
    return context.shape[str(node.value)] if node.kind == "name" else int(str(node.value))


def _identity(context: Context, size: Node, at: int) -> Candidate:
    number = _number(context, size)
    return Candidate(Node("eye", (size,), at=at), (number, number))


def _filled(context: Context, kind: str, rows: Node, columns: Node, at: int) -> Candidate:
    sizes = (_number(context, rows), _number(context, columns))
    return Candidate(Node(kind, (rows, columns), at=at), sizes)


def like(context: Context, kind: str, a: Candidate, at: int) -> Candidate:
    """Return zeros or ones of the size of an array."""
    rows, columns = (context.dimension(size, at) for size in a.size)
    return _filled(context, kind, rows, columns, at)


def length(context: Context, a: Candidate, word: str, axis: object, at: int) -> list[Candidate]:
    """Return the length of a vector, or of a matrix along an axis that is counted from 1."""
    python = context.evidence.python or context.evidence.numpy
    if axis is not None:
        sizes = [a.size[0 if axis == 1 else 1]] if axis in {1, 2} else []
    elif word in {"length", "numel"} and 1 in a.size:
        sizes = [max(a.size)]
    elif word == "length" and python:
        sizes = [a.size[0]]
    else:
        sizes = [a.size[0]] if a.is_square and word == "length" else []
    return [Candidate(context.dimension(size, at), SCALAR) for size in sizes]
