"""Gradescope's export: ``submission_12345/mine.toml``, and ``submission_metadata.yml`` beside it.

https://guides.gradescope.com/hc/en-us/articles/22239057709453 (Exporting Grades, Evaluations, and
Submissions). The metadata says of each folder who handed it in: several people of a group, each
with ``:name:``, ``:sid:`` and ``:email:``. Ruby wrote it, so that keys begin with a colon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed, Part
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person
from referee.grading.sheet import SheetError

METADATA = "submission_metadata.yml"
MOST_BYTES = 50_000_000
_DEEPEST = 4  # folder, :submitters, number, key
_IDS = {":sid": "sid", ":email": "email"}


@dataclass
class _Told:
    """What the metadata says of one folder."""

    submitters: dict[int, dict[str, str]] = field(default_factory=dict)
    earlier: int = 0
    late: bool = False
    at: datetime | None = None


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return what the metadata lists, and folders beside it that it does not list."""
    del sure
    listed = [file for file in download.loose() if file.name.endswith(METADATA)]
    if not listed:
        return []
    if listed[0].trouble:
        raise SheetError(f"{listed[0].name}: {listed[0].trouble}")
    told = _told(listed[0].path)
    found: dict[str, list[Part]] = {name: [] for name in told}
    for file in download.files:
        if file not in listed:
            found.setdefault(file.parts[0], []).append(_part(file))
    return [_handed(name, parts, told.get(name, _Told())) for name, parts in found.items()]


def _part(file: File) -> Part:
    return Part(file, "/".join(file.parts[1:]) or file.name)


def _handed(name: str, parts: list[Part], told: _Told) -> Handed:
    people = tuple(_person(each) for each in told.submitters.values() if any(each.values()))
    people = people or (Person(Path(name).stem),)
    attempt = told.earlier + 1 if told.earlier else None
    return Handed(
        people or (Person(Path(name).stem),),
        tuple(parts),
        attempt=attempt,
        late=told.late,
        at=told.at,
    )


def _person(said: Mapping[str, str]) -> Person:
    ids = {kind: said[key].strip() for key, kind in _IDS.items() if said.get(key, "").strip()}
    return Person(said.get(":name", "").strip() or next(iter(ids.values()), ""), ids)


def _told(path: Path) -> dict[str, _Told]:
    """Read the metadata. Raises SheetError where it is none."""
    found: dict[str, _Told] = {}
    history = Counter[str]()
    for place, value in _values(path):
        told = found.setdefault(place[0], _Told())
        match place[1:]:
            case [":submitters", number, key]:
                told.submitters.setdefault(int(number), {})[key] = value
            case [":history", _, ":created_at"]:
                history[place[0]] += 1
            case [":created_at"]:
                told.at = _time(value)
            case [":lateness"]:
                told.late = bool(value.strip("0:. "))
            case _:
                pass
    for name, count in history.items():
        found[name].earlier = count
    return found


def _time(value: str) -> datetime | None:
    """Read a time as Ruby writes it into YAML: 2024-01-01 10:00:00.000000000 -08:00."""
    try:
        return datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-]\d\d:)", "", value.strip()))
    except ValueError:
        return None


def _values(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what stands in a file of YAML, with its keys and numbers on the way there.

    Nothing is built of it: aliases stay names, and what lies deep is passed over, so that no file
    takes more than its own length.
    """
    yaml = import_module("yaml")  # for this layout only
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where there is one
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            raise SheetError(f"{path}: not read: over {MOST_BYTES:,} bytes, or a symbolic link")
        with path.open("rb") as stream:
            yield from _walked(yaml.parse(stream, Loader=loader))
    except OSError as error:
        raise SheetError(f"{path}: {error.strerror or error}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, SheetError):
            raise
        why = " ".join(str(error).split())[:200]
        other = "--layout folders takes the names of the folders"
        raise SheetError(
            f"{path}: not the metadata that Gradescope writes: {why}; {other}"
        ) from None


@dataclass
class _Level:
    """A mapping or a list that a place is in: the key that comes next, or is being filled."""

    mapping: bool
    key: str | None = None
    number: int = -1

    def entered(self) -> str:
        """Return the key or the number of the next value."""
        if self.mapping:
            key, self.key = self.key or "", None
            return key
        self.number += 1
        return str(self.number)


def _walked(events: Iterator[object]) -> Iterator[tuple[tuple[str, ...], str]]:
    levels: list[_Level] = []
    place: list[str] = []
    for event in events:
        kind = type(event).__name__
        if kind in {"MappingStartEvent", "SequenceStartEvent"}:
            if levels:
                place.append(levels[-1].entered())
            levels.append(_Level(kind == "MappingStartEvent"))
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            levels.pop()
            del place[max(len(levels) - 1, 0) :]
        elif kind in {"ScalarEvent", "AliasEvent"} and levels:
            value = str(getattr(event, "value", ""))
            if levels[-1].mapping and levels[-1].key is None:
                levels[-1].key = value
            else:
                here = (*place, levels[-1].entered())
                if len(here) <= _DEEPEST:
                    yield here, value


LAYOUT = Layout("gradescope", "Gradescope", f"submission_12345/mine.toml, {METADATA}", handed_in)
