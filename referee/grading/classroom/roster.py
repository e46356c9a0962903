"""Rosters: who is in the course, from a platform's gradebook or any table with names or ids.

A table is CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or what Excel writes. Its rows are
kept as they are, blank ones and Canvas's "Points Possible" too, so that it can be filled in.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from referee.grading.classroom import columns
from referee.grading.classroom.columns import FIRST, LAST, LATE, NAME, ROLE, Columns
from referee.grading.classroom.people import Person, folded, in_order
from referee.grading.sheet import SheetError

MOST_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_ABOVE = 10  # lines above the head
MOST_SHOWN = 8  # columns that a line names
_SIGNS = ",;\t|"
_POINTS = "points possible"
_TEST = ("student, test", "test student")  # Canvas's own; nobody is absent by that name
_TEACHES = frozenset({"instructor", "ta", "teaching assistant", "teacher", "reader", "grader"})
_LATE = re.compile(r"\blate\b|\boverdue\b", re.IGNORECASE)
_ON_TIME = re.compile(r"[0:. ]*")


@dataclass(frozen=True)
class Entry:
    """Somebody on a roster: a name and ids, and the place of the row, counted from 0.

    ``late`` is what the roster says of it, ``expected`` whether who hands in nothing is absent.
    """

    who: Person
    place: int
    late: bool = False
    expected: bool = True


@dataclass(frozen=True)
class Roster:
    """A roster: the platform that wrote it, its head and rows as they are, and who is on it."""

    platform: str
    head: list[str]
    rows: list[list[str]]
    entries: list[Entry]
    problems: tuple[str, ...] = ()


def read(path: Path) -> Roster:
    """Read a roster. Raises SheetError where nobody is on it, or who is cannot be told."""
    table = _table(_text(path), path)
    top = range(min(len(table), MOST_ABOVE + 1))
    at = max(top, key=lambda at: (_known(table[at])[0], -at), default=0)
    found = columns.read(table[at], table[at + 1 :]) if table else Columns("")
    if found.named():
        return _roster(path, found, table[at], table[at + 1 :])
    head = next((row for row in table if any(map(str.strip, row))), [])
    there = ", ".join(_shown(cell) for cell in head[:MOST_SHOWN] if cell.strip()) or "none"
    wanted = "one called name, student id, username or email is needed"
    raise SheetError(f"{path}: no column says who a student is (its columns: {there}); {wanted}")


def _roster(path: Path, found: Columns, head: list[str], rows: list[list[str]]) -> Roster:
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        entry = _entry(found, row, place)
        if entry is None:
            continue
        ids = [(kind, folded(value)) for kind, value in entry.who.ids.items()]
        again = next((seen[each] for each in ids if each in seen and each[0] != LATE), None)
        if again is not None:
            problems.append(_twice(path, entry, again))
            continue
        seen.update(dict.fromkeys(ids, place))
        entries.append(entry)
    if not entries:
        raise SheetError(f"{path}: nobody is on this roster: it has a head and no rows of students")
    return Roster(found.platform, head, rows, entries, tuple(problems))


def _twice(path: Path, entry: Entry, before: int) -> str:
    name, rows = _shown(entry.who.name), f"rows {before + 1} and {entry.place + 1} below the head"
    return f"{path.name}: {name} stands there twice, in {rows}; the first counts"


def _entry(found: Columns, row: Sequence[str], place: int) -> Entry | None:
    """Return who is in a row, None where nobody is."""
    full, ids = found.cell(row, NAME), found.ids(row)
    if full.casefold().startswith(_POINTS) or found.cell(row, ROLE).casefold() in _TEACHES:
        return None
    parts = f"{found.cell(row, FIRST)} {found.cell(row, LAST)}".strip()
    name = in_order(full) or parts or found.cell(row, "moodle") or next(iter(ids.values()), "")
    if not name:
        return None
    late = _is_late(found.cell(row, LATE))
    return Entry(Person(name, ids), place, late, full.casefold() not in _TEST)


def _is_late(said: str) -> bool:
    """Say whether a cell tells of lateness: "1:20:00", or "Submitted for grading - 2 days late"."""
    if re.fullmatch(r"\d+:\d\d(?::\d\d)?", said):
        return not _ON_TIME.fullmatch(said)
    return bool(_LATE.search(said))


def _text(path: Path) -> str:
    """Return the text of a file, whatever it is written in. Raises SheetError."""
    try:
        if not path.is_file():
            raise SheetError(f"{path}: {'not a file' if path.exists() else 'no such file'}")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SheetError(f"{path}: {error.strerror or error}") from None
    if len(content) > MOST_BYTES:
        raise SheetError(f"{path}: over {MOST_BYTES // 1_000_000} MB; no roster is so long")
    if content.startswith(b"PK\x03\x04"):
        raise SheetError(f"{path}: a zip or an Excel workbook; save the roster as CSV")
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    little, big = content[1:200:2].count(0), content[0:200:2].count(0)
    guessed = "utf-16-le" if little > 20 else "utf-16-be" if big > 20 else "utf-8-sig"
    try:
        return content.decode("utf-16" if wide else guessed)
    except UnicodeDecodeError:
        if wide or guessed != "utf-8-sig":
            raise SheetError(f"{path}: text that is no UTF-16; save the roster as UTF-8") from None
    return content.decode("cp1252", errors="replace")  # what Excel writes on Windows


def _table(text: str, path: Path) -> list[list[str]]:
    """Return the rows of a table, told apart by the sign by which most columns are known."""
    if "\0" in text:
        raise SheetError(f"{path}: not a table: it holds bytes that no text has")
    first = re.match(r"sep=(.)\r?\n", text)
    if first:
        return list(_rows(text[first.end() :], first[1], path))
    top = "\n".join(text.splitlines()[: MOST_ABOVE + 1])
    known = {sign: max(map(_known, _rows(top, sign, path)), default=(0, 0)) for sign in _SIGNS}
    return list(_rows(text, max(_SIGNS, key=lambda sign: known[sign]), path))


def _known(row: Sequence[str]) -> tuple[int, int]:
    """Return how many columns of a row are known, and how many it has."""
    return len(columns.read(row, ()).places), len(row)


def _rows(text: str, sign: str, path: Path) -> Iterator[list[str]]:
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign)):
            if number > MOST_ROWS:
                raise SheetError(f"{path}: more than {MOST_ROWS:,} rows; is this a roster?")
            yield row
    except csv.Error as error:
        raise SheetError(f"{path}: not a table: {error}") from None


def _shown(cell: str) -> str:
    line = "".join(c if c.isprintable() else "�" for c in cell.strip())
    return line if len(line) <= 40 else f"{line[:39]}…"
