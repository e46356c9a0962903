"""A folder a student: ``Jane Doe/mine.toml``, attempts in folders of their own where there are any.

Folders of sections, each full of everybody's sheets, are none of students, and are read as flat.
"""

from __future__ import annotations

import re
from collections import Counter

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person
from referee.grading.sheets.formats import format_of

_ATTEMPT = re.compile(r"(?:attempt|version|submission|try|v)[ _-]?(\d{1,6})", re.IGNORECASE)
_PACKED = re.compile(rf"(?:.*[ _-])?{_ATTEMPT.pattern}\.zip", re.IGNORECASE)


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what lies in folders, where they look like students'."""
    tops = download.tops()
    if not sure and not _of_students(download, tops):
        return []
    return [each for name, files in tops.items() for each in attempts(Person(name), files)]


def attempts(who: Person, files: list[File]) -> list[Handed]:
    """Return the attempts in somebody's folder: its files, or those of folders with numbers."""
    return [_attempt(who, file) for file in files]


def _attempt(who: Person, file: File) -> Handed:
    pattern = _ATTEMPT if len(file.parts) > 2 else _PACKED
    found = pattern.fullmatch(file.parts[1])
    if found is None:
        return Handed((who,), (Part(file, "/".join(file.parts[1:])),))
    part = Part(file, "/".join(file.parts[2:] or file.parts[1:]))
    number = int(found[1])
    return Handed((who,), (part,), (f"{number:06}",), number)


def _is_attempt(file: File) -> bool:
    return len(file.parts) > 2 and _ATTEMPT.fullmatch(file.parts[1]) is not None


def sheets(files: list[File]) -> list[File]:
    """Return the files that are sheets by their names."""
    return [file for file in files if format_of(file.path)]


def _of_students(download: Download, tops: dict[str, list[File]]) -> bool:
    """Say whether most folders hold one sheet, or one of a name that other folders have, too."""
    if len(tops) < 2 or sheets(download.loose()):
        return False
    shared = Counter(name for files in tops.values() for name in {file.name for file in files})
    students = 0
    for files in tops.values():
        written = sheets([file for file in files if not _is_attempt(file)])
        alike = any(shared[file.name] > 1 for file in files)
        students += len(files) > 0 and (len(written) <= 1 or alike)
    return students * 2 > len(tops)


LAYOUT = Layout("folders", "a folder a student", "Jane Doe/mine.toml", handed_in)
