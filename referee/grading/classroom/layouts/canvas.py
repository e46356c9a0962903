"""Canvas: ``doejane_LATE_12345_67890_mine-1.toml``, the student's and the attachment's number.

https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-download-all-student-submissions-for-an-assignment/ta-p/694
says what is downloaded; the names are those of ``ContentZipper`` in instructure/canvas-lms. What
was typed is ``doejane_12345_text.html``; under anonymous grading a student is ``anon_`` and five
signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import FILE, NOTE, TEXT, Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person

_WHAT = (
    r"(?:question_\d+_)?(?:(?P<attachment>\d+)_(?P<file>.+)"
    r"|(?P<typed>text|link|url|media)(?:-\d+)?\.html?)"
)
_NAMED = re.compile(rf"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)(?P<late2>_LATE)?_{_WHAT}")
_ANONYMOUS = re.compile(
    r"(?P<name>anon(?:ymous)?)_(?P<id>[A-Za-z0-9]{5})(?:_(?P=id))?(?P<late>_LATE)?(?P<late2>)_"
    + _WHAT
)
_AGAIN = re.compile(r"(.+)-(\d{1,3})")


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what Canvas names in its way."""
    del sure
    return _latest_uploads(filter(None, map(_handed, download.loose())))


def _handed(file: File) -> Handed | None:
    found = _ANONYMOUS.fullmatch(file.name) or _NAMED.fullmatch(file.name)
    if found is None:
        return None
    anonymous = found.re is _ANONYMOUS
    name = f"anonymous {found['id']}" if anonymous else found["name"]
    who = Person(name, {"anonymous" if anonymous else "canvas": found["id"]})
    kind = FILE if found["file"] else TEXT if found["typed"] == "text" else NOTE
    part = Part(file, found["file"] or file.name, kind)
    return Handed((who,), (part,), late=bool(found["late"] or found["late2"]))


def _latest_uploads(every: Iterable[Handed]) -> list[Handed]:
    """Leave out files that were handed in again: Canvas calls them mine.toml, mine-1.toml, ..."""
    mine: dict[tuple[str, str], list[Handed]] = {}
    for handed in every:
        mine.setdefault(handed.who[0].key, []).append(handed)
    return [each for uploads in mine.values() for each in _superseding(uploads)]


def _superseding(uploads: list[Handed]) -> Iterator[Handed]:
    named = {handed.parts[0].name.casefold(): handed for handed in uploads}
    newest: dict[str, int] = {}
    for name in named:
        base, number = _numbered(name)
        if number and base in named:
            newest[base] = max(number, newest.get(base, 0))
    for handed in uploads:
        name = handed.parts[0].name.casefold()
        base, number = _numbered(name)
        latest = newest.get(base) if number else newest.get(name)
        if latest is None:
            yield handed
        elif number == latest:
            yield Handed(handed.who, handed.parts, attempt=latest + 1, late=handed.late)
        else:  # listed as handed in, and not read
            old = tuple(Part(part.file, part.name, NOTE) for part in handed.parts)
            yield Handed(handed.who, old)


def _numbered(name: str) -> tuple[str, int]:
    """Return mine.toml and 1 of mine-1.toml; 0 where a name has no number."""
    path = Path(name)
    found = _AGAIN.fullmatch(path.stem)
    return (f"{found[1]}{path.suffix}", int(found[2])) if found else (name, 0)


LAYOUT = Layout("canvas", "Canvas", "doejane_12345_67890_mine.toml", handed_in)
