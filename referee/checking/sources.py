"""Documents as text: Markdown, LaTeX, notebooks and the docstrings of Python, read and never run.

Whatever the format, what is checked is a text with blanks for what is no prose, as code and
comments, and a place in the file for every place in it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from referee.checking.includes import followed
from referee.checking.pieces import (
    LATEX,
    MARKDOWN,
    NoDocument,
    Piece,
    blank,
    latex_piece,
    piece_of,
    read_text,
)

MOST_CELLS = 10_000


def pieces_of(path: Path) -> list[Piece]:
    """Read a document. Raises NoDocument, in one line, for a file that is none."""
    read = FORMATS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(FORMATS)
        raise NoDocument(f"no format of documents is called “{path.suffix}”; there are {known}")
    pieces = list(read(read_text(path)))
    return [*followed(path, pieces[0])] if pieces and pieces[0].syntax == LATEX else pieces


def _markdown(text: str) -> Iterator[Piece]:
    yield piece_of(text, MARKDOWN)


def _latex(text: str) -> Iterator[Piece]:
    yield latex_piece(text)


def _notebook(text: str) -> Iterator[Piece]:
    try:
        found: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise NoDocument(
            f"no notebook: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except (ValueError, RecursionError) as error:
        raise NoDocument(f"no notebook: {type(error).__name__}") from None
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise NoDocument("no notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise NoDocument(f"{len(cells):,} cells; at most {MOST_CELLS:,} are read")
    place = _Places(text)
    for number, cell in enumerate(cells, 1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(kind, str) or not isinstance(source, str):
            raise NoDocument(f"no notebook: cell {number} has no kind and no source")
        lines = tuple(place.of(line) for line in source.split("\n"))
        if kind == "markdown":
            yield piece_of(source.encode("utf-8", "replace").decode(), MARKDOWN, lines, number)


class _Places:
    """Where the lines of cells are in the file of a notebook, looked for in their order."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line, self.counted = text, 0, 1, 0

    def of(self, line: str) -> tuple[int, int]:
        """Return the line of the file that a line of a cell is in, and the columns before it."""
        for ascii_ in (False, True):
            said = json.dumps(line, ensure_ascii=ascii_)[1:-1]
            found = self.text.find(said, self.at, self.at + 100_000) if said else -1
            if found >= 0:
                self.line += self.text.count("\n", self.counted, found)
                self.counted, self.at = found, found + len(said)
                return self.line, found - self.text.rfind("\n", 0, found) - 1
        return self.line, 0


def _python(text: str) -> Iterator[Piece]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = (
            f"line {error.lineno}: {error.msg}" if isinstance(error, SyntaxError) else str(error)
        )
        raise NoDocument(f"no Python: {where}") from None
    rows = text.split("\n")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [_docstring(node) for node in ast.walk(tree) if isinstance(node, documented)]
    known = [each for each in found if each is not None]
    for string in sorted(known, key=lambda each: each.lineno):
        yield _of_docstring(string, rows)


def _docstring(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> ast.Constant | None:
    first = node.body[0] if node.body else None
    value = first.value if isinstance(first, ast.Expr) else None
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _of_docstring(string: ast.Constant, rows: list[str]) -> Piece:
    """Return a docstring: mathematics of reStructuredText as that of Markdown."""
    value = str(string.value)
    opened = re.match(
        r"[A-Za-z]{0,2}(\"\"\"|'''|\"|')", rows[string.lineno - 1][string.col_offset :]
    )
    before = string.col_offset + (opened.end() if opened else 0)
    count = value.count("\n") + 1
    lines = tuple((string.lineno + k, before if k == 0 else 0) for k in range(count))
    return piece_of(_as_markdown(value), MARKDOWN, lines)


_ROLE = re.compile(r":math:`([^`\n]*)`")
_DIRECTIVE = re.compile(
    r"^([ \t]*)\.\. math::[ \t]*\n?((?:[ \t]*\n|\1[ \t]+[^\n]*(?:\n|$))+)", re.MULTILINE
)
_PROMPT = re.compile(r"^[ \t]*>>>[^\n]*(?:\n[ \t]*\.\.\.[^\n]*)*", re.MULTILINE)


def _as_markdown(text: str) -> str:
    text = _PROMPT.sub(blank, text)
    text = _DIRECTIVE.sub(_displayed, text)
    return _ROLE.sub(lambda m: f"      ${m[1]}$", text)


def _displayed(found: re.Match[str]) -> str:
    """Return a directive as a display between dollars, as long and on its lines."""
    whole, inside = found[0], found.start(2) - found.start()
    body = whole[inside:].rstrip()
    head = re.sub(r"[^\n]", " ", whole[:inside])
    end = len(head) + len(body)
    if len(head.rstrip("\n")) < 2:
        return whole
    cut = len(head.rstrip("\n"))
    rest = whole[end:]
    return f"{head[: cut - 2]}$${head[cut:]}{body}$${rest[2:] if rest[:2].isspace() else rest}"


FORMATS: Mapping[str, Callable[[str], Iterator[Piece]]] = {
    ".md": _markdown, ".markdown": _markdown, ".qmd": _markdown, ".rmd": _markdown,
    ".txt": _markdown, ".tex": _latex, ".ltx": _latex, ".ipynb": _notebook, ".py": _python,
}  # fmt: skip
