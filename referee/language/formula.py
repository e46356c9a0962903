"""The formula language: parsed from text, checked against an allow-list, never run as Python.

A formula is made of the names its claim offers, numbers, ``+ - * / ** @``, ``.T``,
comparisons, ``and or not``, and the functions of :mod:`referee.language.vocabulary`. Python's own
parser reads it; every node is then translated into a tree of our own or refused with one
line that says where and what would be right. The text is data: nothing evaluates it.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from referee.language.vocabulary import FUNCTIONS, LITERALS, OPERATORS

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


def parse(text: str, names: Mapping[str, object]) -> Formula:
    """Read a formula over the names a claim offers.

    Raises FormulaError for anything that is not a formula of the language.
    """
    try:
        return _parsed(text, names)
    except FormulaError as error:
        raise FormulaError(error.message, error.at, text) from None


def _parsed(text: str, names: Mapping[str, object]) -> Formula:
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(
            f"the formula has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    _check_characters(text)
    source = text.strip()
    if not source:
        raise FormulaError(f"the formula is empty; {_EXAMPLE}")
    if not _bare(source).strip():
        raise FormulaError(f"the answer is empty: it is a comment alone; {_EXAMPLE}")
    shift = len(text) - len(text.lstrip())
    _check_brackets(source, shift)
    translator = _Translator(source, names, shift)
    return Formula(source, translator.translate(_tree(source, shift), 0), text)


def _bare(source: str) -> str:
    """Return a formula with blanks for its comments."""
    return re.sub(r"#.*", lambda m: " " * len(m[0]), source)


_EXAMPLE = "write for example 2 * (X.T @ w - y) / 3"
_LANGUAGE = (
    "a formula has names, numbers, + - * / ** @ .T, comparisons, and, or, not, and functions"
)
_ASCII: Mapping[str, str] = {
    "−": "-",
    "–": "-",
    "·": "* or @",
    "×": "* or @",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "²": "**2",
    "ᵀ": ".T",
    "⊤": ".T",
    "‖": "norm(...)",
    "√": "sqrt(...)",
}


def _check_characters(text: str) -> None:
    for at, character in enumerate(text):
        if " " <= character <= "~" or character in "\n\t":
            continue
        instead = f": write {_ASCII[character]}" if character in _ASCII else ""
        raise FormulaError(
            f"the character U+{ord(character):04X}; a formula is written in plain ASCII{instead}",
            at,
        )


def _check_brackets(source: str, shift: int) -> None:
    """Refuse brackets that do not match, in our own words: Python would speak of its own."""
    opened: list[int] = []
    for at, character in enumerate(_bare(source)):
        if character in "([{":
            opened.append(at)
            if len(opened) > MOST_DEPTH:
                raise FormulaError(f"too deep: at most {MOST_DEPTH} levels are read", at + shift)
        elif character in ")]}":
            if not opened or source[opened[-1]] + character not in {"()", "[]", "{}"}:
                raise FormulaError(f"this {character} closes no bracket; {_EXAMPLE}", at + shift)
            opened.pop()
    if opened:
        first = opened[-1]
        raise FormulaError(f"this {source[first]} is never closed; {_EXAMPLE}", first + shift)


def _tree(source: str, shift: int) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python warns of, as 3or 4, is not read either
            return ast.parse(f"({source}\n)", mode="eval").body
    except SyntaxError as error:
        raise _unreadable(source, error, shift) from None
    except (MemoryError, RecursionError, ValueError):
        raise FormulaError(f"too deep: at most {MOST_DEPTH} levels are read") from None


_TOKEN = re.compile(r"[A-Za-z_]\w*|(?:\d+\.?\d*|\.\d+)|[*/=<>!:]+|\S")
_MEANT: Mapping[str, str] = {
    "'": "a transpose is written .T",
    "=": "equality is written ==",
    "=>": "the relations are == != < <= > >=",
    "=<": "the relations are == != < <= > >=",
    "<>": "the relations are == != < <= > >=",
    "\\": "a formula is not LaTeX",
    "$": "a formula is not LaTeX",
    ";": "an answer is one formula",
}


def _unreadable(source: str, error: SyntaxError, shift: int) -> FormulaError:
    """Say where a formula stops being one, in words that do not depend on Python's version."""
    tokens = list(_TOKEN.finditer(_bare(source)))
    for before, token in zip([None, *tokens], tokens, strict=False):
        at, what = token.start() + shift, token[0][:40]
        if what in _MEANT:
            return FormulaError(f"{what} cannot stand here: {_MEANT[what]}; {_EXAMPLE}", at)
        if before and _side_by_side(before[0], what):
            return FormulaError(f"an operator is missing before {what}; {_EXAMPLE}", at)
    if (error.lineno or 1) > source.count("\n") + 1:
        return FormulaError(f"the formula ends too early; {_EXAMPLE}", len(source) + shift)
    start = _offset(source, error.lineno or 1, (error.offset or 1) - 1)
    found = _TOKEN.match(source, start)
    what = found[0][:40] if found else "this"
    return FormulaError(f"{what} cannot stand here; {_EXAMPLE}", start + shift)


