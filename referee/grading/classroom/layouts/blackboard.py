"""Blackboard: ``Homework_jdoe_attempt_2024-01-01-10-00-00_mine.toml``, with a note beside it.

https://help.blackboard.com/Learn/Instructor/Original/Assignments/Download_Assignments describes the
download of the Grade Center. The note, ``Homework_jdoe_attempt_2024-01-01-10-00-00.txt``, says who
it was ("Name: Jane Doe (jdoe)") and holds what was typed ("Submission Field:").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import FILE, NOTE, TEXT, Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person

MOST_OF_A_NOTE = 1_000_000  # bytes
_NAMED = re.compile(
    r"(?P<before>.+)_attempt_(?P<time>\d{4}(?:-\d{1,2}){5})(?:_(?P<file>.+)|(?P<note>\.txt))"
)
_NAME = re.compile(r"^Name:[ \t]*(.*\S)[ \t]+\(([^()\n]+)\)[ \t]*$", re.MULTILINE)
_TYPED = re.compile(
    r"^Submission Field:[ \t]*\n(.*?)(?=^(?:Comments|Files):[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_NOTHING = "There is no student submission text data"


@dataclass(frozen=True)
class _Note:
    name: str
    login: str
    typed: str


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what Blackboard names in its way."""
    del sure
    found = [(file, _NAMED.fullmatch(file.name)) for file in download.loose()]
    ours = [(file, match) for file, match in found if match]
    notes = {match["before"]: _read(file) for file, match in ours if match["note"]}
    return [_handed(file, match, notes.get(match["before"])) for file, match in ours]


def _handed(file: File, found: re.Match[str], note: _Note | None) -> Handed:
    login = found["before"].rpartition("_")[2]
    name = login
    if note is not None and found["before"].endswith(f"_{note.login}"):
        login, name = note.login, note.name  # a login may hold a line below
    order = tuple(f"{int(number):04}" for number in found["time"].split("-"))
    who = (Person(name, {"login": login}),)
    return Handed(who, tuple(_parts(file, found)), order, at=_time(order))


def _time(order: tuple[str, ...]) -> datetime | None:
    """Return the time of an attempt, in whichever zone Blackboard is."""
    year, *rest = order
    month, day, hour, minute, second = (f"{int(each):02}" for each in rest)
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}")
    except ValueError:
        return None


def _parts(file: File, found: re.Match[str]) -> list[Part]:
    if not found["note"]:
        return [Part(file, found["file"], FILE)]
    typed = _read(file).typed
    return [Part(file, "the text", TEXT, typed)] if typed else [Part(file, file.name, NOTE)]


def _read(file: File) -> _Note:
    """Read a note; one that cannot be read says nothing."""
    try:
        if file.path.is_symlink() or not file.path.is_file():
            return _Note("", "", "")
        with file.path.open("rb") as stream:
            text = stream.read(MOST_OF_A_NOTE).decode("utf-8-sig", errors="replace")
    except OSError:
        return _Note("", "", "")
    text = text.replace("\r\n", "\n")
    name, typed = _NAME.search(text), _TYPED.search(text)
    inside = typed[1].strip() if typed else ""
    said = ("", "") if name is None else (name[1], name[2].strip())
    return _Note(*said, "" if inside.startswith(_NOTHING) else inside)


LAYOUT = Layout(
    "blackboard", "Blackboard", "Homework_jdoe_attempt_2024-01-01-10-00-00_mine.toml", handed_in
)
