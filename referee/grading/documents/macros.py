r"""A document's own commands: ``\newcommand``, ``\def`` and ``\DeclareMathOperator``, written out.

An equation is aligned and read as if its author had written no command; a command that calls
itself, or grows without end, is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DEFINED = re.compile(
    r"\\(?:re|provide)?newcommand\*?\s*\{?\s*(?P<new>\\[A-Za-z]+)\s*\}?\s*(?:\[(?P<count>\d)\])?\s*"
    r"|\\def\s*(?P<def>\\[A-Za-z]+)\s*(?P<parameters>(?:#\d)*)\s*"
    r"|\\DeclareMathOperator(?P<star>\*?)\s*\{\s*(?P<operator>\\[A-Za-z]+)\s*\}\s*"
)
DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)\*?[^\n]*"
)  # a line that defines a command is no mathematics
MOST_STEPS = 200  # expansions in an equation
MOST_CHARACTERS = 4_000


@dataclass(frozen=True)
class Macro:
    """A command: what stands for it, with #1, #2, ... for so many arguments."""

    body: str
    arguments: int = 0


def macros(text: str) -> dict[str, Macro]:
    """Return the commands that a document defines, by their names with the backslash."""
    return dict(_definitions(text))


def _definitions(text: str) -> Iterator[tuple[str, Macro]]:
    for found in _DEFINED.finditer(text):
        body = _group(text, found.end())
        if body is None:
            continue
        if found["operator"]:
            yield found["operator"], Macro(rf"\operatorname{{{body[0]}}}")
        elif found["def"]:
            yield found["def"], Macro(body[0], found["parameters"].count("#"))
        else:
            yield found["new"], Macro(body[0], int(found["count"] or 0))


def _group(text: str, at: int) -> tuple[str, int] | None:
    """Return what stands between the braces that open at a place, and where they end."""
    if text[at : at + 1] != "{":
        return None
    depth = 0
    for k in range(at, min(len(text), at + MOST_CHARACTERS)):
        escaped = k and text[k - 1] == "\\"
        depth += (text[k] == "{") - (text[k] == "}") if not escaped else 0
        if depth == 0:
            return text[at + 1 : k], k + 1
    return None


def expanded(latex: str, known: Mapping[str, Macro]) -> str:
    """Return LaTeX without the commands of a document; as it is where that would not end."""
    if not known:
        return latex
    written = latex
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?:{names})(?![A-Za-z])")
    for _ in range(MOST_STEPS):
        found = pattern.search(latex)
        if found is None:
            return latex
        macro = known[found[0]]
        arguments, end = _arguments(latex, found.end(), macro.arguments)
        latex = f"{latex[: found.start()]}{_filled(macro.body, arguments)} {latex[end:]}"
        if len(latex) > MOST_CHARACTERS:
            return written
    return written


def _filled(body: str, arguments: list[str]) -> str:
    return re.sub(r"#([1-9])", lambda m: "".join(arguments[int(m[1]) - 1 : int(m[1])]), body)


def _arguments(latex: str, at: int, count: int) -> tuple[list[str], int]:
    """Return the arguments of a command and where they end: groups, or single tokens."""
    found: list[str] = []
    for _ in range(count):
        at += len(latex[at:]) - len(latex[at:].lstrip())
        group = _group(latex, at)
        if group is None:
            token = re.match(r"\\[A-Za-z]+|\\.|.", latex[at:], re.DOTALL)
            group = (token[0], at + len(token[0])) if token else ("", at)
        found.append(group[0])
        at = group[1]
    return found, at