def _offset(source: str, line: int, column: int) -> int:
    """Return the place in a formula that Python calls so, with a bracket around the formula."""
    before = sum(len(each) + 1 for each in source.split("\n")[: line - 1])
    return max(before + column - (line == 1), 0)


def _side_by_side(left: str, right: str) -> bool:
    """Say whether two tokens are operands with nothing between them."""
    if keyword.iskeyword(left) or keyword.iskeyword(right):
        return False
    ends = left == ")" or left[-1].isalnum() or left[-1] == "_"
    if right == "(":
        return ends and not left[0].isalpha()
    return ends and (right[0].isalnum() or right[0] == "_")


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
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")


class _Translator:
    """Python's tree into ours, node by node; what is not listed here is refused."""

    def __init__(self, source: str, names: Mapping[str, object], shift: int) -> None:
        self.source, self.names, self.shift = source, names, shift
        self.count = 0
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
        self.count += 1
        if self.count > MOST_NODES or depth > MOST_DEPTH:
            raise FormulaError(
                f"too large: at most {MOST_NODES} operations, {MOST_DEPTH} levels deep, are read"
            )
        case = self.cases.get(type(node))
        if case is None:
            raise FormulaError(
                f"{_describe(node)} is not part of a formula; {_LANGUAGE}", self.column(node)
            )
        return case(node, depth + 1)

    def column(self, node: ast.expr) -> int:
        return _offset(self.source, node.lineno, node.col_offset) + self.shift

    def _binary(self, node: ast.BinOp, depth: int) -> Node:
        symbol = _BINARY.get(type(node.op))
        if symbol is None:
            raise FormulaError(
                f"{_describe(node.op)} is not an operator here; there are + - * / ** @",
                self.column(node),
            )
        left, right = self.translate(node.left, depth), self.translate(node.right, depth)
        if symbol == "/" and constant(right) == 0:
            raise FormulaError("division by zero; divide by something else", self.column(node))
        if symbol == "**":
            self._check_exponent(right)
            if left.kind == "norm" and right.value == 2:
                return Node("norm_squared", left.args, at=left.at)
        return Node(symbol, (left, right), at=self.column(node))

    def _check_exponent(self, exponent: Node) -> None:
        value = constant(exponent)
        if value is not None and abs(value) > LARGEST_EXPONENT:
            raise FormulaError(
                f"an exponent beyond ±{LARGEST_EXPONENT}; write a smaller one", exponent.at
            )

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
                    f"{_describe(op)} is not a comparison here; there are == != < <= > >=",
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
        operation = FUNCTIONS.get(name)
        if operation is None:
            hint = f"{_nearest(name, FUNCTIONS)}; there are {', '.join(FUNCTIONS)}"
            if name in self.names:
                hint = " (it is a name: a product is written * or @)"
            raise FormulaError(f"unknown function {name!r}{hint}", self.column(node))
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise FormulaError(
                f"{name} takes plain arguments only, as in {name}(A)", self.column(node)
            )
        if len(node.args) != operation.arity:
            raise FormulaError(
                f"{name} takes {operation.arity} argument(s), not {len(node.args)}",
                self.column(node),
            )
        args = tuple(self.translate(a, depth) for a in node.args)
        if operation.takes_sizes:
            self._check_sizes(name, args)
        return Node(name, args, at=self.column(node))

    def _check_sizes(self, name: str, args: tuple[Node, ...]) -> None:
        for arg in args:
            small = arg.kind == "number" and arg.value in range(1, 17)
            if not small and arg.kind != "name":
                raise FormulaError(f"{name} takes sizes: n, d or a number up to 16", arg.at)

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
        if node.id not in self.names:
            offered = ", ".join(self.names) or "none"
            hint = _nearest(node.id, self.names)
            if node.id in FUNCTIONS:
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
        if len(written) > MOST_DIGITS:
            raise FormulaError(
                f"a number of {len(written)} digits; at most {MOST_DIGITS} are read",
                self.column(node),
            )
        return Node("number", value=Fraction(written), at=self.column(node))


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


def _nearest(name: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


_WORDS: Mapping[type[ast.AST], str] = {
    ast.Lambda: "a lambda",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.Subscript: "a subscript",
    ast.IfExp: "an if",
    ast.JoinedStr: "a string",
    ast.NamedExpr: "an assignment",
    ast.Tuple: "a comma",
    ast.Await: "await",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.BitXor: "^ (a power is written **)",
    ast.BitAnd: "& (write and)",
    ast.BitOr: "| (write or)",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is (write ==)",
    ast.IsNot: "is not (write !=)",
}


def _describe(node: ast.AST) -> str:
    return _WORDS.get(type(node), f"this ({type(node).__name__.lower()})")
