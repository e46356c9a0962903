"""Submissions: what a class handed in, whatever somebody has put there.

A folder or a zip, packed as ``classroom.layouts`` knows it, is a submission for everybody in it and
everybody on the roster. Symbolic links are not followed, and what is no regular file is not opened.
Whatever is wrong with a file is one line that names it; nothing that is wrong with one keeps the
others from being read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.grading.classroom import roster
from referee.grading.classroom.handed import Handed, latest
from referee.grading.classroom.layouts.table import sorted_by_student
from referee.grading.classroom.matching import Matched, matched
from referee.grading.classroom.names import told_apart, unique
from referee.grading.classroom.opening import opened
from referee.grading.classroom.people import Person
from referee.grading.classroom.roster import Entry, Roster
from referee.grading.classroom.told import of_packing, of_roster
from referee.grading.reading import printable, read_parts
from referee.grading.sheet import SheetError
from referee.grading.sheets.formats import PATTERNS


@dataclass(frozen=True)
class Submission:
    """What one student handed in: a name as shown, a name for files of its own, the answers.

    ``refused`` says whether nothing of it could be read. Each problem is one line. ``file`` is what
    the sheet was called, ``ids`` are names that platforms have for the student, ``place`` is the
    row of the roster, counted from 0, ``attempt`` the platform's number; the ``absent`` are on the
    roster and handed in nothing.
    """

    name: str
    id: str
    path: Path
    answers: Mapping[str, Sequence[Answer]]
    problems: Sequence[str] = ()
    refused: bool = False
    file: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None
    attempt: int | None = None
    late: bool = False
    at: datetime | None = None
    absent: bool = False


@dataclass(frozen=True)
class Collected:
    """A class: everybody's submission, the roster it was held against, lines on all of it."""

    submissions: list[Submission]
    roster: Roster | None = None
    told: tuple[str, ...] = ()


def collect(
    place: Path,
    claims: Mapping[str, Claim],
    *,
    layout: str = "",
    listed: Path | None = None,
) -> Collected:
    """Read what is in a folder, a zip or one sheet; ``listed`` is the file of a roster.

    Raises SheetError where there is nothing to read, or a roster on which nobody of the class is.
    """
    known = roster.read(listed) if listed else None
    with opened(place, listed) as found:
        if not found.files:
            why = (
                printable("".join(found.problems[:1]), 300)
                or f"a folder with files {PATTERNS} is needed"
            )
            raise SheetError(f"{place}: no sheets: {why}")
        packed = sorted_by_student(found, layout)
        people = [(who, each) for each in latest(packed.handed) for who in each.who]
        who_is = matched([who for who, _ in people], known) if known else Matched()
        if known and listed:
            _check_course(people, who_is, listed)
        submissions = _submissions(people, who_is, known, claims)
    told = (*of_packing(place, found, packed), *of_roster(people, who_is, known))
    return Collected(submissions, known, told)


def _check_course(people: Sequence[tuple[Person, Handed]], who_is: Matched, listed: Path) -> None:
    """Raise SheetError for a roster on which nobody is who handed in."""
    if who_is.entries or who_is.problems:
        return
    one = printable(people[0][0].name)
    few = "who handed in" if len(people) == 1 else f"of the {len(people):,} who handed in"
    raise SheetError(
        f"{listed}: none {few} is on this roster ({one}, for one); is it of another course?"
    )


def _submissions(
    people: Sequence[tuple[Person, Handed]],
    who_is: Matched,
    known: Roster | None,
    claims: Mapping[str, Claim],
) -> list[Submission]:
    """Return a submission for everybody, in the order of the roster, if there is one."""
    there = [_Row(who, each, who_is.entries.get(at)) for at, (who, each) in enumerate(people)]
    taken = {row.entry.place for row in there if row.entry}
    absent = [
        _Row(entry.who, None, entry, doubtful=entry.place in who_is.doubtful)
        for entry in (known.entries if known else ())
        if entry.place not in taken and (entry.expected or entry.place in who_is.doubtful)
    ]
    rows = sorted([*there, *absent], key=lambda row: (row.entry is None, row.place or 0))
    names, used = told_apart([row.shown for row in rows]), Counter[str]()
    return [_submission(row, name, used, claims) for row, name in zip(rows, names, strict=True)]


@dataclass(frozen=True)
class _Row:
    """Somebody with what was handed in, None where nothing was, and the entry of the roster."""

    who: Person
    handed: Handed | None
    entry: Entry | None
    doubtful: bool = False

    @property
    def place(self) -> int | None:
        return self.entry.place if self.entry else None

    @property
    def shown(self) -> Person:
        """The name that the roster has, where there is one, and all ids."""
        if self.entry is None:
            return self.who
        return Person(self.entry.who.name, {**self.entry.who.ids, **self.who.ids})


def _submission(
    row: _Row, name: str, used: Counter[str], claims: Mapping[str, Claim]
) -> Submission:
    file_name, same = unique(name, used)
    problems = [f"{name}: another sheet goes by this name; this one is {file_name}"] if same else []
    name = f"{name} ({file_name})" if same else name
    if row.handed is None:
        doubt = f"{name}: whether a submission by this name is this student's could not be told"
        problems += [doubt] if row.doubtful else []
        return Submission(
            name, file_name, Path(), {}, problems, ids=row.shown.ids, place=row.place, absent=True
        )
    found = read_parts(row.handed, name, claims)
    return Submission(
        name,
        file_name,
        found.path,
        found.answers,
        [*problems, *found.problems],
        found.refused,
        found.file,
        row.shown.ids,
        row.place,
        row.handed.attempt,
        row.handed.late or bool(row.entry and row.entry.late),
        row.handed.at,
    )
