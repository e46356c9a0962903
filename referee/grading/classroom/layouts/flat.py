"""A flat folder: a sheet a student, called as the student is; folders in it are read, too.

What has the name of a sheet and is none is a note beside it. A zip is somebody's sheets.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from referee.grading.classroom.attempts import attempt_of
from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import NOTE, Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person
from referee.grading.sheets.formats import format_of


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return every file as somebody's."""
    del sure
    sheets = {_stem(file) for file in download.files if format_of(file.path)}
    notes: dict[str, list[Part]] = {}
    for file in download.files:
        if _stem(file) in sheets and not format_of(file.path) and file.ending != "zip":
            notes.setdefault(_stem(file), []).append(Part(file, file.name, NOTE))
    beside = {part.file for parts in notes.values() for part in parts}
    return [
        _packed(file) if file.ending == "zip" else _plain(file, notes.pop(_stem(file), []))
        for file in download.files
        if file not in beside
    ]


def _stem(file: File) -> str:
    return str(PurePosixPath(*file.parts).with_suffix(""))


def _plain(file: File, notes: list[Part]) -> Handed:
    return Handed((Person(_stem(file)),), (Part(file, file.name), *notes), plain=True)


def _packed(file: File) -> Handed:
    """Return somebody's zip, which may be one of several attempts."""
    found = attempt_of(_stem(file))
    part = Part(file, file.name)
    if found is None or not found.who:
        return Handed((Person(_stem(file)),), (part,))
    return Handed((Person(found.who),), (part,), found.order, found.number)


LAYOUT = Layout("flat", "a flat folder", "Jane Doe.toml", handed_in)
