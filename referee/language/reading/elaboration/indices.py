"""Entries, columns and rows by an index; members x_i of a matrix X; sums over an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from referee.language.reading.elaboration.candidates import Candidate, Candidates, Context
from referee.language.reading.elaboration.products import transposed
from referee.language.tree import Node
from referee.language.vocabulary import SCALAR
from referee.strategies.families import Field


def entry(base: Candidate, indices: Sequence[Candidate], at: int) -> Candidates:
    """Return the entry of a vector by one index, of a matrix by two."""
    if not base.is_array or any(each.type != SCALAR for each in indices):
        return []
    nodes = tuple(each.node for each in indices)
    if len(nodes) == 1:
        nodes = _place_in_vector(base, nodes[0], at)
    matrix, of_row = base.node, base.node.kind == "T" and base.node.args[0].kind == "row"
    if of_row and len(indices) == 1:
        matrix, row_index = base.node.args[0].args
        nodes = (row_index, indices[0].node)
    return [Candidate(Node("entry", (matrix, *nodes), at=at), SCALAR)] if len(nodes) == 2 else []


def _place_in_vector(base: Candidate, index: Node, at: int) -> tuple[Node, ...]:
    one = Node("number", value=Fraction(1), at=at)
    if base.is_column:
        return index, one
    return (one, index) if base.size[0] == 1 else ()


def column(base: Candidate, index: Candidate, at: int) -> Candidates:
    """Return a column of a matrix."""
    if index.type != SCALAR or not base.is_array:
        return []
    return [Candidate(Node("column", (base.node, index.node), at=at), (base.size[0], 1))]


def row(base: Candidate, index: Candidate, at: int) -> Candidates:
    """Return a row of a matrix, as a row."""
    if index.type != SCALAR or not base.is_array:
        return []
    return [Candidate(Node("row", (base.node, index.node), at=at), (1, base.size[1]))]


def members(context: Context, letter: str, indices: Sequence[Candidate], at: int) -> Candidates:
    """Return x_i, and for two indices the entry x_ij of X."""
    if len(indices) == 1:
        return member(context, letter, indices[0], at)
    found: Candidates = []
    for field in matrices_of(context, letter):
        base = Candidate(Node("name", value=field.name, at=at), field.size(context.shape))
        found += entry(base, indices, at)
    return found


def member(context: Context, letter: str, index: Candidate, at: int) -> Candidates:
    """Return x_i: the i-th column of X, or its i-th row stood up, as X says of its samples."""
    found: Candidates = []
    for each in matrices_of(context, letter):
        base = Candidate(Node("name", value=each.name, at=at), each.size(context.shape))
        by_columns, by_rows = samples(context, each)
        if by_columns:
            found += column(base, index, at)
        if by_rows:
            found += [transposed(r, at) for r in row(base, index, at)]
    return found


def matrices_of(context: Context, letter: str) -> list[Field]:
    """Return the matrices among the names whose columns or rows a small letter stands for."""
    family = context.scope.family
    fields = [family.by_name[name] for name in context.scope.names]
    wanted = {letter.upper(), letter} if letter.islower() else {letter}
    return [f for f in fields if f.name in wanted and "1" not in {f.rows, f.columns}]


def samples(context: Context, field: Field) -> tuple[bool, bool]:
    """Say whether the vectors of a matrix may be its columns, and whether they may be its rows."""
    said = context.scope.samples if field.name == "X" else ""
    columns = said == "columns" or (not said and "column" in field.meaning)
    rows = said == "rows" or (not said and "row" in field.meaning)
    if "column" in field.meaning and "row" in field.meaning and not said:
        columns = field.meaning.index("column") < field.meaning.index("row")
        rows = not columns
    return (columns, rows) if columns or rows else (True, True)


def of_all(kind: str, index: str, body: Candidate) -> Candidate | None:
    """Return a sum, maximum or minimum over every entry of a vector as the word for it."""
    function = {"sum_over": "sum", "max_over": "max", "min_over": "min"}.get(kind)
    node = body.node
    if function is None or node.kind != "entry" or node.args[0].kind != "name":
        return None
    first, second = node.args[1:]
    if first.value != index or second.value != 1:
        return None
    return Candidate(Node(function, node.args[:1], at=node.at), SCALAR)


def within(context: Context, index: str, high: Node, body: Node) -> bool:
    """Say whether an index that runs up to a dimension counts only what has so many of them."""
    if high.kind != "name" or high.value not in context.shape:
        return True
    size = context.shape[str(high.value)]
    return all(each == size for node in body.walk() for each in _indexed_by(context, index, node))


def ranges(context: Context, index: str, body: Node) -> list[Node]:
    """Return the lengths of what an index runs through in a body: one, where it is plain.

    None where it is shifted: how far the i of x_i x_{i+1} runs is not said.
    """
    if any(_shifts(index, node) for node in body.walk()):
        return []
    found = {size for node in body.walk() for size in _indexed_by(context, index, node)}
    return [context.dimension(size, body.at) for size in sorted(found)]


def _shifts(index: str, node: Node) -> bool:
    """Say whether a node counts from an index, not at it."""
    if node.kind not in {"entry", "column", "row"}:
        return False
    counted = [each for each in node.args[1:] if each.kind != "index"]
    return any(each.value == index for one in counted for each in one.walk())


def _indexed_by(context: Context, index: str, node: Node) -> Iterator[int]:
    """Yield the sizes of the axes that an index is used for, alone, at a node."""
    if (
        node.kind not in {"entry", "column", "row", "eigenvalue", "singular_value"}
        or node.args[0].kind != "name"
    ):
        return
    name = str(node.args[0].value)
    rows, columns = context.scope.field(name).size(context.shape)
    axes = {
        "entry": (rows, columns), "column": (columns,), "row": (rows,), "eigenvalue": (rows,),
        "singular_value": (min(rows, columns),),
    }[node.kind]  # fmt: skip
    for size, each in zip(axes, node.args[1:], strict=True):
        if each.kind == "index" and each.value == index:
            yield size
