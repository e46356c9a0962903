"""The corpus of readings: texts as people write them, and what each stands for.

``tests/reading/*.toml`` hold the entries, a file for each hand. An entry has a ``text`` and a
``scope`` (:mod:`reading_scopes`); in a scope that is no claim, ``wants`` is the size or "statement"
that is asked for, and nothing where it is left out. There are these kinds:

``[[reads]]``
    read as ``as``: a spelling in the canonical notation, or a list of which any will do. Equal are
    normal forms; trees where ``same = "tree"``. With ``or_ambiguous`` the reader may also say that
    it cannot tell, if ``as`` is one of what it shows.
``[[ambiguous]]``
    every one of ``readings`` is shown, and nothing else unless there may be ``more``; with
    ``or_reads`` it may also be read as one of these alone, by a convention that is documented.
``[[refused]]``
    no formula: the message contains one of ``says``, and points at ``at`` where that is given.
``[[never]]``
    anything but one of ``as`` alone.
``[[if_read]]``
    read as ``as``, or refused.

In ``as`` and ``readings`` every size of the scope's family may stand, offered or not. ``repeated``
stands for a long text: pieces of it, each with how often it stands there. ``notation`` and
``aliases`` are what a sheet declares. ``not_yet`` says why the reader refuses a text that it should
read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "reading"
KINDS: Mapping[str, frozenset[str]] = {
    "reads": frozenset({"as", "same", "or_ambiguous", "not_yet"}),
    "ambiguous": frozenset({"readings", "more", "or_reads", "not_yet"}),
    "refused": frozenset({"says", "at", "not_yet"}),
    "never": frozenset({"as", "not_yet"}),
    "if_read": frozenset({"as", "same", "or_ambiguous", "not_yet"}),
}
SHARED = frozenset({"scope", "wants", "text", "repeated", "notation", "aliases"})


@dataclass(frozen=True)
class Entry:
    """One text; ``spellings`` is what stands under ``as`` or ``readings``."""

    name: str
    kind: str
    scope: str
    text: str
    wants: str | None = None
    spellings: tuple[str, ...] = ()
    same: str = "normal form"
    or_ambiguous: bool = False
    or_reads: tuple[str, ...] = ()
    more: bool = False
    says: tuple[str, ...] = ()
    at: int | None = None
    not_yet: str = ""
    notation: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)


@cache
def entries() -> tuple[Entry, ...]:
    """Return all entries, file by file."""
    return tuple(entry for path in sorted(FOLDER.glob("*.toml")) for entry in _of_file(path))


def _of_file(path: Path) -> list[Entry]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = set(tables) - set(KINDS)
    if unknown:
        raise ValueError(f"{path.name}: no kinds of entries: {', '.join(sorted(unknown))}")
    return [
        _entry(f"{path.stem}-{kind}-{at}", kind, table)
        for kind, found in tables.items()
        for at, table in enumerate(found, 1)
    ]


def _entry(name: str, kind: str, table: Mapping[str, Any]) -> Entry:
    unknown = set(table) - SHARED - KINDS[kind]
    if unknown:
        raise ValueError(f"{name}: what is {', '.join(sorted(unknown))}?")
    given = dict(table)
    if "repeated" in given:
        given["text"] = "".join(piece * times for piece, times in given.pop("repeated"))
    spelt = _several(given.pop("as", ())) + _several(given.pop("readings", ()))
    says, or_reads = _several(given.pop("says", ())), _several(given.pop("or_reads", ()))
    return Entry(name, kind, spellings=spelt, says=says, or_reads=or_reads, **given)


def _several(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
