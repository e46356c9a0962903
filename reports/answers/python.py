"""A counterexample as Python to paste: exact fractions, the same for NumPy, and what to check."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Container, Iterable, Iterator, Mapping

from referee.evidence.answer_schema import Asked, Instance, Value
from referee.reports import wording
from referee.reports.answers import instances
from referee.reports.answers.ascii import ascii_of
from referee.reports.text import one_line

KNOWN = frozenset({"np", "abs", "sum", "min", "max", "range"})
TAKEN = frozenset({"np", "Fraction", "left", "right"})  # names of the code itself
NO_SIDES = "check that the statement is false there"
WIDEST = 2_000  # characters of a comment
HEAD = """\
from fractions import Fraction

import numpy as np
"""


def code(asked: Asked) -> str:
    """Return Python that defines a counterexample and says in comments what to check with it.

    Where there is none, it is a test that the statement holds. Nothing in it is code but numbers
    and names: what was written stands in comments and in a string.
    """
    found = asked["counterexample"]
    lines = _assertion(asked) if found is None else _defined(asked, found)
    return "".join(f"{line}\n" for line in lines)


def _comment(*lines: str) -> Iterator[str]:
    for line in lines:
        if line:
            yield f"# {one_line(line, WIDEST)}"


def _head(asked: Asked) -> Iterator[str]:
    yield from _comment(f"{asked['statement']}: {asked['verdict']}", *asked["inferred"])


def _assertion(asked: Asked) -> Iterator[str]:
    """Yield a test that the statement holds."""
    yield from _head(asked)
    yield from _comment(asked["reason"])
    where = f", where={asked['where']!a}" if asked["where"] else ""
    yield "from referee import assert_holds"
    yield ""
    yield f"assert_holds({asked['statement']!a}{where})"


def _defined(asked: Asked, found: Instance) -> Iterator[str]:
    yield from _head(asked)
    yield HEAD
    names = identifiers(value["name"] for value in found["values"])
    yield from (f"{name} = {size}" for name, size in sizes(found).items() if name not in names)
    for value in found["values"]:
        yield from _array(names[value["name"]], value)
    yield ""
    yield from _checks(found, {**names, **identifiers(found["shape"])})


def sizes(found: Instance) -> Mapping[str, int]:
    """Return the sizes of an instance by the names that they have in Python."""
    names = identifiers(found["shape"])
    return {names[name]: size for name, size in found["shape"].items()}


def _array(name: str, value: Value) -> Iterator[str]:
    """Yield an array: as exact fractions where it is rational, and as NumPy's floats."""
    exact = f"{name}_exactly"
    if value["fractions"] is None:
        yield from _comment(f"exactly, {instances.equation(value)}")
        if all(number is None for row in value["floats"] for number in row):
            return  # a function has no array
        yield f"{name} = np.array({_rows(map(_float, row) for row in value['floats'])})"
        return
    yield f"{exact} = np.array({_rows(map(_fraction, row) for row in value['fractions'])})"
    yield f"{name} = {exact}.astype(float)"


def _rows(rows: Iterable[Iterable[str]]) -> str:
    shown = (f"[{', '.join(row)}]" for row in rows)
    return f"[{', '.join(shown)}]"


def _fraction(text: str) -> str:
    numerator, _, denominator = text.partition("/")
    return f"Fraction({int(numerator)}{f', {int(denominator)}' if denominator else ''})"


def _float(number: float | None) -> str:
    return "float('nan')" if number is None else repr(float(number))


def _checks(found: Instance, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what has to be evaluated to see that the statement is false, as code if it can run."""
    if not found["sides"]:
        yield from _comment(": ".join(filter(None, [NO_SIDES, found["note"]])))
        return
    left, right = found["sides"]
    # Where a name had to be another one, the code of a side does not speak of the arrays above.
    renamed = any(own != _plain(name) for name, own in names.items())
    known = frozenset[str]() if renamed else frozenset(names.values())
    for word, side in (("left", left), ("right", right)):
        yield from _comment(instances.equation(side))
        if not renamed and runs(side["numpy"], known):
            yield f"{word} = {side['numpy']}"
    sign = wording.sign(found["relation"], fails=True, scalar=_is_number(left))
    if sign:
        yield from _comment(f"so that {left['shown']} {sign} {right['shown']}")


def runs(text: str, names: Container[str]) -> bool:
    """Say whether a text is Python that knows NumPy, some names and builtins, and nothing else."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if any(map(_is_foreign, ast.walk(tree))):
        return False
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound = {
        node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name)
    }
    return all(name in KNOWN or name in names for name in read - bound)


def _is_foreign(node: ast.AST) -> bool:
    """Say whether a part of Python has no place in a formula."""
    hidden = isinstance(node, ast.Attribute) and node.attr.startswith("_")
    return hidden or isinstance(node, ast.Lambda | ast.Await | ast.Yield | ast.NamedExpr)


def _is_number(value: Value) -> bool:
    return [len(row) for row in value["entries"]] == [1]


def _plain(name: str) -> str:
    """Return a name in letters, digits and _: θ as theta, x' as x_prime."""
    primed = re.sub("['′]", "_prime", name)
    plain = re.sub(r"\W", "_", ascii_of(primed))
    return "lam" if plain == "lambda" else plain


def identifiers(names: Iterable[str]) -> Mapping[str, str]:
    """Return names that Python takes, all different, by the names of the statement: λ, x_1."""
    found: dict[str, str] = {}
    for name in names:
        plain = _plain(name)
        if not plain.isidentifier() or keyword.iskeyword(plain) or plain in TAKEN:
            plain = f"{plain}_" if plain[:1].isalpha() else f"v_{plain}"
        while plain in found.values():
            plain += "_"
        found[name] = plain
    return found
