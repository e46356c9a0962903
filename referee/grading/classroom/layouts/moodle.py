"""Moodle: ``Jane Doe_12345_assignsubmission_file/mine.toml``, ``..._onlinetext/onlinetext.html``.

The names are those of ``mod/assign/classes/downloader.php`` in moodle/moodle (``locallib.php``
before Moodle 4.0, with ``_file_`` for ``_file``): folders, or one flat folder where "Download
submissions in folders" is off. The number is the one of the worksheet's "Participant 12345".
Under blind marking everybody's name is "Participant"; a team's folder is called as the team is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import FILE, NOTE, TEXT, Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person

_NAMED = re.compile(
    r"(?P<who>.*?)(?:_(?P<id>\d+))?_assign(?P<side>submission|feedback)_(?P<kind>[a-z0-9]+)"
    r"(?:_(?P<rest>.*))?"
)


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what Moodle names in its way."""
    del sure
    return _told_apart(list(filter(None, map(_handed, download.files))))


def _handed(file: File) -> Handed | None:
    found = _NAMED.fullmatch(file.parts[0])
    if found is None:
        return None
    name = found["who"].replace("_", " ").strip() or f"participant {found['id']}"
    who = Person(name, {"moodle": found["id"]} if found["id"] else {})
    return Handed((who,), (_part(file, found),))


def _part(file: File, found: re.Match[str]) -> Part:
    rest = found["rest"] or file.name
    inside = "/".join(file.parts[1:]) or (found["kind"] + rest if rest.startswith(".") else rest)
    if found["side"] == "feedback":
        return Part(file, inside, NOTE)
    typed = found["kind"] == "onlinetext" and file.ending in {"html", "htm"}
    return Part(file, inside, TEXT if typed else FILE)


def _told_apart(every: list[Handed]) -> list[Handed]:
    """Give everybody a name where blind marking has given all one."""
    people = {handed.who[0].key: handed.who[0] for handed in every}
    named = Counter(person.name for person in people.values())
    if len(named) > 1 or not every:
        return every
    return [_numbered(handed) for handed in every]


def _numbered(handed: Handed) -> Handed:
    (who,) = handed.who
    number = who.ids.get("moodle", "")
    blind = number and not any(c.isspace() for c in who.name)
    return replace(handed, who=(Person(f"{who.name} {number}", who.ids),)) if blind else handed


LAYOUT = Layout("moodle", "Moodle", "Jane Doe_12345_assignsubmission_file/mine.toml", handed_in)
