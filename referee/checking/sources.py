"""Documents as text: Markdown, LaTeX, notebooks and the docstrings of Python, read and never run.

Whatever the format, what is checked is a text with blanks for what is no prose, as code and
comments, and a place in the file for every place in it.
"""

from __future__ import annotations

import ast
import bisect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from referee.grading.documents.delimiters import without_code

MOST_BYTES = 20_000_000
MOST_CELLS = 10_000
MARKDOWN, LATEX = "markdown", "latex"
_PERCENT = "\ue000"  # stands for a % of Markdown, which begins no comment there
_FRONT = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_BEGINNING = "\\begin{document}"
_ENDING = "\\end{document}"


class NoDocument(Exception):
    """A file that cannot be checked at all; the message is one line."""


@dataclass(frozen=True)
class Piece:
    """A text of a document, written in Markdown or LaTeX.

    ``lines`` are, for each line of the text, the line of the file (from 1) and the columns in front
    of it; ``cell`` is that of a notebook, None elsewhere.
    """

    text: str
    syntax: str
    lines: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    cell: int | None = None

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and the column, from 1, at which a place of the text is in the file."""
        line = bisect.bisect_right(self.starts, at) - 1
        known, before = self.lines[min(line, len(self.lines) - 1)]
        return known, before + at - self.starts[line] + 1


def pieces_of(path: Path) -> list[Piece]:
    """Read a document. Raises NoDocument, in one line, for a file that is none."""
    read = FORMATS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(FORMATS)
        raise NoDocument(f"no format of documents is called “{path.suffix}”; there are {known}")
    return list(read(_text(path)))


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise NoDocument("no such file" if not path.exists() else "this is no file")
        if path.stat().st_size > MOST_BYTES:
            raise NoDocument(f"longer than {MOST_BYTES // 1_000_000} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise NoDocument(f"cannot be read: {error.strerror or error}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoDocument(
            f"no text in UTF-8: byte {error.start} is {raw[error.start]:#04x}"
        ) from None
    if "\0" in text:
        raise NoDocument(f"no text: a zero byte at place {text.index(chr(0))}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _piece(
    text: str, syntax: str, lines: tuple[tuple[int, int], ...] = (), cell: int | None = None
) -> Piece:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    plain = lines or tuple((number, 0) for number in range(1, len(starts) + 1))
    shown = _without_markdown(text) if syntax == MARKDOWN else without_code(text)
    return Piece(shown, syntax, plain, tuple(starts), cell)


def _without_markdown(text: str) -> str:
    text = _FRONT.sub(_blank, text)
    text = without_code(text.replace("%", _PERCENT)).replace(_PERCENT, "%")
    return _TAG.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _markdown(text: str) -> Iterator[Piece]:
    yield _piece(text, MARKDOWN)


def _latex(text: str) -> Iterator[Piece]:
    end = text.find(_ENDING)
    yield _piece(text if end < 0 else text[:end], LATEX)


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
            yield _piece(source.encode("utf-8", "replace").decode(), MARKDOWN, lines, number)


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
    return _piece(_as_markdown(value), MARKDOWN, lines)


_ROLE = re.compile(r":math:`([^`\n]*)`")
_DIRECTIVE = re.compile(
    r"^([ \t]*)\.\. math::[ \t]*\n?((?:[ \t]*\n|\1[ \t]+[^\n]*(?:\n|$))+)", re.MULTILINE
)
_PROMPT = re.compile(r"^[ \t]*>>>[^\n]*(?:\n[ \t]*\.\.\.[^\n]*)*", re.MULTILINE)


def _as_markdown(text: str) -> str:
    text = _PROMPT.sub(_blank, text)
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
