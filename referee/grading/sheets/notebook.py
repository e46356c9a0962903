"""Sheets as Jupyter notebooks, read as data: no cell is run, and no output is looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from referee.deciding.claim import Claim
from referee.grading.sheets import markdown
from referee.grading.sheets.contents import Contents, Unreadable
from referee.grading.sheets.markdown import LANGUAGES, code, described, escaped, front_matter
from referee.grading.sheets.outline import Outline
from referee.grading.sheets.pieces import Block, Piece, Prose
from referee.grading.sheets.prose import contents

MOST_CELLS = 10_000
_FIRST_COMMENT = re.compile(r"\A\s*[#%]+[ \t]*([^\n]{1,200})")


def read(text: str, claims: Mapping[str, Claim]) -> Contents:
    """Read a sheet. Raises Unreadable, with the cell, for what is no notebook."""
    found = _json(text)
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("not a notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"{len(cells):,} cells; a sheet has at most {MOST_CELLS:,}")
    sources = [_source(number, cell) for number, cell in enumerate(cells, 1)]
    notation = _language(found.get("metadata"))
    raw = next((s for kind, s in sources if kind == "raw" and s.startswith("---")), "")
    every = (
        piece
        for number, (kind, source) in enumerate(sources, 1)
        for piece in _pieces(number, kind, source, notation)
    )
    return contents(every, claims, front_matter(raw))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"not a notebook: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except ValueError:  # an integer of more digits than Python reads
        raise Unreadable("not a notebook: a number of thousands of digits") from None
    except RecursionError:
        raise Unreadable("not a notebook: nested too deeply") from None


def _source(number: int, cell: Any) -> tuple[str, str]:
    """Return a cell's kind and its source, in one piece or in lines."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    source = cell.get("source", "") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(kind, str) or not isinstance(source, str):
        raise Unreadable(f"cell {number}: not a cell of a notebook: it has a kind and a source")
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable(f"cell {number}: half of a character that two halves make") from None
    return kind, source


def _language(metadata: Any) -> str:
    """Return the notation of the language that a notebook is written in, "" for none of them."""
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        inside = metadata.get(key) if isinstance(metadata, dict) else None
        language = inside.get(name) if isinstance(inside, dict) else None
        if isinstance(language, str):
            return LANGUAGES.get(language.casefold(), "")
    return ""


def _pieces(number: int, kind: str, source: str, notation: str) -> Iterator[Piece]:
    if kind == "code":
        label = _FIRST_COMMENT.match(source)
        yield Block(code(source), f"cell {number}", label[1] if label else "", notation)
    elif kind == "markdown":
        yield from _of_text(number, source)


def _of_text(number: int, source: str) -> Iterator[Piece]:
    try:
        for piece in markdown.pieces(source):
            where = f"cell {number}"
            yield (
                piece
                if isinstance(piece, Prose)
                else replace(piece, place=f"{where}, {piece.place}")
            )
    except Unreadable as error:
        raise Unreadable(f"cell {number}, {error}") from None


def template(outline: Outline) -> str:
    """Return a template: a cell of text and an empty cell of code a question."""
    how = (
        "Write each answer into the cell below its question, as one expression in NumPy, or in a"
        f" cell of text between two pairs of dollars. Grade the sheet with `{outline.command}`."
    )
    cells = [_cell("markdown", f"# {escaped(outline.title)}\n\n{how}")]
    for part in outline.parts:
        cells.append(_cell("markdown", f"## {escaped(part.title)}"))
        for question in part.questions:
            words = "\n".join(described(question, outline))
            cells += [_cell("markdown", f"### {question.heading}\n\n{words}"), _cell("code", "")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    found = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _cell(kind: str, source: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)} | code
