"""Python's tree into ours, node by node against an allow-list."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from referee.language.reading.canonical.syntax import offset
from referee.language.reading.canonical.words import describe, nearest
from referee.language.tree import (
    MOST_DEPTH,
    MOST_NODES,
    FormulaError,
    Node,
    constant,
    too_large,
)
from referee.language.vocabulary import BINDERS, FUNCTIONS, INDEX, LITERALS, REAL, VARIABLE

_LANGUAGE = (
    "a formula has names, numbers, + - * / ** @ .T, comparisons, and, or, not, and functions"
)
_BINARY: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
}
_COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_TAKES = {
    INDEX: "an index, a range and a term, as in sum_over(i, 1, n, i)",
    REAL: "a letter, its ends and a term, as in integral(s, 0, 1, s)",
}
MOST_LETTERS = 20  # of the name of an index
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")


class Translator:
    """Python's tree into ours, node by node; what is not listed here is refused."""

    def __init__(self, source: str, names: Mapping[str, object], shift: int) -> None:
        self.source, self.names, self.shift = source, names, shift
        self.count = 0
        self.bound: list[str] = []
        self.cases: Mapping[type[ast.expr], Callable[..., Node]] = {
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._compare,
            ast.BoolOp: self._logic,
            ast.Call: self._call,
            ast.Attribute: self._attribute,
            ast.Name: self._name,
            ast.Constant: self._constant,
        }

    def translate(self, node: ast.expr, depth: int) -> Node:
        """Return our tree of one of Python's; raises FormulaError for what is not allowed."""
        self.count += 1
        if self.count > MOST_NODES or depth > MOST_DEPTH:
            raise FormulaError(
                f"too large: at most {MOST_NODES} operations, {MOST_DEPTH} levels deep, are read"
            )
        case = self.cases.get(type(node))
        if case is None:
            raise FormulaError(
                f"{describe(node)} is not part of a formula; {_LANGUAGE}", self.column(node)
            )
        return case(node, depth + 1)

    def column(self, node: ast.expr) -> int:
        """Return the place in the text as written at which a node starts."""
        return offset(self.source, node.lineno, node.col_offset) + self.shift

    def _binary(self, node: ast.BinOp, depth: int) -> Node:
        symbol = _BINARY.get(type(node.op))
        if symbol is None:
            raise FormulaError(
                f"{describe(node.op)} is not an operator here; there are + - * / ** @",
                self.column(node),
            )
        left, right = self.translate(node.left, depth), self.translate(node.right, depth)
        if symbol == "/" and constant(right) == 0:
            raise FormulaError("division by zero; divide by something else", self.column(node))
        if symbol == "**":
            why = too_large(left, right)
            if why:
                raise FormulaError(why, right.at)
            if right.value == 2 and left.kind in FUNCTIONS and FUNCTIONS[left.kind].squared:
                return Node(FUNCTIONS[left.kind].squared, left.args, at=left.at)
        return Node(symbol, (left, right), at=self.column(node))

    def _unary(self, node: ast.UnaryOp, depth: int) -> Node:
        arg = self.translate(node.operand, depth)
        if isinstance(node.op, ast.UAdd):
            return arg
        if isinstance(node.op, ast.Invert):
            raise FormulaError("~ is not an operator here; write not", self.column(node))
        kind = "not" if isinstance(node.op, ast.Not) else "neg"
        return Node(kind, (arg,), at=self.column(node))

    def _compare(self, node: ast.Compare, depth: int) -> Node:
        terms = [self.translate(n, depth) for n in (node.left, *node.comparators)]
        parts = []
        for op, left, right in zip(node.ops, terms, terms[1:], strict=False):
            symbol = _COMPARE.get(type(op))
            if symbol is None:
                raise FormulaError(
                    f"{describe(op)} is not a comparison here; there are == != < <= > >=",
                    self.column(node),
                )
            parts.append(Node(symbol, (left, right), at=left.at))
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts), at=self.column(node))

    def _logic(self, node: ast.BoolOp, depth: int) -> Node:
        kind = "and" if isinstance(node.op, ast.And) else "or"
        return Node(
            kind, tuple(self.translate(n, depth) for n in node.values), at=self.column(node)
        )

    def _call(self, node: ast.Call, depth: int) -> Node:
        if not isinstance(node.func, ast.Name):
            raise FormulaError(
                "only a function's name can be called, as in inv(A); a product is written * or @",
                self.column(node),
            )
        name = node.func.id
        if name in BINDERS:
            return self._binder(name, node, depth)
        if name not in FUNCTIONS:
            known = {**BINDERS, **FUNCTIONS}
            hint = f"{nearest(name, known)}; there are {', '.join(known)}"
            if name in self.names:
                hint = " (it is a name: a product is written * or @)"
            raise FormulaError(f"unknown function {name!r}{hint}", self.column(node))
        self._check_arguments(name, node)
        args = tuple(self.translate(a, depth) for a in node.args)
        if FUNCTIONS[name].takes_sizes:
            _check_sizes(name, args)
        return Node(name, args, at=self.column(node))

    def _binder(self, name: str, node: ast.Call, depth: int) -> Node:
        """Read what binds an index, or takes a derivative by a name."""
        self._check_arguments(name, node)
        if BINDERS[name].binds_leaf:
            return self._over_index(name, node, depth)
        args = tuple(self.translate(arg, depth) for arg in node.args)
        variable, derives = args[BINDERS[name].variable], BINDERS[name].binds == VARIABLE
        if variable.kind != "name":
            raise FormulaError(f"{name} is by a name, as in {name}(f, w)", self.column(node))
        if derives and not any(variable in body.walk() for body in args[:-1]):
            raise FormulaError(
                f"{variable.value} does not stand in what {name} takes the derivative of:"
                " write that out",
                self.column(node),
            )
        return Node(name, args, at=self.column(node))

    def _over_index(self, name: str, node: ast.Call, depth: int) -> Node:
        written, *ends, body = node.args
        index = self._index(name, written)
        bounds = [self.translate(each, depth) for each in ends]
        self.bound.append(index)
        inside = self.translate(body, depth)
        self.bound.pop()
        bound = Node("index", value=index, at=self.column(written))
        return Node(name, (bound, *bounds, inside), at=self.column(node))

    def _index(self, name: str, written: ast.expr) -> str:
        """Return the name of an index, which nothing else may have."""
        if not isinstance(written, ast.Name) or len(written.id) > MOST_LETTERS:
            raise FormulaError(
                f"{name} takes {_TAKES[BINDERS[name].binds]}",
                self.column(written),
            )
        index = written.id
        if index in {*self.names, *self.bound, *LITERALS, *FUNCTIONS, *BINDERS}:
            raise FormulaError(
                f"the index {index} has the name of something else; take another letter",
                self.column(written),
            )
        return index

    def _check_arguments(self, name: str, node: ast.Call) -> None:
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise FormulaError(
                f"{name} takes plain arguments only, as in {name}(A)", self.column(node)
            )
        entry = BINDERS[name] if name in BINDERS else FUNCTIONS[name]
        given, arity = len(node.args), entry.arity
        most = (entry.most or given) if entry.several else arity
        if not arity <= given <= most:
            how = f"{arity} to {most}" if entry.most else f"{arity} or more"
            how = how if entry.several else str(arity)
            raise FormulaError(f"{name} takes {how} argument(s), not {given}", self.column(node))

    def _attribute(self, node: ast.Attribute, depth: int) -> Node:
        if node.attr != "T":
            raise FormulaError(
                f".{node.attr} is not part of a formula; the only attribute is .T (transpose)",
                self.column(node),
            )
        return Node("T", (self.translate(node.value, depth),), at=self.column(node))

    def _name(self, node: ast.Name, _: int) -> Node:
        if node.id in LITERALS:
            return Node(node.id, at=self.column(node))
        if node.id in self.bound:
            return Node("index", value=node.id, at=self.column(node))
        if node.id not in self.names:
            offered = ", ".join(self.names) or "none"
            hint = nearest(node.id, self.names)
            if node.id in FUNCTIONS or node.id in BINDERS:
                hint = f" (it is a function: write {node.id}(...))"
            raise FormulaError(
                f"unknown name {node.id!r}{hint}; the names here are {offered}", self.column(node)
            )
        return Node("name", value=node.id, at=self.column(node))

    def _constant(self, node: ast.Constant, _: int) -> Node:
        written = ast.get_source_segment(f"({self.source}\n)", node) or ""
        if not _NUMBER.fullmatch(written):
            what = "a string" if isinstance(node.value, (str, bytes)) else repr(written[:20])
            instead = written.lower() if isinstance(node.value, bool) else "3, 2.5 or 1/3"
            raise FormulaError(
                f"{what} is not a number of a formula; write {instead}", self.column(node)
            )
        return Node("number", value=Fraction(written), at=self.column(node))


def _check_sizes(name: str, args: tuple[Node, ...]) -> None:
    for arg in args:
        small = arg.kind == "number" and arg.value in range(1, 17)
        if not small and arg.kind != "name":
            raise FormulaError(f"{name} takes sizes: n, d or a number up to 16", arg.at)
