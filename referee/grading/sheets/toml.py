"""Sheets as TOML: a table a question, or ``"1.2-E5-gradient" = "..."`` alone."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Contents, Entry, Unreadable, line_of
from referee.grading.sheets.outline import Outline, Question

WIDTH = 96
_HEADER = re.compile(
    r"""^[ \t]*(?:\[\[?[ \t]*["']?([^"'\]\n]*)["']?[ \t]*\]|["']([^"'\n]+)["'][ \t]*=)""",
    re.MULTILINE,
)


def read(text: str, claims: Mapping[str, Claim]) -> Contents:
    """Read a sheet; raises Unreadable for what is no TOML."""
    del claims
    tables = _tables(text)
    head = tables.pop("sheet", {})
    return Contents(head, tuple(e for name, each in tables.items() for e in _entries(name, each)))


def _entries(name: str, each: Any) -> Iterator[Entry]:
    several = isinstance(each, list)
    for index, table in enumerate(each if several else [each]):
        label = str(index + 1) if several else ""
        yield Entry(name, {"answer": table} if isinstance(table, str) else table, label)


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"not TOML: {_twice(text, str(error)) or error}") from None
    except ValueError:  # an integer of more digits than Python reads
        why = "a number of thousands of digits; an answer stands between quotes"
        raise Unreadable(f"not a sheet: {why}") from None
    except RecursionError:
        raise Unreadable("not a sheet: nested too deeply") from None


def _twice(text: str, trouble: str) -> str:
    """Say which claim has two tables, where that is the trouble; empty where it is not."""
    if not any(word in trouble for word in ("twice", "overwrite", "mutate")):
        return ""
    lines: dict[str, list[int]] = {}
    for header in _HEADER.finditer(text):
        name = header[1] or header[2] or ""
        lines.setdefault(name.strip(), []).append(line_of(text, header.start()))
    name, at = next(((k, v) for k, v in lines.items() if len(v) > 1), ("", [0, 0]))
    if not name:
        return ""
    line = name if name.isprintable() else ascii(name)[1:-1]
    shown = line if len(line) <= 60 else f"{line[:59]}…"
    return (
        f"{shown} stands twice, in lines {at[0]} and {at[1]};"
        f' several answers are written [["{shown}"]] each'
    )


def template(outline: Outline) -> str:
    """Return a template: a comment and an empty string a question."""
    lines = list(_head(outline))
    for part in outline.parts:
        lines += ["", f"# {'=' * 70}" if outline.verbose else "", f"# {part.title}"]
        for question in part.questions:
            lines += ["", *_explained(question)] if outline.verbose else _short(question)
    return "\n".join(lines) + "\n"


def _head(outline: Outline) -> Iterator[str]:
    yield f"# {outline.title}"
    yield from _comment(
        "Write each answer between the quotes, as you write formulas: typed, in NumPy, MATLAB or"
        " Unicode; LaTeX between single quotes, in which a backslash is itself. Leave empty what"
        " you do not answer. Numbers are exact: 1/3 is a third. All vectors are columns."
    )
    if outline.verbose:
        yield from _comment(
            "The notation of the examples has the names that a question offers, numbers,"
            " + - * / **, @ for the matrix product, .T for the transpose, comparisons, and, or,"
            f" not, and functions: {', '.join(outline.functions)}."
        )
    yield from _comment("A long formula goes between three quotes. Grade the sheet yourself with")
    yield f"#   {outline.command}"
    yield ""
    yield from (
        ["[sheet]", 'title = "My answers"'] if outline.verbose else ['sheet.title = "My answers"']
    )


def _short(question: Question) -> list[str]:
    made_of = ", ".join(each.name for each in question.names)
    asked = f"{question.asked}{made_of and ' from '}{made_of}"
    shown = f"{question.number} {question.stated}   {asked}".strip()
    return [*_comment(shown), f'"{question.id}" = ""']


def _explained(question: Question) -> Iterator[str]:
    blank = f"{question.blank[:1].upper()}{question.blank[1:]}"
    yield from _comment(f"{blank}: {question.size}.")
    yield from _comment(f"Stands in  {question.stated}")
    if question.given:
        yield from _comment(f"Given: {question.given}.")
    for name in question.names:
        yield from _comment(f"  {name.name} ({name.shape}): {name.meaning}")
    yield from _comment(f"Notation: {question.example}")
    yield f'["{question.id}"]'
    yield 'answer = ""'


def _comment(text: str) -> list[str]:
    line = " ".join(text.split(" ")) if text.isprintable() else " ".join(text.split())
    indent = "#   " if line.startswith("  ") else "# "
    return textwrap.wrap(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent="#     ",
        break_long_words=False,
        break_on_hyphens=False,
    )
