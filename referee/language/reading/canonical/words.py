"""What a formula may not contain, by the names people know it under."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping

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


def describe(node: ast.AST) -> str:
    """Return what a part of Python's grammar is called."""
    return _WORDS.get(type(node), f"this ({type(node).__name__.lower()})")


def nearest(name: str, known: Mapping[str, object]) -> str:
    """Return a question for the known name that is spelled most alike, empty for none."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""
