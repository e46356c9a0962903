"""Sheets as TOML: a table a question, or ``"1.2-E5-gradient" = "..."`` alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Contents, Entry, Unreadable, line_of

_HEADER = re.compile(r"""^[ \t]*\[\[?[ \t]*["']?([^"'\]\n]*)["']?[ \t]*\]""", re.MULTILINE)


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
        lines.setdefault(header[1].strip(), []).append(line_of(text, header.start(1)))
    name, at = next(((k, v) for k, v in lines.items() if len(v) > 1), ("", [0, 0]))
    if not name:
        return ""
    line = name if name.isprintable() else ascii(name)[1:-1]
    shown = line if len(line) <= 60 else f"{line[:59]}…"
    return (
        f"{shown} stands twice, in lines {at[0]} and {at[1]};"
        f' several answers are written [["{shown}"]] each'
    )
