"""A folder a student: ``Jane Doe/mine.toml``, attempts in folders of their own where there are any.

Folders of sections, each full of everybody's sheets, are none of students, and are read as flat.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from referee.grading.classroom.attempts import attempt_of
from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person
from referee.grading.sheets.formats import format_of


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what lies in folders, where they look like students'."""
    tops = download.tops()
    if not sure and not _of_students(download, tops):
        return []
    return [each for name, files in tops.items() for each in _named(name, files)]


def _named(name: str, files: list[File]) -> list[Handed]:
    """Return what is in a folder, which may itself be one attempt of several."""
    found = attempt_of(name)
    if found is None or not found.who:
        return attempts(Person(name), files)
    who = (Person(found.who),)
    parts = tuple(Part(file, "/".join(file.parts[1:])) for file in files)
    return [Handed(who, parts, found.order, found.number)]


def attempts(who: Person, files: list[File]) -> list[Handed]:
    """Return the attempts in somebody's folder: its files, or those of folders with numbers."""
    return [_attempt(who, file) for file in files]


def _attempt(who: Person, file: File) -> Handed:
    found = attempt_of(_inside(file))
    if found is None:
        return Handed((who,), (Part(file, "/".join(file.parts[1:])),))
    part = Part(file, "/".join(file.parts[2:] or file.parts[1:]))
    return Handed((who,), (part,), found.order, found.number)


def _inside(file: File) -> str:
    """Return the name of the folder, or the zip, in a student's folder that a file lies in."""
    inner = Path(file.parts[1])
    return file.parts[1] if len(file.parts) > 2 else inner.stem if file.ending == "zip" else ""


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
        written = sheets([file for file in files if attempt_of(_inside(file)) is None])
        alike = any(shared[file.name] > 1 for file in files)
        students += len(files) > 0 and (len(written) <= 1 or alike)
    return students * 2 > len(tops)


LAYOUT = Layout("folders", "a folder a student", "Jane Doe/mine.toml", handed_in)
