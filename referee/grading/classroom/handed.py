"""What somebody handed in: the files of one attempt, and which of several attempts counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce

from referee.grading.classroom.download import File
from referee.grading.classroom.people import Person

FILE, TEXT, NOTE = "file", "text", "note"


@dataclass(frozen=True)
class Part:
    """A file of an attempt, with the name that it was handed in under.

    ``kind`` is ``FILE``, ``TEXT`` for what was typed into the platform's box, or ``NOTE`` for what
    the platform wrote itself. ``text`` is what was typed, where it is not the file as a whole.
    """

    file: File
    name: str
    kind: str = FILE
    text: str | None = None


@dataclass(frozen=True)
class Handed:
    """An attempt: whose it is (of a group several), its files, and its order among attempts.

    ``attempt`` is the platform's number of it, None where there is none; ``plain`` asks for every
    file to be one that is graded, as in a flat folder. ``at`` is when it was handed in, where the
    platform tells that; without a zone where it tells none.
    """

    who: tuple[Person, ...]
    parts: tuple[Part, ...]
    order: tuple[str, ...] = ()
    attempt: int | None = None
    late: bool = False
    plain: bool = False
    problems: tuple[str, ...] = field(default=())
    at: datetime | None = None


def latest(every: Iterable[Handed]) -> list[Handed]:
    """Return everybody's latest attempt, files of one attempt together, in the order they came."""
    attempts: dict[tuple[object, ...], dict[tuple[str, ...], list[Handed]]] = {}
    for number, handed in enumerate(every):
        # What is plain is never another's: two sheets of one name are two sheets.
        key = (number,) if handed.plain else tuple(person.key for person in handed.who)
        attempts.setdefault(key, {}).setdefault(handed.order, []).append(handed)
    return [_last(mine) for mine in attempts.values()]


def _together(several: list[Handed]) -> Handed:
    """Return the files of one attempt as one."""
    people = zip(*(handed.who for handed in several), strict=True)
    return replace(
        several[0],
        who=tuple(reduce(_better, known) for known in people),
        parts=tuple(part for handed in several for part in handed.parts),
        late=any(handed.late for handed in several),
        attempt=max((h.attempt for h in several if h.attempt is not None), default=None),
        problems=tuple(line for handed in several for line in handed.problems),
    )


def _better(one: Person, other: Person) -> Person:
    """Return what two files know of somebody, whose name the id alone may stand for."""
    told = one if one.name not in one.ids.values() else other
    return Person(told.name, {**one.ids, **other.ids})


def _last(mine: dict[tuple[str, ...], list[Handed]]) -> Handed:
    order = sorted(mine)
    last = _together(mine[order[-1]])
    several = len(order) > 1 and last.attempt is None
    return replace(last, attempt=len(order)) if several else last
