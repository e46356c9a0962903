"""A platform's own download on its way back: head and rows as they were, points filled in.

Cells are not changed but those that are filled in, names and ids that begin as a formula does
included: a platform finds people by them, and an apostrophe in front would make them nobody. It is
as safe as the file that the platform wrote, which held the same cells; what is put in here is a
number, or a text that begins with a fixed word.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from referee.reports.gradebooks.upload import Column, asked, columns, is_graded, number
from referee.reports.grades import Course, Roster, Student


@dataclass(frozen=True)
class Candidate:
    """A column that could be filled in: its names, the most points there are, whether it is empty.

    The first name is its heading.
    """

    at: int
    names: tuple[str, ...]
    most: float | None
    is_empty: bool


@dataclass
class Filled:
    """A roster that is filled in: every row as long as the head."""

    head: list[str]
    rows: list[list[str]]

    def at(self, heading: str) -> int | None:
        """Return the place of a column by its heading, without regard to case and blanks."""
        plain = [_plain(cell) for cell in self.head]
        return plain.index(_plain(heading)) if _plain(heading) in plain else None

    def cells(self, at: int, rows: Sequence[int]) -> Iterator[str]:
        """Yield the cells of a column in some rows."""
        return (self.rows[row][at].strip() for row in rows)

    def add(self, heading: str) -> int:
        """Append an empty column and return its place."""
        self.head.append(heading)
        for row in self.rows:
            row.append("")
        return len(self.head) - 1

    def text(self, sign: str = ",") -> str:
        """Return the table as CSV (RFC 4180, with newlines of one character)."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=sign, lineterminator="\n")
        writer.writerows([self.head, *self.rows])
        return out.getvalue()

    def only(self, places: Sequence[int], rows: Sequence[int]) -> Filled:
        """Return some columns of some rows as a table of its own."""
        kept = [[self.rows[row][at] for at in places] for row in rows]
        return Filled([self.head[at] for at in places], kept)


def filled(course: Course, platform: str) -> Filled | None:
    """Return the roster of a class where this platform wrote it."""
    roster: Roster | None = course.get("roster")
    if roster is None or roster["platform"] != platform:
        return None
    rows = [_trimmed(row, len(roster["head"])) for row in roster["rows"]]
    width = max(map(len, [roster["head"], *rows]))
    return Filled(*_padded(roster["head"], rows, width))


def _trimmed(row: Sequence[str], width: int) -> list[str]:
    """Return a row without blank cells behind the last column."""
    found = list(row)
    while len(found) > width and not found[-1].strip():
        found.pop()
    return found


def _padded(
    head: Sequence[str], rows: Sequence[list[str]], width: int
) -> tuple[list[str], list[list[str]]]:
    def wide(row: Sequence[str]) -> list[str]:
        return [*row, *[""] * (width - len(row))]

    return wide(head), [wide(row) for row in rows]


def listed(found: Filled, students: Sequence[Student]) -> list[int]:
    """Return the rows of everybody in the class who is on the roster."""
    places = [student.get("place") for student in students]
    return [at for at in places if at is not None and 0 <= at < len(found.rows)]


def graded(found: Filled, students: Sequence[Student]) -> dict[int, Student]:
    """Return whose points go into which row: who is on the roster and whose sheet was read."""
    places = {s.get("place"): s for s in students if is_graded(s)}
    return {at: s for at, s in places.items() if at is not None and 0 <= at < len(found.rows)}


def chosen(
    wanted: Column, candidates: Sequence[Candidate], *, named: bool
) -> tuple[Candidate | None, str]:
    """Choose the column that is filled in, None for a new one, and say why.

    It is the one called as is asked, else the only one that is empty so far; nobody's points are
    overwritten without being asked for.
    """
    title = _plain(wanted.title)
    same = [each for each in candidates if title in map(_plain, each.names)]
    if len(same) == 1:
        return same[0], f"{same[0].names[0]!r} is filled in"
    empty = [each for each in candidates if each.is_empty]
    if not named and not same and len(empty) == 1 and wanted.part is None:
        return empty[0], f"{empty[0].names[0]!r} is filled in, the only column without points"
    why = f"{len(same)} columns are called so" if same else "no column is called so"
    there = ", ".join(repr(each.names[0]) for each in candidates[:8])
    choose = f"; there are {there} (--column says which)" if there else ""
    return None, f"{wanted.title!r} is a new column, for {why}{choose}"


def filled_in(
    found: Filled,
    course: Course,
    students: Sequence[Student],
    there: Sequence[Candidate],
    added: Callable[[Column], tuple[int, str]],
) -> Iterator[tuple[int, list[str]]]:
    """Fill in every column that is wanted; yield its place, and lines on it.

    ``added`` makes a new one: it returns its place, and what the platform will make of it.
    """
    rows, named = graded(found, students), bool(asked(course)["column"])
    for wanted in columns(course, students):
        choice, why = chosen(wanted, there, named=named)
        at, remark = (choice.at, "") if choice else added(wanted)
        most = choice.most if choice else None
        yield at, [f"{why}; {remark}" if remark else why, *put(found, at, wanted, most, rows)]


def put(
    found: Filled, at: int, wanted: Column, most: float | None, rows: Mapping[int, Student]
) -> list[str]:
    """Write the points of a column, scaled to the most that the platform takes; say so if it is."""
    ours = {student["id"]: wanted.points(student) for student in rows.values()}
    scales = {there for _, there in ours.values() if most is not None and there != most}
    for row, student in rows.items():
        given, there = ours[student["id"]]
        scaled = given * most / there if most is not None and there else given
        found.rows[row][at] = number(scaled)
    if not scales or most is None:
        return []
    from_ = ", ".join(number(each) for each in sorted(scales))
    return [
        f"points of {from_} are scaled to {number(most)}, the most that {found.head[at]!r} takes"
    ]


def amount(cell: str) -> float | None:
    """Return the number in a cell, None where there is none above 0."""
    text = cell.strip().replace(" ", "")
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        return None
    return found if 0 < found < float("inf") else None


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
