"""What code does with all entries of an array: one axis for two, all and any, one extremum."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping, Sequence

from referee.language.comparison import IllTyped
from referee.language.reading.elaboration.candidates import (
    Candidate,
    Candidates,
    Context,
    combined,
)
from referee.language.reading.elaboration.products import transposed
from referee.language.reading.elaboration.relations import same_size, zero_like
from referee.language.reading.elaboration.subscripts import Subscripts
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.types import node_type
from referee.language.vocabulary import SCALAR, TRUTH

# What is of all entries, however they are laid out.
OF_ALL: Mapping[str, str] = {
    "sum": "sum", "mean": "mean", "min": "min", "max": "max", "norm": "norm", "norm_1": "norm_1",
    "norm_inf": "norm_inf", "linalg norm": "norm",
}  # fmt: skip
_ORDERS: Mapping[str, str] = {
    "1": "norm_1", "2": "norm", "inf": "norm_inf", "Inf": "norm_inf", "fro": "norm",
}  # fmt: skip
_OPPOSITE: Mapping[str, str] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_RELATIONS = frozenset(("==", "!=", *_OPPOSITE))
ANY_LENGTH = -1


class Entries(Subscripts, ABC):
    """Readings of arrays by their entries alone."""

    def whole(self, surface: Surface) -> Candidates | None:
        """Read sum(A(:)), sum(A, 'all') and np.linalg.norm(A.ravel(), 1); None for others."""
        word = str(surface.value)
        first, *rest = surface.args
        quoted = [str(each.value) for each in rest if each.kind == "quoted"]
        base = _flattened(first)
        if word not in OF_ALL or (base is None and "all" not in quoted):
            return None
        kind = OF_ALL[word]
        if "norm" in word and len(rest) == 1:
            kind = _ORDERS.get(str(_value(rest[0])).rpartition(".")[2], "")
        elif set(quoted) - {"all", "[]"} or len(quoted) != len(rest):
            return None
        arrays = [each for each in self.of(first if base is None else base) if each.is_array]
        made = [self.context.made(kind, (each,), surface.at) for each in arrays if kind]
        return [each for each in made if each is not None]

    def flat(self, surface: Surface) -> Candidates:
        """Read np.ravel(x) and x(:): all entries as one column, of a matrix vec.

        NumPy goes along the rows where it is not told 'F', MATLAB along the columns.
        """
        words = {str(_value(each)) for each in surface.args[1:]}
        found: list[Candidate | None] = []
        for each in self.of(surface.args[0]):
            if 1 in each.size:
                found.append(_column(each))
            elif words & {"A", "K"}:
                self.context.fail(surface, "an order of the memory: write 'C' or 'F'")
            elif each.is_array:
                base = each if words & {"F", "[]"} else _turned(each)
                found.append(self.context.made("vec", (base,), surface.at))
        return [each for each in found if each is not None]

    def reshaped(self, surface: Surface) -> Candidates:
        """Read reshape(x, (-1, 1)) of a vector, and of a matrix to the size that it has."""
        base, *given = surface.args
        if _flattened(surface) is not None:
            return self.flat(surface)
        sizes = [self._length_of(each) for each in _listed(given)]
        found = [_shaped(each, sizes) for each in self.of(base) if each.is_array]
        return [each for each in found if each is not None] or self.context.fail(
            surface, "reshape of a matrix to another size: its entries would stand in another order"
        )

    def _length_of(self, surface: Surface) -> int:
        if _is_any_length(surface):
            return ANY_LENGTH
        found = [each.node for each in self.of(surface) if each.type == SCALAR]
        node = found[0] if found else None
        if node is not None and node.kind == "name" and node.value in self.context.shape:
            return self.context.shape[str(node.value)]
        if node is None or node.kind != "number":
            raise FormulaError("a shape is of sizes and numbers", surface.at)
        return int(str(node.value))

    def all_entries(self, surface: Surface) -> Candidates:
        """Read np.all of a relation: it holds for every entry."""
        return self._of_entries(surface, every=True)

    def any_entry(self, surface: Surface) -> Candidates:
        """Read np.any of a relation: it holds for one entry."""
        return self._of_entries(surface, every=False)

    def _of_entries(self, surface: Surface, *, every: bool) -> Candidates:
        statement, *rest = surface.args
        if any(each.kind != "quoted" or each.value != "all" for each in rest):
            raise FormulaError(f"{surface.value} along an axis is no statement", surface.at)
        found = [
            _entrywise(self.context, each.node, every=every)
            for each in self._truths(statement)
            if each.type == TRUTH
        ]
        return [Candidate(each, TRUTH) for each in found if each is not None] or self.context.fail(
            surface,
            f"{surface.value} of what? a relation is expected, as in {surface.value}(a > b)",
        )

    def _truths(self, surface: Surface) -> Candidates:
        """Return statements; of numbers in code, that they are not 0."""
        evidence = self.context.evidence
        if not (evidence.python or evidence.numpy or evidence.matlab):
            return self.of(surface)
        return [
            truth
            for each in self.of(surface)
            for truth in (
                same_size(self.context, "!=", each, zero_like(each), surface.at)
                if each.is_array
                else [each]
            )
        ]

    def on_support(self, surface: Surface) -> Candidates:
        """Read min{v_i : w_i ≠ 0}, where one index runs through both."""
        values, condition = surface.args
        plain = condition.kind == "compare" and condition.value == ("!=",)
        bases = [_indexed_by(each, str(surface.value)) for each in (values, *condition.args[:1])]
        if not plain or condition.args[1].value != "0" or None in bases:
            return self.context.fail(surface, "a minimum over a set: write min{v_i : w_i ≠ 0}")
        return combined(
            [self.of(each) for each in bases if each is not None],
            lambda v, w: [self.context.made("min_on_support", (v, w), surface.at)],
        )

    def smallest_on_support(self, surface: Surface) -> Candidates | None:
        """Read np.min(v[w != 0]); None for any other minimum."""
        inner = surface.args[0]
        if len(surface.args) != 1 or inner.kind != "index" or len(inner.args) != 2:
            return None
        values, mask = inner.args
        if mask.kind != "compare" or mask.value != ("!=",) or mask.args[1].value != "0":
            return None
        return combined(
            [self.of(values), self.of(mask.args[0])],
            lambda v, w: [self.context.made("min_on_support", (v, w), surface.at)],
        )


def _value(surface: Surface) -> object:
    return surface.args[0].value if surface.kind == "keyword" else surface.value


def _listed(given: Sequence[Surface]) -> list[Surface]:
    """Return the sizes of a shape, in a tuple or beside each other."""
    found: list[Surface] = []
    for each in given:
        nested = each.kind in {"matrix", "row", "group"}
        found += _listed(each.args) if nested else [each]
    return found


def _is_order(surface: Surface) -> bool:
    return surface.value in {"order", "F", "C"} and surface.kind in {"keyword", "quoted"}


def _is_any_length(surface: Surface) -> bool:
    return surface.value == "[]" or (surface.kind == "neg" and surface.args[0].value == "1")


def _flattened(surface: Surface) -> Surface | None:
    """Return what all entries are of in A(:), A.ravel(), reshape(A, [], 1); None for others."""
    if surface.kind == "group":
        return _flattened(surface.args[0])
    if surface.kind == "index" and surface.value == "(" and len(surface.args) == 2:
        return surface.args[0] if surface.args[1].kind == "all" else None
    if surface.kind != "call" or surface.value not in {"flat", "reshape"}:
        return None
    sizes = [each for each in _listed(surface.args[1:]) if not _is_order(each)]
    last = [each.value for each in sizes[1:]] in ([], ["1"])
    whole = surface.value == "flat" or (last and all(map(_is_any_length, sizes[:1])))
    return surface.args[0] if whole else None


def _indexed_by(surface: Surface, index: str) -> Surface | None:
    """Return what an index alone stands behind, None where something else does."""
    alone = surface.kind == "index" and [each.value for each in surface.args[1:]] == [index]
    return surface.args[0] if alone else None


def _turned(a: Candidate) -> Candidate:
    """Return a transpose, of a transpose what it is of."""
    inner = a.node.args[0] if a.node.kind == "T" else None
    return transposed(a) if inner is None else Candidate(inner, (a.size[1], a.size[0]))


def _column(a: Candidate) -> Candidate:
    return transposed(a) if a.size[0] == 1 and a.is_array else a


def _shaped(a: Candidate, sizes: Sequence[int]) -> Candidate | None:
    """Return an array in a shape that keeps the order of its entries, None in any other."""
    if len(sizes) == 1:
        return _column(a) if sizes[0] in a.size and 1 in a.size else None
    if len(sizes) != 2 or sizes.count(ANY_LENGTH) > 1:
        return None
    for each in (a, transposed(a)) if 1 in a.size else (a,):
        if all(wanted in {ANY_LENGTH, size} for wanted, size in zip(sizes, each.size, strict=True)):
            return each
    return None


def _entrywise(context: Context, node: Node, *, every: bool) -> Node | None:
    """Return a statement about all entries, or about one, None for what has no such form."""
    if node.kind == "not":
        inner = _entrywise(context, node.args[0], every=not every)
        return None if inner is None else Node("not", (inner,), at=node.at)
    if not any(_is_of_arrays(context, each) for each in node.walk()):
        return node
    if node.kind == ("and" if every else "or"):
        parts = [_entrywise(context, each, every=every) for each in node.args]
        known = tuple(each for each in parts if each is not None)
        return Node(node.kind, known, at=node.at) if len(known) == len(parts) else None
    return _relation(context, node, every=every) if node.kind in _RELATIONS else None


def _relation(context: Context, node: Node, *, every: bool) -> Node | None:
    """Return a relation of arrays, which holds as it is where it holds for every entry."""
    if (node.kind != "!=") == every:
        return node
    if node.kind in _OPPOSITE:
        return Node("not", (Node(_OPPOSITE[node.kind], node.args, at=node.at),), at=node.at)
    sides = [Candidate(arg, size_of(context, arg)) for arg in node.args]
    of_zeros = node.args[1].kind == "zeros"
    difference = sides[0] if of_zeros else context.made("-", sides, node.at)
    distance = None if difference is None else context.made("abs", (difference,), node.at)
    least = None if distance is None else context.made("min", (distance,), node.at)
    if least is None:
        return None
    found = same_size(context, node.kind, least, zero_like(least), node.at)
    return found[0].node if found else None


def _is_of_arrays(context: Context, node: Node) -> bool:
    return node.kind in _RELATIONS and any(size_of(context, arg) != SCALAR for arg in node.args)


def size_of(context: Context, node: Node) -> tuple[int, int]:
    """Return the size of a node; of what has none, a number's."""
    try:
        found = node_type(node, context.scope.family, context.shape)
    except IllTyped:
        return SCALAR
    return SCALAR if isinstance(found, str) else found
