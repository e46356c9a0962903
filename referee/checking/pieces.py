"""Texts of documents with their places: what is cut into blocks, whatever format it comes from."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from pathlib import Path

from referee.grading.documents.delimiters import without_code

MOST_BYTES = 20_000_000
MARKDOWN, LATEX = "markdown", "latex"
_PERCENT = "\ue000"  # stands for a % of Markdown, which begins no comment there
_FRONT = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_ENDING = "\\end{document}"


class NoDocument(Exception):
    """A file that cannot be checked at all; the message is one line."""


@dataclass(frozen=True)
class Piece:
    """A text of a document, written in Markdown or LaTeX.

    ``lines`` are, for each line of the text, the line of the file (from 1) and the columns in front
    of it; ``cell`` is that of a notebook, None elsewhere. ``file`` is that of a text which another
    one takes in, "" for the document's own, and ``notes`` are places with what is said of them.
    ``moved`` are places from which on the text stands so many characters behind where it was.
    """

    text: str
    syntax: str
    lines: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    cell: int | None = None
    file: str = ""
    notes: tuple[tuple[int, str], ...] = ()
    moved: tuple[tuple[int, int], ...] = ((0, 0),)

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and the column, from 1, at which a place of the text is in the file."""
        at -= self.moved[bisect.bisect_right(self.moved, (at, len(self.text))) - 1][1]
        line = bisect.bisect_right(self.starts, at) - 1
        known, before = self.lines[min(line, len(self.lines) - 1)]
        return known, before + at - self.starts[line] + 1

    def cut(self, start: int, end: int) -> Piece:
        """Return the part of it between two places, with the same places in the file."""
        first = bisect.bisect_right(self.starts, start) - 1
        known = self.lines[min(first, len(self.lines) - 1) :]
        before = start - self.starts[first]
        lines = ((known[0][0], known[0][1] + before), *known[1:])
        starts = (0, *(each - start for each in self.starts[first + 1 :]))
        return replace(self, text=self.text[start:end], lines=lines, starts=starts)


def read_text(path: Path) -> str:
    """Return the text of a file. Raises NoDocument, in one line, for a file that has none."""
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


def piece_of(
    text: str, syntax: str, lines: tuple[tuple[int, int], ...] = (), cell: int | None = None
) -> Piece:
    """Return a text with blanks for its code and comments, and the lines of its file."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    plain = lines or tuple((number, 0) for number in range(1, len(starts) + 1))
    shown = _without_markdown(text) if syntax == MARKDOWN else without_code(text)
    return Piece(shown, syntax, plain, tuple(starts), cell)


def _without_markdown(text: str) -> str:
    text = _FRONT.sub(blank, text)
    text = without_code(text.replace("%", _PERCENT)).replace(_PERCENT, "%")
    return _TAG.sub(blank, text)


def blank(found: re.Match[str]) -> str:
    """Return blanks for what was found, on as many lines."""
    return re.sub(r"[^\n]", " ", found[0])


def latex_piece(text: str) -> Piece:
    """Return LaTeX up to where its document ends."""
    end = text.find(_ENDING)
    return piece_of(text if end < 0 else text[:end], LATEX)
