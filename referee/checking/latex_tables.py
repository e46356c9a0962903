r"""Tables of LaTeX: rows and cells of ``tabular`` and its like, and of an ``array`` with a head.

An ``array`` that is a matrix, or equations beside each other, is a formula and no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.checking.formulas import MEMBER, RELATIONS, signs

Span = tuple[int, int]
_COLUMNS = r"(?:\[[^\]\n]{0,20}\])?(?:\{(?:[^{}]|\{[^{}]{0,200}\}){0,300}\}){1,2}"
_TABULAR = re.compile(r"\\begin\{(?P<name>tabular\*?|tabularx|tabulary|longtable)\}" + _COLUMNS)
_ARRAY = re.compile(
    r"\s*\\begin\{array\}" + _COLUMNS + r"(?P<body>.*)\\end\{array\}[\s.,;]*\Z", re.DOTALL
)
# Rules between rows, and the space behind the end of one.
_RULES = re.compile(
    r"(?:\s|\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot)(?![A-Za-z])"
    r"|\\(?:cline|cmidrule)(?:\([^()]*\))?\{[^{}]*\}|\\addlinespace(?:\[[^\]]*\])?)*"
)
_SPACE = re.compile(r"\*?(?:\[[^\]\n]{0,12}\])?")
_WORDS = re.compile(r"\s*\\(?:text\w*|mbox|mathrm)\{[^{}]*\}\s*\Z")
_HEADS = re.compile(r"\\(?:text\w*|mbox|mathrm)\{|\\nabla|\\partial|∇")


@dataclass(frozen=True)
class Table:
    """Where a table begins and ends, and the cells of its rows."""

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]


def tabulars(masked: str) -> Iterator[Table]:
    """Yield the tables of a text in which formulas are masked."""
    missing = set[str]()
    for found in _TABULAR.finditer(masked):
        closing = rf"\end{{{found['name']}}}"
        end = -1 if closing in missing else masked.find(closing, found.end())
        if end < 0:
            missing.add(closing)
            continue
        rows = tuple(_rows(masked, found.end(), end))
        if rows:
            yield Table(found.start(), end + len(closing), rows)


def array(text: str, inside: Span, whole: Span) -> Table | None:
    """Return the table that a display is, None for a formula; ``whole`` is it with its signs."""
    found = _ARRAY.match(text[slice(*inside)])
    if found is None or r"\begin{array}" in found["body"]:
        return None
    start = inside[0] + found.start("body")
    rows = tuple(_rows(text, start, start + len(found["body"])))
    return Table(*whole, rows) if _has_head(text, rows, found["body"]) else None


def is_words(cell: str) -> bool:
    """Say whether a cell of an array is words alone."""
    return _WORDS.match(cell) is not None


def _has_head(text: str, rows: Sequence[Sequence[Span]], body: str) -> bool:
    """Say whether the first row says what stands in the columns."""
    if len(rows) < 2 or len(rows[0]) < 2 or len({len(row) for row in rows}) > 1:
        return False
    cells = [text[slice(*cell)] for row in rows for cell in row]
    related = any(first.text in RELATIONS | MEMBER for c in cells for first in signs(c)[:1])
    heads = [text[slice(*cell)] for cell in rows[0]]
    return not related and any(map(_HEADS.search, heads)) and (
        r"\hline" in body or any(map(is_words, heads))
    )  # fmt: skip


def _rows(text: str, start: int, end: int) -> Iterator[tuple[Span, ...]]:
    """Yield the cells of rows between two places."""
    cells, at = list[Span](), start
    for sign in [*signs(text[start:end]), None]:
        if sign is not None and (sign.depth or sign.text not in {"&", r"\\", r"\tabularnewline"}):
            continue
        stop = end if sign is None else start + sign.at
        cells.append(_bare(text, at, stop))
        at = end if sign is None else start + sign.end
        if sign is None or sign.text != "&":
            space = _SPACE.match(text, at, end)
            at = space.end() if space else at
            if any(low < high for low, high in cells):
                yield tuple(cells)
            cells = []


def _bare(text: str, start: int, end: int) -> Span:
    """Return a cell without the rules and blanks around it."""
    rules = _RULES.match(text, start, end)
    start = min(rules.end() if rules else start, end)
    return start, start + len(text[start:end].rstrip())
