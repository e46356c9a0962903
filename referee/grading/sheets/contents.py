"""What a sheet says, whatever it was written in: a head, and entries with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Unreadable(ValueError):
    """A text that is no sheet of its format; the message is one line that says where and why."""


@dataclass(frozen=True)
class Entry:
    """One answer of a sheet, as its file has it.

    ``question`` is the id of a claim, or whatever stands in its place; ``table`` holds what is said
    of it, under the keys that a table of TOML has. ``place`` is where it stands, as "line 12", ""
    where that is not known; ``problem`` says what is wrong with the question's name. An entry
    is ``weak`` where a number beside the formula is all that names the question.
    """

    question: str
    table: Any
    label: str = ""
    place: str = ""
    problem: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Contents:
    """The head of a sheet (title, notation, names, ...) and its entries in their order."""

    head: Any = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def line_of(text: str, at: int) -> int:
    """Return the line, counted from 1, in which a place of a text lies."""
    return text.count("\n", 0, at) + 1


def names_in(text: str) -> Mapping[str, str]:
    """Return the names of a line such as ``A = X, B = y`` or ``{A: X, B: y}``.

    Raises Unreadable for what is no such line.
    """
    inner = text.strip().removeprefix("{").removesuffix("}")
    found: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in inner.split(","))):
        own, sign, name = part.replace(":", "=", 1).partition("=")
        if not sign or not own.strip() or not name.strip():
            raise Unreadable(f"names: {part[:40]!r} is no name; write A = X, B = y")
        found[_bare(own)] = _bare(name)
    return found


def _bare(name: str) -> str:
    return name.strip().strip("\"'$").strip()
