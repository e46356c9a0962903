"""The equations of a document in Markdown or LaTeX: what they say, their numbers and lines.

Nothing of a document is run: it is searched for the delimiters of mathematics, and comments and
code are blanked out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from referee.grading.documents.delimiters import Formula, formulas, without_code
from referee.grading.documents.macros import DEFINITION, expanded, macros
from referee.grading.sheets.contents import Unreadable

MOST_EQUATIONS, MOST_CHARACTERS = 5_000, 20_000  # of a document, of one of its formulas
_DISPLAYS = (
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "flalign",
    "alignat",
    "displaymath",
)
_TAG = re.compile(
    r"\\tag\*?\{\(?(\w+)\)?\}|\\(?:q?quad|hfill|hspace\{[^}]*\})\s*\((\d+)\)\s*$|(?<=\s)\((\d+)\)\s*$"
)
_LABEL = re.compile(r"\\label\{[^}]*\}")
_UNNUMBERED = re.compile(r"\\(?:nonumber|notag)\b")
_ARGUMENTS = re.compile(r"^\{\d+\}")
MANY_LINES = frozenset({"align", "gather", "eqnarray", "flalign", "alignat"})


@dataclass(frozen=True)
class Equation:
    """A formula of a document as LaTeX, without its number and label.

    ``line`` counts from 1. ``number`` is what it is tagged with or counted as, None for none.
    """

    latex: str
    line: int
    number: int | None = None
    display: bool = True


def equations(text: str) -> list[Equation]:
    """Return the formulas of a document in the order in which they stand.

    Raises Unreadable for more of them, or longer ones, than are read.
    """
    plain = without_code(text)
    known = macros(plain)
    plain = DEFINITION.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), plain)
    found: list[Equation] = []
    count, line, at = 0, 1, 0
    for each in formulas(plain, _DISPLAYS):
        line, at = line + plain.count("\n", at, each.at), each.at
        own = list(_of(each, line, count))
        count = max([count, *(e.number for e in own if e.number is not None and each.name)])
        found += [replace(e, latex=expanded(e.latex, known).strip()) for e in own]
        _check(found, own)
    return found


def _check(found: Sequence[Equation], own: Sequence[Equation]) -> None:
    """Raise Unreadable where there are too many formulas, or one of them is too long."""
    if len(found) > MOST_EQUATIONS:
        raise Unreadable(f"more than {MOST_EQUATIONS:,} formulas; a solution has fewer")
    long = next((e for e in own if len(e.latex) > MOST_CHARACTERS), None)
    if long is not None:
        length = f"{len(long.latex):,} characters; at most {MOST_CHARACTERS:,} are read"
        raise Unreadable(f"line {long.line}: a formula of {length}")


def _of(each: Formula, line: int, count: int) -> Iterator[Equation]:
    """Yield the equations of one piece of mathematics; environments count their own."""
    if not each.name:
        text = each.inside + each.after
        yield _equation(text, line + _leading_lines(text), display=each.display)
        return
    for row, offset in _rows(each.name, each.inside):
        found = _equation(row, line + offset, display=True)
        numbered = not each.starred and each.name != "displaymath" and not _UNNUMBERED.search(row)
        if found.number is None and numbered:
            found = Equation(found.latex, found.line, count + 1)
        count = found.number if found.number is not None else count
        if found.latex:
            yield found


def _rows(name: str, inside: str) -> Iterator[tuple[str, int]]:
    """Yield the rows of an environment, those that go on a chain with the row before."""
    inside = _ARGUMENTS.sub("", inside) if name == "alignat" else inside
    if name not in MANY_LINES:
        yield inside, _leading_lines(inside)
        return
    start, gathered = 0, ""
    for row in re.split(r"\\\\(?:\[[^\]]*\])?", inside):
        goes_on = (
            re.match(r"\s*&?\s*(?:=|\\le|\\ge|<|>|\\leq|\\geq|\+|-)", row) and gathered.strip()
        )
        if gathered.strip() and not goes_on:
            yield gathered, start + _leading_lines(gathered)
            start, gathered = start + gathered.count("\n"), ""
        gathered += row
    yield gathered, start + _leading_lines(gathered)


def _leading_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def _equation(text: str, line: int, *, display: bool) -> Equation:
    text = _LABEL.sub("", text).strip()
    tag = _TAG.search(text) if display else None
    number = next((int(g) for g in tag.groups() if g and g.isdigit()), None) if tag else None
    bare = _UNNUMBERED.sub("", text[: tag.start()] + text[tag.end() :] if tag else text)
    return Equation(bare.strip(), line, number, display)
