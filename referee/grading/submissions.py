"""Submissions: what a class handed in, whatever somebody has put there.

A folder or a zip, packed as ``classroom.layouts`` knows it, is a submission for everybody in it and
everybody on the roster. Symbolic links are not followed, and what is no regular file is not opened.
Whatever is wrong with a file is one line that names it; nothing that is wrong with one keeps the
others from being read.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.grading.classroom import archives, download, roster
from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed, latest
from referee.grading.classroom.layouts import flat
from referee.grading.classroom.layouts.table import Sorted, sorted_by_student
from referee.grading.classroom.matching import Matched, matched
from referee.grading.classroom.people import Person
from referee.grading.classroom.roster import Entry, Roster
from referee.grading.reading import printable, read_parts
from referee.grading.sheet import SheetError
from referee.grading.sheets.formats import PATTERNS, format_of

MOST_PROBLEMS = 20  # that are listed of one sheet, and of a download
MOST_NAMED = 5  # students in one line
_LONGEST_ID = 60


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
    with _opened(place, listed) as found:
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
    told = (*_packing(place, found, packed), *_rostered(people, who_is, known))
    return Collected(submissions, known, told)


@contextmanager
def _opened(place: Path, listed: Path | None) -> Iterator[Download]:
    """List what is in a place; a zip is unpacked into a folder that is removed afterwards.

    The roster may lie there, too, and is nobody's. A zip that is all there is, is the download.
    """
    found = None if place.is_file() else _without(download.of_folder(place), listed)
    alone = found.files[0] if found and len(found.files) == 1 else None
    packed = (
        alone.path if alone and alone.ending == "zip" and not alone.path.is_symlink() else place
    )
    if found and packed is place:
        yield found
    elif _is_zip(packed):
        with tempfile.TemporaryDirectory(prefix="referee-", ignore_cleanup_errors=True) as into:
            yield archives.of_zip(packed, Path(into), archives.of_class())
    else:
        yield Download(place.parent.name, (File((place.name,), place),))


def _without(found: Download, listed: Path | None) -> Download:
    """Return a download without the file of the roster."""
    if listed is None:
        return found
    return replace(found, files=tuple(f for f in found.files if not _same(f.path, listed)))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_zip(path: Path) -> bool:
    ending = path.suffix.lower() == archives.ENDING
    return ending or (format_of(path) is None and zipfile.is_zipfile(path))


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
    names, used = _told_apart(rows), Counter[str]()
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
    def name(self) -> str:
        return self.entry.who.name if self.entry else self.who.name

    @property
    def ids(self) -> dict[str, str]:
        return {**(self.entry.who.ids if self.entry else {}), **self.who.ids}


def _told_apart(rows: Sequence[_Row]) -> list[str]:
    """Return everybody's name as shown, with an id where two people have one name."""
    same = Counter(_folded(row.name) for row in rows)
    return [
        printable(f"{row.name} ({next(iter(row.ids.values()))})")
        if same[_folded(row.name)] > 1 and row.ids
        else printable(row.name)
        for row in rows
    ]


def _submission(
    row: _Row, name: str, used: Counter[str], claims: Mapping[str, Claim]
) -> Submission:
    unique, same = _unique(name, used)
    problems = [f"{name}: another sheet goes by this name; this one is {unique}"] if same else []
    name = f"{name} ({unique})" if same else name
    if row.handed is None:
        doubt = f"{name}: whether a submission by this name is this student's could not be told"
        problems += [doubt] if row.doubtful else []
        return Submission(
            name, unique, Path(), {}, problems, ids=row.ids, place=row.place, absent=True
        )
    found = read_parts(row.handed, name, claims)
    return Submission(
        name,
        unique,
        found.path,
        found.answers,
        [*problems, *found.problems],
        found.refused,
        found.file,
        row.ids,
        row.place,
        row.handed.attempt,
        row.handed.late or bool(row.entry and row.entry.late),
        row.handed.at,
    )


def _packing(place: Path, found: Download, packed: Sorted) -> Iterator[str]:
    """Yield lines on how a download is packed, and on what of it is nobody's."""
    if packed.layout is not flat.LAYOUT:
        yield f"{place}: layout: {packed.layout.title}"
    lines = [f"{place.name}: {printable(problem, 300)}" for problem in found.problems]
    yield from shortened(place.name, lines)
    if packed.nobodys:
        what = "file is" if len(packed.nobodys) == 1 else "files are"
        yield f"{place.name}: {len(packed.nobodys):,} {what} nobody's: {_some(packed.nobodys)}"


def _rostered(
    people: Sequence[tuple[Person, Handed]], who_is: Matched, known: Roster | None
) -> Iterator[str]:
    """Yield lines on who is not on the roster, or cannot be found there."""
    if known is None:
        return
    yield from shortened("roster", list(known.problems))
    for number, why in who_is.problems.items():
        yield f"{printable(people[number][0].name)}: {why}"
    outside = [
        who.name
        for number, (who, _) in enumerate(people)
        if number not in who_is.entries and number not in who_is.problems
    ]
    if outside:
        one = len(outside) == 1
        what = "submission is by somebody" if one else "submissions are by people"
        yield f"{len(outside):,} {what} not on the roster: {_some(outside)}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else shown


def shortened(name: str, problems: list[str]) -> list[str]:
    """Return the problems of a sheet, the first ones where there are many."""
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], f"{name}: {more} more problems"] if more > 0 else problems


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _unique(name: str, taken: Counter[str]) -> tuple[str, bool]:
    """Return a file name that is safe and no other submission's, and whether names collide."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-.")[:_LONGEST_ID] or "sheet"
    same = taken[f"/{_folded(name)}"] > 0
    taken[f"/{_folded(name)}"] += 1
    found, number = safe, 1
    while taken[found.casefold()]:
        number += 1
        found = f"{safe}-{number}"
    taken[found.casefold()] += 1
    return found, same
