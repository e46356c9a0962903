"""What a formula is by its form, where its names are known: a statement, a definition, ...."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from referee.checking.context import Context
from referee.checking.formulas import (
    CONNECTS,
    DEFINES,
    LOOSE,
    MEMBER,
    Link,
    Lone,
    has,
    is_number,
    links,
    lone,
    names,
    relates,
    says,
)
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.strategies.declared import GREEK

A_KIND = "it says of which kind a matrix is"
_STEP = re.compile(r"_\{?[^{}]*[a-z]\s*\+\s*1")
_KIND_OF_ONE = re.compile(r"\s*[-−]?(?:\\top|\\mathsf|\\cdot|\{-1\}|[A-Za-z0-9^_{}\s])+\Z")
MOST_CHARACTERS = 4_000  # of a formula, or of a row of one


class Form(Enum):
    """What a formula is by its form."""

    STATEMENT = auto()
    CHAIN = auto()
    DEFINITION = auto()
    CONDITION = auto()
    MEMBER = auto()
    LOOSE = auto()
    EXPRESSION = auto()
    LONG = auto()


@dataclass(frozen=True)
class Formed:
    """A form with why it is that, and the links of a chain that are statements."""

    form: Form
    why: str = ""
    rest: Sequence[Link] = ()


def form_of(latex: str, context: Context) -> Formed:
    """Return what a formula is by its form."""
    return _by_signs(latex) or _by_sides(links(latex), context)


def _by_signs(latex: str) -> Formed | None:
    """Return what a formula is by its length and its signs, None where its sides say that."""
    if len(latex) > MOST_CHARACTERS:
        return Formed(Form.LONG)
    if not says(latex):
        return Formed(Form.EXPRESSION)
    if has(latex, CONNECTS):
        return Formed(Form.STATEMENT)
    if has(latex, MEMBER):
        return Formed(Form.MEMBER)
    return Formed(Form.LOOSE, "no exact relation") if has(latex, LOOSE) else None


def _by_sides(found: Sequence[Link], context: Context) -> Formed:
    """Return what the relations of a formula are by their sides."""
    if not found or any(not link.left.strip() or not link.right.strip() for link in found):
        return Formed(Form.LOOSE, "a side is missing")
    name = None if found[0].sign in DEFINES else _defines(found[0], context)
    if name is not None and _STEP.search(name.marks):
        return Formed(Form.CONDITION, "a step of a recursion")
    if name is not None or found[0].sign in DEFINES:
        why = "" if name is None else "a name alone stands on one side"
        return Formed(Form.DEFINITION, why, found[1:])
    why = _condition(found, context)
    if why:
        return Formed(Form.CONDITION, why)
    return Formed(Form.CHAIN if len(found) > 1 else Form.STATEMENT, "", found)


def named(side: str) -> Lone | None:
    """Return the name that a side is, where it is no function that is known and no identity."""
    found = lone(side)
    if (
        found is None
        or found.base in {"I", "e", "i"}
        or found.base in FUNCTION_WORDS.keys() - GREEK_LETTERS
    ):
        return None
    if found.name.startswith("\\") and found.base not in GREEK_LETTERS:
        return None
    return None if re.search(r"max|min", found.marks) else found


GREEK_LETTERS = frozenset(GREEK)


def _defines(link: Link, context: Context) -> Lone | None:
    """Return the name that an equation defines, None where it defines none."""
    if link.sign != "=":
        return None
    found = named(link.left)
    if found is None or _is_known(found, context) or not link.right.strip():
        return None
    if found.arguments and set(found.marks) == {"'"} and found.base in FUNCTION_WORDS:
        return None  # of a function that is known: σ'(t) = …
    if _STEP.search(found.marks):
        return found
    bare = not found.marks and not found.arguments
    own = {name.lstrip("\\") for name in names(link.right)}
    return None if bare and found.base in own else found


def _is_known(name: Lone, context: Context) -> bool:
    """Say whether a name stands for something: its own equations are statements."""
    plain = re.sub(r"[{}\s]", "", f"{name.base}{name.marks}")
    defined = context.defined
    return plain in defined or (name.base in defined and set(name.marks) <= {"'"})


def _condition(found: Sequence[Link], context: Context) -> str:
    """Say why relations are conditions on their names, "" where they are statements."""
    several = any(
        _bounds_several(*s) for k in found for s in ((k.left, k.right), (k.right, k.left))
    )
    return "a bound on names" if several else _condition_of_one(found, context)


def _condition_of_one(found: Sequence[Link], context: Context) -> str:
    known = context.defined
    for link in found:
        for side, other in ((link.left, link.right), (link.right, link.left)):
            name = named(side)
            if name is None or _is_known(name, context):
                continue
            own = {n.lstrip("\\") for n in names(other)}
            if is_number(other):
                return "a bound on a name"
            if not name.arguments and name.base not in own and link.sign != "=":
                return "a bound on a name"
            if not name.arguments and name.base not in own and not own & known:
                return "a name alone stands on one side"
    if any(relates(link, known) for link in found):
        return "it relates names that stand for anything"
    if len(found) == 1 and _says_a_kind(found[0], context):
        return A_KIND
    return ""


def _bounds_several(side: str, other: str) -> bool:
    """Say whether a side is names with commas between, as a, b ≥ 0."""
    parts = side.split(",")
    return len(parts) > 1 and is_number(other) and all(map(named, parts))


def _says_a_kind(link: Link, context: Context) -> bool:
    """Say whether an equation of one name alone, as QᵀQ = I, says what that name is."""
    if link.sign != "=" or not (_KIND_OF_ONE.match(link.left) and _KIND_OF_ONE.match(link.right)):
        return False
    said = {name.lstrip("\\") for side in (link.left, link.right) for name in names(side)}
    return len(said) == 1 and not said & (context.defined | context.of_kind)
