"""What the columns of rosters are called, and which platform calls them so.

Canvas: https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-export-grades-in-the-Gradebook/ta-p/809
Moodle: the grading worksheet, ``mod/assign/feedback/offline`` in moodle/moodle. Gradescope:
https://guides.gradescope.com/hc/en-us/articles/22239057709453. Blackboard: "Download Grades" of the
Grade Center, tabs in UTF-16. GitHub Classroom: the roster and the grades as CSV.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NAME, FIRST, LAST, LATE, ROLE = "name", "first", "last", "late", "role"
# What a column holds, by its heading in small letters without signs. ``NAME`` and so on are parts
# of a name, every other word is a kind of id.
MEANS: Mapping[str, str] = {
    **dict.fromkeys(
        ["student", "name", "full name", "student name", "display name", "learner", "participant",
         "vollständiger name", "nom complet", "nombre completo"], NAME),
    **dict.fromkeys(
        ["first name", "firstname", "given name", "given names", "forename", "vorname", "prénom",
         "nombre"], FIRST),
    **dict.fromkeys(
        ["last name", "lastname", "surname", "family name", "nachname", "nom", "nom de famille",
         "apellido s", "apellidos"], LAST),
    **dict.fromkeys(
        ["sid", "student id", "id number", "student number", "id", "user id", "uid", "number",
         "matrikelnummer", "matriculation number", "id nummer", "studentid"], "sid"),
    **dict.fromkeys(["sis user id", "sis id", "integration id"], "sis"),
    **dict.fromkeys(
        ["sis login id", "username", "user name", "login", "login id", "netid", "net id", "user",
         "anmeldename", "uniqname", "onyen", "cnetid", "utorid"], "login"),
    **dict.fromkeys(
        ["email", "email address", "e mail", "e mail address", "mail", "e mail adresse",
         "adresse de courriel", "dirección de correo"], "email"),
    **dict.fromkeys(["github username", "github", "github login", "github user"], "github"),
    "roster identifier": "identifier",
    "identifier": "identifier",
    **dict.fromkeys(["lateness h m s", "lateness", "status"], LATE),
    "role": ROLE,
}  # fmt: skip
_OF_GRADESCOPE = {"sections", "section", "role", "submission id", "status"}
_PARTICIPANT = re.compile(r"\D*?(\d+)")  # "Participant 12345" in any language


@dataclass(frozen=True)
class Columns:
    """The platform that wrote a roster ("" for none), and its columns' places by their meaning."""

    platform: str
    places: Mapping[str, int] = field(default_factory=dict)

    def cell(self, row: Sequence[str], meaning: str) -> str:
        """Return what a row says, "" where it says nothing."""
        at = self.places.get(meaning)
        return row[at].strip() if at is not None and at < len(row) else ""

    def ids(self, row: Sequence[str]) -> dict[str, str]:
        """Return the ids of a row by their kind."""
        kinds = (kind for kind in self.places if kind not in {NAME, FIRST, LAST, LATE, ROLE})
        found = {kind: self.cell(row, kind) for kind in kinds}
        number = _PARTICIPANT.fullmatch(found.get("moodle", ""))
        if number:
            found["moodle"] = number[1]
        return {kind: value for kind, value in found.items() if value}

    def named(self) -> bool:
        """Say whether there is a column by which somebody can be told from others."""
        return any(meaning not in {LATE, ROLE} for meaning in self.places)


def read(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """Return what the columns of a roster are, the first of several that mean one thing."""
    headings = [_plain(cell) for cell in head]
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if heading in MEANS:
            places.setdefault(MEANS[heading], at)
    platform = _platform(set(headings), places, rows)
    renamed = {"canvas": ("sid", "canvas"), "moodle": ("identifier", "moodle")}.get(platform)
    if renamed and renamed[0] in places:
        return Columns(platform, _renamed(places, *renamed, headings))
    return Columns(platform, places)


def _renamed(
    places: Mapping[str, int], old: str, new: str, headings: Sequence[str]
) -> dict[str, int]:
    """Give a platform's own number its kind; the "ID" of Canvas is none of the university's."""
    at = headings.index("id") if new == "canvas" and "id" in headings else places[old]
    return {new: at, **{kind: place for kind, place in places.items() if place != at}}


def _platform(headings: set[str], places: Mapping[str, int], rows: Sequence[Sequence[str]]) -> str:
    """Return who writes such columns, "" for nobody in particular."""
    has = headings.issuperset
    if has({"student", "id"}) and headings & {"section", "sis login id", "sis user id"}:
        return "canvas"
    if "identifier" in headings and _participants(places["identifier"], rows):
        return "moodle"
    if has({"sid", "email"}) and headings & {
        "sections",
        "section",
        "role",
        "submission id",
        "status",
    }:
        return "gradescope"
    if has({"username", "last name", "first name"}) and headings & {"availability", "last access"}:
        return "blackboard"
    return "github" if "github username" in headings else ""


def _participants(at: int, rows: Sequence[Sequence[str]]) -> bool:
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(cells) and all(_PARTICIPANT.fullmatch(cell) for cell in cells)


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    return " ".join(re.findall(r"[^\W_]+", text))
