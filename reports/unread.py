"""Answers that are no formulas: what was written with its place marked, and what could be meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from referee.evidence.schema import Record, Unread
from referee.reports.text import one_line

AROUND = 300  # characters that a page shows on each side of a place
BEFORE, WIDTH = 60, 96  # columns of a line on a terminal, in front of a place and altogether
MOST_NAMES = 12  # that a terminal lists


@dataclass(frozen=True)
class Marked:
    """A text in three parts: what stands before a place, there, and behind it."""

    before: str
    at: str
    after: str


def marked(text: str, unread: Unread) -> Marked | None:
    """Return a text around the place where it stops being a formula, None where there is none."""
    if unread["place"] is None:
        return None
    start, end = (min(max(at, 0), len(text)) for at in unread["place"])
    end = max(start, end)
    before, after = text[:start], text[end:]
    return Marked(
        before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        _seen(text[start:end]),
        after if len(after) <= AROUND else f"{after[:AROUND]}…",
    )


def below(record: Record) -> list[str]:
    """Return what a terminal shows below the reason of an answer that is no formula, indented."""
    if "unread" not in record or record["answer"] is None:
        return []
    return [f"    {line}" for line in lines(record["answer"], record["unread"])]


def lines(text: str, unread: Unread) -> list[str]:
    """Return what a terminal shows below a message: the place, and what could stand there."""
    return [*_underlined(text, unread), *_said(unread)]


def _underlined(text: str, unread: Unread) -> Iterator[str]:
    """Yield the line of a text that a place is in, and one that points there."""
    found = marked(text, unread)
    if found is None:
        return
    before = _seen(found.before.rpartition("\n")[2])
    at = found.at.partition("\n")[0]
    rest = _seen(found.after.partition("\n")[0] if "\n" not in found.at else "")
    before = before if _columns(before) <= BEFORE else f"…{_last(before, BEFORE - 1)}"
    line = f"{before}{at}{rest}"
    yield line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
    most = max(WIDTH - len(before), 1)
    yield " " * _columns(before) + "^" * min(max(_columns(at), 1), most)


def _seen(text: str) -> str:
    """Return a text in which every character is seen, a blank for a tab."""
    plain = text.replace("\t", " ")
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in plain)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in {"W", "F"} for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _last(text: str, columns: int) -> str:
    """Return the end of a text that so many columns have room for."""
    while _columns(text) > columns:
        text = text[1:]
    return text


def _said(unread: Unread) -> Iterator[str]:
    if unread["nearest"]:
        yield f"the nearest that can be read: {one_line(unread['nearest'], 400)}"
    if unread["example"]:
        yield f"a formula that fits is written {one_line(unread['example'], 200)}"
    if unread["names"]:
        yield "the names there are:"
    for name in unread["names"][:MOST_NAMES]:
        yield f"  {one_line(name['written'], 40)}: {one_line(name['meaning'], 100)}"
